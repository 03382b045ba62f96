"""What if: the book under stated assumptions, and the book untouched."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given

from compliance.core.ledger import (
    ASSUMED,
    Changes,
    Entry,
    Supposed,
    account,
    cells,
    supposed,
    usages,
)
from tests.factories.law import COMMITTEE, petroleum
from tests.factories.ledger import book, day, draft, span
from tests.strategies import days, ledgers


def then(lines: list[Entry], changes: Changes, on: str = "2023-12-31") -> Supposed:
    at = day(on)
    ledger = account(lines, known_at=at)
    found = cells(petroleum(), span("2023"), ledger, lines, on=at, known_at=at)
    return supposed(petroleum(), lines, found, changes, on=at)


def used(made: Supposed, on: str = "2023-12-31") -> Decimal:
    ledger = account(made.entries, known_at=day(on))
    return usages(petroleum(), span("2023"), ledger, COMMITTEE)[0].used.amount


LINES = """
    CN 2022-02 reported 400 bbl 2022-05-01
    CN 2022-03/2022-04 sum 900 bbl 2022-07-01
    CN 2023-01 reported 100 bbl 2023-03-01
    CN 2023-11 blank - 2023-12-30
    """


def test_a_claim_accepted_counts() -> None:
    made = then(book(LINES), Changes(accept=(draft("2023-03", amount="3000"),)))
    assert used(made) == 3100
    assert made.assumptions == ("RU reports 3,000 bbl for 2023-03-01 to 2023-03-31.",)
    assert made.entries[-1].id < 0


def test_a_line_taken_back_does_not() -> None:
    made = then(book(LINES), Changes(withdraw=frozenset({UUID(int=3)})))
    assert used(made) == 0
    assert made.assumptions == ("Line 3 (CN, 2023-01-01 to 2023-01-31) is taken back.",)


def test_a_line_that_is_not_held_cannot_be_taken_back() -> None:
    with pytest.raises(LookupError, match="is held here"):
        then(book(LINES), Changes(withdraw=frozenset({UUID(int=99)})))


def test_silent_months_as_a_year_before_with_a_sum_in_equal_parts() -> None:
    made = then(book(LINES), Changes(silent_as_last_year=True))
    assert used(made) == 100 + 400 + 450 + 450
    said = " ".join(made.assumptions)
    assert "CN 2023-03: 450.000 bbl, as in 2022-03 (line 2, an equal part of a sum of 2" in said
    assert "CN 2023-05 stays open" in said
    assert all(e.source == ASSUMED for e in made.entries if e.id < 0)


def test_a_month_accepted_is_not_silent_any_more() -> None:
    changes = Changes(
        accept=(draft("2023-02", supplier="CN", amount="7"),), silent_as_last_year=True
    )
    assert used(then(book(LINES), changes)) == 100 + 7 + 450 + 450


@given(ledgers(), days)
def test_nothing_assumed_changes_nothing(entries: list[Entry], on: date) -> None:
    before = list(entries)
    made = then(entries, Changes(), on.isoformat())
    assert made.entries == tuple(before)
    assert made.assumptions == ()


@given(ledgers(), days)
def test_the_entries_given_are_left_as_they_are(entries: list[Entry], on: date) -> None:
    before = list(entries)
    made = then(entries, Changes(silent_as_last_year=True), on.isoformat())
    assert entries == before
    assert list(made.entries[: len(before)]) == before
    assert used(made, on.isoformat()) >= used(then(entries, Changes(), on.isoformat()), str(on))
