"""Stated totals and shares against the account: they hold, fail, or cannot be compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from compliance.core.ledger import Band, Entry, band
from compliance.core.period import Period
from compliance.core.quantity import Policy, Quantity
from compliance.core.review.lines import Book, Tally


CODES = {
    "holds": "Holds",
    "fails": "Fails",
    "not_comparable": "Not comparable",
}
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Asserted:
    """A running total, or a share of a cap in per cent, as somebody stated it on a day."""

    commodity: str
    supplier: str | None  # None: all suppliers together
    recipient: str
    period: Period
    stated: Quantity
    modifier: str = "exact"
    known_on: date | None = None

    @property
    def is_share(self) -> bool:
        return self.stated.unit == "percent"


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of the check, and by which figures.

    `as_known_on` is the day whose lines were taken: that on which it was stated, since a running
    total speaks of the table of its day; else the day of the question. `factor` is the one number
    of barrels a ton with which it holds where that of the policy does not fit.
    """

    code: str
    reason: str
    stated: Quantity
    ours: Quantity | None = None
    difference: Decimal | None = None
    as_known_on: date | None = None
    factor: Decimal | None = None
    lines: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"{self.code!r} is none of {', '.join(CODES)}")

    @property
    def label(self) -> str:
        return CODES[self.code]


def check(
    asserted: Asserted,
    entries: Iterable[Entry],
    *,
    policy: Policy,
    known_at: date,
    limit: Quantity | None = None,
) -> Checked:
    """A stated total against the sum of the lines of its span, within the tolerance of its digits
    and words and the lines' own rounding. A share needs the `limit` it is of."""
    every = list(entries)
    if asserted.is_share and limit is None:
        return Checked(
            "not_comparable", "No limit is held of which this is a share.", asserted.stated
        )
    wanted = _band(asserted, limit)
    unit = limit.unit if asserted.is_share and limit else asserted.stated.unit
    days = dict.fromkeys([min(asserted.known_on or known_at, known_at), known_at])
    tallies = [(day, _tally(asserted, every, unit, policy, day)) for day in days]
    some = [(day, tally) for day, tally in tallies if tally.lines]
    if not some:
        return Checked(
            "not_comparable",
            "No line of its suppliers in its span can be put in its unit.",
            asserted.stated,
        )
    for day, tally in some:
        if tally.fits(wanted, rounded=True):
            return _checked("holds", asserted, limit, wanted, day, tally, None)
    for day, tally in some:
        factor = tally.factor_for(wanted, rounded=True)
        if factor is not None:
            return _checked("holds", asserted, limit, wanted, day, tally, factor)
    day, tally = min(some, key=lambda pair: _off(wanted, pair[1]))
    return _checked("fails", asserted, limit, wanted, day, tally, None)


def _band(asserted: Asserted, limit: Quantity | None) -> Band:
    stated = band(asserted.stated.amount, asserted.modifier)
    if asserted.is_share and limit is not None:
        return stated.times(limit.amount / HUNDRED)
    return stated


def _tally(asserted: Asserted, entries: list[Entry], unit: str, policy: Policy, day: date) -> Tally:
    return Book(entries, policy=policy, known_at=day).tally(
        commodity=asserted.commodity,
        supplier=(asserted.supplier,) if asserted.supplier else (),
        recipient=(asserted.recipient,),
        span=asserted.period,
        unit=unit,
    )


def _off(wanted: Band, tally: Tally) -> Decimal:
    total, low, high = tally.total, wanted.low, wanted.high
    assert total is not None
    assert low is not None
    assert high is not None
    return max(low - total, total - high, Decimal(0))


def _checked(
    code: str,
    asserted: Asserted,
    limit: Quantity | None,
    wanted: Band,
    day: date,
    tally: Tally,
    factor: Decimal | None,
) -> Checked:
    total = tally.total
    assert total is not None
    ours = Quantity(total, tally.unit)
    if asserted.is_share and limit is not None:
        ours = Quantity(total * HUNDRED / limit.amount, "percent")
    off = asserted.stated.amount - ours.amount
    rounded = "" if wanted.holds(total) else " within the rounding of the lines"
    how = {
        "holds": rounded if factor is None else f" at {factor:.2f} bbl a ton for all tons",
        "fails": "",
    }[code]
    lines = "1 line makes" if len(tally.lines) == 1 else f"{len(tally.lines)} lines make"
    stands = f"stands for {_n(wanted.low)} to {_n(wanted.high)} {tally.unit}"
    open_days = "; some months have no line" if tally.open else ""
    return Checked(
        code,
        f"{_n(asserted.stated.amount)} {asserted.stated.unit} {stands}; as known on {day} "
        f"{lines} {_n(total)} {tally.unit}{open_days}: it {code}{how}.",
        asserted.stated,
        ours,
        off,
        day,
        factor,
        tally.ids,
    )


def _n(amount: Decimal | None) -> str:
    return "…" if amount is None else f"{amount.quantize(Decimal('0.001')).normalize():,f}"
