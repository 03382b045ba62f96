"""A table is imported whole or not at all, and its dry run says before what will come of it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from compliance import queries, services
from compliance.core.ledger import COLUMNS
from compliance.models import (
    Committee,
    ImportFile,
    ImportOutcome,
    Notice,
    Report,
    Transfer,
)
from compliance.queries.ledger.exported import as_csv, as_xlsx
from compliance.services.exchange import NoTable, NotNow
from tests.factories import tables as make
from tests.factories.seeds import planted


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]
__all__ = ["planted"]

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CORPUS = Path(settings.BASE_DIR).parent / "shared" / "trust" / "cases"


def hand_in(content: bytes, name: str = "reports.csv") -> ImportFile:
    file, _ = services.exchange.hand_in(
        stream=io.BytesIO(content),
        name=name,
        committee=Committee.objects.get(slug="1718"),
        by=None,
        at=NOW,
    )
    return file


def go(file: ImportFile, step: str) -> ImportOutcome:
    run = services.exchange.ask(file=file, step=step, by=None, at=NOW)
    outcome = services.exchange.carry_out(run=run, at=NOW)
    assert outcome is not None
    return outcome


def check(content: bytes, name: str = "reports.csv") -> ImportOutcome:
    before = kept()
    outcome = go(hand_in(content, name), "check")
    assert kept() == before, "a dry run saved something"
    return outcome


def enter(content: bytes, name: str = "reports.csv") -> ImportOutcome:
    """The dry run, and the import where it allows one; both say the same of every row."""
    file = hand_in(content, name)
    seen = go(file, "check")
    if seen.outcome != "good":
        return seen
    done = go(file, "enter")
    assert (done.outcome, done.verdicts) == ("entered", seen.verdicts)
    return done


def kept() -> tuple[int, ...]:
    return tuple(m.objects.count() for m in (Report, Transfer, Notice))


def said(outcome: ImportOutcome) -> set[tuple[int, str]]:
    return {(line, column) for line, column, _, _ in outcome.problems}


def refused(content: bytes, name: str = "reports.csv") -> set[tuple[int, str]]:
    """The lines and columns at which a file is refused, by its handing in or its dry run."""
    before = kept()
    try:
        outcome = check(content, name)
    except NoTable as wrong:
        assert all(p.message for p in wrong.problems)
        return {(p.row, p.field) for p in wrong.problems}
    assert outcome.outcome == "refused"
    assert outcome.problems_n == len(outcome.problems) > 0
    assert kept() == before
    return said(outcome)


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
    assert "row 5" in dict((line, words) for line, _, _, words in outcome.problems)[653]
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
    assert enter(make.as_csv(table, [*COLUMNS, "line", "reason"])).new == 3
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
        (lines(HEAD, FIRST, b"Total" + b"," * 9 + b"25" + b"," * 5, end=b"\r\n"), 3, "unit"),
        (lines(HEAD, FIRST + b'"a\nb\nc"', SECOND.replace(b"12.5", b"-1")), 5, "quantity"),
        (lines(HEAD, b"", FIRST, b"", b"," * 15, SECOND.replace(b"12.5", b"-1")), 6, "quantity"),
        (lines(HEAD, FIRST, SECOND.replace(b"12.5", b"-1"), end=b"\r"), 3, "quantity"),
        (lines(b",".join(b"c%d" % n for n in range(100_000)), FIRST), 1, "reference"),
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
        "period_end": datetime(2018, 1, 1),
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
        ("quantity", 0.1 + 0.2),
        ("quantity", 12345678901234567),
        ("quantity", "12,5"),
        ("quantity", "#N/A"),
        ("quantity", date(2018, 1, 1)),
        ("period_start", 43191),
        ("period_start", datetime(2018, 1, 1, 12)),
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


HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "'x", "''", "＝1+1", '"', "a,b;c", "a\nb", "x"]  # noqa: RUF001


def hostile() -> list[dict[str, str]]:
    rows = make.several(len(HOSTILE))
    return [{**row, "remarks": text} for row, text in zip(rows, HOSTILE, strict=True)]


def test_what_is_exported_is_data_for_a_spreadsheet_and_comes_back_the_same() -> None:
    enter(make_inert())
    ours = Transfer.objects.filter(report__key__startswith="FR-2018-").order_by("pk")
    assert [line.note for line in ours] == HOSTILE
    written = b"".join(as_csv(ours)).decode()
    for row in csv.DictReader(io.StringIO(written, newline="")):
        assert not row["remarks"].startswith(tuple("=+-@\t\r\n＝")), row  # noqa: RUF001
    assert check(written.encode()).verdicts == "h" * len(HOSTILE)


def make_inert() -> bytes:
    """As a person writes it who knows our rule: an apostrophe before what begins like a formula."""
    from compliance.core.ledger.cells import inert

    return make.as_csv([{**row, "remarks": inert(row["remarks"])} for row in hostile()])


def test_a_workbook_holds_no_formula_and_comes_back_the_same() -> None:
    enter(make_inert())
    ours = Transfer.objects.filter(report__key__startswith="FR-2018-").order_by("pk")
    out = io.BytesIO()
    as_xlsx(ours, out)
    sheet = zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b'<v>12.5</v>' in sheet
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


# The corpus


def corpus() -> list[dict[str, Any]]:
    index = CORPUS / "bad_csv_files" / "index.json"
    return json.loads(index.read_text(encoding="utf-8")) if index.exists() else []


def bad_rows() -> Iterator[dict[str, str]]:
    path = CORPUS / "bad_transfers.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file, strict=True)


@pytest.fixture
def empty_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seeds hold the months of the corpus; it is about files, not about what is held."""
    monkeypatch.setattr("compliance.queries.ledger.standing_near", lambda spans: [])


