"""How much of a cap a period has used, and which notices follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from compliance.core.ledger.entries import Account, Entry, account, near
from compliance.core.period import Period
from compliance.core.quantity import Converted, Policy, Quantity, convert, total
from compliance.core.regime import Terms, Threshold


@dataclass(frozen=True, slots=True)
class Counted:
    """An entry as it counts against a limit, with the way it was turned into the limit's unit."""

    entry: Entry
    converted: Converted
    marks: tuple[str, ...] = ()

    @property
    def quantity(self) -> Quantity:
        return self.converted.quantity


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of one limit one period of a cap has used.

    `unconverted` are entries for which neither source nor policy gives the limit's unit: they are
    not in `used`, and while there are any `used` is a lower bound. `astride` likewise lie across
    the period's edge, and `clashing` across another entry's.
    """

    limit: Quantity
    used: Quantity
    counted: tuple[Counted, ...] = ()
    unconverted: tuple[Entry, ...] = ()
    astride: tuple[Entry, ...] = ()
    clashing: tuple[Entry, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every entry of the period is in `used`; if not, `used` is a lower bound."""
        return not (self.unconverted or self.astride or self.clashing)

    @property
    def turned(self) -> bool:
        """Whether a figure in it was turned by a factor."""
        return any(c.converted.factor for c in self.counted)

    @property
    def evidence(self) -> tuple[int, ...]:
        """The ids of the entries it is the sum of."""
        return tuple(c.entry.id for c in self.counted)

    @property
    def share(self) -> Decimal:
        """Used over limit; 1 is the whole cap."""
        return self.used.amount / self.limit.amount

    @property
    def left(self) -> Quantity:
        return self.limit - self.used


def usage(
    terms: Terms, period: Period, book: Account, policy: Policy, *, limit: Quantity | None = None
) -> Usage:
    """What the counted entries of a period add up to, against one limit (the first if not said)."""
    limit = limit or terms.limits[0]
    counted: list[Counted] = []
    unconverted: list[Entry] = []
    astride: list[Entry] = []
    for entry in book.counted:
        if not terms.concerns(
            commodity=entry.commodity, supplier=entry.supplier, recipient=entry.recipient
        ) or not period.overlaps(entry.period):
            continue
        if not period.covers(entry.period):
            astride.append(entry)
            continue
        assert entry.quantity is not None
        converted = convert(
            entry.quantity,
            stated=entry.stated,
            unit=limit.unit,
            policy=policy,
            commodity=entry.commodity,
            supplier=entry.supplier,
            product=entry.product,
        )
        if converted is None and entry.quantity.amount == 0:
            converted = Converted(Quantity(Decimal(0), limit.unit), "nil in any unit")
        if converted is None:
            unconverted.append(entry)
        else:
            counted.append(Counted(entry, converted, book.marks.get(entry.id, ())))
    used = total((c.quantity for c in counted), unit=limit.unit)
    clashing = tuple(
        e
        for e in book.clashing
        if period.overlaps(e.period)
        and terms.concerns(commodity=e.commodity, supplier=e.supplier, recipient=e.recipient)
    )
    return Usage(limit, used, tuple(counted), tuple(unconverted), tuple(astride), clashing)


def usages(terms: Terms, period: Period, book: Account, policy: Policy) -> tuple[Usage, ...]:
    """One usage a limit, the binding one (the greatest share) first."""
    every = [usage(terms, period, book, policy, limit=limit) for limit in terms.limits]
    return tuple(sorted(every, key=lambda u: -u.share))


def counted_in(entry: Entry, terms: Terms) -> Period:
    """The one cap period an entry counts in; `Straddles` or `OutsideSchedule` if there is none."""
    return terms.period_of(entry.period)


def reached(used: Usage, thresholds: Iterable[Threshold]) -> list[Threshold]:
    """The thresholds at which notice is due, lowest first."""
    return sorted((t for t in thresholds if t.share <= used.share), key=lambda t: t.share)


class Seen(Protocol):
    """What a crossing asks of a usage: a sum will do."""

    @property
    def share(self) -> Decimal: ...

    @property
    def turned(self) -> bool: ...


