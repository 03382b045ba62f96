"""How much of a cap is used: the values that `queries.ledger` makes, as answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import (
    extend_schema,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from compliance import core, queries
from compliance.api.parameters import (
    Knowledge,
    Text,
)
from compliance.api.problems import NotHere, Refused
from compliance.api.regime import Caps
from compliance.core.ledger import Problem
from compliance.models import Cap


def decimal(**kwargs: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=None, decimal_places=None, **kwargs)


# How much of a cap is used: documents of the values that `queries.ledger` makes.


class ChangedOut(serializers.Serializer):
    """A fact under the cap that changed and that no reviewer has confirmed since."""

    kind = serializers.CharField(help_text="paragraph or factor")
    fact = serializers.CharField(help_text="which: the citation, or the units")
    changed_at = serializers.DateTimeField()
    was = serializers.CharField()
    now = serializers.CharField()


class PeriodHead(serializers.Serializer):
    cap = serializers.CharField(help_text="slug of the cap")
    title = serializers.CharField()
    citation = serializers.CharField(help_text="the paragraph that sets the cap")
    period = serializers.CharField(help_text="2023, or first and last day with a slash")
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    known_at = serializers.DateField(help_text="the day whose knowledge counts")
    policy = serializers.CharField(help_text="slug of the conversion policy")
    book = serializers.CharField(help_text="reported: what States reported, nothing estimated")
    limit = decimal(allow_null=True, help_text="null: the amount is published nowhere")
    unit = serializers.CharField(allow_null=True)
    used = decimal(allow_null=True, help_text="null: nothing was reported; unknown is not zero")
    share = decimal(allow_null=True, help_text="used over limit; 1 is the whole cap")
    lower_bound = serializers.BooleanField(
        help_text="whether reports are missing, so that more may have been used"
    )
    status = serializers.CharField()
    reason = serializers.CharField(help_text="the status in a sentence")
    evidence = serializers.ListField(
        child=serializers.IntegerField(), help_text="the lines the status rests on"
    )


class LimitUsedOut(serializers.Serializer):
    """One of the limits of a cap; the binding one comes first."""

    limit = decimal()
    unit = serializers.CharField()
    used = decimal(allow_null=True)
    share = decimal(allow_null=True)


class CoverageCounts(serializers.Serializer):
    """How many of the monthly reports due have come in."""

    expected = serializers.IntegerField(help_text="reports of the whole period")
    due = serializers.IntegerField(help_text="of these, due by the day")
    received = serializers.IntegerField()
    silent = serializers.IntegerField(help_text="past due, and nothing reported")
    unclear = serializers.IntegerField(help_text="zero or blank: the source cannot tell")
    unknown = serializers.IntegerField(help_text="a figure may exist; no source was seen")
    waiting = serializers.IntegerField(help_text="not yet due")
    last_known_on = serializers.DateField(allow_null=True)


class CrossingOut(serializers.Serializer):
    """A threshold: when it was passed, and since when that could be known."""

    share = decimal()
    amount = decimal(allow_null=True)
    effect = serializers.CharField()
    crossed_in = serializers.DateField(allow_null=True, help_text="due by our arithmetic now")
    learnt_on = serializers.DateField(
        allow_null=True, help_text="first day on which what was then known showed it"
    )
    standing_since = serializers.DateField(
        allow_null=True, help_text="shown without a break since; null: not now"
    )
    knowable_on = serializers.DateField(
        allow_null=True, help_text="as learnt_on, but not before the factor was published"
    )
    in_time_on = serializers.DateField(
        allow_null=True, help_text="when it would have been known had all reports been in time"
    )
    lag_days = serializers.IntegerField(allow_null=True, help_text="from crossing to learning")
    issued_on = serializers.DateField(
        allow_null=True, help_text="when the Secretary gave notice, where a document shows it"
    )


class EntryOut(serializers.Serializer):
    """A line as it counts against the limit."""

    id = serializers.IntegerField(help_text="the line: /lines/{id}/")
    supplier = serializers.CharField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    kind = serializers.CharField()
    amount = decimal(help_text="in the limit's unit")
    unit = serializers.CharField()
    reported_amount = decimal(allow_null=True, help_text="as reported")
    reported_unit = serializers.CharField(allow_null=True)
    how = serializers.CharField(help_text="how the amount came into the limit's unit")
    factor = decimal(allow_null=True)
    factor_source = serializers.CharField(allow_null=True)
    known_on = serializers.DateField(allow_null=True)
    known_not_before = serializers.DateField(allow_null=True)
    confidence = serializers.CharField()
    marks = serializers.ListField(child=serializers.CharField())
    source = serializers.CharField()  # type: ignore[assignment]


class UsageOut(PeriodHead):
    """How much of a cap a period has used, as known on a day, by a conversion policy."""

    left = decimal(allow_null=True)
    to_confirm = ChangedOut(
        many=True, help_text="what changed in the law or the factors; empty: nothing is open"
    )
    limits = LimitUsedOut(many=True)
    coverage = CoverageCounts()
    by_supplier = serializers.DictField(child=decimal(), help_text="by code of the State")
    thresholds = CrossingOut(many=True)
    knowledge_days = serializers.ListField(
        child=serializers.DateField(), help_text="days on which what is known changed"
    )
    entries = EntryOut(many=True)


class CellOut(serializers.Serializer):
    """One month of one supplier; a silent month has null, never 0."""

    supplier = serializers.CharField()
    month = serializers.RegexField(r"^\d{4}-\d{2}$")
    state = serializers.ChoiceField(list(core.ledger.CELLS))
    amount = decimal(allow_null=True)
    unit = serializers.CharField(allow_null=True)
    sum_first_day = serializers.DateField(allow_null=True)
    sum_last_day = serializers.DateField(allow_null=True)
    due_on = serializers.DateField()
    known_on = serializers.DateField(allow_null=True)
    days_late = serializers.IntegerField(allow_null=True)
    marks = serializers.ListField(child=serializers.CharField())
    entry = serializers.IntegerField(allow_null=True, help_text="the line: /lines/{id}/")


class MatrixOut(PeriodHead):
    """The months of a period, supplier by supplier."""

    rows = CellOut(many=True)


class MissingOut(serializers.Serializer):
    """A month that is not in."""

    supplier = serializers.CharField()
    month = serializers.RegexField(r"^\d{4}-\d{2}$")
    state = serializers.ChoiceField(list(core.ledger.CELLS))
    due_on = serializers.DateField()
    days_late = serializers.IntegerField(allow_null=True)


class CoverageOut(PeriodHead):
    """Which reports due for a period have come in, and which have not."""

    coverage = CoverageCounts()
    missing = MissingOut(many=True)


class PeriodOut(PeriodHead):
    """One period of a cap, in short."""

    coverage = CoverageCounts()


class PeriodsOut(serializers.Serializer):
    results = PeriodOut(many=True)


class LawOut(serializers.Serializer):
    """The paragraph a figure rests on, in our own words."""

    citation = serializers.CharField()
    words = serializers.CharField()
    digest = serializers.CharField(help_text="SHA-256 of the words")
    url = serializers.CharField()


class LeftOutOut(serializers.Serializer):
    """A line that touches the period and does not count in it."""

    id = serializers.IntegerField()
    supplier = serializers.CharField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    kind = serializers.CharField()
    amount = decimal(allow_null=True)
    unit = serializers.CharField(allow_null=True)
    known_on = serializers.DateField(allow_null=True)
    why = serializers.CharField(help_text="the reason, for programs")
    because = serializers.CharField(help_text="the reason, for people")


class ExplanationOut(PeriodHead):
    """How a figure comes about: the law, what counts, and why the rest does not."""

    law = LawOut()
    counted = EntryOut(many=True)
    left_out = LeftOutOut(many=True)


HEAD = list(PeriodHead().fields)


class AskPeriod(Knowledge):
    period = Text(
        required=False,
        max_length=21,
        help_text="2023, a day in it, or its first and last day with a slash; unless given the "
        "period that runs on `known_at`",
    )


class CapUsages(Caps):
    """What has been used of a cap."""

    asks = {
        **Caps.asks,
        "usage": AskPeriod,
        "matrix": AskPeriod,
        "coverage": AskPeriod,
        "explain": AskPeriod,
        "periods": Knowledge,
    }

    @extend_schema(responses=UsageOut)
    def usage(self, request: Request, slug: str) -> Response:
        """How much of a cap a period has used.

        The same value as the cap's page shows and `manage.py usage --json` prints. With
        `known_at` it is answered by what was public on that day.
        """
        return Response(queries.ledger.as_data(self.value(slug)))

    @extend_schema(responses=MatrixOut)
    def matrix(self, request: Request, slug: str) -> Response:
        """The months of a period, supplier by supplier."""
        value = self.value(slug)
        return Response({**head(value), "rows": queries.ledger.matrix_data(value)})

    @extend_schema(responses=CoverageOut)
    def coverage(self, request: Request, slug: str) -> Response:
        """Which of the reports due have come in, and which months are missing."""
        value = self.value(slug)
        rows = queries.ledger.matrix_data(value)
        shown = list(MissingOut().fields)
        return Response(
            {
                **head(value),
                "coverage": queries.ledger.as_data(value)["coverage"],
                "missing": [
                    {name: row[name] for name in shown}
                    for row in rows
                    if row["state"] not in ("quantity", "nil", "sum")
                ],
            }
        )

    @extend_schema(responses=ExplanationOut)
    def explain(self, request: Request, slug: str) -> Response:
        """How the figure comes about: the law, what counts, and why the rest does not."""
        value = self.value(slug)
        return Response(queries.ledger.explain_data(value, lines=queries.ledger.entries(value.cap)))

    @extend_schema(responses=PeriodsOut)
    def periods(self, request: Request, slug: str) -> Response:
        """Every period of a cap that had begun by a day, oldest first."""
        cap = self.cap(slug)
        known_at, policy = self.knowledge()
        if not cap.scheduled:
            raise not_computed(f"{cap.title} is {cap.shape}: it has no periods to count in.")
        values = queries.ledger.years(
            cap, lines=queries.ledger.entries(cap), known_at=known_at, policy=policy
        )
        whole = [queries.ledger.as_data(value) for value in values]
        shown = list(PeriodOut().fields)
        return Response({"results": [{name: one[name] for name in shown} for one in whole]})

    def cap(self, slug: str) -> Cap:
        cap = self.get_queryset().filter(slug=slug).first()
        if cap is None:
            held = ", ".join(Cap.objects.order_by("slug").values_list("slug", flat=True))
            raise NotHere([Problem("slug", "not_held", f"No such cap is held here; held: {held}.")])
        return cap

    def knowledge(self) -> tuple[Any, core.quantity.Policy]:
        return self.asked.get("known_at") or timezone.localdate(), policy_asked(self.asked)

    def value(self, slug: str) -> queries.ledger.CapUsage:
        """The period asked about, whole."""
        cap = self.cap(slug)
        known_at, policy = self.knowledge()
        with asked_in():
            period = queries.ledger.period(cap, self.asked.get("period"), today=known_at)
            return queries.ledger.usage(cap, period=period, known_at=known_at, policy=policy)


def policy_named(slug: str | None, *, field: str = "policy") -> core.quantity.Policy:
    """The policy of a name, or the usual one; one not held is refused with those that are."""
    try:
        return queries.regime.policy(slug).policy
    except queries.regime.NoSuchPolicy as unheld:
        raise Refused([Problem(field, "not_held", str(unheld))]) from unheld


def policy_asked(asked: dict[str, Any]) -> core.quantity.Policy:
    return policy_named(asked.get("policy"))


@contextmanager
def asked_in() -> Iterator[None]:
    """What a period cannot be asked is refused."""
    try:
        yield
    except queries.ledger.NoSuchPeriod as none:
        raise Refused([Problem("period", "no_such_period", str(none))]) from none
    except queries.ledger.NotComputed as never:
        raise not_computed(str(never)) from never


def head(value: queries.ledger.CapUsage) -> dict[str, Any]:
    whole = queries.ledger.as_data(value)
    return {name: whole[name] for name in HEAD}


def not_computed(message: str) -> NotHere:
    return NotHere([Problem("slug", "not_computed", message)])
