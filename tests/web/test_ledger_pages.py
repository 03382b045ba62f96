"""The overview and the page of a cap, as tables of claims about what stands on them."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from compliance import core, queries
from compliance.web.take.table import About, Table, as_csv, as_xlsx


pytestmark = pytest.mark.usefixtures("planted")

PETROLEUM = "/caps/dprk-refined-petroleum/"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"{PETROLEUM}2023/", ["362,704", "72.5 %", "All 24 monthly reports came in", "Ended"]),
        (f"{PETROLEUM}2023/?known_at=2024-01-17", ["212,862", "42.6 %", "7 silent", "at least"]),
        (f"{PETROLEUM}2023/?known_at=2024-01-26", ["47.8 %"]),
        (f"{PETROLEUM}2024/?known_at=2024-12-04", ["168,679", "33.7 %"]),
        (f"{PETROLEUM}2024/", ["60.0 %", "at least", "silent"]),
        (f"{PETROLEUM}2025/", ["99,218", "19.8 %", "11 silent"]),
        (f"{PETROLEUM}2019/", ["455,383", "91.1 %", "October 2019", "4 Feb 2020", "in 63,186"]),
        (f"{PETROLEUM}2019/?policy=voa-7.9", ["442,958", "88.6 %"]),
        (f"{PETROLEUM}2019/?policy=china-8.33", ["467,069", "93.4 %"]),
        (f"{PETROLEUM}2026/", ["no figure has been read; unknown is not zero", "Unknown"]),
        (f"{PETROLEUM}2023/?known_at=2022-06-01", ["the period begins on 1 January 2023"]),
        (f"{PETROLEUM}2023/?known_at=2023-02-01", ["unknown is not zero", "19 April 2023"]),
        (f"{PETROLEUM}2023-01-01..2023-12-31/", ["362,704"]),
        (PETROLEUM, ["in 2025", "99,218"]),
        ("/caps/dprk-crude-oil/", ["no figure has been read", "525,000 tons"]),
        ("/caps/dprk-crude-oil/2022-12-22..2023-12-21/", ["22 December 2022 to 21 December 2023"]),
        ("/caps/dprk-coal-late-2016/", ["over the cap", "344.0 %", "199.8 %", "Exceeded"]),
        ("/caps/dprk-coal-2017/", ["Coal", "August"]),
        ("/caps/dprk-bank-accounts/", ["stock, not a flow", "No count has been"]),
        ("/caps/dprk-refined-petroleum-2375/", ["replaced before it began"]),
    ],
)
def test_the_page_of_a_cap_says(get: Any, address: str, said: list[str]) -> None:
    words = get(address).words
    for claim in said:
        assert claim in words, claim


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "/",
            [
                "Refined petroleum in 2025: at least 19.8 % of the cap is reported, "
                "and 19 of 24 reports are missing",
                "2026: no figure has been read; unknown is not zero",
                "Crude oil to the DPRK</a>: no figure has been published",
                "Bank accounts of DPRK missions",
                "that are in never filled the cap: the most is 91.1 %, in 2019",
                "≥ 4.0 % → ≥ 19.8 %",
                "nothing since the report for January 2024",
                "Estimated, kept apart, never added",
                "No number for 2025",
                "estimates reach or pass it in 6 of 9 periods",
                "over 1,000,000, 7 Mar–5 Nov",
                "759,793 to 1,367,628, 1 Jan–30 May",
                "up to 3,780,000, Jan–Dec",
            ],
        ),
        (
            "/?known_at=2025-01-10",
            [
                "in 2024: at least 33.7 %",
                "Over 1,000,000 barrels",
                "over 200 % of the cap",
                "About 125,000",
            ],
        ),
        (
            "/?known_at=2024-01-17",
            [
                "in 2023: at least 42.6 %",
                "7 of 22 reports are missing",
                "2024: no figure has been read",
            ],
        ),
        ("/?known_at=1990-01-01", ["No cap was in force"]),
    ],
)
def test_the_overview_says(get: Any, address: str, said: list[str]) -> None:
    words = get(address).words
    for claim in said:
        assert claim in words, claim


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            f"{PETROLEUM}2024/",
            [
                "Estimated, beside the reports: over 1,000,000 barrels, over 200 % of the cap",
                "7 March 2024 to 5 November 2024",
                "43 calls or deliveries",
                "Open Source Centre; Russia alone",
                "at least 1,000,000",
                "Vetoed by Russia",
                "between 300,200 and 514,628 barrels reported, 60.0 % to 102.9 % of the cap",
                "silent for longer than ever late",
                "5 stated totals and shares checked: holding 4, failing 1",
                "3,996 bbl are unexplained",
                "Ended below the first Notice</span>",
                "At least 300,201 barrels reported, below the first Notice at 375,000 barrels; "
                "the period ended on 31 December 2024",
            ],
        ),
        (
            f"{PETROLEUM}2019/",
            [
                "over 500,000",
                "148,772 to 211,957",
                "at least 288,043",
                "at least 2.4 times the reports",
                "That the cap of 2019 on refined petroleum is exceeded",
                "On hold by Russia and China",
                "Silence procedure, until 18 June 2019",
                "Due by our arithmetic",
                "Due on what was then known",
                "by a published factor only 17 Feb 2021",
                "none read",
                "Ended past 90 %</span>",
            ],
        ),
        (f"{PETROLEUM}2018/", ["The hold ran out; nothing later was read", "filled 50 % to 90 %"]),
        (f"{PETROLEUM}2018/?known_at=2018-12-01", ["On hold by Russia", "until 19 January 2019"]),
        (f"{PETROLEUM}2026/", ["fewer than three of its months have a report"]),
    ],
)
def test_the_page_of_a_cap_shows_what_stands_beside(
    get: Any, address: str, said: list[str]
) -> None:
    words = get(address).words
    for claim in said:
        assert claim in words, claim


@pytest.mark.parametrize(
    ("address", "not_yet"),
    [
        (f"{PETROLEUM}2024/?known_at=2024-11-21", ["1,000,000", "Open Source Centre", "280,928"]),
        (f"{PETROLEUM}2019/?known_at=2019-06-10", ["Estimated, beside", "On hold", "Proposed"]),
        (f"{PETROLEUM}2019/?known_at=2019-06-17", ["On hold"]),
        ("/?known_at=2024-11-21", ["1,000,000"]),
        ("/?known_at=2018-07-11", ["759,793"]),
    ],
)
def test_nothing_that_came_later_is_shown(get: Any, address: str, not_yet: list[str]) -> None:
    words = get(address).words
    for claim in not_yet:
        assert claim not in words, claim


def test_whatever_is_estimated_the_reported_numbers_stay(get: Any) -> None:
    """The two books never touch: no number on the page is their sum."""
    cap = queries.regime.caps().get(slug="dprk-refined-petroleum")
    policy, today = queries.regime.policy().policy, date(2025, 12, 1)
    for year in range(2018, 2026):
        both = queries.ledger.both_books(
            cap, period=cap.terms.year(year), known_at=today, policy=policy
        )
        words = get(f"{PETROLEUM}{year}/?known_at={today}").words
        assert both.reported.binding
        used = both.reported.binding.used.amount
        assert f"{used:,.0f}" in words
        for one in both.estimated.compared:
            assert f"{one.estimate.range.low or one.estimate.high:,.0f}" in words
            for stated in filter(None, (one.estimate.low, one.estimate.central, one.estimate.high)):
                assert f"{used + stated:,.0f}" not in words


def test_a_stated_total_is_checked_as_the_query_checks_it(get: Any) -> None:
    policy, today = queries.regime.policy().policy, date(2025, 12, 1)
    every = queries.ledger.all_checked(known_at=today, policy=policy)
    for year in range(2018, 2026):
        mine = [
            c.code
            for a, c in every
            if a.commodity.code == "refined_petroleum"
            and a.first_day.year == a.last_day.year == year
            and a.known_on
        ]
        words = get(f"{PETROLEUM}{year}/?known_at={today}").words
        shown = re.search(
            r"(\d+) stated totals? (?:and|or) shares? checked: holding (\d+), failing (\d+)", words
        )
        assert shown
        assert [int(n) for n in shown.groups()] == [
            len(mine),
            mine.count("holds"),
            mine.count("fails"),
        ]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "/obligations/?known_at=2026-11-01",
            [
                "Russia is silent since February 2024, China since June 2025",
                "152 of 210 reports due have come in; 29 silent, 27 unknown, 2 zero or blank",
                "80 days (Russia) and 73 days (China)",
                "60 of ",
                "getting worse",
                "Crude oil: 35 reports fell due, and none was read in public",
                "unknown and not silent",
                "October 2026 on 30 November 2026",
            ],
        ),
        ("/obligations/?known_at=2019-01-20", ["Reports due: ", "not due"]),
        ("/obligations/?known_at=2010-01-01", ["No report was due"]),
    ],
)
def test_the_calendar_of_reports_says(get: Any, address: str, said: list[str]) -> None:
    words = get(address).words
    for claim in said:
        assert claim in words, claim


def test_the_calendar_has_the_days_of_the_query(get: Any) -> None:
    cap = queries.regime.caps().get(slug="dprk-refined-petroleum")
    due = queries.ledger.expected(cap, known_at=date(2026, 11, 1))
    words = get("/obligations/?known_at=2026-11-01").words
    table = words[words.index('class="calendar"') :].split("</table>")[0]
    assert table.count("<b>silent</b>") == sum(e.state == "silent" for e in due)
    assert table.count("<b>?</b>") == sum(e.state == "unknown" for e in due)
    late = [e.days_late for e in due if e.received and e.days_late and e.days_late > 0]
    assert sorted(int(n) for n in re.findall(r'<td class="n">(\d+)</td>', table)) == sorted(late)


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/?known_at=yesterday", 400, "which is no day"),
        ("/?known_at=2024-02-30", 400, "which is no day"),
        ("/?known_at=20240117", 400, "which is no day"),
        ("/?known_at=2999-01-01", 400, "has not come"),
        ("/?known_at=1900-01-01", 400, "before there was a Security Council"),
        ("/?known_at=2024-01-17&known_at=2024-01-18", 400, "said more than once"),
        ("/?policy=guess", 400, "Held are committee-2021"),
        ("/?day=2024-01-17", 400, "It can be asked for known_at, policy and since"),
        (f"{PETROLEUM}2016/", 404, "2018-01-01"),
        (f"{PETROLEUM}soon/", 404, "give a year as 2023"),
        (f"{PETROLEUM}2023-01-01..2023-06-30/", 404, "is not its last day"),
        (f"{PETROLEUM}99999/", 404, "is no period"),
        ("/caps/dprk-coal-2017/2019/", 404, "It applied from 1 January 2017 to 4 August 2017"),
        ("/caps/wine/", 404, "Held are"),
        ("/caps/dprk-bank-accounts/2023/", 404, "has no periods"),
        ("/caps/dprk-bank-accounts/2023/months.csv", 404, "has no periods"),
        ("/nowhere/", 404, "There is no page at this address"),
        ("/findings/?verdict=good", 400, "Verdicts are"),
        ("/findings/?page=2", 400, "Give a number from 1 to 1"),
        ("/resolutions/1/", 404, "Held are"),
        ("/articles/1/", 404, "There is no article 1"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_what_can(
    get: Any, address: str, status: int, said: str
) -> None:
    answer = get(address, status)
    assert said in answer.words
    assert "<h1>" in answer.words
    assert "Sanctions tracker" in answer.words  # the same frame


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("address", ["/", f"{PETROLEUM}2023/", "/resolutions/", "/findings/"])
def test_pages_are_read_only(client: Client, method: str, address: str) -> None:
    assert getattr(client, method)(address).status_code == 405


def test_every_link_keeps_the_day_and_the_policy(get: Any) -> None:
    for address in ("/", f"{PETROLEUM}2023/", "/resolutions/", "/resolutions/2397/"):
        words = get(f"{address}?known_at=2024-01-17&policy=voa-7.9").words
        links = re.findall(r'href="(/(?:caps|resolutions|articles|findings)?[^"#]*)', words)
        links = [a for a in links if not a.startswith(("/static", "/api", "/admin", "/feeds"))]
        assert links
        for link in links:
            if "known_at=" not in link:
                # only the link that asks for today's record leaves the day out
                assert link.split("?")[0] == address, link
            assert "policy=" in link, link


def test_silence_is_hatched_and_never_a_zero(get: Any) -> None:
    words = get(f"{PETROLEUM}2025/").words
    table = words[words.index('class="matrix"') :]
    russia = re.findall(r'<td class="n silent"><b>silent</b>', table[: table.index("</table>")])
    assert len(russia) == 11
    assert ">0<" not in table[: table.index("</tfoot>")].split("<tfoot>")[0]
    assert "hatch" in words


def test_a_nil_is_a_boxed_zero(get: Any) -> None:
    assert '<b class="nil">0</b></a> nil' in get(f"{PETROLEUM}2023/").words


def test_vanished_and_contradicted_figures_carry_their_marks_and_stand_beside(get: Any) -> None:
    words = get(f"{PETROLEUM}2023/").words
    assert re.search(r"44,655</a><span class=\"mark\"[^>]*>†", words)
    assert re.search(r"5,713</a><span class=\"mark\"[^>]*>‡", words)
    assert "Beside the count: 6 lines" in words
    assert "A figure that contradicts a better one." in words
    early = get(f"{PETROLEUM}2023/?known_at=2024-01-26").words
    assert "†" not in early
    assert "Beside the count" not in early


def test_every_counted_line_is_explained_with_factor_day_and_source(get: Any) -> None:
    words = get(f"{PETROLEUM}2019/").words
    assert "× 8.33" in words
    assert "× 7.98" in words
    rows = re.findall(r'<tr id="line-\d+"', words)
    linked = set(re.findall(r'href="#(line-\d+)"', words))
    assert linked <= {row.split('"')[1] for row in rows}
    assert len(rows) == 23  # 24 months of two States, two of them in one sum
    assert "confidence" in words


def test_the_page_agrees_with_the_value_that_api_and_command_give(get: Any) -> None:
    """For every period and policy: the number on the page is the number of the query."""
    cap = queries.regime.caps().get(slug="dprk-refined-petroleum")
    today = date(2025, 12, 1)
    for row in queries.regime.policies():
        for value in queries.ledger.history(cap, known_at=today, policy=row.policy):
            data = queries.ledger.as_data(value)
            address = f"{PETROLEUM}{value.label}/?known_at={today}&policy={row.slug}"
            words = get(address).words
            if data["used"] is None:
                assert "unknown is not zero" in words
                continue
            used, share = Decimal(str(data["used"])), Decimal(str(data["share"]))
            assert f"{round(used + Decimal('1e-9')):,} of 500,000 barrels" in words
            assert f"{share * 100:.1f} % of the cap" in words


def test_years_side_by_side_are_the_values_of_usage_without_crossings(db: None) -> None:
    cap = queries.regime.caps().get(slug="dprk-refined-petroleum")
    policy, day = queries.regime.policy().policy, date(2025, 10, 1)
    lines = queries.ledger.entries(cap)
    years = queries.ledger.years(cap, lines=lines, known_at=day, policy=policy)
    for mine, whole in zip(
        years, queries.ledger.history(cap, known_at=day, policy=policy), strict=True
    ):
        assert (mine.period, mine.usages, mine.coverage, mine.status, mine.cells) == (
            whole.period,
            whole.usages,
            whole.coverage,
            whole.status,
            whole.cells,
        )
        near = queries.ledger.near(lines, mine.period)
        assert whole.crossings == core.ledger.crossings(
            cap.terms, mine.period, near, policy, known_at=day
        )


def test_the_csv_holds_a_row_a_month_and_supplier_and_never_a_zero_for_silence(
    client: Client,
) -> None:
    answer = client.get(f"{PETROLEUM}2025/months.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "dprk-refined-petroleum-2025-known-" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == 24
    assert {r["amount"] for r in rows if r["state"] in ("silent", "unknown")} == {""}
    counted = [Decimal(r["amount"]) for r in rows if r["state"] == "quantity"]
    assert sum(counted) == Decimal(99218)
    assert all(r["source"].startswith("http") for r in rows if r["amount"])


def test_a_cell_that_a_spreadsheet_would_run_is_made_plain() -> None:
    values = ("=1+1", "@x", "-2", "+3", "a=1", None, Decimal("-2"))
    about = About("", "", {"cap": "=c"}, date(2024, 1, 1), None)
    table = Table("t", "", tuple("abcdefg"), [values])
    written = as_csv(table, about).decode().splitlines()[1]
    assert written == "'=c,'=1+1,'@x,'-2,'+3,a=1,,-2"
    sheet = load_workbook(io.BytesIO(as_xlsx(table, about)))["t"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 15),
        (f"{PETROLEUM}2023/", 13),
        (f"{PETROLEUM}2018/", 13),
        ("/obligations/", 8),
        ("/resolutions/2397/", 4),
    ],
)
def test_pages_ask_few_questions(
    client: Client, db: None, django_assert_max_num_queries: Any, address: str, most: int
) -> None:
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


def test_pages_carry_no_style_and_no_script_of_their_own(get: Any) -> None:
    for address in ("/", f"{PETROLEUM}2023/", "/resolutions/2397/", "/findings/"):
        words = get(address).words
        assert " style=" not in words
        assert "<style" not in words
        assert re.findall(r"<script(?! src=)", words) == []
        assert not re.search(r'\son\w+="', words)
        outside = re.findall(r'(?:src|rel="stylesheet" href)="(https?:[^"]+)', words)
        assert outside == []
