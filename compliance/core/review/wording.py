"""How a reason says amounts, days and lines: short, exact, and fit to be quoted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from compliance.core.period import Period
from compliance.core.quantity import Quantity
from compliance.core.review.lines import Line
from compliance.core.review.tolerance import Band
from compliance.core.review.values import Statement
from compliance.core.state import name


GOODS: dict[str, str] = {
    "refined_petroleum": "refined petroleum",
    "crude_oil": "crude oil",
    "petroleum": "petroleum",
    "aviation_fuel": "aviation fuel",
    "iron_ore": "iron ore",
    "luxury_goods": "luxury goods",
    "luxury": "luxury goods",
    "other": "goods of no tracked kind",
}

NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()

WORDS: dict[str, str] = {
    "about": "about {}",
    "over": "over {}",
    "under": "under {}",
    "up_to": "up to {}",
}


def rounded(amount: Decimal, unit: str) -> Decimal:
    """An amount as verdicts give it: three decimals, two for a percentage."""
    places = Decimal("0.01") if unit == "percent" else Decimal("0.001")
    return amount.quantize(places, rounding=ROUND_HALF_EVEN).normalize() + 0


def number(amount: Decimal) -> str:
    """Digits in threes, at most three decimals."""
    text = f"{rounded(amount, ''):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def unit_words(unit: str | None) -> str:
    return {"percent": " percent", "gal_us": " US gallons", "L": " litres", None: ""}.get(
        unit, f" {unit}"
    )


def quantity(said: Quantity) -> str:
    return number(said.amount) + unit_words(said.unit)


def count(n: int) -> str:
    return NUMBERS[n] if n < len(NUMBERS) else str(n)


def good(commodity: str | None) -> str:
    return GOODS.get(commodity or "", commodity or "goods that are not named")


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def listed(items: Sequence[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def possessive(code: str) -> str:
    state = place(code)
    return f"{state}'" if state.endswith("s") else f"{state}'s"


def place(code: str) -> str:
    """A State as it stands inside a sentence."""
    said = name(code)
    articled = ("DPRK", "United", "Republic", "Russian")
    return f"the {said}" if said.startswith(articled) else said


def day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def span(period: Period) -> str:
    """A span in the words of a calendar: 2023, July 2023, December 2022 to April 2023."""
    first, last = period.start, period.last_day
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if first == last:
        return day(first)
    if not whole:
        return f"{day(first)} to {day(last)}"
    if (first.month, last.month) == (1, 12):
        return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"
    if period.is_month:
        return f"{first:%B %Y}"
    if first.year == last.year:
        return f"{first:%B} to {last:%B %Y}"
    return f"{first:%B %Y} to {last:%B %Y}"


def claimed(statement: Statement) -> str:
    """The figure in the words of the claim."""
    unit = unit_words(statement.unit)
    if statement.value is None or statement.modifier == "range":
        if statement.low is None or statement.high is None:
            bound = statement.low if statement.high is None else statement.high
            side = "at least" if statement.high is None else "at most"
            return f"{side} {number(bound)}{unit}" if bound is not None else "an unsaid amount"
        return f"{number(statement.low)} to {number(statement.high)}{unit}"
    if statement.is_nil:
        return f"nil{unit and ' in' + unit}"
    return WORDS.get(statement.modifier, "{}").format(number(statement.value) + unit)


def stands(statement: Statement, band: Band) -> str:
    """The figure with the amounts that it stands for."""
    said = claimed(statement)
    if statement.value is None or statement.modifier == "range" or statement.is_nil:
        return capital(said)
    if band.low is None or band.high is None or band.low == band.high:
        return capital(said)
    return f"{capital(said)} stands for {number(band.low)} to {number(band.high)}"


def lines(found: Sequence[Line], *, unit: str) -> str:
    """Whose lines of which months make how much."""
    by_supplier: dict[str, list[Line]] = {}
    for line in found:
        by_supplier.setdefault(line.entry.supplier, []).append(line)
    if not by_supplier:
        return "no line lies in the span"
    total = sum((line.amount for line in found), Decimal(0))
    if len(by_supplier) == 1:
        ((code, own),) = by_supplier.items()
        return f"{_lines_of(code, own)} {_make(own)} {number(total)}{unit_words(unit)}"
    parts = [
        f"{_lines_of(code, own)} {_make(own)} {number(sum((o.amount for o in own), Decimal(0)))}"
        for code, own in by_supplier.items()
    ]
    return f"{listed(parts)}, together {number(total)}{unit_words(unit)}"


def _lines_of(code: str, own: list[Line]) -> str:
    whole = Period(
        min(line.entry.period.start for line in own), max(line.entry.period.end for line in own)
    )
    if len(own) == 1:
        return f"{possessive(code)} line of {span(whole)}"
    return f"{possessive(code)} {count(len(own))} lines in {span(whole)}"


def _make(own: list[Line]) -> str:
    return "is" if len(own) == 1 else "make"
