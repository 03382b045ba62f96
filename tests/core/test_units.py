"""Units of one dimension turn into one another by definition; the rest needs a cited factor."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.quantity import (
    UNITS,
    Factor,
    Policy,
    Quantity,
    UnitMismatch,
    convert,
    same_dimension,
)


def q(amount: str, unit: str) -> Quantity:
    return Quantity(Decimal(amount), unit)


@pytest.mark.parametrize(
    ("given_", "unit", "amount"),
    [
        (q("1.5", "kt"), "t", "1500"),
        (q("1.5", "kt"), "kg", "1500000"),
        (q("250", "kg"), "t", "0.25"),
        (q("1", "bbl"), "gal_us", "42"),
        (q("1", "bbl"), "L", "158.987294928"),
        (q("158.987294928", "L"), "bbl", "1"),
        (q("1", "m3"), "L", "1000"),
        (q("1000", "bbl"), "m3", "158.987294928"),
    ],
)
def test_units_turn_by_their_definition(given_: Quantity, unit: str, amount: str) -> None:
    assert given_.to(unit) == q(amount, unit)


@pytest.mark.parametrize(
    ("first", "second"), [(a, b) for a, b in product(UNITS, UNITS) if not same_dimension(a, b)]
)
def test_unlike_dimensions_refuse(first: str, second: str) -> None:
    with pytest.raises(UnitMismatch, match="cite a factor"):
        q("1", first).to(second)


MASSES, VOLUMES = ("kg", "t", "kt"), ("bbl", "L", "m3", "gal_us")


@given(
    st.decimals(0, 10**9, places=6, allow_nan=False),
    st.sampled_from([(a, b) for group in (MASSES, VOLUMES) for a in group for b in group]),
)
def test_there_and_back_is_the_same(amount: Decimal, units: tuple[str, str]) -> None:
    first, second = units
    back = Quantity(amount, first).to(second).to(first)
    assert abs(back.amount - amount) <= amount * Decimal("1e-26")


OIL = {"commodity": "oil", "from_unit": "t", "to_unit": "bbl", "source": "a page"}
COMMON = Factor(factor=Decimal("8"), **OIL)
BITUMEN = Factor(factor=Decimal("6.05"), product="bitumen", **OIL)
CHINAS = Factor(factor=Decimal("8.33"), supplier="CN", **OIL)


def turned(amount: Quantity, *factors: Factor, product: str = "", to: str = "bbl") -> Quantity:
    policy = Policy("p", "P", factors)
    found = convert(
        amount, stated=None, unit=to, policy=policy, commodity="oil", supplier="CN",
        product=product,
    )  # fmt: skip
    assert found is not None
    return found.quantity


def test_a_factor_from_tons_turns_thousand_tons_and_barrels_turn_on_into_litres() -> None:
    assert turned(q("1", "kt"), COMMON) == q("8000", "bbl")
    assert turned(q("1", "t"), COMMON, to="gal_us") == q("336", "gal_us")


def test_the_most_particular_factor_is_taken() -> None:
    every = (COMMON, BITUMEN, CHINAS)
    assert turned(q("100", "t"), *every, product="bitumen") == q("605", "bbl")
    assert turned(q("100", "t"), *every) == q("833", "bbl")
    assert turned(q("100", "t"), COMMON, BITUMEN, product="diesel") == q("800", "bbl")


def test_a_factor_of_one_product_turns_no_figure_without_a_product() -> None:
    policy = Policy("p", "P", (BITUMEN,))
    unnamed = convert(
        q("1", "t"), stated=None, unit="bbl", policy=policy, commodity="oil", supplier="CN"
    )
    assert unnamed is None


def test_what_the_source_states_wins_and_definition_comes_before_both() -> None:
    policy = Policy("p", "P", (COMMON,))
    stated = convert(
        q("1", "t"), stated=q("336", "gal_us"), unit="bbl", policy=policy, commodity="oil",
        supplier="CN",
    )  # fmt: skip
    assert stated is not None
    assert (stated.quantity, stated.how) == (q("8", "bbl"), "as stated by the source")
    own = convert(
        q("42", "gal_us"), stated=q("9", "bbl"), unit="bbl", policy=policy, commodity="oil",
        supplier="CN",
    )  # fmt: skip
    assert own is not None
    assert (own.quantity, own.how) == (q("1", "bbl"), "by definition")


def test_the_core_comes_up_without_the_library_of_units() -> None:
    said = "import compliance.core, sys; print('pint' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"
