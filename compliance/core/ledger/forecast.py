"""Where the reported book of a period may end: a band from pace, reporting lag and silence.

Method, a State at a time. Its months that have not come in are taken at the pace of its last
twelve reported months and of its last three; the lower of the two paces less an error makes the
low end, the higher plus the error the high end. The error is that of a sum of so many further
months, where months are half correlated (a bad season is bad for all its months), at 80 per cent
(10 per cent either side, Student's t). At the low end a month that is past due and silent brings
nothing, and a State silent for longer than it was ever late brings nothing at all; at the high
end silence ends and every month comes in. Ends of all States are added, as if they erred together.

It speaks of what will be reported, not of what was supplied. No band is drawn from fewer than
three reported months. `docs/ledger.md` has the test against 2018 to 2024.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from compliance.core.ledger.coverage import Cell
from compliance.core.ledger.entries import Account
from compliance.core.ledger.obligations import RECEIVED, Lag
from compliance.core.ledger.usage import Usage
from compliance.core.period import Period
from compliance.core.quantity import Policy, convert
from compliance.core.regime import Terms


LEAST_MONTHS = 3  # fewer reported months than these make no projection
LONG, SHORT = 12, 3  # months of the two paces
CORRELATION = Decimal("0.5")

# Student's t at 90 per cent for 1, 2, 3 … degrees of freedom.
T90 = tuple(
    Decimal(t)
    for t in [
        "3.078",
        "1.886",
        "1.638",
        "1.533",
        "1.476",
        "1.440",
        "1.415",
        "1.397",
        "1.383",
        "1.372",
        "1.363",
    ]
)

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Part:
    """One State's share of a projection: what its missing months may bring, and from what pace."""

    supplier: str
    missing: tuple[Period, ...]
    silent: int  # of these, past due and silent
    gone: bool  # silent for longer than it was ever late
    months_used: int
    pace_long: Decimal
    pace_short: Decimal
    month_low: Decimal
    month_high: Decimal
    low: Decimal
    central: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Reach:
    """When the supply may pass a threshold: between two days, None where it does not in the
    period on that path."""

    share: Decimal
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the reported book of a period may end, by what is known on a day."""

    unit: str
    limit: Decimal
    used: Decimal
    low: Decimal
    central: Decimal
    high: Decimal
    reported_months: int
    parts: tuple[Part, ...]
    reaches: tuple[Reach, ...]
    pace: Decimal | None  # a month, all States, mean of the last three months with a figure
    at_pace: Decimal | None  # used plus that pace for the months that have no figure at all
    pace_months: tuple[Period, ...] = ()

    @property
    def left_at_pace(self) -> Decimal | None:
        """The share of the cap left at the end of the period at that pace."""
        return None if self.at_pace is None else 1 - self.at_pace / self.limit

    def share(self, amount: Decimal) -> Decimal:
        return amount / self.limit


def forecast(
    terms: Terms,
    period: Period,
    used: Usage,
    matrix: Sequence[Cell],
    book: Account,
    policy: Policy,
    lags: Iterable[Lag],
) -> Forecast | None:
    """The projection; None from fewer than three months with a report."""
    reported = {cell.month for cell in matrix if cell.state in RECEIVED}
    if len(reported) < LEAST_MONTHS:
        return None
    paces = _monthly(terms, book, policy, used.limit.unit)
    late = {lag.supplier: lag for lag in lags}
    parts = []
    for supplier in dict.fromkeys(cell.supplier for cell in matrix):
        missing = [c for c in matrix if c.supplier == supplier and c.state not in RECEIVED]
        past = [m for m in sorted(paces[supplier]) if m.start < period.end]
        if missing and past:
            amounts = [paces[supplier][m] for m in past][-LONG:]
            parts.append(_part(supplier, missing, amounts, late.get(supplier)))
    amount = used.used.amount
    pace, months = _recent_pace(matrix, paces, period)
    empty = [m for m in period.months() if m not in reported]
    return Forecast(
        unit=used.limit.unit,
        limit=used.limit.amount,
        used=amount,
        low=_down(amount + sum((p.low for p in parts), ZERO)),
        central=_down(amount + sum((p.central for p in parts), ZERO)),
        high=_up(amount + sum((p.high for p in parts), ZERO)),
        reported_months=len(reported),
        parts=tuple(parts),
        reaches=_reaches(terms, period, used, paces, parts),
        pace=pace,
        at_pace=amount + pace * len(empty) if pace is not None else None,
        pace_months=months,
    )


def _monthly(
    terms: Terms, book: Account, policy: Policy, unit: str
) -> dict[str, dict[Period, Decimal]]:
    """What each State's months brought, for the pace alone: a sum is spread over its months."""
    found: dict[str, dict[Period, Decimal]] = defaultdict(dict)
    for entry in book.counted:
        if entry.quantity is None or not terms.concerns(
            commodity=entry.commodity, supplier=entry.supplier, recipient=entry.recipient
        ):
            continue
        made = convert(
            entry.quantity,
            stated=entry.stated,
            unit=unit,
            policy=policy,
            commodity=entry.commodity,
            supplier=entry.supplier,
            product=entry.product,
        )
        if made is None and entry.quantity.amount != 0:
            continue
        months = list(entry.period.months())
        for month in months:
            amount = made.quantity.amount / len(months) if made else ZERO
            held = found[entry.supplier].get(month, ZERO)
            found[entry.supplier][month] = held + amount
    return found


