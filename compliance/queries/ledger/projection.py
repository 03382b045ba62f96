"""Usage of a period in one short query, from steps that were made beforehand.

A step is believed only while nothing has come in since it was made and law, factors and fold are
those it was made by; else the lines are read and folded. Both ways give the same value: the fold
is the truth, and `differences` names the first place where a step is not equal to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from compliance import core
from compliance.core.ledger import Coverage, Entry, Status, near
from compliance.core.ledger.steps import Step, Sum, digest, months_of, rules, step
from compliance.core.period import Period
from compliance.core.quantity import Policy
from compliance.core.regime import Terms
from compliance.models import Cap, UsageRun
from compliance.queries.ledger.circumstances import circumstances
from compliance.queries.ledger.rows import scope, seen_on
from compliance.queries.ledger.usage import period_label


@dataclass(frozen=True)
class Summary:
    """One period of a cap as known on a day: what `CapUsage` says of it, without its lines."""

    cap: Cap
    terms: Terms
    period: Period
    known_at: date
    policy: Policy
    sums: tuple[Sum, ...]  # one a limit, the binding one first
    by_supplier: dict[str, Decimal]
    coverage: Coverage
    status: Status
    from_step: bool

    @property
    def binding(self) -> Sum | None:
        return self.sums[0] if self.sums else None

    @property
    def label(self) -> str:
        return period_label(self.period)

    @property
    def measured(self) -> bool:
        """Whether there is a number to show: a blank is never a zero."""
        return self.binding is not None and bool(self.binding.counted)


_READ = """
    select run.rules, run.behind, step.value::text,
        (select line.known_on from compliance_transfer line
         where line.commodity_id = %(commodity)s and line.known_on <= %(known_at)s
             and line.kind <> 'alleged'
             and (%(recipient)s::text is null or line.recipient = %(recipient)s)
             and (%(supplier)s::text is null or line.supplier = %(supplier)s)
         order by line.known_on desc limit 1)
    from compliance_usagerun run
    join lateral (
        select value from compliance_usagestep
        where run_id = run.id and known_on <= %(known_at)s
        order by known_on desc limit 1
    ) step on true
    where run.cap_id = %(cap)s and run.first_day = %(first_day)s and run.policy = %(policy)s
"""


def summary(cap: Cap, *, period: Period, known_at: date, policy: Policy) -> Summary:
    """One period of a cap as known on a day. One query where a step stands, else three or so."""
    terms = cap.terms
    kept = standing_step(cap, period=period, known_at=known_at, policy=policy)
    if kept is not None:
        found, seen = kept
    else:
        found = step(terms, period, scope(cap, period), policy, known_at=known_at)
        seen = seen_on(cap, known_at)
    return summed(
        cap,
        terms,
        period,
        found,
        known_at=known_at,
        policy=policy,
        seen_on=seen,
        from_step=kept is not None,
    )


def standing_step(
    cap: Cap, *, period: Period, known_at: date, policy: Policy
) -> tuple[Step, date | None] | None:
    """The step of a period on a day, if it stands, and when the table was last seen. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            _READ,
            {
                "cap": cap.pk,
                "first_day": period.start,
                "policy": policy.slug,
                "known_at": known_at,
                "commodity": cap.commodity_id,
                "recipient": cap.recipient,
                "supplier": cap.supplier,
            },
        )
        row = cursor.fetchone()
    if row is None or row[1] != 0 or row[0] != rules(cap.terms, policy):
        return None
    return Step.of_data(json.loads(row[2])), row[3]


def summed(
    cap: Cap,
    terms: Terms,
    period: Period,
    found: Step,
    *,
    known_at: date,
    policy: Policy,
    seen_on: date | None,
    from_step: bool,
) -> Summary:
    """What a step of a period says, with its status. No query if the cap has its circumstances."""
    sums = found.sums(terms)
    coverage = found.coverage(on=known_at, seen_on=seen_on)
    place = terms.limits.index(sums[0].limit) if sums else 0
    return Summary(
        cap=cap,
        terms=terms,
        period=period,
        known_at=known_at,
        policy=policy,
        sums=sums,
        by_supplier={
            supplier: share.totals[place][1]
            for supplier, share in found.suppliers.items()
            if sums and share.totals[place][0]
        },
        coverage=coverage,
        status=core.ledger.status(
            terms,
            period,
            sums[0] if sums else None,
            coverage,
            on=known_at,
            circumstances=circumstances(cap, period, known_at=known_at),
        ),
        from_step=from_step,
    )


def summaries(cap: Cap, *, known_at: date, policy: Policy) -> list[Summary]:
    """Every period of a cap that had begun by a day, oldest first."""
    return [
        summary(cap, period=period, known_at=known_at, policy=policy)
        for period in cap.terms.schedule.until(known_at)
        if cap.terms.in_force(period.start)
    ]


def reach(period: Period, entries: list[Entry]) -> Period:
    """The days from which a line has a say in the period, through the lines that are there."""
    found = [e.period for e in near(entries, months_of([period]))]
    return months_of([period, *found])


def differences(run: UsageRun, policy: Policy) -> Iterator[str]:
    """Where a run's steps are not what the fold makes of the lines: each in a sentence."""
    cap = Cap.objects.with_terms().get(pk=run.cap_id)
    terms = cap.terms
    period = terms.schedule.containing(run.first_day)
    where = f"{cap.slug}, {period}, {policy.slug}"
    if run.behind:
        yield f"{where}: {run.behind} lines came in since it was made"
        return
    if run.rules != rules(terms, policy):
        yield f"{where}: the law, the factors or the fold changed since it was made"
        return
    entries = scope(cap, period)
    spans = reach(period, entries)
    if (run.reach_first_day, run.reach_last_day) != (spans.start, spans.last_day):
        yield f"{where}: its lines reach from {spans}"
    days = {e.known_on for e in entries if e.known_on}
    kept = list(run.steps.all())
    if missing := days - {kept_step.known_on for kept_step in kept}:
        yield f"{where}: no step on {min(missing)}"
    for row in kept:
        on = f"{where}, as known on {row.known_on}"
        known = [e for e in entries if e.known_on is None or e.known_on <= row.known_on]
        if (row.lines, row.digest) != (len(known), f"{digest(known):064x}"):
            yield f"{on}: it stands on {row.lines} lines, and {len(known)} others are there"
        fold = step(terms, period, entries, policy, known_at=row.known_on).as_data()
        for part in fold:
            if row.value.get(part) != fold[part]:
                yield f"{on}: {part} are {row.value.get(part)}, the fold gives {fold[part]}"
