"""What stands beside the reports: estimates, stated totals, Committee decisions."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import TabularInline

from compliance.admin.evidence import EvidenceAdmin
from compliance.core import state
from compliance.models import (
    Assertion,
    Decision,
    DecisionStep,
    Estimate,
)


def span(row: Estimate | Assertion) -> str:
    return f"{row.first_day:%-d %b %Y} to {row.last_day:%-d %b %Y}"


def supplier(row: Estimate | Assertion) -> str:
    return state.name(row.supplier) if row.supplier else "all, or not said"


@admin.register(Estimate)
class EstimateAdmin(EvidenceAdmin):
    list_display = ["made_by", "over", "by", "numbers", "known_on", "confidence"]
    list_filter = ["commodity", "confidence"]
    list_select_related = ["commodity"]
    search_fields = ["made_by", "method", "note"]
    date_hierarchy = "known_on"

    @admin.display(description="span", ordering="first_day")
    def over(self, row: Estimate) -> str:
        return span(row)

    @admin.display(description="supplier")
    def by(self, row: Estimate) -> str:
        return supplier(row)

    @admin.display(description="low, central, high")
    def numbers(self, row: Estimate) -> str:
        known = [n for n in (row.low, row.central, row.high) if n is not None]
        words = " to ".join(f"{n:,.0f}" for n in dict.fromkeys(known))
        return f"{'over ' if row.open_above else ''}{words} {row.unit}"


@admin.register(Assertion)
class AssertionAdmin(EvidenceAdmin):
    list_display = ["stated", "over", "by", "made_by", "known_on", "explanation"]
    list_filter = ["commodity", "kind", "unit"]
    list_select_related = ["commodity"]
    search_fields = ["made_by", "explanation", "source_url"]

    @admin.display(description="stated", ordering="amount")
    def stated(self, row: Assertion) -> str:
        return f"{row.amount.normalize():,f} {row.unit}"

    @admin.display(description="span", ordering="first_day")
    def over(self, row: Assertion) -> str:
        return span(row)

    @admin.display(description="supplier")
    def by(self, row: Assertion) -> str:
        return supplier(row)


class StepInline(TabularInline):
    model = DecisionStep
    fields = ["on", "step", "states", "until", "supporters", "note"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Decision)
class DecisionAdmin(EvidenceAdmin):
    list_display = ["subject", "body", "cap", "period_first_day"]
    list_filter = ["body", "cap"]
    list_select_related = ["cap"]
    search_fields = ["subject", "note"]
    inlines = [StepInline]
