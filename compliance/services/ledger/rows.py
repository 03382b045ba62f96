"""A table of transfers entered whole, or not at all.

Rows are judged in the order of the table, each against the ledger and the rows before it, some
hundreds at a time: the questions that `recording` asks once a line are asked here once a part, and
the memory taken is that of a part, however long the table.
"""

from __future__ import annotations

import uuid
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from operator import attrgetter
from typing import TYPE_CHECKING

from django.db import connection, transaction

from compliance import core, queries
from compliance.core.ledger import Entry, Problem, Row, problems, read_row
from compliance.core.ledger.drafts import already, span_of
from compliance.core.ledger.rows import MORE_COLUMNS, REFERENCE, TableRow, folded, renamed, together
from compliance.core.ledger.spreadsheet import differing
from compliance.core.period import Period
from compliance.core.regime import Terms
from compliance.core.state import name
from compliance.models import Cap, Committee, Commodity, Report, Transfer
from compliance.models.ledger import LONG
from compliance.queries.ledger.exported import batched, by_reference
from compliance.services.ledger.locking import ONE_BY_ONE, lock_every_cap, wait_for
from compliance.services.ledger.notices import issue_notices
from compliance.services.ledger.recording import (
    Held,
    Source,
    countable,
    follow,
    known_before,
    line_of,
    report_of,
    revision_problems,
    source_problems,
)
from compliance.services.ledger.rejected import Rejected
from compliance.services.ledger.staging import Staged, newest_line


if TYPE_CHECKING:
    from django.contrib.auth.models import User


PART = 500  # rows judged and written at once
FEW = 200  # rows whose usage is followed line by line; after more the steps catch up
NOTHING = core.ledger.account([])


@dataclass(frozen=True)
class Judged:
    """What becomes of a row, with everything wrong in it and what a person should look at."""

    place: int
    verdict: str  # "new", "corrects", "held" or "wrong"
    problems: tuple[Problem, ...] = ()
    flags: tuple[Problem, ...] = ()
    line: Transfer | None = None


@dataclass(frozen=True)
class Entered:
    """A row that was entered: its line, and what a person should look at in it."""

    line: Transfer
    flags: tuple[Problem, ...] = ()


@transaction.atomic
def enter_rows(
    rows: Iterable[Mapping[str | None, object]],
    *,
    committee: Committee,
    by: User | None,
    at: datetime,
) -> list[Entered]:
    """The rows of a table in their order, a report a row; a row that `revises` another corrects it.

    All or nothing: raises `Rejected` with every problem of every row, each at its column.
    """
    table = [TableRow(place, words) for place, words in enumerate(rows, start=1)]
    entered: list[Entered] = []

    def keep(row: Judged) -> None:
        if row.line is not None:
            entered.append(Entered(row.line, row.flags))

    enter_table(table, committee=committee, by=by, at=at, tell=keep, first=True)
    return entered


@transaction.atomic
def enter_table(
    table: Iterable[TableRow],
    *,
    committee: Committee,
    by: User | None,
    at: datetime,
    tell: Callable[[Judged], None],
    leave_held: bool = False,
    checking: bool = False,
    first: bool = False,
) -> None:
    """Every row of a table entered, and each told of; or none of them, and `Rejected` raised.

    `leave_held`: a row that says what is held already, cell by cell, is left out and no problem.
    `checking`: nothing is kept whatever comes of it; every row is told of as if it were entered.
    Others may write while the rows are judged; where that matters to them, nothing is kept and
    `Overtaken` raised. With `first` nobody else writes before it is done.
    """
    desk = _Desk(committee=committee, by=by, at=at, leave_held=leave_held, first=first)
    wrong: list[Problem] = []
    for part in batched(table, PART):
        for judged in desk.judge(part):
            wrong += judged.problems[: max(0, MOST_SAID - len(wrong))]
            tell(judged)
    if wrong:
        raise Rejected(wrong)
    if checking:
        transaction.set_rollback(True)
    else:
        desk.enter()


class Overtaken(Exception):
    """Somebody wrote, while a table was judged, what its rows have to be judged by anew."""


MOST_SAID = 1_000  # problems in a refusal; each row was told of before


