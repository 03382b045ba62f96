"""A figure beside what the same State reported before."""

from __future__ import annotations

from decimal import Decimal

import pytest

from compliance.core.ledger.unusual import unusual
from compliance.core.quantity import Quantity
from tests.factories.ledger import span


def held(*amounts: int) -> list:
    return [
        (Quantity(Decimal(amount), "bbl"), span(f"2023-{month:02}"))
        for month, amount in enumerate(amounts, start=1)
    ]


def said(amount: str, days: str = "2023-08", before: list | None = None) -> str | None:
    known = before if before is not None else held(10_000, 11_000, 12_000, 0)
    return unusual(Quantity(Decimal(amount), "bbl"), span(days), known)


@pytest.mark.parametrize("amount", ["3000", "11000", "40000", "0"])
def test_the_usual_is_passed_over(amount: str) -> None:
    assert said(amount) is None


def test_a_slip_of_a_digit_is_seen() -> None:
    assert said("110000") == (
        "Unusual size: 9 times the usual 12,000 bbl for a span of 31 days, by the 3 figures before "
        "it. Right, if the document says so."
    )
    assert "times less than the usual" in str(said("1100"))


def test_a_year_is_not_held_against_a_month() -> None:
    assert said("132000", "2022") is None


def test_with_few_figures_nothing_is_unusual() -> None:
    assert said("999999", before=held(10_000, 11_000, 0)) is None
