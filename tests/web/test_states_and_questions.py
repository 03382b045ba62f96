"""The pages of States, the search box, two records side by side, what-if and what is new."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from compliance import queries, services
from compliance.core.period import Period
from compliance.models import Report, Transfer
from compliance.queries.ledger import board
from compliance.web.filters import amount, exact, share


pytestmark = pytest.mark.usefixtures("planted")

CAP = "/caps/dprk-refined-petroleum/"
SUPPOSED = f"{CAP}2025/what-if/?supplier=RU&month=2025-03&amount=300,000&unit=bbl"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/states/", ["China", "Russia", "DPRK", "Whose reports are expected"]),
        (
            "/states/RU/",
            [
                "no report on refined petroleum has been read for February 2024 or since",
                "266,436 barrels, 53.3 % of the cap",
                "27 zeros and 34 months without a report",
                ">233,335</a>",
                ">15,279</a>",
                "over 1,000,000, 7 Mar–5 Nov (Open Source Centre)",
                "26 to 187 days",
                "What the press said of Russia",
            ],
        ),
        ("/states/RU/?known_at=2024-01-17", ["August 2023", "the oldest by 109 days"]),
        ("/states/KP/", ["DPRK as a supplier of coal", "Caps on the trade of DPRK"]),
        ("/states/FR/", ["nothing of it is in the account"]),
        ("/search/", ["What can be found"]),
        ("/search/?q=2397", ["S/RES/2397 (2017)", "Resolutions"]),
        ("/search/?q=Russia", ['href="/states/RU/"']),
        ("/fr/search/?q=Russie", ['href="/fr/states/RU/"']),
        ("/search/?q=coree+du+nord", ['href="/states/KP/"']),  # whatever the page's language
        ("/ko/search/?q=러시아", ['href="/ko/states/RU/"']),
        ("/zh-hans/search/?q=俄罗斯", ['href="/zh-hans/states/RU/"']),
        ("/ar/search/?q=روسيا", ['href="/ar/states/RU/"']),
        ("/search/?q=Россия", ['href="/states/RU/"']),
        ("/search/?q=North+Korea", ['href="/states/KP/"']),
        ("/search/?q=refined+petroleum", ["Refined petroleum to the DPRK", "Paragraphs"]),
        ("/search/?q=nothing-of-the-kind", ["Nothing found", "All resolutions"]),
        ("/search/?q=%00%27%3B--%25", ["Nothing found"]),
        ("/search/?q=%3Cscript%3E", ["&lt;script&gt;"]),
        ("/search/?q=2397&known_at=2017-01-01", ["Nothing found"]),
        (
            f"{CAP}2023/?known_at=2024-01-17&and_known_at=2024-01-26",
            [
                "At least 42.6 % of the cap as known on 17 January 2024, "
                "at least 47.8 % on 26 January 2024",
                "5 lines were added.",
                "The total grew by 25,938 barrels.",
                "+9,482",
            ],
        ),
        (  # the later day first: it is the same question
            f"{CAP}2023/?known_at=2024-01-26&and_known_at=2024-01-17",
            [
                "At least 42.6 % of the cap as known on 17 January 2024, "
                "at least 47.8 % on 26 January 2024"
            ],
        ),
        (
            f"{CAP}2023/?and_known_at=2024-01-26",
            ["At least 47.8 % of the cap as known", ", 72.5 % on"],
        ),
        (
            f"{CAP}2023/?known_at=2024-01-26&and_known_at=2024-01-27",
            ["the record says the same: at least 47.8 %", "No line that counts differs."],
        ),
        (
            SUPPOSED,
            [
                "It would be at least 79.8 % of the cap, 399,218 barrels; it is at least 19.8 %",
                "It would count whole: Russia, March 2025, 300,000 barrels.",
                "A Notice at 75 % would be due",
                "18 reports would still be missing",
            ],
        ),
        (
            f"{CAP}2025/what-if/?supplier=CN&month=2025-01&amount=50000&unit=bbl",
            ["take the place of what the record holds for that month", "14,385 barrels"],
        ),
        (
            f"{CAP}2019/",
            [
                "Under voa-7.9 2019 would be 88.6 %, 12,425 barrels less",
                "by-product-unsd has no factor for these figures: by it there is none.",
            ],
        ),
    ],
)
def test_the_page_says(get: Any, address: str, said: list[str]) -> None:
    words = get(address).words
    for claim in said:
        assert claim in words, claim


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/states/XX/", 404, "is no State"),
        ("/states/RU/?cap=dprk-coal-2017", 400, "has no account under a cap"),
        ("/states/RU/?tab=1", 400, "does not know"),
        (f"/search/?q={'x' * 101}", 400, "too long"),
        (f"{CAP}2023/?and_known_at=soon", 400, "which is no day"),
        (f"{CAP}2023/?and_known_at=2024-W03-3", 400, "which is no day"),
        (f"{CAP}2023/?and_known_at=2999-01-01", 400, "has not come"),
        ("/?since=yesterday", 400, "which is no day"),
        ("/obligations/?cap=none", 400, "No reports are due under a cap"),
        ("/findings/?state=Russia", 400, "is no State"),
        (f"{CAP}2025/what-if/?supplier=RU&month=2024-03&amount=1", 400, "no month of the period"),
        (f"{CAP}2025/what-if/?supplier=RU&month=2025-03&amount=-1", 400, "is no amount"),
        (f"{CAP}2025/what-if/?supplier=KP&month=2025-03&amount=1", 400, "not its own supplier"),
        (f"{CAP}2025/what-if/?supplier=RU&month=2025-03&amount=1&unit=USD", 400, "no unit for"),
        (f"{CAP}2025/what-if/?silent=all", 400, "cannot be taken"),
        ("/caps/dprk-bank-accounts/2025/what-if/", 404, "has no periods"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_why(
    get: Any, address: str, status: int, said: str
) -> None:
    assert said in get(address, status).words


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/states/", 8),
        ("/states/RU/", 14),
        ("/states/KP/", 14),
        ("/search/?q=petroleum", 16),
        ("/?since=2024-01-01", 17),
        (f"{CAP}2023/?known_at=2024-01-17&and_known_at=2024-01-26", 13),
        (SUPPOSED, 10),
        ("/obligations/", 8),
    ],
)
def test_pages_ask_few_questions(
    client: Client, db: None, django_assert_max_num_queries: Any, address: str, most: int
) -> None:
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


def test_the_account_of_a_state_is_its_part_of_every_period(db: None) -> None:
    """What the page of a State sums up from its own lines is what the cap's usage gives it."""
    policy = queries.regime.policy().policy
    caps = list(queries.regime.caps())
    for known_at in (date(2024, 1, 17), date(2026, 11, 1)):
        for code in ("CN", "RU", "KP"):
            mine = [c for c in queries.ledger.supplied_under(code) if not c.terms.never_applied]
            accounts = queries.ledger.own_accounts(mine, code, known_at=known_at, policy=policy)
            assert accounts
            for account in accounts:
                cap = next(c for c in caps if c.pk == account.cap.pk)
                whole = {
                    v.period: v
                    for v in queries.ledger.years(
                        cap,
                        lines=queries.ledger.entries(cap),
                        known_at=known_at,
                        policy=policy,
                    )
                }
                for own in account.periods:
                    there = whole[own.period]
                    assert (own.used or 0) == there.by_supplier().get(code, 0)
                    if own.cells:
                        cells = [c for c in there.cells if c.supplier == code]
                        assert [(c.month, c.state) for c in own.cells] == [
                            (c.month, c.state) for c in cells
                        ]