@dataclass
class _Flow:
    """What stands and counts between two States of a good, to be asked for by days."""

    short: list[Entry] = field(default_factory=list)  # by first day
    long: list[Entry] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        if entry.period.end - entry.period.start > LONG:
            self.long.append(entry)
        else:
            insort(self.short, entry, key=_first_day)

    def drop(self, series: uuid.UUID) -> None:
        self.short = [e for e in self.short if e.series != series]
        self.long = [e for e in self.long if e.series != series]

    def counted(self, span: Period) -> tuple[Entry, ...]:
        """The entries that count in a span, as the account of the whole flow has them."""
        while True:
            near = [e for e in self._between(span) if e.period.overlaps(span)]
            near += [e for e in self.long if e.period.overlaps(span)]
            if not near:
                return ()
            wider = Period(
                min(span.start, *(e.period.start for e in near)),
                max(span.end, *(e.period.end for e in near)),
            )
            if wider == span:
                return core.ledger.account(near).counted
            span = wider

    def _between(self, span: Period) -> Iterator[Entry]:
        begin = bisect_left(self.short, max(span.start, date.min + LONG) - LONG, key=_first_day)
        for place in range(begin, len(self.short)):
            if self.short[place].period.start >= span.end:
                return
            yield self.short[place]


_first_day = attrgetter("period.start")


_Law = tuple[list[Terms], Held, Held, dict[str, Commodity]]


def _every_cap() -> list[Cap]:
    return list(Cap.objects.with_terms().exclude(commodity=None).order_by("pk"))


def _law(caps: list[Cap]) -> _Law:
    """What rows are judged by beside the ledger."""
    terms = [cap.terms for cap in caps if cap.computed]
    return terms, *countable(), {good.code: good for good in Commodity.objects.all()}


