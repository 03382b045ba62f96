"""Where a period may end, what would be if, what is due, and the other book: nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from compliance import core, queries
from compliance.api.bodies import Body
from compliance.api.ledger.sending import Amount, text
from compliance.api.ledger.usage import (
    AskPeriod,
    CapUsages,
    CoverageCounts,
    CrossingOut,
    asked_in,
    decimal,
    not_computed,
    policy_named,
)
from compliance.api.parameters import Day, PastDay, StateCode, Text
from compliance.api.problems import Refused
from compliance.core.ledger import Changes, Draft, Problem
from compliance.models import Cap, Transfer


MOST = 100  # assumptions of a kind


class HeadOut(serializers.Serializer):
    cap = serializers.CharField(help_text="slug of the cap")
    period = serializers.CharField()
    known_at = serializers.DateField()
    policy = serializers.CharField()


class ReachOut(serializers.Serializer):
    """When a threshold may be reached; null: not in this period."""

    share = decimal()
    earliest = serializers.DateField(allow_null=True)
    latest = serializers.DateField(allow_null=True)


class StatePartOut(serializers.Serializer):
    """What the open months of a State may bring."""

    supplier = serializers.CharField()
    missing = serializers.ListField(child=serializers.CharField(), help_text="as 2024-03")
    silent = serializers.IntegerField(
        help_text="how many of those missing were due, and not there when the table was last seen"
    )
    gone = serializers.BooleanField(help_text="long silent, and reckoned with no more")
    low = decimal()
    central = decimal()
    high = decimal()


class ProjectedOut(serializers.Serializer):
    """A band within which the period may end by the reported book."""

    unit = serializers.CharField()
    used = decimal()
    low = decimal()
    central = decimal()
    high = decimal()
    low_share = decimal(allow_null=True)
    central_share = decimal(allow_null=True)
    high_share = decimal(allow_null=True)
    reported_months = serializers.IntegerField()
    pace = decimal(allow_null=True)
    at_pace = decimal(allow_null=True)
    left_at_pace = decimal(allow_null=True)
    thresholds = ReachOut(many=True)
    states = StatePartOut(many=True)


class ProjectionOut(HeadOut):
    """Where a period may end: a reckoning, never a report."""

    projection = ProjectedOut(allow_null=True)
    why = serializers.CharField(
        required=False, help_text="why there is none: fewer than three months have a report"
    )


class ExpectedOut(serializers.Serializer):
    """A report that the cap's duty asks for."""

    supplier = serializers.CharField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    citation = serializers.CharField()
    due_on = serializers.DateField()
    state = serializers.ChoiceField(list(core.ledger.CELLS))
    received_on = serializers.DateField(allow_null=True)
    days_late = serializers.IntegerField(allow_null=True)
    entry = serializers.IntegerField(allow_null=True, help_text="the line: /lines/{id}/")


class ObligationsOut(serializers.Serializer):
    """Every report due for a period of a cap, and which are missing."""

    cap = serializers.CharField()
    title = serializers.CharField()
    citation = serializers.CharField()
    period = serializers.CharField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    known_at = serializers.DateField()
    status = serializers.CharField()
    coverage = CoverageCounts()
    expected = ExpectedOut(many=True)
    missing = ExpectedOut(many=True)


class EstimatedOut(serializers.Serializer):
    """The estimated book of a period: never a part of what was reported, nor a total of its own."""

    cap = serializers.CharField()
    title = serializers.CharField()
    citation = serializers.CharField()
    period = serializers.CharField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    known_at = serializers.DateField()
    policy = serializers.CharField()
    book = serializers.CharField(help_text="estimated")
    limit = decimal(allow_null=True)
    unit = serializers.CharField(allow_null=True)
    low = decimal(allow_null=True)
    central = decimal(allow_null=True)
    high = decimal(allow_null=True)
    high_open = serializers.BooleanField()
    low_share = decimal(allow_null=True)
    central_share = decimal(allow_null=True)
    high_share = decimal(allow_null=True)
    low_by = serializers.CharField(allow_null=True, help_text="key of the estimate it is from")
    status = serializers.CharField()
    reason = serializers.CharField()
    estimates = serializers.ListField(
        child=serializers.DictField(),
        help_text="each estimate, with what was reported for its months and the gap between",
    )
    alleged = serializers.ListField(
        child=serializers.DictField(), help_text="single allegations: in neither book"
    )


