"""What a person decides of a finding; accepted as a report, it enters the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from compliance import queries, services
from compliance.models import Finding, Report, Review, Transfer
from compliance.services.ledger import Rejected
from tests.factories.ledger import draft
from tests.factories.people import UserFactory
from tests.factories.press import read, read_article
from tests.factories.regime import petroleum_cap
from tests.factories.reports import NOW, line


pytestmark = pytest.mark.django_db

TOLD = (
    "Russia reported to the UN sanctions committee that it supplied 3,125 barrels of refined "
    "petroleum to North Korea in March 2023."
)


@pytest.fixture(autouse=True)
def law(db: None) -> Any:
    return petroleum_cap()


def finding(text: str = TOLD) -> Finding:
    (found,) = read_article(text)
    return found


def decide(found: Finding, decision: str, **other: Any) -> Review:
    return services.review.decide(
        **{"finding": found, "decision": decision, "by": UserFactory(), "at": NOW, **other}
    )


def by_two(found: Finding, **other: Any) -> Review:
    """Accepted into its book: the second person reads the same as the reader did."""
    decide(found, "record")
    same = queries.review.machine_answer(found.claim)
    return decide(found, "record", **{"answer": same, **other})


def refused(found: Finding, decision: str, **other: Any) -> list[tuple[str, str]]:
    before = Review.objects.count(), Transfer.objects.count()
    with pytest.raises(Rejected) as raised:
        decide(found, decision, **other)
    assert (Review.objects.count(), Transfer.objects.count()) == before
    return [(p.field, p.code) for p in raised.value.problems]


def test_a_decision_is_kept_with_who_and_when_and_why() -> None:
    person = UserFactory()
    review = decide(finding(), "confirm", by=person, note="Seen on the table.")
    assert (review.decided_by, review.decided_at) == (person, NOW)
    assert (review.decision, review.note, review.transfer) == (
        "confirm",
        "Seen on the table.",
        None,
    )


def test_a_finding_waits_until_somebody_decides() -> None:
    found = finding()
    assert list(Finding.objects.undecided()) == [found]
    decide(found, "confirm")
    assert not Finding.objects.undecided().exists()


@pytest.mark.parametrize("decision", ["reject", "second_look"])
def test_a_no_gives_its_reason(decision: str) -> None:
    assert refused(finding(), decision, note=" ") == [("note", "missing")]


def test_what_is_no_decision_is_refused() -> None:
    assert refused(finding(), "maybe") == [("decision", "unknown")]


def test_a_decision_is_made_once() -> None:
    found = finding()
    decide(found, "confirm")
    assert refused(found, "reject", note="No.") == [("finding", "decided")]


def test_a_second_look_leaves_the_decision_open() -> None:
    found = finding()
    decide(found, "second_look", note="Which month?")
    assert decide(found, "confirm").decision == "confirm"


def test_only_the_newest_finding_of_a_claim_is_decided_on() -> None:
    found = finding()
    Finding.objects.create(
        claim=found.claim,
        verdict="differs",
        reason="Looked at again.",
        known_at=date(2024, 6, 1),
        policy="committee-2021",
        reconciled_at=NOW,
    )
    assert refused(found, "confirm") == [("finding", "outdated")]


# Recorded


def test_a_reported_figure_is_recorded_with_the_thread_back_to_its_sentence() -> None:
    found = finding()
    review = by_two(found)
    row = review.transfer
    assert row is not None
    assert (row.supplier, row.recipient, row.amount, row.unit) == ("RU", "KP", 3125, "bbl")
    assert (row.first_day, row.last_day) == (date(2023, 3, 1), date(2023, 3, 31))
    assert row.report.kind == "press_account"
    assert row.known_on == found.known_at
    assert "3,125 barrels" in row.report.note
    assert row.recorded_by == review.decided_by
    assert [r.pk for r in row.reviews.all()] == [review.pk]


def test_what_is_recorded_counts(law: Any) -> None:
    by_two(finding())
    value = queries.ledger.usage(
        law,
        period=queries.ledger.period(law, "2023", today=NOW.date()),
        known_at=NOW.date(),
        policy=queries.regime.policy().policy,
    )
    assert value.binding is not None
    assert value.binding.used.amount == 3125


def test_a_month_that_is_held_is_not_recorded_again() -> None:
    line(draft("2023-03", amount="3125"))
    assert refused(finding(), "record") == [("first_day", "already_reported")]
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (
            "Russia and China reported to the UN committee that they supplied 3,125 barrels of "
            "refined petroleum to North Korea in March 2023.",
            "supplier",
        ),
        (
            "Russia reported to the UN sanctions committee that it supplied over 3,125 barrels of "
            "refined petroleum to North Korea in March 2023.",
            "amount",
        ),
        (
            "Russia reported to the UN sanctions committee that it supplied 3,125 barrels of "
            "refined petroleum to North Korea.",
            "first_day",
        ),
        ("Resolution 2397 caps refined petroleum to North Korea at 500,000 barrels.", "decision"),
    ],
    ids=["two suppliers", "no exact number", "no span", "the cap itself"],
)
def test_only_a_whole_reported_figure_enters_the_reported_book(text: str, field: str) -> None:
    reading = read(text)
    found = services.review.reconcile(reading=reading, at=NOW)
    assert field in [f for f, _ in refused(found[0], "record")]


def test_a_span_across_two_cap_years_is_not_recorded() -> None:
    text = TOLD.replace("in March 2023", "from December 2022 to April 2023")
    assert refused(finding(text), "record") == [("last_day", "straddles")]


def test_a_nil_is_recorded_as_a_nil() -> None:
    found = finding(TOLD.replace("3,125 barrels", "0 barrels"))
    row = by_two(found).transfer
    assert row is not None
    assert (row.kind, row.amount) == ("nil", 0)
