"""Every number of every public page of a cap is the API's and the command's.

All pages that the overview leads to are opened; of each period every figure of its tables is read
off the page and set against what the API answers, its headline and each way of converting against
the command too.
`DAYS=all` adds every day on which knowledge changed and every policy.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from lxml import html

from compliance.web.filters import amount, exact, share, threshold
from compliance.web.filters import day as written_day


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planted")]

CAP = re.compile(r"^/caps/([\w-]+)/([^/]+)/$")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Older days and other ways of converting of the period that is quoted most.
ASKED = [
    ("dprk-refined-petroleum", "2023", "known_at=2024-01-17"),
    ("dprk-refined-petroleum", "2023", "known_at=2024-01-26"),
    ("dprk-refined-petroleum", "2019", "policy=voa-7.9"),
    ("dprk-refined-petroleum", "2019", "policy=china-8.33"),
]


def test_every_number_of_every_page_is_the_api_s_and_the_command_s(client: Client) -> None:
    pages = crawled(client)
    caps = [(m[1], m[2], "") for path in pages if (m := CAP.match(path))]
    assert len(caps) >= 15
    compared = 0
    for slug, period, asked in [*caps, *ASKED, *more(client, caps)]:
        compared += compare(client, slug, period, asked)
    assert compared > 1000, compared


def crawled(client: Client) -> set[str]:
    """The addresses that links lead to from the overview, as of today; each answers."""
    seen, wanted = set(), ["/"]
    while wanted:
        path = wanted.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code == 200, path
        if not answer["Content-Type"].startswith("text/html"):
            continue
        for link in re.findall(r'href="(/[^"#?]*)["#]', answer.content.decode()):
            address = unescape(link)
            if address.startswith(("/api/", "/admin/", "/static/", "/embed/", "/cite/")):
                continue
            if "." in address.rsplit("/", 1)[-1] or "/take/" in address:
                continue  # files have a test of their own
            wanted.append(address)
    return seen


def more(client: Client, caps: list[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    if os.environ.get("DAYS") != "all":
        return
    policies = [p["slug"] for p in client.get("/api/v1/policies/").json()["results"]]
    for slug, period, _ in caps:
        data = api(client, slug, "usage", period, "")
        for day in data["knowledge_days"]:
            yield slug, period, f"known_at={day}"
        for policy in policies:
            yield slug, period, f"policy={policy}"


def compare(client: Client, slug: str, period: str, asked: str) -> int:
    """One page against API and command; gives how many numbers were compared."""
    page = html.fromstring(client.get(f"/caps/{slug}/{period}/?{asked}").content.decode())
    data = api(client, slug, "usage", period, asked)
    said = commanded(slug, period, asked)
    for name in ("used", "share", "status", "limit", "lower_bound"):
        assert plain(said[name]) == plain(data[name]), (slug, period, asked, name)
    where = (slug, period, asked)
    heading = words(page.xpath("//h1")[0])
    if data["used"] is None:
        assert not page.xpath("//table[contains(@class,'matrix')]"), where
        return estimates(page, api(client, slug, "estimates", period, asked), where)
    used, part = Decimal(data["used"]), Decimal(data["share"])
    if data["status"] == "never_applied":  # no report was due under it, and no cell is asked for
        assert "never applied" in heading, where
        return 0
    assert text(amount(used)) in heading, where
    assert text(share(part)) in heading, where
    compared = 2
    compared += matrix(page, api(client, slug, "matrix", period, asked)["rows"], data, where)
    compared += listed(page, data, where)
    compared += thresholds(page, data, where)
    compared += knowledge(page, data, where)
    compared += estimates(page, api(client, slug, "estimates", period, asked), where)
    compared += projection(page, api(client, slug, "projection", period, asked), where)
    compared += conversions(page, client, where)
    return compared


def matrix(page: Any, rows: list[dict[str, Any]], data: dict[str, Any], where: Any) -> int:
    table = page.xpath("//table[contains(@class,'matrix')]")[0]
    suppliers = list(dict.fromkeys(row["supplier"] for row in rows))
    cells = {(r["supplier"], r["month"]): r for r in rows}
    months = list(dict.fromkeys(row["month"] for row in rows))
    lines = table.xpath("./tbody/tr")
    assert len(lines) == len(months), where
    n = 0
    for month, line in zip(months, lines, strict=True):
        for supplier, cell in zip(suppliers, line.xpath("./td"), strict=False):
            row, shown = cells[supplier, month], words(cell)
            if row["amount"] is not None:
                assert text(amount(Decimal(row["amount"]))) in shown, (where, month, supplier)
                n += 1
            elif row["state"] in ("silent", "unknown", "unclear"):
                assert row["state"] in shown or "0 or blank" in shown, (where, month, supplier)
                assert not re.match(r"0\b(?! or)", shown), (where, month, supplier)
    feet = [words(cell) for cell in table.xpath("./tfoot/tr/td")]
    for supplier, shown in zip(suppliers, feet, strict=False):
        total = data["by_supplier"].get(supplier)
        assert shown == (text(amount(Decimal(total))) if total is not None else "none read"), where
        n += 1
    assert feet[-2].removeprefix("≥ ") == text(amount(Decimal(data["used"]))), where
    assert feet[-1] == least(text(share(Decimal(data["share"]))), data), where
    return n + 2


def least(said: str, data: dict[str, Any]) -> str:
    """As a table says it where a report is missing."""
    cover = data["coverage"]
    missing = cover["silent"] + cover["unknown"] + cover["unclear"]
    left_out = data["lower_bound"] and not cover["waiting"]
    return f"≥ {said}" if missing or left_out else said


def listed(page: Any, data: dict[str, Any], where: Any) -> int:
    """The table of lines: each amount, as reported and as counted, and their sum."""
    table = page.xpath("//table[contains(@class,'lines')]")[0]
    n = 0
    for entry in data["entries"]:
        row = table.xpath(f"./tbody/tr[@id='line-{entry['id']}']/td")
        assert row, (where, entry["id"])
        counted, reported = words(row[3]), words(row[1])
        assert text(exact(Decimal(entry["amount"]))) in counted, (where, entry["id"])
        assert text(exact(Decimal(entry["reported_amount"]))) in reported, (where, entry["id"])
        if entry["factor"] is not None:
            assert text(exact(Decimal(entry["factor"]))) in words(row[2]), (where, entry["id"])
            n += 1
        n += 2
    assert len(table.xpath("./tbody/tr")) == len(data["entries"]), where
    shown = [words(cell) for cell in table.xpath("./tfoot/tr/td")]
    assert text(exact(Decimal(data["used"]))) in shown, where
    return n + 1


def thresholds(page: Any, data: dict[str, Any], where: Any) -> int:
    found = page.xpath("//section[@aria-labelledby='h-crossing']")
    whole = words(found[0])
    for one in data["thresholds"]:
        assert text(amount(Decimal(one["amount"]))) in whole, where
        if one["crossed_in"] is None:
            short = Decimal(one["amount"]) - Decimal(data["used"])
            assert f"{text(amount(short))} short" in whole, where
    return 2 * len(data["thresholds"])


def knowledge(page: Any, data: dict[str, Any], where: Any) -> int:
    """The days on which knowledge changed: the same days, and the last one says what is known."""
    rows = page.xpath("//table[@id='t-knowledge']/tbody/tr")
    shown = [row.xpath("string(./th//a/@href)").split("known_at=")[1][:10] for row in rows]
    known = [day for day in data["knowledge_days"] if day <= data["known_at"]]
    assert shown == known, where
    last = [words(cell) for cell in rows[-1].xpath("./td")]
    cover = data["coverage"]
    assert last[1].removeprefix("≥ ") == text(amount(Decimal(data["used"]))), where
    assert last[2].removeprefix("≥ ") == text(share(Decimal(data["share"]))), where
    assert last[3].startswith(f"{cover['received']} of "), where
    return 3 + len(shown)


def estimates(page: Any, data: dict[str, Any], where: Any) -> int:
    """The estimated book, row by row: what each cell says is what the API has for it, and no more.
    Numbers in the words of a method are quoted, and are nobody's figures here."""
    rows = page.xpath("//section[@aria-labelledby='estimated']//table/tbody/tr")
    held = data["estimates"]  # in the same order: the oldest known first
    assert len(rows) == len(held), where
    limit = Decimal(data["limit"]) if data["limit"] else None
    n = 0
    for row, one in zip(rows, held, strict=True):
        cells = row.xpath("./th|./td")
        ends = [Decimal(one[k]) for k in ("low", "central", "high") if one[k] is not None]
        shares = {share(end / limit) for end in ends} if limit else set()
        whole = {exact(end / limit * 100) for end in ends} if limit else set()
        n += only(cells[1], {*map(amount, ends), *shares, *whole}, where, first=amount(ends[0]))
        n += only(cells[2], set(map(amount, numbers(one["reported"]))), where, of="./text()")
        often = {exact(ratio.quantize(Decimal("0.1"))) for ratio in numbers(one["ratio"])}
        n += only(cells[3], {*map(amount, numbers(one["gap"])), *often}, where)
        inputs = [one[k] for k in ("calls", "tonnage", "factor", "fill_low", "fill_high")]
        given = [Decimal(value) for value in inputs if value is not None]
        said = {*map(amount, given), *map(exact, given), *(exact(value * 100) for value in given)}
        for part in cells[4].xpath(".//span[@class='sub']"):
            n += only(part, said, where)
    return n


