"""Weighing: candidates have signs, signs have weights, and the likeliest candidate is taken."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.press import read
from compliance.core.press.confidence import confidence
from compliance.core.press.reader import draft
from compliance.core.press.signs import BASES
from compliance.core.press.weighing import FIELDS, RULES_ALONE, settle, shares, weights
from tests.gold.weights import Article, all_choices, articles, learn


TOLD = """North Korea's fuel, month by month

SEOUL, March 12 - Russia told the committee that it shipped 21,300 barrels of refined petroleum to
North Korea in January, and China notified 14,050 barrels for the same month.
"""


@given(
    st.dictionaries(st.integers(), st.lists(st.sampled_from("abcd"), max_size=9), min_size=1),
    st.dictionaries(st.sampled_from("abcd"), st.floats(-50, 50)),
)
def test_shares_are_one_together_and_follow_the_sums(
    signs: dict[int, list[str]], weight: dict[str, float]
) -> None:
    share = shares(signs, weight)
    assert sum(share.values()) == pytest.approx(1)
    sums = {c: sum(weight.get(s, 0.0) for s in own) for c, own in signs.items()}
    assert share[max(sums, key=lambda c: sums[c])] == max(share.values())


def test_every_field_has_what_the_rules_chose_among_its_candidates() -> None:
    drafted = draft(TOLD, published_on=date(2024, 3, 12), language="en")
    signs = drafted.signs()
    moved = [n for n, d in enumerate(drafted.drafts) if d.role == "transfer"]
    assert len(moved) == 2
    for at in moved:
        for field in FIELDS:
            candidates = signs.candidates(at, field)
            assert getattr(drafted.drafts[at], field) in candidates
            assert all(candidates.values())
        assert set(signs.candidates(at, "basis")) == set(BASES)
        assert {("RU",), ("CN",), ("CN", "RU"), ()} <= set(signs.candidates(at, "supplier"))


@pytest.fixture(scope="module")
def every() -> list[Article]:
    return articles()


def test_what_was_weighed_against_the_rules_says_its_words(every: list[Article]) -> None:
    changed = [
        (claim, reason)
        for article in every
        if article.unseen and article.gold["language"] == "en"
        for claim in read(
            article.drafted.text,
            published_on=date.fromisoformat(article.gold["published"]),
            language="en",
        ).claims
        for reason in claim.reasons
        if reason.rule == "likelier_than_the_rules"
    ]
    assert len(changed) > 50
    for claim, reason in changed:
        assert [r.rule for r in claim.reasons if r.field == reason.field] == [reason.rule]
        assert (reason.words == "") == (reason.start < 0)
    assert any(reason.words for _, reason in changed)


@given(st.floats(0, 1), st.floats(0, 1))
def test_confidence_grows_with_what_the_fields_have_together(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert 0 < confidence("transfer", low) <= confidence("transfer", high) < 1
    assert confidence("cap", low) == confidence("cap", high)


def test_a_table_in_one_sentence_is_left_to_the_rules_and_no_surer_than_they_are() -> None:
    cells = ", ".join(f"{n + 1000} barrels in May {2000 + n % 20}" for n in range(300))
    text = f"Russia supplied North Korea with refined petroleum: {cells}."
    drafted = draft(text, published_on=date(2024, 3, 12), language="en")
    settle(drafted.signs())
    moved = [d for d in drafted.drafts if d.role == "transfer"]
    assert len(moved) == 300
    assert {d.sure for d in moved} == {RULES_ALONE}


def test_the_weights_are_those_that_the_articles_give(every: list[Article]) -> None:
    """`make weights` makes them; a rule that changes makes them anew. One field stands for all."""
    made = learn(all_choices(every, ["commodity"])["commodity"])
    held = weights("commodity")
    assert made.keys() == held.keys()
    assert all(abs(held[sign] - weight) < 0.02 for sign, weight in made.items())
