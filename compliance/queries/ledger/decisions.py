"""Questions put to the Committee and the Council, and where each stood on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance import core
from compliance.core.ledger import Outcome, Step
from compliance.models import Decision, DecisionStep


@dataclass(frozen=True)
class DecisionAt:
    """A question, the steps known on a day, and where it then stood."""

    decision: Decision
    steps: tuple[Step, ...]
    outcome: Outcome

    @property
    def by(self) -> tuple[str, ...]:
        """The States whose step decides where it stands: who holds, objected or vetoed."""
        return self.outcome.step.states if self.outcome.step else ()

    @property
    def since(self) -> date | None:
        return self.outcome.step.on if self.outcome.step else None

    @property
    def until(self) -> date | None:
        return self.outcome.step.until if self.outcome.step else None


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


def decisions(known_at: date, *, only: Iterable[int] | None = None) -> list[DecisionAt]:
    """Every question known on a day, or those of some numbers, the oldest first. Two queries."""
    found = []
    rows = Decision.objects.select_related("cap", "committee").prefetch_related("steps")
    for row in rows if only is None else rows.filter(pk__in=list(only)):
        steps = tuple(s for s in map(step, row.steps.all()) if s.known_on <= known_at)
        if steps:
            found.append(DecisionAt(row, steps, core.ledger.outcome(steps, known_at=known_at)))
    return sorted(found, key=lambda one: (one.steps[0].on, one.decision.key))


def on_hold(known_at: date) -> list[DecisionAt]:
    """The questions that a member held on a day: by whom, since when, until when if that is said.

    A hold of stated length that has run out is none any more; `decisions` has it as `ran_out`.
    """
    return [one for one in decisions(known_at) if one.outcome.on_hold]


def decision_data(one: DecisionAt) -> dict[str, Any]:
    """A question for machines: plain types."""
    return {
        "id": one.decision.pk,
        "key": one.decision.key,
        "body": one.decision.body,
        "subject": one.decision.subject,
        "cap": one.decision.cap.slug if one.decision.cap else None,
        "period_first_day": one.decision.period_first_day,
        "outcome": one.outcome.code,
        "by": list(one.by),
        "since": one.since,
        "until": one.until,
        "note": one.decision.note,
        "steps": [
            {
                "step": s.step,
                "on": s.on,
                "until": s.until,
                "states": list(s.states),
                "supporters": s.supporters,
                "known_on": s.known_on,
                "source": s.source,
                "confidence": s.confidence,
                "note": s.note,
            }
            for s in one.steps
        ],
    }
