"""What a figure stands for, in units of its last digit once trailing zeros are dropped."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from compliance.core.quantity import Policy
from compliance.core.review.lines import put
from compliance.core.review.tolerance import Band, last_digit, rounding, stands_for
from tests.core.review.book import claim
from tests.factories.law import factor
from tests.factories.ledger import book


@pytest.mark.parametrize(
    ("amount", "unit"),
    [
        ("67300", "100"),
        ("67,300".replace(",", ""), "100"),
        ("1360000", "10000"),  # "1.36 million"
        ("12000", "1000"),
        ("105842", "1"),
        ("27.5", "0.1"),
        ("21.980", "0.01"),  # a zero behind the point says no more than one before it
        ("10E+1", "100"),
        ("0", "0"),  # nil is exact
        ("0.000", "0"),
    ],
)
def test_the_last_digit_counts_once_trailing_zeros_are_dropped(amount: str, unit: str) -> None:
    assert last_digit(Decimal(amount)) == Decimal(unit)


@pytest.mark.parametrize(
    ("figure", "low", "high"),
    [
        ("67300 bbl", "67250", "67350"),
        ("12000 t", "11500", "12500"),
        ("27.5 percent", "27.45", "27.55"),
        ("about 1360000 bbl", "1350000", "1370000"),
        ("over 45000 bbl", "45000", "46000"),
        ("up to 34000 bbl", "33000", "34000"),
        ("under 20 percent", "10", "20"),
        ("60000..65000 t", "60000", "65000"),  # a range has no margin besides
        ("0 bbl", "0", "0"),
        ("about 0 bbl", "0", "0"),
    ],
)
def test_a_figure_stands_for_what_its_digits_and_words_allow(
    figure: str, low: str, high: str
) -> None:
    assert stands_for(claim(figure)) == Band(Decimal(low), Decimal(high))


def test_bounds_are_included() -> None:
    band = stands_for(claim("67300 bbl"))
    assert band is not None
    assert band.holds(Decimal(67250))
    assert band.holds(Decimal(67350))
    assert not band.holds(Decimal("67350.001"))


def test_a_line_is_rounded_by_half_a_unit_of_its_own_last_digit() -> None:
    assert rounding(Decimal(44655)) == Decimal("0.5")
    assert rounding(Decimal("65386.918")) == Decimal("0.0005")
    assert rounding(Decimal(0)) == 0


def test_a_line_that_names_its_product_is_turned_by_that_products_factor() -> None:
    bitumen = factor("6.05", product="bitumen")
    held = Policy("by-product", "By product", (bitumen,))
    (named,) = book("RU 2023-01 reported 100 t 2023-03-01")
    named = replace(named, product="bitumen")
    line = put(named, unit="bbl", policy=held)
    assert line is not None
    assert line.amount == Decimal("605.00")
    assert put(replace(named, product=""), unit="bbl", policy=held) is None
