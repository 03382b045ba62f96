"""Workbooks (XLSX) as every door gives them: text is text, never a formula; numbers are numbers as
far as a spreadsheet keeps their digits, and days are days.

openpyxl writes a row at a time to a file of its own, so a long table takes disk and no memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.db.models import QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.writer.excel import save_workbook

from compliance.core.ledger.spreadsheet import digits, inert


MOST = 100_000  # rows; a workbook is put together whole before it goes out
EXACT_DIGITS = 15  # that a spreadsheet keeps of a number


class TooMany(ValueError):
    """More rows than a workbook is made of; the message says what to do."""


def check(rows: QuerySet) -> None:
    """Raises `TooMany` where a workbook of the rows would be too long."""
    if rows.order_by()[: MOST + 1].count() > MOST:
        raise TooMany(
            f"A workbook holds at most {MOST:,} rows here; narrow the question, or take the CSV, "
            "which has no limit."
        )


def new() -> Workbook:
    return Workbook(write_only=True)


def add(book: Workbook, name: str, columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    """Add a sheet: its head, in bold and kept in sight, and its rows."""
    sheet: Any = book.create_sheet(name[:31])
    sheet.freeze_panes = "A2"
    head = [text(sheet, column) for column in columns]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def write_to(book: Workbook, to: IO[bytes]) -> None:
    save_workbook(book, to)


def _cell(sheet: Any, value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, Decimal)):
        said = digits(Decimal(value))
        if len(said.replace(".", "").lstrip("-0")) <= EXACT_DIGITS:
            return value
        return text(sheet, said)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return text(sheet, str(value))


def text(sheet: Any, words: str) -> Any:
    """A cell of words, whatever they begin with.

    The apostrophe outlives a workbook that somebody saves as CSV; the type holds in this one.
    """
    cell = WriteOnlyCell(sheet, inert(ILLEGAL_CHARACTERS_RE.sub("\ufffd", words)))
    cell.data_type = "s"
    return cell
