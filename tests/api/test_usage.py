"""Usage by the API is the value of the command and of the page, as known on any day."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from compliance import core, queries
from compliance.models import Transfer


CAP = "/api/v1/caps/dprk-refined-petroleum"


def by_command(period: str, **options: str) -> Any:
    out = StringIO()
    said = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    call_command(
        "usage", "dprk-refined-petroleum", f"--period={period}", "--json", *said, stdout=out
    )
    return json.loads(out.getvalue(), parse_float=Decimal)


def alike(ours: Any, theirs: Any) -> bool:
    """Equal, decimals by their value whether written as strings or as numbers."""
    if isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(alike(ours[k], theirs[k]) for k in theirs)
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(alike, ours, theirs))
    if isinstance(theirs, Decimal):
        return isinstance(ours, str) and Decimal(ours) == theirs
    return ours == theirs


@pytest.mark.parametrize(
    ("period", "known_at", "used", "share"),
    [
        ("2023", None, "362704.168", "72.5"),
        ("2023", "2024-01-17", "212862.168", "42.6"),
        ("2024", "2024-12-04", "168679", "33.7"),
    ],
)
def test_what_was_used_as_known_on_a_day(
    api: Any, period: str, known_at: str | None, used: str, share: str
) -> None:
    query = {"period": period} | ({"known_at": known_at} if known_at else {})
    said = api.get(f"{CAP}/usage/", query).json()
    assert (said["used"], said["limit"], said["unit"]) == (used, "500000", "bbl")
    assert f"{Decimal(said['share']) * 100:.1f}" == share
    assert said["citation"] == "S/RES/2397 (2017) OP 5"
    options = {"known_at": known_at} if known_at else {}
    assert alike(said, by_command(period, **options))


def test_a_policy_changes_what_is_converted_and_nothing_else(api: Any) -> None:
    usual = api.get(f"{CAP}/usage/", {"period": "2019"}).json()
    other = api.get(f"{CAP}/usage/", {"period": "2019", "policy": "china-8.33"}).json()
    assert usual["policy"] != other["policy"] == "china-8.33"
    assert usual["used"] != other["used"]
    assert alike(other, by_command("2019", policy="china-8.33"))


def test_the_matrix_has_a_row_a_supplier_and_month_and_null_for_silence(api: Any) -> None:
    rows = api.get(f"{CAP}/matrix/", {"period": "2024", "known_at": "2024-12-04"}).json()["rows"]
    assert len(rows) == 24
    silent = [row for row in rows if row["state"] == "silent"]
    assert len(silent) == 11
    assert all(row["amount"] is None for row in silent)


def test_coverage_names_the_months_that_are_missing(api: Any) -> None:
    said = api.get(f"{CAP}/coverage/", {"period": "2024", "known_at": "2024-12-04"}).json()
    counts = said["coverage"]
    assert counts["received"] + len(said["missing"]) == counts["expected"] == 24
    assert said["lower_bound"] is True


def test_an_explanation_adds_up_and_says_why_the_rest_does_not_count(api: Any) -> None:
    said = api.get(f"{CAP}/explain/", {"period": "2023"}).json()
    assert sum(Decimal(line["amount"]) for line in said["counted"]) == Decimal(said["used"])
    assert said["law"]["words"]
    touching = Transfer.objects.filter(
        commodity__code="refined_petroleum",
        recipient="KP",
        first_day__lte="2023-12-31",
        last_day__gte="2023-01-01",
    )
    named = [line["id"] for line in said["counted"] + said["left_out"]]
    assert sorted(named) == sorted(touching.values_list("pk", flat=True))


def test_every_period_of_a_cap_in_short(api: Any) -> None:
    said = api.get(f"{CAP}/periods/").json()["results"]
    shown = {one["period"]: one for one in said}
    assert shown["2023"]["used"] == "362704.168"
    assert [one["first_day"] for one in said] == sorted(one["first_day"] for one in said)


def test_every_scheduled_cap_answers_and_the_others_say_why_not(api: Any) -> None:
    for cap in api.get("/api/v1/caps/").json()["results"]:
        for question in ("usage", "matrix", "coverage", "explain", "periods"):
            answer = api.get(f"/api/v1/caps/{cap['slug']}/{question}/")
            assert answer.status_code == (200 if cap["scheduled"] else 404), answer.content
            if not cap["scheduled"]:
                assert answer.json()["problems"][0]["code"] == "not_computed"


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ({"period": "1999"}, "period", "counts from"),
        ({"period": "last year"}, "period", "give a year as 2023"),
        ({"policy": "mine"}, "policy", "allowed: committee-2021"),
        ({"known_at": "17/01/2024"}, "known_at", "2023-03-31"),
        ({"known_at": "2199-01-01"}, "known_at", "has not come yet"),
        ({"knownat": "2024-01-17"}, "knownat", "allowed: known_at, policy, period"),
    ],
)
def test_a_wrong_question_is_refused_with_what_is_allowed(
    api: Any, query: dict[str, str], field: str, words: str
) -> None:
    answer = api.get(f"{CAP}/usage/", query)
    assert answer.status_code == 400
    (problem,) = answer.json()["problems"]
    assert problem["field"] == field
    assert words in problem["message"]


def test_an_unknown_cap_is_answered_with_those_held(api: Any) -> None:
    answer = api.get("/api/v1/caps/oil/usage/")
    assert answer.status_code == 404
    assert "dprk-refined-petroleum" in answer.json()["detail"]


@pytest.mark.parametrize("known_at", [None, "2019-06-30", "2021-03-01", "2024-01-17"])
def test_what_stands_is_the_same_in_sql_and_in_the_core(
    planted: None, db: None, known_at: str | None
) -> None:
    day = date.fromisoformat(known_at) if known_at else None
    entries = queries.ledger.every_entry()
    by_core = {e.id for e in core.ledger.standing(entries, known_at=day)}
    by_sql = queries.ledger.standing(queries.ledger.lines(), known_at=day)
    assert set(by_sql.values_list("pk", flat=True)) == by_core
