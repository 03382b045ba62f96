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
    "aviation_fuel": "aviation fuel",
    "iron_ore": "iron ore",
    "luxury_goods": "luxury goods",
    "luxury": "luxury goods",
    "heavy_water": "heavy water",
    "other": "goods of no tracked kind",
}

UNIT_WORDS: dict[str | None, str] = {
    "percent": " percent",
    "gal_us": " US gallons",
    "L": " litres",
    None: "",
}

MODIFIERS: dict[str, str] = {
    "about": "about {}",
    "over": "over {}",
    "under": "under {}",
    "up_to": "up to {}",
}

NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)

# Beyond so many digits an amount is no supply of anything, and is printed as it came.
LONGEST = 20


def rounded(amount: Decimal, unit: str) -> Decimal:
    """An amount as verdicts give it: three decimals, two for a percentage."""
    if amount.adjusted() > LONGEST:
        return amount
    places = Decimal("0.01") if unit == "percent" else Decimal("0.001")
    return amount.quantize(places, rounding=ROUND_HALF_EVEN).normalize() + 0


def number(amount: Decimal) -> str:
    """Digits in threes, at most three decimals."""
    if amount.adjusted() > LONGEST:
        return str(amount)
    text = f"{rounded(amount, ''):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def unit_words(unit: str | None) -> str:
    return UNIT_WORDS.get(unit, f" {unit}")


def quantity(said: Quantity) -> str:
    return number(said.amount) + unit_words(said.unit)


def count(n: int) -> str:
    return NUMBERS[n] if n < len(NUMBERS) else str(n)


def good(commodity: str) -> str:
    return GOODS.get(commodity, commodity)


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def listed(items: Sequence[str]) -> str:
    """ "a, b and c"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def place(code: str) -> str:
    """A State as it stands inside a sentence."""
    said = name(code)
    return f"the {said}" if said.startswith(("DPRK", "United", "Republic", "DR ")) else said


def places(codes: Sequence[str]) -> str:
    return listed([place(code) for code in codes])


def possessive(code: str) -> str:
    state = place(code)
    return f"{state}'" if state.endswith("s") else f"{state}'s"


def day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def span(period: Period) -> str:
    """A span in the words of a calendar: 2023, July 2023, December 2022 to April 2023."""
    first, last = period.start, period.last_day
    if first == last:
        return day(first)
    if first.day != 1 or (last + timedelta(days=1)).day != 1:
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day} to {day(last)}"
        return (
            f"{first.day} {first:%B} to {day(last)}" if first.year == last.year else _days(period)
        )
    if (first.month, last.month) == (1, 12):
        return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"
    if period.is_month:
        return f"{first:%B %Y}"
    if first.year == last.year:
        return f"{first:%B} to {last:%B %Y}"
    return f"{first:%B %Y} to {last:%B %Y}"


def _days(period: Period) -> str:
    return f"{day(period.start)} to {day(period.last_day)}"


def claimed(statement: Statement) -> str:
    """The figure in the words of the claim."""
    unit = unit_words(statement.unit)
    value, low, high = statement.value, statement.low, statement.high
    if value is None or statement.modifier == "range":
        if low is not None and high is not None:
            return f"{number(low)} to {number(high)}{unit}"
        if low is not None:
            return f"at least {number(low)}{unit}"
        return "an unsaid amount" if high is None else f"at most {number(high)}{unit}"
    if statement.is_nil:
        return "nil"
    return MODIFIERS.get(statement.modifier, "{}").format(number(value) + unit)


def stands(statement: Statement, band: Band) -> str:
    """The figure with the amounts that it stands for."""
    said = capital(claimed(statement))
    if statement.value is None or statement.modifier == "range" or statement.is_nil:
        return said
    if band.low is None or band.high is None:
        return said
    return f"{said} stands for {number(band.low)} to {number(band.high)}"


def lines(found: Sequence[Line], *, unit: str) -> str:
    """Whose lines of which months make how much."""
    by_supplier: dict[str, list[Line]] = {}
    for line in found:
        by_supplier.setdefault(line.entry.supplier, []).append(line)
    if not by_supplier:
        return "no line lies in the span"
    hulls = {code: _hull(own) for code, own in by_supplier.items()}
    shared = len(by_supplier) > 1 and len(set(hulls.values())) == 1
    parts = []
    for code, own in by_supplier.items():
        amount = number(sum((line.amount for line in own), Decimal(0)))
        verb = "is" if len(own) == 1 else "make"
        when = "" if shared else _when(own, hulls[code])
        parts.append(f"{possessive(code)} {_so_many(own)}{when} {verb} {amount}")
    if len(parts) == 1:
        return parts[0] + unit_words(unit)
    total = quantity(Quantity(sum((line.amount for line in found), Decimal(0)), unit))
    words = span(next(iter(hulls.values())))
    lead = f"{_preposition(words)} {words} " if shared else ""
    return f"{lead}{listed(parts)}, together {total}"


def _hull(own: list[Line]) -> Period:
    return Period(
        min(line.entry.period.start for line in own), max(line.entry.period.end for line in own)
    )


def _so_many(own: list[Line]) -> str:
    return "line" if len(own) == 1 else f"{count(len(own))} lines"


def _when(own: list[Line], hull: Period) -> str:
    words = span(hull)
    if len(own) == 1:
        return f" of {words}"
    return f" {_preposition(words)} {words}"


def _preposition(words: str) -> str:
    return "from" if " to " in words else "in"
