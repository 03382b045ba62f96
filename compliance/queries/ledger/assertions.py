"""Stated totals and shares, each checked against the account as it was known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from compliance.core import review
from compliance.core.ledger import Entry
from compliance.core.period import OutsideSchedule, Period
from compliance.core.quantity import Policy, Quantity
from compliance.core.regime import Straddles
from compliance.models import Assertion, Cap
from compliance.queries import regime
from compliance.queries.ledger.rows import lines as rows


def assertions(*, known_at: date | None = None) -> QuerySet[Assertion]:
    """What was stated by a day; all of it where no day is given."""
    found = Assertion.objects.select_related("commodity", "committee")
    if known_at is None:
        return found
    return found.filter(Q(known_on__isnull=True) | Q(known_on__lte=known_at))


def checked(
    assertion: Assertion,
    *,
    known_at: date,
    policy: Policy,
    lines: Iterable[Entry] | None = None,
    caps: Iterable[Cap] | None = None,
) -> review.Checked:
    """One stated total against the lines of its span. No query where lines and caps are given."""
    mine = lines
    if mine is None:
        mine = [line.entry for line in rows().filter(commodity_id=assertion.commodity_id)]
    span = Period.through(assertion.first_day, assertion.last_day)
    limit = None
    if assertion.kind == "share":
        limit = _limit(assertion, span, regime.caps() if caps is None else caps)
    return review.check(
        review.Asserted(
            commodity=assertion.commodity.code,
            supplier=assertion.supplier,
            recipient=assertion.recipient,
            period=span,
            stated=Quantity(assertion.amount, assertion.unit),
            modifier=assertion.modifier,
            known_on=assertion.known_on,
        ),
        mine,
        policy=policy,
        known_at=known_at,
        limit=limit,
    )


def all_checked(*, known_at: date, policy: Policy) -> list[tuple[Assertion, review.Checked]]:
    """Everything stated by a day, checked. A bounded number of queries."""
    found = list(assertions(known_at=known_at))
    goods = {assertion.commodity_id for assertion in found}
    every = [line.entry for line in rows().filter(commodity_id__in=goods)]
    caps = list(regime.caps())
    return [
        (one, checked(one, known_at=known_at, policy=policy, lines=every, caps=caps))
        for one in found
    ]


def assertion_data(assertion: Assertion, check: review.Checked) -> dict[str, Any]:
    """A stated total and its check, for machines."""
    return {
        "key": assertion.key,
        "kind": assertion.kind,
        "commodity": assertion.commodity.code,
        "supplier": assertion.supplier,
        "first_day": assertion.first_day,
        "last_day": assertion.last_day,
        "amount": assertion.amount,
        "unit": assertion.unit,
        "modifier": assertion.modifier,
        "known_on": assertion.known_on,
        "made_by": assertion.made_by,
        "source": assertion.source_url,
        "check": check.code,
        "reason": check.reason,
        "ours": check.ours.amount if check.ours else None,
        "difference": check.difference,
        "as_known_on": check.as_known_on,
        "factor": check.factor,
        "lines": list(check.lines),
        "explanation": assertion.explanation,
    }


def _limit(assertion: Assertion, span: Period, caps: Iterable[Cap]) -> Quantity | None:
    """The limit of the one cap in whose period the span lies."""
    for cap in caps:
        if not cap.computed:
            continue
        terms = cap.terms
        if terms.never_applied or not (
            terms.commodity == assertion.commodity.code
            and terms.recipient in (None, assertion.recipient)
        ):
            continue
        try:
            terms.period_of(span)
        except (OutsideSchedule, Straddles):
            continue
        return terms.limits[0]
    return None
