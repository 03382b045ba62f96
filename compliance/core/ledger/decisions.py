"""Questions put to a Committee or the Council, and what became of them by a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


# Every step with what it means; the last four end a question.
STEPS: dict[str, str] = {
    "proposed": "put to the Committee",
    "silence": "under the no-objection procedure",
    "hold": "on hold: nothing is decided while a member holds it",
    "objection": "objected to",
    "lapsed": "lapsed without a decision",
    "adopted": "adopted",
    "vetoed": "vetoed",
}
ENDED = frozenset({"objection", "lapsed", "adopted", "vetoed"})


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a question on a day, and by whom."""

    step: str
    on: date
    known_on: date
    until: date | None = None  # of a hold or a silence procedure
    states: tuple[str, ...] = ()
    supporters: int | None = None
    source: str = ""
    confidence: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.step not in STEPS:
            raise ValueError(f"{self.step!r} is none of {', '.join(STEPS)}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a question stands on a day, by what was known on that day.

    A hold of stated length that has run out, with no later step known, is `ran_out`: whether it
    was renewed or the question given up was not read anywhere.
    """

    code: str  # a step, "ran_out", or "unknown" before the first step was known
    step: Step | None = None

    @property
    def on_hold(self) -> bool:
        return self.code == "hold"

    @property
    def open(self) -> bool:
        return self.code in ("proposed", "silence", "hold")


def outcome(steps: Iterable[Step], *, known_at: date) -> Outcome:
    """Where a question stood on a day: its last step that had been taken and was known."""
    taken = [s for s in steps if s.known_on <= known_at and s.on <= known_at]
    if not taken:
        return Outcome("unknown")
    order = list(STEPS)
    last = max(taken, key=lambda s: (s.on, order.index(s.step)))
    if last.step in ("hold", "silence") and last.until is not None and known_at > last.until:
        return Outcome("ran_out", last)
    return Outcome(last.step, last)