def numbers(span: dict[str, Any] | None) -> list[Decimal]:
    """The two ends of a range of the API's, as far as it has them."""
    return [Decimal((span or {})[k]) for k in ("low", "high") if (span or {}).get(k) is not None]


def only(cell: Any, held: set[str], where: Any, *, first: str = "", of: str = "") -> int:
    """That every number of a cell is one of some, and that one of them is there."""
    said = text(" ".join(cell.xpath(of) if of else cell.itertext()))
    shown = NUMBER.findall(said)
    known = {n for each in held for n in NUMBER.findall(text(each))}
    assert set(shown) <= known, (where, said, held)
    assert text(first) in said, (where, said)
    return len(shown)


def projection(page: Any, data: dict[str, Any], where: Any) -> int:
    """The band, its shares, the days of thresholds, each State's part; or none of it."""
    section = page.xpath("//section[@aria-labelledby='h-projection']")
    made = data["projection"]
    said = words(section[0]) if section else ""
    if "Where the reported book may end" not in said:
        complete = not page.xpath("//section[@aria-labelledby='h-projection']/p") or made is None
        assert complete, where  # every report is in, or too few are
        return 0
    assert made is not None, where
    for name in ("low", "high"):
        assert text(amount(Decimal(made[name]))) in said, (where, name)
        assert text(share(Decimal(made[f"{name}_share"]))) in said, (where, name)
    how = section[0].xpath("./details")[0]
    rows = how.xpath(".//table/tbody/tr")
    assert len(rows) == len(made["states"]), where
    for row, one in zip(rows, made["states"], strict=True):
        assert [words(cell) for cell in row.xpath("./td")] == [
            str(len(one["missing"])),
            str(one["silent"]),
            text(amount(Decimal(one["low"]))),
            text(amount(Decimal(one["high"]))),
        ], (where, one["supplier"])
    reaches = how.xpath("./ul/li")
    for li, one in zip(reaches, made["thresholds"], strict=True):
        assert words(li.xpath("./b")[0]) == text(threshold(Decimal(one["share"]))), where
        for end in ("earliest", "latest"):
            if one[end]:
                assert text(written_day(date.fromisoformat(one[end]))) in words(li), (where, one)
    return 4 + 4 * len(rows) + len(reaches)


