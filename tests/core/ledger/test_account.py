"""The book of a day: which lines count, and why the others do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from random import Random
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from compliance.core.ledger import COUNTING, Account, Entry, account, near, standing, usage
from compliance.core.period import Period
from tests.factories.law import COMMITTEE, petroleum
from tests.factories.ledger import book, day, span
from tests.strategies import days, ledgers


def counted(table: str, known_at: str = "2030-01-01") -> list[int]:
    return [e.id for e in account(book(table), known_at=day(known_at)).counted]


def test_months_of_two_states_count_side_by_side() -> None:
    assert counted(
        """
        CN 2023-01 reported 100 bbl 2023-03-01
        RU 2023-01 reported 200 bbl 2023-03-01
        CN 2023-02 nil        0 bbl 2023-04-01
        """
    ) == [1, 2, 3]


@pytest.mark.parametrize(
    "kind", ["nil_or_missing", "blank", "vanished", "conflict", "alleged", "unknown"]
)
def test_what_no_state_reported_stands_beside_and_never_counts(kind: str) -> None:
    amount = "80 bbl" if kind in ("conflict", "alleged") else "-"
    found = account(book(f"CN 2023-01 {kind} {amount} 2023-03-01"))
    assert found.counted == ()
    assert [e.kind for e in found.others] == [kind]


def test_a_restatement_takes_the_place_of_the_figure_from_its_own_day_on() -> None:
    table = """
        CN 2020-07 reported  1498 t   2020-08-28
        CN 2020-07 restated 12479 bbl 2021-02-17 =1
        """
    assert counted(table, "2021-02-16") == [1]
    assert counted(table, "2021-02-17") == [2]


def test_a_later_wider_sum_takes_the_place_of_the_narrower() -> None:
    table = """
        CN 2024-03/2024-05 sum  93935 bbl 2024-06-04
        CN 2024-03/2024-08 sum 146424 bbl 2024-12-04
        """
    assert counted(table, "2024-12-03") == [1]
    assert counted(table, "2024-12-04") == [2]
    assert account(book(table)).replaced == {1: (2,)}


def test_a_month_inside_a_sum_is_already_in_it() -> None:
    table = """
        CN 2024-03/2024-05 sum      93935 bbl 2024-06-04
        CN 2024-04         reported 30000 bbl 2024-07-01
        """
    found = account(book(table))
    assert [e.id for e in found.counted] == [1]
    assert found.inside == {2: 1}


def test_months_that_fill_a_sum_take_its_place() -> None:
    table = """
        CN 2024-03/2024-05 sum      93935 bbl 2024-06-04
        CN 2024-03         reported 30000 bbl 2024-07-01
        CN 2024-04         reported 30000 bbl 2024-07-01
        CN 2024-05         reported 33000 bbl 2024-08-01
        """
    assert counted(table, "2024-07-31") == [1]
    assert counted(table, "2024-08-01") == [2, 3, 4]
    assert account(book(table)).replaced == {1: (2, 3, 4)}


def test_months_and_a_narrower_sum_between_them_fill_a_sum_too() -> None:
    assert counted(
        """
        CN 2024-03/2024-06 sum      93935 bbl 2024-06-04
        CN 2024-03         reported 30000 bbl 2024-07-01
        CN 2024-04/2024-05 sum      40000 bbl 2024-07-01
        CN 2024-06         reported 23000 bbl 2024-07-01
        """
    ) == [2, 3, 4]


def test_months_fill_every_sum_that_holds_them() -> None:
    """A narrower sum among the months does not keep them from filling the wider."""
    assert counted(
        """
        CN 2024-03/2024-05 sum      93935 bbl 2024-06-04
        CN 2024-04/2024-05 sum      63000 bbl 2024-06-10
        CN 2024-03         reported 30000 bbl 2024-07-01
        CN 2024-04         reported 30000 bbl 2024-07-01
        CN 2024-05         reported 33000 bbl 2024-08-01
        """
    ) == [3, 4, 5]


def test_a_sum_with_a_gap_in_its_months_stays() -> None:
    assert counted(
        """
        CN 2024-03/2024-05 sum      93935 bbl 2024-06-04
        CN 2024-03         reported 30000 bbl 2024-07-01
        CN 2024-05         reported 33000 bbl 2024-08-01
        """
    ) == [1]


def test_lines_across_each_others_edge_wait_for_a_person() -> None:
    """Counting both would count April twice, counting one in part would guess."""
    found = account(
        book(
            """
            CN 2024-03/2024-04 sum 60000 bbl 2024-06-04
            CN 2024-04/2024-05 sum 63000 bbl 2024-07-01
            """
        )
    )
    assert [e.id for e in found.counted] == [2]
    assert [e.id for e in found.clashing] == [1]


def test_of_two_figures_for_one_month_the_later_known_counts() -> None:
    table = """
        CN 2023-01 reported 100 bbl 2023-03-01
        CN 2023-01 reported 120 bbl 2023-04-01
        """
    assert counted(table, "2023-03-31") == [1]
    assert counted(table) == [2]


def test_a_month_gone_from_the_table_still_counts_and_is_marked() -> None:
    table = """
        RU 2023-01 reported 44655 bbl 2023-06-13
        RU 2023-01 vanished -         2024-01-30
        """
    assert account(book(table), known_at=day("2024-01-29")).marks == {}
    found = account(book(table), known_at=day("2024-01-30"))
    assert [e.id for e in found.counted] == [1]
    assert found.marks == {1: ("vanished",)}


def test_a_figure_that_contradicts_a_better_one_marks_it() -> None:
    found = account(
        book(
            """
            RU 2023-08 reported 715 t (5713 bbl) 2024-01-26
            RU 2023-08 conflict 715 bbl          2024-01-30
            CN 2023-08 reported 100 bbl          2024-01-26
            """
        )
    )
    assert found.marks == {1: ("conflict",)}


# Laws


def counting_days(entries: tuple[Entry, ...]) -> dict[str, set[date]]:
    found: dict[str, set[date]] = {}
    for e in entries:
        every = (e.period.start + timedelta(n) for n in range((e.period.end - e.period.start).days))
        found.setdefault(e.supplier, set()).update(every)
    return found


@given(ledgers(), days)
def test_no_day_of_a_supplier_counts_twice(entries: list[Entry], known_at: date) -> None:
    found = account(entries, known_at=known_at)
    for one, other in combinations(found.counted, 2):
        assert one.flow != other.flow or not one.period.overlaps(other.period)


@given(ledgers(), days)
def test_nothing_is_lost_without_a_reason(entries: list[Entry], known_at: date) -> None:
    """Each line that stands is counted, inside a sum, replaced, clashing or beside: one of them."""
    found = account(entries, known_at=known_at)
    places = [
        {e.id for e in found.counted},
        set(found.inside) | set(found.replaced),
        {e.id for e in found.clashing},
        {e.id for e in found.others},
    ]
    assert set().union(*places) == {e.id for e in standing(entries, known_at=known_at)}
    assert sum(map(len, places)) == len(set().union(*places))


@given(ledgers(), days)
def test_every_day_that_was_reported_is_counted_or_waits(
    entries: list[Entry], known_at: date
) -> None:
    found = account(entries, known_at=known_at)
    stands = [e for e in standing(entries, known_at=known_at) if e.kind in COUNTING]
    told, kept = counting_days(tuple(stands)), counting_days(found.counted + found.clashing)
    assert kept == told


@given(ledgers(), days, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(
    entries: list[Entry], known_at: date, random: Random
) -> None:
    before = account(entries, known_at=known_at)
    random.shuffle(entries)
    assert account(entries, known_at=known_at) == before


@given(ledgers(), ledgers(), days)
def test_what_arrives_later_never_changes_the_answer_for_a_past_day(
    entries: list[Entry], more: list[Entry], known_at: date
) -> None:
    before = account(entries, known_at=known_at)
    later = [
        e
        for e in (renumbered(entry, 1000) for entry in more)
        if e.known_on is not None and e.known_on > known_at
    ]
    assert account([*entries, *later], known_at=known_at) == before


def renumbered(entry: Entry, by: int) -> Entry:

    return replace(entry, id=entry.id + by, series=UUID(int=entry.series.int + by))


YEARS = [span("2022"), span("2023"), span("2024")]


@given(ledgers(), days, st.sampled_from(YEARS))
@example(
    book(
        """
        CN 2022-12 reported 100 bbl 2023-02-01
        CN 2023-01 reported 100 bbl 2023-03-01 =1
        """
    ),
    date(2024, 1, 1),
    span("2022"),
)
def test_the_lines_near_a_period_are_all_that_has_a_say_in_it(
    entries: list[Entry], known_at: date, period: Period
) -> None:
    """Among them every revision of a line that has moved out of the period."""

    def used(lines: list[Entry]) -> object:
        book: Account = account(lines, known_at=known_at)
        return usage(petroleum(), period, book, COMMITTEE)

    assert used(near(entries, period)) == used(entries)
