"""What bears on a cap period besides its figures: holds, the Secretary's notices, suspensions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from compliance import core
from compliance.core.ledger import Circumstances, Held, Issued, Step
from compliance.core.period import Period
from compliance.models import Cap
from compliance.queries import regime


def circumstances(cap: Cap, period: Period, *, known_at: date) -> Circumstances:
    """As known on a day. No query where the cap comes from `queries.regime.caps`, else one."""
    said = vars(cap)  # annotations are no fields of the model
    if "steps_taken" not in said:
        said = vars(regime.caps().get(pk=cap.pk))
    start = period.start.isoformat()
    steps: dict[int, list[dict[str, Any]]] = {}
    for taken in said["steps_taken"]:
        if taken["first_day"] == start:
            steps.setdefault(taken["decision"], []).append(taken)
    holds = [_held(taken, known_at) for taken in steps.values()]
    issued = [
        Issued(
            Decimal(row["share"]), _day(row["issued_on"]), _day(row["known_on"]), row["document"]
        )
        for row in said["notices_issued"]
        if row["first_day"] == start
    ]
    return Circumstances(
        issued=tuple(notice for notice in issued if notice.known_on <= known_at),
        held=tuple(hold for hold in holds if hold is not None),
        suspended=_suspended(cap, known_at),
    )


def _held(steps: list[dict[str, Any]], known_at: date) -> Held | None:
    """The hold on a question on a day, if there is one."""
    taken = [
        Step(
            step=row["step"],
            on=_day(row["on"]),
            known_on=_day(row["known_on"]),
            until=_day(row["until"]) if row["until"] else None,
            states=tuple(row["states"]),
        )
        for row in steps
    ]
    found = core.ledger.outcome(taken, known_at=known_at)
    if not found.on_hold or found.step is None:
        return None
    return Held(steps[0]["subject"], found.step.states, found.step.on, found.step.until)


def _day(words: str) -> date:
    return date.fromisoformat(words)


def _suspended(cap: Cap, known_at: date) -> Period | None:
    """The suspension that runs on a day, as the measure's details name it."""
    for span in cap.measure.details.get("suspended", []):
        first = date.fromisoformat(span["first_day"])
        last = date.fromisoformat(span["last_day"])
        if first <= known_at <= last:
            return Period.through(first, last)
    return None
