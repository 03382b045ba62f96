"""Findings: what differs, and what a person decides of it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.admin import TabularInline
from unfold.decorators import action

from compliance import queries, services
from compliance.admin.evidence import EvidenceAdmin, show_problems, who
from compliance.admin.forms import DecisionForm
from compliance.models import Finding, Review
from compliance.services.ledger import Rejected


class ReviewInline(TabularInline):
    model = Review
    fields = ["decision", "note", "decided_by", "decided_at", "transfer"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class Decided(admin.SimpleListFilter):
    title = "decided"
    parameter_name = "decided"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "not yet"), ("yes", "yes")]

    def queryset(self, request: HttpRequest, rows: QuerySet[Finding]) -> QuerySet[Finding]:
        if self.value() == "no":
            return rows.filter(reviews=None)
        return rows.exclude(reviews=None) if self.value() == "yes" else rows


@admin.register(Finding)
class FindingAdmin(EvidenceAdmin):
    list_display = ["verdict", "said", "reason", "known_at", "decided", "article_page"]
    list_filter = ["verdict", Decided, "claim__commodity"]
    search_fields = ["reason", "claim__quote"]
    actions_detail = ["decide"]
    inlines = [ReviewInline]
    fields = [
        "verdict",
        "said",
        "reason",
        "paragraphs",
        "lines_compared",
        ("known_at", "policy"),
        "article_page",
        "reconciled_at",
    ]
    readonly_fields = ["said", "lines_compared", "article_page"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Finding]:
        return queries.review.findings()

    @admin.display(description="said")
    def said(self, finding: Finding) -> str:
        return f"“{finding.claim.quote}”"

    @admin.display(description="decided", boolean=True)
    def decided(self, finding: Finding) -> bool:
        return any(review.decision != "second_look" for review in finding.reviews.all())

    @admin.display(description="lines compared")
    def lines_compared(self, finding: Finding) -> str:
        return "; ".join(str(line) for line in finding.lines.all()) or "none"

    @admin.display(description="article")
    def article_page(self, finding: Finding) -> str:
        article = finding.claim.reading.capture.article
        address = reverse("article", args=[article.pk])
        return format_html('<a href="{}">{}</a>', address, finding.claim.reading.capture.title)

    def has_act_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm("compliance.add_review")

    @action(description="Decide", url_path="decide", permissions=["act"])
    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        finding = self.row_or_404(request, object_id)
        form = DecisionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                services.review.decide(
                    finding=finding,
                    decision=form.cleaned_data["decision"],
                    note=form.cleaned_data["note"],
                    by=who(request),
                    at=timezone.now(),
                )
            except Rejected as rejected:
                show_problems(rejected.problems, form)
            else:
                messages.success(request, "Decided.")
                return redirect("admin:compliance_finding_change", finding.pk)
        return self.page(
            request,
            "admin/compliance/act_form.html",
            "Decide on a finding",
            form=form,
            button="Decide",
            about=f"{finding.get_verdict_display()}: “{finding.claim.quote}”. {finding.reason}",
            back=reverse("admin:compliance_finding_change", args=[finding.pk]),
        )


@admin.register(Review)
class ReviewAdmin(EvidenceAdmin):
    list_display = ["finding", "decision", "decided_by", "decided_at", "note"]
    list_filter = ["decision"]
    list_select_related = ["finding__claim", "decided_by"]
