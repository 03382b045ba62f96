"""The calendar of reports, and how late they come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given

from compliance.core.ledger import (
    Entry,
    account,
    cells,
    coverage,
    every_so_many_days,
    lags,
    matrix,
    of_months,
    spans,
)
from tests.factories.law import crude, petroleum
from tests.factories.ledger import book, day, span
from tests.strategies import days, ledgers


TABLE = """
    CN 2023-01 reported 100 bbl 2023-03-01
    CN 2023-02 nil        0 bbl 2023-05-14
    RU 2023-01 blank    -       2023-05-14
    """


def test_each_supplier_and_month_is_one_report_expected() -> None:
    found = of_months(
        petroleum(), matrix(petroleum(), [span("2023")], book(TABLE), on=day("2023-05-20"))
    )
    assert len(found) == 24
    first = {(e.supplier, e.span.start.month): e for e in found}
    january = first["CN", 1]
    assert (january.state, january.due_on, january.received_on, january.days_late) == (
        "quantity",
        day("2023-03-02"),
        day("2023-03-01"),
        -1,
    )
    silent = first["RU", 1]
    assert (silent.state, silent.received_on, silent.days_late) == ("silent", None, 79)
    assert silent.overdue
    assert first["CN", 5].state == "waiting"
    assert first["CN", 2].days_late == 45


def test_the_day_it_was_received_counts_before_the_day_it_was_seen() -> None:
    (line,) = book("CN 2023-01 reported 100 bbl 2023-06-01")
    line = replace(line, received_on=day("2023-02-20"))
    (one, *_) = of_months(
        petroleum(), matrix(petroleum(), [span("2023")], [line], on=day("2023-06-02"))
    )
    assert (one.received_on, one.days_late) == (day("2023-02-20"), -10)


def test_crude_oil_is_reported_every_ninety_days_from_its_first_day() -> None:
    """2397 paragraph 4: the first report was due on 22 March 2018."""
    found = list(spans(day("2017-12-22"), 90, until=day("2018-12-21")))
    assert [p.end for p in found][:2] == [day("2018-03-22"), day("2018-06-20")]
    assert all(a.end == b.start for a, b in pairwise(found))


def test_a_duty_that_names_nobody_is_one_report_a_span_and_unknown_without_a_table() -> None:
    found = every_so_many_days(
        crude(),
        [],
        first_day=day("2017-12-22"),
        every_days=90,
        reporters=(),
        on=day("2018-04-01"),
        until=day("2018-04-01"),
    )
    assert [(e.supplier, e.due_on, e.state, e.days_late) for e in found] == [
        (None, day("2018-03-22"), "unknown", 10),
        (None, day("2018-06-20"), "waiting", None),
    ]


def test_a_line_in_a_span_of_ninety_days_is_its_report() -> None:
    lines = book("CN 2018-01 reported 100 t 2018-04-01", commodity="crude_oil")
    found = every_so_many_days(
        crude(),
        lines,
        first_day=day("2017-12-22"),
        every_days=90,
        reporters=("CN",),
        on=day("2018-07-01"),
        until=day("2018-07-01"),
    )
    assert [(e.state, e.days_late) for e in found] == [
        ("quantity", 10),
        ("unknown", 11),
        ("waiting", None),
    ]


def test_an_allegation_is_no_look_at_the_table() -> None:
    """Who alleges has not seen the table: its months stay unknown and are not silent."""
    lines = book("RU 2023-03 alleged 165000 bbl 2023-09-01")
    states = {
        c.state
        for c in cells(
            petroleum(), span("2023"), account(lines), lines, on=day("2023-09-01"), known_at=None
        )
    }
    assert states == {"unknown", "waiting"}


def test_after_the_cap_had_ended_no_report_is_expected() -> None:
    cut = petroleum(last_day=day("2023-08-04"))
    lines = book(TABLE)
    found = cells(cut, span("2023"), account(lines), lines, on=day("2024-06-01"), known_at=None)
    assert {c.month.start.month for c in found} == set(range(1, 9))


# Lag


def year_of(supplier: str, year: int, late: int) -> str:
    """Each month known so many days after its end."""
    rows = []
    for month in span(str(year)).months():
        known = date.fromordinal(month.last_day.toordinal() + late)
        rows.append(f"{supplier} {month.start:%Y-%m} reported 10 bbl {known}")
    return "\n".join(rows)


def test_lags_are_counted_from_the_months_end_and_the_latest_comes_first() -> None:
    table = "\n".join([year_of("CN", 2022, 40), year_of("RU", 2022, 90), year_of("RU", 2023, 100)])
    russia, china = lags(book(table), known_at=day("2024-12-31"))
    assert (russia.supplier, russia.median_days, russia.shortest, russia.longest) == (
        "RU",
        95,
        90,
        100,
    )
    assert (russia.recent, russia.earlier, russia.worse) == (100, 90, True)
    assert (china.months, china.within_30, china.worse) == (12, 0, None)


def test_a_restatement_and_a_bound_are_no_lag() -> None:
    table = """
        CN 2023-01 reported 100 t 2023-03-01
        CN 2023-01 restated 833 bbl 2024-02-17 =1
        CN 2023-02 reported 100 t 2023-09-01
        """
    lines = book(table)
    lines[2] = replace(lines[2], known_not_before=day("2023-03-01"))
    (found,) = lags(lines, known_at=day("2024-12-31"))
    assert (found.months, found.dated, found.median_days) == (2, 1, 29)


def test_silence_for_longer_than_ever_late_is_worse() -> None:
    lines = book(f"{year_of('RU', 2022, 60)}\nCN 2023-01 reported 1 bbl 2024-06-01")
    due = of_months(
        petroleum(),
        matrix(petroleum(), [span("2022"), span("2023")], lines, on=day("2024-06-02")),
    )
    russia = next(
        lag
        for lag in lags(lines, known_at=day("2024-06-02"), open_reports=due)
        if lag.supplier == "RU"
    )
    assert (russia.silent, russia.silent_since) == (12, day("2023-01-01"))
    assert russia.overdue_days == (day("2024-06-02") - day("2023-03-02")).days
    assert russia.worse


@given(ledgers(), days)
def test_the_reports_expected_are_received_or_missing_or_not_yet_due(
    entries: list[Entry], on: date
) -> None:
    found = matrix(petroleum(), [span("2023")], entries, on=on)
    due = of_months(petroleum(), found)
    counted = coverage(found)
    assert len(due) == counted.expected
    assert sum(e.received for e in due) == counted.received
    assert all(e.received_on is None or e.received_on <= on for e in due)
    assert sum(e.state == "silent" for e in due) == counted.silent
