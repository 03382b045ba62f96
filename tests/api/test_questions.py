"""Lists: what they may be asked with, how they are paged, taken whole, and what they cost."""

from __future__ import annotations

import csv
import json
from datetime import date
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from compliance import services
from compliance.api import pagination
from compliance.models import Claim, Transfer
from tests.api.conftest import signed_in
from tests.api.document import operations
from tests.factories.press import RETOLD, read


LINES = "/api/v1/lines/"
ODD_WORDS = [
    "",
    'a "quote" \\ and more',
    "a\tb\nc\r\x01\x1f\x7f",
    "대한민국 🛢 \u2028",
    "</script>'%s",
]
ODD_AMOUNTS = [None, "0", "1000000", "0.000001", "12.50"]


def lists() -> list[str]:
    """Every address that gives pages."""
    return [path for path, method, said in operations() if method == "get" and _is_paged(said)]


def _is_paged(said: dict[str, Any]) -> bool:
    return any(p["name"] == "cursor" for p in said.get("parameters", []))


def whole(api: Any, address: str, **query: Any) -> list[Any]:
    """All rows of a list, page by page."""
    found: list[Any] = []
    page = api.get(address, query).json()
    while True:
        found += page["results"]
        if page["next"] is None:
            return found
        page = api.get(page["next"]).json()


def test_lines_are_filtered_by_each_of_their_parameters(api: Any) -> None:
    one = Transfer.objects.filter(revision=1, known_on__lt="2023-06-01").first()
    assert one is not None
    query = {
        "supplier": one.supplier,
        "recipient": one.recipient,
        "commodity": one.commodity.code,
        "kind": one.kind,
        "first_day": str(one.first_day),
        "last_day": str(one.last_day),
        "known_at": "2023-06-01",
        "report": one.report_id,
        "series": str(one.series),
        "standing": "true",
    }
    found = whole(api, LINES, **query)
    assert [line["id"] for line in found] == [one.pk]
    for other in ("supplier", "recipient"):
        assert whole(api, LINES, **{**query, other: "FR"}) == []


def test_a_range_of_days_gives_the_spans_that_touch_it(api: Any) -> None:
    found = whole(api, LINES, first_day="2023-01-01", last_day="2023-12-31")
    assert found
    for line in found:
        assert line["last_day"] >= "2023-01-01"
        assert line["first_day"] <= "2023-12-31"


def test_the_history_of_a_line_has_its_revisions_in_order(api: Any) -> None:
    restated = Transfer.objects.filter(revision=2).first()
    assert restated is not None
    said = api.get(f"/api/v1/lines/series/{restated.series}/").json()
    assert [line["revision"] for line in said["results"]] == [1, 2]
    assert api.get(f"/api/v1/lines/series/{uuid4()}/").status_code == 404


@pytest.mark.parametrize("order", ["recorded", "-recorded", "first_day", "-first_day"])
def test_pages_give_every_row_once_and_in_order(api: Any, order: str) -> None:
    found = whole(api, LINES, order=order, page_size=37)
    assert len(found) == Transfer.objects.count()
    assert len({line["id"] for line in found}) == len(found)
    name = "id" if "recorded" in order else "first_day"
    keys = [(line[name], line["id"]) for line in found]
    assert keys == sorted(keys, reverse=order.startswith("-"))


