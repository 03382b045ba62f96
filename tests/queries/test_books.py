"""What stands beside the reported book: estimates, decisions, stated totals, obligations."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client

from compliance import queries
from compliance.core.ledger import CODES, Changes, Draft
from compliance.core.quantity import Policy
from compliance.models import Cap, Estimate
from tests.factories.ledger import day, span


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]

TODAY = date(2026, 6, 1)
PETROLEUM = "dprk-refined-petroleum"


def cap(slug: str = PETROLEUM) -> Cap:
    return queries.regime.caps().get(slug=slug)


def policy(slug: str | None = None) -> Policy:
    return queries.regime.policy(slug).policy


# Seeds


def test_every_estimate_decision_and_total_names_its_source() -> None:
    for row in Estimate.objects.all():
        assert row.source_url
        assert row.confidence
    for one in queries.ledger.decisions(TODAY):
        assert all(step.source for step in one.steps)
    assert all(row.source_url for row in queries.ledger.assertions())


def test_the_seeds_are_planted_once() -> None:
    out = StringIO()
    call_command("seed", stdout=out)
    assert "books: 0 rows created" in out.getvalue()


# Two books


@pytest.mark.parametrize(
    ("year", "low", "central", "high", "high_open"),
    [
        (2018, 800_000, 800_000, 3_780_000, False),
        (2019, 500_000, None, None, True),
        (2020, 4_400_000, 4_400_000, None, True),
        (2022, 800_000, 800_000, None, False),
        (2023, 1_500_000, None, None, True),
        (2024, 1_000_000, 125_000, None, True),
    ],
)
def test_the_estimated_book_of_a_year(
    year: int, low: int, central: int | None, high: int | None, high_open: bool
) -> None:
    book = queries.ledger.estimates(
        cap(), period=cap().terms.year(year), known_at=TODAY, policy=policy()
    ).book
    assert (book.low, book.central, book.high) == (low, central, high)
    assert book.high_open == high_open
    assert book.code == ("exceeded" if low > 500_000 else "reached")


def test_an_estimate_is_known_from_its_day() -> None:
    def low(known_at: str) -> Decimal | None:
        return queries.ledger.estimates(
            cap(), period=span("2018"), known_at=day(known_at), policy=policy()
        ).book.low

    assert [low(on) for on in ("2018-07-11", "2018-07-12", "2018-09-17")] == [
        None,
        759_793,
        800_000,
    ]


def test_a_single_allegation_stands_beside_both_books() -> None:
    value = queries.ledger.estimates(cap(), period=span("2024"), known_at=TODAY, policy=policy())
    (kirby,) = value.alleged
    assert kirby.quantity is not None
    assert (kirby.supplier, kirby.quantity.amount) == ("RU", 165_000)
    before = queries.ledger.estimates(
        cap(), period=span("2024"), known_at=day("2024-05-01"), policy=policy()
    )
    assert before.alleged == ()


def test_no_number_of_the_estimates_is_one_of_the_reports_and_back() -> None:
    """Neither JSON has a total that a sum over both books would be."""
    for year in range(2018, 2025):
        books = queries.ledger.both_books(
            cap(), period=cap().terms.year(year), known_at=TODAY, policy=policy()
        )
        used = (books.reported.binding or pytest.fail(str(year))).used.amount
        made = books.estimated.book
        totals = {made.low, made.central, made.high} - {None}
        stated = {e.low for e in made.estimates} | {e.central for e in made.estimates}
        stated |= {e.high for e in made.estimates}
        assert totals <= stated
        wrong = {used + amount for amount in totals if amount is not None}
        data = queries.ledger.estimates_data(books.estimated)
        numbers = {data[name] for name in ("low", "central", "high", "limit")}
        assert not wrong & numbers


# Stated totals


def test_what_was_stated_and_what_became_of_it() -> None:
    found = queries.ledger.all_checked(known_at=TODAY, policy=policy())
    counted = Counter((said.kind, check.code) for said, check in found)
    assert counted == {("total", "holds"): 54, ("total", "fails"): 11, ("share", "holds"): 9}
    for said, check in found:
        assert check.reason
        assert said.explanation or check.code == "holds"


def test_a_total_not_stated_yet_is_not_checked() -> None:
    keys = {a.key for a in queries.ledger.assertions(known_at=day("2018-07-06"))}
    assert "all-2018-01-2018-05-2018-07-06" in keys
    assert "cn-2018-01-2018-08-2018-11-10" not in keys


# Obligations


def test_crude_oil_is_reported_every_ninety_days_though_nothing_is_published() -> None:
    found = queries.ledger.expected(cap("dprk-crude-oil"), known_at=day("2018-07-01"))
    assert [(e.due_on, e.state) for e in found] == [
        (day("2018-03-22"), "unknown"),
        (day("2018-06-20"), "unknown"),
        (day("2018-09-18"), "waiting"),
    ]


def test_nothing_is_expected_under_a_cap_that_never_applied() -> None:
    assert queries.ledger.expected(cap("dprk-refined-petroleum-2375"), known_at=TODAY) == []


@pytest.mark.parametrize("known_at", ["2024-12-04", "2018-09-01", "2023-06-13"])
def test_the_calendar_and_the_coverage_count_the_same(known_at: str) -> None:
    year = known_at[:4]
    value = queries.ledger.usage(cap(), period=span(year), known_at=day(known_at), policy=policy())
    data = queries.ledger.coverage_data(value, lines=queries.ledger.entries(value.cap))
    assert data["coverage"] == queries.ledger.as_data(value)["coverage"]
    assert len(data["expected"]) == data["coverage"]["expected"]


# One status


def test_the_status_is_the_same_by_every_door() -> None:
    """Fifty days of knowledge: list filter, detail, years, command and API value agree."""
    chance, client = random.Random(2397), Client()
    caps = [row for row in queries.regime.caps() if row.scheduled]
    lines = queries.ledger.every_entry()
    for step in range(50):
        on = day("2016-12-01") + timedelta(days=chance.randrange(3500))
        row = chance.choice(caps)
        if on < row.terms.schedule.first_day:
            continue
        period = queries.ledger.period(row, None, today=on)
        detail = queries.ledger.usage(row, period=period, known_at=on, policy=policy()).status
        listed = {
            code: [
                v.cap.slug
                for v in queries.ledger.with_status(
                    caps, code, known_at=on, policy=policy(), lines=lines
                )
            ]
            for code in {detail.code, chance.choice(list(CODES))}
        }
        assert [code for code, slugs in listed.items() if row.slug in slugs] == [detail.code]
        if row.terms.in_force(period.start):
            years = queries.ledger.years(
                row, lines=queries.ledger.entries(row), known_at=on, policy=policy()
            )
            assert {v.status for v in years if v.period == period} <= {detail}
        if step % 5 == 0:
            out = StringIO()
            call_command(
                "usage", row.slug, period=str(period.start), known_at=on, json=True, stdout=out
            )
            assert f'"status": "{detail.code}"' in out.getvalue()
            answer = client.get(
                f"/api/v1/caps/{row.slug}/usage/",
                {"period": str(period.start), "known_at": str(on)},
            )
            if answer.status_code == 200:
                assert answer.json()["status"] == detail.code
                assert answer.json()["reason"] == detail.reason
                assert answer.json()["evidence"] == list(detail.evidence)


# Projection


def test_the_projection_held_in_18_of_20_trials_on_past_years() -> None:
    tried = queries.ledger.backtest(
        cap(),
        years=range(2018, 2025),
        days=[(7, 1), (10, 1), (12, 31)],
        known_at=TODAY,
        policy=policy(),
    )
    held = [one.inside for one in tried if one.inside is not None]
    assert (sum(held), len(held)) == (18, 20)
    for month in (7, 10, 12):
        of_day = [t.inside for t in tried if t.on.month == month and t.inside is not None]
        assert sum(of_day) / len(of_day) >= 0.8


# What if


def digests() -> dict[str, Any]:
    """What is in every table, as PostgreSQL sums it up."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_app_config("compliance").get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f'select count(*), md5(string_agg(t::text, chr(10))) from "{table}" t')
            found[table] = cursor.fetchone()
    return found


