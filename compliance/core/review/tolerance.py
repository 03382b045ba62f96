"""What a statement's figure stands for, by the tolerance of `core.ledger`."""

from __future__ import annotations

from compliance.core.ledger.tolerance import HALF, Band, band, last_digit, rounding
from compliance.core.review.values import Statement


__all__ = ["HALF", "Band", "last_digit", "rounding", "stands_for"]


def stands_for(statement: Statement) -> Band | None:
    """The band of a statement's figure; None if it gives no amount at all."""
    if statement.value is None:
        if statement.low is None and statement.high is None:
            return None
        return Band(statement.low, statement.high)
    return band(statement.value, statement.modifier, low=statement.low, high=statement.high)
