"""What changed: between periods, from day to day of knowledge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from compliance import core
from compliance.core.ledger import (
    Coverage,
    Entry,
    Usage,
)
from compliance.core.ledger.steps import Sum
from compliance.core.quantity import Policy
from compliance.models import Cap
from compliance.queries.ledger.circumstances import circumstances
from compliance.queries.ledger.seen import Seen, seen_in_steps
from compliance.queries.ledger.usage import CapUsage


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
        besides = circumstances(cap, period, known_at=known_at)
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
                    terms,
                    period,
                    usages[0] if usages else None,
                    coverage,
                    on=known_at,
                    circumstances=besides,
                ),
                cells=matrix,
                crossings=(),
                days=(),
                book=book,
                circumstances=besides,
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class Stood:
    """Where a period stood on a day: its binding usage, and the reports that were in."""

    usage: Usage | Sum | None
    coverage: Coverage

    @property
    def least(self) -> bool:
        """Whether a report is missing, or a line is left out: the figure is a lower bound."""
        return self.coverage.missing > 0 or not (self.usage is None or self.usage.whole)


@dataclass(frozen=True)
class Learnt(Stood):
    """A day on which what is known of a period changed: what came, and where it then stood."""

    day: date
    came: tuple[Entry, ...]


def learnt_of_many(
    value: CapUsage, *, lines: Iterable[Entry], most: int
) -> tuple[Learnt, ...] | None:
    """As `learnt`, from the steps of a period with many lines: of its days the newest few by the
    day asked, and of later ones the newest. None where no steps stand. One query."""
    seen = seen_in_steps(
        value.cap,
        value.terms,
        value.period,
        value.policy,
        known_at=max([value.known_at, *value.days]),
    )
    if seen is None:
        return None
    days = [day for day in value.days if day <= value.known_at][-most:]
    later = [day for day in value.days if day > value.known_at]
    days += later[-max(most - len(days), 1) :]
    by_day: dict[date, list[Entry]] = {day: [] for day in days}
    for e in lines:
        if e.known_on in by_day and value.period.overlaps(e.period):
            by_day[e.known_on].append(e)
    return tuple(
        Learnt(seen.on(day), seen.coverage(day, seen_on=day), day, tuple(by_day[day]))
        for day in days
    )


def learnt(value: CapUsage, *, lines: Iterable[Entry]) -> tuple[Learnt, ...]:
    """The days on which what is known of a period changed, first to last. No query."""
    every = list(lines)
    mine = core.ledger.near(every, value.period)
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
        usage = usages[0] if usages else None
        found.append(Learnt(usage, core.ledger.coverage(matrix), day, came))
    return tuple(found)


def stood_around(
    value: CapUsage, *, lines: Iterable[Entry], day: date
) -> tuple[Stood | None, Stood | None]:
    """A period as known the day before a day, and on it, where a figure was known. No query."""
    every = list(lines)
    mine = core.ledger.near(every, value.period)
    found: list[Stood | None] = []
    for known_at in (day - timedelta(days=1), day):
        book = core.ledger.account(mine, known_at=known_at)
        usages = core.ledger.usages(value.terms, value.period, book, value.policy)
        matrix = core.ledger.cells(
            value.terms, value.period, book, every, on=known_at, known_at=known_at
        )
        counted = usages and usages[0].counted
        found.append(Stood(usages[0], core.ledger.coverage(matrix)) if counted else None)
    return found[0], found[1]


def stood_in_steps(seen: Seen, *, day: date) -> tuple[Stood | None, Stood | None]:
    """As `stood_around`, from the steps of a period. No query."""
    before, after = (
        Stood(sum_, seen.coverage(at)) if (sum_ := seen.on(at)) else None
        for at in (day - timedelta(days=1), day)
    )
    return before, after
