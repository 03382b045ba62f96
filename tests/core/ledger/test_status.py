"""The one function that names a status, with its reason in a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.core.ledger import account, cells, coverage, status, usages
from compliance.core.ledger.usage import Status
from compliance.core.regime import Terms
from tests.factories.law import COMMITTEE, petroleum
from tests.factories.ledger import book, day, span


def of(table: str, on: str, terms: Terms | None = None, year: str = "2023") -> Status:
    terms, lines, at = terms or petroleum(), book(table), day(on)
    ledger = account(lines, known_at=at)
    found = usages(terms, span(year), ledger, COMMITTEE)
    matrix = cells(terms, span(year), ledger, lines, on=at, known_at=at)
    used = found[0] if found else None
    return status(terms, span(year), used, coverage(matrix), on=at)


def whole(amount: int) -> str:
    return f"""
        CN 2023 sum {amount} bbl 2024-05-01
        RU 2023 nil 0 bbl 2024-05-01
        """


@pytest.mark.parametrize(
    ("amount", "code", "label"),
    [
        (0, "closed", "Closed"),
        (374_999, "closed", "Closed"),
        (375_000, "notice_due", "Notice due"),
        (450_000, "notice_due", "Notice due"),
        (475_000, "stop_due", "Stop due"),
        (499_999, "stop_due", "Stop due"),
        (500_000, "reached", "Reached"),
        (500_001, "exceeded", "Exceeded"),
    ],
)
def test_of_a_year_that_is_all_in(amount: int, code: str, label: str) -> None:
    found = of(whole(amount), "2024-06-01")
    assert (found.code, found.label) == (code, label)
    assert "at least" not in found.reason


def test_unknown_is_not_zero() -> None:
    found = of("", "2023-06-01")
    assert found.code == "unknown"
    assert found.reason.endswith("Unknown is not zero.")


def test_a_year_with_blanks_alone_is_unknown_too() -> None:
    assert of("CN 2023-01 blank - 2023-06-01", "2023-06-01").code == "unknown"


def test_a_nil_is_a_figure() -> None:
    assert of("CN 2023-01 nil 0 bbl 2023-03-01", "2023-04-01").code == "open"


def test_a_year_that_runs_says_what_is_missing() -> None:
    found = of("CN 2023-01 reported 3000 bbl 2023-03-10", "2023-03-15")
    assert found.code == "open"
    assert found.reason == (
        "at least 3,000 bbl reported, below the first Notice at 375,000 bbl; 1 of 2 reports due "
        "have come in (1 silent, 22 not yet due)."
    )


def test_a_year_that_has_ended_with_gaps_stays_open() -> None:
    assert of("CN 2023-01 reported 3000 bbl 2023-03-10", "2025-01-01").code == "open"


def test_a_period_ahead_has_not_begun() -> None:
    found = of("", "2022-12-31")
    assert (found.code, found.reason) == ("not_begun", "The period begins on 2023-01-01.")


def test_a_cap_replaced_before_it_began_never_applied_whatever_was_supplied() -> None:
    never = petroleum(last_day=date(2017, 12, 21))
    assert of(whole(900_000), "2024-06-01", never).code == "never_applied"


def test_a_cap_without_a_published_amount_cannot_be_measured() -> None:
    found = of(whole(900_000), "2024-06-01", petroleum(limits=()))
    assert (found.code, found.reason) == (
        "unknown",
        "The paragraph sets no published amount to measure by.",
    )


def test_a_cap_without_thresholds_is_open_up_to_its_limit() -> None:
    found = of(whole(499_999), "2023-12-31", petroleum(thresholds=()))
    assert found.code == "unknown"  # nothing was known by then
    found = of("CN 2023-01 reported 3000 bbl 2023-03-10", "2023-03-15", petroleum(thresholds=()))
    assert found.code == "open"
    assert found.reason.startswith("at least 3,000 bbl of 500,000 bbl reported")


def test_what_could_not_be_converted_makes_it_at_least() -> None:
    table = f"{whole(500_001)}\n IR 2023-02 reported 9 t 2024-05-01"
    assert "at least 500,001 bbl" in of(table, "2024-06-01").reason