class SideOut(serializers.Serializer):
    """A period, as it is or as it would be."""

    policy = serializers.CharField()
    limit = decimal(allow_null=True)
    unit = serializers.CharField(allow_null=True)
    used = decimal(allow_null=True)
    share = decimal(allow_null=True)
    lower_bound = serializers.BooleanField()
    status = serializers.CharField()
    reason = serializers.CharField()
    coverage = CoverageCounts()
    thresholds = CrossingOut(many=True)


class WhatIfOut(serializers.Serializer):
    """The present beside what would be; nothing of it is stored."""

    cap = serializers.CharField()
    period = serializers.CharField()
    known_at = serializers.DateField()
    assumptions = serializers.ListField(child=serializers.CharField(), help_text="in sentences")
    present = SideOut()
    then = SideOut()
    difference = decimal(allow_null=True, help_text="of what is used; null where one is unknown")
    status_changes = serializers.BooleanField()


class SupposedIn(Body):
    """A line taken as reported."""

    supplier = StateCode(help_text="who supplied; where the cap names one, that one")
    recipient = StateCode(required=False, help_text="where the cap names none")
    first_day = Day()
    last_day = Day()
    amount = Amount()
    unit = Text(max_length=10)


class WhatIfIn(Body):
    """What is assumed: each part may be left out."""

    period = text(max_length=21, help_text="as for /usage/")
    known_at = PastDay(required=False, allow_null=True)
    policy = text(max_length=50)
    other_policy = text(max_length=50, help_text="tons become barrels by this policy instead")
    accept = SupposedIn(many=True, required=False, help_text=f"lines, {MOST} at most")
    withdraw = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        required=False,
        max_length=MOST,
        help_text="ids of lines taken as withdrawn",
    )
    silent_as_last_year = serializers.BooleanField(
        required=False,
        help_text="months without a report bring what the same month brought a year before",
    )


class CapsAhead(CapUsages):
    """What may become of a cap."""

    asks = {
        **CapUsages.asks,
        "projection": AskPeriod,
        "obligations": AskPeriod,
        "estimates": AskPeriod,
    }
    keeps = frozenset(
        {"usage", "matrix", "coverage", "explain", "periods", "projection", "obligations",
         "estimates"}
    )  # fmt: skip

    @extend_schema(responses=ProjectionOut)
    def projection(self, request: Request, slug: str) -> Response:
        """Where the reported book of a period may end, by what is known on a day.

        A band, reckoned from the months that are in; never a report, and in no sum.
        """
        value = self.value(slug)
        return Response(queries.ledger.forecast_data(value, queries.ledger.forecast(value)))

    @extend_schema(responses=ObligationsOut)
    def obligations(self, request: Request, slug: str) -> Response:
        """Every report due for a period, what came of it, and which are missing."""
        value = self.value(slug)
        said = queries.ledger.coverage_data(value, lines=queries.ledger.entries(value.cap))
        del said["lags"]
        return Response(said)

    @extend_schema(responses=EstimatedOut)
    def estimates(self, request: Request, slug: str) -> Response:
        """The estimated book of a period, beside the reported one and never added to it."""
        cap = self.cap(slug)
        known_at, policy = self.knowledge()
        with asked_in():
            period = queries.ledger.period(cap, self.asked.get("period"), today=known_at)
            value = queries.ledger.estimates(cap, period=period, known_at=known_at, policy=policy)
        return Response(queries.ledger.estimates_data(value))

    @extend_schema(request=WhatIfIn, responses={200: WhatIfOut})
    def what_if(self, request: Request, slug: str) -> Response:
        """What a period would be under stated assumptions, beside what it is. Nothing is stored."""
        cap = self.cap(slug)
        values, found = WhatIfIn.read(request.data, "accept")
        drafts, more = supposed(cap, values.pop("accept"))
        found += more
        series, more = withdrawn(values.get("withdraw") or [])
        found += more
        if found:
            raise Refused(found)
        if not cap.scheduled or cap.commodity is None:
            raise not_computed(f"{cap.title} is {cap.shape}: there is no flow to reckon with.")
        self.asked = {name: value for name, value in values.items() if value not in (None, "")}
        known_at, policy = self.knowledge()
        other = self.asked.get("other_policy")
        with supposable(), asked_in():
            value = queries.ledger.whatif(
                cap,
                period=queries.ledger.period(cap, self.asked.get("period"), today=known_at),
                known_at=known_at,
                policy=policy,
                other_policy=policy_named(other, field="other_policy") if other else None,
                changes=Changes(
                    accept=tuple(drafts),
                    withdraw=frozenset(series),
                    silent_as_last_year=bool(self.asked.get("silent_as_last_year")),
                ),
            )
        return Response(queries.ledger.whatif_data(value))


