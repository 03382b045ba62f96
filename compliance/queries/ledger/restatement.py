"""What another conversion policy makes of a cap: every period whose figure or status changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from compliance.core.period import OutsideSchedule, Period
from compliance.core.quantity import Policy
from compliance.models import Cap
from compliance.queries import regime
from compliance.queries.ledger.usage import CapUsage, NotComputed, history, usage


@dataclass(frozen=True)
class Restated:
    """One period by two policies. `change` is the second's figure less the first's.

    It is None where either has no figure; a figure that is but a lower bound is marked `least`.
    """

    before: CapUsage
    after: CapUsage

    @property
    def period(self) -> Period:
        return self.before.period

    @property
    def change(self) -> Decimal | None:
        old, new = self.before.binding, self.after.binding
        if old is None or new is None or not (self.before.measured and self.after.measured):
            return None
        if old.limit.unit != new.limit.unit:
            return None  # another of the cap's limits binds now
        return new.used.amount - old.used.amount

    @property
    def least(self) -> bool:
        return any(u.binding is not None and not u.binding.whole for u in (self.before, self.after))

    @property
    def status_changes(self) -> bool:
        return self.before.status.code != self.after.status.code

    @property
    def changes(self) -> bool:
        old, new = self.before.binding, self.after.binding
        figures = [
            (u.limit, u.used, len(u.unconverted)) if u is not None else None for u in (old, new)
        ]
        return figures[0] != figures[1] or self.status_changes


def restated(cap: Cap, policy_a: Policy, policy_b: Policy, *, known_at: date) -> list[Restated]:
    """Every period of a cap whose figure or status the second policy changes, oldest first.

    Nothing that is kept changes: what was reported stays, and each derived figure names its factor.
    """
    before = history(cap, known_at=known_at, policy=policy_a)
    after = history(cap, known_at=known_at, policy=policy_b)
    pairs = [Restated(a, b) for a, b in zip(before, after, strict=True)]
    return [pair for pair in pairs if pair.changes]


def inside(slug: str, *, on: date, known_at: date, policy: Policy) -> bool | None:
    """Whether the period of a cap that holds a day is below its amount; None: not known.

    Over the amount by a lower bound is over; below it by a lower bound is not known.
    """
    cap = regime.caps().get(slug=slug)
    if not cap.computed:
        return None
    try:
        period = cap.terms.schedule.containing(on)
        value = usage(cap, period=period, known_at=known_at, policy=policy)
    except (OutsideSchedule, NotComputed):
        return None
    used = value.binding
    if used is None or not value.measured:
        return None
    if used.share > 1:
        return False
    return True if used.whole and value.coverage.complete else None
