"""Ceilings on what may be supplied, what is measured, and how units convert."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from rest_framework import serializers

from compliance import queries
from compliance.api.parameters import (
    Day,
    Held,
    Listing,
    YesNo,
)
from compliance.api.views import Kept, Row, Table
from compliance.models import (
    Cap,
    Commodity,
    Conversion,
    ConversionPolicy,
    Limit,
    Threshold,
)


class CommodityOut(Row):
    """What is measured, as the paragraph names it."""

    class Meta:
        model = Commodity
        fields = ["code", "name", "unit", "hs_codes", "hs_source"]


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


class ConversionOut(Row):
    """A factor of a policy: so many `to_unit` make one `from_unit`."""

    policy = serializers.CharField(source="policy.slug")
    known_from = serializers.DateField(
        source="policy.known_from", allow_null=True, help_text="since when the policy was used"
    )
    commodity = serializers.CharField(source="commodity.code")

    class Meta:
        model = Conversion
        fields = [
            "id",
            "policy",
            "known_from",
            "commodity",
            "product",
            "supplier",
            "from_unit",
            "to_unit",
            "factor",
            "source",
            "confidence",
        ]


class AskConversions(Listing):
    policy = Held(ConversionPolicy, "slug", required=False)
    commodity = Held(Commodity, "code", required=False)
    known_at = Day(required=False, help_text="only of policies that were in use on this day")


class Conversions(Table):
    """Factors between units, of all policies."""

    queryset = Conversion.objects.all()
    serializer_class = ConversionOut
    asks = {"list": AskConversions}

    def narrowed(self, rows: QuerySet) -> QuerySet:
        if policy := self.asked.get("policy"):
            rows = rows.filter(policy__slug=policy)
        if commodity := self.asked.get("commodity"):
            rows = rows.filter(commodity__code=commodity)
        if day := self.asked.get("known_at"):
            rows = rows.filter(Q(policy__known_from=None) | Q(policy__known_from__lte=day))
        return rows


class Commodities(Table):
    """What is measured."""

    queryset = Commodity.objects.all()
    serializer_class = CommodityOut
    order = ("code",)
    names_by = "code"


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
