"""Two books over the same months: compared, never added."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core import ledger
from compliance.core.ledger import Entry, Estimate, Inputs, Range, account, usages
from tests.factories.law import COMMITTEE, petroleum
from tests.factories.ledger import book, day, span
from tests.strategies import days, ledgers


def estimate(months: str = "2023-01/2023-05", **said: object) -> Estimate:
    values: dict[str, object] = {
        "id": 1,
        "key": "one",
        "made_by": "somebody",
        "commodity": "refined_petroleum",
        "supplier": None,
        "recipient": "KP",
        "period": span(months),
        "unit": "bbl",
        "known_on": date(2023, 7, 12),
        "central": None if {"low", "high"} & said.keys() else Decimal(800_000),
        **said,
    }
    return Estimate(**values)  # type: ignore[arg-type]


D = Decimal


# The scenario


def test_a_scenario_is_calls_times_tonnage_times_fill_times_factor() -> None:
    made = ledger.scenario(calls=89, tonnage=D(2000), fill=D("0.9"), factor=D("8.33"))
    assert (made.amount, made.unit) == (D("1334466.000"), "bbl")


def test_the_letter_of_july_2018_is_half_full_and_nine_tenths_full() -> None:
    """759,793 and 1,367,628 stand as 50 to 90; a third would be over the cap as well."""
    low = D(759_793)
    assert round(ledger.at_fill(low, stated_fill=D("0.5"), fill=D("0.9"))) == 1_367_627
    assert ledger.at_fill(low, stated_fill=D("0.5"), fill=ledger.FILLS[0]) > 500_000
    tons = ledger.implied_tonnage(barrels=low, calls=89, fill=D("0.5"), factor=D("8.33"))
    again = ledger.scenario(calls=89, tonnage=tons, fill=D("0.5"), factor=D("8.33")).amount
    assert abs(again - low) < D("0.000001")
    assert 2049 < tons < 2050


def test_a_scenario_can_be_worked_out_again_where_its_source_says_all() -> None:
    inputs = Inputs(10, D(1000), D("0.5"), D("0.9"), D(8))
    assert inputs.worked_out() == Range(D(40_000), D(72_000))
    assert replace(inputs, tonnage=None).worked_out() is None
    assert replace(inputs, fill_low=None, fill_high=None).worked_out() is None


@pytest.mark.parametrize("fill", ["-0.1", "1.01"])
def test_a_fill_is_a_share(fill: str) -> None:
    with pytest.raises(ValueError, match="a fill is a share"):
        ledger.scenario(calls=1, tonnage=D(1), fill=D(fill), factor=D(8))


# One estimate


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ({"central": D(5)}, 5, 5),
        ({"low": D(3), "high": D(9)}, 3, 9),
        ({"low": D(3), "open_above": True}, 3, None),
        ({"high": D(9)}, 0, 9),
    ],
)
def test_what_an_estimate_allows(said: dict[str, object], low: int, high: int | None) -> None:
    assert estimate(**said).range == Range(D(low), None if high is None else D(high))


def test_without_a_number_it_is_no_estimate() -> None:
    with pytest.raises(ValueError, match="an allegation"):
        estimate(central=None)


def test_a_gap_is_a_range_of_its_own() -> None:
    """Lines over the edge of the months may lie inside or not; the gap allows for both."""
    lines = account(
        book(
            """
            CN 2023-01/2023-04 sum 100000 bbl 2023-06-01
            RU 2023-05/2023-06 sum  20000 bbl 2023-06-20
            """
        )
    )
    one = estimate(low=D(700_000), high=D(900_000))
    found = ledger.beside(petroleum(), one, lines, COMMITTEE)
    assert (found.low, found.high) == (100_000, 120_000)
    assert [e.id for e in found.touching] == [2]
    assert ledger.gap(one, found) == Range(D(580_000), D(800_000))
    assert ledger.ratio(one, found) == Range(D(700_000) / 120_000, D(9))


def test_an_estimate_of_one_supplier_is_set_against_that_supplier() -> None:
    lines = account(book("CN 2023-01 reported 100 bbl 2023-06-01"))
    found = ledger.beside(petroleum(), estimate(supplier="RU"), lines, COMMITTEE)
    assert (found.low, found.high) == (0, 0)
    assert ledger.ratio(estimate(supplier="RU"), found) is None


# The book


def test_estimates_overlap_and_are_never_added() -> None:
    every = [
        estimate(key="a", low=D(700_000), high=D(1_400_000)),
        estimate("2023-01/2023-08", key="b", central=D(800_000), known_on=date(2023, 9, 17)),
    ]
    found = ledger.estimated(petroleum(), span("2023"), every, known_at=day("2023-12-31"))
    assert (found.low, found.central, found.high) == (800_000, 800_000, 1_400_000)
    assert found.low_by == every[1]
    assert (found.code, found.share(found.low)) == ("exceeded", D("1.6"))
    before = ledger.estimated(petroleum(), span("2023"), every, known_at=day("2023-09-16"))
    assert (before.low, before.low_by) == (700_000, every[0])


def test_one_that_was_replaced_stands_no_more_once_that_is_known() -> None:
    every = [
        estimate(key="a", central=D(9)),
        estimate(key="b", central=D(5), replaces="a", known_on=date(2023, 9, 1)),
    ]
    keys = [
        [e.key for e in ledger.standing_estimates(every, known_at=day(on))]
        for on in ("2023-08-31", "2023-09-01")
    ]
    assert keys == [["a"], ["b"]]


def test_one_that_reaches_over_the_year_is_named_and_left_out() -> None:
    every = [estimate("2022-11/2023-02")]
    found = ledger.estimated(petroleum(), span("2023"), every, known_at=day("2024-01-01"))
    assert (found.low, found.code) == (None, "unknown")
    assert [e.key for e in found.astride] == ["one"]


# The law of two books


ranges = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(sorted)


@st.composite
def estimates(draw: st.DrawFn) -> list[Estimate]:
    return [
        estimate(
            draw(st.sampled_from(["2023-01", "2023-01/2023-05", "2023-04/2023-09", "2023"])),
            key=f"e{n}",
            low=D(low),
            high=D(high),
            open_above=draw(st.booleans()),
            known_on=draw(st.dates(date(2023, 2, 1), date(2024, 6, 1))),
        )
        for n, (low, high) in enumerate(draw(st.lists(ranges, max_size=4)))
    ]


@given(ledgers(), estimates(), days)
def test_no_total_has_anything_of_the_other_book_in_it(
    entries: list[Entry], every: list[Estimate], known_at: date
) -> None:
    """Whatever is in the one book, each total of the other is what it is without it."""
    terms, year = petroleum(), span("2023")
    reported = usages(terms, year, account(entries, known_at=known_at), COMMITTEE)[0].used
    made = ledger.estimated(terms, year, every, known_at=known_at)
    stated = [x for e in made.estimates for x in (e.low, e.central, e.high, D(0)) if x is not None]
    for amount in (made.low, made.central, made.high):
        assert amount is None or amount in stated  # one estimate's own number, never a sum
    kinds = {type(e) for e in (*account(entries).counted, *account(entries).others)}
    assert kinds <= {Entry}
    assert usages(terms, year, account(entries, known_at=known_at), COMMITTEE)[0].used == reported


@given(ledgers(kinds=("reported", "nil")), st.integers(1, 10**6), estimates())
def test_a_report_more_changes_the_gap_by_its_quantity_and_no_estimate(
    entries: list[Entry], amount: int, every: list[Estimate]
) -> None:
    terms, one = petroleum(), estimate("2023-01/2023-12")
    (more,) = book(f"KR 2023-12 reported {amount} bbl 2024-01-05")
    more = replace(more, id=999, series=UUID(int=999))
    before = ledger.gap(one, ledger.beside(terms, one, account(entries), COMMITTEE))
    after = ledger.gap(one, ledger.beside(terms, one, account([*entries, more]), COMMITTEE))
    assert before.low - after.low == amount
    assert before.high is not None
    assert after.high is not None
    assert before.high - after.high == amount
    at = date(2024, 12, 31)
    assert ledger.estimated(terms, span("2023"), every, known_at=at) == ledger.estimated(
        terms, span("2023"), every, known_at=at
    )