@pytest.mark.parametrize("order", ["recorded", "-recorded", "first_day", "-first_day"])
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"supplier": "RU", "commodity": "refined_petroleum", "kind": "reported"},
        {"first_day": "2018-01-01", "last_day": "2024-12-31", "known_at": "2024-01-17"},
        {"standing": "true"},
    ],
)
def test_a_page_that_the_database_writes_is_to_the_letter_the_one_that_python_writes(
    api: Any, order: str, query: dict[str, str]
) -> None:
    with connection.cursor() as cursor:  # nobody may write so, past the tracker
        cursor.execute("set local session_replication_role = replica")
        for n, words in enumerate(ODD_WORDS):
            cursor.execute(
                "update compliance_transfer set note = %s, stated_amount = %s, "
                "recorded_at = timestamptz '2024-01-02 03:04:05+09' + %s * interval '1 ms' / 100 "
                "where id %% %s = %s",
                [words, ODD_AMOUNTS[n % len(ODD_AMOUNTS)], n, len(ODD_WORDS), n],
            )
    pagination._PLANS.clear()
    onward = api.get(LINES, {**query, "order": order, "page_size": "7"}).json()["next"]
    by_python = api.get(onward)
    assert len(pagination._PLANS) == 1
    by_database = api.get(onward)
    assert by_database.content == by_python.content
    assert by_database["ETag"] == by_python["ETag"]
    assert api.get(by_database.json()["next"]).json()["results"]


def test_a_cursor_is_stable_while_rows_are_added(api: Any) -> None:
    first = api.get(LINES, {"order": "first_day", "page_size": 50}).json()
    seen = [line["id"] for line in first["results"]]
    line = Transfer.objects.get(pk=seen[0])
    fresh = Transfer.objects.create(
        report=line.report, series=uuid4(), revision=1, kind="blank", supplier="FR",
        recipient="KP", commodity=line.commodity, first_day=date(2000, 1, 1),
        last_day=date(2000, 1, 31), known_on=date(2000, 2, 1), recorded_at=line.recorded_at,
    )  # fmt: skip
    page = first
    while page["next"]:
        page = api.get(page["next"]).json()
        seen += [line["id"] for line in page["results"]]
    assert len(seen) == len(set(seen))
    assert fresh.pk not in seen
    assert set(Transfer.objects.exclude(pk=fresh.pk).values_list("pk", flat=True)) == set(seen)


@pytest.mark.parametrize(
    "change",
    [{"supplier": "CN"}, {"order": "-recorded"}, {"cursor": "eyJhIjoxfQ"}, {"cursor": "\x00"}],
)
def test_a_cursor_is_of_one_question(api: Any, change: dict[str, str]) -> None:
    onward = api.get(LINES, {"order": "first_day"}).json()["next"]
    cursor = onward.partition("cursor=")[2].partition("&")[0]
    answer = api.get(LINES, {"order": "first_day", "cursor": cursor, **change})
    assert answer.status_code == 400
    assert answer.json()["problems"][0]["field"] == "cursor"


BY_RIGHT = tuple(f"/api/v1/{name}/" for name in ("reviews", "audit", "imports", "subscriptions"))


@pytest.fixture
def asker(api: Any, request: Any) -> tuple[Any, str]:
    """Who may ask for a list, and its address."""
    address = request.node.callspec.params["address"]
    if not address.startswith(BY_RIGHT):
        series = Transfer.objects.filter(revision=2).values_list("series")[0][0]
        return api, address.replace("{series}", str(series))
    client = signed_in("view_review", "view_auditentry", "view_importfile", "add_subscription")
    client.get("/api/v1/")  # from here on it is noted that the token was used
    made = services.follow.subscribe(
        url="https://follower.example/", events=["lines"], cap=None, by=client.user,
        at=timezone.now(),
    )  # fmt: skip
    return client, address.replace("{id}", str(made.pk))