def test_what_if_says_what_the_command_says_and_keeps_nothing(get: Any) -> None:
    before = Transfer.objects.count(), Report.objects.count()
    words = get(SUPPOSED).words
    out = StringIO()
    call_command(
        "whatif", "dprk-refined-petroleum", "--period", "2025", "--json",
        "--accept", "RU:2025-03-01:2025-03-31:300000:bbl", stdout=out,
    )  # fmt: skip
    then = re.search(r'"used": "?([\d.]+)', out.getvalue().partition('"then"')[2])
    assert then
    assert f"{exact(Decimal(then[1]))} barrels" in words
    assert "--accept RU:2025-03-01:2025-03-31:300000:bbl" in words
    assert before == (Transfer.objects.count(), Report.objects.count())


def test_each_side_of_two_records_is_what_the_api_gives(get: Any, client: Client) -> None:
    words = get(f"{CAP}2024/?known_at=2024-12-04&and_known_at=2025-06-30").words
    for day in ("2024-12-04", "2025-06-30"):
        address = f"/api/v1/caps/dprk-refined-petroleum/usage/?period=2024&known_at={day}"
        told = client.get(address).json()
        assert f"{amount(Decimal(told['used']))} barrels" in words.replace("\u00a0", " ")
        assert share(Decimal(told["share"])).replace("\u00a0", " ") in words


