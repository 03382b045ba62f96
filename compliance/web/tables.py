"""The rows of the tables: what a page shows beside and below its charts, worked out whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from compliance import core, queries
from compliance.core.ledger import Cell, Counted, Crossing, Entry, Issued, Status
from compliance.core.period import Period
from compliance.core.quantity import Quantity
from compliance.models import ConversionPolicy
from compliance.queries.ledger import CapUsage
from compliance.web.charts.series import MISSING, Series
from compliance.web.floors import floor


COUNTED = ("quantity", "nil", "sum")  # months that a figure speaks of


@dataclass(frozen=True)
class Month:
    """A month of one supplier as the matrix prints it."""

    cell: Cell
    amount: Decimal | None
    known_on: date | None
    line: int | None  # the entry it opens into
    factor: Decimal | None = None  # by which it was turned, if it was

    @property
    def state(self) -> str:
        return self.cell.state


@dataclass(frozen=True)
class MatrixRow:
    month: Period
    cells: tuple[Month, ...]
    so_far: Decimal | None
    share: Decimal | None
    floor: bool


@dataclass(frozen=True)
class Matrix:
    suppliers: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    totals: tuple[Decimal | None, ...]  # None where no month of a State has a figure
    marks: frozenset[str]
    states: frozenset[str]
    more: int = 0  # suppliers that are in the totals and have no column of their own


def matrix(value: CapUsage, shown: Series, *, most: int = 24) -> Matrix:
    """Months down, suppliers across, with what had been supplied by each month's end. Of very
    many suppliers those with the most have a column; the totals are of all."""
    stacks = shown.largest(most)
    counted = {c.entry.id: c for c in value.binding.counted} if value.binding else {}
    certain, rows, least = shown.certain, [], False
    for i, month in enumerate(shown.months):
        cells = tuple(_month(stack.cells[i], counted) for stack in stacks)
        least = least or any(s.cells[i].state in MISSING for s in shown.stacks)
        inside = any(p.first <= i < p.last for s in shown.stacks for p in s.sums)
        due = any(s.cells[i].state != "waiting" for s in shown.stacks)
        rows.append(
            MatrixRow(
                month,
                cells,
                certain[i] if due else None,
                certain[i] / shown.limit if due else None,
                least or inside,
            )
        )
    every = [cell for row in rows for cell in row.cells]
    return Matrix(
        tuple(s.supplier for s in stacks),
        tuple(rows),
        tuple(s.total if any(c.state in COUNTED for c in s.cells) else None for s in stacks),
        frozenset(mark for cell in every for mark in cell.cell.marks),
        frozenset(cell.state for cell in every),
        len(shown.stacks) - len(stacks),
    )


def _month(cell: Cell, counted: dict[int, Counted]) -> Month:
    found = counted.get(cell.entry.id) if cell.entry else None
    return Month(
        cell,
        found.quantity.amount if found else None,
        cell.entry.known_on if found and cell.entry else None,
        cell.entry.id if found and cell.entry else None,
        found.converted.factor.factor if found and found.converted.factor else None,
    )


@dataclass(frozen=True)
class CumulatedRow:
    month: Period
    cells: tuple[tuple[Decimal | None, bool], ...]  # so far, and whether at least


def cumulated(every: Sequence[Series]) -> list[CumulatedRow]:
    """The twin of the cumulative chart: each period's total by each month's end."""
    rows = []
    for i in range(min(len(s.months) for s in every)):
        cells: list[tuple[Decimal | None, bool]] = []
        for one in every:
            if i >= one.live:
                cells.append((None, False))
                continue
            least = any(c.state in MISSING for s in one.stacks for c in s.cells[: i + 1]) or any(
                p.first <= i < p.last for s in one.stacks for p in s.sums
            )
            cells.append((one.certain[i], least))
        rows.append(CumulatedRow(every[0].months[i], tuple(cells)))
    return rows


@dataclass(frozen=True)
class Line:
    """A counted entry, opened: what was reported, how it was turned, by whom it is known."""

    counted: Counted

    @property
    def entry(self) -> Entry:
        return self.counted.entry

    @property
    def amount(self) -> Decimal:
        return self.counted.quantity.amount

    @property
    def turned(self) -> bool:
        return self.counted.converted.how != "as reported"


def lines(value: CapUsage) -> list[Line]:
    found = [Line(c) for c in (value.binding.counted if value.binding else ())]
    return sorted(found, key=lambda line: (line.entry.period.start, line.entry.supplier))


# These are states of a month, and stand in the matrix.
IN_MATRIX = ("blank", "nil_or_missing", "unknown", "not_yet_known", "no_limit")


@dataclass(frozen=True)
class Beside:
    """An entry that stands beside the count, and why."""

    entry: Entry
    why: str


def beside(value: CapUsage, entries: Sequence[Entry]) -> list[Beside]:
    """What was said of the period and does not count, with the reason that the API gives too."""
    by_id = {e.id: e for e in entries}
    return [
        Beside(by_id[left["id"]], left["because"])
        for left in queries.ledger.explain_data(value, lines=entries)["left_out"]
        if left["why"] not in IN_MATRIX
    ]


@dataclass(frozen=True)
class Mark:
    """A threshold of the period, and three facts apart: when the supplies passed it by our
    arithmetic, when that could be seen on what was then known, and when notice was issued."""

    crossing: Crossing
    amount: Decimal
    short: Decimal
    issued_on: date | None
    document: str

    @property
    def days(self) -> int | None:
        crossed, learnt = self.crossing.crossed_in, self.crossing.learnt_on
        return (learnt - crossed).days if crossed and learnt else None


def marks(value: CapUsage) -> list[Mark]:
    if value.binding is None:
        return []
    limit, used = value.binding.limit.amount, value.binding.used.amount
    issued: dict[Decimal, Issued] = {}
    for notice in sorted(value.circumstances.issued, key=lambda n: n.on):
        issued.setdefault(notice.share, notice)
    found = []
    for c in value.crossings:
        at, notice_ = c.threshold.share * limit, issued.get(c.threshold.share)
        found.append(
            Mark(
                c,
                at,
                at - used,
                notice_.on if notice_ else None,
                notice_.document if notice_ else "",
            )
        )
    return found


@dataclass(frozen=True)
class ByPolicy:
    """The same figures by another way of converting."""

    policy: ConversionPolicy
    used: Quantity
    share: Decimal
    least: bool  # a report is missing, or a figure is not in it
    chosen: bool
    before_its_time: bool
    status: Status
    measured: bool  # whether it gives a figure at all: without a factor there is none


def by_policy(value: CapUsage, policies: Sequence[ConversionPolicy]) -> list[ByPolicy]:
    found = []
    for row in policies:
        usages = core.ledger.usages(value.terms, value.period, value.book, row.policy)
        if usages:
            found.append(
                ByPolicy(
                    row,
                    usages[0].used,
                    usages[0].share,
                    floor(usages[0], value.coverage),
                    row.slug == value.policy.slug,
                    row.known_from is not None and value.known_at < row.known_from,
                    core.ledger.status(
                        value.terms,
                        value.period,
                        usages[0],
                        value.coverage,
                        on=value.known_at,
                        circumstances=value.circumstances,
                    ),
                    bool(usages[0].counted),
                )
            )
    return found
