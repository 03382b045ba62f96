"""One line supposed, and what follows of it: what a page says of a what-if, and no more.

Of a long account the period comes from its step, and the one supplier's lines move it, as they
would if the line were recorded. Where no step stands, or more is supposed than a line, the lines
of the period are folded. Both ways say the same (`tests/web/test_states_and_questions.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from compliance import core
from compliance.core.ledger import ASSUMED, Changes, Counted, Crossing, Draft, Usage
from compliance.core.ledger.steps import Sum, months_of, moved
from compliance.core.ledger.usage import marks
from compliance.core.period import Period
from compliance.core.quantity import Policy
from compliance.core.regime import Terms
from compliance.models import Cap, Transfer
from compliance.queries.ledger.board import few
from compliance.queries.ledger.forecast import whatif
from compliance.queries.ledger.projection import Summary, standing_step, summary, summed
from compliance.queries.ledger.rows import closed, scope
from compliance.queries.ledger.usage import CapUsage, crossings


@dataclass(frozen=True)
class Following:
    """A period as it is and as it would be, and what becomes of the supposed line."""

    present: CapUsage | Summary
    then: CapUsage | Summary
    assumptions: tuple[str, ...]
    line: Counted | None  # the supposed line as it counts, if it does
    unconverted: bool  # no factor turns it into the cap's unit
    instead_of: tuple[Counted, ...]  # what it takes the place of
    passed: tuple[Crossing, ...]  # thresholds that would be passed and are not
    fallen: tuple[Decimal, ...]  # thresholds that are passed and would not be


def supposing(
    cap: Cap,
    *,
    period: Period,
    known_at: date,
    policy: Policy,
    draft: Draft | None,
    silent_as_last_year: bool = False,
    other_policy: Policy | None = None,
) -> Following:
    """What would follow. Nothing is kept."""
    if not silent_as_last_year and other_policy is None and not few([cap]):
        if draft is None:
            value = summary(cap, period=period, known_at=known_at, policy=policy)
            return Following(value, value, (), None, False, (), (), ())
        found = _in_steps(cap, period, known_at, policy, draft)
        if found is not None:
            return found
    made = whatif(
        cap,
        period=period,
        known_at=known_at,
        policy=policy,
        changes=Changes(accept=(draft,) if draft else (), silent_as_last_year=silent_as_last_year),
        other_policy=other_policy,
    )
    now, then = made.present, made.then
    was = {c.threshold.share for c in now.crossings if c.crossed_in}
    stand = {e.id for e in then.book.counted}
    line, unconverted = _placed(draft, then.binding) if draft and then.binding else (None, False)
    return Following(
        now,
        then,
        made.assumptions,
        line,
        unconverted,
        instead_of=tuple(
            c for c in (now.binding.counted if now.binding else ()) if c.entry.id not in stand
        ),
        passed=tuple(c for c in then.crossings if c.crossed_in and c.threshold.share not in was),
        fallen=tuple(
            c.threshold.share
            for c in then.crossings
            if not c.crossed_in and c.threshold.share in was
        ),
    )


def _in_steps(
    cap: Cap, period: Period, known_at: date, policy: Policy, draft: Draft
) -> Following | None:
    """The same from the step of the period, if it stands: the lines of one supplier are read, and
    those of the period only where a threshold would be passed, to say in which month."""
    held = standing_step(cap, period=period, known_at=known_at, policy=policy)
    if held is None or not cap.terms.limits:
        return None
    step, seen = held
    terms = cap.terms
    before, months = closed(
        Transfer.objects.under(cap).filter(supplier=draft.supplier), months_of([period])
    )
    made = core.ledger.supposed(terms, before, (), Changes(accept=(draft,)), on=known_at)
    moved_to = moved(
        terms,
        period,
        step,
        supplier=draft.supplier,
        before=before,
        after=made.entries,
        policy=policy,
        known_at=known_at,
        months=months,
    )
    now, then = (
        summed(
            cap, terms, period, one,
            known_at=known_at, policy=policy, seen_on=seen, from_step=True,
        )
        for one in (step, moved_to)
    )  # fmt: skip
    assert now.binding is not None
    assert then.binding is not None
    book = core.ledger.account(before, known_at=known_at)
    was = core.ledger.usage(terms, period, book, policy, limit=now.binding.limit)
    book = core.ledger.account(made.entries, known_at=known_at)
    counted = core.ledger.usage(terms, period, book, policy, limit=then.binding.limit)
    stand = {e.id for e in book.counted}
    at, to = _passed(terms, now.binding), _passed(terms, then.binding)
    passed: tuple[Crossing, ...] = ()
    if to - at:
        every = [*scope(cap, period), *(e for e in made.entries if e.id < 0)]
        whole = core.ledger.account(every, known_at=known_at)
        there = core.ledger.usages(terms, period, whole, policy)[0]
        passed = tuple(
            c
            for c in crossings(cap, terms, period, every, policy, known_at=known_at, now=there)
            if c.threshold.share in to - at
        )
    line, unconverted = _placed(draft, counted)
    return Following(
        now,
        then,
        made.assumptions,
        line,
        unconverted,
        instead_of=tuple(c for c in was.counted if c.entry.id not in stand),
        passed=passed,
        fallen=tuple(t.share for t in marks(terms) if t.share in at - to),
    )


def _passed(terms: Terms, sum_: Sum) -> set[Decimal]:
    """The thresholds that a sum is at or over."""
    return {t.share for t in marks(terms) if sum_.used.amount >= t.share * sum_.limit.amount}


def _placed(draft: Draft, then: Usage) -> tuple[Counted | None, bool]:
    """The supposed line as it counts, and whether it cannot be turned into the cap's unit."""
    line = next(
        (
            c
            for c in then.counted
            if c.entry.id < 0
            and c.entry.supplier == draft.supplier
            and c.entry.period.start == draft.first_day
        ),
        None,
    )
    return line, any(e.source == ASSUMED for e in then.unconverted)
