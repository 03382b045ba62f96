"""Amounts with a unit: exact decimals, added to their like alone, converted by a cited factor."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, localcontext
from functools import cache
from typing import Any


MILLIONTH = Decimal("0.000001")  # the finest step the ledger keeps

# What is measured by each unit a document may state, and how people write it.
UNITS: dict[str, tuple[str, str]] = {
    "bbl": ("volume", "barrels"),
    "t": ("mass", "tons"),
    "kt": ("mass", "thousand tons"),
    "kg": ("mass", "kilograms"),
    "L": ("volume", "litres"),
    "m3": ("volume", "cubic metres"),
    "gal_us": ("volume", "US gallons"),
    "USD": ("money", "US dollars"),
    "percent": ("share", "per cent"),
    "count": ("count", "items"),
    "person": ("count", "persons"),
    "account": ("count", "accounts"),
}


class NotAnAmount(ValueError):
    """Words that are no amount; the message says what is allowed."""


# Digits of ASCII, thousands grouped by commas or not at all, a point before decimals.
_AMOUNT = re.compile(r"(?:\d{1,30}|\d{1,3}(?:,\d{3}){1,9})(?:\.\d{1,30})?", re.ASCII)


def read_amount(words: str) -> Decimal:
    """An amount as a form, file or request gives it: 67300, 67,300 or 255.4; else `NotAnAmount`.

    No sign, exponent, fraction, word, other script's digits or European separators: what could be
    read two ways is refused, never guessed.
    """
    if _AMOUNT.fullmatch(words) is None:
        shown = words if len(words) <= 40 else f"{words[:40]}…"
        raise NotAnAmount(
            f"{shown!r} is no amount; write digits with a point before decimals, "
            "as 67300, 67,300 or 255.4. Zero or more; 0 is an explicit nil."
        )
    return Decimal(words.replace(",", ""))


class UnitMismatch(ValueError):
    """Quantities in different units met without a conversion."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """So much of something, in the unit its document states. Never a float, never NaN."""

    amount: Decimal
    unit: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise ValueError(f"an amount is a finite decimal, not {self.amount!r}")

    def __add__(self, other: Quantity) -> Quantity:
        self._like(other)
        return Quantity(self.amount + other.amount, self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        self._like(other)
        return Quantity(self.amount - other.amount, self.unit)

    def to(self, unit: str) -> Quantity:
        """The same amount in another unit of its dimension: kilograms as tons, barrels as litres.

        By the definition of the units, hence exact as far as 28 digits reach. `UnitMismatch`
        where the dimensions differ: tons turn into barrels by a cited `Factor` alone.
        """
        if unit == self.unit:
            return self
        if not same_dimension(self.unit, unit):
            raise UnitMismatch(f"{self.unit} and {unit} measure different things; cite a factor")
        with localcontext(_WIDE):
            turned = _registry().Quantity(self.amount, self.unit).to(unit).magnitude
        return Quantity(_ROUNDED.plus(turned), unit)

    def _like(self, other: Quantity) -> None:
        if self.unit != other.unit:
            raise UnitMismatch(f"{self.unit} and {other.unit} do not add without a factor")


# Mass and volume by definition, in kilograms and cubic metres. Nothing else turns into anything:
# a person is no account, and a dollar's worth in tons is a price, not a definition.
_DEFINITIONS = (
    "kg = [mass]",
    "t = 1000 * kg",
    "kt = 1000 * t",
    "m3 = [volume]",
    "L = 0.001 * m3",
    "gal_us = 3.785411784 * L",
    "bbl = 42 * gal_us",
)
_CONVERTIBLE = frozenset(line.partition(" ")[0] for line in _DEFINITIONS)
_WIDE, _ROUNDED = Context(prec=60), Context(prec=28)


@cache
def _registry() -> Any:
    """Pint with our seven units and no others; imported by the first conversion that needs it."""
    import pint

    registry: Any = pint.UnitRegistry(None, non_int_type=Decimal)
    for line in _DEFINITIONS:
        registry.define(line)
    return registry


def same_dimension(unit: str, other: str) -> bool:
    """Whether the definitions of two units alone turn one into the other."""
    if unit == other:
        return True
    return {unit, other} <= _CONVERTIBLE and UNITS[unit][0] == UNITS[other][0]


def total(quantities: Iterable[Quantity], *, unit: str) -> Quantity:
    """The sum, in `unit`; `UnitMismatch` if one of them is in another."""
    start = Quantity(Decimal(0), unit)
    amount = start.amount
    for quantity in quantities:
        start._like(quantity)
        amount += quantity.amount
    return Quantity(amount, unit)


@dataclass(frozen=True, slots=True)
class Factor:
    """How many `to_unit` make one `from_unit` of a commodity, by a source that can be cited."""

    commodity: str
    from_unit: str
    to_unit: str
    factor: Decimal
    source: str
    supplier: str | None = None  # for this State's figures only
    confidence: str = ""
    product: str = ""  # for this product of the commodity only: bitumen, diesel

    def __post_init__(self) -> None:
        if not self.factor.is_finite() or self.factor <= 0:
            raise ValueError(f"a factor is a positive decimal, not {self.factor}")


@dataclass(frozen=True, slots=True)
class Policy:
    """A way of turning tons into barrels, as somebody used it from a day on.

    No factor existed before 17 February 2021, when the 1718 Committee put a chart on its page;
    which one to use for earlier years is a choice, and this is that choice with its name.
    """

    slug: str
    title: str
    factors: tuple[Factor, ...]
    known_from: date | None = None

    def factor(
        self, *, commodity: str, supplier: str, from_unit: str, to_unit: str, product: str = ""
    ) -> Factor | None:
        """The factor for this State's figure, the most particular one; None if there is none.

        A factor of one product turns no other, nor a figure whose product nobody named. Units of
        one dimension are one to it: a factor from tons turns thousand tons too.
        """
        fitting = [
            f
            for f in self.factors
            if f.commodity == commodity
            and f.supplier in (supplier, None)
            and f.product in (product, "")
            and same_dimension(from_unit, f.from_unit)
            and same_dimension(f.to_unit, to_unit)
        ]
        return max(
            fitting,
            key=lambda f: (f.product != "", f.supplier is not None, f.from_unit == from_unit),
            default=None,
        )


@dataclass(frozen=True, slots=True)
class Converted:
    """A quantity in the unit asked for, and how it got there."""

    quantity: Quantity
    how: str  # "as reported", "by definition", "as stated by the source" or "by factor"
    factor: Factor | None = None


def convert(
    reported: Quantity,
    *,
    stated: Quantity | None,
    unit: str,
    policy: Policy,
    commodity: str,
    supplier: str,
    product: str = "",
) -> Converted | None:
    """The reported quantity in `unit`; None if neither source nor policy says how.

    A figure that the source itself states in `unit` wins over any factor
    (rule 1 of the 1718 Committee's page on refined petroleum).
    """
    if reported.unit == unit:
        return Converted(reported, "as reported")
    if same_dimension(reported.unit, unit):
        return Converted(reported.to(unit), "by definition")
    if stated is not None and same_dimension(stated.unit, unit):
        return Converted(stated.to(unit), "as stated by the source")
    factor = policy.factor(
        commodity=commodity,
        supplier=supplier,
        from_unit=reported.unit,
        to_unit=unit,
        product=product,
    )
    if factor is None:
        return None
    turned = Quantity(reported.to(factor.from_unit).amount * factor.factor, factor.to_unit)
    return Converted(turned.to(unit), "by factor", factor)