@pytest.mark.skipif(not corpus(), reason="../shared/trust/cases is not beside this folder")
@pytest.mark.usefixtures("empty_ledger")
@pytest.mark.parametrize("case", corpus() or [{}], ids=lambda case: case.get("file", ""))
def test_each_file_of_the_corpus_ends_as_it_expects(case: dict[str, Any]) -> None:
    content = (CORPUS / "bad_csv_files" / case["file"]).read_bytes()
    if case["expect"] == "accept":
        assert enter(content, case["file"]).new == 3
        return
    found = refused(content, case["file"])
    assert case["line"] is None or case["line"] in {line for line, _ in found}, found


PAIR = {"t121": {"reference": "RU-2018-R0", "revises": "RU-2018-G01", "period_start": "2018-01-01",
                 "period_end": "2018-01-31"}}  # fmt: skip


@pytest.mark.skipif(not corpus(), reason="../shared/trust/cases is not beside this folder")
@pytest.mark.usefixtures("empty_ledger")
def test_each_row_of_the_corpus_ends_as_it_expects_in_a_file_of_good_ones() -> None:
    good = (CORPUS / "good_transfers.csv").read_bytes()
    with (CORPUS / "good_transfers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    otherwise = {}
    for case in bad_rows():
        row = {column: case[column] for column in COLUMNS}
        table = [*rows, *([{**row, **PAIR[case["case"]]}] if case["case"] in PAIR else []), row]
        outcome = check(make.as_csv(table))
        at = outcome.verdicts.rfind("w")
        columns = {column for _, column, _, _ in outcome.problems}
        if case["expect"] in ("reject", "needs_pair"):
            as_marked = at == len(table) - 1 and case["field"] in columns
        else:
            as_marked = outcome.outcome == "good"
            as_marked &= bool(outcome.flags) == (case["expect"] == "flag")
        if not as_marked:
            otherwise[case["case"]] = (case["what_is_wrong"], outcome.verdicts, outcome.problems)
    assert otherwise == {}
    assert enter(good).new == 3
