"""What a figure stands for: the span of amounts that its digits and its words allow."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


HALF = Decimal("0.5")

# How a figure may be put; "exact" is a figure with no word before it.
MODIFIERS = ("exact", "about", "over", "under", "up_to", "range")


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


def band(
    value: Decimal,
    modifier: str = "exact",
    *,
    low: Decimal | None = None,
    high: Decimal | None = None,
) -> Band:
    """The amounts that a figure with its word stands for; `low` and `high` are those of a range."""
    if modifier == "range":
        return Band(value if low is None else low, value if high is None else high)
    unit = last_digit(value)
    match modifier:
        case "about":
            return Band(value - unit, value + unit)
        case "over":
            return Band(value, value + unit)
        case "under" | "up_to":
            return Band(value - unit, value)
    return Band(value - unit * HALF, value + unit * HALF)
