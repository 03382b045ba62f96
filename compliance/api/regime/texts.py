"""What the Council decided: committees, resolutions, their measures, what binds on a day."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from compliance import queries
from compliance.api.parameters import (
    Choice,
    Day,
    Held,
    HSCode,
    Listing,
    StateCode,
)
from compliance.api.problems import NotHere
from compliance.api.views import Kept, Row, Table
from compliance.core.ledger import Problem
from compliance.models import (
    Committee,
    Commodity,
    Deadline,
    Measure,
    Paragraph,
    Resolution,
)


class CommitteeOut(Row):
    """The Security Council committee of a sanctions regime."""

    class Meta:
        model = Committee
        fields = ["slug", "name", "regime", "url", "decision_rule"]


class ResolutionOut(Row):
    """An adopted text of the Security Council."""

    committee = serializers.CharField(source="committee.slug", help_text="slug of the committee")
    paragraphs_held = serializers.IntegerField(help_text="paragraphs held here")
    measures_held = serializers.IntegerField(help_text="measures held here")

    class Meta:
        model = Resolution
        fields = [
            "number",
            "symbol",
            "committee",
            "adopted_on",
            "title",
            "role",
            "status",
            "url",
            "sources",
            "confidence",
            "note",
            "paragraphs_held",
            "measures_held",
        ]


class DeadlineOut(Kept):
    """A day by which something must be done or reported."""

    class Meta:
        model = Deadline
        fields = ["due_on", "what", "summary", "computed"]


class MeasureOut(Row):
    """What a paragraph obliges: who, what, which direction, from when."""

    resolution = serializers.IntegerField(
        source="paragraph.resolution.number", help_text="number of the resolution"
    )
    paragraph = serializers.CharField(source="paragraph.number", help_text="as the text numbers it")
    cap = serializers.CharField(
        source="cap.slug", allow_null=True, help_text="slug of the cap, if it is one"
    )

    class Meta:
        model = Measure
        fields = [
            "key",
            "resolution",
            "paragraph",
            "kind",
            "direction",
            "goods_words",
            "goods",
            "hs_codes",
            "hs_source",
            "summary",
            "first_day",
            "last_day",
            "grace_until",
            "superseded_by",
            "cap",
            "details",
            "sources",
            "source_url",
            "confidence",
            "confidence_note",
        ]


class ParagraphMeasureOut(Kept):
    """A measure inside its paragraph, with its deadlines."""

    cap = serializers.SerializerMethodField(help_text="slug of the cap, if it is one")
    deadlines = DeadlineOut(many=True)

    class Meta:
        model = Measure
        fields = [
            *(f for f in MeasureOut.Meta.fields if f not in ("resolution", "paragraph")),
            "deadlines",
        ]

    def get_cap(self, measure: Measure) -> str | None:
        cap = getattr(measure, "cap", None)
        return cap.slug if cap else None


class ParagraphOut(Kept):
    """An operative paragraph, in our own words; `digest` shows when these change."""

    measures = ParagraphMeasureOut(many=True)
    digest = serializers.CharField(help_text="SHA-256 of the words")

    class Meta:
        model = Paragraph
        fields = ["number", "words", "digest", "measures"]


class WholeResolutionOut(Kept):
    """A resolution with its paragraphs and their measures."""

    committee = serializers.CharField(source="committee.slug", help_text="slug of the committee")
    paragraphs_held = serializers.IntegerField(help_text="paragraphs held here")
    measures_held = serializers.IntegerField(help_text="measures held here")
    paragraphs = ParagraphOut(many=True)

    class Meta:
        model = Resolution
        fields = [*ResolutionOut.Meta.fields, "paragraphs"]


class Committees(Table):
    """Committees of the Security Council."""

    queryset = Committee.objects.all()
    serializer_class = CommitteeOut
    order = ("slug",)
    names_by = "slug"


class AskResolutions(Listing):
    committee = Held(Committee, "slug", required=False)


class Resolutions(Table):
    """Resolutions, oldest first."""

    queryset = Resolution.objects.all()
    serializer_class = ResolutionOut
    order = ("number",)
    names_by = "number"
    asks = {"list": AskResolutions}

    def get_queryset(self) -> QuerySet[Resolution]:
        return queries.regime.resolutions()

    def get_serializer_class(self) -> Any:
        return WholeResolutionOut if self.action == "retrieve" else ResolutionOut

    def narrowed(self, rows: QuerySet) -> QuerySet:
        if committee := self.asked.get("committee"):
            rows = rows.filter(committee__slug=committee)
        return rows

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A resolution whole: its paragraphs in our words, their measures and deadlines."""
        try:
            found = queries.regime.resolution(kwargs["number"])
        except Resolution.DoesNotExist:
            held = ", ".join(
                str(n)
                for n in Resolution.objects.order_by("number").values_list("number", flat=True)
            )
            raise NotHere(
                [Problem("number", "not_held", f"No such resolution is held here; held: {held}.")]
            ) from None
        return Response(WholeResolutionOut(found).data)


class AskMeasures(Listing):
    resolution = Held(Resolution, "number", required=False, help_text="its number")
    kind = Choice(Measure.KINDS, required=False)
    good = Held(Commodity, "code", required=False)
    in_force_on = Day(required=False, help_text="only what applied on this day")


class Measures(Table):
    """Measures of all resolutions, in the order of the texts."""

    queryset = Measure.objects.all()
    serializer_class = MeasureOut
    order = ("paragraph__resolution__number", "paragraph__place", "key")
    names_by = "key"
    asks = {"list": AskMeasures}

    def narrowed(self, rows: QuerySet) -> QuerySet:
        if number := self.asked.get("resolution"):
            rows = rows.filter(paragraph__resolution__number=number)
        if kind := self.asked.get("kind"):
            rows = rows.filter(kind=kind)
        if good := self.asked.get("good"):
            rows = rows.filter(goods__contains=[good])
        if day := self.asked.get("in_force_on"):
            rows = queries.regime.applying(rows, on=day)
        return rows


class AskInForce(Listing):
    """`from` and `to` are words of the language this is written in, so they come by another way."""

    on = Day(required=True, help_text="the day asked about")
    good = Held(Commodity, "code", required=False)
    hs = HSCode(
        required=False,
        help_text="an HS code of 2 to 10 digits: measures on it, or on a heading it lies in",
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        return {
            **super().get_fields(),
            "from": StateCode(required=False, help_text="whence the good comes"),
            "to": StateCode(required=False, help_text="where the good goes"),
        }


class InForce(Table):
    """What binds on a day."""

    queryset = Measure.objects.all()
    serializer_class = MeasureOut
    order = Measures.order
    asks = {"list": AskInForce}

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """The measures in force on a day, for a good, an HS code, a direction.

        With `from` or `to` only measures of that direction are given, and those of both. A
        measure whose text names no goods is given unless a good or code is asked for.
        """
        return super().list(request, *args, **kwargs)

    def narrowed(self, rows: QuerySet) -> QuerySet:
        return queries.regime.binding(
            rows,
            on=self.asked["on"],
            good=self.asked.get("good"),
            hs=self.asked.get("hs"),
            sender=self.asked.get("from"),
            receiver=self.asked.get("to"),
        )