def test_the_overview_tells_what_came_since_a_day_or_the_readers_mark(
    get: Any, client: Client
) -> None:
    plain = get("/")
    assert "Set-Cookie" not in plain.headers
    assert not plain.cookies
    assert "What changed since my last visit" in plain.words
    # a number of the overview opens on the page that explains it
    assert f'href="{CAP}2025/#line-' in plain.words
    assert 'href="#line-' not in plain.words
    said = get("/?since=2020-01-01").words
    assert "Entered here since 1 January 2020" in said
    n = Transfer.objects.filter(revision=1).count()
    assert f'<b class="num">{n:,}</b> new lines' in said

    answer = client.post("/visit/")
    assert (answer.status_code, answer["Location"]) == (302, "/#since")
    cookie = answer.cookies["last_visit"]
    assert date.fromisoformat(cookie.value)  # a day, and nothing else
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "Since your last visit on" in client.get("/").content.decode()
    client.post("/visit/", {"forget": "1"})
    assert "What changed since my last visit" in get("/").words
    client.cookies["last_visit"] = "2999-01-01"
    assert "What changed since my last visit" in get("/").words
    assert client.get("/visit/").status_code == 405


HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>")
NEWS = re.compile(r'<span class="effect num">(.*?)</span>', re.S)


@pytest.mark.parametrize("stepped", [True, False])
def test_a_page_of_a_long_account_says_what_reading_all_of_it_says(
    get: Any, monkeypatch: Any, stepped: bool
) -> None:
    """With more lines than a page reads the figures come from steps, or from one period's lines."""
    addresses = (
        "/",
        "/?known_at=2024-01-17",
        f"{CAP}2023/?known_at=2024-01-26",
        f"{CAP}2019/?policy=voa-7.9",
        "/caps/dprk-coal-late-2016/",
        CAP,
    )
    whole = {address: get(address).words for address in addresses}
    cap = queries.regime.caps().get(slug="dprk-refined-petroleum")
    policy = queries.regime.policy().policy
    if stepped:
        for period in cap.terms.schedule.until(date(2025, 12, 31)):
            services.ledger.projection.project(cap=cap, period=period, policy=policy)
    monkeypatch.setattr(board, "FEW", 0)
    for address, words in whole.items():
        told = get(address).words
        assert HEADING.findall(told) == HEADING.findall(words), address
        matrix = re.findall(r'<table class="matrix".*?</table>', words, re.S)
        assert re.findall(r'<table class="matrix".*?</table>', told, re.S) == matrix, address
        days = re.findall(r'<ul class="days">.*?</ul>', words, re.S)
        assert re.findall(r'<ul class="days">.*?</ul>', told, re.S) == days, address
    news = set(NEWS.findall(get("/").words))  # of the periods that were read
    assert news
    assert news <= set(NEWS.findall(whole["/"]))
    if stepped:
        found = queries.ledger.standing_steps([cap], known_at=date(2026, 11, 1), policy=policy)
        for one in found[cap.pk]:
            value = queries.ledger.usage(
                cap, period=one.period, known_at=date(2026, 11, 1), policy=policy
            )
            assert one.status.code == value.status.code
            assert one.by_supplier == value.by_supplier()
            assert (one.coverage.received, one.coverage.silent, one.coverage.unknown) == (
                value.coverage.received,
                value.coverage.silent,
                value.coverage.unknown,
            )


@pytest.mark.parametrize("stepped", [True, False])
@pytest.mark.parametrize(
    "asked",
    [
        "",
        "supplier=RU&month=2025-03&amount=300,000&unit=bbl",  # passes a Notice
        "supplier=CN&month=2025-01&amount=50000&unit=bbl",  # takes a line's place
        "supplier=CN&month=2025-01&amount=0&unit=bbl",
        "supplier=RU&month=2025-03&amount=10&unit=t",
        "supplier=FR&month=2025-05&amount=600000&unit=bbl",  # reports nothing else
        "supplier=RU&month=2025-03&amount=1&unit=bbl&other_policy=voa-7.9",
        "silent=last-year",
        "supplier=RU&month=2025-03&amount=1&unit=bbl&known_at=2025-04-20",
    ],
)
def test_a_supposition_on_a_long_account_says_what_it_says_on_a_short_one(
    get: Any, monkeypatch: Any, asked: str, stepped: bool
) -> None:
    address = f"{CAP}2025/what-if/?{asked}"
    said = get(address).words
    if stepped:
        services.ledger.projection.project(
            cap=queries.regime.caps().get(slug="dprk-refined-petroleum"),
            period=Period.through(date(2025, 1, 1), date(2025, 12, 31)),
            policy=queries.regime.policy().policy,
        )
    monkeypatch.setattr(board, "FEW", 0)
    assert get(address).words == said
