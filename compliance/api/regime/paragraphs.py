"""Regimes and the paragraphs of their resolutions, each by itself."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from compliance import queries
from compliance.api.parameters import Day, Held, Listing
from compliance.api.regime.texts import MeasureOut
from compliance.api.views import Kept, Row, Table
from compliance.models import Committee, Measure, Paragraph, Resolution


class RegimeOut(Row):
    """A sanctions regime: the measures that one committee watches over."""

    committee = serializers.CharField(source="name", help_text="its committee")
    resolutions = serializers.IntegerField(source="resolutions_held", help_text="held here")
    measures = serializers.IntegerField(
        source="measures_held", help_text="held here, in force or not"
    )
    caps = serializers.IntegerField(source="caps_held", help_text="held here, in force or not")

    class Meta:
        model = Committee
        fields = ["slug", "regime", "committee", "url", "resolutions", "measures", "caps"]


class Regimes(Table):
    """Sanctions regimes."""

    queryset = Committee.objects.all()
    serializer_class = RegimeOut
    order = ("slug",)
    names_by = "slug"

    def get_queryset(self) -> QuerySet[Any]:
        measures = "resolutions__paragraphs__measures"
        return Committee.objects.annotate(
            resolutions_held=Count("resolutions", distinct=True),
            measures_held=Count(measures, distinct=True),
            caps_held=Count(f"{measures}__cap", distinct=True),
        )


class ParagraphRowOut(Row):
    """An operative paragraph, in our own words."""

    resolution = serializers.IntegerField(source="resolution.number")
    symbol = serializers.CharField(source="resolution.symbol")
    committee = serializers.CharField(source="resolution.committee.slug")
    adopted_on = serializers.DateField(source="resolution.adopted_on")

    class Meta:
        model = Paragraph
        fields = ["id", "resolution", "symbol", "number", "committee", "adopted_on", "words"]


class WholeParagraphOut(Kept):
    """An operative paragraph with what it obliges; `digest` shows when our words change."""

    resolution = serializers.IntegerField(source="resolution.number")
    symbol = serializers.CharField(source="resolution.symbol")
    committee = serializers.CharField(source="resolution.committee.slug")
    adopted_on = serializers.DateField(source="resolution.adopted_on")
    citation = serializers.CharField()
    digest = serializers.CharField(help_text="SHA-256 of the words")
    measures = serializers.SerializerMethodField()

    class Meta:
        model = Paragraph
        fields = [*ParagraphRowOut.Meta.fields, "citation", "digest", "measures"]

    @extend_schema_field(MeasureOut(many=True))
    def get_measures(self, paragraph: Paragraph) -> Any:
        names = MeasureOut.columns()
        rows = Measure.objects.filter(paragraph=paragraph).order_by("key")
        return [dict(zip(names, row, strict=True)) for row in rows.values_list(*names.values())]


class AskParagraphs(Listing):
    resolution = Held(Resolution, "number", required=False, help_text="its number")
    committee = Held(Committee, "slug", required=False)
    valid_at = Day(required=False, help_text="only those with a measure that applied on this day")


class Paragraphs(Table):
    """Paragraphs of all resolutions, in the order of the texts."""

    queryset = Paragraph.objects.all()
    serializer_class = ParagraphRowOut
    order = ("resolution__number", "place", "id")
    asks = {"list": AskParagraphs}

    def get_serializer_class(self) -> Any:
        return WholeParagraphOut if self.action == "retrieve" else ParagraphRowOut

    def get_queryset(self) -> QuerySet[Any]:
        return Paragraph.objects.select_related("resolution__committee")

    def narrowed(self, rows: QuerySet) -> QuerySet:
        if number := self.asked.get("resolution"):
            rows = rows.filter(resolution__number=number)
        if committee := self.asked.get("committee"):
            rows = rows.filter(resolution__committee__slug=committee)
        if day := self.asked.get("valid_at"):
            applied = queries.regime.applying(Measure.objects.order_by(), on=day)
            rows = rows.filter(pk__in=applied.values("paragraph"))
        return rows
