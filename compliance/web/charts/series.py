"""What the months of a period add up to, supplier by supplier, as charts and tables need it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from compliance.core.ledger import Cell, Counted
from compliance.core.period import Period
from compliance.queries.ledger import CapUsage


ZERO = Decimal(0)
MISSING = ("silent", "unknown", "unclear")


@dataclass(frozen=True)
class Sum:
    """An amount of which only the sum over some months is known: it lies somewhere in them."""

    first: int
    last: int
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class Stack:
    """A supplier's months.

    certain   what is known to have been supplied by each month's end: a sum enters with its last
    reach     the same with each sum entered whole at its first month, which is where it can lie
    """

    supplier: str
    cells: tuple[Cell, ...]
    certain: tuple[Decimal, ...]
    reach: tuple[Decimal, ...]
    sums: tuple[Sum, ...]

    @property
    def total(self) -> Decimal:
        return self.certain[-1] if self.certain else ZERO


@dataclass(frozen=True)
class Series:
    """All suppliers of one period, the first at the bottom."""

    label: str
    months: tuple[Period, ...]
    stacks: tuple[Stack, ...]
    limit: Decimal
    least: bool = False  # a figure of it is not counted

    def largest(self, most: int) -> tuple[Stack, ...]:
        """The suppliers with the most, in their order; all where they are few."""
        if len(self.stacks) <= most:
            return self.stacks
        kept = {s.supplier for s in sorted(self.stacks, key=lambda s: -s.total)[:most]}
        return tuple(s for s in self.stacks if s.supplier in kept)

    @property
    def certain(self) -> tuple[Decimal, ...]:
        return tuple(
            sum((s.certain[i] for s in self.stacks), ZERO) for i in range(len(self.months))
        )

    @property
    def total(self) -> Decimal:
        return sum((s.total for s in self.stacks), ZERO)

    @property
    def share(self) -> Decimal:
        return self.total / self.limit

    @property
    def floor(self) -> bool:
        """Whether a report is missing, or a figure is not in it: the total is "at least"."""
        return self.least or any(c.state in MISSING for s in self.stacks for c in s.cells)

    @property
    def live(self) -> int:
        """How many months, from the first on, hold anything that was due or known."""
        last = -1
        for stack in self.stacks:
            for i, cell in enumerate(stack.cells):
                if cell.state != "waiting":
                    last = max(last, i)
        return last + 1


def series(value: CapUsage) -> Series:
    """The counted lines of a period, cumulated in the binding limit's unit."""
    binding = value.binding
    assert binding is not None
    suppliers = list(dict.fromkeys(cell.supplier for cell in value.cells))
    # A cap that was superseded within its period has no cells after that.
    most = max(Counter(c.supplier for c in value.cells).values(), default=None)
    months = tuple(value.period.months())[:most]
    place = {(m.start.year, m.start.month): i for i, m in enumerate(months)}

    def index(day: date) -> int:
        return min(max(place.get((day.year, day.month), 0), 0), len(months) - 1)

    by_supplier: dict[str, list[Counted]] = {supplier: [] for supplier in suppliers}
    for counted in binding.counted:
        by_supplier.setdefault(counted.entry.supplier, []).append(counted)
    by_cell: dict[str, list[Cell]] = {supplier: [] for supplier in suppliers}
    for cell in value.cells:
        by_cell[cell.supplier].append(cell)
    stacks = []
    for supplier in suppliers:
        steps, early = [ZERO] * len(months), [ZERO] * len(months)
        spans: list[tuple[int, int, Decimal]] = []
        for counted in by_supplier[supplier]:
            first, last = index(counted.entry.period.start), index(counted.entry.period.last_day)
            steps[last] += counted.quantity.amount
            early[first] += counted.quantity.amount
            if last > first and counted.quantity.amount:
                spans.append((first, last, counted.quantity.amount))
        certain, reach = _cumulated(steps), _cumulated(early)
        stacks.append(
            Stack(
                supplier,
                tuple(by_cell[supplier]),
                certain,
                reach,
                tuple(
                    Sum(first, last, reach[first] - size, reach[first])
                    for first, last, size in spans
                ),
            )
        )
    return Series(value.label, months, tuple(stacks), binding.limit.amount, not binding.whole)


def _cumulated(steps: list[Decimal]) -> tuple[Decimal, ...]:
    found, at = [], ZERO
    for step in steps:
        at += step
        found.append(at)
    return tuple(found)
