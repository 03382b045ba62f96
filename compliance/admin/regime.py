"""The law: reference, edited here once the seeds have planted it."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline
from unfold.widgets import UnfoldAdminURLInputWidget

from compliance.admin.history import EditedAdmin, RowsInline
from compliance.models import (
    Cap,
    Committee,
    Commodity,
    Conversion,
    ConversionPolicy,
    Deadline,
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
    readonly_fields = ["digest"]
    inlines = [MeasureInline]


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


@admin.register(Cap)
class CapAdmin(EditedAdmin):
    list_display = ["title", "citation", "limits_in_words", "in_force_from", "in_force_through"]
    list_select_related = ["measure__paragraph__resolution"]
    search_fields = ["title", "slug"]
    autocomplete_fields = ["measure"]
    inlines = [LimitInline, ThresholdInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cap]:
        return super().get_queryset(request).prefetch_related("limits")

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
