"""What bears on a cap period besides its figures: holds, the Secretary's notices, suspensions."""

from __future__ import annotations

from datetime import date

from compliance import core
from compliance.core.ledger import Circumstances, Held, Issued, Step
from compliance.core.period import Period
from compliance.models import Cap, Decision, DecisionStep


def step(row: DecisionStep) -> Step:
    """A step as the core knows it."""
    return Step(
        step=row.step,
        on=row.on,
        known_on=row.known_on,
        until=row.until,
        states=tuple(row.states),
        supporters=row.supporters,
        source=row.source_url,
        confidence=row.confidence,
        note=row.note,
    )


def held(decision: Decision, *, known_at: date) -> Held | None:
    """The hold on a question on a day, if there is one."""
    found = core.ledger.outcome(map(step, decision.steps.all()), known_at=known_at)
    if not found.on_hold or found.step is None:
        return None
    return Held(decision.subject, found.step.states, found.step.on, found.step.until)


def circumstances(cap: Cap, period: Period, *, known_at: date) -> Circumstances:
    """As known on a day. Three queries, or none where the cap comes from `queries.regime.caps`."""
    holds = [
        held(decision, known_at=known_at)
        for decision in cap.decisions.all()
        if decision.period_first_day == period.start
    ]
    issued = [
        Issued(row.share, row.issued_on, row.known_on, row.document)
        for row in cap.issued_notices.all()
        if row.first_day == period.start and row.known_on <= known_at
    ]
    return Circumstances(
        issued=tuple(issued),
        held=tuple(hold for hold in holds if hold is not None),
        suspended=_suspended(cap, known_at),
    )


def _suspended(cap: Cap, known_at: date) -> Period | None:
    """The suspension that runs on a day, as the measure's details name it."""
    for span in cap.measure.details.get("suspended", []):
        first = date.fromisoformat(span["first_day"])
        last = date.fromisoformat(span["last_day"])
        if first <= known_at <= last:
            return Period.through(first, last)
    return None
