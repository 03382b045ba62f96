"""Lines pasted from a spreadsheet: cells by tabs, rows by lines, with or without a head."""

from __future__ import annotations

import calendar
import re

from compliance.core.ledger.drafts import FIELDS, Problem
from compliance.core.quantity import UNITS
from compliance.core.state import names


# What people write above a column, beside the field's own name.
HEADS = {
    "from": "supplier",
    "supplying state": "supplier",
    "to": "recipient",
    "good": "commodity",
    "product": "product",
    "month": "first_day",
    "from day": "first_day",
    "begin": "first_day",
    "to day": "last_day",
    "end": "last_day",
    "quantity": "amount",
    "barrels": "amount",
    "remark": "note",
    "remarks": "note",
    "what the line is": "kind",
    "also stated as": "stated_amount",
    "in the unit": "stated_unit",
}
# The order of columns where no head is given.
USUAL = ("supplier", "first_day", "last_day", "amount", "unit", "note")
MOST_ROWS = 500
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_AMOUNT = re.compile(r"([\d.,  ]*\d)\s*([A-Za-z]\w*)", re.ASCII)


def read_pasted(text: str) -> tuple[list[dict[str, str]], list[Problem]]:
    """The rows as fields and words for `read_draft`, and what could not be placed.

    Nothing is guessed of the words themselves but what is sure: a State's name is its code, a
    month is its first and last day, "67,300 bbl" is an amount and its unit.
    """
    rows = [line.split("\t") for line in text.splitlines() if line.strip()]
    if not rows:
        return [], [Problem("pasted", "missing", "Paste one row a line, its cells by tabs.")]
    found: list[Problem] = []
    head = [_field(cell) for cell in rows[0]]
    if sum(field is not None for field in head) >= 2:
        found += [
            Problem(
                "pasted",
                "unknown_column",
                f"{cell.strip()[:40]!r} heads no column known here; allowed: {', '.join(FIELDS)}.",
                1,
            )
            for cell, field in zip(rows[0], head, strict=True)
            if field is None and cell.strip()
        ]
        columns, first = head, 2
    else:
        columns, first = list(USUAL), 1
    lines = []
    for place, row in enumerate(rows[first - 1 :], start=first):
        if len(row) > len(columns) and any(cell.strip() for cell in row[len(columns) :]):
            found.append(
                Problem(
                    "pasted",
                    "too_many_cells",
                    f"Row {place} has {len(row)} cells and {len(columns)} columns are named; "
                    "the further ones were left out.",
                    place,
                )
            )
        cells = {
            field: cell.strip()
            for field, cell in zip(columns, row, strict=False)
            if field is not None and cell.strip()
        }
        lines.append(_spelt_out(cells))
    if len(lines) > MOST_ROWS:
        found.append(
            Problem(
                "pasted",
                "too_many_rows",
                f"{len(lines)} rows are more than {MOST_ROWS}; import them as a file.",
            )
        )
    return lines[:MOST_ROWS], found


def _field(cell: str) -> str | None:
    words = " ".join(cell.lower().replace("_", " ").split())
    if words.replace(" ", "_") in FIELDS:
        return words.replace(" ", "_")
    return HEADS.get(words)


def _spelt_out(cells: dict[str, str]) -> dict[str, str]:
    codes = {name.casefold(): code for code, name in names().items()}
    for field in ("supplier", "recipient"):
        said = cells.get(field, "")
        if said.upper() in names():
            cells[field] = said.upper()
        elif said.casefold() in codes:
            cells[field] = codes[said.casefold()]
    month = _MONTH.fullmatch(cells.get("first_day", ""))
    if month and "last_day" not in cells and 1 <= int(month[2]) <= 12 and int(month[1]) > 0:
        last = calendar.monthrange(int(month[1]), int(month[2]))[1]
        cells |= {"first_day": f"{month[0]}-01", "last_day": f"{month[0]}-{last:02}"}
    both = _AMOUNT.fullmatch(cells.get("amount", ""))
    if both and not cells.get("unit") and both[2] in UNITS:
        cells |= {"amount": both[1].strip(), "unit": both[2]}
    return cells
