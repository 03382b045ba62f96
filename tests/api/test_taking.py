"""What is taken whole: the same rows in every form, and dumps with a manifest that proves them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.core.management import call_command
from django.utils import timezone
from openpyxl import load_workbook

from compliance import queries, services
from compliance.models import Committee, Report, Transfer
from compliance.queries import workbook
from compliance.queries.dumps import TABLES
from compliance.tasks import follow as tasks


LINES = "/api/v1/lines/"
FORMULAS = ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "＝1", "'a", "a=1", "", 'a,"b"\nc', "ü 🛢"]


def taken(api: Any, query: dict[str, str], **headers: str) -> bytes:
    answer = api.get(LINES, query, **headers)
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


@pytest.fixture
def odd(planted: None, db: None) -> list[Report]:
    """Reports whose words begin as a formula would."""
    return [
        Report.objects.create(
            committee=Committee.objects.get(slug="1718"), kind="customs", key=f"odd:{n}",
            document=words, recorded_at=datetime(2026, 1, 2, 3, 4, 5, 600 * n, tzinfo=UTC),
        )
        for n, words in enumerate(FORMULAS)
    ]  # fmt: skip


def test_every_form_gives_the_rows_of_the_question(api: Any) -> None:
    query = {"supplier": "RU", "order": "first_day"}
    rows = api.get(LINES, query | {"page_size": "500"}).json()["results"]
    assert len(rows) > 10
    ndjson = taken(api, query, HTTP_ACCEPT="application/x-ndjson")
    assert [json.loads(one) for one in ndjson.splitlines()] == rows
    read = list(csv.DictReader(StringIO(taken(api, query | {"format": "csv"}).decode())))
    assert [_as_csv(row) for row in rows] == read
    sheet = load_workbook(BytesIO(taken(api, query | {"format": "xlsx"}))).active
    assert sheet is not None
    head, *lines = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert head == list(rows[0])
    assert [line[head.index("id")] for line in lines] == [row["id"] for row in rows]
    amounts = [line[head.index("amount")] for line in lines]
    assert [a if a is None else Decimal(str(a)) for a in amounts] == [_number(r) for r in rows]
    table = pq.read_table(BytesIO(taken(api, query, HTTP_ACCEPT="application/vnd.apache.parquet")))
    held = table.to_pylist()
    assert [row["id"] for row in held] == [row["id"] for row in rows]
    assert [row["amount"] for row in held] == [_number(row) for row in rows]
    assert [str(row["first_day"]) for row in held] == [row["first_day"] for row in rows]


def _number(row: dict[str, Any]) -> Decimal | None:
    return None if row["amount"] is None else Decimal(row["amount"])


def _as_csv(row: dict[str, Any]) -> dict[str, str]:
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


@pytest.mark.parametrize("form", ["csv", "ndjson", "xlsx", "parquet"])
def test_a_question_that_no_row_can_answer_gives_a_whole_file_of_none(api: Any, form: str) -> None:
    """No measure is of these goods, which is known without asking the database."""
    answer = api.get("/api/v1/in-force/", {"hs": "1000", "on": "2023-06-01", "format": form})
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content)
    if form == "csv":
        assert len(body.splitlines()) == 1
    elif form == "ndjson":
        assert body == b""
    elif form == "xlsx":
        sheet = load_workbook(BytesIO(body)).active
        assert sheet is not None
        assert sheet.max_row == 1
    else:
        assert pq.read_table(BytesIO(body)).num_rows == 0


@pytest.mark.usefixtures("odd")
def test_no_cell_is_a_formula_and_every_word_comes_back(api: Any) -> None:
    answer = api.get("/api/v1/reports/", {"kind": "customs", "format": "csv"})
    read = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode(), newline="")))
    said = {row["key"]: row for row in read if row["key"].startswith("odd:")}
    for n, words in enumerate(FORMULAS):
        cell = said[f"odd:{n}"]["document"]
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
        assert (cell[1:] if cell.startswith("'") else cell) == words
    assert said["odd:0"]["recorded_at"] == "2026-01-02T03:04:05Z"
    assert said["odd:1"]["recorded_at"] == "2026-01-02T03:04:05.000600Z"
    answer = api.get("/api/v1/reports/", {"kind": "customs", "format": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    for row in sheet.iter_rows():
        assert all(cell.data_type in ("s", "n", "b", "inlineStr") for cell in row)


def test_a_workbook_of_too_many_rows_is_refused_before_it_begins(
    api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST", 3)
    answer = api.get(LINES, {"format": "xlsx"})
    assert answer.status_code == 400
    assert "CSV" in answer.json()["detail"]


def test_a_list_of_more_than_columns_names_the_forms_it_has(api: Any) -> None:
    answer = api.get("/api/v1/findings/", {"format": "csv"})
    assert answer.status_code == 400
    assert "allowed: json" in answer.json()["detail"]


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.DUMPS = tmp_path / "dumps"
    return settings.DUMPS


def test_a_dump_proves_itself_and_is_downloaded(api: Any, folder: Path) -> None:
    call_command("dump", str(folder), stdout=StringIO())
    (held,) = api.get("/api/v1/dumps/").json()["results"]
    assert json.loads((folder / held["name"] / "manifest.json").read_text())["files"]
    assert {file["table"] for file in held["files"]} == set(TABLES)
    assert held["licence"] is None
    for file in held["files"]:
        answer = api.get(file["url"])
        content = b"".join(answer.streaming_content)
        assert hashlib.sha256(content).hexdigest() == file["sha256"]
        assert len(content) == file["bytes"]
        read = csv.reader(StringIO(gzip.decompress(content).decode(), newline=""))
        head, *rows = list(read)
        assert (head, len(rows)) == (file["columns"], file["rows"])
        assert answer.headers["X-Data-Version"] == held["data_version"]
    lines = next(file for file in held["files"] if file["table"] == "lines")
    assert lines["rows"] == Transfer.objects.count()
    followed = api.get("/api/v1/changes/", {"changed_since": held["data_version"]}).json()
    assert followed["results"] == []


@pytest.mark.parametrize("name", ["../../etc", "..%2f..", "x", "20240101T000000Z-csv"])
def test_nothing_but_the_files_of_a_manifest_is_given_out(
    api: Any, folder: Path, name: str
) -> None:
    services.dumps.make(folder=folder, at=timezone.now(), format="ndjson")
    assert api.get(f"/api/v1/dumps/{name}/lines.ndjson.gz/").status_code == 404
    (held,) = queries.dumps.made(folder)
    assert api.get(f"/api/v1/dumps/{held['name']}/manifest.json/").status_code == 404


def test_a_file_has_no_pages(api: Any) -> None:
    """Who asks for one row of a file would get all of them, or some twice: it is said at once."""
    first = api.get("/api/v1/lines/?page_size=1").json()["next"]
    for asked in ("page_size=1", first.partition("?")[2]):
        answer = api.get(f"/api/v1/lines/?format=csv&{asked}")
        assert answer.status_code == 400
        assert {problem["code"] for problem in answer.json()["problems"]} == {"not_in_pages"}


@pytest.mark.usefixtures("planted", "db")
def test_dumps_are_kept_bounded_and_made_once_a_night(folder: Path) -> None:
    at = timezone.now()
    for days in (4, 3, 2, 1):
        services.dumps.make(folder=folder, at=at - timedelta(days=days), format="parquet")
    assert len(queries.dumps.made(folder)) == services.dumps.KEPT
    table = pq.read_table(folder / queries.dumps.made(folder)[0]["name"] / "lines.parquet")
    assert table.num_rows == Transfer.objects.count()
    tasks.dump()
    newest = queries.dumps.made(folder)[0]["name"]
    tasks.dump()
    assert queries.dumps.made(folder)[0]["name"] == newest
    assert not list(folder.glob(".making-*"))
