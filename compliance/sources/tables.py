"""Tables that people hand in, CSV and XLSX, read strictly: every row with its line in the file.

Nothing is guessed: not the encoding, not the separator, not a date of some country's order. A CSV
is read a line at a time. A workbook is a ZIP of XML, so it is read in a child with limits
(`sources.child`), and what comes back are its rows as lines of JSON.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

from compliance.core.ledger import MORE_COLUMNS, Problem, TableRow
from compliance.core.ledger.spreadsheet import as_meant
from compliance.sources.child import Answer, Unreadable, run


MOST_ROWS_XLSX = 100_000
MOST_MEMBERS = 2_000
MOST_UNPACKED = 256 * 2**20
MOST_COLUMNS = 64  # looked at; a table of ours has far fewer
EXACT_DIGITS = 15  # that a spreadsheet keeps of a number
# Columns of our own error file, which may stay when it is handed in again: they are not read.
UNREAD = ("line", "reason")


class NoTable(ValueError):
    """A file that no row can be read of; `problems` says why, each at its line and column."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(p.message for p in self.problems))


def kind_of(content: bytes, *, name: str) -> str:
    """csv or xlsx, by what the bytes are; a name that says otherwise is refused. Raises `NoTable`.

    For a CSV only the beginning is looked at.
    """
    if not content:
        raise _no("The file is empty.")
    named = name.lower().rpartition(".")[2]
    if content.startswith(b"PK\x03\x04"):
        if named != "xlsx":
            raise _no("It is a ZIP container under another name; a workbook ends in .xlsx.")
        return "xlsx"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _no("It is an old workbook (.xls), or one with a password; save it as .xlsx or CSV.")
    if named in ("xlsx", "xls", "ods"):
        raise _no("It is no workbook, whatever its name says.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content[:200].count(b"\x00") > 20:
        raise _no("It is UTF-16; save it as “CSV UTF-8 (comma delimited)”.")
    begin = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begin.startswith((b"<", b"{", b"%pdf")):
        what = "a PDF" if begin.startswith(b"%pdf") else "JSON" if begin[:1] == b"{" else "HTML"
        raise _no(f"It is {what} and no table; hand in CSV or XLSX.")
    return "csv"


def rows_of_csv(stream: IO[bytes], *, columns: Sequence[str]) -> Iterator[TableRow]:
    """The rows of a CSV: UTF-8, commas, each with the line it begins on. Blank lines are passed.

    Raises `NoTable` where the header is not that of our columns.
    """
    text = io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline="")
    reader = csv.reader(text, strict=True)
    try:
        header = next(reader, [])
    except csv.Error as wrong:
        raise _no(f"The header cannot be read: {wrong}.", line=1) from wrong
    places = _header(header, columns)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            yield TableRow(begins, {}, (_broken(wrong, begins),), whole=False)
            return
        if any(cells):
            yield _row(cells, begins, places, width=len(header))


def workbook(content: bytes) -> bytes:
    """The rows of a workbook's one sheet as lines of JSON, read in a child. Raises `NoTable`."""
    try:
        return run("tables.work", content).parts[0]
    except Unreadable as wrong:
        raise _no(str(wrong)) from wrong


def rows_of_workbook(stream: IO[bytes], *, columns: Sequence[str]) -> Iterator[TableRow]:
    """The rows that `workbook` gave. Raises `NoTable` where the header is not of our columns."""
    places: dict[str, int] | None = None
    width = 0
    for line in stream:
        place, cells, wrong = json.loads(line)
        if places is None:
            places, width = _header(cells, columns), len(cells)
            continue
        filled = [*cells[:width], *[""] * (width - len(cells))]
        row = _row([*filled, *cells[width:]], place, places, width=width)
        of = {at: column for column, at in places.items()}
        said = tuple(Problem(of[at], code, words, place) for at, code, words in wrong if at in of)
        yield TableRow(place, row.words, (*row.unread, *said), row.whole)
    if places is None:
        raise _no("The workbook holds no cell.")


def _row(cells: list[str], place: int, places: dict[str, int], *, width: int) -> TableRow:
    if len(cells) != width:
        words = f"The row has {len(cells)} cells, the header {width}: each row has as many."
        words += " A comma inside a cell needs quotes around it." if len(cells) > width else ""
        return TableRow(place, {}, (Problem("row", "cells", words, place),), whole=False)
    said: dict[str | None, object] = {}
    unread = []
    for column, at in places.items():
        text = cells[at]
        if any("\udc80" <= letter <= "\udcff" for letter in text):
            unread.append(
                Problem(
                    column,
                    "not_utf8",
                    "There are bytes in it that are no UTF-8 (Windows, Latin-1 or Korean?); save "
                    "the file as “CSV UTF-8 (comma delimited)”.",
                    place,
                )
            )
            text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        said[column] = as_meant(text)
    return TableRow(place, said, tuple(unread))


