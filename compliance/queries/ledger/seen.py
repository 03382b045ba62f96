"""What a period's steps say of each day: for the days of a period with many lines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from compliance.core.ledger import Coverage
from compliance.core.ledger.steps import Step, Sum, Totals, rules
from compliance.core.period import Period
from compliance.core.quantity import Policy
from compliance.core.regime import Terms
from compliance.models import Cap


@dataclass(frozen=True)
class Seen:
    """The binding sum of a period on each day on which one changed, from its steps."""

    days: tuple[tuple[date, Sum], ...]
    cells: tuple[str, ...]  # of the same days: the months by the day they are due, as kept

    def on(self, day: date) -> Sum | None:
        """Where it stood on a day, if anything counted."""
        found = None
        for at, sum_ in self.days:
            if at > day:
                break
            found = sum_
        return found if found is not None and found.counted else None

    def coverage(self, day: date, *, seen_on: date | None = None) -> Coverage:
        """How many reports had come in by a day; `seen_on`: when the table was last seen, which
        tells the silent months from the unknown."""
        held = "{}"
        for (at, _), cells in zip(self.days, self.cells, strict=True):
            if at > day:
                break
            held = cells
        step = Step.of_data({"totals": [], "suppliers": {}, "cells": json.loads(held)})
        return step.coverage(on=day, seen_on=seen_on)


_DAYS = """
    select run.rules, step.known_on, (step.value -> 'totals')::text,
        (step.value -> 'cells')::text
    from compliance_usagerun run join compliance_usagestep step on step.run_id = run.id
    where run.cap_id = %s and run.first_day = %s and run.policy = %s and run.behind = 0
        and step.known_on <= %s
    order by step.known_on
"""


def seen_in_steps(
    cap: Cap, terms: Terms, period: Period, policy: Policy, *, known_at: date
) -> Seen | None:
    """What a period's steps say of each day, if they stand. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, [cap.pk, period.start, policy.slug, known_at])
        rows = cursor.fetchall()
    if not rows or rows[0][0] != rules(terms, policy):
        return None
    found = []
    for _, day, totals, _ in rows:
        sums = [
            Sum(limit, Totals(Decimal(used), *counts))
            for limit, (used, *counts) in zip(terms.limits, json.loads(totals), strict=True)
        ]
        found.append((day, max(sums, key=lambda s: s.share)))
    return Seen(tuple(found), tuple(cells for _, _, _, cells in rows))