@contextmanager
def supposable() -> Iterator[None]:
    """What cannot be assumed is refused: a line of another cap, days that lie in two periods."""
    try:
        yield
    except (LookupError, ValueError) as wrong:
        raise Refused([Problem("", "cannot_be_assumed", f"{wrong}.".replace("..", "."))]) from wrong


def supposed(cap: Cap, sent: Any) -> tuple[list[Draft], list[Problem]]:
    """The lines that are taken as reported, and what is wrong with them."""
    if sent is None:
        return [], []
    if not isinstance(sent, list) or len(sent) > MOST:
        return [], [Problem("accept", "not_a_list", f"`accept` is a list of {MOST} lines at most.")]
    drafts: list[Draft] = []
    found: list[Problem] = []
    for row, line in enumerate(sent, start=1):
        if not isinstance(line, dict):
            found.append(Problem("accept", "not_an_object", "A line is a JSON object.", row))
            continue
        values, wrong = SupposedIn.read(line)
        wrong = [Problem(p.field, p.code, p.message, row) for p in wrong]
        recipient = cap.recipient or values.get("recipient")
        if recipient is None:
            wrong.append(Problem("recipient", "required", "Say who receives.", row))
        try:
            amount = core.quantity.read_amount(values.get("amount", ""))
        except core.quantity.NotAnAmount as reason:
            wrong.append(Problem("amount", "not_an_amount", str(reason), row))
            continue
        if values.get("unit") not in core.quantity.UNITS:
            units = ", ".join(core.quantity.UNITS)
            wrong.append(Problem("unit", "unknown_unit", f"One of {units}.", row))
        if not wrong and values["last_day"] < values["first_day"]:
            wrong.append(Problem("last_day", "ends_before", "It ends before it begins.", row))
        found += wrong
        if not wrong and cap.commodity is not None:
            drafts.append(
                Draft(
                    supplier=cap.supplier or values["supplier"],
                    recipient=recipient or "",
                    commodity=cap.commodity.code,
                    first_day=values["first_day"],
                    last_day=values["last_day"],
                    amount=amount,
                    unit=values["unit"],
                    row=row,
                )
            )
    return drafts, found


def withdrawn(named: list[int]) -> tuple[set[UUID], list[Problem]]:
    """The series of some lines, and those that are not held."""
    held = dict(Transfer.objects.filter(pk__in=named).order_by().values_list("pk", "series"))
    return set(held.values()), [
        Problem("withdraw", "not_held", f"No line {pk} is held here.")
        for pk in named
        if pk not in held
    ]
