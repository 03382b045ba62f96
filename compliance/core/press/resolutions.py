"""Resolutions: those a text names by number or symbol, and those it cannot but mean."""

import re
from datetime import date
from decimal import Decimal

from compliance.core.press.marks import Mark
from compliance.core.press.scenes import Scene
from compliance.core.press.values import Caution, Claim


_SYMBOL = re.compile(r"S/RES/([0-9]{2,4})")
_NUMBER = re.compile(r"(?<![0-9.,])([0-9]{3,4})(?![0-9]|[.,][0-9])")


# Resolutions of the Council's sanctions regimes that newspapers cite; a number that is not among
# them, but has the digits of one, was most likely misprinted.
_KNOWN = frozenset(
    (
        661, 733, 751, 986, 1483, 1493, 1518, 1533, 1556, 1591, 1596, 1695, 1696, 1718, 1737, 1747,
        1803, 1835, 1844, 1874, 1907, 1929, 1970, 1973, 2009, 2023, 2087, 2094, 2127, 2140, 2146,
        2206, 2216, 2231, 2270, 2321, 2356, 2362, 2371, 2374, 2375, 2397, 2407, 2441, 2498, 2624,
        2653, 2664, 2680, 2713, 2745,
    )
)  # fmt: skip


def misprints(text: str, symbols: tuple[str, ...]) -> list[Caution]:
    """Return a caution for each number cited whose digits are those of a known resolution."""
    found = []
    for symbol in symbols:
        number = symbol.rpartition("/")[2]
        if int(number) in _KNOWN:
            continue
        meant = [known for known in _KNOWN if sorted(str(known)) == sorted(number)]
        if len(meant) == 1:
            at = text.find(number)
            message = f"The text cites resolution {number}; {meant[0]} may be meant."
            found.append(Caution("resolution_misprint", message, at, at + len(number)))
    return found


def cited(
    text: str, marks: list[Mark], claims: list[Claim], state: str | None, scenes: list[Scene]
) -> tuple[str, ...]:
    """Return the resolutions that a text cites, sorted."""
    numbers = {int(match[1]) for match in _SYMBOL.finditer(text)}
    for mark in marks:
        if "resolution" not in mark.kinds:
            continue
        at = mark.end
        for _ in range(6):
            match = _NUMBER.search(text, at, at + 14)
            if match is None:
                break
            number = int(match[1])
            if 600 <= number <= 2999 and not _is_year(text, match):
                numbers.add(number)
            elif not _is_year(text, match):
                break
            at = match.end()
            if not re.match(
                r"(?: \((?:19|20)[0-9]{2}\))?(?:,| and| &| y| et| und| и|、|和|및|与|與)",
                text[at : at + 12],
            ):
                break
        before = re.search(
            r"(?<![0-9])([0-9]{4})(?:号|號|호)?[ ]?(?:호 )?$",
            text[max(0, mark.start - 8) : mark.start],
        )
        if before and 600 <= int(before[1]) <= 2999 and not 1990 <= int(before[1]) <= 2040:
            numbers.add(int(before[1]))
    if numbers or any("resolution" in mark.kinds for mark in marks):
        for match in re.finditer(r"\b[Nn]o\.? ?([12][0-9]{3})(?![0-9])", text):
            if 1700 <= int(match[1]) <= 2999 and not 1990 <= int(match[1]) <= 2040:
                numbers.add(int(match[1]))
    if state == "KP":
        for claim in claims:
            figure = claim.figure
            if claim.role == "cap" and (figure.unit, figure.value) == ("bbl", Decimal(500_000)):
                numbers.update(_implied(scenes))
    return tuple(sorted(f"S/RES/{number}" for number in numbers))


def _implied(scenes: list[Scene]) -> set[int]:
    """Return S/RES/2397 where a text with its ceiling dates an act of the Council to its month.

    The ceiling alone names nothing: "UN sanctions allow 500,000 barrels" is said of many acts.
    """
    for scene in scenes:
        if not scene.has("resolution") or scene.sentence.furniture:
            continue
        for time in scene.times:
            if time.span is not None and (
                time.span[0] >= date(2017, 12, 1) and time.span[1] <= date(2017, 12, 31)
            ):
                return {2397}
    return set()


def _is_year(text: str, match: re.Match[str]) -> bool:
    number = int(match[1])
    return (
        1990 <= number <= 2040
        and text[match.start() - 1 : match.start()] in ("(", "f", " ")
        and (
            bool(
                re.search(r"(?:of|in|from|\() ?$", text[max(0, match.start() - 5) : match.start()])
            )
        )
    )
