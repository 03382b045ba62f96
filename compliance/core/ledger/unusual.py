"""Whether a figure is of an unusual size beside what the same State reported before."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from compliance.core.period import Period
from compliance.core.quantity import Quantity


LEAST = 3  # figures before which nothing can be called unusual
TIMES = 5


def unusual(
    quantity: Quantity, span: Period, before: Sequence[tuple[Quantity, Period]]
) -> str | None:
    """A sentence where the figure is five times the usual or a fifth of it, or less; else None.

    The figures are all in one unit; each is taken by the day, so that a quarter is not held
    against a month. The usual is the median of those above zero.
    """
    rates = [held.amount / days(period) for held, period in before if held.amount > 0]
    if len(rates) < LEAST or quantity.amount <= 0:
        return None
    usual = Decimal(median(rates)) * days(span)
    if usual / TIMES < quantity.amount < usual * TIMES:
        return None
    times, more = (
        (quantity.amount / usual, "times")
        if quantity.amount > usual
        else (usual / quantity.amount, "times less than")
    )
    return (
        f"Unusual size: {times:,.0f} {more} the usual {usual:,.0f} {quantity.unit} for a span of "
        f"{days(span)} days, by the {len(rates)} figures before it. Right, if the document says so."
    )


def days(period: Period) -> int:
    return (period.end - period.start).days
