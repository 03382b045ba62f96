"""Columns: tables whose head names a State above each column.

    China      Russia
    September     29,778     9,482
    October       18,154          0

The unit stands in a line above the head or below the last row.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from compliance.core.press.marks import Mark


_CELL = re.compile(
    r"(?<![\w.,])(?:[0-9][0-9.,]{0,14}[0-9]|[0-9])(?![\w])|(?<=[\s|])[—-]{1,2}(?=[\s|]|$)|\bnil\b"
    r"|\bnone\b"
)
_LABEL = re.compile(
    r"[\s|]{0,40}[^\W\d_][^\d|\t]{1,24}?(?:(?:19|20)[0-9]{2})?(?: {2,60}|\t| ?\| ?|: ?)"
)
_MOST_ROWS = 40
_NEAR = 4  # lines between a table and the line that names its unit


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in a column: where it stands, whose it is, in what unit."""

    start: int
    supplier: str
    unit: Mark
    head: int  # where the head of the table begins


def _lines(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def _column_states(text: str, marks: list[Mark], span: tuple[int, int]) -> list[str]:
    """Return the States of a line that is nothing but the head of a table."""
    start, end = span
    if end - start > 120 or any(letter.isdigit() for letter in text[start:end]):
        return []
    states = [m for m in marks if "state" in m.kinds and start <= m.start < end]
    codes = [m.kinds["state"] for m in states]
    rest = sum(letter.isalpha() for letter in text[start:end]) - sum(len(m.words) for m in states)
    return codes if len(set(codes)) == len(codes) > 1 and rest <= 12 else []


def cells(text: str, marks: list[Mark], within: Callable[[int, int], list[Mark]]) -> Iterator[Cell]:
    """Yield the numbers that stand in the columns of States."""
    lines = _lines(text)
    for at, span in enumerate(lines):
        near = within(*span)
        if sum("state" in mark.kinds for mark in near) < 2:
            continue
        states = _column_states(text, near, span)
        if not states:
            continue
        rows: list[list[re.Match[str]]] = []
        for start, end in lines[at + 1 : at + 1 + _MOST_ROWS]:
            label = _LABEL.match(text, start, end)
            found = list(_CELL.finditer(text, label.end() if label else start, end))
            if label is None or len(found) != len(states):
                break
            rows.append(found)
        unit = _unit(lines, at, len(rows), within) if rows else None
        if unit is None:
            continue
        for row in rows:
            for state, cell in zip(states, row, strict=True):
                if cell.group()[0].isdigit():
                    yield Cell(cell.start(), state, unit, span[0])


def _unit(
    lines: list[tuple[int, int]], at: int, rows: int, within: Callable[[int, int], list[Mark]]
) -> Mark | None:
    below = lines[at + rows + 1 : at + rows + 1 + _NEAR]
    for start, end in [*reversed(lines[max(0, at - _NEAR) : at + 1]), *below]:
        for mark in within(start, end):
            if mark.kinds.get("unit") in ("bbl", "t", "kt"):
                return mark
    return None