class _Desk:
    """The law, the ledger around some rows, and the rows judged but not written yet."""

    def __init__(
        self,
        *,
        committee: Committee,
        by: User | None,
        at: datetime,
        leave_held: bool,
        first: bool,
    ) -> None:
        self.committee, self.by, self.at, self.leave_held = committee, by, at, leave_held
        wait_for(ONE_BY_ONE)  # before any of them locks a cap
        self.first = first
        self.newest = newest_line()
        self.caps = lock_every_cap() if first else _every_cap()
        self.law = _law(self.caps)
        self.terms, self.units, self.products, self.goods = self.law
        self.waiting: list[tuple[Report, Transfer, Judged]] = []
        self.written: dict[int, Transfer] = {}  # of this part, by place
        self.few: list[Transfer] | None = []  # written so far, while they are few
        self.corrected: list[Transfer] = []
        self.touched: set[str] = set()  # goods
        self.staged = Staged()
        _lay_seen()

    # A part of the table

    def judge(self, part: list[TableRow]) -> Iterator[Judged]:
        """Each row of a part, judged and written; all of them as told afterwards."""
        read: list[tuple[TableRow, Row, list[Problem]]] = []
        answers: dict[int, Judged] = {}
        for given in part:
            if not given.whole:
                answers[given.place] = Judged(given.place, "wrong", given.unread)
                continue
            row, said = read_row(given.words, given.place, terms=self.terms)
            said = _once([*given.unread, *said])
            if given.unread or any(p.code in UNFIT for p in said):
                answers[given.place] = Judged(given.place, "wrong", tuple(said), row.flags)
                continue
            read.append((given, row, said))
        between: dict[int, list[Problem]] = defaultdict(list)
        seen, corrected = _seen(read)
        for problem in together([row for _, row, _ in read], seen=seen, corrected=corrected):
            between[problem.row].append(problem)
        _see(read)
        held = by_reference(
            (row.reference for _, row, _ in read if REFERENCE.fullmatch(row.reference)),
            terms=self.terms,
        )
        self.flows = self._around(row for _, row, _ in read)
        self.lines = by_reference(
            (row.revises for _, row, _ in read if row.revises), terms=self.terms
        )
        for given, row, said in read:
            answers[given.place] = self._one(
                given, row, _once([*said, *between[given.place]]), held
            )
        self.write(answers)
        for given in part:
            yield answers[given.place]

    def _around(self, rows: Iterable[Row]) -> dict[tuple[str, str, str], _Flow]:
        wanted = set()
        for row in rows:
            draft = row.draft
            span = span_of(draft)
            if span is not None and draft.commodity in self.goods:
                good = self.goods[draft.commodity].pk
                wanted.add((good, draft.supplier, draft.recipient, span.start, span.last_day))
        flows: dict[tuple[str, str, str], _Flow] = defaultdict(_Flow)
        for entry in queries.ledger.standing_near(wanted):
            flows[entry.flow].add(entry)
        return flows

    # One row

    def _one(
        self,
        given: TableRow,
        row: Row,
        said: list[Problem],
        held: Mapping[str, tuple[Transfer, dict[str, str]]],
    ) -> Judged:
        place = given.place
        if (found := held.get(row.reference.upper())) is not None:
            line, cells = found
            other = differing(given.words, cells)
            if self.leave_held and not other and not any(p.code == "repeated" for p in said):
                return Judged(place, "held", flags=row.flags)
            said.append(_held(row, line, other if self.leave_held else []))
        said += [
            Problem(column, "beside", BY_THE_FORM)
            for column in MORE_COLUMNS
            if given.words.get(column) and row.reference.upper() not in held
        ]
        last = None
        if row.revises:
            last, more = self._revised(row)
            said += more
        source = Source(
            committee=self.committee,
            kind="notification",
            known_on=row.known_on,
            key=row.reference,
            reporting_state=row.reporting_state or None,
            document=row.reference,
            source_url=row.source_url,
        )
        said += source_problems(source, [row.draft], self.at, said)
        said += problems(
            [row.draft],
            terms=self.terms,
            book=NOTHING,
            known_on=row.known_on or self.at.date(),
            units=self.units,
            products=self.products,
            reporting_state=source.reporting_state,
        )
        said += self._repeated(row, last)
        if said:
            return Judged(place, "wrong", tuple(_once(renamed(p, place) for p in said)), row.flags)
        judged = Judged(place, "corrects" if last else "new", flags=row.flags)
        self._take(row, source, last, judged)
        return judged

    def _revised(self, row: Row) -> tuple[Transfer | None, list[Problem]]:
        """The newest revision of the line that a row corrects, and what forbids that."""
        if row.revises.upper() not in self.lines and any(
            report.key == row.revises for report, _, _ in self.waiting
        ):
            self.write({})
            self.lines |= by_reference([row.revises], terms=self.terms)
        line, cells = self.lines.get(row.revises.upper(), (None, {}))
        if line is None or cells["reference"] != row.revises:
            words = f"No row {row.revises[:100]!r} was entered before."
            return None, [Problem("revises", "not_held", words)]
        last = queries.ledger.revisions(str(line.series)).last()
        assert last is not None
        found = revision_problems(line, last, _reason(row))
        if last.withdrawn:
            words = "This line was withdrawn; record it anew instead."
            found.append(Problem("line", "withdrawn", words))
        if line.commodity.code != row.draft.commodity:
            words = f"{row.revises} is of another good, hence of another cap."
            found.append(Problem("revises", "another_cap", words))
        if row.known_on and line.known_on and row.known_on < line.known_on:
            words = f"{row.revises} was reported on {line.known_on}, after this row."
            found.append(Problem("revises", "older", words))
        return last, [*found, *known_before(last, row.known_on, "A correction", "corrects")]

    def _repeated(self, row: Row, last: Transfer | None) -> list[Problem]:
        """A span is reported once; a new figure for it corrects the line that stands."""
        draft, span = row.draft, span_of(row.draft)
        flow = draft.commodity, draft.supplier, draft.recipient
        if span is None or flow not in self.flows:
            return []
        entries = [
            e for e in self.flows[flow].counted(span) if last is None or e.series != last.series
        ]
        entry = already(draft, span, entries)
        if entry is None:
            return []
        where = f"line {entry.id}" if entry.id > 0 else f"row {-entry.id}"
        if entry.id > 0 and (place := _place_of(entry.id)):
            where = f"row {place}"
        assert entry.quantity is not None
        return [
            Problem(
                "first_day",
                "already_reported",
                f"{name(draft.supplier)} has already reported "
                f"{entry.quantity.amount.normalize():,f} {entry.quantity.unit} for {entry.period} "
                f"({where}, known on {entry.known_on}); correct that instead, by `revises`.",
                draft.row,
            )
        ]

    def _take(self, row: Row, source: Source, last: Transfer | None, judged: Judged) -> None:
        """The row waits to be written; the rows after it are judged as if it were."""
        draft, report = row.draft, report_of(source, self.by, self.at)
        series = last.series if last else uuid.uuid5(uuid.NAMESPACE_URL, f"{source.key}#1")
        line = line_of(
            report,
            draft,
            self.goods[draft.commodity],
            series,
            last.revision + 1 if last else 1,
            self.by,
            self.at,
            reason=_reason(row) if last else "",
            like=last,
        )
        self.waiting.append((report, line, judged))
        self.touched.add(draft.commodity)
        if last is not None:
            self.corrected.append(last)
            for flow in self.flows.values():
                flow.drop(last.series)
        entry = replace(line.entry, id=-judged.place)
        if entry.counts:
            self.flows[entry.flow].add(entry)

    # Writing

    def write(self, answers: dict[int, Judged]) -> None:
        """The rows that wait, written; their answers have their lines then."""
        if not self.waiting:
            return
        self.staged.copy(Report, [report for report, _, _ in self.waiting])
        for report, line, _ in self.waiting:
            line.report = report
        lines = self.staged.copy(Transfer, [line for _, line, _ in self.waiting])
        for line, (_, _, judged) in zip(lines, self.waiting, strict=True):
            self.written[judged.place] = line
        for place, line in self.written.items():
            if place in answers:
                answers[place] = replace(answers[place], line=line)
        if answers:
            self.written.clear()
        if self.few is not None:
            self.few = [*self.few, *lines] if len(self.few) + len(lines) <= FEW else None
        self.waiting.clear()

    def enter(self) -> None:
        """The rows moved into the ledger, and what follows from them: usage and notices.

        Only now do others wait. Raises `Overtaken` where what they wrote meanwhile could change
        what was said of a row.
        """
        self.staged.forget_views()
        if not self.first:
            self.caps = lock_every_cap()
            if _law(self.caps) != self.law or self.staged.overtaken(self.newest):
                raise Overtaken
        self.staged.move()
        caps = [cap for cap in self.caps if cap.commodity and cap.commodity.code in self.touched]
        if self.few is not None:
            follow(caps, self.few, self.at, self.corrected)
            return
        for cap in caps:  # usage is folded until the steps have caught up: `projection.catch_up`
            if cap.computed:
                issue_notices(cap=cap, at=self.at)


