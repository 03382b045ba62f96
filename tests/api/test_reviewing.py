"""Judging by the API follows the rules of the desk: two people, blind, and a third."""

from __future__ import annotations

from typing import Any

import pytest

from compliance import core, queries, services
from compliance.models import Finding, Review, Transfer
from tests.api.conftest import signed_in
from tests.api.test_sending import problems
from tests.factories.press import read


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]

TOLD = (
    "Iran told the UN sanctions committee that it supplied 4,250 barrels of refined petroleum to "
    "North Korea in March 2024."
)


@pytest.fixture
def finding(planted: None, db: None) -> Finding:
    reading = read(TOLD)
    return services.review.reconcile(reading=reading, at=reading.read_at)[0]


def reviewer() -> Any:
    return signed_in("add_review", "add_report")


def send(client: Any, finding: Finding, **body: Any) -> Any:
    return client.post(f"/api/v1/findings/{finding.pk}/reviews/", body, format="json")


def answer(finding: Finding, **other: str) -> dict[str, str]:
    return core.review.written(queries.review.machine_answer(finding.claim)) | other


def test_two_people_bring_it_into_its_book_and_the_first_is_told_to_nobody(
    api: Any, finding: Finding
) -> None:
    one, two = reviewer(), reviewer()
    first = send(one, finding, decision="record")
    assert (first.status_code, first.json()["transfer"]) == (201, None)
    assert api.get(f"/api/v1/findings/{finding.pk}/").json()["reviews"] == []
    assert two.get(f"/api/v1/findings/{finding.pk}/").json()["reviews"] == []
    assert problems(send(two, finding, decision="record")) == {(None, "answer"): "missing"}
    done = send(two, finding, decision="record", answer=answer(finding))
    assert done.status_code == 201, done.content
    assert done.json()["transfer"] == Transfer.objects.get(supplier="IR").pk
    assert (done.json()["blind"], done.json()["seconds"]) == (True, first.json()["id"])
    told = api.get(f"/api/v1/findings/{finding.pk}/").json()["reviews"]
    assert [review["id"] for review in told] == [done.json()["id"], first.json()["id"]]


def test_whoever_is_not_asked_is_told_so(finding: Finding) -> None:
    one = reviewer()
    send(one, finding, decision="record")
    again = send(one, finding, decision="record", answer=answer(finding))
    assert problems(again, 409) == {(None, "finding"): "another_person"}
    assert problems(send(reviewer(), finding, decision="undo"), 409) == {
        (None, "finding"): "of_another"
    }
    assert send(one, finding, decision="undo").status_code == 201
    assert Review.objects.count() == 2


def test_a_correction_keeps_both_values(finding: Finding) -> None:
    done = send(reviewer(), finding, decision="correct", answer=answer(finding, amount="4,520"))
    assert done.status_code == 201, done.content
    assert done.json()["answer"]["amount"] == "4520"
    assert queries.review.machine_answer(finding.claim).amount == 4250


def test_every_problem_of_an_answer_is_said_at_its_field(finding: Finding) -> None:
    said = answer(finding, amount="many", supplier="Atlantis")
    done = send(reviewer(), finding, decision="correct", answer=said)
    assert problems(done) == {
        (None, "amount"): "not_an_amount",
        (None, "supplier"): "unknown_state",
    }
    strange = send(reviewer(), finding, decision="correct", answer={"colour": "red"})
    assert (None, "colour") in problems(strange)


def test_a_merge_names_a_line_that_is_held(finding: Finding) -> None:
    line = Transfer.objects.filter(kind="reported").first()
    assert line is not None
    assert problems(send(reviewer(), finding, decision="merge", line=10**9)) == {
        (None, "line"): "missing"
    }
    done = send(reviewer(), finding, decision="merge", line=line.pk)
    assert (done.status_code, done.json()["accounts_for"]) == (201, line.pk)
