"""How much of a cap a period has used, by each of its limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.ledger import Entry, Usage, account, reached, usage, usages
from compliance.core.period import Period
from compliance.core.quantity import Policy
from compliance.core.regime import Terms
from tests.factories.law import COMMITTEE, NO_FACTORS, crude, factor, limit, petroleum
from tests.factories.ledger import book, span
from tests.strategies import days, ledgers


def used(
    table: str, year: str = "2023", *, terms: Terms | None = None, policy: Policy = COMMITTEE
) -> Usage:
    return usage(terms or petroleum(), span(year), account(book(table)), policy)


def test_usage_is_the_sum_of_the_lines_in_the_period() -> None:
    found = used(
        """
        RU 2022-12         reported  3225 bbl 2023-06-13
        RU 2023-01         reported 44655 bbl 2023-06-13
        CN 2023-03/2023-05 sum      15260 bbl 2023-07-13
        RU 2023-02         nil          0 bbl 2023-06-13
        """
    )
    assert found.used == limit(59_915, "bbl")
    assert [c.entry.id for c in found.counted] == [2, 4, 3]
    assert found.share == Decimal("0.11983")
    assert found.left == limit(440_085, "bbl")
    assert found.whole


def test_tons_count_by_each_suppliers_factor() -> None:
    found = used(
        """
        CN 2023-01 reported 100 t 2023-06-13
        RU 2023-01 reported 100 t 2023-06-13
        """
    )
    assert found.used.amount == Decimal("1631")
    assert {c.converted.how for c in found.counted} == {"by factor"}


def test_what_no_factor_turns_into_barrels_makes_the_sum_a_lower_bound() -> None:
    found = used(
        """
        CN 2023-01 reported 100 bbl 2023-06-13
        IR 2023-01 reported 900 t   2023-06-13
        """
    )
    assert found.used == limit(100, "bbl")
    assert [e.id for e in found.unconverted] == [2]
    assert not found.whole


def test_a_nil_is_nil_in_any_unit() -> None:
    found = used("IR 2023-01 nil 0 t 2023-06-13", policy=NO_FACTORS)
    assert found.used == limit(0, "bbl")
    assert found.whole
    assert found.counted[0].converted.how == "nil in any unit"


def test_a_line_across_the_turn_of_the_year_is_in_neither_and_both_say_so() -> None:
    table = "CN 2022-12/2023-01 sum 900 bbl 2023-06-13"
    for year in ("2022", "2023"):
        found = used(table, year)
        assert found.used == limit(0, "bbl")
        assert [e.id for e in found.astride] == [1]
        assert not found.whole


def test_lines_that_clash_wait_outside_the_sum() -> None:
    found = used(
        """
        CN 2023-03/2023-04 sum 600 bbl 2023-06-04
        CN 2023-04/2023-05 sum 630 bbl 2023-07-01
        """
    )
    assert found.used == limit(630, "bbl")
    assert [e.id for e in found.clashing] == [1]
    assert not found.whole


@pytest.mark.parametrize(
    ("commodity", "recipient"), [("crude_oil", "KP"), ("refined_petroleum", "RU")]
)
def test_other_goods_and_other_ways_are_not_in_it(commodity: str, recipient: str) -> None:
    lines = book("CN 2023-01 reported 100 bbl 2023-06-13", recipient=recipient, commodity=commodity)
    found = usage(petroleum(), span("2023"), account(lines), COMMITTEE)
    assert found.counted == ()


# Two limits


OIL = "2022-12-22/2023-12-21"
SEVEN = Policy(
    "seven",
    "crude",
    (
        factor("7.619", None, commodity="crude_oil"),
        factor("0.13125", None, commodity="crude_oil", from_unit="bbl", to_unit="t"),
    ),
)


def test_of_two_limits_the_greater_share_binds() -> None:
    """4,000,000 barrels or 525,000 tons: light crude is over by barrels before it is by tons."""
    light = book("CN 2023-03 reported 400000 t (3400000 bbl) 2023-06-13", commodity="crude_oil")
    found = usages(crude(), span(OIL), account(light), SEVEN)
    assert [(u.limit.unit, u.share) for u in found] == [
        ("bbl", Decimal("0.85")),
        ("t", Decimal(400_000) / Decimal(525_000)),
    ]
    heavy = book("CN 2023-03 reported 500000 t (3200000 bbl) 2023-06-13", commodity="crude_oil")
    assert usages(crude(), span(OIL), account(heavy), SEVEN)[0].limit.unit == "t"


def test_a_limit_in_a_unit_that_nothing_gives_is_a_lower_bound_beside_the_other() -> None:
    lines = book("CN 2023-03 reported 400000 t 2023-06-13", commodity="crude_oil")
    tons, barrels = usages(crude(), span(OIL), account(lines), NO_FACTORS)
    assert (tons.limit.unit, tons.whole) == ("t", True)
    assert (barrels.used, barrels.whole) == (limit(0, "bbl"), False)


def test_a_cap_whose_amount_nobody_published_has_no_usage() -> None:
    assert usages(crude(limits=()), span(OIL), account([]), COMMITTEE) == ()


# Thresholds


@pytest.mark.parametrize(
    ("amount", "shares"),
    [
        (374_999, []),
        (375_000, ["0.75"]),
        (449_999, ["0.75"]),
        (450_000, ["0.75", "0.9"]),
        (475_000, ["0.75", "0.9", "0.95"]),
        (900_000, ["0.75", "0.9", "0.95"]),
    ],
)
def test_a_threshold_is_reached_at_its_share_and_not_before(amount: int, shares: list[str]) -> None:
    found = used(f"CN 2023-01 reported {amount} bbl 2023-06-13")
    passed = reached(found, petroleum().thresholds)
    assert [t.share for t in passed] == [Decimal(share) for share in shares]


# Laws


YEARS = [span("2022"), span("2023"), span("2024")]


@given(ledgers(units=("bbl", "t")), days)
def test_nothing_reported_is_lost_or_counted_twice(entries: list[Entry], known_at: date) -> None:
    """Over all years each counted line is in one usage, or named as outside them all."""
    ledger = account(entries, known_at=known_at)
    found = [usage(petroleum(), year, ledger, COMMITTEE) for year in YEARS]
    inside = [c.entry.id for u in found for c in u.counted]
    assert len(inside) == len(set(inside))
    outside = {e.id for u in found for e in (*u.unconverted, *u.astride)}
    assert set(inside) | outside == {e.id for e in ledger.counted}
    assert not set(inside) & outside


@given(ledgers(), days, st.sampled_from(YEARS))
def test_usage_is_what_a_naive_sum_finds(
    entries: list[Entry], known_at: date, year: Period
) -> None:
    ledger = account(entries, known_at=known_at)
    naive = Decimal(0)
    for entry in ledger.counted:
        if entry.period.start.year == entry.period.last_day.year == year.start.year:
            assert entry.quantity is not None
            naive += entry.quantity.amount
    assert usage(petroleum(), year, ledger, COMMITTEE).used.amount == naive


@given(ledgers(kinds=("reported", "nil")), st.sampled_from(YEARS))
def test_what_another_supplier_reports_adds_to_it(entries: list[Entry], year: Period) -> None:
    before = usage(petroleum(), year, account(entries), COMMITTEE)
    (more,) = book(f"KR {year.start.year}-12 reported 5 bbl 2025-01-01")
    more = replace(more, id=999, series=UUID(int=999))
    after = usage(petroleum(), year, account([*entries, more]), COMMITTEE)
    assert after.used.amount == before.used.amount + 5
