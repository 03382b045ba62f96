"""How much of a cap is used, by whom, known since when: one value for page, API and command."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from compliance import core
from compliance.core.ledger import (
    KINDS,
    Account,
    Cell,
    Counted,
    Coverage,
    Crossing,
    Entry,
    Status,
    Usage,
)
from compliance.core.period import OutsideSchedule, Period
from compliance.core.quantity import Policy
from compliance.core.regime import Terms
from compliance.models import Cap, Notice, Report, Transfer
from compliance.models.ledger import TransferQuerySet


class NoSuchPeriod(LookupError):
    """A period that the cap does not have; the message says which it has."""


class NotComputed(LookupError):
    """A cap whose usage cannot be worked out; the message says why."""


def lines() -> TransferQuerySet:
    return Transfer.objects.with_source()


def reports() -> QuerySet[Report]:
    return Report.objects.select_related("committee")


def notices() -> QuerySet[Notice]:
    return Notice.objects.select_related("cap")


def entries(cap: Cap) -> list[Entry]:
    """Every revision of every line that the cap concerns, in one query."""
    return [line.entry for line in lines().under(cap)]


def every_entry() -> list[Entry]:
    """All lines of all goods, for setting claims against them."""
    return [line.entry for line in lines()]


@dataclass(frozen=True)
class CapUsage:
    """One period of one cap, as known on a day, by one conversion policy.

    `usages` has one value a limit, the binding one first; it is empty for a cap whose amount is
    not published. `days` are the days on which what is known of this period changed.
    """

    cap: Cap
    terms: Terms
    period: Period
    known_at: date
    policy: Policy
    usages: tuple[Usage, ...]
    coverage: Coverage
    status: Status
    cells: tuple[Cell, ...]
    crossings: tuple[Crossing, ...]
    days: tuple[date, ...]
    book: Account

    @property
    def binding(self) -> Usage | None:
        return self.usages[0] if self.usages else None

    @property
    def measured(self) -> bool:
        """Whether there is a number to show: a blank is never a zero."""
        return self.binding is not None and bool(self.binding.counted)

    @property
    def label(self) -> str:
        """The period as people name it: 2023, or its first and last day."""
        return period_label(self.period)

    def by_supplier(self) -> dict[str, Decimal]:
        """What each supplier's counted lines add up to, in the binding limit's unit."""
        sums: dict[str, Decimal] = {}
        for counted in self.binding.counted if self.binding else ():
            supplier = counted.entry.supplier
            sums[supplier] = sums.get(supplier, Decimal(0)) + counted.quantity.amount
        return dict(sorted(sums.items(), key=lambda item: -item[1]))

    def counted(self, entry: Entry) -> Counted | None:
        """An entry as it counts against the binding limit, if it does."""
        usage = self.binding
        return next((c for c in usage.counted if c.entry.id == entry.id), None) if usage else None


def period_label(period: Period) -> str:
    first, last = period.start, period.last_day
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and (
        first.year == last.year
    ):
        return str(first.year)
    return f"{first.isoformat()}/{last.isoformat()}"


def period(cap: Cap, said: str | None, *, today: date) -> Period:
    """The cap period that somebody means by "2023", "2023-05-01" or "2023-01-01/2023-12-31".

    Nothing said: the period running today, or the last one the cap had. Raises `NoSuchPeriod`.
    """
    if not cap.scheduled:
        raise NotComputed(f"{cap.title} is {cap.shape}: it has no periods to count in.")
    terms = cap.terms
    try:
        if said is None:
            last = min(
                [today] + [d for d in (terms.last_day, terms.schedule.last_day) if d is not None]
            )
            return terms.schedule.containing(max(last, terms.schedule.first_day))
        if len(said) == 4 and said.isascii() and said.isdigit():
            return terms.year(int(said))
        first, _, last_said = said.partition("/")
        found = terms.schedule.containing(date.fromisoformat(first))
        if last_said and found.last_day != date.fromisoformat(last_said):
            raise NoSuchPeriod(
                f"The period that holds {first} runs from {found}; {last_said} is not its last day."
            )
        return found
    except OutsideSchedule as outside:
        raise NoSuchPeriod(
            f"{outside}; {cap.title} counts from {terms.schedule.first_day}"
            + (f" to {terms.schedule.last_day}." if terms.schedule.last_day else ".")
        ) from outside
    except ValueError as wrong:
        raise NoSuchPeriod(
            f"{said!r} is no period; give a year as 2023, a day as 2023-05-01, "
            "or a first and last day as 2023-01-01/2023-12-31."
        ) from wrong


def usage(
    cap: Cap,
    *,
    period: Period,
    known_at: date,
    policy: Policy,
    lines: Iterable[Entry] | None = None,
) -> CapUsage:
    """One period of a cap, as known on a day. Two queries at most; none where lines are given."""
    if not cap.scheduled:
        raise NotComputed(f"{cap.title} is {cap.shape}: there is no flow to add up.")
    terms = cap.terms
    mine = list(lines) if lines is not None else entries(cap)
    book = core.ledger.account(mine, known_at=known_at)
    usages = core.ledger.usages(terms, period, book, policy)
    matrix = core.ledger.cells(terms, period, book, mine, on=known_at, known_at=known_at)
    coverage = core.ledger.coverage(matrix)
    return CapUsage(
        cap=cap,
        terms=terms,
        period=period,
        known_at=known_at,
        policy=policy,
        usages=usages,
        coverage=coverage,
        status=core.ledger.status(
            terms, period, usages[0] if usages else None, coverage, on=known_at
        ),
        cells=matrix,
        crossings=core.ledger.crossings(terms, period, mine, policy, known_at=known_at)
        if usages
        else (),
        days=tuple(
            sorted(
                {
                    e.known_on
                    for e in mine
                    if e.known_on
                    and e.period.overlaps(period)
                    and (e.counts or e.kind == "vanished" or e.withdrawn)
                }
            )
        ),
        book=book,
    )


def history(cap: Cap, *, known_at: date, policy: Policy) -> list[CapUsage]:
    """Every period of a cap that had begun by a day, oldest first. One query."""
    if not cap.scheduled:
        raise NotComputed(f"{cap.title} is {cap.shape}: it has no periods to count in.")
    mine = entries(cap)
    return [
        usage(cap, period=span, known_at=known_at, policy=policy, lines=mine)
        for span in cap.terms.schedule.until(known_at)
        if cap.terms.in_force(span.start)
    ]


def revisions(series: str) -> QuerySet[Transfer]:
    """The history of one line, first revision first."""
    return lines().filter(series=series).order_by("revision")


def as_data(value: CapUsage) -> dict[str, Any]:
    """The value for machines: plain types, decimals whole. API and command share it."""
    binding = value.binding
    used = binding.used.amount if binding and value.measured else None
    return {
        "cap": value.cap.slug,
        "title": value.cap.title,
        "citation": value.terms.citation,
        "period": value.label,
        "first_day": value.period.start,
        "last_day": value.period.last_day,
        "known_at": value.known_at,
        "policy": value.policy.slug,
        "book": "reported",
        "limit": binding.limit.amount if binding else None,
        "unit": binding.limit.unit if binding else None,
        "used": used,
        "share": binding.share if binding and value.measured else None,
        "left": binding.left.amount if binding and value.measured else None,
        "lower_bound": not (value.coverage.complete and (binding is None or binding.whole)),
        "status": value.status.code,
        "reason": value.status.reason,
        "limits": [
            {
                "limit": u.limit.amount,
                "unit": u.limit.unit,
                "used": u.used.amount if u.counted else None,
                "share": u.share if u.counted else None,
            }
            for u in value.usages
        ],
        "coverage": {
            "expected": value.coverage.expected,
            "due": value.coverage.due,
            "received": value.coverage.received,
            "silent": value.coverage.silent,
            "unclear": value.coverage.unclear,
            "unknown": value.coverage.unknown,
            "waiting": value.coverage.waiting,
            "last_known_on": value.coverage.last_known_on,
        },
        "by_supplier": value.by_supplier(),
        "thresholds": [
            {
                "share": c.threshold.share,
                "amount": c.threshold.share * binding.limit.amount if binding else None,
                "effect": c.threshold.effect,
                "crossed_in": c.crossed_in,
                "learnt_on": c.learnt_on,
            }
            for c in value.crossings
        ],
        "knowledge_days": list(value.days),
        "entries": [
            {
                "id": c.entry.id,
                "supplier": c.entry.supplier,
                "first_day": c.entry.period.start,
                "last_day": c.entry.period.last_day,
                "kind": c.entry.kind,
                "amount": c.quantity.amount,
                "unit": c.quantity.unit,
                "reported_amount": c.entry.quantity.amount if c.entry.quantity else None,
                "reported_unit": c.entry.quantity.unit if c.entry.quantity else None,
                "how": c.converted.how,
                "factor": c.converted.factor.factor if c.converted.factor else None,
                "factor_source": c.converted.factor.source if c.converted.factor else None,
                "known_on": c.entry.known_on,
                "known_not_before": c.entry.known_not_before,
                "confidence": c.entry.confidence,
                "marks": list(c.marks),
                "source": c.entry.source,
            }
            for c in (binding.counted if binding else ())
        ],
    }


def matrix_data(value: CapUsage) -> list[dict[str, Any]]:
    """The matrix for machines: a row a supplier and month; a silent month has null, never 0."""
    rows = []
    for cell in value.cells:
        counted = value.counted(cell.entry) if cell.entry else None
        known = counted is not None and cell.state in ("quantity", "nil", "sum")
        rows.append(
            {
                "supplier": cell.supplier,
                "month": f"{cell.month.start:%Y-%m}",
                "state": cell.state,
                "amount": counted.quantity.amount if counted and known else None,
                "unit": counted.quantity.unit if counted and known else None,
                "sum_first_day": cell.entry.period.start
                if cell.entry and cell.state == "sum"
                else None,
                "sum_last_day": cell.entry.period.last_day
                if cell.entry and cell.state == "sum"
                else None,
                "due_on": cell.due_on,
                "known_on": cell.entry.known_on if cell.entry and known else None,
                "days_late": cell.days_late,
                "marks": list(cell.marks),
                "entry": cell.entry.id if cell.entry else None,
            }
        )
    return rows


def near(lines: Iterable[Entry], period: Period) -> list[Entry]:
    """The lines that can have a say in a period: those that touch it, and those that touch these.

    A sum across the edge is judged with the months inside it, wherever they lie.
    """
    every, first, end = list(lines), period.start, period.end
    while True:
        found = [e for e in every if e.period.start < end and first < e.period.end]
        wider = (
            min([first, *(e.period.start for e in found)]),
            max([end, *(e.period.end for e in found)]),
        )
        if wider == (first, end):
            return found
        first, end = wider


def years(
    cap: Cap, *, lines: Iterable[Entry], known_at: date, policy: Policy
) -> tuple[CapUsage, ...]:
    """Every period that had begun by a day, oldest first, without its crossings: for pages that
    set periods side by side. No query."""
    terms, mine = cap.terms, list(lines)
    book = core.ledger.account(mine, known_at=known_at)
    found = []
    for period in terms.schedule.until(known_at):
        if not terms.in_force(period.start):
            continue
        usages = core.ledger.usages(terms, period, book, policy)
        matrix = core.ledger.cells(terms, period, book, mine, on=known_at, known_at=known_at)
        coverage = core.ledger.coverage(matrix)
        found.append(
            CapUsage(
                cap=cap,
                terms=terms,
                period=period,
                known_at=known_at,
                policy=policy,
                usages=usages,
                coverage=coverage,
                status=core.ledger.status(
                    terms, period, usages[0] if usages else None, coverage, on=known_at
                ),
                cells=matrix,
                crossings=(),
                days=(),
                book=book,
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class Learnt:
    """A day on which what is known of a period changed: what came, and where it then stood."""

    day: date
    usage: Usage | None
    coverage: Coverage
    came: tuple[Entry, ...]


def learnt(value: CapUsage, *, lines: Iterable[Entry]) -> tuple[Learnt, ...]:
    """The days on which what is known of a period changed, first to last. No query."""
    every = list(lines)
    mine = near(every, value.period)
    found = []
    for day in value.days:
        book = core.ledger.account(mine, known_at=day)
        usages = core.ledger.usages(value.terms, value.period, book, value.policy)
        matrix = core.ledger.cells(value.terms, value.period, book, every, on=day, known_at=day)
        came = tuple(
            e
            for e in mine
            if e.known_on == day
            and value.period.overlaps(e.period)
            and (e.counts or e.kind == "vanished" or e.withdrawn)
        )
        found.append(Learnt(day, usages[0] if usages else None, core.ledger.coverage(matrix), came))
    return tuple(found)


def shares_around(
    value: CapUsage, *, lines: Iterable[Entry], day: date
) -> tuple[Decimal | None, Decimal | None]:
    """The binding share of a period as known the day before a day, and on it. No query."""
    mine = list(lines)
    found: list[Decimal | None] = []
    for known_at in (day - timedelta(days=1), day):
        book = core.ledger.account(mine, known_at=known_at)
        usages = core.ledger.usages(value.terms, value.period, book, value.policy)
        found.append(usages[0].share if usages and usages[0].counted else None)
    return found[0], found[1]


def standing(rows: TransferQuerySet, *, known_at: date | None = None) -> TransferQuerySet:
    """What stands on a day, as `core.ledger.standing` says it, in SQL."""
    later = Transfer.objects.filter(series=OuterRef("series"), revision__gt=OuterRef("revision"))
    if known_at is not None:
        later, rows = later.filter(known_on__lte=known_at), rows.filter(known_on__lte=known_at)
    return rows.filter(~Exists(later), withdrawn=False)


def explain_data(value: CapUsage, *, lines: Iterable[Entry]) -> dict[str, Any]:
    """How the figure comes about, for machines: the law, what counts, and why the rest does not."""
    paragraph = value.cap.measure.paragraph
    whole = as_data(value)
    return {
        **{name: whole[name] for name in _HEAD},
        "law": {
            "citation": value.terms.citation,
            "words": paragraph.words,
            "digest": paragraph.digest,
            "url": paragraph.resolution.url,
        },
        "counted": whole["entries"],
        "left_out": [
            {
                "id": entry.id,
                "supplier": entry.supplier,
                "first_day": entry.period.start,
                "last_day": entry.period.last_day,
                "kind": entry.kind,
                "amount": entry.quantity.amount if entry.quantity else None,
                "unit": entry.quantity.unit if entry.quantity else None,
                "known_on": entry.known_on,
                "why": code,
                "because": because,
            }
            for entry, code, because in _left_out(value, list(lines))
        ],
    }


_HEAD = (
    "cap",
    "title",
    "citation",
    "period",
    "first_day",
    "last_day",
    "known_at",
    "policy",
    "book",
    "limit",
    "unit",
    "used",
    "share",
    "lower_bound",
    "status",
    "reason",
)


def _left_out(value: CapUsage, lines: list[Entry]) -> Iterator[tuple[Entry, str, str]]:
    """The lines that touch the period and do not count in it, each with its reason."""
    used = value.binding
    counted = {c.entry.id for c in used.counted} if used else set()
    unconverted = {e.id for e in used.unconverted} if used else set()
    astride = {e.id for e in used.astride} if used else set()
    book = value.book
    stands = {e.id for e in core.ledger.standing(lines, known_at=value.known_at)}
    clashing = {e.id for e in book.clashing}
    for entry in sorted(lines, key=lambda e: (e.period.start, e.supplier, e.id)):
        if entry.id in counted or not entry.period.overlaps(value.period):
            continue
        if entry.known_on is None:
            yield entry, "unknown", f"{KINDS[entry.kind].capitalize()}."
        elif entry.known_on > value.known_at:
            yield entry, "not_yet_known", f"It became known on {entry.known_on}."
        elif entry.withdrawn:
            yield entry, "withdrawn", "It was withdrawn."
        elif entry.id not in stands:
            yield entry, "corrected", "A later revision of the line takes its place."
        elif entry.id in book.replaced:
            by = ", ".join(str(pk) for pk in book.replaced[entry.id])
            yield entry, "replaced", f"Its place is taken by line {by}."
        elif entry.id in book.inside:
            yield entry, "inside_sum", f"It is contained in line {book.inside[entry.id]}."
        elif entry.id in clashing:
            yield entry, "clashing", "It lies across the edge of a line that counts."
        elif entry.id in astride:
            yield entry, "astride", "It lies across the edge of the period."
        elif entry.id in unconverted:
            yield entry, "unconverted", "Neither its source nor the policy gives the cap's unit."
        elif not entry.counts:
            yield entry, entry.kind, f"{KINDS[entry.kind].capitalize()}."
        else:
            yield entry, "no_limit", "The paragraph sets no published amount to count against."
