"""Two records of one period set side by side: each line that they tell apart, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from compliance.core.ledger.entries import Account, Entry
from compliance.core.ledger.usage import Counted


WHAT = {
    "added": "became known",
    "corrected": "was corrected",
    "withdrawn": "was withdrawn",
    "replaced": "gave its place to another line",
    "released": "was known and counts since",
    "marked": "counts as before, with a mark",
}


@dataclass(frozen=True, slots=True)
class Differing:
    """A line of which the later record says other than the earlier; None: it does not count."""

    what: str
    before: Counted | None
    after: Counted | None
    known_on: date | None  # the day on which the later record came to say so
    replaced_by: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.what not in WHAT:
            raise ValueError(f"{self.what!r} is none of {', '.join(WHAT)}")

    @property
    def entry(self) -> Entry:
        either = self.after or self.before
        assert either is not None
        return either.entry

    @property
    def change(self) -> Decimal:
        """What it adds to the total, or takes from it."""
        before, after = (
            side.quantity.amount if side else Decimal(0) for side in (self.before, self.after)
        )
        return after - before


def differing(
    earlier: Iterable[Counted],
    later: Iterable[Counted],
    *,
    book: Account,
    lines: Iterable[Entry],
    earlier_day: date,
    later_day: date,
) -> tuple[Differing, ...]:
    """The lines by which two records differ, in the order of their days; their changes sum to the
    change of the total. `book` is the later day's, `lines` hold every revision near the period."""
    before = {c.entry.series: c for c in earlier}
    after = {c.entry.series: c for c in later}
    by_series: dict[UUID, list[Entry]] = {}
    marking = []
    for entry in lines:
        by_series.setdefault(entry.series, []).append(entry)
        if entry.kind in ("vanished", "conflict") and entry.known_on:
            marking.append(entry)
    found = []
    for series in dict.fromkeys((*before, *after)):
        one = _told(
            before.get(series),
            after.get(series),
            by_series.get(series, ()),
            book=book,
            marking=[e for e in marking if e.known_on and earlier_day < e.known_on <= later_day],
            by_id={e.id: e for rows in by_series.values() for e in rows}
            if series not in after
            else {},
            earlier_day=earlier_day,
            later_day=later_day,
        )
        if one is not None:
            found.append(one)
    return tuple(sorted(found, key=lambda d: (d.entry.period.start, d.entry.supplier, d.entry.id)))


def _told(
    before: Counted | None,
    after: Counted | None,
    revisions: Sequence[Entry],
    *,
    book: Account,
    marking: Sequence[Entry],
    by_id: dict[int, Entry],
    earlier_day: date,
    later_day: date,
) -> Differing | None:
    if before is None and after is not None:
        was_known = any(e.known_on and e.known_on <= earlier_day for e in revisions)
        return Differing("released" if was_known else "added", None, after, after.entry.known_on)
    assert before is not None
    if after is None:
        known = [e for e in revisions if e.known_on and e.known_on <= later_day]
        last = max(known, key=lambda e: e.revision, default=before.entry)
        if last.withdrawn:
            return Differing("withdrawn", before, None, last.known_on)
        takers = book.replaced.get(last.id) or (
            (book.inside[last.id],) if last.id in book.inside else ()
        )
        if takers:
            days = [e.known_on for pk in takers if (e := by_id.get(pk)) and e.known_on]
            return Differing("replaced", before, None, max(days, default=None), tuple(takers))
        return Differing("corrected", before, None, last.known_on)
    if before.entry.id != after.entry.id or before.quantity != after.quantity:
        return Differing("corrected", before, after, after.entry.known_on)
    if before.marks != after.marks:
        days = [
            e.known_on
            for e in marking
            if e.flow == after.entry.flow and e.period.overlaps(after.entry.period) and e.known_on
        ]
        return Differing("marked", before, after, max(days, default=None))
    return None
