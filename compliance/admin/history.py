"""What every record of the desk shares: its history in plain words, forms that know a version."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from unfold.admin import TabularInline

from compliance import queries
from compliance.admin.lists import DeskAdmin
from compliance.admin.versions import Reasoned, Versioned, carrying
from compliance.core.acting import ORIGINS, because
from compliance.models import AuditEntry


CARRIED = ("opened", "why")


class WithHistory(DeskAdmin):
    """A record has a page that says who changed what of it, when, from where and why."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404(f"There is no {self.opts.verbose_name} {object_id[:40]!r}.")
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return TemplateResponse(
            request,
            "admin/compliance/history.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "object": row,
                "title": f"History: {row}",
                "changes": queries.audit.history(row),
                "written_down": self.opts.db_table in queries.audit.audited(),
            },
        )


class EditedAdmin(WithHistory):
    """Edited in place: the form carries what it was opened with, and asks why."""

    asks_why = True  # a change of the law gives its reason

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self.form  # type: ignore[has-type]  # of whichever class comes first
        self.form = carrying(form, Reasoned)

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        if "why" in form.base_fields:
            # Its own: declared fields are shared by every form that is derived from one.
            form.base_fields["why"] = why = copy(form.base_fields["why"])
            why.required = self.asks_why and obj is not None
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        sets = [
            (name, {**options, "fields": _without(options["fields"])})
            for name, options in super().get_fieldsets(request, obj)
        ]
        if obj is not None and self.has_change_permission(request, obj):
            sets.append((None, {"fields": ["why", "opened"]}))
        return sets

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        because(form.cleaned_data.get("why", ""))
        super().save_model(request, obj, form, change)


def _without(fields: Any) -> list[Any]:
    return [field for field in fields if field not in CARRIED]


class RowsInline(TabularInline):
    """Rows of a table whose fields are named by the head of their column, in words too; each
    carries what it was opened with."""

    extra = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self.form  # type: ignore[has-type]  # of whichever class comes first
        self.form = carrying(form, Versioned)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and field.label:
            field.widget.attrs.setdefault("aria-label", field.label)
        return field


class Table(admin.SimpleListFilter):
    title = "table"
    parameter_name = "table"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(table, queries.audit.named(table)) for table in sorted(queries.audit.audited())]

    def queryset(self, request: HttpRequest, rows: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        return rows.filter(table_name=self.value()) if self.value() else rows


@admin.register(AuditEntry)
class AuditEntryAdmin(DeskAdmin):
    """Everything that was written down, to read."""

    list_display = ["at", "actor", "did", "changes", "reason", "through", "place"]
    list_display_links = ["at"]
    list_filter = ["verb", "origin", Table, ("at", admin.DateFieldListFilter)]
    search_fields = ["actor", "why", "row_id", "door"]
    list_per_page = 50
    show_full_result_count = False
    fields = [
        ("at", "actor"),
        "did",
        "changes",
        "reason",
        "through",
        ("table_name", "row_id"),
        ("db_role", "txid"),
        ("place", "digest"),
    ]
    readonly_fields = ["did", "changes", "reason", "through"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        return queries.audit.entries()

    @admin.display(description="what")
    def did(self, entry: AuditEntry) -> str:
        return f"{queries.audit.told(entry, names=False).did} {entry.row_id}"

    @admin.display(description="changes")
    def changes(self, entry: AuditEntry) -> str:
        return "; ".join(queries.audit.told(entry, names=False).details[:8])

    @admin.display(description="why")
    def reason(self, entry: AuditEntry) -> str:
        return queries.audit.told(entry, names=False).why

    @admin.display(description="through")
    def through(self, entry: AuditEntry) -> str:
        return dict(ORIGINS).get(entry.origin, entry.origin) + (
            f", {entry.address}" if entry.address else ""
        )
