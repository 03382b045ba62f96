"""Silence as a value: which reports were due, which came in, and what each month is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.core.ledger.entries import Account, Entry, known
from compliance.core.period import Period
from compliance.core.regime import Terms


# What a month of a supplier can be on a day.
CELLS: dict[str, str] = {
    "quantity": "a figure",
    "nil": "an explicit zero",
    "sum": "in a sum over several months",
    "unclear": "zero or blank: the source cannot tell",
    "silent": "past due, and nothing reported",
    "unknown": "a figure may exist; no source was seen",
    "waiting": "not yet due",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One month of one supplier, as known on a day.

    `days_late` counts from the day the report was due: to the day of the question for a silent
    month, to the day it was received, or else became known, for one that came in (None where
    neither is known).
    """

    supplier: str
    month: Period
    state: str
    due_on: date
    entry: Entry | None = None
    days_late: int | None = None
    marks: tuple[str, ...] = ()
    beside: tuple[Entry, ...] = ()  # figures that contradict or allege; never counted


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the reports due for a period have come in."""

    expected: int
    received: int
    silent: int
    unclear: int
    unknown: int
    waiting: int
    last_known_on: date | None

    @property
    def due(self) -> int:
        return self.expected - self.waiting

    @property
    def missing(self) -> int:
        """Reports past due and not in, whatever the reason."""
        return self.silent + self.unknown + self.unclear

    @property
    def complete(self) -> bool:
        """Every report of the whole period is in."""
        return self.received == self.expected

    @property
    def gaps(self) -> tuple[tuple[int, str], ...]:
        """What has not come in, counted by why."""
        parts = (
            (self.silent, "silent"),
            (self.unknown, "unknown"),
            (self.unclear, "zero or blank"),
            (self.waiting, "not yet due"),
        )
        return tuple((n, word) for n, word in parts if n)


def cells(
    terms: Terms,
    period: Period,
    book: Account,
    entries: Iterable[Entry],
    *,
    on: date,
    known_at: date | None,
    seen_on: date | None = None,
    within: Period | None = None,
) -> tuple[Cell, ...]:
    """The matrix of a period: a cell a supplier and month, suppliers in the order of the duty.

    A month with no line at all is silent only if the table was seen after the report was due;
    if nobody has looked since, it is unknown. A blank is never a zero, nor is a month unseen. Of
    months after the cap had ended no report is expected. `seen_on` is the day on which the table
    was last seen, where the entries are not all there to tell. `within`: only of the months that
    overlap it.
    """
    concerned = [
        e
        for e in entries
        if terms.concerns(commodity=e.commodity, supplier=e.supplier, recipient=e.recipient)
    ]
    seen = [e for e in known(concerned, known_at=known_at) if e.known_on is not None]
    # An allegation says nothing of the table: who makes one has not looked at it.
    looked_on = seen_on or max(
        (e.known_on for e in seen if e.known_on and e.kind != "alleged"), default=None
    )
    undated = [e for e in concerned if e.kind == "unknown" and e.known_on is None]
    duty = terms.duty
    reporters = list(duty.reporters) if duty else []
    reporters += sorted(
        {
            e.supplier
            for e in book.counted
            if terms.concerns(commodity=e.commodity, supplier=e.supplier, recipient=e.recipient)
            and period.overlaps(e.period)
        }
        - set(reporters)
    )
    due_days = duty.due_days if duty else 30
    months = [
        month
        for month in period.months()
        if (terms.last_day is None or month.start <= terms.last_day)
        and (within is None or month.overlaps(within))
    ]
    counted = _by_cell(book.counted, terms, months)
    others = _by_cell(book.others, terms, months)
    hidden = _by_cell(undated, terms, months)
    return tuple(
        _cell(
            supplier,
            month,
            month.last_day + timedelta(days=due_days),
            counted.get((supplier, month.start), _NONE),
            others.get((supplier, month.start), _NONE),
            hidden.get((supplier, month.start), _NONE),
            looked_on,
            on,
        )
        for supplier in reporters
        for month in months
    )


_NONE: list[Entry] = []


def _by_cell(
    entries: Iterable[Entry], terms: Terms, months: Sequence[Period]
) -> dict[tuple[str, date], list[Entry]]:
    """The lines under a cap by supplier and first day of each month they overlap, in order."""
    found: dict[tuple[str, date], list[Entry]] = {}
    for e in entries:
        if e.commodity != terms.commodity or terms.recipient not in (None, e.recipient):
            continue
        for month in months:
            if month.overlaps(e.period):
                found.setdefault((e.supplier, month.start), []).append(e)
    return found


def _cell(
    supplier: str,
    month: Period,
    due_on: date,
    counted: list[Entry],
    others: list[Entry],
    undated: list[Entry],
    looked_on: date | None,
    on: date,
) -> Cell:
    """One month of one supplier, by the lines that are theirs and overlap it."""
    beside = tuple(e for e in others if e.kind in ("conflict", "alleged"))
    entry = counted[0] if counted else None
    if entry is not None:
        came_on = entry.received_on or entry.known_on
        late = (came_on - due_on).days if came_on else None
        marks = tuple(sorted({e.kind for e in others if e.kind in ("vanished", "conflict")}))
        if entry.kind == "sum" or not month.covers(entry.period):
            state = "sum"
        elif entry.quantity is not None and entry.quantity.amount == 0:
            state = "nil"
        else:
            state = "quantity"
        return Cell(supplier, month, state, due_on, entry, late, marks, beside)
    late = (on - due_on).days
    for kind, state in (("nil_or_missing", "unclear"), ("unknown", "unknown")):
        found = next((e for e in others if e.kind == kind), None)
        if found is not None:
            return Cell(supplier, month, state, due_on, found, late, (), beside)
    blank = next((e for e in others if e.kind == "blank"), None)
    if late <= 0:
        return Cell(supplier, month, "waiting", due_on, blank, None, (), beside)
    if undated:
        return Cell(supplier, month, "unknown", due_on, undated[0], late, (), beside)
    if blank is not None or (looked_on is not None and looked_on > due_on):
        return Cell(supplier, month, "silent", due_on, blank, late, (), beside)
    return Cell(supplier, month, "unknown", due_on, None, late, (), beside)


def coverage(matrix: Iterable[Cell]) -> Coverage:
    """The matrix counted: expected, received, silent, unclear, unknown, not yet due."""
    matrix = list(matrix)
    n = {state: sum(cell.state == state for cell in matrix) for state in CELLS}
    days = [cell.entry.known_on for cell in matrix if cell.entry and cell.entry.known_on]
    return Coverage(
        expected=len(matrix),
        received=n["quantity"] + n["nil"] + n["sum"],
        silent=n["silent"],
        unclear=n["unclear"],
        unknown=n["unknown"],
        waiting=n["waiting"],
        last_known_on=max(days, default=None),
    )
