"""Sources: which publishers are watched, how each does, a look at once; and what hosts forbid."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from compliance import queries, services
from compliance.admin.evidence import EvidenceAdmin
from compliance.admin.history import EditedAdmin
from compliance.models import Answer, Host, Look, Robots, Source, Story


EDITED = ("kind", "name", "url", "publisher", "watched")


class SourceForm(forms.ModelForm):
    def clean_url(self) -> str:
        try:
            return services.press.address(self.cleaned_data["url"])
        except services.press.NotTaken as problem:
            raise ValidationError(str(problem)) from problem


class Failing(admin.SimpleListFilter):
    title = "failing"
    parameter_name = "failing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "watched, and the last look failed")]

    def queryset(self, request: HttpRequest, rows: QuerySet[Source]) -> QuerySet[Source]:
        if self.value() != "yes":
            return rows
        failing = queries.desk.failing(at=timezone.now())
        return rows.filter(pk__in=failing.order_by().values("pk"))


@admin.register(Source)
class SourceAdmin(EditedAdmin):
    asks_why = False  # which publishers are watched is no law
    form = SourceForm
    list_display = ["name", "kind", "publisher", "watched", "health", "last_looked_at"]
    empty_words = "Add a feed or a page of a publisher; it is looked at from then on."
    list_filter = [Failing, "kind", "watched"]
    search_fields = ["name", "url", "publisher"]
    fields = [*EDITED, "health", "last_looked_at"]
    readonly_fields = ["health", "last_looked_at"]
    actions = ["look_now"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return queries.feeds.sources()

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        said = {name: form.cleaned_data[name] for name in form.changed_data if name in EDITED}
        services.press.change_source(source=obj, **said)

    def has_delete_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        return False  # its looks and stories are evidence; one that is not watched rests

    @admin.display(description="how it does")
    def health(self, source: Source) -> str:
        return queries.feeds.health(source, at=timezone.now()) if source.pk else "not kept yet"

    @admin.display(description="last look")
    def last_looked_at(self, source: Source) -> str:
        looked = getattr(source, "last_look_at", None)
        return f"{looked:%Y-%m-%d %H:%M}" if looked else ""

    @admin.action(description="Look now", permissions=["change"])
    def look_now(self, request: HttpRequest, chosen: QuerySet[Source]) -> None:
        for source in chosen:
            services.press.ask_now(source=source, at=timezone.now())
        messages.success(request, "They are looked at within seconds.")


@admin.register(Look)
class LookAdmin(EvidenceAdmin):
    list_display = ["source", "begun_at", "rests_until"]
    list_select_related = ["source"]


@admin.register(Answer)
class AnswerAdmin(EvidenceAdmin):
    list_display = ["look", "outcome", "status", "problem", "listed", "new", "next_at"]
    list_filter = ["outcome", "look__source"]
    list_select_related = ["look__source"]


@admin.register(Story)
class StoryAdmin(EvidenceAdmin):
    list_display = ["title", "source", "seen_at", "published_on"]
    list_filter = ["source"]
    list_select_related = ["source", "article"]
    raw_id_fields = ["article"]


@admin.register(Robots)
class RobotsAdmin(EvidenceAdmin):
    list_display = ["site", "asked_at", "outcome", "delay", "why", "holds_until"]
    list_filter = ["outcome"]
    search_fields = ["site"]


@admin.register(Host)
class HostAdmin(EvidenceAdmin):
    list_display = ["name", "free_at", "why"]
    search_fields = ["name"]
