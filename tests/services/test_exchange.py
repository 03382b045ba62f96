"""A table is imported whole or not at all, and its dry run says before what will come of it."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from compliance import queries, services
from compliance.core.ledger import COLUMNS, MORE_COLUMNS
from compliance.models import (
    ImportFile,
    Transfer,
)
from compliance.queries.ledger.exported import as_csv, as_xlsx
from compliance.services.exchange import NoTable, NotNow
from tests.factories import tables as make
from tests.factories.exchange import NOW, check, enter, go, hand_in, kept, refused, said
from tests.factories.ledger import draft
from tests.factories.reports import line
from tests.factories.seeds import planted


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]
__all__ = ["planted"]


# All of it, or nothing


def test_a_good_table_is_looked_at_and_then_entered() -> None:
    content = make.as_csv(make.several(3))
    before = kept()
    seen = check(content)
    assert (seen.outcome, seen.rows, seen.new, seen.verdicts) == ("good", 3, 3, "nnn")
    done = enter(content)
    assert done.new == 3
    assert Transfer.objects.filter(report__key="FR-2018-0").get().amount == 12.5
    assert kept()[1] == before[1] + 3


def test_one_bad_row_at_the_end_and_nothing_is_saved() -> None:
    rows = make.several(1201)
    rows[-1]["quantity"] = "-1"
    assert refused(make.as_csv(rows)) == {(1202, "quantity")}


def test_three_errors_are_three_entries_each_at_its_line_and_column() -> None:
    rows = make.several(5)
    rows[0]["quantity"], rows[3]["unit"], rows[4]["supplier"] = "-1", "USD", "XX"
    outcome = check(make.as_csv(rows))
    assert {(2, "quantity"), (5, "unit"), (6, "supplier")} <= said(outcome)
    assert (outcome.wrong, outcome.verdicts) == (3, "wnnww")
    assert all(words.endswith(".") for _, _, _, words in outcome.problems)


def test_the_same_file_twice_adds_nothing_and_says_so_by_its_digest() -> None:
    content = make.as_csv(make.several(2))
    enter(content)
    before = kept()
    file = hand_in(content, "another name.csv")
    for step in ("check", "enter"):
        with pytest.raises(NotNow, match=f"very file .SHA-256 {file.digest[:12]}"):
            services.exchange.ask(file=file, step=step, by=None, at=NOW)
    assert kept() == before
    assert ImportFile.objects.count() == 1


def test_rows_that_are_held_word_for_word_are_left_out_and_the_others_entered() -> None:
    enter(make.as_csv(make.several(2)))
    done = enter(make.as_csv(make.several(3)))
    assert (done.held, done.new, done.verdicts) == (2, 1, "hhn")


def test_a_row_that_is_held_with_another_figure_is_refused_and_says_which_column() -> None:
    enter(make.as_csv(make.several(1)))
    (row,) = make.several(1)
    outcome = check(make.as_csv([{**row, "quantity": "99"}]))
    (words,) = [words for _, column, _, words in outcome.problems if column == "reference"]
    assert "with another quantity" in words


def test_nothing_new_is_nothing_to_enter() -> None:
    enter(make.as_csv(make.several(2)))
    file = hand_in(make.as_csv(make.several(1)))
    assert go(file, "check").held == 1
    with pytest.raises(NotNow, match="held already"):
        services.exchange.ask(file=file, step="enter", by=None, at=NOW)


def test_only_what_was_looked_at_and_found_good_is_entered() -> None:
    file = hand_in(make.as_csv(make.several(1)))
    with pytest.raises(NotNow, match="dry run"):
        services.exchange.ask(file=file, step="enter", by=None, at=NOW)


def test_what_has_changed_since_the_dry_run_is_seen_by_the_import() -> None:
    file = hand_in(make.as_csv(make.several(1)))
    go(file, "check")
    (row,) = make.several(1)
    enter(make.as_csv([{**row, "reference": "elsewhere"}]))
    outcome = go(file, "enter")
    assert outcome.outcome == "refused"
    assert said(outcome) == {(2, "first_day")} or said(outcome) == {(2, "period_start")}


def test_rows_far_apart_know_of_each_other() -> None:
    """Judged some hundreds at a time, with nothing of the first left in memory."""
    rows = make.several(700)
    rows[650] = {**rows[650], "reference": rows[3]["reference"].lower()}
    rows[651] = {**rows[3], "reference": "the-same-day"}
    better = {**rows[3], "reference": "better", "revises": rows[3]["reference"]}
    outcome = check(make.as_csv([*rows, better]))
    assert said(outcome) == {(652, "reference"), (653, "period_start")}
    assert "row 5" in {line: words for line, _, _, words in outcome.problems}[653]
    assert outcome.verdicts[-1] == "c"


def test_a_row_revised_twice_in_one_table_is_a_line_of_two_revisions() -> None:
    (row,) = make.several(1)
    once = {**row, "reference": "R1", "revises": row["reference"], "quantity": "13"}
    twice = {**row, "reference": "R2", "revises": "R1", "quantity": "14", "remarks": "a slip"}
    assert enter(make.as_csv([row, once, twice])).verdicts == "ncc"
    line = Transfer.objects.get(report__key="R2")
    assert (line.revision, line.amount, line.reason) == (3, 14, "a slip")


def test_a_blank_is_a_row_without_an_amount_and_never_a_zero() -> None:
    (row,) = make.several(1)
    blank = {**row, "status": "blank", "quantity": "", "unit": ""}
    enter(make.as_csv([blank]))
    assert Transfer.objects.get(report__key=row["reference"]).amount is None
    assert (2, "quantity") in refused(make.as_csv([{**row, "quantity": ""}]))


def test_the_file_with_reasons_can_be_put_right_and_handed_in() -> None:
    rows = make.several(3)
    rows[1] |= {"quantity": "12,5", "remarks": "=1+1"}
    file = hand_in(make.as_csv(rows))
    seen = go(file, "check")
    written = b"".join(queries.exchange.with_reasons(file, seen)).decode()
    table = list(csv.DictReader(io.StringIO(written, newline="")))
    assert [row["line"] for row in table] == ["2", "3", "4"]
    assert [bool(row["reason"]) for row in table] == [False, True, False]
    assert table[1]["remarks"] == "'=1+1"
    table[1]["quantity"] = "12.5"
    assert enter(make.as_csv(table, [*COLUMNS, *MORE_COLUMNS, "line", "reason"])).new == 3
    assert Transfer.objects.get(report__key=rows[1]["reference"]).note == "=1+1"


# Files that are no such table


BOM = b"\xef\xbb\xbf"
LINES = make.as_csv(make.several(2)).split(b"\n")[:3]
HEAD, FIRST, SECOND = LINES


def lines(*each: bytes, end: bytes = b"\n") -> bytes:
    return end.join([*each, b""])


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"", 0, "file"),
        (lines(HEAD), 1, "file"),
        (lines(HEAD.replace(b",unit", b""), FIRST), 1, "unit"),
        (lines(HEAD + b",quantity", FIRST + b",1"), 1, "quantity"),
        (lines(HEAD + b",verified_by", FIRST + b",me"), 1, "verified_by"),
        (lines(b"id," + HEAD, b"1," + FIRST), 1, "id"),
        (lines(HEAD.replace(b"unit", b" UNIT"), FIRST), 1, " UNIT"),
        (lines(HEAD.replace(b"reference", b"=1+1"), FIRST), 1, "=1+1"),
        (lines(b"sep=,", HEAD, FIRST), 1, "file"),
        (lines(b"", HEAD, FIRST), 1, "file"),
        (lines(HEAD.replace(b",", b";"), FIRST.replace(b",", b";")), 1, "file"),
        (lines(HEAD.replace(b",", b"\t"), FIRST.replace(b",", b"\t")), 1, "file"),
        (lines(HEAD, FIRST, SECOND[:40]), 3, "row"),
        (lines(HEAD, FIRST, SECOND + b",a,b"), 3, "row"),
        (lines(HEAD, FIRST, b'"' + SECOND, SECOND), 3, "row"),
        (lines(HEAD, FIRST, b'"DE"-1' + SECOND[9:]), 3, "row"),
        (lines(HEAD, FIRST, SECOND + "вода".encode("cp1251")), 3, "remarks"),
        (lines(HEAD, FIRST, SECOND + "원유".encode("cp949")), 3, "remarks"),
        (lines(HEAD, FIRST, SECOND + "pétrole".encode("latin-1")), 3, "remarks"),
        (lines(HEAD, FIRST, SECOND + b"\xc3\x28"), 3, "remarks"),
        (lines(HEAD, FIRST, SECOND + b"a\x00b"), 3, "remarks"),
        (lines(HEAD, FIRST).decode().encode("utf-16"), 0, "file"),
        (lines(HEAD, FIRST).decode().encode("utf-16-le"), 0, "file"),
        (b"<html><table><tr><td>reference", 0, "file"),
        (b'{"reference": 1}', 0, "file"),
        (b"%PDF-1.7", 0, "file"),
        (b"PK\x03\x04 and so on", 0, "file"),
        (lines(HEAD, FIRST, b"Total" + b"," * 9 + b"25" + b"," * 6, end=b"\r\n"), 3, "unit"),
        (lines(HEAD, FIRST + b'"a\nb\nc"', SECOND.replace(b"12.5", b"-1")), 5, "quantity"),
        (lines(HEAD, b"", FIRST, b"", b"," * 15, SECOND.replace(b"12.5", b"-1")), 6, "quantity"),
        (lines(HEAD, FIRST, SECOND.replace(b"12.5", b"-1"), end=b"\r"), 3, "quantity"),
        (lines(b",".join(b"c%d" % n for n in range(20_000)), FIRST), 1, "c0"),
        (lines(HEAD, FIRST + b"x" * 200_000), 2, "row"),
    ],
)
def test_a_broken_file_is_refused_at_its_line(content: bytes, line: int, column: str) -> None:
    assert (line, column) in refused(content)


@pytest.mark.parametrize(
    "content",
    [
        BOM + lines(HEAD, FIRST, SECOND),
        lines(HEAD, FIRST, SECOND, end=b"\r"),
        lines(HEAD, FIRST, SECOND, end=b"\r\n"),
        HEAD + b"\n" + FIRST + b"\n" + SECOND,
        lines(HEAD, FIRST, b"", b"," * 15, SECOND),
    ],
)
def test_a_table_is_taken_with_any_line_ends_a_mark_and_blank_lines(content: bytes) -> None:
    assert enter(content).new == 2


def test_bytes_beyond_the_most_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(services.exchange.MOST_BYTES, "csv", 100)
    with pytest.raises(NoTable, match="over 0 MB"):
        hand_in(make.as_csv(make.several(2)))


# Workbooks


def test_a_workbook_is_read_as_a_csv_is() -> None:
    (row,) = make.several(1)
    row |= {
        "quantity": 12.5,
        "period_start": date(2018, 1, 1),
        "period_end": datetime(2018, 1, 1),  # noqa: DTZ001 - as a workbook has it
        "remarks": "two\nlines",
    }
    assert enter(make.workbook([row]), "reports.xlsx").new == 1
    line = Transfer.objects.get(report__key="FR-2018-0")
    assert (str(line.amount), line.first_day, line.note) == ("12.500000", date(2018, 1, 1),
                                                             "two\nlines")  # fmt: skip


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("quantity", "=1+1"),
        ("quantity", True),
        ("quantity", 0.12345678901234568),
        ("quantity", 12345678901234567),
        ("quantity", "12,5"),
        ("quantity", "#N/A"),
        ("quantity", date(2018, 1, 1)),
        ("period_start", 43191),
        ("period_start", datetime(2018, 1, 1, 12)),  # noqa: DTZ001
        ("period_start", "01/02/2018"),
        ("remarks", '=HYPERLINK("https://x.example")'),
    ],
)
def test_a_cell_that_could_be_read_two_ways_is_refused(column: str, cell: Any) -> None:
    (row,) = make.several(1)
    assert (2, column) in refused(make.workbook([{**row, column: cell}]), "reports.xlsx")


def test_a_workbook_of_two_tables_is_refused() -> None:
    (row,) = make.several(1)
    cells = [list(COLUMNS), list(row.values())]
    assert refused(make.as_xlsx(cells, more=cells), "a.xlsx") == {(0, "file")}
    assert enter(make.as_xlsx(cells, empty=[]), "a.xlsx").new == 1


def box(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 and so on",
        box(nothing=b""),
        box(**{"xl__workbook.xml": b"garbage"}),
        box(**{"xl__sharedStrings.xml": b"<sst>" + b"<si><t>x</t></si>" * 20_000_000 + b"</sst>"}),
        box(**{f"{n}.csv": b"" for n in range(3_000)}),
    ],
    ids=["no zip", "no workbook", "garbage", "bomb", "many"],
)
def test_a_workbook_that_is_none_or_a_bomb_is_refused(content: bytes) -> None:
    assert refused(content, "reports.xlsx") == {(0, "file")}


def test_entities_of_a_workbook_are_not_resolved() -> None:
    (row,) = make.several(1)
    good = zipfile.ZipFile(io.BytesIO(make.workbook([row])))
    members = {name: good.read(name) for name in good.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + members[sheet]
    assert refused(box(**members), "reports.xlsx")


# Out and in again


HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "'x", "''", "＝1+1", '"', "a,b;c", "a\nb", "x"]


def hostile() -> list[dict[str, str]]:
    rows = make.several(len(HOSTILE))
    return [{**row, "remarks": text} for row, text in zip(rows, HOSTILE, strict=True)]


def test_what_is_exported_is_data_for_a_spreadsheet_and_comes_back_the_same() -> None:
    enter(make_inert())
    ours = Transfer.objects.filter(report__key__startswith="FR-2018-").order_by("pk")
    assert [line.note for line in ours] == HOSTILE
    written = b"".join(as_csv(ours)).decode()
    for row in csv.DictReader(io.StringIO(written, newline="")):
        assert not row["remarks"].startswith(tuple("=+-@\t\r\n＝")), row
    assert check(written.encode()).verdicts == "h" * len(HOSTILE)


def make_inert() -> bytes:
    """As a person writes it who knows our rule: an apostrophe before what begins like a formula."""
    from compliance.core.ledger.spreadsheet import inert

    return make.as_csv([{**row, "remarks": inert(row["remarks"])} for row in hostile()])


def test_a_workbook_holds_no_formula_and_comes_back_the_same() -> None:
    enter(make_inert())
    ours = Transfer.objects.filter(report__key__startswith="FR-2018-").order_by("pk")
    out = io.BytesIO()
    as_xlsx(ours, out)
    sheet = zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<v>12.5</v>" in sheet
    assert check(out.getvalue(), "a.xlsx").verdicts == "h" * len(HOSTILE)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_line_of_the_ledger_can_be_exported_and_imported_and_adds_nothing(kind: str) -> None:
    every = queries.ledger.lines().order_by("id")
    out = io.BytesIO()
    if kind == "csv":
        out.writelines(as_csv(every))
    else:
        as_xlsx(every, out)
    seen = check(out.getvalue(), f"all.{kind}")
    assert seen.problems == []
    assert (seen.held, seen.rows) == (every.count(), every.count())


def test_what_only_an_export_says_is_compared_where_it_is_held_and_never_dropped_elsewhere() -> (
    None
):
    """The second stated amount, the product, the bounds of the day known and how sure we are."""
    full = {
        "product": "bitumen", "stated_quantity": "80.5", "stated_unit": "bbl",
        "known_not_before": "2018-05-01", "known_precision": "bounded", "confidence": "confirmed",
    }  # fmt: skip
    given = {"stated_amount": Decimal("80.5"), "stated_unit": "bbl", "product": "bitumen"}
    held = line(draft("2018-04", amount="12.5", unit="t", supplier="IT", **given), **{
        "known_not_before": date(2018, 5, 1), "known_precision": "bounded",
        "confidence": "confirmed", "known_on": "2018-05-20",
    })  # fmt: skip
    ours = Transfer.objects.filter(pk=held.pk)
    (row,) = csv.DictReader(io.StringIO(b"".join(as_csv(ours)).decode(), newline=""))
    assert {column: row[column] for column in MORE_COLUMNS} == full
    assert list(row) == [*COLUMNS, *MORE_COLUMNS]
    columns = list(row)
    assert check(make.as_csv([row], columns)).verdicts == "h"
    other = check(make.as_csv([row | {"product": "gasoline"}], columns))
    assert other.verdicts == "w"
    new = make.several(1)[0]
    for column, cell in full.items():
        seen = check(make.as_csv([new | dict.fromkeys(MORE_COLUMNS, "") | {column: cell}], columns))
        assert [(p[1], p[2]) for p in seen.problems] == [(column, "beside")]
    assert check(make.as_csv([new | dict.fromkeys(MORE_COLUMNS, "")], columns)).verdicts == "n"
