"""What stands beside the reports: estimates, questions put to the Committee, totals as stated."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from compliance import queries
from compliance.api import pagination
from compliance.api.ledger.usage import decimal, policy_asked
from compliance.api.parameters import Day, Held, Knowledge, Listing, Parameters, PastDay, StateCode
from compliance.api.problems import NotHere
from compliance.api.views import Door, Row, Table
from compliance.core.ledger import Problem
from compliance.models import Assertion, Cap, Commodity, Decision, DecisionStep, Estimate


class EstimateOut(Row):
    """A quantity somebody worked out by a method; never added to what was reported."""

    commodity = serializers.CharField(source="commodity.code")
    replaces = serializers.CharField(
        source="replaces.key", allow_null=True, help_text="key of the one it takes the place of"
    )
    replaced = serializers.BooleanField(help_text="whether another took its place")

    class Meta:
        model = Estimate
        fields = [
            "id",
            "key",
            "made_by",
            "commodity",
            "supplier",
            "recipient",
            "first_day",
            "last_day",
            "low",
            "central",
            "high",
            "open_above",
            "unit",
            "method",
            "calls",
            "tonnage",
            "fill_low",
            "fill_high",
            "factor",
            "known_on",
            "source_url",
            "confidence",
            "note",
            "replaces",
            "replaced",
            "recorded_at",
        ]


class AskEstimates(Listing):
    commodity = Held(Commodity, "code", required=False)
    supplier = StateCode(required=False)
    recipient = StateCode(required=False)
    first_day = Day(required=False, help_text="only spans that end on this day or later")
    last_day = Day(required=False, help_text="only spans that begin on this day or before")
    known_at = PastDay(required=False, help_text="only what was public on this day")


class Estimates(Table):
    """Estimates: the other book."""

    queryset = Estimate.objects.all()
    serializer_class = EstimateOut
    asks = {"list": AskEstimates}

    def get_queryset(self) -> QuerySet[Any]:
        return Estimate.objects.annotate(replaced=Q(replaced_by__isnull=False))

    def narrowed(self, rows: QuerySet) -> QuerySet:
        same = {
            "commodity__code": self.asked.get("commodity"),
            "supplier": self.asked.get("supplier"),
            "recipient": self.asked.get("recipient"),
            "last_day__gte": self.asked.get("first_day"),
            "first_day__lte": self.asked.get("last_day"),
            "known_on__lte": self.asked.get("known_at"),
        }
        return rows.filter(**{name: value for name, value in same.items() if value is not None})


class StepOut(serializers.Serializer):
    """What became of a question on a day, and by whom."""

    step = serializers.ChoiceField([code for code, _ in DecisionStep.STEPS])
    on = serializers.DateField()
    until = serializers.DateField(allow_null=True, help_text="of a hold or a silence procedure")
    states = serializers.ListField(child=serializers.CharField())
    supporters = serializers.IntegerField(allow_null=True)
    known_on = serializers.DateField()
    source = serializers.CharField()  # type: ignore[assignment]
    confidence = serializers.CharField()
    note = serializers.CharField()


class DecisionOut(serializers.Serializer):
    """A question put to the Committee or the Council, and where it stood on the day asked about."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    body = serializers.CharField(help_text="Committee or Council")
    subject = serializers.CharField()
    cap = serializers.CharField(allow_null=True, help_text="slug of the cap, if it is about one")
    period_first_day = serializers.DateField(allow_null=True)
    outcome = serializers.CharField()
    by = serializers.ListField(child=serializers.CharField(), help_text="codes of the States")
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    note = serializers.CharField()
    steps = StepOut(many=True)


class AskDecisions(Parameters):
    known_at = PastDay(
        required=False, help_text="the day whose knowledge counts; today unless given"
    )


class Decisions(Door):
    """Questions put to the Committee and the Council."""

    queryset = Decision.objects.none()
    serializer_class = DecisionOut
    asks = {"list": AskDecisions, "retrieve": AskDecisions}

    @extend_schema(responses=DecisionOut(many=True))
    def list(self, request: Request) -> Response:
        """Every question known on a day, the oldest first, with its steps and where it stood."""
        found = queries.ledger.decisions(self.day())
        return Response(pagination.whole([queries.ledger.decision_data(one) for one in found]))

    def retrieve(self, request: Request, key: str) -> Response:
        """One question, as it stood on a day."""
        found = queries.ledger.decisions(self.day())
        for one in found:
            if one.decision.key == key:
                return Response(queries.ledger.decision_data(one))
        held = ", ".join(sorted(one.decision.key for one in found))
        raise NotHere([Problem("key", "not_held", f"No such question was known; held: {held}.")])

    def day(self) -> Any:
        return self.asked.get("known_at") or timezone.localdate()


class AssertionOut(serializers.Serializer):
    """A total or share as somebody stated it, set against the account as it was then known."""

    key = serializers.CharField()
    kind = serializers.ChoiceField([code for code, _ in Assertion.KINDS])
    commodity = serializers.CharField()
    supplier = serializers.CharField(allow_null=True, help_text="null: all together")
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    amount = decimal()
    unit = serializers.CharField()
    modifier = serializers.CharField()
    known_on = serializers.DateField(allow_null=True)
    made_by = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    check = serializers.CharField(help_text="what came of it")
    reason = serializers.CharField(help_text="the same in a sentence")
    ours = decimal(allow_null=True)
    difference = decimal(allow_null=True)
    as_known_on = serializers.DateField(allow_null=True)
    factor = decimal(allow_null=True)
    lines = serializers.ListField(child=serializers.IntegerField())
    explanation = serializers.CharField()


class Assertions(Door):
    """Totals and shares as they were stated."""

    queryset = Assertion.objects.none()
    serializer_class = AssertionOut
    asks = {"list": Knowledge}

    @extend_schema(responses=AssertionOut(many=True))
    def list(self, request: Request) -> Response:
        """Every total and share that somebody stated, checked against the lines of its span."""
        found = queries.ledger.all_checked(
            known_at=self.asked.get("known_at") or timezone.localdate(),
            policy=policy_asked(self.asked),
        )
        return Response(
            pagination.whole([queries.ledger.assertion_data(one, check) for one, check in found])
        )


class FallingOut(serializers.Serializer):
    """Something to be reported that falls due."""

    due_on = serializers.DateField()
    citation = serializers.CharField(help_text="the paragraph that asks for it")
    who = serializers.CharField(allow_null=True, help_text="code; null: each State it binds")
    what = serializers.CharField()
    first_day = serializers.DateField(allow_null=True)
    last_day = serializers.DateField(allow_null=True)
    state = serializers.CharField(help_text="of the report, as known on the day")


class AskFalling(Parameters):
    on = PastDay(required=False, help_text="the day whose knowledge counts; today unless given")


class Obligations(Door):
    """What falls due."""

    queryset = Cap.objects.none()
    serializer_class = FallingOut
    asks = {"list": AskFalling}

    @extend_schema(responses=FallingOut(many=True))
    def list(self, request: Request) -> Response:
        """What is to be reported within the 30 days after a day, under every paragraph held."""
        on = self.asked.get("on") or timezone.localdate()
        return Response(
            pagination.whole(
                [
                    {
                        "due_on": one.due_on,
                        "citation": one.citation,
                        "who": one.who,
                        "what": one.what,
                        "first_day": one.span.start if one.span else None,
                        "last_day": one.span.last_day if one.span else None,
                        "state": one.state,
                    }
                    for one in queries.ledger.falling_due(on)
                ]
            )
        )
