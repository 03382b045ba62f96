"""The lines of a span: which stand on a day, what they make, and which days they leave open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from compliance.core.ledger import BESIDE, Entry, account
from compliance.core.period import Period
from compliance.core.quantity import UNITS, Policy, Quantity
from compliance.core.review.tolerance import Band, rounding


# How many of each unit make one of the base unit of its kind: 1 bbl is 42 US gallons.
PER_BASE: dict[str, Decimal] = {
    "bbl": Decimal(1),
    "gal_us": Decimal(42),
    "L": Decimal("158.987"),
    "m3": Decimal("0.158987"),
    "t": Decimal(1),
    "kt": Decimal("0.001"),
    "kg": Decimal(1000),
    "USD": Decimal(1),
}

# The span of factors, in barrels a ton, by which anybody has yet turned refined petroleum.
LEAST_FACTOR = Decimal("7.0")
GREATEST_FACTOR = Decimal("8.4")

ZERO = Decimal(0)


def alike(one: str, other: str) -> bool:
    """Whether both units measure the same kind of thing, by a definition and not by a factor."""
    return one == other or (
        one in PER_BASE and other in PER_BASE and UNITS[one][0] == UNITS[other][0]
    )


def in_unit(quantity: Quantity, unit: str) -> Decimal:
    """The amount in a unit that is alike."""
    if quantity.unit == unit:
        return quantity.amount
    return quantity.amount * PER_BASE[unit] / PER_BASE[quantity.unit]


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in the unit of a claim: as its source states it, or worked out by a factor.

    `amount` is by the policy; `raw` and `off` are what a factor of 1 would make of the figure
    and of its rounding, so that another factor can be tried.
    """

    entry: Entry
    amount: Decimal
    rounding: Decimal
    raw: Decimal = ZERO
    off: Decimal = ZERO
    inverse: bool = False  # the factor divides: barrels are turned into tons

    @property
    def worked_out(self) -> bool:
        return self.raw != 0


@dataclass(frozen=True, slots=True)
class Tally:
    """The lines that lie in a span, with what touches it and what it leaves open."""

    unit: str
    lines: tuple[Line, ...]
    touching: tuple[Entry, ...]  # they reach over the edge, or cannot be put in the unit
    open: tuple[tuple[str, Period], ...]  # days that no line covers, by supplier

    @property
    def total(self) -> Decimal | None:
        """What the lines make; None if there is none."""
        return sum((line.amount for line in self.lines), ZERO) if self.lines else None

    @property
    def rounding(self) -> Decimal:
        return sum((line.rounding for line in self.lines), ZERO)

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(line.entry.id for line in self.lines)

    @property
    def all_nil(self) -> bool:
        return all(line.amount == 0 for line in self.lines)

    def fits(self, band: Band, *, rounded: bool) -> bool:
        """Whether the sum by the policy is inside, where asked with the lines' own rounding."""
        total = self.total
        if total is None:
            return False
        return (band.widened(self.rounding) if rounded else band).holds(total)

    def factor_for(self, band: Band, *, rounded: bool) -> Decimal | None:
        """The one factor from 7.0 to 8.4 for all lines worked out with which the sum fits.

        Of those that do, the nearest to the one that meets the middle of the band. The sum is a
        straight line over the factor (over its inverse for tons), so two bounds settle it.
        """
        turned = [line for line in self.lines if line.worked_out]
        if not turned or len({line.inverse for line in turned}) != 1:
            return None
        inverse = turned[0].inverse
        fixed = sum((line.amount for line in self.lines if not line.worked_out), ZERO)
        raw = sum((line.raw for line in turned), ZERO)
        near = off = ZERO
        if rounded:
            near = sum((line.rounding for line in self.lines if not line.worked_out), ZERO)
            off = sum((line.off for line in turned), ZERO)
        least, greatest = LEAST_FACTOR, GREATEST_FACTOR
        if inverse:
            least, greatest = 1 / GREATEST_FACTOR, 1 / LEAST_FACTOR
        low, high = least, greatest
        if band.low is not None:
            low = max(least, (band.low - near - fixed) / (raw + off))
        if band.high is not None:
            high = min(greatest, (band.high + near - fixed) / (raw - off))
        if low > high:
            return None
        ends = [end for end in (band.low, band.high) if end is not None]
        middle = (sum(ends, ZERO) / len(ends) - fixed) / raw
        chosen = min(max(middle, low), high)
        return 1 / chosen if inverse else chosen


