"""The ledger once more, written as plainly as can be: sets of months, fractions, no shared code.

A line is what a table would hold; a month is a number (year times twelve and the month). Nothing
here is fast, and nothing is taken from the tracker.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction


COUNT = {"reported", "restated", "derived", "sum", "nil"}
BARRELS = {("CN", "t"): Fraction(833, 100), ("RU", "t"): Fraction(798, 100)}


@dataclass(frozen=True)
class Line:
    id: int
    series: int
    revision: int
    kind: str
    supplier: str
    recipient: str
    months: frozenset[int]
    amount: Fraction
    unit: str
    known: int
    gone: bool = False


def barrels(line: Line) -> Fraction | None:
    if line.unit == "bbl":
        return line.amount
    if line.amount == 0:
        return Fraction(0)
    factor = BARRELS.get((line.supplier, line.unit))
    return None if factor is None else line.amount * factor


def stand(lines: list[Line], at: int) -> list[Line]:
    """Of each series what was last said by a day, unless that was to take it back."""
    last: dict[int, Line] = {}
    for line in lines:
        if line.known <= at and (
            line.series not in last or last[line.series].revision < line.revision
        ):
            last[line.series] = line
    return [line for line in last.values() if not line.gone]


def filled(line: Line, others: list[Line]) -> bool:
    """Whether lines inside fill it: the widest of them, with no month twice and none left."""
    inside = [o.months for o in others if o.months < line.months]
    widest = {m for m in inside if not any(m < o for o in inside)}
    return sum(len(m) for m in widest) == len(line.months) == len(frozenset().union(*widest))


def taken(lines: list[Line], at: int) -> list[Line]:
    """The lines that count on a day: of each supplier and recipient the widest first."""
    found: list[Line] = []
    standing = [line for line in stand(lines, at) if line.kind in COUNT]
    for flow in {(line.supplier, line.recipient) for line in standing}:
        mine = [line for line in standing if (line.supplier, line.recipient) == flow]
        mine.sort(key=lambda line: (-len_days(line.months), -line.known, -line.id))
        chosen: list[Line] = []
        for line in mine:
            if any(line.months & other.months for other in chosen):
                continue  # already in it, or across its edge
            if line.kind == "sum" and filled(line, mine):
                continue
            chosen.append(line)
        found += chosen
    return found


def len_days(months: frozenset[int]) -> int:
    """How long a span of months is: the longer comes first, and months are not alike."""
    from calendar import monthrange

    return sum(monthrange(m // 12, m % 12 + 1)[1] for m in months)


def used(lines: list[Line], at: int, year: int, recipient: str = "KP") -> dict[str, Fraction]:
    """By supplier, the barrels of a year as known on a day; lines across its edge are in none."""
    months = frozenset(range(year * 12, year * 12 + 12))
    sums: dict[str, Fraction] = {}
    for line in taken(lines, at):
        amount = barrels(line)
        if line.recipient == recipient and line.months <= months and amount is not None:
            sums[line.supplier] = sums.get(line.supplier, Fraction(0)) + amount
    return sums


def changed(line: Line, **new: object) -> Line:
    return replace(line, **new)  # type: ignore[arg-type]