def _part(supplier: str, missing: list[Cell], amounts: list[Decimal], lag: Lag | None) -> Part:
    n, k = len(amounts), len(missing)
    long = sum(amounts, ZERO) / n
    recent = amounts[-SHORT:]
    short = sum(recent, ZERO) / len(recent)
    deviation = (sum(((x - long) ** 2 for x in amounts), ZERO) / (n - 1)).sqrt() if n > 1 else long
    t = T90[min(n - 1, len(T90)) - 1] if n > 1 else T90[0]
    error = t * deviation * ((1 + (k - 1) * CORRELATION) / k + Decimal(1) / n).sqrt()
    month_low = max(ZERO, min(long, short) - error)
    month_high = max(long, short) + error
    silent = sum(cell.state == "silent" for cell in missing)
    gone = bool(
        lag
        and lag.overdue_days is not None
        and lag.longest is not None
        and lag.overdue_days > lag.longest
    )
    return Part(
        supplier=supplier,
        missing=tuple(cell.month for cell in missing),
        silent=silent,
        gone=gone,
        months_used=n,
        pace_long=long,
        pace_short=short,
        month_low=ZERO if gone else month_low,
        month_high=month_high,
        low=ZERO if gone else month_low * (k - silent),
        central=ZERO if gone else (long + short) / 2 * k,
        high=month_high * k,
    )


def _recent_pace(
    matrix: Sequence[Cell], paces: dict[str, dict[Period, Decimal]], period: Period
) -> tuple[Decimal | None, tuple[Period, ...]]:
    """The mean of the last three months of the period that have a figure, all States together."""
    months = sorted({c.month for c in matrix if c.state in RECEIVED})[-SHORT:]
    if len(months) < SHORT:
        return None, ()
    total = sum((by_month.get(m, ZERO) for by_month in paces.values() for m in months), ZERO)
    return total / len(months), tuple(months)


def _reaches(
    terms: Terms,
    period: Period,
    used: Usage,
    paces: dict[str, dict[Period, Decimal]],
    parts: list[Part],
) -> tuple[Reach, ...]:
    """For each threshold the days between which the supply passes it, a month spread over its
    days."""
    fast: dict[Period, Decimal] = {}
    slow: dict[Period, Decimal] = {}
    for month in period.months():
        known = sum((by_month.get(month, ZERO) for by_month in paces.values()), ZERO)
        more = [p for p in parts if month in p.missing]
        fast[month] = known + sum((p.month_high for p in more), ZERO)
        slow[month] = known + sum((p.month_low for p in more), ZERO)
    shares = sorted({t.share for t in terms.thresholds} | {Decimal(1)})
    return tuple(
        Reach(
            share,
            _passes(fast, share * used.limit.amount),
            _passes(slow, share * used.limit.amount),
        )
        for share in shares
    )


def _passes(path: dict[Period, Decimal], mark: Decimal) -> date | None:
    running = ZERO
    for month, amount in path.items():
        if amount > 0 and running + amount >= mark:
            days = (month.end - month.start).days
            part = (mark - running) / amount * days
            return month.start + timedelta(days=min(days - 1, int(part)))
        running += amount
    return None


def _down(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), rounding=ROUND_FLOOR)


def _up(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), rounding=ROUND_CEILING)
