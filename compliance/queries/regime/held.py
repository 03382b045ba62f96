"""What the law is on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Cast, JSONObject

from compliance.models import (
    Cap,
    Conversion,
    ConversionPolicy,
    DecisionStep,
    IssuedNotice,
    Limit,
    Measure,
    Paragraph,
    Resolution,
)
from compliance.queries.regime.confirmed import facts_changed


class NoSuchPolicy(LookupError):
    """A conversion policy that is not held; the message names those that are."""


def policies() -> QuerySet[ConversionPolicy]:
    factors = Conversion.objects.select_related("commodity")
    return ConversionPolicy.objects.prefetch_related(Prefetch("conversions", factors))


def policy(slug: str | None = None) -> ConversionPolicy:
    """A conversion policy by its slug; the usual one where none is named."""
    held = list(policies())
    for row in held:
        if slug in (None, row.slug):
            return row
    allowed = ", ".join(row.slug for row in held) or "none: run `manage.py seed`"
    raise NoSuchPolicy(f"{slug!r} is no conversion policy held here; allowed: {allowed}.")


def caps() -> QuerySet[Cap]:
    """The caps with their terms, and with what else bears on the status of their periods: the
    steps of decisions on them and the Secretary's notices; and with what changed under them, all
    in the same query."""
    steps = DecisionStep.objects.filter(decision__cap=OuterRef("pk")).order_by("on", "id")
    issued = IssuedNotice.objects.filter(cap=OuterRef("pk")).order_by("issued_on", "id")
    rows: QuerySet[Cap] = Cap.objects.with_terms()
    return rows.annotate(
        steps_taken=ArraySubquery(
            steps.values(
                json=JSONObject(
                    decision="decision_id",
                    subject="decision__subject",
                    first_day="decision__period_first_day",
                    step="step",
                    on="on",
                    known_on="known_on",
                    until="until",
                    states="states",
                )
            )
        ),
        notices_issued=ArraySubquery(
            issued.values(
                json=JSONObject(
                    first_day="first_day",
                    share=Cast("share", CharField()),
                    issued_on="issued_on",
                    known_on="known_on",
                    document="document",
                )
            )
        ),
        facts_changed=facts_changed(),
    )


def in_force(day: date) -> list[Cap]:
    """The caps in force on a day, computed ones first."""
    return of_those_in_force(caps(), day)


def of_those_in_force(held: Iterable[Cap], day: date) -> list[Cap]:
    """Of caps that are held already those in force on a day, computed ones first. No query."""
    rows = [
        cap
        for cap in held
        if cap.measure.first_day <= day
        and (cap.measure.last_day is None or day <= cap.measure.last_day)
    ]
    return sorted(rows, key=lambda cap: (not cap.computed, not cap.reporters, cap.slug))


def resolutions() -> QuerySet[Resolution]:
    """All resolutions, with how many paragraphs of each are held."""
    return Resolution.objects.select_related("committee").annotate(
        paragraphs_held=Count("paragraphs", distinct=True),
        measures_held=Count("paragraphs__measures", distinct=True),
    )


def resolution(number: int) -> Resolution:
    """One resolution whole; `Resolution.DoesNotExist` if it is not held."""
    measures = Measure.objects.select_related("cap").prefetch_related("deadlines")
    paragraphs = Paragraph.objects.prefetch_related(Prefetch("measures", queryset=measures))
    return (
        resolutions()
        .prefetch_related(Prefetch("paragraphs", queryset=paragraphs))
        .get(number=number)
    )


def applying(rows: QuerySet, *, on: date, through: str = "") -> QuerySet:
    """Of measures (or of rows that lead `through` to one) those that apply on a day."""
    return rows.filter(
        Q(**{f"{through}last_day__isnull": True}) | Q(**{f"{through}last_day__gte": on}),
        **{f"{through}first_day__lte": on},
    )


def computed(rows: QuerySet[Cap], said: bool) -> QuerySet[Cap]:
    """The caps whose usage can be worked out, or the others; `Cap.computed` in SQL."""
    amounts = Limit.objects.filter(cap=OuterRef("pk"), amount__isnull=False)
    can = Q(Exists(amounts), commodity__isnull=False, schedule_first_day__isnull=False)
    return rows.filter(can if said else ~can)


def binding(
    rows: QuerySet[Measure],
    *,
    on: date,
    good: str | None = None,
    hs: str | None = None,
    sender: str | None = None,
    receiver: str | None = None,
) -> QuerySet[Measure]:
    """The measures in force on a day for a good, an HS code, a direction; all that is not said
    is left open. A measure of no direction binds in both."""
    rows = applying(rows, on=on)
    if good:
        rows = rows.filter(goods__contains=[good])
    into = receiver in (None, "KP") and sender != "KP"
    out_of = sender in (None, "KP") and receiver != "KP"
    directions = [
        "",
        *(["import to DPRK"] if into else []),
        *(["export from DPRK"] if out_of else []),
        *(["both"] if into or out_of else []),
    ]
    rows = rows.filter(direction__in=directions)
    if hs:
        written = rows.exclude(hs_codes=[]).values_list("pk", "hs_codes")
        rows = rows.filter(
            pk__in=[pk for pk, codes in written if any(_lies_in(hs, c) for c in codes)]
        )
    return rows


def _lies_in(asked: str, written: str) -> bool:
    """Whether an HS code lies in a written one ("2710", "7205-7212 (ex)"), or holds it."""
    first, _, last = written.partition(" (")[0].replace(".", "").partition("-")
    length = min(len(asked), len(first))
    return first[:length] <= asked[:length] <= (last or first)[:length]


def duties_to_report(*, on: date) -> list[tuple[str, str]]:
    """The paragraphs that ask for reports on a day, each with its words as they are held."""
    rows = applying(Measure.objects.filter(kind="reporting"), on=on)
    paragraphs = Paragraph.objects.filter(pk__in=rows.order_by().values("paragraph"))
    return [(row.citation, row.words) for row in paragraphs.select_related("resolution")]


def on_notices() -> list[tuple[str, str]]:
    """The paragraphs under which the Secretary gives notice, with their words as they are held."""
    caps = Cap.objects.exclude(thresholds=None).order_by().values("measure__paragraph")
    paragraphs = Paragraph.objects.filter(pk__in=caps).select_related("resolution")
    return [(row.citation, row.words) for row in paragraphs]
