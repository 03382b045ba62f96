"""Entries of the ledger: what a document says of a supplier's span, and what of it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from compliance.core.period import Period
from compliance.core.quantity import Quantity
from compliance.core.regime import Terms


# What a line of the account can be. Kept apart for ever: a blank is never a zero,
# an allegation never a report.
KINDS: dict[str, str] = {
    "reported": "a figure for one span, from the Committee's table or a notification",
    "restated": "the same span expressed anew; takes the place of the earlier figure",
    "derived": "worked out from stated totals",
    "sum": "only the sum over several months is known",
    "nil": "an explicit zero",
    "nil_or_missing": "the source cannot tell a zero from a blank",
    "blank": "nothing reported as of the day it was looked at",
    "vanished": "reported earlier, gone from the table later, still in its total",
    "conflict": "a figure that contradicts a better one",
    "alleged": "not a figure that a State gave",
    "unknown": "a figure may exist; no source was seen",
}

# The kinds that count in the reported book.
COUNTING = frozenset({"reported", "restated", "derived", "sum", "nil"})
# The kinds that stand beside it.
BESIDE = frozenset({"conflict", "alleged"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One revision of one line: so much, from one State to another, in a span of days.

    `known_on` is the first day on which it was public; where only bounds are known the later
    one, with `known_not_before` the earlier. None: nobody knows since when (kind `unknown`).
    """

    id: int
    series: UUID
    revision: int
    kind: str
    supplier: str
    recipient: str
    commodity: str
    period: Period
    known_on: date | None
    quantity: Quantity | None = None
    stated: Quantity | None = None  # the same quantity as the source gives it in another unit
    known_not_before: date | None = None
    withdrawn: bool = False
    confidence: str = ""
    source: str = ""
    note: str = ""
    received_on: date | None = None  # the day it came to the Committee, where that is known
    product: str = ""  # of the good, where the source names it: bitumen

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is none of {', '.join(KINDS)}")
        if self.kind in COUNTING and self.quantity is None and not self.withdrawn:
            raise ValueError(f"a line that is {self.kind} has a quantity")

    @property
    def counts(self) -> bool:
        return self.kind in COUNTING

    @property
    def flow(self) -> tuple[str, str, str]:
        return self.commodity, self.supplier, self.recipient


def known(entries: Iterable[Entry], *, known_at: date | None) -> list[Entry]:
    """The revisions that were public on a day; all of them where no day is given."""
    if known_at is None:
        return list(entries)
    return [e for e in entries if e.known_on is not None and e.known_on <= known_at]


def concerning(terms: Terms, entries: Iterable[Entry]) -> list[Entry]:
    """The lines that a cap concerns, or did until they were corrected, with all their revisions:
    a line that is of another good now no longer stands where it was."""
    every = list(entries)
    series = {
        e.series
        for e in every
        if terms.concerns(commodity=e.commodity, supplier=e.supplier, recipient=e.recipient)
    }
    return [e for e in every if e.series in series]


def standing(entries: Iterable[Entry], *, known_at: date | None = None) -> list[Entry]:
    """What stands on a day: the latest revision known of each series, unless withdrawn."""
    latest: dict[UUID, Entry] = {}
    for entry in known(entries, known_at=known_at):
        held = latest.get(entry.series)
        if held is None or held.revision < entry.revision:
            latest[entry.series] = entry
    return [entry for entry in latest.values() if not entry.withdrawn]


@dataclass(frozen=True, slots=True)
class Account:
    """The reported book with what stands beside it, as known on a day.

    counted     entries that count, none of them twice
    inside      entries already contained in a sum that counts, by that sum's id
    replaced    sums whose place another entry has taken, with the ids of those
    marks       by entry id: "vanished", "conflict"
    clashing    entries that lie across the edge of one that counts: counting both would count
                some days twice, so they wait for a person
    others      blanks, unknowns, conflicts, allegations: shown, never added
    """

    counted: tuple[Entry, ...]
    inside: Mapping[int, int] = field(default_factory=dict)
    replaced: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    marks: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    clashing: tuple[Entry, ...] = ()
    others: tuple[Entry, ...] = ()


