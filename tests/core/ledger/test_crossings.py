"""When a threshold was passed: in the world, and in what was known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from compliance.core.ledger import Crossing, Entry, account, crossings, usages
from compliance.core.quantity import Policy
from tests.factories.law import COMMITTEE, factor, limit, petroleum
from tests.factories.ledger import book, day, span
from tests.strategies import days, ledgers


LATE = """
    CN 2023-03 reported 200000 bbl 2023-05-01
    CN 2023-06 reported 180000 bbl 2023-12-20
    CN 2023-05 reported  80000 bbl 2024-02-02
    """


def found(table: str, known_at: str, policy: Policy = COMMITTEE) -> list[tuple[str, str, str]]:
    every = crossings(petroleum(), span("2023"), book(table), policy, known_at=day(known_at))
    return [
        (f"{c.threshold.share:.2f}", str(c.crossed_in or ""), str(c.learnt_on or "")) for c in every
    ]


def test_nothing_is_crossed_below_the_first_threshold() -> None:
    assert found(LATE, "2023-12-19") == [
        ("0.75", "", ""),
        ("0.90", "", ""),
        ("0.95", "", ""),
        ("1.00", "", ""),
    ]


def test_a_threshold_is_crossed_in_the_month_of_supply_and_learnt_when_it_was_public() -> None:
    assert found(LATE, "2023-12-20")[0] == ("0.75", "2023-06-30", "2023-12-20")


def test_a_late_report_of_an_earlier_month_moves_the_crossing_and_not_the_learning() -> None:
    """With May known, 90 % too was crossed in June; 75 % had been learnt in December."""
    assert found(LATE, "2024-02-02") == [
        ("0.75", "2023-06-30", "2023-12-20"),
        ("0.90", "2023-06-30", "2024-02-02"),
        ("0.95", "", ""),
        ("1.00", "", ""),
    ]


def test_a_withdrawal_undoes_the_crossing_and_not_that_it_was_learnt() -> None:
    table = f"{LATE}\n CN 2023-06 reported 180000 bbl 2024-03-01 =2 withdrawn"
    assert found(table, "2024-03-01")[0] == ("0.75", "", "2023-12-20")


def crossing(table: str, known_at: str, policy: Policy = COMMITTEE) -> Crossing:
    """That of 75 per cent."""
    return crossings(petroleum(), span("2023"), book(table), policy, known_at=day(known_at))[0]


def test_the_lag_is_from_the_crossing_to_the_learning() -> None:
    """June is due on 30 July: had it come then, 75 per cent had been known 143 days earlier."""
    one = crossing(LATE, "2023-12-20")
    assert (one.lag_days, one.in_time_on, one.lost_days) == (173, day("2023-07-30"), 143)
    assert one.due


def test_what_a_correction_undid_stands_no_more_and_stands_anew_when_it_is_passed_again() -> None:
    undone = f"{LATE}\n CN 2023-06 reported 1000 bbl 2024-03-01 =2"
    one = crossing(undone, "2024-03-01")
    assert (one.due, one.learnt_on, one.standing_since) == (False, day("2023-12-20"), None)
    again = f"{undone}\n CN 2023-06 reported 190000 bbl 2024-04-01 =2"
    one = crossing(again, "2024-04-01")
    assert (one.due, one.learnt_on) == (True, day("2023-12-20"))
    assert one.standing_since == day("2024-04-01")


def test_nobody_could_know_before_the_factor_was_published() -> None:
    """Tons that pass a threshold by a factor of later years; what is stated in barrels does not
    wait for it."""
    chart = Policy("chart", "from a day on", (factor("8.33"),), known_from=date(2024, 2, 17))
    tons = "RU 2023-06 reported 50000 t 2023-08-01"
    one = crossing(tons, "2024-03-01", chart)
    assert (one.learnt_on, one.knowable_on) == (day("2023-08-01"), day("2024-02-17"))
    assert crossing(tons, "2024-02-16", chart).knowable_on is None
    stated = "RU 2023-06 reported 50000 t (416500 bbl) 2023-08-01"
    assert crossing(stated, "2024-03-01", chart).knowable_on == day("2023-08-01")


@pytest.mark.parametrize(
    ("value", "month"), [("7.5", "2019-05-31"), ("7.9", "2019-04-30"), ("8.33", "2019-04-30")]
)
def test_the_month_of_a_crossing_hangs_on_the_factor(value: str, month: str) -> None:
    lines = book(
        """
        RU 2019-01 reported 30000 t 2019-10-07
        RU 2019-04 reported 18000 t 2019-10-07
        RU 2019-05 reported 10000 t 2019-10-07
        """
    )
    policy = Policy("one", "one factor", (factor(value),))
    every = crossings(petroleum(), span("2019"), lines, policy, known_at=None)
    assert every[0].crossed_in == day(month)


def test_by_the_greater_of_two_limits() -> None:
    """Dollars pass their threshold though tons do not."""
    terms = petroleum(limits=(limit(500_000, "bbl"), limit(1_000_000, "USD")))
    lines = book("CN 2023-03 reported 100 bbl (800000 USD) 2023-05-01")
    every = crossings(terms, span("2023"), lines, COMMITTEE, known_at=None)
    assert [c.crossed_in for c in every] == [day("2023-03-31"), None, None, None]


@given(ledgers(), days)
def test_a_crossing_in_the_world_was_learnt_on_a_day_by_then(
    entries: list[Entry], known_at: date
) -> None:
    for year in ("2022", "2023", "2024"):
        every = crossings(petroleum(), span(year), entries, COMMITTEE, known_at=known_at)
        for c in every:
            assert c.learnt_on is None or c.learnt_on <= known_at
            assert c.crossed_in is None or c.learnt_on is not None
            assert (c.standing_since is None) == (c.crossed_in is None)
            assert c.standing_since is None or c.learnt_on <= c.standing_since <= known_at


@given(ledgers(), days)
def test_on_the_day_it_was_learnt_and_not_the_day_before_the_share_was_reached(
    entries: list[Entry], known_at: date
) -> None:
    terms, year = petroleum(), span("2023")
    for c in crossings(terms, year, entries, COMMITTEE, known_at=known_at):
        if c.learnt_on is None:
            continue
        then = account(entries, known_at=c.learnt_on)
        assert usages(terms, year, then, COMMITTEE)[0].share >= c.threshold.share
        before = [e.known_on for e in entries if e.known_on and e.known_on < c.learnt_on]
        shares = [
            usages(terms, year, account(entries, known_at=d), COMMITTEE)[0].share for d in before
        ]
        assert max(shares, default=Decimal(0)) < c.threshold.share
