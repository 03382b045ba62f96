"""Cohen's kappa: worked cases, the laws it obeys, and an interval that says how little we know."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from compliance.core.review import agreement
from compliance.core.review.agreement import wilson


classes = st.sampled_from(["a", "b", "c", "d"])
PAIRS = st.lists(st.tuples(classes, classes), min_size=1, max_size=60)


def of(**counts: int) -> list[tuple[str, str]]:
    return [(pair[0], pair[1]) for pair, n in counts.items() for _ in range(n)]


def test_the_textbook_case() -> None:
    """Fifty proposals, read by two: 20 yes by both, 15 no by both, 5 and 10 apart."""
    found = agreement(of(yy=20, yn=5, ny=10, nn=15))
    assert found is not None
    assert (found.share, found.expected, found.kappa) == (
        Fraction(7, 10),
        Fraction(1, 2),
        Fraction(2, 5),
    )


def test_the_same_share_is_worth_less_where_one_answer_is_common() -> None:
    """Sixty of a hundred alike both times; chance alone would give 54 and 46 of them."""
    common = agreement(of(yy=45, yn=15, ny=25, nn=15))
    rare = agreement(of(yy=25, yn=35, ny=5, nn=35))
    assert common is not None
    assert rare is not None
    assert common.kappa == Fraction(60 - 54, 100 - 54)
    assert rare.kappa == Fraction(60 - 46, 100 - 46)


def test_none_is_measured_of_nothing() -> None:
    assert agreement([]) is None


def test_one_answer_throughout_says_nothing_of_agreement() -> None:
    found = agreement(of(yy=9))
    assert found is not None
    assert (found.kappa, found.low, found.high) == (None, None, None)


def test_three_that_agree_are_no_proof() -> None:
    found = agreement(of(aa=1, bb=1, cc=1))
    assert found is not None
    assert found.kappa == 1
    assert found.low is not None
    assert found.low < Decimal("0.2")


def test_wilsons_interval_of_a_known_case() -> None:
    """Wilson 1927, as Newcombe 1998 tables it: 81 of 263 gives 0.2553 to 0.3662."""
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (Decimal("0.2553"), Decimal("0.3662"))


@given(PAIRS)
def test_it_lies_between_less_than_chance_and_always(pairs: list[tuple[str, str]]) -> None:
    found = agreement(pairs)
    assert found is not None
    if found.kappa is None:
        assert len({each for pair in pairs for each in pair}) == 1
        return
    assert found.low is not None
    assert found.high is not None
    assert -1 <= found.low <= found.high <= 1
    assert Fraction(found.low) - Fraction(1, 10**20) <= found.kappa
    assert found.kappa <= Fraction(found.high) + Fraction(1, 10**20)
    assert (found.kappa == 1) == all(a == b for a, b in pairs)


@given(PAIRS, st.permutations(["a", "b", "c", "d"]))
def test_names_order_and_who_is_first_do_not_matter(
    pairs: list[tuple[str, str]], others: list[str]
) -> None:
    names = dict(zip("abcd", others, strict=True))
    found = agreement(pairs)
    assert agreement([(names[a], names[b]) for a, b in reversed(pairs)]) == found
    assert agreement([(b, a) for a, b in pairs]) == found


@given(PAIRS)
def test_kappa_by_the_table_of_counts(pairs: list[tuple[str, str]]) -> None:
    """The other way to say it: from each cell and margin of the table, in exact fractions."""
    n = len(pairs)
    seen = sum(Fraction(pairs.count((c, c)), n) for c in "abcd")
    chance = sum(
        Fraction([a for a, _ in pairs].count(c), n) * Fraction([b for _, b in pairs].count(c), n)
        for c in "abcd"
    )
    found = agreement(pairs)
    assert found is not None
    assert found.kappa == (None if chance == 1 else (seen - chance) / (1 - chance))


@given(PAIRS)
def test_ten_times_as_many_alike_tell_more(pairs: list[tuple[str, str]]) -> None:
    one, ten = agreement(pairs), agreement(pairs * 10)
    assert one is not None
    assert ten is not None
    assert one.kappa == ten.kappa
    if one.low is not None and one.high is not None:
        assert ten.low is not None
        assert ten.high is not None
        assert ten.high - ten.low <= one.high - one.low
