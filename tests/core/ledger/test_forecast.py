"""Where a period may end: a band, and none where too little is reported."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from compliance.core.ledger import (
    Entry,
    Forecast,
    account,
    cells,
    forecast,
    lags,
    matrix,
    of_months,
    usages,
)
from tests.factories.law import COMMITTEE, petroleum
from tests.factories.ledger import book, day, span
from tests.strategies import days, ledgers


def of(lines: list[Entry], on: str, year: str = "2023") -> Forecast | None:
    terms, at = petroleum(), day(on)
    ledger = account(lines, known_at=at)
    every = [span(str(y)) for y in range(2022, int(year) + 1)]
    due = of_months(terms, matrix(terms, every, lines, on=at))
    return forecast(
        terms,
        span(year),
        usages(terms, span(year), ledger, COMMITTEE)[0],
        cells(terms, span(year), ledger, lines, on=at, known_at=at),
        ledger,
        COMMITTEE,
        lags(lines, known_at=at, open_reports=due),
    )


def months(supplier: str, first: int, last: int, amount: int, late: int = 40) -> str:
    rows = []
    for month in range(first, last + 1):
        end = span(f"2023-{month:02}").last_day
        known = date.fromordinal(end.toordinal() + late)
        rows.append(f"{supplier} 2023-{month:02} reported {amount} bbl {known}")
    return "\n".join(rows)


def test_no_projection_from_fewer_than_three_months() -> None:
    table = months("CN", 1, 3, 10_000)
    assert of(book(table), "2023-04-10") is None
    assert of(book(table), "2023-05-10") is not None


def test_a_steady_pace_goes_on() -> None:
    table = f"{months('CN', 1, 6, 20_000)}\n{months('RU', 1, 6, 10_000)}"
    found = of(book(table), "2023-08-15")
    assert found is not None
    assert (found.low, found.central, found.high) == (360_000, 360_000, 360_000)
    assert (found.pace, found.at_pace) == (30_000, 360_000)
    assert found.left_at_pace == Decimal("0.28")
    assert [r.earliest for r in found.reaches] == [None] * 4


def test_the_days_of_a_threshold_are_a_band_of_their_own() -> None:
    table = f"{months('CN', 1, 6, 30_000)}\n{months('RU', 1, 6, 10_000)}"
    found = of(book(table), "2023-08-15")
    assert found is not None
    first = found.reaches[0]
    assert first.share == Decimal("0.75")
    assert (first.earliest, first.latest) == (day("2023-10-12"), day("2023-10-12"))


def test_a_state_silent_for_longer_than_ever_late_may_bring_nothing_more() -> None:
    table = f"{months('CN', 1, 11, 20_000)}\n{months('RU', 1, 3, 50_000)}"
    found = of(book(table), "2024-01-25")
    assert found is not None
    russia = next(p for p in found.parts if p.supplier == "RU")
    assert russia.gone
    assert (russia.low, russia.central, russia.high) == (0, 0, 450_000)
    assert found.low == 370_000 + 20_000


def test_a_silent_month_brings_nothing_at_the_low_end_alone() -> None:
    table = f"{months('CN', 1, 6, 20_000)}\n{months('RU', 1, 5, 20_000)}"
    found = of(book(table), "2023-08-15")
    assert found is not None
    russia = next(p for p in found.parts if p.supplier == "RU")
    assert (russia.silent, russia.gone) == (1, False)
    assert russia.low == 6 * 20_000
    assert russia.high == 7 * 20_000


def test_the_more_the_months_differ_the_wider_the_band() -> None:
    steady = of(book(months("CN", 1, 6, 20_000)), "2023-08-15")
    rough = of(book(f"{months('CN', 1, 3, 5_000)}\n{months('CN', 4, 6, 35_000)}"), "2023-08-15")
    assert steady is not None
    assert rough is not None
    assert rough.high - rough.low > steady.high - steady.low


@pytest.mark.parametrize("on", ["2023-06-30", "2023-12-31", "2024-06-30"])
@given(ledgers())
def test_a_band_holds_its_centre_and_starts_at_what_is_used(on: str, entries: list[Entry]) -> None:
    found = of(entries, on)
    if found is None:
        return
    assert found.used - 1 < found.low <= found.central + 1
    assert found.central <= found.high + 1
    for reach in found.reaches:
        assert reach.latest is None or (reach.earliest is not None)
        assert reach.latest is None or reach.earliest <= reach.latest


@given(ledgers(), days)
def test_a_period_that_is_all_in_ends_where_it_stands(entries: list[Entry], on: date) -> None:
    full = [e for e in entries if e.kind in ("reported", "nil")]
    found = of(full, on.isoformat())
    if found is None or found.parts:
        return
    assert found.low <= found.used <= found.high
    assert found.high - found.low <= 1
