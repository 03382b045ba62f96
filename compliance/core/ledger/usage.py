"""How much of a cap a period has used, which notices follow, and what to call it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from compliance.core.ledger.coverage import Coverage
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


@dataclass(frozen=True, slots=True)
class Crossing:
    """When a threshold was passed: in the world, and in what was known.

    crossed_in    the last day of the span whose supply passed it, by today's knowledge
    learnt_on     the first day on which what was known showed it; None: not yet
    """

    threshold: Threshold
    crossed_in: date | None
    learnt_on: date | None


def crossings(
    terms: Terms, period: Period, entries: list[Entry], policy: Policy, *, known_at: date | None
) -> tuple[Crossing, ...]:
    """For each threshold its two days, as known on a day."""
    entries = near(entries, period)
    days = sorted(
        {
            e.known_on
            for e in entries
            if e.known_on is not None and (known_at is None or e.known_on <= known_at)
        }
    )
    book = account(entries, known_at=known_at)
    now = usages(terms, period, book, policy)[0]
    by_end = sorted(now.counted, key=lambda c: (c.entry.period.end, c.entry.id))
    learnt: dict[Decimal, date] = {}
    for day in days:
        share = usages(terms, period, account(entries, known_at=day), policy)[0].share
        for threshold in terms.thresholds:
            if threshold.share <= share:
                learnt.setdefault(threshold.share, day)
    found = []
    for threshold in terms.thresholds:
        running, crossed = Decimal(0), None
        for c in by_end:
            running += c.quantity.amount
            if running >= threshold.share * now.limit.amount:
                crossed = c.entry.period.last_day
                break
        found.append(Crossing(threshold, crossed, learnt.get(threshold.share)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Status:
    """What to call a period of a cap, with the reason in one sentence."""

    code: str
    label: str
    reason: str


def status(
    terms: Terms, period: Period, used: Usage | None, coverage: Coverage, *, on: date
) -> Status:
    """The one function that names the status, for list, page, API, command and notice alike."""
    if terms.never_applied:
        return Status(
            "never_applied", "Never applied", f"{terms.citation} was replaced before it began."
        )
    if on < period.start:
        return Status("not_begun", "Not begun", f"The period begins on {period.start.isoformat()}.")
    if used is None:
        return Status("unknown", "Unknown", "The paragraph sets no published amount to measure by.")
    if not used.counted:
        return Status(
            "unknown",
            "Unknown",
            "No figure for this period has been read in public. Unknown is not zero.",
        )
    amount = f"{used.used.amount.normalize():,f} {used.used.unit}"
    limit = f"{used.limit.amount.normalize():,f} {used.limit.unit}"
    least = "" if coverage.complete and used.whole else "at least "
    if used.share > 1:
        return Status("exceeded", "Exceeded", f"{least}{amount} reported, over {limit}.")
    if used.share == 1:
        return Status("reached", "Reached", f"{least}{amount} reported, all of {limit}.")
    passed = reached(used, terms.thresholds)
    if passed:
        top = passed[-1]
        percent = f"{top.share * 100:f}".rstrip("0").rstrip(".")
        code, label = (
            ("stop_due", "Stop due") if top.effect == "stop" else ("notice_due", "Notice due")
        )
        return Status(code, label, f"{least}{amount} reported, at or over {percent} % of {limit}.")
    first = min(terms.thresholds, key=lambda t: t.share, default=None)
    below = (
        f"{least}{amount} reported, below the first Notice at "
        f"{(first.share * used.limit.amount).normalize():,f} {used.limit.unit}"
        if first
        else f"{least}{amount} of {limit} reported"
    )
    if on >= period.end and coverage.complete:
        return Status("closed", "Closed", f"{below}; the period has ended and every report is in.")
    missing = "" if coverage.complete else f"; {coverage.missing_words}"
    return Status("open", "Open", f"{below}{missing}.")
