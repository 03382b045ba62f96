"""Two people and where they part a third; corrections, merges, copies; what is taken back."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction

from compliance import core, queries, services
from compliance.core.review import Answer
from compliance.models import Claim, Estimate, Finding, Report, Review, Transfer
from compliance.services.ledger import Rejected
from tests.factories.ledger import draft
from tests.factories.people import UserFactory
from tests.factories.press import read_article
from tests.factories.regime import petroleum_cap
from tests.factories.reports import NOW, line


pytestmark = pytest.mark.django_db

TOLD = (
    "Russia reported to the UN sanctions committee that it supplied 3,125 barrels of refined "
    "petroleum to North Korea in March 2023."
)
ESTIMATED = (
    "Analysts estimate that Russia supplied about 90,000 barrels of refined petroleum to North "
    "Korea in March 2023."
)


@pytest.fixture(autouse=True)
def law(db: None) -> Any:
    return petroleum_cap()


def finding(text: str = TOLD, **other: Any) -> Finding:
    """The finding on the first figure of a text."""
    return next(f for f in read_article(text, **other) if f.claim.kind == "figure")


def people(n: int) -> list[User]:
    return [UserFactory() for _ in range(n)]


def decide(found: Finding, decision: str, by: User, **other: Any) -> Review:
    return services.review.decide(
        **{"finding": found, "decision": decision, "by": by, "at": NOW, **other}
    )


def refused(found: Finding, decision: str, by: User, **other: Any) -> list[tuple[str, str]]:
    before = Review.objects.count(), Transfer.objects.count(), Estimate.objects.count()
    with pytest.raises(Rejected) as raised:
        decide(found, decision, by, **other)
    assert (Review.objects.count(), Transfer.objects.count(), Estimate.objects.count()) == before
    return [(p.field, p.code) for p in raised.value.problems]


def read(found: Finding, **other: Any) -> Answer:
    return replace(queries.review.machine_answer(found.claim), **other)


def state(found: Finding) -> str:
    return queries.review.standing(found).state


# Two people


def test_what_one_person_accepts_into_a_book_waits_for_a_second() -> None:
    found, (one,) = finding(), people(1)
    review = decide(found, "record", one)
    assert review.transfer is None
    assert not Transfer.objects.exists()
    assert state(found) == "second"
    assert list(Finding.objects.undecided()) == [found]


def test_nobody_is_the_second_person_to_oneself() -> None:
    found, (one,) = finding(), people(1)
    decide(found, "record", one)
    assert refused(found, "record", one, answer=read(found)) == [("finding", "another_person")]


def test_two_who_say_the_same_enter_it_with_the_thread_back_to_both() -> None:
    found, (one, two) = finding(), people(2)
    first = decide(found, "record", one)
    second = decide(found, "record", two, answer=read(found))
    assert (second.blind, second.seconds, second.answer) == (True, first, first.answer)
    assert second.transfer is not None
    assert second.transfer.report.key == f"finding:{found.pk}"
    assert state(found) == "decided"
    assert not Finding.objects.undecided().exists()


def test_the_second_person_gives_an_answer_of_their_own() -> None:
    found, (one, two) = finding(), people(2)
    decide(found, "record", one)
    assert refused(found, "record", two) == [("answer", "missing")]


@pytest.mark.parametrize("decision", ["confirm", "correct", "merge"])
def test_a_second_person_says_what_is_read_or_that_it_is_not_there(decision: str) -> None:
    found, (one, two) = finding(), people(2)
    decide(found, "record", one)
    told = refused(found, decision, two, answer=read(found, amount=Decimal(1)))
    assert ("decision", "another_person") in told


def test_where_two_part_nothing_enters_and_a_third_decides() -> None:
    found, (one, two, three) = finding(), people(3)
    first = decide(found, "record", one)
    second = decide(found, "record", two, answer=read(found, amount=Decimal(3215)))
    assert second.transfer is None
    assert state(found) == "third"
    assert refused(found, "record", two, answer=read(found)) == [("finding", "another_person")]
    other = read(found, amount=Decimal(7))
    assert refused(found, "record", three, answer=other) == [("answer", "neither")]
    third = decide(found, "record", three, answer=read(found))
    assert (third.seconds, third.blind) == (first, False)
    assert third.transfer is not None
    assert third.transfer.amount == 3125


def test_the_third_may_side_with_the_second() -> None:
    found, (one, two, three) = finding(), people(3)
    decide(found, "record", one)
    theirs = read(found, amount=Decimal(3215))
    second = decide(found, "record", two, answer=theirs)
    third = decide(found, "record", three, answer=theirs)
    assert third.seconds == second
    assert third.transfer is not None
    assert third.transfer.amount == 3215


def test_a_second_person_may_reject_and_a_third_settle_that() -> None:
    found, (one, two, three) = finding(), people(3)
    decide(found, "record", one)
    decide(found, "reject", two, note="It is the limit.")
    assert state(found) == "third"
    decide(found, "reject", three, note="So it is.")
    assert state(found) == "decided"
    assert not Transfer.objects.exists()


def test_what_the_first_of_two_said_is_told_to_nobody_until_it_is_settled() -> None:
    found, (one, two) = finding(), people(2)
    decide(found, "record", one)
    assert not Review.objects.told().exists()
    assert list(queries.review.findings()[0].reviews.all()) == []
    decide(found, "record", two, answer=read(found))
    assert Review.objects.told().count() == 2


def test_the_machines_values_stay_whatever_people_say() -> None:
    found, (one,) = finding(), people(1)
    before = Claim.objects.filter(pk=found.claim_id).values().get()
    review = decide(found, "correct", one, answer=read(found, amount=Decimal(3215)))
    assert Claim.objects.filter(pk=found.claim_id).values().get() == before
    assert review.answer is not None
    assert review.answer["amount"] == "3215"
    assert queries.review.machine_answer(found.claim).amount == 3125


# Which book


def test_an_estimate_enters_the_estimated_book_and_no_other() -> None:
    found, (one, two) = finding(ESTIMATED), people(2)
    decide(found, "record", one)
    review = decide(found, "record", two, answer=read(found))
    assert review.estimate is not None
    assert (review.estimate.central, review.estimate.unit) == (90000, "bbl")
    assert review.estimate.note.startswith("From the sentence with “")
    assert not Transfer.objects.exists()


@pytest.mark.parametrize(
    ("modifier", "ends"),
    [
        ("over", (90000, None, None, True)),
        ("under", (None, None, 90000, False)),
        ("up_to", (None, None, 90000, False)),
        ("exact", (None, 90000, None, False)),
    ],
)
def test_an_estimate_keeps_its_own_word(modifier: str, ends: tuple[Any, ...]) -> None:
    found, (one, two) = finding(ESTIMATED), people(2)
    said = read(found, modifier=modifier)
    decide(found, "record", one, answer=said)
    made = decide(found, "record", two, answer=said).estimate
    assert made is not None
    assert (made.low, made.central, made.high, made.open_above) == ends


def test_an_allegation_enters_no_book() -> None:
    found, (one,) = finding(), people(1)
    told = refused(found, "record", one, answer=read(found, basis="alleged"))
    assert ("decision", "not_a_report") in told


def test_what_the_book_would_refuse_is_said_to_the_first_person() -> None:
    line(draft("2023-03", amount="3125"))
    found, (one,) = finding(), people(1)
    assert refused(found, "record", one) == [("first_day", "already_reported")]
    assert Report.objects.count() == 1


def test_what_is_held_is_merged_and_counted_once() -> None:
    row = line(draft("2023-03", amount="3125"))
    found, (one,) = finding(), people(1)
    review = decide(found, "merge", one, line=row)
    assert (review.accounts_for, review.transfer) == (row, None)
    assert Transfer.objects.count() == 1
    assert [r.pk for r in row.accounts.all()] == [review.pk]


def test_a_merge_is_with_a_line_that_stands() -> None:
    row = line(draft("2023-03", amount="3125"))
    services.ledger.withdraw(line=row, reason="A slip.", by=None, at=NOW)
    found, (one,) = finding(), people(1)
    assert refused(found, "merge", one, line=row) == [("line", "outdated")]
    assert refused(found, "merge", one) == [("line", "missing")]


# Corrections


def test_a_correction_changes_something() -> None:
    found, (one,) = finding(), people(1)
    assert refused(found, "correct", one, answer=read(found)) == [("answer", "unchanged")]
    assert refused(found, "correct", one) == [("answer", "missing")]


def test_a_corrected_value_is_what_two_people_may_enter() -> None:
    found, (one, two) = finding(), people(2)
    said = read(found, amount=Decimal(3215))
    decide(found, "record", one, answer=said)
    row = decide(found, "record", two, answer=said).transfer
    assert row is not None
    assert row.amount == 3215


# Taken back


@pytest.mark.parametrize(
    ("decision", "other"),
    [("confirm", {}), ("reject", {"note": "No."}), ("record", {}), ("second_look", {"note": "?"})],
)
def test_ones_last_word_is_taken_back_and_both_are_kept(
    decision: str, other: dict[str, str]
) -> None:
    found, (one,) = finding(), people(1)
    said = decide(found, decision, one, **other)
    back = services.review.undo(finding=found, by=one, at=NOW)
    assert (back.decision, back.undoes) == ("undo", said)
    assert state(found) == "judgement"
    assert list(Finding.objects.undecided()) == [found]
    assert decide(found, "confirm", one).decision == "confirm"


def undo_refused(found: Finding, by: User) -> str:
    before = Review.objects.count()
    with pytest.raises(Rejected) as raised:
        services.review.undo(finding=found, by=by, at=NOW)
    assert Review.objects.count() == before
    (problem,) = raised.value.problems
    return problem.code


def test_nobody_takes_back_what_another_said_or_what_was_built_on() -> None:
    found, (one, two, three) = finding(), people(3)
    assert undo_refused(found, one) == "nothing"
    decide(found, "record", one)
    assert undo_refused(found, two) == "of_another"
    decide(found, "record", two, answer=read(found, amount=Decimal(9)))
    assert undo_refused(found, two) == "built_on"
    decide(found, "record", three, answer=read(found))
    assert undo_refused(found, three) == "built_on"


def test_whoever_judges_sees_what_came_meanwhile_first() -> None:
    found, (one, two) = finding(), people(2)
    asked = decide(found, "second_look", one, note="Which month?")
    assert refused(found, "confirm", two, seen=0) == [("finding", "changed_meanwhile")]
    assert decide(found, "confirm", two, seen=asked.pk).decision == "confirm"


# Copies


def test_what_is_said_of_one_copy_is_said_of_all_that_wait() -> None:
    story = TOLD + (
        " Diplomats who follow the matter said that nobody had expected so much so early in the "
        "year, and that the harbour had been busy; none of them gave a reason for it."
    )
    one = finding(story, published_on=date(2024, 5, 1))
    two = finding("By our own staff\n\n" + story, published_on=date(2024, 5, 1))
    for row in queries.copies.awaiting_place(10):
        services.press.place(reading=row)
    assert queries.review.twins(one) == [two]
    (person,) = people(1)
    decide(one, "confirm", person, copies=True)
    assert (state(one), state(two)) == ("decided", "decided")
    assert Review.objects.count() == 2
    services.review.undo(finding=two, by=person, at=NOW)
    assert (state(one), state(two)) == ("judgement", "judgement")
    assert Review.objects.filter(decision="undo").count() == 2
    decide(one, "confirm", person)
    assert (state(one), state(two)) == ("decided", "judgement")


def test_a_book_is_entered_one_by_one() -> None:
    found, (one,) = finding(), people(1)
    assert ("copies", "one_by_one") in refused(found, "record", one, copies=True)


# What the database itself refuses, whatever the door


def row(found: Finding, by: User, decision: str = "record", **other: Any) -> Review:
    said = {"answer": read(found).kept(), "decided_at": NOW, "decided_by": by}
    return Review.objects.create(finding=found, decision=decision, **{**said, **other})


def by_hand(problem: str, made: Any) -> None:
    with pytest.raises(DatabaseError, match=problem), transaction.atomic():
        made()


def test_no_row_enters_a_book_without_a_second_person() -> None:
    found, (one, two) = finding(), people(2)
    held = line(draft("2023-05", amount="1"))
    first = row(found, one)
    by_hand("said alike by two", lambda: row(found, two, transfer=held))
    by_hand("is another one", lambda: row(found, one, transfer=held, seconds=first, blind=True))
    other = read(found, amount=Decimal(9)).kept()
    by_hand(
        "said alike by two",
        lambda: row(found, two, transfer=held, seconds=first, blind=True, answer=other),
    )
    by_hand("judged blind", lambda: row(found, two, transfer=held, seconds=first))
    assert row(found, two, transfer=held, seconds=first, blind=True).pk


def test_no_row_seconds_what_was_taken_back_or_is_of_another_finding() -> None:
    found, (one, two) = finding(), people(2)
    elsewhere = finding(TOLD.replace("3,125", "4,250"))
    first = row(found, one)
    by_hand("same finding", lambda: row(elsewhere, two, seconds=first, blind=True))
    row(found, one, "undo", undoes=first, answer=None)
    by_hand("that stands", lambda: row(found, two, seconds=first, blind=True))


def test_no_row_takes_back_what_another_said() -> None:
    found, (one, two) = finding(), people(2)
    first = row(found, one, "confirm")
    by_hand("by whoever gave it", lambda: row(found, two, "undo", undoes=first, answer=None))


@pytest.mark.django_db(transaction=True)
def test_no_report_says_that_it_came_of_a_finding_unless_a_review_does() -> None:
    def made() -> None:
        line(draft("2023-05", amount="1"), key="finding:1")

    by_hand("no review says so", made)
    assert not Report.objects.exists()


def test_without_its_trigger_the_database_would_take_one_person() -> None:
    """The sabotage: what the tests above see refused is refused by the trigger alone."""
    found, (one,) = finding(), people(1)
    held = line(draft("2023-05", amount="1"))
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("drop trigger by_two on compliance_review")
    assert row(found, one, transfer=held).transfer == held


# The core and the database say the same


def test_undecided_is_what_the_core_says_it_is() -> None:
    """Every course of up to four acts by three people; refused acts change nothing."""
    persons = people(3)
    acts = ("confirm", "record", "reject", "second_look", "undo")
    found = finding()
    courses = 0
    for course in itertools.product(acts, repeat=3):
        with transaction.atomic():
            for place, act in enumerate(course):
                try:
                    if act == "undo":
                        services.review.undo(finding=found, by=persons[max(place - 1, 0)], at=NOW)
                    else:
                        decide(found, act, persons[place], note="So.", answer=read(found))
                except Rejected:
                    continue
            waits = Finding.objects.undecided().exists()
            assert waits == (state(found) != "decided"), course
            shown = queries.review.inbox(queries.review.Wanted(), at=NOW)
            assert [f.waits for f in shown] == ([state(found)] if waits else []), course
            courses += 1
            transaction.set_rollback(True)
    assert courses == 125
    assert core.review.STATES