def account(entries: Iterable[Entry], *, known_at: date | None = None) -> Account:
    """The book of a day: which entries count, and why the others do not.

    A later sum over a span that contains an earlier one takes its place; months that fill a sum
    whole take its place too; a month inside a sum that they do not fill is already in it.
    """
    stands = standing(entries, known_at=known_at)
    by_flow: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in stands:
        by_flow[entry.flow].append(entry)

    counted: list[Entry] = []
    inside: dict[int, int] = {}
    replaced: dict[int, tuple[int, ...]] = {}
    marks: dict[int, tuple[str, ...]] = {}
    clashing: list[Entry] = []
    others: list[Entry] = []
    for flow in by_flow.values():
        counting = sorted((e for e in flow if e.counts), key=_wide_first)
        chosen: list[Entry] = []  # no two overlap, in the order of their days
        starts: list[date] = []
        for entry in counting:
            at = bisect_right(starts, entry.period.start)
            beside = [c for c in chosen[max(at - 1, 0) : at + 1] if c.period.overlaps(entry.period)]
            holder = next((c for c in beside if c.period.covers(entry.period)), None)
            if holder is not None:
                inside[entry.id] = holder.id
                if holder.kind == entry.kind == "sum":
                    replaced[entry.id] = (holder.id,)
                continue
            if entry.kind == "sum":
                parts = [e for e in counting if e is not entry and entry.period.covers(e.period)]
                if _tile(entry.period, [e.period for e in parts]):
                    replaced[entry.id] = tuple(part.id for part in sorted(parts, key=_in_order))
                    continue
            if beside:
                clashing.append(entry)
                continue
            chosen.insert(at, entry)
            starts.insert(at, entry.period.start)
        counted += chosen
        for entry in flow:
            if not entry.counts:
                others.append(entry)
        marking = [o for o in flow if o.kind in ("vanished", "conflict")]
        for entry in chosen if marking else ():
            marked = sorted({o.kind for o in marking if entry.period.overlaps(o.period)})
            if marked:
                marks[entry.id] = tuple(marked)
    return Account(
        tuple(sorted(counted, key=_in_order)),
        inside,
        replaced,
        marks,
        tuple(sorted(clashing, key=_in_order)),
        tuple(sorted(others, key=_in_order)),
    )


def near(entries: Iterable[Entry], period: Period) -> list[Entry]:
    """The entries that can have a say in a period: what the rest says of it changes nothing.

    A sum across the edge is judged with the months inside it, wherever they lie, and a line with
    every revision of it: one that moved out of the period no longer stands in it.
    """
    every, first, end = list(entries), period.start, period.end
    while True:
        series = {e.series for e in every if e.period.start < end and first < e.period.end}
        found = [e for e in every if e.series in series]
        wider = (
            min([first, *(e.period.start for e in found)]),
            max([end, *(e.period.end for e in found)]),
        )
        if wider == (first, end):
            return found
        first, end = wider


def _wide_first(entry: Entry) -> tuple[int, int, int]:
    """Widest span first; of equal spans the one known last, then the last written."""
    learnt = entry.known_on.toordinal() if entry.known_on else 0
    return (entry.period.start - entry.period.end).days, -learnt, -entry.id


def _in_order(entry: Entry) -> tuple[date, str, int]:
    return entry.period.start, entry.supplier, entry.id


def _tile(whole: Period, parts: list[Period]) -> bool:
    """Whether the parts fill the whole without a gap, none across another's edge.

    A part inside a wider part adds nothing: the wider one stands for it.
    """
    at = whole.start
    for part in sorted(set(parts) - {whole}, key=lambda p: (p.start, -p.end.toordinal())):
        if part.end <= at:
            continue
        if part.start != at:
            return False
        at = part.end
    return at == whole.end