@pytest.mark.parametrize("address", lists())
def test_every_list_refuses_what_it_does_not_know(asker: Any, address: str) -> None:
    client, at = asker
    answer = client.get(at, {"no_such": "1", "page_size": "501", "cursor": "x" * 3000})
    fields = {p["field"]: p for p in answer.json()["problems"]}
    assert answer.status_code == 400
    assert {"no_such", "page_size", "cursor"} <= set(fields)
    assert "allowed: cursor, page_size" in fields["no_such"]["message"]
    assert "500" in fields["page_size"]["message"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("supplier", "China", "two-letter ISO 3166"),
        ("supplier", "cn", "two-letter ISO 3166"),
        ("supplier", "C\x00", "two-letter ISO 3166"),
        ("commodity", "oil", "allowed: "),
        ("commodity", "a\x00", "allowed: "),
        ("kind", "rumour", "allowed: reported, restated"),
        ("first_day", "2023-2-1", "2023-03-31"),
        ("first_day", "20230201", "2023-03-31"),
        ("first_day", "2023-02-30", "2023-03-31"),
        ("first_day", "٢٠٢٣-٠٢-٠١", "2023-03-31"),
        ("last_day", "9999-12-31", "1945"),
        ("standing", "1", "true or false"),
        ("report", "-1", "digits"),
        ("report", "9" * 19, "At most"),
        ("report", "１", "digits"),
        ("page_size", "0", "At least 1"),
        ("page_size", "1e3", "digits"),
        ("series", "x", "UUID"),
        ("order", "amount", "allowed: recorded, -recorded"),
        ("format", "ods", "allowed: json, csv, ndjson, xlsx, parquet"),
    ],
)
def test_a_value_that_cannot_be_is_refused(api: Any, name: str, value: str, words: str) -> None:
    answer = api.get(LINES, {name: value})
    assert answer.status_code == 400, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    (problem,) = answer.json()["problems"]
    assert problem["field"] == name
    assert words in problem["message"]


def test_a_parameter_given_twice_is_refused(api: Any) -> None:
    answer = api.get(f"{LINES}?kind=nil&kind=blank")
    assert answer.json()["problems"][0]["code"] == "repeated"


def test_a_measure_binds_by_day_good_code_and_direction(api: Any) -> None:
    def keys(**query: str) -> set[str]:
        return {m["key"] for m in whole(api, "/api/v1/in-force/", **query)}

    day = {"on": "2024-01-01"}
    assert "2397-p5-cap" in keys(**day, good="refined_petroleum", **{"from": "RU", "to": "KP"})
    assert "2397-p5-cap" not in keys(on="2017-12-01", good="refined_petroleum")
    assert "2397-p5-cap" in keys(**day, hs="271012")
    assert "2397-p5-cap" not in keys(**day, hs="271012", **{"from": "KP", "to": "CN"})
    assert keys(**day, hs="0101") == set()
    assert keys(**day, hs="7206") == keys(**day, hs="720610") != set()
    refused = api.get("/api/v1/in-force/", {"hs": "27.10"})
    assert {p["field"] for p in refused.json()["problems"]} == {"on", "hs"}


def test_a_resolution_comes_whole_and_an_unknown_one_names_those_held(api: Any) -> None:
    said = api.get("/api/v1/resolutions/2397/").json()
    paragraph = next(p for p in said["paragraphs"] if p["number"] == "5")
    assert paragraph["measures"][0]["cap"] == "dprk-refined-petroleum"
    assert "2397" in api.get("/api/v1/resolutions/1/").json()["detail"]


def test_states_have_names_and_policies_their_factors(api: Any) -> None:
    states = {s["code"]: s["name"] for s in api.get("/api/v1/states/").json()["results"]}
    assert states["KP"] == "DPRK"
    policies = whole(api, "/api/v1/policies/")
    assert policies[0]["slug"] == "committee-2021"
    assert all(policy["factors"] for policy in policies)


def test_csv_and_ndjson_give_the_rows_of_the_question(api: Any) -> None:
    query = {"supplier": "RU", "order": "first_day"}
    rows = whole(api, LINES, **query)
    taken = api.get(LINES, query | {"format": "csv"})
    assert taken.headers["Content-Type"] == "text/csv; charset=utf-8"
    read = list(csv.DictReader(StringIO(b"".join(taken.streaming_content).decode())))
    assert [row["id"] for row in read] == [str(row["id"]) for row in rows]
    assert [row["amount"] for row in read] == [row["amount"] or "" for row in rows]
    lines = api.get(LINES, query, HTTP_ACCEPT="application/x-ndjson")
    assert [json.loads(one) for one in b"".join(lines.streaming_content).splitlines()] == rows


