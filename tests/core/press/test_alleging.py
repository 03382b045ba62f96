"""Dealings weighed: sentences propose ends, signs have weights, the likely ones are alleged."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.press import read
from compliance.core.press.alleging import ENOUGH, likelihood, told, weights
from compliance.core.press.dealings import DealingReader
from compliance.core.press.proposals import ProposalReader
from compliance.core.press.reader import draft
from tests.gold.dealings import all_told, learn
from tests.gold.weights import articles


TOLD = (
    "A train crossed from North Korea into Russia in November. "
    "Rockets were on board, the White House said on Thursday. Moscow denied it."
)


def proposals(text: str) -> ProposalReader:
    drafted = draft(text, published_on=date(2023, 1, 20), language="en")
    return ProposalReader(
        DealingReader(
            drafted.text,
            drafted.smooth,
            drafted.scenes,
            drafted.drafts,
            drafted.subject,
            drafted.dating.anchor,
            drafted.language,
        )
    )


@given(st.floats(-200, 200), st.floats(-200, 200))
def test_likelihood_grows_with_the_odds(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert 0 < likelihood(low) <= likelihood(high) < 1
    assert likelihood(0.0) == 0.5


def test_the_ends_of_a_dealing_may_stand_in_the_sentence_before() -> None:
    mentions = {m.scene.index: m.keys for m in proposals(TOLD).all()}
    assert ("arms", ("KP",), ("RU",)) in mentions[1]
    assert ("arms", ("RU",), ("KP",)) in mentions[1]
    (alleged,) = read(TOLD, published_on=date(2023, 1, 20), language="en").allegations
    assert (alleged.category, alleged.sender, alleged.recipient) == ("arms", ("KP",), ("RU",))
    assert (alleged.asserted_by, alleged.denied_by) == (("US",), ("RU",))
    assert float(alleged.confidence) >= ENOUGH - 0.005
    named = {reason.field: reason for reason in alleged.reasons}
    assert TOLD[named["sender"].start : named["sender"].end] == named["sender"].words
    assert named["sender"].rule == "named_before"


def test_states_that_stand_in_one_row_are_one_end() -> None:
    text = "North Korea sold small arms to Libya, Sudan and Yemen, the UN panel said."
    keys = [key for mention in proposals(text).all() for key in mention.keys]
    assert ("arms", ("KP",), ("LY", "SD", "YE")) in keys


def test_of_two_dealings_that_one_sentence_tells_best_only_the_likelier_stands() -> None:
    text = "North Korea smuggled coal to China and Vietnam in 2019, the UN panel said."
    found = told(proposals(text).all(), {**weights(), "always": 20.0})
    assert len({one.key for one in found if one.key[0] == "coal"}) == 1


def test_a_sentence_of_very_many_states_is_left_to_the_rules() -> None:
    row = "North Korea sold arms to Russia, Syria and Iran and " * 12
    reader = proposals(f"{row}so on, the UN said.")
    keys = {key for mention in reader.all() for key in mention.keys}
    assert keys <= reader.by_rule


@pytest.fixture(scope="module")
def learned() -> dict[str, float]:
    return learn(all_told(articles()))


def test_the_weights_are_those_that_the_articles_give(learned: dict[str, float]) -> None:
    """`make weights` makes them; a rule or a claim's weight that changes makes them anew."""
    held = weights()
    assert learned.keys() == held.keys()
    assert all(abs(held[sign] - weight) < 0.02 for sign, weight in learned.items())
