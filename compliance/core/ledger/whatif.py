"""What if: the book as it would be under stated assumptions. No row is touched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from compliance.core.ledger.coverage import Cell
from compliance.core.ledger.drafts import Draft
from compliance.core.ledger.entries import Account, Entry, account
from compliance.core.ledger.obligations import RECEIVED
from compliance.core.period import Period
from compliance.core.quantity import Quantity
from compliance.core.regime import Terms


ASSUMED = "what if"  # the source of an entry that nobody reported


@dataclass(frozen=True, slots=True)
class Changes:
    """Assumptions: these lines accepted, those withdrawn, silent months as a year before."""

    accept: tuple[Draft, ...] = ()
    withdraw: frozenset[UUID] = frozenset()  # series of the lines taken back
    silent_as_last_year: bool = False


@dataclass(frozen=True, slots=True)
class Supposed:
    """The entries as they would be, and each assumption in a sentence."""

    entries: tuple[Entry, ...]
    assumptions: tuple[str, ...]


def supposed(
    terms: Terms,
    entries: Iterable[Entry],
    matrix: Sequence[Cell],
    changes: Changes,
    *,
    on: date,
) -> Supposed:
    """The entries under the assumptions; those that nobody reported have ids below zero."""
    found = list(entries)
    said: list[str] = []
    for series in sorted(changes.withdraw, key=str):
        last = max((e for e in found if e.series == series), key=lambda e: e.revision, default=None)
        if last is None:
            raise LookupError(f"no line {series} is held here")
        found.append(
            replace(last, id=_next(found), revision=last.revision + 1, withdrawn=True, known_on=on)
        )
        said.append(f"Line {last.id} ({last.supplier}, {last.period}) is taken back.")
    for draft in changes.accept:
        entry = _accepted(draft, found, on)
        found.append(entry)
        assert entry.quantity is not None
        said.append(
            f"{entry.supplier} reports {entry.quantity.amount:,f} {entry.quantity.unit} "
            f"for {entry.period}."
        )
    if changes.silent_as_last_year:
        book = account(found, known_at=on)
        for cell in matrix:
            if cell.state in RECEIVED or _covered(book, terms, cell):
                continue
            made = _as_last_year(terms, book, cell, found, on)
            if made is None:
                said.append(
                    f"{cell.supplier} {cell.month.start:%Y-%m} stays open: nothing was reported "
                    "for the same month a year before."
                )
                continue
            entry, how = made
            found.append(entry)
            said.append(how)
    return Supposed(tuple(found), tuple(said))


def _accepted(draft: Draft, found: list[Entry], on: date) -> Entry:
    if draft.first_day is None or draft.last_day is None or draft.quantity is None:
        raise ValueError("a line that is accepted has its days and its amount")
    number = _next(found)
    return Entry(
        id=number,
        series=_series(number),
        revision=1,
        kind=draft.kind,
        supplier=draft.supplier,
        recipient=draft.recipient,
        commodity=draft.commodity,
        period=Period.through(draft.first_day, draft.last_day),
        known_on=on,
        quantity=draft.quantity,
        stated=draft.stated,
        source=ASSUMED,
        note=draft.note,
    )


def _covered(book: Account, terms: Terms, cell: Cell) -> bool:
    return any(
        e.supplier == cell.supplier and e.period.overlaps(cell.month) for e in _of(book, terms)
    )


def _of(book: Account, terms: Terms) -> list[Entry]:
    return [
        e
        for e in book.counted
        if terms.concerns(commodity=e.commodity, supplier=e.supplier, recipient=e.recipient)
    ]


def _as_last_year(
    terms: Terms, book: Account, cell: Cell, found: list[Entry], on: date
) -> tuple[Entry, str] | None:
    before = Period.month(cell.month.start.year - 1, cell.month.start.month)
    source = next(
        (
            e
            for e in _of(book, terms)
            if e.supplier == cell.supplier and e.source != ASSUMED and e.period.covers(before)
        ),
        None,
    )
    if source is None or source.quantity is None:
        return None
    months = len(list(source.period.months()))
    number = _next(found)

    def part(quantity: Quantity) -> Quantity:
        return Quantity(quantity.amount / Decimal(months), quantity.unit)

    entry = replace(
        source,
        id=number,
        series=_series(number),
        revision=1,
        kind="derived" if source.quantity.amount else "nil",
        period=cell.month,
        known_on=on,
        known_not_before=None,
        received_on=None,
        quantity=part(source.quantity),
        stated=part(source.stated) if source.stated else None,
        source=ASSUMED,
        note="",
    )
    shown = entry.quantity
    assert shown is not None
    spread = f", an equal part of a sum of {months} months" if months > 1 else ""
    return entry, (
        f"{cell.supplier} {cell.month.start:%Y-%m}: {shown.amount:,.3f} {shown.unit}, as in "
        f"{before.start:%Y-%m} (line {source.id}{spread})."
    )


def _next(found: list[Entry]) -> int:
    """An id that no row has."""
    return min(0, min((e.id for e in found), default=0)) - 1


def _series(number: int) -> UUID:
    """A series that no row has."""
    return uuid5(NAMESPACE_URL, f"{ASSUMED}#{number}")
