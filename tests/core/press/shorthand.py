"""Readings in one line, so that a table of sentences can be read down its columns.

A figure is written `quote = number unit modifier`, the modifier left out where it is exact:
`11,745 barrels = 11745 bbl`, `6 to 7 tons = 6..7 t range`.

A claim is written `quote: role commodity supplier>recipient first..last basis`, each part only
where the table cares: months as 2023-04, days as 2023-04-30.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from compliance.core.press import Claim, Figure, Reading, read


def plain(number: Decimal) -> str:
    """Return a number without exponent or trailing zeros."""
    return f"{number.normalize():f}"


def figure(found: Figure) -> str:
    """Return a figure in shorthand."""
    if found.value is not None:
        amount = plain(found.value)
    else:
        assert found.low is not None
        assert found.high is not None
        amount = f"{plain(found.low)}..{plain(found.high)}"
    modifier = "" if found.modifier == "exact" else f" {found.modifier}"
    return f"{found.quote} = {amount} {found.unit}{modifier}"


def figures(text: str, language: str, published: str = "2024-05-28") -> list[str]:
    """Return the figures of a text in shorthand."""
    reading = read(text, published_on=date.fromisoformat(published), language=language)
    return [figure(claim.figure) for claim in reading.claims]


def span(period: tuple[date, date] | None) -> str:
    """Return a period as months where it fills them, else as days."""
    if period is None:
        return "-"
    first, last = period
    whole = first.day == 1 and (last.month != (date.fromordinal(last.toordinal() + 1)).month)
    if whole:
        a, b = f"{first:%Y-%m}", f"{last:%Y-%m}"
    else:
        a, b = first.isoformat(), last.isoformat()
    return a if a == b else f"{a}..{b}"


def parties(claim: Claim) -> str:
    """Return supplier>recipient."""
    return f"{','.join(claim.supplier)}>{','.join(claim.recipient)}"


def words(claim: Claim) -> dict[str, str]:
    """Return the parts of a claim that a table may ask for, by column."""
    return {
        "role": claim.role,
        "commodity": claim.commodity or "-",
        "parties": parties(claim),
        "period": span(claim.period),
        "basis": claim.basis or "-",
    }


def told(reading: Reading, quote: str) -> Claim:
    """Return the claim whose figure has this quote."""
    for claim in reading.claims:
        if claim.figure.quote == quote:
            return claim
    raise AssertionError(f"no figure {quote!r} among {[c.figure.quote for c in reading.claims]}")


ROLES = frozenset(("transfer", "cap", "share_of_cap", "change", "context"))
BASES = frozenset(("reported", "estimated", "alleged"))


def column(part: str) -> str:
    """Return which part of a claim a word of shorthand says."""
    if part in ROLES:
        return "role"
    if part in BASES:
        return "basis"
    if ">" in part:
        return "parties"
    return "period" if part == "-" or part[:2] in ("19", "20") else "commodity"


def differences(reading: Reading, expected: str) -> list[str]:
    """Return what a reading says otherwise than a line `quote: part part …`."""
    quote, _, rest = expected.rpartition(": ")
    claim = told(reading, quote)
    have = words(claim)
    wrong = []
    for part in rest.split():
        name = column(part)
        if have[name] != part:
            wrong.append(f"{quote}: {name} {have[name]}, not {part}")
    return wrong


def check(text: str, published: str, language: str, expected: Iterable[str]) -> None:
    """Fail with every difference between a reading and the lines of a table."""
    reading = read(text, published_on=date.fromisoformat(published), language=language)
    wrong = [line for one in expected for line in differences(reading, one)]
    assert not wrong, "\n".join(wrong)
