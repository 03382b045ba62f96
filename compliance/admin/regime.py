"""The law: reference, edited here once the seeds have planted it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from unfold.admin import TabularInline
from unfold.decorators import action
from unfold.widgets import UnfoldAdminURLInputWidget

from compliance import queries, services
from compliance.admin.evidence import EvidenceAdmin, who
from compliance.admin.forms import ConfirmationForm
from compliance.admin.history import EditedAdmin, RowsInline
from compliance.models import (
    Cap,
    CapConfirmation,
    Committee,
    Commodity,
    Conversion,
    ConversionPolicy,
    Deadline,
    FactVersion,
    GoodScope,
    Illustration,
    Limit,
    Measure,
    NationalMeasure,
    Paragraph,
    Proposal,
    Resolution,
    Threshold,
)


HTTPS = {models.URLField: {"assume_scheme": "https", "widget": UnfoldAdminURLInputWidget}}


def versions_of(kind: str, fact: int | None, column: str) -> str:
    """The versions of a fact, the newest first, each with the day it began to be held."""
    rows = queries.regime.versions(kind, fact) if fact else []
    return format_html_join(
        "",
        "<p>{}. since {}: {}</p>",
        ((v.version, f"{v.at:%-d %B %Y %H:%M}", v.said.get(column, "")) for v in rows),
    )


@admin.register(Committee)
class CommitteeAdmin(EditedAdmin):
    list_display = ["regime", "name"]
    formfield_overrides = HTTPS


@admin.register(Resolution)
class ResolutionAdmin(EditedAdmin):
    formfield_overrides = HTTPS
    list_display = ["symbol", "adopted_on", "title", "status", "paragraphs_held"]
    list_filter = ["role", "confidence"]
    search_fields = ["symbol", "title"]
    date_hierarchy = "adopted_on"
    readonly_fields = ["versions"]

    @admin.display(description="every version of what is held")
    def versions(self, row: Resolution) -> str:
        return versions_of("resolution", row.pk, "status")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Resolution]:
        return super().get_queryset(request).annotate(held=Count("paragraphs"))

    @admin.display(description="paragraphs held", ordering="held")
    def paragraphs_held(self, row: Resolution) -> int:
        return row.held  # type: ignore[attr-defined]  # annotated above


class MeasureInline(TabularInline):
    model = Measure
    fields = ["key", "kind", "summary", "first_day", "last_day", "confidence"]
    readonly_fields = fields
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Paragraph)
class ParagraphAdmin(EditedAdmin):
    list_display = ["citation", "words"]
    list_select_related = ["resolution"]
    list_filter = ["resolution"]
    search_fields = ["resolution__symbol", "number", "words"]
    readonly_fields = ["digest", "versions"]
    inlines = [MeasureInline]

    @admin.display(description="every version of the words")
    def versions(self, row: Paragraph) -> str:
        return versions_of("paragraph", row.pk, "words")


class DeadlineInline(RowsInline):
    model = Deadline


@admin.register(Measure)
class MeasureAdmin(EditedAdmin):
    list_display = ["paragraph", "kind", "goods_words", "first_day", "last_day", "confidence"]
    list_select_related = ["paragraph__resolution"]
    list_filter = ["kind", "direction", "confidence"]
    search_fields = ["key", "summary", "goods_words", "paragraph__resolution__symbol"]
    inlines = [DeadlineInline]


class ScopeInline(RowsInline):
    model = GoodScope


@admin.register(Commodity)
class CommodityAdmin(EditedAdmin):
    list_display = ["name", "code", "unit", "hs_codes"]
    inlines = [ScopeInline]


class LimitInline(RowsInline):
    model = Limit


class ThresholdInline(RowsInline):
    model = Threshold
    autocomplete_fields = ["measure"]


class ToConfirm(admin.SimpleListFilter):
    title = "to be confirmed"
    parameter_name = "to_confirm"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "to be confirmed"), ("no", "nothing changed under it")]

    def queryset(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "yes":
            return rows.exclude(facts_changed=[])
        return rows.filter(facts_changed=[]) if self.value() == "no" else rows


@admin.register(Cap)
class CapAdmin(EditedAdmin):
    list_display = [
        "title",
        "citation",
        "limits_in_words",
        "in_force_from",
        "in_force_through",
        "confirmed",
    ]
    list_filter = [ToConfirm]
    actions_detail = ["confirm"]
    readonly_fields = ["what_changed"]
    list_select_related = ["measure__paragraph__resolution"]
    search_fields = ["title", "slug"]
    autocomplete_fields = ["measure"]
    inlines = [LimitInline, ThresholdInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cap]:
        rows = super().get_queryset(request).prefetch_related("limits")
        return queries.regime.with_changes(rows)

    @admin.display(description="confirmed", boolean=True)
    def confirmed(self, cap: Cap) -> bool:
        return not vars(cap)["facts_changed"]

    @admin.display(description="what changed since a reviewer looked")
    def what_changed(self, cap: Cap) -> str:
        changes = queries.regime.to_confirm(cap) if cap.pk else []
        return (
            format_html_join(
                "",
                "<p>{}, {}. It was: “{}”. It is: “{}”.</p>",
                ((c.name, f"{c.at:%-d %B %Y}", c.was, c.now) for c in changes),
            )
            or "Nothing."
        )

    def has_confirm_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm("compliance.add_capconfirmation")

    @action(description="Confirm", url_path="confirm", permissions=["confirm"])
    def confirm(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A reviewer has looked at what changed, and the cap holds as it is held."""
        cap = self.row_or_404(request, object_id)
        changes = queries.regime.to_confirm(cap)
        last = max((c.version for c in changes), default=0)
        form = ConfirmationForm(request.POST or None, initial={"seen_to": last})
        if request.method == "POST" and form.is_valid():
            try:
                services.regime.confirm(
                    cap=cap, by=who(request), at=timezone.now(), **form.cleaned_data
                )
            except services.regime.NotConfirmed as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, "Confirmed; who and when is kept.")
                return redirect("admin:compliance_cap_change", cap.pk)
        return self.page(
            request,
            "admin/compliance/act_form.html",
            "Confirm a cap",
            form=form,
            button="It holds as it is",
            about=f"{cap.title}: does it still say what its paragraphs say, and count by the "
            "right factors? Where it does not, put the cap right first.",
            difference=[(c.name, c.was, c.now) for c in changes],
            back=reverse("admin:compliance_cap_change", args=[cap.pk]),
        )

    @admin.display(description="by")
    def citation(self, cap: Cap) -> str:
        return cap.measure.paragraph.citation

    @admin.display(description="limit")
    def limits_in_words(self, cap: Cap) -> str:
        return " or ".join(
            f"{limit.amount.normalize():,f} {limit.unit}"
            if limit.amount is not None
            else "no amount"
            for limit in cap.limits.all()
        )

    @admin.display(description="from", ordering="measure__first_day")
    def in_force_from(self, cap: Cap) -> object:
        return cap.measure.first_day

    @admin.display(description="through", ordering="measure__last_day")
    def in_force_through(self, cap: Cap) -> object:
        return cap.measure.last_day


class ConversionInline(RowsInline):
    model = Conversion


@admin.register(ConversionPolicy)
class ConversionPolicyAdmin(EditedAdmin):
    list_display = ["slug", "title", "known_from"]
    inlines = [ConversionInline]


@admin.register(FactVersion)
class FactVersionAdmin(EvidenceAdmin):
    list_display = ["at", "kind", "fact", "version", "changes", "gone"]
    list_filter = ["kind", "changes"]


@admin.register(CapConfirmation)
class CapConfirmationAdmin(EvidenceAdmin):
    list_display = ["cap", "confirmed_at", "confirmed_by", "note"]
    list_select_related = ["cap", "confirmed_by"]


@admin.register(Proposal)
class ProposalAdmin(EditedAdmin):
    list_display = ["symbol", "tabled_on", "result"]


@admin.register(NationalMeasure)
class NationalMeasureAdmin(EditedAdmin):
    list_display = ["authority", "symbol", "dated", "implements"]
    list_filter = ["authority"]
    search_fields = ["symbol", "facts"]


@admin.register(Illustration)
class IllustrationAdmin(EditedAdmin):
    list_display = ["title", "regime", "form", "confidence"]
    list_filter = ["form", "regime"]
    search_fields = ["title", "instrument", "note"]