def _header(header: Sequence[str], columns: Sequence[str]) -> dict[str, int]:
    """Where each column stands. Raises `NoTable` with everything that is wrong with the header."""
    needed = f"The columns are {', '.join(columns)}."
    if not any(header):
        raise _no("The first line is empty; it names the columns.", line=1)
    if header[0].lower().startswith("sep="):
        raise _no("The first line is “sep=”; take it out, so that the header comes first.", line=1)
    if len(header) == 1:
        for sign, called in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
            if sign in header[0]:
                words = f"The cells are separated by {called}; save the file with commas."
                raise _no(words, line=1)
    found = []
    for column, times in Counter(header).items():
        if times > 1:
            words = f"The column {column[:60]!r} is there {times} times."
            found.append(Problem(column[:60], "repeated_column", words, 1))
        if column in columns or column in UNREAD or column in MORE_COLUMNS:
            continue
        plain = column.strip().lower()
        hint = f" Write it as {plain}, without blanks or capitals." if plain in columns else ""
        words = f"There is no column {column[:60]!r} in such a table.{hint}"
        found.append(Problem(column[:60] or "row", "unknown_column", words, 1))
    missing = [column for column in columns if column not in header]
    found += [
        Problem(column, "missing_column", f"The column {column} is missing.", 1)
        for column in missing
    ]
    if found:
        extra = max(0, len(found) - 40)
        more = [Problem("row", "columns", f"And {extra:,} more columns.", 1)] if extra else []
        raise NoTable([*found[:40], *more, Problem("row", "columns", needed, 1)])
    beside = [column for column in MORE_COLUMNS if column in header]
    return {column: header.index(column) for column in (*columns, *beside)}


def _broken(wrong: csv.Error, line: int) -> Problem:
    said = str(wrong)
    if "end of data" in said or "field limit" in said:
        words = "A quote opens here and does not close, so the rest of the file cannot be told "
        words += "into rows."
    elif "expected after" in said:
        words = "There is text after a closing quote, so the rest of the file cannot be told into "
        words += "rows. A quote inside a cell is written twice."
    else:
        words = f"The row cannot be read ({said}), nor the rest of the file."
    return Problem("row", "broken", words, line)


def _no(words: str, *, line: int = 0) -> NoTable:
    return NoTable([Problem("file", "no_table", words, line)])


# In the child


def work(content: bytes) -> Answer:
    """The rows of a workbook, as `workbook` gives them."""
    from openpyxl import load_workbook  # of no use to a child that reads articles

    _check_container(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if _has_cells(sheet)]
    except (MemoryError, Unreadable):
        raise
    except Exception as wrong:
        raise Unreadable("The workbook is broken and cannot be read.") from wrong
    if not sheets:
        raise Unreadable("The workbook holds no cell.")
    if len(sheets) > 1:
        names = ", ".join(repr(sheet.title[:40]) for sheet in sheets[:5])
        raise Unreadable(f"The workbook has {len(sheets)} sheets ({names}); keep the one to read.")
    out = io.BytesIO()
    held = 0
    for place, row in enumerate(sheets[0].iter_rows(max_col=MOST_COLUMNS), start=1):
        cells, unfit = _cells(row)
        if not cells:
            continue
        held += 1
        if held > MOST_ROWS_XLSX + 1:
            words = f"The workbook has more than {MOST_ROWS_XLSX:,} rows; hand it in as CSV."
            raise Unreadable(words)
        out.write(json.dumps([place, cells, unfit]).encode() + b"\n")
    return Answer({}, (out.getvalue(),))


def _check_container(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            members = container.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as wrong:
        raise Unreadable("The workbook is broken and cannot be read.") from wrong
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_UNPACKED:
        raise Unreadable(f"The workbook unpacks to more than {MOST_UNPACKED // 2**20} MB.")


def _has_cells(sheet: Any) -> bool:
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, max_row=50)
    return any(cell.value is not None for row in rows for cell in row)


def _cells(row: Sequence[Any]) -> tuple[list[str], list[tuple[int, str, str]]]:
    """The words of the cells, blanks at the end left out, and what cannot be taken as words."""
    cells: list[str] = []
    wrong = []
    for at, cell in enumerate(row):
        text, problem = _cell(cell)
        cells.append(text)
        if problem:
            wrong.append((at, *problem))
    while cells and not cells[-1]:
        cells.pop()
    return cells, wrong


def _cell(cell: Any) -> tuple[str, tuple[str, str] | None]:
    value = cell.value
    if value is None:
        return "", None
    if cell.data_type == "f":
        return str(value), ("formula", "It is a formula; paste it as a value.")
    if isinstance(value, bool):
        return str(value).upper(), None
    if isinstance(value, datetime):
        if value.time() != time():
            return value.isoformat(), ("has_time", "It is a day with a time; give the day alone.")
        return value.date().isoformat(), None
    if isinstance(value, date):
        return value.isoformat(), None
    if isinstance(value, (int, float)):
        return _number(value)
    return str(value), None


def _number(value: int | float) -> tuple[str, tuple[str, str] | None]:
    """A number as its digits, as long as the workbook is sure to have kept them all."""
    exact = Decimal(repr(value))
    text = f"{exact:f}".rstrip("0").rstrip(".") if "." in f"{exact:f}" else f"{exact:f}"
    if len(text.replace(".", "").replace("-", "").strip("0")) > EXACT_DIGITS:
        words = f"A workbook keeps {EXACT_DIGITS} digits of a number; write this one as text."
        return text, ("inexact", words)
    return text, None
