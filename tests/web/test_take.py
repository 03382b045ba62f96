"""What is taken along says what the page says: files, briefing, citation, embedding, feeds."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from compliance import queries
from compliance.models import Transfer
from compliance.queries.ledger import board
from compliance.web.charts import setting
from compliance.web.filters import amount, exact, share
from compliance.web.take.cap import CHARTS, TABLES
from tests.web.conftest import plain


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planted")]

AT = "/caps/dprk-refined-petroleum/"
ASKED = {
    "2023": "",
    "2019": "?policy=voa-7.9",
    "2025": "?known_at=2025-12-01",
}
# The columns of each table that the page prints, and how it writes them.
PRINTED: dict[str, dict[str, Any]] = {
    "months": {"amount": amount},
    "cumulative": {"so_far": amount},
    "knowledge": {"used": amount, "share": share, "reports_received": str},
    "lines": {"amount": exact, "reported_amount": exact},
    "thresholds": {"amount": amount},
    "suppliers": {"amount": amount},
    "limits": {"used": amount, "share": share},
    "conversions": {"used": amount, "share": share},
    "beside": {"amount": exact},
    "estimates": {},  # ranges, in words
    "decisions": {},
    "stated": {"amount": exact},
    "projection": {"low": amount, "high": amount},
}


@pytest.mark.parametrize("period", ASKED)
def test_every_table_is_the_page_s_in_every_form(get: Any, fetch: Any, period: str) -> None:
    page = get(f"{AT}{period}/{ASKED[period]}").words
    for name in TABLES:
        at = f"{AT}{period}/{name}"
        said = json.loads(fetch(f"{at}.json{ASKED[period]}"))
        rows = said["rows"]
        columns = list(rows[0]) if rows else []
        head, *lines = csv.reader(
            io.StringIO(fetch(f"{at}.csv{ASKED[period]}").decode(), newline="")
        )
        assert head[:4] == ["cap", "period", "known_at", "policy"]
        assert not rows or head[4:] == columns
        assert len(lines) == len(rows), name
        book = load_workbook(io.BytesIO(fetch(f"{at}.xlsx{ASKED[period]}")))
        cells = [list(row) for row in book[name].iter_rows(values_only=True)]
        assert cells[0] == head
        for row, line, cell in zip(rows, lines, cells[1:], strict=True):
            for n, column in enumerate(columns, start=4):
                assert same(row[column], line[n], cell[n]), (name, column, row, line[n], cell[n])
            for column, words in PRINTED[name].items():
                if row[column] is not None:
                    value = words(Decimal(str(row[column])))
                    assert plain(value) in page, (name, column, value)
        about = said["about"]
        assert (about["cap"], about["period"]) == ("dprk-refined-petroleum", period)
        assert about["address"].startswith(f"http://testserver{AT}{period}/?known_at=")
        assert about["updated"]


@pytest.fixture
def fetch(client: Client) -> Any:
    """The bytes of a file."""

    def fetched(address: str) -> bytes:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.content[:300])
        return answer.content

    return fetched


def same(as_json: Any, in_csv: str, in_workbook: Any) -> bool:
    """One value in three forms: what is not known is empty in each, and never a zero."""
    if as_json in (None, "", []):
        return in_csv in ("", "[]") and in_workbook in (None, "[]")
    if isinstance(as_json, bool):
        return in_csv == str(as_json).lower() and in_workbook is as_json
    if isinstance(as_json, list):
        return in_csv == in_workbook
    text = str(as_json)
    if isinstance(in_workbook, datetime):
        return text == in_csv == in_workbook.date().isoformat()
    if isinstance(in_workbook, int | float) and not isinstance(in_workbook, bool):
        return text == in_csv and float(text) == float(in_workbook)
    return text == in_csv == str(in_workbook)


@pytest.mark.parametrize("address", [f"{AT}2023/", f"{AT}2025/"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_that_stands_alone_is_the_page_s_and_says_what_it_is(
    get: Any, address: str, name: str
) -> None:
    page = get(address)
    drawn = page.context[CHARTS[name]].drawings[0].body
    answer = get(f"{address}{name}.svg")
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert drawn in answer.content.decode()
    assert drawn in page.content.decode()
    root = ElementTree.fromstring(answer.content)
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title")
    assert share(page.context["value"].binding.share) in (root.findtext(f"{space}desc") or "")
    words = plain("".join(root.itertext()))
    assert f"As known on {plain(day_words())}" in words
    assert "Record updated" in words
    assert "Sources: " in words
    assert f"http://testserver{address}" in words
    style = root.findtext(f"{space}style") or ""
    classes = set(re.findall(r'class="([^"]+)"', drawn))
    assert "var(" not in style
    for each in {c for several in classes for c in several.split()} - {"halo-ghost"}:
        assert f".{each}" in style, each
    assert not re.search(r'(?:href|src)="|url\((?!#)|@import|<script', answer.content.decode())


def day_words() -> str:
    from django.utils import timezone

    from compliance.web.filters import day

    return day(timezone.localdate())


def test_png_pdf_and_briefing_are_made_once_and_hold_the_numbers(
    get: Any, fetch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting.caches["pictures"].clear()
    png = fetch(f"{AT}2023/chart.png")
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) == 1936  # twice the drawing with its margins
    pdf = fetch(f"{AT}2023/briefing.pdf?known_at=2024-01-17")
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert 1 <= len(pages) <= 3
    words = plain(" ".join(page.extract_text() for page in pages))
    for said in ("42.6", "212,862 of 500,000 barrels", "15 of 22 reports due", "at least"):
        assert said in words, said
    value = get(f"{AT}2023/?known_at=2024-01-17").context["value"]
    assert queries.ledger.digest(value) in words.replace(" ", "")

    def never(asked: bytes) -> bytes:
        raise AssertionError("made again")

    monkeypatch.setattr(setting, "_run", never)
    assert fetch(f"{AT}2023/chart.png") == png
    assert fetch(f"{AT}2023/briefing.pdf?known_at=2024-01-17") == pdf


def test_a_drawing_that_cannot_be_set_is_told_and_costs_a_child_only() -> None:
    with pytest.raises(setting.NotSet, match="could not be set"):
        setting.composed({"main": b'#image("none.svg")'}, form="png")


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        (f"{AT}2023/wine.svg", 404, "There are chart and knowledge"),
        (f"{AT}2023/wine.csv", 404, "There are months, cumulative"),
        (f"{AT}2023/months.docx", 404, "There are svg, png, pdf, csv, xlsx and json"),
        (f"{AT}2023/months.csv?day=1", 400, "It can be asked for known_at and policy"),
        (f"{AT}2026/chart.svg", 404, "Unknown is not zero"),
        (f"{AT}2026/briefing.pdf", 404, "Unknown is not zero"),
        ("/overview/wine.svg", 404, "There are used, months and years"),
        ("/feeds/notices.atom?since=1", 400, "It can be asked for cap"),
        ("/feeds/changes.atom?cap=wine", 404, "Held are"),
        ("/embed/caps/dprk-refined-petroleum/2023/?chart=pie", 404, "There are chart, knowledge"),
        ("/cite/0123/", 400, "lost its second half"),
        (
            "/cite/01/?cap=dprk-bank-accounts&period=2023&known_at=2024-01-01",
            404,
            "has no periods",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused_with_what_can(
    get: Any, address: str, status: int, said: str
) -> None:
    assert said in get(address, status).words


@pytest.mark.parametrize(
    "address",
    [
        *(f"/overview/{name}.svg" for name in ("used", "months", "years")),
        *(f"/overview/{name}.{form}" for name in ("caps", "periods") for form in ("csv", "xlsx")),
        *(f"/obligations/{name}.json" for name in ("reports", "lags")),
        "/findings/findings.csv",
        "/resolutions/resolutions.xlsx",
        "/caps/dprk-crude-oil/2023/months.csv",
    ],
)
def test_the_other_pages_give_their_tables_and_charts(fetch: Any, address: str) -> None:
    assert len(fetch(address)) > 20


# Cite this number


def test_of_a_long_account_files_hold_what_the_page_holds(
    get: Any, fetch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More lines than a page reads whole: the period is told from its own lines alone."""
    asked = "?known_at=2025-03-01"
    whole = {name: fetch(f"{AT}2023/{name}.csv{asked}") for name in ("months", "lines", "beside")}
    address = cite(get)
    monkeypatch.setattr(board, "FEW", 0)
    for name in TABLES:
        said = fetch(f"{AT}2023/{name}.csv{asked}")
        assert said == whole.get(name, said), name
    assert "as known on" in get(address).words
    caps = json.loads(fetch(f"/overview/caps.json{asked}"))["rows"]
    assert "dprk-refined-petroleum" in {row["cap"] for row in caps}
    said = json.loads(fetch("/obligations/reports.json?cap=dprk-refined-petroleum"))
    assert "of one cap, from" in said["about"]["table"]
    assert {row["cap"] for row in said["rows"]} == {"dprk-refined-petroleum"}
    assert fetch(f"/overview/periods.csv{asked}").count(b"\r\n") > 1