UNFIT = frozenset({"control_characters", "missing_column"})  # not fit to be asked about


BY_THE_FORM = (
    "A table cannot bring this yet: leave it empty, or enter this line by the form, which can."
)


def _reason(row: Row) -> str:
    return row.draft.note or f"Revised by {row.reference}."


def _held(row: Row, line: Transfer, other: list[str]) -> Problem:
    words = f"{row.reference} was entered already, known on {line.known_on}"
    if other:
        words += f", with another {', '.join(other)}"
    return Problem(
        "reference",
        "already_held",
        f"{words}; a new figure is a row of its own that revises it.",
    )


def _once(found: Iterable[Problem]) -> list[Problem]:
    """Each problem of a row once a field and rule, in the order in which they were found."""
    return list({(p.field, p.code): p for p in found}.values())


# What the rows before these were, for as long as the transaction lasts


def _lay_seen() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "create temporary table if not exists import_seen "
            "(kind text, said text, place int, primary key (kind, said)) on commit drop"
        )
        cursor.execute("delete from import_seen")


def _seen(read: list[tuple[TableRow, Row, list[Problem]]]) -> tuple[dict[str, int], dict[str, int]]:
    found: tuple[dict[str, int], dict[str, int]] = ({}, {})
    with connection.cursor() as cursor:
        cursor.execute(
            "select kind, said, place from import_seen "
            "where (kind, said) in (select * from unnest(%s::text[], %s::text[]))",
            _said(read)[:2],
        )
        for kind, said, place in cursor.fetchall():
            found[kind == "revises"][said] = place
    return found


def _see(read: list[tuple[TableRow, Row, list[Problem]]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into import_seen select * from unnest(%s::text[], %s::text[], %s::int[]) "
            "on conflict do nothing",
            _said(read),
        )


def _said(
    read: list[tuple[TableRow, Row, list[Problem]]],
) -> tuple[list[str], list[str], list[int]]:
    every = [("reference", folded(row.reference), row.draft.row) for _, row, _ in read]
    every += [("revises", row.revises, row.draft.row) for _, row, _ in read if row.revises]
    return [k for k, _, _ in every], [s for _, s, _ in every], [p for _, _, p in every]


def _place_of(line: int) -> int:
    """The row of this table that gave a line; 0 where none did."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select seen.place from compliance_transfer line "
            "join compliance_report report on report.id = line.report_id "
            "join import_seen seen on seen.kind = 'reference' and seen.said = lower(report.key) "
            "where line.id = %s",
            [line],
        )
        found = cursor.fetchone()
    return found[0] if found else 0
