"""What a person holds a text to say: as typed, as kept, and what is wrong with it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.review import (
    BASES,
    FIELDS,
    MODIFIERS,
    SEVERITIES,
    VERDICTS,
    Answer,
    differing,
    of_kept,
    read_answer,
    severity,
    written,
)


GOODS = frozenset({"refined_petroleum", "coal"})
amounts = st.decimals(0, 10**9, places=6, allow_nan=False).map(abs)
days = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Answers that hang together."""
    modifier = draw(st.sampled_from(list(MODIFIERS)))
    low, high = sorted([draw(amounts), draw(amounts)])
    first, last = sorted([draw(days), draw(days)])
    states = st.lists(st.sampled_from(["RU", "CN", "KP", "IR"]), unique=True, max_size=2)
    ranges = modifier == "range"
    return Answer(
        modifier=modifier,
        amount=None if ranges else draw(amounts),
        low=low if ranges else None,
        high=high if ranges else None,
        unit=draw(st.sampled_from(["bbl", "t"])),
        commodity=draw(st.sampled_from(sorted(GOODS))),
        supplier=tuple(sorted(draw(states))),
        recipient=tuple(sorted(draw(states))),
        first_day=first,
        last_day=last,
        basis=draw(st.sampled_from(list(BASES))),
    )


@given(answers())
def test_what_is_written_and_kept_is_read_back(answer: Answer) -> None:
    assert of_kept(answer.kept()) == answer
    read, found = read_answer(written(answer), goods=GOODS)
    assert (read, found) == (answer, [])


@given(answers(), answers())
def test_two_answers_are_the_same_where_no_field_differs(one: Answer, other: Answer) -> None:
    assert (differing(one, other) == ()) == (one.kept() == other.kept())
    assert differing(one, other) == differing(other, one)


def test_the_same_amount_typed_otherwise_is_the_same() -> None:
    one, _ = read_answer({"amount": "3,125", "unit": "bbl"}, goods=GOODS)
    other, _ = read_answer({"amount": "3125.0", "unit": "bbl"}, goods=GOODS)
    assert differing(one, other) == ()


def test_states_are_given_by_name_or_code_in_any_order() -> None:
    one, _ = read_answer({"supplier": "russia, cn"}, goods=GOODS)
    other, _ = read_answer({"supplier": "China,RU"}, goods=GOODS)
    assert one.supplier == other.supplier == ("CN", "RU")


def test_nothing_said_is_an_answer_too_and_never_a_zero() -> None:
    answer, found = read_answer({}, goods=GOODS)
    assert (answer, found) == (Answer(), [])
    assert answer.kept()["amount"] is None


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ({"amount": "three"}, ("amount", "not_an_amount")),
        ({"amount": "-3", "unit": "bbl"}, ("amount", "not_an_amount")),
        ({"amount": "9999999999999", "unit": "bbl"}, ("amount", "too_large")),
        ({"amount": "3"}, ("unit", "missing")),
        ({"unit": "cups"}, ("unit", "unknown")),
        ({"commodity": "gold"}, ("commodity", "unknown")),
        ({"modifier": "roughly"}, ("modifier", "unknown")),
        ({"basis": "rumoured"}, ("basis", "unknown")),
        ({"supplier": "Atlantis"}, ("supplier", "unknown_state")),
        ({"first_day": "2023-02-30", "last_day": "2023-03-01"}, ("first_day", "not_a_day")),
        ({"first_day": "2023-03-01"}, ("last_day", "missing")),
        ({"first_day": "2023-03-02", "last_day": "2023-03-01"}, ("last_day", "backwards")),
        (
            {"low": "3", "high": "2", "unit": "bbl", "modifier": "range"},
            ("high", "backwards"),
        ),
        ({"low": "3", "unit": "bbl", "modifier": "exact"}, ("modifier", "no_range")),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    words: dict[str, str], problem: tuple[str, str]
) -> None:
    _, found = read_answer(words, goods=GOODS)
    assert [(p.field, p.code) for p in found] == [problem]


def test_every_problem_is_said_at_once() -> None:
    _, found = read_answer({"amount": "x", "unit": "y", "supplier": "z, w"}, goods=GOODS)
    assert [p.field for p in found] == ["amount", "unit", "supplier", "supplier"]


def test_every_field_has_its_place() -> None:
    assert tuple(Answer().kept()) == FIELDS


def test_every_verdict_is_of_one_severity() -> None:
    held = [verdict for _, verdicts in SEVERITIES.values() for verdict in verdicts]
    assert sorted(held) == sorted(VERDICTS)
    assert severity("differs") == "contradicts"
    with pytest.raises(LookupError):
        severity("nonsense")