def cite(get: Any, known_at: str = "2024-01-17") -> str:
    words = get(f"{AT}2023/?known_at={known_at}").words
    return re.search(r'href="(/cite/[^"]+)"', words)[1].replace("&amp;", "&")  # type: ignore[index]


def test_a_citation_shows_the_number_as_cited_and_what_came_since(get: Any) -> None:
    answer = get(cite(get))
    assert "At least 212,862 barrels" in answer.words
    assert "42.6 % of the cap, as known on 17 January 2024" in answer.words
    assert "Today 72.5 %: 9 reports since." in answer.words
    styles = {name: text for name, _, text in answer.context["styles"]}
    assert json.loads(styles["csl"])[0]["URL"].endswith(cite(get))
    assert styles["bibtex"].startswith("@misc{dprk-refined-petroleum-2023-20240117,")
    assert "42.6\\" in styles["bibtex"].replace("\u00a0", "").replace(" ", "")
    assert cite(get) in styles["plain"]


def test_a_citation_is_told_in_the_reader_s_language_and_quoted_in_english(get: Any) -> None:
    answer = get(f"/fr{cite(get)}")
    assert "Aujourd’hui 72,5 % : 9 rapports depuis." in answer.words
    assert "déclarés par les États" in answer.words
    assert "arrivé depuis" in answer.words
    assert all("reported by States" in text for _, _, text in answer.context["styles"])