# How many queries a list may take, however many rows it gives.
BUDGET = {
    "/api/v1/regimes/": 2,
    "/api/v1/paragraphs/": 2,
    "/api/v1/conversions/": 3,
    "/api/v1/estimates/": 2,
    "/api/v1/figures/": 2,
    "/api/v1/reviews/": 6,
    "/api/v1/audit/": 6,
    "/api/v1/subscriptions/": 4,
    "/api/v1/subscriptions/{id}/sendings/": 5,
    "/api/v1/committees/": 2,
    "/api/v1/resolutions/": 2,
    "/api/v1/measures/": 2,
    "/api/v1/in-force/": 2,
    "/api/v1/caps/": 4,
    "/api/v1/policies/": 4,
    "/api/v1/commodities/": 2,
    "/api/v1/proposals/": 2,
    "/api/v1/national-measures/": 2,
    "/api/v1/reports/": 2,
    "/api/v1/imports/": 6,
    "/api/v1/lines/": 2,
    "/api/v1/lines/series/{series}/": 3,
    "/api/v1/notices/": 2,
    "/api/v1/sources/": 2,
    "/api/v1/articles/": 2,
    "/api/v1/claims/": 2,
    "/api/v1/findings/": 5,
}


def test_every_list_has_a_budget() -> None:
    assert set(BUDGET) == set(lists())


@pytest.mark.parametrize(("address", "most"), BUDGET.items())
def test_a_list_keeps_its_budget_for_one_row_and_for_many(
    asker: Any, address: str, most: int
) -> None:
    client, at = asker
    query = {"on": "2024-01-01"} if "in-force" in address else {}
    for size in ("1", "500"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = client.get(at, query | {"page_size": size})
        assert answer.status_code == 200, answer.content
        assert len(asked) <= most, [q["sql"][:120] for q in asked.captured_queries]


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/api/v1/caps/dprk-refined-petroleum/usage/", 7),
        ("/api/v1/caps/dprk-refined-petroleum/matrix/", 7),
        ("/api/v1/caps/dprk-refined-petroleum/explain/", 8),
        ("/api/v1/resolutions/2397/", 4),
        ("/api/v1/caps/dprk-refined-petroleum/projection/", 10),
        ("/api/v1/caps/dprk-refined-petroleum/obligations/", 11),
        ("/api/v1/caps/dprk-refined-petroleum/estimates/", 7),
        ("/api/v1/states/RU/", 4),
        ("/api/v1/decisions/", 2),
        ("/api/v1/assertions/", 9),
        ("/api/v1/obligations/", 40),
        ("/api/v1/changes/?page_size=500", 26),
    ],
)
def test_an_answer_keeps_its_budget(api: Any, address: str, most: int) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert api.get(address).status_code == 200
    assert len(asked) <= most, [q["sql"][:120] for q in asked.captured_queries]


def test_a_claim_says_where_it_appears_and_whose_stories_these_are(api: Any) -> None:
    """A copy in another paper is another article of the same source."""
    first = read(publisher="One Paper")
    second = read(f"{RETOLD}\n\nPrinted again.", publisher="Another Paper")
    for reading in (first, second):
        services.press.place(reading=reading)
    claim = Claim.objects.filter(reading=first, role="transfer").first()
    assert claim is not None
    address = f"/api/v1/claims/{claim.pk}/appearances/"
    with CaptureQueriesContext(connection) as asked:
        said = api.get(address).json()
    assert said["articles"] == [first.capture.article_id, second.capture.article_id]
    assert len(said["sources"]) == 1
    assert len(asked) <= 6
    assert api.get("/api/v1/claims/999999/appearances/").status_code == 404