class Book:
    """The lines of a day, asked for by flow and span."""

    def __init__(self, entries: Iterable[Entry], *, policy: Policy, known_at: date) -> None:
        # A figure that has vanished from the table still stands: its mark takes no place.
        kept = [entry for entry in entries if entry.kind != "vanished" or entry.withdrawn]
        self.policy = policy
        self.entries = kept
        self.account = account(kept, known_at=known_at)
        self.lines = self.account.counted
        self.beside = tuple(entry for entry in self.account.others if entry.kind in BESIDE)

    def of(
        self, *, commodity: str, supplier: Sequence[str], recipient: Sequence[str]
    ) -> tuple[Entry, ...]:
        """The lines of these suppliers to those recipients; nobody named means all."""
        return tuple(
            entry
            for entry in self.lines
            if entry.commodity == commodity
            and (not supplier or entry.supplier in supplier)
            and (not recipient or entry.recipient in recipient)
        )

    def tally(
        self,
        *,
        commodity: str,
        supplier: Sequence[str],
        recipient: Sequence[str],
        span: Period,
        unit: str,
    ) -> Tally:
        """What the lines of a span make in a unit, and which of its days none covers."""
        inside: list[Line] = []
        touching: list[Entry] = []
        names = dict.fromkeys(supplier)
        for entry in self.of(commodity=commodity, supplier=supplier, recipient=recipient):
            if not entry.period.overlaps(span):
                continue
            names.setdefault(entry.supplier)
            line = put(entry, unit=unit, policy=self.policy) if span.covers(entry.period) else None
            if line is None:
                touching.append(entry)
            else:
                inside.append(line)
        gaps = tuple(
            (name, gap)
            for name in names
            for gap in _gaps(span, [i.entry.period for i in inside if i.entry.supplier == name])
        )
        return Tally(unit, tuple(inside), tuple(touching), gaps)


def put(entry: Entry, *, unit: str, policy: Policy) -> Line | None:
    """A line in a unit; None if neither its source nor the policy says how."""
    assert entry.quantity is not None  # a line that counts has one
    if entry.quantity.amount == 0:
        return Line(entry, ZERO, ZERO)
    for said in (entry.quantity, entry.stated):
        if said is not None and alike(said.unit, unit):
            off = in_unit(Quantity(rounding(said.amount), said.unit), unit)
            return Line(entry, in_unit(said, unit), off)
    if entry.quantity.unit not in PER_BASE or unit not in PER_BASE:
        return None
    kinds = UNITS[entry.quantity.unit][0], UNITS[unit][0]
    if kinds not in (("mass", "volume"), ("volume", "mass")):
        return None
    factor = policy.factor(
        commodity=entry.commodity,
        supplier=entry.supplier,
        from_unit="t",
        to_unit="bbl",
        product=entry.product,
    )
    if factor is None:
        return None
    into = PER_BASE[unit] / PER_BASE[entry.quantity.unit]
    raw, off = entry.quantity.amount * into, rounding(entry.quantity.amount) * into
    if kinds[0] == "mass":
        return Line(entry, raw * factor.factor, off * factor.factor, raw, off)
    return Line(entry, raw / factor.factor, off / factor.factor, raw, off, inverse=True)


def _gaps(span: Period, parts: list[Period]) -> list[Period]:
    """The days of a span that none of the parts covers."""
    gaps, at = [], span.start
    for part in sorted(parts):
        if at < part.start:
            gaps.append(Period(at, part.start))
        at = max(at, part.end)
    if at < span.end:
        gaps.append(Period(at, span.end))
    return gaps