def test_a_citation_stays_when_a_report_of_its_day_is_entered_later(get: Any) -> None:
    """The day's own record moves; the address goes on showing what was cited, and says so."""
    address = cite(get)
    line = Transfer.objects.filter(supplier="RU", first_day=date(2023, 11, 1)).exclude(
        kind__in=["conflict", "blank", "unknown"]
    ).order_by("pk")[0]  # fmt: skip
    late = datetime(2030, 1, 1, tzinfo=UTC)
    report = again(line.report, key="entered-late", recorded_at=late)
    again(
        line,
        report=report,
        series="00000000-0000-4000-8000-000000000001",
        known_on=date(2024, 1, 10),
        recorded_at=late,
    )
    moved = get(f"{AT}2023/?known_at=2024-01-17").words
    assert "212,862" not in moved.split("</h1>")[0]
    assert cite(get) != address
    still = get(address).words
    assert "At least 212,862 barrels" in still
    assert "entered later and have moved the record of that very day" in still


def again(row: Any, **other: Any) -> Any:
    """Another row like one, in some things other."""
    said = {f.name: getattr(row, f.name) for f in row._meta.concrete_fields if not f.primary_key}
    return type(row).objects.create(**said | other)


@pytest.mark.parametrize(
    "change",
    [
        lambda a: re.sub(r"cite/.", lambda m: "cite/" + ("0" if m[0][-1] != "0" else "1"), a),
        lambda a: a.replace("2024-01-17", "2024-01-18").replace("/cite/", "/cite/"),
        lambda a: a.replace("committee-2021", "voa-7.9"),
        lambda a: a.replace("period=2023", "period=2022"),
    ],
)
def test_a_citation_that_was_tampered_with_is_refused(get: Any, change: Any) -> None:
    words = get(change(cite(get)), 404).words
    assert "never gave a number with this digest" in words
    assert "What the record says to the same question today" in words


# Embedded


def test_only_the_embedded_chart_may_be_framed(client: Client) -> None:
    framed = client.get(f"/embed{AT}2023/")
    assert framed.status_code == 200
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    assert not framed.cookies
    assert b"<script" not in framed.content
    assert b"Sources" in framed.content
    for address in ("/", f"{AT}2023/", f"{AT}2023/take/", cite_path(client), f"{AT}2023/chart.svg"):
        kept = client.get(address)
        assert kept.status_code == 200
        assert "frame-ancestors 'none'" in kept["Content-Security-Policy"]
        assert kept["X-Frame-Options"] == "DENY"
        assert not kept.cookies, address


def cite_path(client: Client) -> str:
    words = client.get(f"{AT}2023/").content.decode()
    return re.search(r'href="(/cite/[^"]+)"', words)[1].replace("&amp;", "&")  # type: ignore[index]


# Feeds, and pages asked again


@pytest.mark.parametrize("name", ["notices", "findings", "changes"])
@pytest.mark.parametrize("asked", ["", "?cap=dprk-refined-petroleum"])
def test_a_feed_is_valid_bounded_and_asked_for_once(client: Client, name: str, asked: str) -> None:
    answer = client.get(f"/feeds/{name}.atom{asked}")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    read = feedparser.parse(answer.content)
    assert not read.bozo
    assert read.version == "atom10"
    assert read.feed.id.startswith("tag:testserver,")
    assert len(read.entries) <= 50
    assert len({e.id for e in read.entries}) == len(read.entries)
    assert all(e.updated and e.link and e.title for e in read.entries)
    if name == "changes":
        assert len(read.entries) == 50
        assert client.get(read.entries[0].link.replace("http://testserver", "")).status_code == 200
    again = client.get(f"/feeds/{name}.atom{asked}", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    since = client.get(
        f"/feeds/{name}.atom{asked}", headers={"If-Modified-Since": answer["Last-Modified"]}
    )
    assert since.status_code == 304


def test_the_same_page_again_costs_no_bytes(client: Client) -> None:
    for address in ("/", f"{AT}2023/", f"{AT}2023/months.csv"):
        first = client.get(address, headers={"Accept-Encoding": "gzip"})
        again = client.get(
            address, headers={"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]}
        )
        assert (again.status_code, again.content) == (304, b"")
    assert 'type="application/atom+xml"' in client.get("/").content.decode()


def test_files_are_in_english_from_a_page_of_any_language(get: Any) -> None:
    assert get(f"/ar{AT}2023/chart.svg").content == get(f"{AT}2023/chart.svg").content
    words = get(f"/fr{AT}2023/take/").words
    assert f'href="{AT}2023/months.csv' in words  # its address is without a language
    assert "42.6 % of the cap" in get(f"/fr{cite(get)}").words
