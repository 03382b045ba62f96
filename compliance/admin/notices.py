"""Notices: those due by our arithmetic, and the Secretary's own, which a person enters."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from unfold.admin import TabularInline
from unfold.decorators import action

from compliance import queries, services
from compliance.admin.evidence import EvidenceAdmin, show_problems, who
from compliance.admin.forms import IssuedNoticeForm
from compliance.models import Delivery, IssuedNotice, Notice, NoticeWithdrawal
from compliance.services.ledger import Rejected


class DeliveryInline(TabularInline):
    model = Delivery
    fields = ["channel", "delivered_at", "detail"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class Sent(admin.SimpleListFilter):
    title = "sent"
    parameter_name = "sent"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "stands, and not sent yet"), ("yes", "sent")]

    def queryset(self, request: HttpRequest, rows: QuerySet[Notice]) -> QuerySet[Notice]:
        if self.value() == "no":
            return queries.desk.unsent(rows)
        return rows.exclude(deliveries=None) if self.value() == "yes" else rows


@admin.register(Notice)
class NoticeAdmin(EvidenceAdmin):
    list_display = ["cap", "year", "threshold", "known_on", "used_words", "sent"]
    empty_words = "A notice comes by itself when the lines of a period reach a threshold."
    list_filter = [Sent, "cap", "effect"]
    list_select_related = ["cap"]
    inlines = [DeliveryInline]
    actions_detail = ["mark_sent"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        sent = Count("deliveries", filter=Q(deliveries__isnull=False))
        return super().get_queryset(request).annotate(sent_n=sent)

    @admin.display(description="period", ordering="first_day")
    def year(self, notice: Notice) -> str:
        return f"{notice.first_day:%-d %b %Y} to {notice.last_day:%-d %b %Y}"

    @admin.display(description="threshold", ordering="share")
    def threshold(self, notice: Notice) -> str:
        return f"{notice.share:.0%}"

    @admin.display(description="used")
    def used_words(self, notice: Notice) -> str:
        return f"{notice.used:,.0f} of {notice.limit:,.0f} {notice.unit}"

    @admin.display(description="sent", boolean=True)
    def sent(self, notice: Notice) -> bool:
        return bool(notice.sent_n)  # type: ignore[attr-defined]  # annotated above

    def has_act_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm("compliance.add_delivery")

    @action(description="Mark as sent by hand", url_path="sent", permissions=["act"])
    def mark_sent(self, request: HttpRequest, object_id: str) -> HttpResponse:
        notice = self.row_or_404(request, object_id)
        if request.method == "POST":
            services.ledger.deliver(notice=notice, channel="by hand", at=timezone.now())
            messages.success(request, "Marked as sent.")
            return HttpResponseRedirect(reverse("admin:compliance_notice_change", args=[notice.pk]))
        return self.page(
            request,
            "admin/compliance/act_form.html",
            "Mark a notice as sent",
            form=forms.Form(),
            button="It has been sent",
            about=notice.reason,
            back=reverse("admin:compliance_notice_change", args=[notice.pk]),
        )


@admin.register(IssuedNotice)
class IssuedNoticeAdmin(EvidenceAdmin):
    """The Secretary's own notices: facts that a document shows, whether they were due or not."""

    list_display = ["cap", "period_from", "threshold", "issued_on", "known_on", "document"]
    empty_words = "Enter a notice of the Secretary as its document shows it."
    list_filter = ["cap"]
    list_select_related = ["cap"]

    @admin.display(description="period from", ordering="first_day")
    def period_from(self, row: IssuedNotice) -> str:
        return f"{row.first_day:%-d %b %Y}"

    @admin.display(description="threshold", ordering="share")
    def threshold(self, row: IssuedNotice) -> str:
        return f"{row.share:.0%}"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("compliance.add_issuednotice")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = IssuedNoticeForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            said = dict(form.cleaned_data)
            said["share"] = said["share"] / Decimal(100)
            try:
                row = services.ledger.enter_issued(by=who(request), at=timezone.now(), **said)
            except Rejected as rejected:
                show_problems(rejected.problems, form)
            else:
                messages.success(request, f"Entered: {row}.")
                return redirect("admin:compliance_issuednotice_change", row.pk)
        return self.page(
            request,
            "admin/compliance/act_form.html",
            "Enter a notice of the Secretary",
            form=form,
            button="Enter the notice",
            about="That the Secretary gave notice, as a document shows. Nothing is asked of our "
            "own arithmetic.",
            law=queries.regime.on_notices(),
            back=reverse("admin:compliance_issuednotice_changelist"),
        )


@admin.register(NoticeWithdrawal)
class NoticeWithdrawalAdmin(EvidenceAdmin):
    list_display = ["notice", "reason", "withdrawn_at"]
    list_select_related = ["notice__cap"]
