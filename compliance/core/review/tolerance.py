"""What a figure stands for: the span of amounts that its digits and its words allow."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from compliance.core.review.values import Statement


HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Band:
    """Amounts from `low` to `high`, both included; None is open on that side."""

    low: Decimal | None
    high: Decimal | None

    def holds(self, amount: Decimal) -> bool:
        return (self.low is None or self.low <= amount) and (
            self.high is None or amount <= self.high
        )

    def meets(self, low: Decimal, high: Decimal) -> bool:
        """Whether any amount from `low` to `high` is inside."""
        return (self.low is None or self.low <= high) and (self.high is None or low <= self.high)

    def widened(self, by: Decimal) -> Band:
        return Band(
            None if self.low is None else self.low - by,
            None if self.high is None else self.high + by,
        )

    def times(self, factor: Decimal) -> Band:
        """The same band in another unit; `factor` is positive."""
        return Band(
            None if self.low is None else self.low * factor,
            None if self.high is None else self.high * factor,
        )

    def taken_from(self, whole: Decimal) -> Band:
        """What is used, where this band is what is left of a whole."""
        return Band(
            None if self.high is None else whole - self.high,
            None if self.low is None else whole - self.low,
        )


def last_digit(amount: Decimal) -> Decimal:
    """One unit of the last digit, once trailing zeros are dropped; 0 for a nil, which is exact.

    "67,300" counts hundreds, "1.36 million" ten thousands, "27.5" tenths.
    """
    if amount == 0:
        return Decimal(0)
    exponent = amount.normalize().as_tuple().exponent
    assert isinstance(exponent, int)  # a finite number
    return Decimal(1).scaleb(exponent)


def rounding(amount: Decimal) -> Decimal:
    """How far a line's own figure may be off: half a unit of its last digit."""
    return last_digit(amount) * HALF


def stands_for(statement: Statement) -> Band | None:
    """The band of a statement's figure; None if it gives no amount at all."""
    value = statement.value
    if value is None:
        if statement.low is None and statement.high is None:
            return None
        return Band(statement.low, statement.high)
    if statement.modifier == "range":
        return Band(
            value if statement.low is None else statement.low,
            value if statement.high is None else statement.high,
        )
    unit = last_digit(value)
    match statement.modifier:
        case "about":
            return Band(value - unit, value + unit)
        case "over":
            return Band(value, value + unit)
        case "under" | "up_to":
            return Band(value - unit, value)
    return Band(value - unit * HALF, value + unit * HALF)
