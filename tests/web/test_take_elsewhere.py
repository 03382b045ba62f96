"""What is taken along of the law and of the press says what their pages say."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.web import factories as make
from tests.web.test_take import fetch, same


__all__ = ["fetch"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planted")]

GOOD = "/law/good/?hs=2710&from=CN&to=KP&on=2018-06-01"
TABLE = re.compile(r'href="(/[^"]+)\.csv([^"]*)"')


def read_article() -> str:
    reading = make.reading(make.capture("Russia sent 500,000 barrels. China sent 3 tons."))
    make.finding(make.claim(reading, "500,000 barrels"), "agrees")
    make.claim(reading, "3 tons")
    return f"/articles/{reading.capture.article_id}/"


PAGES: dict[str, tuple[Callable[[], str] | str, set[str]]] = {
    "the law on a day": ("/law/?on=2018-01-01", {"measures", "goods", "days"}),
    "the law as known on a day": ("/law/?known_at=2012-01-01", {"measures", "goods", "days"}),
    "one good": (GOOD, {"paragraphs", "tests", "ways", "lines"}),
    "the resolutions": ("/resolutions/?known_at=2017-01-01", {"resolutions"}),
    "a resolution": ("/resolutions/2397/", {"paragraphs", "measures", "deadlines"}),
    "the articles": (lambda: read_article() and "/articles/", {"articles"}),
    "an article": (read_article, {"statements"}),
}


@pytest.mark.parametrize("name", PAGES)
def test_every_table_of_the_law_and_the_press_is_given_in_every_form(
    get: Any, fetch: Any, name: str
) -> None:
    address, tables = PAGES[name]
    address = address if isinstance(address, str) else address()
    given = dict(TABLE.findall(get(address).content.decode()))
    mine = {at: unescape(asked) for at, asked in given.items() if at.rsplit("/", 1)[-1] in tables}
    assert {at.rsplit("/", 1)[-1] for at in mine} == tables
    for at, asked in mine.items():
        said = json.loads(fetch(f"{at}.json{asked}"))
        rows = said["rows"]
        assert rows, at
        assert said["about"]["address"]
        written = list(csv.DictReader(io.StringIO(fetch(f"{at}.csv{asked}").decode())))
        book = load_workbook(io.BytesIO(fetch(f"{at}.xlsx{asked}")))
        head, *cells = book.worksheets[0].iter_rows(values_only=True)
        assert len(rows) == len(written) == len(cells)
        for row, line, cell in zip(rows, written, cells, strict=True):
            held = dict(zip(head, cell, strict=True))
            for column, value in row.items():
                assert same(value, line[column].removeprefix("'"), held[column]), (at, column)


def rows_of(fetch: Any, address: str) -> list[dict[str, Any]]:
    return list(json.loads(fetch(address))["rows"])


def test_the_tables_hold_what_their_pages_show(get: Any, fetch: Any) -> None:
    page = get("/law/?on=2018-01-01")
    measures = rows_of(fetch, "/law/measures.json?on=2018-01-01")
    assert len(measures) == page.context["running"]
    for row in measures:
        assert row["citation"] in page.words
    days = rows_of(fetch, "/law/days.json")
    assert len(days) == len(get("/law/").context["events"])
    good = get(GOOD)
    cited = rows_of(fetch, GOOD.replace("/law/good/", "/law/good/paragraphs.json"))
    assert [row["citation"] for row in cited] == [
        c.rule.citation for c in good.context["found"].paragraphs
    ]
    paragraphs = rows_of(fetch, "/resolutions/2397/paragraphs.json")
    whole = get("/resolutions/2397/")
    assert len(paragraphs) == len(whole.context["paragraphs"])
    assert len(rows_of(fetch, "/resolutions/2397/measures.json")) == whole.context["measures"]
    assert len(rows_of(fetch, "/resolutions/resolutions.json?known_at=2017-01-01")) == len(
        get("/resolutions/?known_at=2017-01-01").context["resolutions"]
    )


def test_a_statement_is_given_with_what_the_record_says_to_it(fetch: Any) -> None:
    at = read_article()
    first, second = rows_of(fetch, f"{at}statements.json")
    assert (first["quote"], first["verdict"]) == ("500,000 barrels", "agrees")
    assert (second["quote"], second["verdict"]) == ("3 tons", None)
    (article,) = rows_of(fetch, "/articles/articles.json")
    assert (article["figures"], article["compared"]) == (2, 1)


def test_the_chart_of_goods_stands_alone(get: Any, fetch: Any) -> None:
    answer = get("/law/goods.svg?on=2018-01-01")
    root = ElementTree.fromstring(answer.content)
    assert "When each good was banned" in "".join(root.itertext())
    assert fetch("/law/goods.png").startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "address",
    [
        "/law/nothing.csv",
        "/law/measures.svg",
        "/law/goods.doc",
        f"/law/good/nothing.csv{GOOD[GOOD.index('?') :]}",
        "/resolutions/2397/nothing.csv",
        "/resolutions/1/paragraphs.csv",
        "/articles/999/statements.csv",
        "/articles/articles.doc",
    ],
)
def test_what_is_not_given_is_refused(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