def conversions(page: Any, client: Client, where: Any) -> int:
    """Each way of converting: the API and the command asked by it say what its row says."""
    slug, period, asked = where
    rows = page.xpath("//section[@aria-labelledby='policy']/..//table/tbody/tr")
    assert rows, where
    known = asked if asked.startswith("known_at") else ""
    n = 0
    for row in rows:
        by = words(row.xpath("./th/a")[0])
        data = api(client, slug, "usage", period, "&".join(filter(None, [known, f"policy={by}"])))
        shown = [words(cell) for cell in row.xpath("./td")]
        if data["used"] is None:
            assert shown == ["no factor", "?"], (where, by)
            continue
        assert shown == [
            least(text(amount(Decimal(data["used"]))), data),
            least(text(share(Decimal(data["share"]))), data),
        ], (where, by)
        if not known:
            used = commanded(slug, period, f"policy={by}")["used"]
            assert plain(used) == plain(data["used"]), (where, by)
        n += 2
    return n


def api(client: Client, slug: str, what: str, period: str, asked: str) -> dict[str, Any]:
    said = period.replace("..", "/")
    answer = client.get(f"/api/v1/caps/{slug}/{what}/?period={said}&{asked}")
    assert answer.status_code == 200, answer.content
    return answer.json()  # type: ignore[no-any-return]


def commanded(slug: str, period: str, asked: str) -> dict[str, Any]:
    name, _, value = asked.partition("=")
    options = {name: value} if name else {}
    out = StringIO()
    call_command(
        "usage", slug, f"--period={period.replace('..', '/')}", "--json",
        *(f"--{name.replace('_', '-')}={value}" for name, value in options.items()), stdout=out,
    )  # fmt: skip
    return json.loads(out.getvalue(), parse_float=Decimal)  # type: ignore[no-any-return]


def plain(value: Any) -> Any:
    """A number as a number, whichever way it came; anything else as it is."""
    if isinstance(value, bool) or value is None:
        return value
    return Decimal(str(value)).normalize() if NUMBER.fullmatch(str(value)) else value


def text(written: str) -> str:
    return " ".join(written.split())


def words(element: Any) -> str:
    return text(element.text_content())
