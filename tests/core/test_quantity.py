"""Amounts with a unit: read without guessing, added to their like, converted by a cited factor."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.quantity import (
    UNITS,
    Converted,
    Factor,
    NotAnAmount,
    Policy,
    Quantity,
    UnitMismatch,
    convert,
    read_amount,
    total,
)
from tests.factories.law import COMMITTEE, NO_FACTORS, factor
from tests.strategies import amounts


def bbl(amount: str) -> Quantity:
    return Quantity(Decimal(amount), "bbl")


def tons(amount: str) -> Quantity:
    return Quantity(Decimal(amount), "t")


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("0", "0"),
        ("3000", "3000"),
        ("67,300", "67300"),
        ("1,234,567.89", "1234567.89"),
        ("255.4", "255.4"),
        ("007", "7"),
        ("0.000001", "0.000001"),
    ],
)
def test_an_amount_is_digits_with_commas_and_a_point(words: str, amount: str) -> None:
    assert read_amount(words) == Decimal(amount)


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "NaN",
        "nan",
        "sNaN",
        "Infinity",
        "-inf",
        "-3000",
        "+3000",
        "(500)",
        "−500",
        "1e6",
        "1E+6",
        "67.300,5",
        "67 300",
        "67\u00a0300",
        "67'300",
        "67_300",
        "6,7300",
        "67,30",
        ",300",
        "1,,000",
        ".5",
        "5.",
        "1/2",
        "½",
        "²",
        "٣٠٠٠",
        "３０００",
        "0x10",
        "3000 bbl",
        "about 3000",
        "3,000-4,000",
        "3000\n",
        "3000\x00",
        "=3000",
        "9" * 40,
        "1." + "1" * 40,
    ],
)
def test_what_could_be_read_two_ways_is_no_amount(words: str) -> None:
    with pytest.raises(NotAnAmount, match="is no amount; write digits"):
        read_amount(words)


@given(st.text(max_size=12))
def test_whatever_is_typed_gives_a_finite_amount_or_a_sentence(words: str) -> None:
    with suppress(NotAnAmount):
        amount = read_amount(words)
        assert amount.is_finite()
        assert amount >= 0


@given(amounts)
def test_an_amount_as_we_write_it_is_read_back_whole(amount: Decimal) -> None:
    assert read_amount(f"{amount:,f}") == amount
    assert read_amount(f"{amount:f}") == amount


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), 3000.0, 3000, "3000"])
def test_a_quantity_is_a_finite_decimal(amount: object) -> None:
    with pytest.raises(ValueError, match="finite decimal"):
        Quantity(amount, "bbl")  # type: ignore[arg-type]


def test_unlike_units_do_not_add() -> None:
    with pytest.raises(UnitMismatch, match="bbl and t do not add"):
        bbl("1") + tons("1")
    with pytest.raises(UnitMismatch):
        bbl("1") - tons("1")
    with pytest.raises(UnitMismatch):
        total([tons("1")], unit="bbl")


def test_no_quantities_add_up_to_zero_of_their_unit() -> None:
    assert total([], unit="t") == tons("0")


@given(st.lists(amounts, max_size=20))
def test_a_sum_is_exact_in_any_order(parts: list[Decimal]) -> None:
    quantities = [Quantity(part, "bbl") for part in parts]
    assert total(quantities, unit="bbl") == total(reversed(quantities), unit="bbl")
    assert total(quantities, unit="bbl").amount == sum(parts, Decimal(0))


@pytest.mark.parametrize("value", ["0", "-1", "NaN", "Infinity"])
def test_a_factor_is_positive(value: str) -> None:
    with pytest.raises(ValueError, match="factor"):
        Factor("refined_petroleum", "t", "bbl", Decimal(value), "nobody")


def converted(
    reported: Quantity,
    *,
    stated: Quantity | None = None,
    supplier: str = "CN",
    policy: Policy = COMMITTEE,
) -> Converted | None:
    return convert(
        reported,
        stated=stated,
        unit="bbl",
        policy=policy,
        commodity="refined_petroleum",
        supplier=supplier,
    )


def in_barrels(reported: Quantity, **other: Any) -> Converted:
    found = converted(reported, **other)
    assert found is not None
    return found


def test_a_figure_in_the_units_of_the_cap_needs_no_factor() -> None:
    found = in_barrels(bbl("4893"), policy=NO_FACTORS)
    assert (found.quantity, found.how, found.factor) == (bbl("4893"), "as reported", None)


def test_what_the_source_states_in_barrels_wins_over_any_factor() -> None:
    found = in_barrels(tons("587.4"), stated=bbl("4893"))
    assert (found.quantity, found.how, found.factor) == (
        bbl("4893"),
        "as stated by the source",
        None,
    )


def test_else_the_factor_of_the_policy_is_used_and_cited() -> None:
    found = in_barrels(tons("100"))
    assert found.quantity == bbl("833")
    assert found.how == "by factor"
    assert found.factor is not None
    assert found.factor.source == "a chart of the 1718 Committee"


def test_each_state_has_its_own_factor() -> None:
    assert in_barrels(tons("100"), supplier="RU").quantity == bbl("798")


def test_without_a_statement_or_a_factor_nothing_is_made_up() -> None:
    dollars = Quantity(Decimal(1), "USD")
    assert converted(tons("100"), supplier="IR") is None
    assert converted(tons("100"), policy=NO_FACTORS) is None
    assert converted(tons("100"), stated=dollars, policy=NO_FACTORS) is None


def test_a_states_own_factor_goes_before_the_common_one() -> None:
    policy = Policy("p", "p", (factor("7.5"), factor("8.33", "CN")))
    assert in_barrels(tons("1"), policy=policy).quantity == bbl("8.33")
    assert in_barrels(tons("1"), policy=policy, supplier="IR").quantity == bbl("7.5")


def test_a_factor_for_one_good_says_nothing_of_another() -> None:
    found = convert(
        tons("1"), stated=None, unit="bbl", policy=COMMITTEE, commodity="crude_oil", supplier="CN"
    )
    assert found is None


@given(amounts)
def test_there_and_back_is_the_same_within_a_millionth(amount: Decimal) -> None:
    there = in_barrels(Quantity(amount, "t")).quantity
    back = there.amount / Decimal("8.33")
    assert abs(back - amount) <= Decimal("0.000001") * max(amount, Decimal(1))


def test_every_unit_has_a_dimension_and_words() -> None:
    assert all(dimension and words for dimension, words in UNITS.values())
