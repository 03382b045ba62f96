"""Silence as a value: what each month of each supplier is on a day."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given

from compliance.core.ledger import CELLS, Cell, Entry, account, cells, coverage
from compliance.core.regime import Terms
from tests.factories.law import petroleum
from tests.factories.ledger import book, day, span
from tests.strategies import days, ledgers


def matrix(
    table: str, known_at: str, year: str = "2023", terms: Terms | None = None
) -> dict[str, Cell]:
    """Cells by "CN 2023-01"."""
    lines, on = book(table), day(known_at)
    found = cells(
        terms or petroleum(),
        span(year),
        account(lines, known_at=on),
        lines,
        on=on,
        known_at=on,
    )
    return {f"{c.supplier} {c.month.start:%Y-%m}": c for c in found}


# The table was looked at in March, in June and in December.
TABLE = """
    CN 2023-01         reported        100 bbl 2023-03-10
    CN 2023-02         nil               0 bbl 2023-03-10
    CN 2023-03         nil_or_missing    -     2023-06-01
    CN 2023-04/2023-05 sum             900 bbl 2023-12-01
    CN 2023-06         blank             -     2023-12-01
    CN 2023-07         unknown           -     ?
    CN 2023-12         blank             -     2023-12-01
    """


@pytest.mark.parametrize(
    ("cell", "state", "days_late"),
    [
        ("CN 2023-01", "quantity", 8),  # due 2 March, known 10 March
        ("CN 2023-02", "nil", -20),
        ("CN 2023-03", "unclear", 229),
        ("CN 2023-04", "sum", 185),
        ("CN 2023-05", "sum", 154),
        ("CN 2023-06", "silent", 138),
        ("CN 2023-07", "unknown", 107),
        ("CN 2023-08", "silent", 76),  # no line, but the table was looked at after it was due
        ("CN 2023-10", "silent", 15),  # due 30 November, looked at on 1 December
        ("CN 2023-11", "waiting", None),  # due 30 December
        ("CN 2023-12", "waiting", None),
        ("RU 2023-01", "silent", 288),
    ],
)
def test_each_month_of_each_supplier_is_one_thing(
    cell: str, state: str, days_late: int | None
) -> None:
    found = matrix(TABLE, "2023-12-15")[cell]
    assert (found.state, found.days_late) == (state, days_late)


def test_a_month_that_nobody_has_looked_at_since_it_was_due_is_unknown_not_silent() -> None:
    """The table was last looked at on 1 December, October and November fell due after."""
    found = matrix(TABLE, "2024-02-15")
    assert found["CN 2023-10"].state == "silent"
    assert found["CN 2023-11"].state == "unknown"
    assert found["RU 2023-12"].state == "unknown"


def test_a_blank_is_never_a_zero() -> None:
    found = matrix(TABLE, "2023-12-15")["CN 2023-06"]
    assert found.entry is not None
    assert found.entry.quantity is None
    assert matrix(TABLE, "2023-12-15")["CN 2023-02"].entry is not None


@pytest.mark.parametrize(("on", "state"), [("2023-03-02", "waiting"), ("2023-03-03", "unknown")])
def test_a_report_is_due_thirty_days_after_its_month(on: str, state: str) -> None:
    found = matrix("RU 2022-12 nil 0 bbl 2023-01-10", on)["CN 2023-01"]
    assert (found.due_on, found.state) == (date(2023, 3, 2), state)


def test_a_month_gone_from_the_table_keeps_its_figure_with_a_mark() -> None:
    table = """
        RU 2023-01 reported 44655 bbl 2023-06-13
        RU 2023-01 vanished -         2024-01-30
        """
    assert matrix(table, "2024-01-29")["RU 2023-01"].marks == ()
    found = matrix(table, "2024-01-30")["RU 2023-01"]
    assert (found.state, found.marks) == ("quantity", ("vanished",))


def test_contradictions_and_allegations_are_shown_beside() -> None:
    found = matrix(
        """
        RU 2023-08 reported 5713 bbl 2024-01-26
        RU 2023-08 conflict  715 bbl 2024-01-30
        RU 2023-09 alleged  9000 bbl 2024-01-30
        """,
        "2024-02-01",
    )
    assert [e.id for e in found["RU 2023-08"].beside] == [2]
    assert found["RU 2023-09"].state == "silent"
    assert [e.id for e in found["RU 2023-09"].beside] == [3]


def test_who_supplied_without_being_expected_has_a_row_too() -> None:
    found = matrix("IR 2023-02 reported 80 bbl 2023-05-01", "2023-06-01")
    assert list(dict.fromkeys(c.supplier for c in found.values())) == ["CN", "RU", "IR"]
    assert found["IR 2023-02"].state == "quantity"


def test_a_sum_over_the_turn_of_the_year_fills_the_cells_of_both() -> None:
    table = "CN 2022-12/2023-01 sum 900 bbl 2023-05-01"
    assert matrix(table, "2023-06-01", "2022")["CN 2022-12"].state == "sum"
    assert matrix(table, "2023-06-01", "2023")["CN 2023-01"].state == "sum"


def test_a_year_from_22_december_has_thirteen_months_at_its_edges() -> None:
    terms = petroleum()
    found = cells(
        terms, span("2017-12-22/2018-12-21"), account([]), [], on=day("2019-06-01"), known_at=None
    )
    assert len(found) == 2 * 13


# Counted


def test_coverage_counts_the_matrix() -> None:
    found = coverage(matrix(TABLE, "2023-12-15").values())
    assert (found.expected, found.received, found.waiting) == (24, 4, 4)
    assert (found.silent, found.unclear, found.unknown) == (14, 1, 1)
    assert found.due == 20
    assert not found.complete
    assert found.last_known_on == date(2023, 12, 1)
    assert found.gaps == (
        (14, "silent"),
        (1, "unknown"),
        (1, "zero or blank"),
        (4, "not yet due"),
    )


def test_a_year_is_complete_when_every_report_is_in() -> None:
    table = """
        CN 2023 sum 900 bbl 2024-05-01
        RU 2023 nil   0 bbl 2024-05-01
        """
    assert coverage(matrix(table, "2024-06-01").values()).complete
    assert not coverage(matrix(table, "2024-04-01").values()).complete


@given(ledgers(), days)
def test_cells_add_up_to_what_is_expected(entries: list[Entry], known_at: date) -> None:
    ledger = account(entries, known_at=known_at)
    for year in ("2022", "2023", "2024"):
        found = cells(petroleum(), span(year), ledger, entries, on=known_at, known_at=known_at)
        n = Counter(c.state for c in found)
        assert set(n) <= set(CELLS)
        counted = coverage(found)
        assert counted.expected == len(found) == sum(n.values())
        assert counted.received + counted.silent + counted.unclear + counted.unknown + (
            counted.waiting
        ) == len(found)


@given(ledgers(), days)
def test_a_cell_has_a_figure_where_one_counts_and_nowhere_else(
    entries: list[Entry], known_at: date
) -> None:
    ledger = account(entries, known_at=known_at)
    for cell in cells(petroleum(), span("2023"), ledger, entries, on=known_at, known_at=known_at):
        counts = any(
            e.supplier == cell.supplier and e.period.overlaps(cell.month) for e in ledger.counted
        )
        assert (cell.state in ("quantity", "nil", "sum")) is counts
        if cell.state == "waiting":
            assert known_at <= cell.due_on
        if cell.state in ("silent", "unknown"):
            assert cell.days_late is None or cell.days_late > 0 or cell.entry is not None
