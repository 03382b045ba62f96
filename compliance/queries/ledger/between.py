"""One period as known on two days, and every line by which they differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from compliance import core
from compliance.core.ledger import Differing, Entry, Usage
from compliance.queries.ledger.usage import CapUsage


@dataclass(frozen=True)
class Between:
    """The earlier and the later record of a period, by one policy, against one limit."""

    earlier: CapUsage
    later: CapUsage
    before: Usage | None
    after: Usage | None
    lines: tuple[Differing, ...]
    beside: tuple[Entry, ...]  # known in between, and counted in neither

    @property
    def change(self) -> Decimal | None:
        """The later total less the earlier; None where either is not known."""
        if not (self.before and self.after and self.before.counted and self.after.counted):
            return None
        return self.after.used.amount - self.before.used.amount


def between(earlier: CapUsage, later: CapUsage, *, lines: Iterable[Entry]) -> Between:
    """Two values of one period side by side. No query."""
    mine = core.ledger.near(lines, later.period)
    limit = later.binding.limit if later.binding else None
    before, after = (
        next((u for u in value.usages if u.limit == limit), None) for value in (earlier, later)
    )
    found = core.ledger.differing(
        before.counted if before else (),
        after.counted if after else (),
        book=later.book,
        lines=mine,
        earlier_day=earlier.known_at,
        later_day=later.known_at,
    )
    told = {d.entry.id for d in found}
    counted = {c.entry.id for u in (before, after) if u for c in u.counted}
    beside = tuple(
        e
        for e in sorted(mine, key=lambda e: (e.known_on or e.period.start, e.id))
        if e.known_on
        and earlier.known_at < e.known_on <= later.known_at
        and e.period.overlaps(later.period)
        and e.id not in told | counted
        and not e.withdrawn
    )
    return Between(earlier, later, before, after, found, beside)
