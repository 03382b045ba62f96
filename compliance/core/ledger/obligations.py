"""The calendar of reports: which are due, from whom, for which span, and what came of each.

The due rule is data: a report a calendar month, due so many days after it, or one for every so
many days from a first day on, due when they end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from compliance.core.ledger.coverage import CELLS, Cell, cells
from compliance.core.ledger.entries import Account, Entry, account, concerning, known
from compliance.core.period import Period
from compliance.core.regime import Terms


RECEIVED = frozenset({"quantity", "nil", "sum"})
IN_TIME = 30  # days after a month's end within which its report is in time


@dataclass(frozen=True, slots=True)
class Expected:
    """One report that a duty asks for: by whom, of which span, by when, and what came of it.

    `supplier` None is "each State that supplies": the duty names nobody. `days_late` counts to
    the day it came in, for one that has not to the day of the question.
    """

    citation: str
    cap: str
    supplier: str | None
    span: Period
    due_on: date
    state: str
    received_on: date | None = None
    days_late: int | None = None
    entry: int | None = None

    def __post_init__(self) -> None:
        if self.state not in CELLS:
            raise ValueError(f"{self.state!r} is none of {', '.join(CELLS)}")

    @property
    def received(self) -> bool:
        return self.state in RECEIVED

    @property
    def overdue(self) -> bool:
        return not self.received and self.days_late is not None and self.days_late > 0


def spans(first_day: date, every_days: int, *, until: date) -> Iterator[Period]:
    """Spans of so many days, one after the other, that have begun by a day."""
    start = first_day
    while start <= until:
        end = start + timedelta(days=every_days)
        yield Period(start, end)
        start = end


def of_months(terms: Terms, matrix: Iterable[Cell], *, citation: str = "") -> list[Expected]:
    """The expected reports of a period, a report a supplier and month, from its matrix."""
    return [
        Expected(
            citation=citation or terms.citation,
            cap=terms.slug,
            supplier=cell.supplier,
            span=cell.month,
            due_on=cell.due_on,
            state=cell.state,
            received_on=(cell.entry.received_on or cell.entry.known_on)
            if cell.entry and cell.state in RECEIVED
            else None,
            days_late=cell.days_late,
            entry=cell.entry.id if cell.entry else None,
        )
        for cell in matrix
    ]


def every_so_many_days(
    terms: Terms,
    entries: Iterable[Entry],
    *,
    first_day: date,
    every_days: int,
    reporters: Sequence[str],
    on: date,
    until: date,
    citation: str = "",
) -> list[Expected]:
    """The expected reports of spans of so many days, as known on a day.

    A span is reported where lines that stand cover it. One that nobody covers is unknown and not
    silent where no table of this good was ever seen: a duty does not say that its reports are
    published.
    """
    entries = list(entries)
    mine = [
        e
        for e in known(entries, known_at=on)
        if terms.concerns(commodity=e.commodity, supplier=e.supplier, recipient=e.recipient)
    ]
    looked_on = max((e.known_on for e in mine if e.known_on and e.kind != "alleged"), default=None)
    book = account(concerning(terms, entries), known_at=on)
    found = []
    for span in spans(first_day, every_days, until=until):
        for supplier in reporters or (None,):
            found.append(
                _of_span(terms, book, span, supplier, on=on, looked_on=looked_on, citation=citation)
            )
    return found


def _of_span(
    terms: Terms,
    book: Account,
    span: Period,
    supplier: str | None,
    *,
    on: date,
    looked_on: date | None,
    citation: str,
) -> Expected:
    lines = [e for e in book.counted if supplier in (None, e.supplier) and e.period.overlaps(span)]
    due_on, came = span.end, [e.received_on or e.known_on for e in lines]
    if lines:
        last = max((day for day in came if day), default=None)
        nil = all(e.quantity is not None and e.quantity.amount == 0 for e in lines)
        state = "nil" if nil else "quantity"
        late = (last - due_on).days if last else None
        return Expected(
            citation or terms.citation,
            terms.slug,
            supplier,
            span,
            due_on,
            state,
            last,
            late,
            lines[-1].id,
        )
    if on <= due_on:
        state, late = "waiting", None
    else:
        state = "silent" if looked_on is not None and looked_on > due_on else "unknown"
        late = (on - due_on).days
    return Expected(
        citation or terms.citation, terms.slug, supplier, span, due_on, state, None, late
    )


@dataclass(frozen=True, slots=True)
class Lag:
    """How late a State's reports came, from the end of the month to the first day they were seen.

    That day is an upper bound of the day the report was received. `dated` counts the months
    whose day is known to the day; the statistics are of those. `recent` and `earlier` are the
    medians of the last twelve such months and of the twelve before: their difference says whether
    it is getting worse. Months not in at all lag too: `silent` of them, the first since `since`,
    overdue `overdue_days` by the day of the question.
    """

    supplier: str
    months: int
    dated: int
    median_days: float | None
    shortest: int | None
    longest: int | None
    within_30: int
    recent: float | None
    earlier: float | None
    silent: int = 0
    silent_since: date | None = None
    overdue_days: int | None = None

    @property
    def worse(self) -> bool | None:
        """Whether it is getting worse: later than a year before, or silent for longer than it was
        ever late. None where too little is known."""
        if (
            self.overdue_days is not None
            and self.longest is not None
            and self.overdue_days > self.longest
        ):
            return True
        if self.recent is None or self.earlier is None:
            return None
        return self.recent > self.earlier


def lags(
    entries: Iterable[Entry], *, known_at: date, open_reports: Iterable[Expected] = ()
) -> list[Lag]:
    """The lag statistics of each State, the latest on average first."""
    first: dict[tuple[str, Period], Entry] = {}
    for entry in known(entries, known_at=known_at):
        if not entry.counts or entry.kind == "restated" or entry.withdrawn:
            continue
        for month in entry.period.months():
            held = first.get((entry.supplier, month))
            if held is None or _came(entry) < _came(held):
                first[entry.supplier, month] = entry
    late = [e for e in open_reports if e.state == "silent"]
    found = []
    for supplier in sorted({supplier for supplier, _ in first}):
        mine = sorted(
            ((month, e) for (who, month), e in first.items() if who == supplier),
            key=lambda pair: pair[0],
        )
        dated = [
            (_came(e) - month.last_day).days for month, e in mine if e.known_not_before is None
        ]
        silent = [e for e in late if e.supplier == supplier]
        oldest = _unbroken(silent, mine)
        found.append(
            Lag(
                supplier=supplier,
                months=len(mine),
                dated=len(dated),
                median_days=median(dated) if dated else None,
                shortest=min(dated, default=None),
                longest=max(dated, default=None),
                within_30=sum(days <= IN_TIME for days in dated),
                recent=median(dated[-12:]) if len(dated) >= 24 else None,
                earlier=median(dated[-24:-12]) if len(dated) >= 24 else None,
                silent=len(silent),
                silent_since=oldest.span.start if oldest else None,
                overdue_days=oldest.days_late if oldest else None,
            )
        )
    return sorted(found, key=lambda lag: -(lag.median_days or 0))


def _came(entry: Entry) -> date:
    day = entry.received_on or entry.known_on
    assert day is not None  # `known` leaves those out that nobody knows since when
    return day


def _unbroken(silent: list[Expected], reported: list[tuple[Period, Entry]]) -> Expected | None:
    """The first of the silent months that no reported month follows."""
    last = max((month for month, _ in reported), default=None)
    after = [e for e in silent if last is None or e.span > last]
    return min(after, key=lambda e: e.span, default=None)


def matrix(
    terms: Terms,
    periods: Iterable[Period],
    entries: Iterable[Entry],
    *,
    on: date,
    seen_on: date | None = None,
    within: Period | None = None,
) -> list[Cell]:
    """The cells of several periods, as known on a day; `seen_on` as in `cells`; with `within` only
    of its months."""
    every = list(entries)
    book = account(every, known_at=on)
    return [
        cell
        for period in periods
        for cell in cells(
            terms, period, book, every, on=on, known_at=on, seen_on=seen_on, within=within
        )
    ]
