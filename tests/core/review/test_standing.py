"""What several people's judgements of one finding come to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from compliance.core.review import Judgement, standing


ANNE, BERT, CARA = 1, 2, 3
SAID, OTHER = {"amount": "3125"}, {"amount": "3215"}


def judged(id: int, by: int, decision: str, **other: object) -> Judgement:
    return Judgement(id, by, decision, **other)  # type: ignore[arg-type]


FIRST = judged(1, ANNE, "record", answer=SAID)
APART = judged(2, BERT, "record", answer=OTHER, blind=True)


def test_nobody_has_spoken() -> None:
    stands = standing([])
    assert (stands.state, stands.role(ANNE)) == ("judgement", "judge")


def test_one_person_settles_what_enters_no_book() -> None:
    for decision in ("confirm", "correct", "reject", "merge"):
        stands = standing([judged(1, ANNE, decision)])
        assert (stands.state, stands.role(BERT)) == ("decided", "")


def test_a_second_look_leaves_it_open_to_all() -> None:
    stands = standing([judged(1, ANNE, "second_look")])
    assert (stands.state, stands.role(ANNE), stands.role(BERT)) == ("look", "judge", "judge")


def test_who_is_first_is_not_second() -> None:
    stands = standing([FIRST])
    assert (stands.state, stands.role(ANNE), stands.role(BERT)) == ("second", "", "second")


def test_who_is_first_or_second_is_not_third() -> None:
    stands = standing([FIRST, APART])
    assert [stands.role(person) for person in (ANNE, BERT, CARA)] == ["", "", "third"]


def test_a_blind_no_does_not_settle_it() -> None:
    assert standing([FIRST, judged(2, BERT, "reject", blind=True)]).state == "third"


def test_what_has_entered_is_decided() -> None:
    entered = judged(2, BERT, "record", answer=SAID, blind=True, entered=True)
    assert standing([FIRST, entered]).state == "decided"


judgements = st.lists(
    st.builds(
        Judgement,
        id=st.integers(1, 9),
        by=st.sampled_from([ANNE, BERT, CARA]),
        decision=st.sampled_from(["confirm", "record", "reject", "second_look", "merge"]),
        blind=st.booleans(),
    ),
    unique_by=lambda each: each.id,
    max_size=5,
)


@given(judgements, st.randoms())
def test_the_order_in_which_they_are_told_does_not_matter(
    found: list[Judgement], chance: object
) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standing(found) == standing(shuffled)


@given(judgements)
def test_where_two_have_spoken_neither_is_asked_again(found: list[Judgement]) -> None:
    stands = standing(found)
    for each in (stands.first, stands.second):
        if each is not None:
            assert stands.role(each.by) == ""
