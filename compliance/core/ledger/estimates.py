"""The estimated book: what somebody worked out by a method, set beside the reports, never added.

Two books over the same period are compared and not summed: the same oil must not count twice,
and the gap between them is itself the news. No function here gives back a sum of both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from compliance.core.ledger.entries import Account, Entry
from compliance.core.period import Period
from compliance.core.quantity import Policy, Quantity, convert
from compliance.core.regime import Terms


FILLS = (Decimal(1) / 3, Decimal("0.5"), Decimal("0.9"))  # the usual ones: a third, a half, 90 %


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` up to `high`; None is "no upper bound is given"."""

    low: Decimal
    high: Decimal | None

    def over(self, other: Decimal) -> Range:
        return Range(self.low / other, None if self.high is None else self.high / other)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a scenario was worked out from, as far as its source says; None is "not said"."""

    calls: int | None = None
    tonnage: Decimal | None = None  # tons a call, full
    fill_low: Decimal | None = None
    fill_high: Decimal | None = None
    factor: Decimal | None = None

    def worked_out(self) -> Range | None:
        """The scenario again; None where an input is not said."""
        if self.calls is None or self.tonnage is None or self.factor is None:
            return None
        fills = [fill for fill in (self.fill_low, self.fill_high) if fill is not None]
        if not fills:
            return None
        made = [
            scenario(calls=self.calls, tonnage=self.tonnage, fill=fill, factor=self.factor).amount
            for fill in fills
        ]
        return Range(min(made), max(made))


def scenario(*, calls: int, tonnage: Decimal, fill: Decimal, factor: Decimal) -> Quantity:
    """Barrels that so many calls of tankers of a size bring, filled so far, at so many a ton."""
    if calls < 0 or tonnage < 0 or not 0 <= fill <= 1 or factor <= 0:
        raise ValueError("calls and tonnage are 0 or more, a fill is a share, a factor is positive")
    return Quantity(calls * tonnage * fill * factor, "bbl")


def at_fill(amount: Decimal, *, stated_fill: Decimal, fill: Decimal) -> Decimal:
    """What a result stated at one fill would be at another: the other inputs cancel out."""
    return amount * fill / stated_fill


def implied_tonnage(*, barrels: Decimal, calls: int, fill: Decimal, factor: Decimal) -> Decimal:
    """The mean tons of a tanker that a stated result stands for: `scenario` turned round."""
    return barrels / (calls * fill * factor)


@dataclass(frozen=True, slots=True)
class Estimate:
    """One estimate of one span: low, central and high as its source states them."""

    id: int
    key: str
    made_by: str
    commodity: str
    supplier: str | None
    recipient: str
    period: Period
    unit: str
    known_on: date
    low: Decimal | None = None
    central: Decimal | None = None
    high: Decimal | None = None
    open_above: bool = False
    method: str = ""
    inputs: Inputs = Inputs()
    source: str = ""
    confidence: str = ""
    note: str = ""
    replaces: str | None = None

    def __post_init__(self) -> None:
        if self.low is None and self.central is None and self.high is None:
            raise ValueError("an estimate has a number; without one it is an allegation")

    @property
    def range(self) -> Range:
        """From the least to the most that its source allows; "up to" alone has no floor."""
        stated = [x for x in (self.low, self.central, self.high) if x is not None]
        floor = [x for x in (self.low, self.central) if x is not None]
        return Range(min(floor, default=Decimal(0)), None if self.open_above else max(stated))


def standing_estimates(estimates: Iterable[Estimate], *, known_at: date) -> list[Estimate]:
    """The estimates known on a day, less those that another of the same maker had replaced."""
    seen = [e for e in estimates if e.known_on <= known_at]
    replaced = {e.replaces for e in seen if e.replaces}
    return sorted((e for e in seen if e.key not in replaced), key=lambda e: (e.known_on, e.key))


@dataclass(frozen=True, slots=True)
class Beside:
    """The reported book for the months that an estimate's span touches, by one knowledge.

    `low` is what the lines inside those months make. Lines that reach over the edge of the months
    (`touching`) may lie inside or not: `high` has them whole. `silent` are the supplier-months
    that no line covers, so that the reports say little there.
    """

    months: Period
    low: Decimal
    high: Decimal
    lines: tuple[Entry, ...]
    touching: tuple[Entry, ...]
    unconverted: tuple[Entry, ...]


def beside(
    terms: Terms, estimate: Estimate, book: Account, policy: Policy, *, everyone: bool = False
) -> Beside:
    """What was reported for an estimate's months, never mixed with it: by the State it speaks of,
    or by everyone."""
    touched = list(estimate.period.months())
    months = Period(touched[0].start, touched[-1].end)
    low = high = Decimal(0)
    lines, touching, unconverted = [], [], []
    for entry in book.counted:
        if (
            not terms.concerns(
                commodity=entry.commodity, supplier=entry.supplier, recipient=entry.recipient
            )
            or (not everyone and estimate.supplier and entry.supplier != estimate.supplier)
            or not entry.period.overlaps(months)
        ):
            continue
        assert entry.quantity is not None
        made = convert(
            entry.quantity,
            stated=entry.stated,
            unit=estimate.unit,
            policy=policy,
            commodity=entry.commodity,
            supplier=entry.supplier,
            product=entry.product,
        )
        if made is None:
            if entry.quantity.amount != 0:
                unconverted.append(entry)
            continue
        high += made.quantity.amount
        if months.covers(entry.period):
            low += made.quantity.amount
            lines.append(entry)
        else:
            touching.append(entry)
    return Beside(months, low, high, tuple(lines), tuple(touching), tuple(unconverted))


def gap(estimate: Estimate, reported: Beside) -> Range:
    """Estimate less reports of the same months: a range of its own, below zero where the reports
    are the greater."""
    stated = estimate.range
    return Range(
        stated.low - reported.high, None if stated.high is None else stated.high - reported.low
    )


def ratio(estimate: Estimate, reported: Beside) -> Range | None:
    """How many times the reports the estimate is; None where nothing was reported."""
    if reported.low == 0:
        return None
    stated = estimate.range
    return Range(
        stated.low / reported.high, None if stated.high is None else stated.high / reported.low
    )


@dataclass(frozen=True, slots=True)
class Estimated:
    """The estimated book of one cap period, as known on a day.

    Estimates overlap, so they are never added to each other either: the period used at least the
    greatest of their lows (each is a floor of the period that holds its span). `central` and
    `high` are the greatest stated; `high_open` says that one of them gives no upper bound.
    """

    limit: Quantity | None
    low: Decimal | None
    central: Decimal | None
    high: Decimal | None
    high_open: bool
    estimates: tuple[Estimate, ...]
    low_by: Estimate | None = None
    astride: tuple[Estimate, ...] = ()

    def share(self, amount: Decimal | None) -> Decimal | None:
        return None if amount is None or self.limit is None else amount / self.limit.amount

    @property
    def code(self) -> str:
        """What the floor alone says, in the words of `core.ledger.status`."""
        share = self.share(self.low)
        if share is None:
            return "unknown"
        return "exceeded" if share > 1 else "reached" if share == 1 else "open"


def estimated(
    terms: Terms, period: Period, estimates: Iterable[Estimate], *, known_at: date
) -> Estimated:
    """The estimated book of a cap period; `astride` are estimates that reach over its edge."""
    limit = terms.limits[0] if terms.limits else None
    mine = [
        e
        for e in standing_estimates(estimates, known_at=known_at)
        if e.commodity == terms.commodity
        and terms.recipient in (None, e.recipient)
        and terms.supplier in (None, e.supplier)
        and e.period.overlaps(period)
        and (limit is None or e.unit == limit.unit)
    ]
    inside = [e for e in mine if period.covers(e.period)]
    floor = max(inside, key=lambda e: e.range.low, default=None)
    return Estimated(
        limit=limit,
        low=floor.range.low if floor else None,
        central=max((e.central for e in inside if e.central is not None), default=None),
        high=max((e.high for e in inside if e.high is not None), default=None),
        high_open=any(e.open_above for e in inside),
        estimates=tuple(inside),
        low_by=floor,
        astride=tuple(e for e in mine if not period.covers(e.period)),
    )