# The whole of a cap: one threshold more than the paragraph names, for every cap.
WHOLE = Threshold(Decimal("1.0000"), "reached")


@dataclass(frozen=True, slots=True)
class Crossing:
    """A threshold and its days: in the world, in what was known, and as it should have been.

    crossed_in      the last day of the span whose supply passed it, by what is known on the day
                    of the question; None: not passed
    learnt_on       the first day on which the figures then known showed it; None: never yet
    standing_since  the day since which the figures have shown it without a break; None: they do
                    not now, be it that they never did or that a correction undid it
    knowable_on     as `learnt_on`, but no figure was turned by a factor nobody had published yet
    in_time_on      the day on which it would have been known had every report been in time
    """

    threshold: Threshold
    crossed_in: date | None
    learnt_on: date | None
    standing_since: date | None = None
    knowable_on: date | None = None
    in_time_on: date | None = None

    @property
    def due(self) -> bool:
        """Whether notice is due by our arithmetic on what is known now."""
        return self.crossed_in is not None

    @property
    def lag_days(self) -> int | None:
        """From the crossing to the day it was learnt."""
        if self.crossed_in is None or self.learnt_on is None:
            return None
        return (self.learnt_on - self.crossed_in).days

    @property
    def lost_days(self) -> int | None:
        """How much earlier it would have been known had every report been in time."""
        if self.in_time_on is None or self.learnt_on is None:
            return None
        return (self.learnt_on - self.in_time_on).days


def crossings(
    terms: Terms,
    period: Period,
    entries: list[Entry],
    policy: Policy,
    *,
    known_at: date | None,
    seen: Iterable[tuple[date, Seen]] | None = None,
    now: Usage | None = None,
) -> tuple[Crossing, ...]:
    """For each threshold, and for the whole cap, its days as known on a day.

    `seen` is the binding usage on each day on which one changed, and `now` that of the day asked,
    where somebody has them already.
    """
    if seen is None or now is None:
        entries = near(entries, period)
    if now is None:
        now = usages(terms, period, account(entries, known_at=known_at), policy)[0]
    if seen is None:
        days = sorted({e.known_on for e in entries if e.known_on is not None})
        seen = (
            (day, usages(terms, period, account(entries, known_at=day), policy)[0])
            for day in days
            if known_at is None or day <= known_at
        )
    seen = [(day, then) for day, then in seen if known_at is None or day <= known_at]
    return tuple(
        _crossing(terms, threshold, now, seen, policy, known_at) for threshold in marks(terms)
    )


def marks(terms: Terms) -> tuple[Threshold, ...]:
    """The thresholds that the paragraph names, and the whole of the cap."""
    named = any(t.share == 1 for t in terms.thresholds)
    return (*terms.thresholds, *(() if named else (WHOLE,)))


def _crossing(
    terms: Terms,
    threshold: Threshold,
    now: Usage,
    seen: list[tuple[date, Seen]],
    policy: Policy,
    known_at: date | None,
) -> Crossing:
    mark = threshold.share * now.limit.amount
    running, crossed = Decimal(0), None
    if now.used.amount >= mark:
        for c in sorted(now.counted, key=lambda c: (c.entry.period.end, c.entry.id)):
            running += c.quantity.amount
            if running >= mark:
                crossed = c.entry.period.last_day
                break
    learnt = since = knowable = None
    for day, then in seen:
        if then.share >= threshold.share:
            learnt = learnt or day
            since = since or day
            with_factor = _with_factor(day, then, policy)
            knowable = min(knowable or with_factor, with_factor)
        else:
            since = None
    if knowable and known_at and knowable > known_at:
        knowable = None
    due_days = terms.duty.due_days if terms.duty else 30
    return Crossing(
        threshold,
        crossed,
        learnt,
        since if crossed else None,
        knowable,
        crossed + timedelta(days=due_days) if crossed else None,
    )


def _with_factor(day: date, then: Seen, policy: Policy) -> date:
    """The day, or that on which the factor was published, if a figure was turned by one."""
    return max(day, policy.known_from) if then.turned and policy.known_from else day
