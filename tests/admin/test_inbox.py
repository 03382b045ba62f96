"""The inbox and the review page: filters in the address, blindness, and what each act leaves."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from compliance import core, queries
from compliance.models import Finding, Review, Transfer
from tests.factories.ledger import draft
from tests.factories.people import someone
from tests.factories.press import read_article
from tests.factories.regime import petroleum_cap
from tests.factories.reports import line
from tests.web import factories as make


pytestmark = pytest.mark.django_db

INBOX = "admin:compliance_inbox"
RIGHTS = ("add_review", "view_finding", "add_report", "view_review")
# "67.3 thousand" is written as no machine writes it, so that its value can be looked for.
TOLD = (
    "Russia reported to the UN sanctions committee that it supplied 67.3 thousand barrels of "
    "refined petroleum to North Korea in March 2023."
)


@pytest.fixture(autouse=True)
def law(db: None) -> Any:
    return petroleum_cap()


def desk(*rights: str) -> Client:
    client = Client()
    client.force_login(someone(*(rights or RIGHTS)))
    return client


def address(found: Finding, act: str = "decide") -> str:
    return reverse(f"admin:compliance_finding_{act}", args=[found.pk])


def inbox(client: Client, **asked: str) -> Any:
    return client.get(reverse(INBOX), asked)


def finding(text: str = TOLD) -> Finding:
    return read_article(text)[0]


def answer(found: Finding, **other: str) -> dict[str, str]:
    return core.review.written(queries.review.machine_answer(found.claim)) | other


def many(n: int) -> list[Finding]:
    """Findings of several verdicts, suppliers and languages."""
    found = []
    for place in range(n):
        text = f"Statement {place} of 500,000 barrels."
        reading = make.reading(
            make.capture(text, publisher=f"Paper {place % 3}"), language=("en", "ru", "")[place % 3]
        )
        claim = make.claim(reading, "500,000 barrels", supplier=(["RU"], ["CN"], [])[place % 3])
        verdict = ("agrees", "unreported", "differs")[place % 3]
        at = make.AT - timedelta(days=place)
        found.append(make.finding(claim, verdict, reconciled_at=at))
    return found


def test_the_gravest_come_first_and_of_these_the_oldest() -> None:
    many(9)
    rows = [row["finding"] for row in inbox(desk()).context["rows"]]
    assert [f.verdict for f in rows] == ["differs"] * 3 + ["unreported"] * 3 + ["agrees"] * 3
    assert rows[0].reconciled_at < rows[1].reconciled_at < rows[2].reconciled_at


@pytest.mark.parametrize(
    ("asked", "n"),
    [
        ({"severity": "contradicts"}, 3),
        ({"verdict": "agrees"}, 3),
        ({"supplier": "CN"}, 3),
        ({"supplier": "none"}, 3),
        ({"language": "ru"}, 3),
        ({"language": "none", "severity": "contradicts"}, 3),
        ({"supplier": "RU", "severity": "contradicts"}, 0),
        ({"waits": "judgement"}, 9),
        ({"waits": "second"}, 0),
        ({"age": "1"}, 9),
    ],
)
def test_filters_stand_in_the_address_and_count_what_they_leave(
    asked: dict[str, str], n: int
) -> None:
    many(9)
    page = inbox(desk(), **asked)
    assert (page.status_code, len(page.context["rows"])) == (200, n)
    if len(asked) == 1:
        ((name, value),) = asked.items()
        (group,) = (g for g in page.context["groups"] if g["name"] == name)
        assert [f.n for f, _ in group["facets"] if f.value == value] == ([n] if n else [0])
    for row in page.context["rows"]:
        assert row["query"].count("=") == len(asked)


@pytest.mark.parametrize(
    "asked",
    [
        {"colour": "red"},
        {"verdict": "maybe"},
        {"supplier": "Atlantis"},
        {"severity": "very"},
        {"age": "2"},
        {"page": "9"},
        {"page": "x"},
        {"language": "<b>"},
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(asked: dict[str, str]) -> None:
    page = inbox(desk(), **asked)
    assert page.status_code == 400
    assert page.context["problems"]
    assert b"<b>&#x27;" not in page.content


def test_an_empty_inbox_says_what_to_do() -> None:
    page = inbox(desk()).content.decode()
    assert "Nothing waits" in page
    assert "hand one in" in page
    many(3)
    page = inbox(desk(), supplier="IR").content.decode()
    assert "None of the 3 that wait are of this kind" in page


@pytest.mark.parametrize("n", [10, 1000])
def test_the_inbox_asks_the_same_few_questions_however_many_wait(n: int) -> None:
    many(n)
    with connection.cursor() as cursor:
        cursor.execute("analyze")  # as PostgreSQL does by itself where a tracker runs
    client = desk()
    inbox(client)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert inbox(client).status_code == 200
    assert len(asked) == 9  # the second factor is asked for too


def test_the_text_is_text_and_the_figure_is_marked() -> None:
    found = finding(TOLD.replace("North Korea", "North <script>alert(1)</script> Korea"))
    page = desk().get(address(found)).content.decode()
    assert "<script>alert(1)" not in page
    assert page.count('id="figure"') == 1
    assert 'id="figure">67.3 thousand barrels</mark>' in page


# The second person


def test_the_second_person_sees_neither_the_machines_value_nor_the_first_answer() -> None:
    found = finding()
    one, two = desk(), desk()
    assert "67300" in one.get(address(found)).content.decode()
    one.post(address(found), {"decision": "record", **answer(found, amount="67,311")})
    page = two.get(address(found)).content.decode()
    assert "What does the marked figure say?" in page
    values = ("67300", "67,300", "67311", "67,311", "Not in the ledger", found.reason)
    assert [value for value in values if value in page] == []
    assert re.findall(r'<option value="[^"]+" selected', page) == []
    listed = inbox(two).content.decode()
    assert found.reason not in listed
    assert "67,311" not in listed


def test_two_people_at_the_desk_bring_a_claim_into_its_book() -> None:
    found, one, two = finding(), desk(), desk()
    one.post(address(found), {"decision": "record", **answer(found), "seen": "0"})
    assert not Transfer.objects.exists()
    shown = two.get(address(found)).context["seen"]
    said = {"decision": "record", **answer(found), "seen": str(shown)}
    done = two.post(address(found), said, follow=True).content.decode()
    assert "it is a line of the reported book now" in done
    assert Transfer.objects.get().amount == 67300


def test_where_they_differ_a_third_takes_one_of_the_answers() -> None:
    found, one, two, three = finding(), desk(), desk(), desk()
    one.post(address(found), {"decision": "record", **answer(found)})
    two.post(address(found), {"decision": "record", **answer(found, amount="67311")})
    page = three.get(address(found))
    assert page.context["role"] == "third"
    assert "67311" in page.content.decode()
    _, said = page.context["choices"][1]
    three.post(address(found), {"decision": "record", **said})
    assert Transfer.objects.get().amount == 67311


def test_to_enter_a_book_asks_for_the_right_to_add_reports() -> None:
    found, client = finding(), desk("add_review", "view_finding")
    assert "Accept into its book <kbd>" not in client.get(address(found)).content.decode()
    assert client.post(address(found), {"decision": "record"}).status_code == 403
    assert not Review.objects.exists()


# Acts


def test_after_an_act_comes_the_next_and_the_last_can_be_taken_back() -> None:
    first, second, _ = sorted(
        many(3), key=lambda f: -("agrees", "unreported", "differs").index(f.verdict)
    )
    client = desk()
    page = client.post(address(first) + "?age=1", {"decision": "confirm"})
    assert page["Location"] == f"{address(second)}?age=1&last={first.pk}"
    shown = client.get(page["Location"]).context["last"]
    assert shown["finding"] == first
    client.post(address(first, "undo"), {"seen": str(shown["seen"])})
    assert [r.decision for r in Review.objects.order_by("pk")] == ["confirm", "undo"]
    assert first in Finding.objects.undecided()


def test_changed_values_are_not_accepted_by_mistake() -> None:
    found, client = finding(), desk()
    page = client.post(address(found), {"decision": "confirm", **answer(found, amount="1")})
    assert "You have changed the values" in page.content.decode()
    client.post(address(found), {"decision": "correct", **answer(found, amount="67311")})
    review = Review.objects.get()
    assert (review.decision, review.answer["amount"]) == ("correct", "67311")
    page = client.get(address(found)).content.decode()
    assert "67311" in page
    assert "Decided." in page


def test_every_problem_stands_on_the_page_and_what_was_typed_stays() -> None:
    found = finding()
    said = answer(found, amount="many", supplier="Atlantis")
    page = desk().post(address(found), {"decision": "correct", **said}).content.decode()
    assert "Nothing was saved" in page
    assert 'value="many"' in page
    assert "is no State" in page
    assert not Review.objects.exists()


def test_a_merge_takes_the_chosen_line() -> None:
    row = line(draft("2023-03", amount="67311"))
    found, client = finding(), desk()
    page = client.post(address(found), {"decision": "merge", "line": "0"}).content.decode()
    assert "There is no line" in page
    client.post(address(found), {"decision": "merge", "line": str(row.pk)})
    assert Review.objects.get().accounts_for == row


def test_the_later_of_two_sees_that_somebody_was_faster() -> None:
    found, one, two = finding(), desk(), desk()
    seen = str(two.get(address(found)).context["seen"])
    one.post(address(found), {"decision": "second_look", "note": "Which month?"})
    answered = two.post(address(found), {"decision": "confirm", "seen": seen})
    assert answered.status_code == 409
    assert "Somebody else judged this meanwhile" in answered.content.decode()


def test_a_status_that_would_change_is_said_before() -> None:
    found = finding(TOLD.replace("67.3 thousand", "380,000"))
    page = desk().get(address(found)).content.decode()
    assert "this changes a status" in page


# Agreement


def test_agreement_is_shown_a_reader_version_and_source() -> None:
    client = desk()
    empty = client.get(reverse("admin:compliance_agreement")).content.decode()
    assert "Nothing has been judged blind yet" in empty
    for month, amount in (("March", "67300"), ("April", "67300"), ("May", "1")):
        found = finding(TOLD.replace("March", month))
        desk().post(address(found), {"decision": "record", **answer(found)})
        desk().post(address(found), {"decision": "record", **answer(found, amount=amount)})
    rows = {(row.source, row.field): row.reader for row in queries.review.agreements()}
    assert rows["", "amount"].agreed == 2
    assert rows["", "first_day"].kappa == 1
    assert rows["not said", "amount"].n == 3
    page = client.get(reverse("admin:compliance_agreement")).content.decode()
    assert "2 of 3" in page
    assert "one answer throughout" in page


def test_who_may_not_look_sees_neither_page() -> None:
    client = desk("view_report")
    for page in (INBOX, "admin:compliance_agreement"):
        assert client.get(reverse(page)).status_code == 403
