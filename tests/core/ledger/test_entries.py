"""What stands on a day: the latest revision known of each line, unless withdrawn."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.ledger import COUNTING, KINDS, Entry, known, standing
from tests.factories.ledger import book, day
from tests.strategies import days, ledgers


LINE = book(
    """
    CN 2023-03 reported 15260 bbl 2023-07-13
    CN 2023-03 reported 15000 bbl 2023-09-01 =1
    CN 2023-03 reported 15000 bbl 2024-01-30 =1 withdrawn
    """
)


@pytest.mark.parametrize(
    ("known_at", "stands"),
    [
        ("2023-07-12", []),
        ("2023-07-13", [15260]),
        ("2023-08-31", [15260]),
        ("2023-09-01", [15000]),
        ("2024-01-29", [15000]),
        ("2024-01-30", []),
    ],
)
def test_a_line_stands_as_last_corrected_until_it_is_withdrawn(
    known_at: str, stands: list[int]
) -> None:
    found = standing(LINE, known_at=day(known_at))
    assert [e.quantity and e.quantity.amount for e in found] == stands


def test_with_no_day_given_all_that_was_ever_known_counts() -> None:
    assert known(LINE, known_at=None) == LINE
    assert standing(LINE) == []


def test_what_nobody_knows_since_when_is_known_on_no_day() -> None:
    line = book("RU 2017-10 unknown - ?")
    assert standing(line, known_at=date(2030, 1, 1)) == []
    assert standing(line) == line


def test_a_line_of_a_counting_kind_has_a_quantity() -> None:
    for kind in sorted(COUNTING):
        with pytest.raises(ValueError, match="has a quantity"):
            book(f"CN 2023-03 {kind} - 2023-07-13")


def test_a_line_is_of_a_known_kind() -> None:
    with pytest.raises(ValueError, match="guessed"):
        book("CN 2023-03 guessed 1 bbl 2023-07-13")
    assert set(KINDS) >= COUNTING


@given(ledgers(), days)
def test_nothing_stands_before_it_was_known(entries: list[Entry], known_at: date) -> None:
    for entry in standing(entries, known_at=known_at):
        assert entry.known_on is not None
        assert entry.known_on <= known_at


@given(ledgers(), days)
def test_of_each_line_one_revision_stands_at_most(entries: list[Entry], known_at: date) -> None:
    series = [entry.series for entry in standing(entries, known_at=known_at)]
    assert len(series) == len(set(series))


@given(ledgers(), days, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(
    entries: list[Entry], known_at: date, random: Random
) -> None:
    before = {e.id for e in standing(entries, known_at=known_at)}
    random.shuffle(entries)
    assert {e.id for e in standing(entries, known_at=known_at)} == before
