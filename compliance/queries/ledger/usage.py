"""How much of a cap is used, by whom, known since when: one value for every door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from compliance import core
from compliance.core.ledger import (
    NOTHING_ELSE,
    Account,
    Cell,
    Circumstances,
    Counted,
    Coverage,
    Crossing,
    Entry,
    Status,
    Usage,
    steps,
)
from compliance.core.ledger.usage import Seen
from compliance.core.period import OutsideSchedule, Period
from compliance.core.quantity import Policy
from compliance.core.regime import Terms
from compliance.models import Cap
from compliance.queries.ledger.circumstances import circumstances
from compliance.queries.ledger.rows import entries, every_entry, scope, seen_on
from compliance.queries.ledger.seen import seen_in_steps


MANY = 300  # lines of a period from which on its days are worked out month by month


class NoSuchPeriod(LookupError):
    """A period that the cap does not have; the message says which it has."""


class NotComputed(LookupError):
    """A cap whose usage cannot be worked out; the message says why."""


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
    circumstances: Circumstances = NOTHING_ELSE

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
    seen: date | None = None,
) -> CapUsage:
    """One period of a cap, as known on a day, from the lines that have a say in it.

    Three queries, or none where the cap's lines are given, if the cap comes from
    `queries.regime.caps`. Where the lines given are not all of the cap's, `seen` says on which
    day its table was last seen.
    """
    if not cap.scheduled:
        raise NotComputed(f"{cap.title} is {cap.shape}: there is no flow to add up.")
    terms = cap.terms
    mine = list(lines) if lines is not None else scope(cap, period)
    if lines is None:
        seen = seen_on(cap, known_at)
    book = core.ledger.account(mine, known_at=known_at)
    usages = core.ledger.usages(terms, period, book, policy)
    matrix = core.ledger.cells(
        terms, period, book, mine, on=known_at, known_at=known_at, seen_on=seen
    )
    coverage = core.ledger.coverage(matrix)
    besides = circumstances(cap, period, known_at=known_at)
    return CapUsage(
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
        crossings=crossings(cap, terms, period, mine, policy, known_at=known_at, now=usages[0])
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
        circumstances=besides,
    )


def crossings(
    cap: Cap,
    terms: Terms,
    period: Period,
    lines: list[Entry],
    policy: Policy,
    *,
    known_at: date,
    now: Usage | None = None,
) -> tuple[Crossing, ...]:
    """The crossings of a period, by the way that suits the number of its lines: of many from the
    steps that were made of them, if they stand. `now` is the binding usage on the day,
    where somebody has it already."""
    seen: Iterable[tuple[date, Seen]] | None = None
    if len(lines) > MANY:
        supposed = [line for line in lines if line.id < 0]  # lines that nobody reported
        kept = None
        if all(line.known_on == known_at for line in supposed):
            kept = seen_in_steps(cap, terms, period, policy, known_at=known_at)
        if kept is None:
            seen = steps.seen(terms, period, lines, policy)
        elif supposed:  # they are in no step, and change nothing before their day
            if now is None:
                book = core.ledger.account(lines, known_at=known_at)
                now = core.ledger.usages(terms, period, book, policy)[0]
            seen = [*((day, s) for day, s in kept.days if day < known_at), (known_at, now)]
        else:
            seen = kept.days
    return core.ledger.crossings(
        terms, period, lines, policy, known_at=known_at, seen=seen, now=now
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


def with_status(
    caps: Iterable[Cap],
    code: str,
    *,
    known_at: date,
    policy: Policy,
    lines: Iterable[Entry] | None = None,
) -> list[CapUsage]:
    """The caps whose period running on a day, or last one, has a status: the same value, by the
    same function, as the cap's own page. One query for the lines unless they are given."""
    held = [cap for cap in caps if cap.scheduled]
    every = list(lines) if lines is not None else every_entry()
    values = []
    for cap in held:
        mine = core.ledger.concerning(cap.terms, every)
        try:
            now = period(cap, None, today=known_at)
        except NoSuchPeriod:
            continue
        values.append(usage(cap, period=now, known_at=known_at, policy=policy, lines=mine))
    return [value for value in values if value.status.code == code]
