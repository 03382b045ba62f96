"""`read_article`: texts in, annotations out, and every fault of a list at once."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command


TOLD = (
    "Russia told the committee that it supplied 3,225 barrels of refined petroleum to North Korea"
)
TEXT = f"{TOLD} in May 2020. Resolution 2397 caps such supplies at 500,000 barrels a year.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def read(*arguments: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command("read_article", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_a_text_is_a_line_of_json_with_starts_and_reasons(article: Path) -> None:
    said = read("--json", "--published", "2020-07-01", article)
    (line,) = said.splitlines()
    found = json.loads(line)
    moved, cap = found["figures"]
    assert (found["id"], found["resolutions"]) == (str(article), ["S/RES/2397"])
    assert moved["quote"] == TEXT[moved["start"] :][: len(moved["quote"])] == "3,225 barrels"
    assert '"value": 3225,' in line  # a number, with no digit more than was printed
    assert (moved["role"], moved["supplier"], moved["recipient"]) == ("transfer", ["RU"], ["KP"])
    assert (moved["period"], moved["basis"]) == (["2020-05-01", "2020-05-31"], "reported")
    assert 0 < moved["confidence"] < 1
    assert {"period", "supplier"} <= {why["field"] for why in moved["why"]}
    assert (cap["role"], cap["value"]) == ("cap", 500000)


def test_a_list_gives_a_line_each_in_its_order(article: Path) -> None:
    listed = article.parent / "list.jsonl"
    rows: list[dict[str, Any]] = [
        {"id": "b", "path": str(article), "published": "2020-07-01", "language": "en"},
        {"id": "a", "path": article.name, "published": None},
        {"id": "other", "path": article.name, "published": "2020-07-01", "language": "sw"},
    ]
    listed.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = [json.loads(line) for line in read("--json", "--manifest", listed).splitlines()]
    assert [each["id"] for each in found] == ["b", "a", "other"]
    assert [len(each["figures"]) for each in found] == [2, 2, 2]
    assert [each["published"] for each in found] == ["2020-07-01", None, "2020-07-01"]


def test_a_person_reads_what_was_found_and_why(article: Path) -> None:
    said = read("--published", "2020-07-01", article)
    assert "3,225 barrels: transfer, refined_petroleum, reported, RU to KP" in said
    assert "2020-05-01 to 2020-05-31" in said
    assert "cited: S/RES/2397" in said
    assert "supplier: " in said


def test_everything_wrong_with_a_list_is_said_and_nothing_is_read(article: Path) -> None:
    (article.parent / "koi.txt").write_bytes("Россия".encode("koi8-r"))
    listed = article.parent / "list.jsonl"
    lines = [
        json.dumps({"path": article.name}),
        "{no json",
        json.dumps({"path": "missing.txt"}),
        json.dumps({"id": "no path"}),
        json.dumps({"path": article.name, "published": "May 2020"}),
        json.dumps({"path": "koi.txt"}),
    ]
    listed.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        read("--json", "--manifest", listed)
    said = str(refused.value).splitlines()
    for number, line in zip((2, 3, 4, 5, 6), said, strict=True):
        assert f"line {number}" in line
    assert "no JSON" in said[0]
    assert "missing.txt: No such file" in said[1]
    assert '"path"' in said[2]
    assert "'May 2020'; give a day as YYYY-MM-DD" in said[3]
    assert "not in UTF-8" in said[4]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Name a text"),
        (["--language", "xx", __file__], "'xx': the reader knows en"),
        (["nowhere.txt"], "nowhere.txt: No such file"),
    ],
)
def test_what_cannot_be_read_is_refused_with_why(arguments: list[str], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        read(*arguments)
