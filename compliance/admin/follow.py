"""Subscriptions: where somebody is told of changes, and how each message went."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from unfold.admin import TabularInline
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from compliance import services
from compliance.admin.evidence import EvidenceAdmin, who
from compliance.core.follow import TOPICS
from compliance.models import Sending, Subscription


class SubscriptionForm(forms.ModelForm):
    events = forms.MultipleChoiceField(
        choices=[(topic, topic) for topic in TOPICS], widget=UnfoldAdminCheckboxSelectMultipleWidget
    )

    class Meta:
        model = Subscription
        fields = ["url", "events", "cap"]

    def clean_url(self) -> str:
        try:
            return services.follow.address(self.cleaned_data["url"])
        except services.follow.NotSubscribed as reason:
            raise ValidationError(str(reason)) from reason


class SendingsInline(TabularInline):
    """What was sent, the newest first."""

    model = Sending
    fields = ["at", "message", "what", "rows", "status", "problem", "next_at"]
    readonly_fields = fields
    extra = 0
    per_page = 20
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True  # whoever sees a subscription sees its log

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Subscription)
class SubscriptionAdmin(EvidenceAdmin):
    """One's own; whoever administers everything sees all of them. The secret is shown once."""

    form = SubscriptionForm
    list_display = ["url", "owner", "events", "cap", "active", "stopped_because", "failures"]
    list_display_links = ["url"]
    list_filter = ["active"]
    list_select_related = ["owner", "cap", "progress"]
    fields = ["url", "events", "cap"]
    actions = ["stop", "start"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscription]:
        rows = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.filter(owner=who(request))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        more = ["owner", "active", "stopped_because", "failures", "made_at"]
        return self.fields if obj is None else [*self.fields, *more]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [] if obj is None else ["failures"]

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [] if obj is None else [SendingsInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("compliance.add_subscription")

    @admin.display(description="failed in a row")
    def failures(self, row: Subscription) -> int:
        progress = getattr(row, "progress", None)
        return progress.failures if progress else 0

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            services.follow.may_have_another(who(request))
        except services.follow.NotSubscribed as reason:
            messages.error(request, str(reason))
            return redirect("admin:compliance_subscription_changelist")
        return super().add_view(request, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        made = services.follow.subscribe(
            url=form.cleaned_data["url"],
            events=form.cleaned_data["events"],
            cap=form.cleaned_data["cap"],
            by=who(request),
            at=timezone.now(),
        )
        obj.pk = made.pk
        messages.success(
            request, f"Messages are signed with this secret, which is shown only now: {made.secret}"
        )

    @admin.action(description="Send nothing more", permissions=["add"])
    def stop(self, request: HttpRequest, chosen: QuerySet[Subscription]) -> None:
        for row in chosen:
            services.follow.stop(subscription=row, because="Stopped by its owner.")
        messages.success(request, "Nothing more is sent there.")

    @admin.action(description="Send again", permissions=["add"])
    def start(self, request: HttpRequest, chosen: QuerySet[Subscription]) -> None:
        for row in chosen:
            services.follow.start(subscription=row, at=timezone.now())
        messages.success(request, "Messages go out again, with what came in meanwhile.")
