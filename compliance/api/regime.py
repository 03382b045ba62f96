"""What the Council decided: committees, resolutions, measures, caps, and how units convert."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from compliance import queries
from compliance.api import pagination
from compliance.api.parameters import (
    Choice,
    Day,
    Held,
    Listing,
    Parameters,
    StateCode,
    Text,
    YesNo,
)
from compliance.api.problems import NotHere
from compliance.api.views import Door, Kept, Row, Table
from compliance.core import state
from compliance.core.ledger import Problem
from compliance.models import (
    Cap,
    Committee,
    Commodity,
    Conversion,
    ConversionPolicy,
    Deadline,
    Limit,
    Measure,
    NationalMeasure,
    Paragraph,
    Proposal,
    Resolution,
    Threshold,
)


class StateOut(serializers.Serializer):
    """A State by its ISO 3166-1 code, with the name this system prints."""

    code = serializers.CharField()
    name = serializers.CharField()


class CommitteeOut(Row):
    """The Security Council committee of a sanctions regime."""

    class Meta:
        model = Committee
        fields = ["slug", "name", "regime", "url", "decision_rule"]


class CommodityOut(Row):
    """What is measured, as the paragraph names it."""

    class Meta:
        model = Commodity
        fields = ["code", "name", "unit", "hs_codes", "hs_source"]


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


class LimitOut(Kept):
    """One amount of a cap; null: set by the text, published nowhere."""

    class Meta:
        model = Limit
        fields = ["amount", "unit"]


class ThresholdOut(Kept):
    """A share of the cap at which the Secretary gives notice; 1 is the whole."""

    class Meta:
        model = Threshold
        fields = ["share", "effect"]


class CapOut(Kept):
    """A measure's ceiling: one or more limits on a schedule."""

    measure = serializers.CharField(source="measure.key", help_text="key of the measure")
    resolution = serializers.IntegerField(source="measure.paragraph.resolution.number")
    paragraph = serializers.CharField(source="measure.paragraph.number")
    committee = serializers.CharField(source="measure.paragraph.resolution.committee.slug")
    commodity = serializers.SerializerMethodField(help_text="code; null: no single good")
    first_day = serializers.DateField(source="measure.first_day")
    last_day = serializers.DateField(source="measure.last_day", allow_null=True)
    limits = LimitOut(many=True)
    thresholds = ThresholdOut(many=True)
    computed = serializers.BooleanField(help_text="whether usage can be worked out")
    scheduled = serializers.BooleanField(help_text="whether it limits a flow on a schedule")

    class Meta:
        model = Cap
        fields = [
            "slug",
            "title",
            "measure",
            "resolution",
            "paragraph",
            "committee",
            "commodity",
            "recipient",
            "supplier",
            "scope",
            "shape",
            "rule",
            "first_day",
            "last_day",
            "limits",
            "thresholds",
            "schedule_first_day",
            "schedule_months",
            "schedule_last_day",
            "reporters",
            "due_days",
            "scheduled",
            "computed",
        ]

    def get_commodity(self, cap: Cap) -> str | None:
        return cap.commodity.code if cap.commodity else None


class FactorOut(Kept):
    """So many `to_unit` make one `from_unit`, by a source that can be cited."""

    commodity = serializers.CharField(source="commodity.code")

    class Meta:
        model = Conversion
        fields = [
            "commodity",
            "supplier",
            "from_unit",
            "to_unit",
            "factor",
            "source",
            "confidence",
        ]


class PolicyOut(Kept):
    """A way of turning reported units into a cap's, as somebody used it from a day on."""

    slug = serializers.CharField()
    factors = FactorOut(many=True, source="conversions")

    class Meta:
        model = ConversionPolicy
        fields = ["slug", "title", "known_from", "note", "factors"]


class ProposalOut(Row):
    """A draft resolution that was tabled and not adopted."""

    class Meta:
        model = Proposal
        fields = [
            "symbol",
            "tabled_on",
            "result",
            "content",
            "limits",
            "source",
            "confidence",
        ]


class NationalMeasureOut(Row):
    """A rule by which a State or the EU carries resolutions out."""

    class Meta:
        model = NationalMeasure
        fields = [
            "authority",
            "symbol",
            "dated",
            "implements",
            "facts",
            "source",
            "confidence",
        ]


class States(Door):
    """States by code."""

    serializer_class = StateOut
    queryset = Committee.objects.none()
    asks = {"list": Parameters}

    def list(self, request: Request) -> Response:
        """Every State, in the order of names."""
        return Response(
            pagination.whole([{"code": c, "name": n} for c, n in state.names().items()])
        )


class Committees(Table):
    """Committees of the Security Council."""

    queryset = Committee.objects.all()
    serializer_class = CommitteeOut
    order = ("slug",)
    names_by = "slug"


class Commodities(Table):
    """What is measured."""

    queryset = Commodity.objects.all()
    serializer_class = CommodityOut
    order = ("code",)
    names_by = "code"


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
    hs = Text(
        required=False,
        max_length=12,
        help_text="an HS code of 2 to 10 digits: measures on it, or on a heading it lies in",
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        return {
            **super().get_fields(),
            "from": StateCode(required=False, help_text="whence the good comes"),
            "to": StateCode(required=False, help_text="where the good goes"),
        }

    def validate_hs(self, code: str) -> str:
        if not (code.isascii() and code.isdigit() and 2 <= len(code) <= 10):
            raise serializers.ValidationError(
                "Give an HS code as 2 to 10 digits, without points.", code="invalid"
            )
        return code


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


class AskCaps(Listing):
    commodity = Held(Commodity, "code", required=False)
    in_force_on = Day(required=False, help_text="only those in force on this day")
    computed = YesNo(required=False, help_text="only those whose usage can be worked out, or not")


class Caps(Table):
    """Ceilings on what may be supplied."""

    queryset = Cap.objects.all()
    serializer_class = CapOut
    order = ("slug",)
    names_by = "slug"
    asks = {"list": AskCaps}

    def get_queryset(self) -> QuerySet[Cap]:
        return queries.regime.caps()

    def narrowed(self, rows: QuerySet) -> QuerySet:
        if commodity := self.asked.get("commodity"):
            rows = rows.filter(commodity__code=commodity)
        if day := self.asked.get("in_force_on"):
            rows = queries.regime.applying(rows, on=day, through="measure__")
        if (computed := self.asked.get("computed")) is not None:
            rows = queries.regime.computed(rows, computed)
        return rows


class Policies(Table):
    """Ways of turning tons into barrels; the first is the usual one."""

    queryset = ConversionPolicy.objects.all()
    serializer_class = PolicyOut
    order = ("place", "slug")
    names_by = "slug"

    def get_queryset(self) -> QuerySet[ConversionPolicy]:
        return queries.regime.policies()


class Proposals(Table):
    """Drafts that were not adopted."""

    queryset = Proposal.objects.all()
    serializer_class = ProposalOut
    order = ("tabled_on", "id")


class NationalMeasures(Table):
    """Rules of States and of the EU."""

    queryset = NationalMeasure.objects.all()
    serializer_class = NationalMeasureOut
    order = ("authority", "dated", "id")
