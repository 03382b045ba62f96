"""A table to take along, and its writers: CSV, workbook, JSON.

A cell is a value, not its words: amounts keep every decimal, days are ISO days, what is not known
is empty and never a zero. No cell is a formula to any spreadsheet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from compliance.core.ledger.spreadsheet import digits, inert
from compliance.queries import workbook


UTC = ZoneInfo("UTC")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@dataclass(frozen=True)
class About:
    """What every file says of itself, so that it can be understood away from its page.

    `known_at` is the day as known on which it was worked out, `updated` the moment the newest line
    under it was written into the record: the two clocks. `head` leads each row of a CSV.
    """

    title: str
    address: str  # of the page, with its day and policy
    head: Mapping[str, str]
    known_at: date
    updated: datetime | None
    policy: str = ""
    sources: tuple[str, ...] = ()
    cite: str = ""  # the address that stays

    @property
    def name(self) -> str:
        """The start of the file's name."""
        parts = [v for k, v in self.head.items() if k in ("cap", "period") and v]
        return "-".join([*parts, "known", self.known_at.isoformat()]).replace("/", "..")

    @property
    def updated_words(self) -> str:
        return f"{self.updated.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if self.updated else ""

    def data(self) -> dict[str, Any]:
        return {
            "title": self.title,
            **self.head,
            "known_at": self.known_at,
            "updated": self.updated,
            "policy": self.policy or None,
            "sources": list(self.sources),
            "address": self.address,
            "cite": self.cite or None,
        }


@dataclass(frozen=True)
class Table:
    """Rows under the names of their columns."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


def of_rows(name: str, title: str, rows: Iterable[Mapping[str, Any]], *columns: str) -> Table:
    """A table of what machines are given elsewhere too; the columns are those of its first row."""
    held = list(rows)
    names = columns or tuple(held[0] if held else ())
    return Table(name, title, names, [[row[c] for c in names] for row in held])


def written(table: Table, about: About, form: str) -> bytes:
    return {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}[form](table, about)


def as_csv(table: Table, about: About) -> bytes:
    """UTF-8, commas, CRLF; each row says of which cap, period, day and policy it is."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*about.head, *table.columns])
    head = [inert(value) for value in about.head.values()]
    for row in table.rows:
        writer.writerow([*head, *(_text(value) for value in row)])
    return out.getvalue().encode()


def as_xlsx(table: Table, about: About) -> bytes:
    """A sheet of rows and one that says what they are. Text is text; numbers are numbers."""
    book = workbook.new()
    leading = list(about.head.values())
    rows = (map(_value, (*leading, *row)) for row in table.rows)
    workbook.add(book, table.name, (*about.head, *table.columns), rows)
    facts = {"table": table.title, **about.data()}
    workbook.add(book, "about", ("what", "said"), ((name, _value(v)) for name, v in facts.items()))
    out = io.BytesIO()
    workbook.write_to(book, out)
    return out.getvalue()


def as_json(table: Table, about: About) -> bytes:
    """Quantities are decimal strings, as in the API."""
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    said = {"table": table.name, "about": {"table": table.title, **about.data()}, "rows": rows}
    return orjson.dumps(said, default=_plain, option=orjson.OPT_INDENT_2)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return digits(value)
    return str(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, date):
        return value.isoformat()
    said = _value(value)
    return "" if said is None else inert(said) if isinstance(said, str) else str(said)


def _value(value: Any) -> Any:
    """What a cell holds: lists of words are words, what has more in it is JSON."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return " ".join(value)
    if isinstance(value, list | tuple | dict):
        return orjson.dumps(value, default=_plain).decode()
    return value