def test_what_if_touches_no_table() -> None:
    before = digests()
    claim = Draft(
        "RU",
        "KP",
        "refined_petroleum",
        day("2024-03-01"),
        day("2024-03-31"),
        amount=Decimal(165_000),
        unit="bbl",
    )
    value = queries.ledger.whatif(
        cap(),
        period=span("2024"),
        known_at=day("2025-03-13"),
        policy=policy(),
        other_policy=policy("diesel-7.5"),
        changes=Changes(accept=(claim,), silent_as_last_year=True),
    )
    assert value.then.status.code == "exceeded"
    assert value.present.status.code == "ended"
    call_command(
        "whatif", PETROLEUM, period="2024", silent_as_last_year=True, json=True, stdout=StringIO()
    )
    assert digests() == before


def test_what_if_equals_what_the_change_would_give() -> None:
    from compliance import services
    from tests.factories.reports import source

    claim = Draft(
        "KR",
        "KP",
        "refined_petroleum",
        day("2023-05-01"),
        day("2023-05-31"),
        amount=Decimal("1234.5"),
        unit="bbl",
    )
    supposed = queries.ledger.whatif(
        cap(),
        period=span("2023"),
        known_at=day("2024-06-01"),
        policy=policy(),
        changes=Changes(accept=(claim,)),
    )
    services.ledger.record(source=source("2024-02-01"), drafts=[claim], by=None, at=source_moment())
    really = queries.ledger.usage(
        cap(), period=span("2023"), known_at=day("2024-06-01"), policy=policy()
    )
    assert supposed.then.binding is not None
    assert really.binding is not None
    assert supposed.then.binding.used == really.binding.used
    assert supposed.then.status.reason == really.status.reason


def source_moment() -> Any:
    from tests.factories.reports import NOW

    return NOW


# Explain


@pytest.mark.parametrize("year", ["2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025"])
def test_the_leaves_sum_to_the_total_exactly(year: str) -> None:
    value = queries.ledger.usage(cap(), period=span(year), known_at=TODAY, policy=policy())
    data = queries.ledger.explained(value, lines=queries.ledger.entries(value.cap))
    assert data["adds_up"]
    assert data["sum_of_leaves"] == data["used"]
    for leaf in data["leaves"]:
        assert leaf["report"]["source_url"] or leaf["report"]["document"]
        assert leaf["known_on"] is not None
        factor = leaf["conversion"]["factor"]
        if factor is not None:
            assert leaf["amount"] == leaf["reported"]["amount"] * factor
            assert leaf["conversion"]["source"]
