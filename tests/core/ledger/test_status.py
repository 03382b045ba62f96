"""The one function that names a status, with its reason in a sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from compliance.core.ledger import (
    CODES,
    NOTHING_ELSE,
    Circumstances,
    Entry,
    Held,
    Issued,
    Status,
    account,
    cells,
    coverage,
    status,
    usages,
)
from compliance.core.period import Period
from compliance.core.regime import Terms
from tests.factories.law import COMMITTEE, petroleum
from tests.factories.ledger import book, day, span
from tests.strategies import days, ledgers


def of(
    table: str,
    on: str,
    terms: Terms | None = None,
    year: str = "2023",
    circumstances: Circumstances = NOTHING_ELSE,
) -> Status:
    terms, lines, at = terms or petroleum(), book(table), day(on)
    ledger = account(lines, known_at=at)
    found = usages(terms, span(year), ledger, COMMITTEE)
    matrix = cells(terms, span(year), ledger, lines, on=at, known_at=at)
    used = found[0] if found else None
    return status(terms, span(year), used, coverage(matrix), on=at, circumstances=circumstances)


def whole(amount: int) -> str:
    return f"""
        CN 2023 sum {amount} bbl 2024-05-01
        RU 2023 nil 0 bbl 2024-05-01
        """


def running(amount: int) -> str:
    return f"CN 2023-01/2023-06 sum {amount} bbl 2023-08-01"


@pytest.mark.parametrize(
    ("amount", "code", "said"),
    [
        (0, "open", "at least 0 bbl reported, below the first Notice at 375,000 bbl"),
        (374_999, "open", "below the first Notice"),
        (375_000, "notice_due", "at or over 75 % of 500,000 bbl"),
        (450_000, "notice_due", "at or over 90 %"),
        (475_000, "notice_due", "at or over 95 % of 500,000 bbl, where supply stops"),
        (500_000, "reached", "all of 500,000 bbl"),
        (500_001, "exceeded", "over 500,000 bbl"),
    ],
)
def test_of_a_year_that_runs(amount: int, code: str, said: str) -> None:
    found = of(running(amount), "2023-09-01")
    assert (found.code, found.label) == (code, CODES[code])
    assert said in found.reason
    assert found.evidence == (1,)


@pytest.mark.parametrize(
    ("amount", "code", "said"),
    [
        (0, "ended", "Ended below the first Notice: 0 bbl reported"),
        (374_999, "ended", "Ended below the first Notice"),
        (375_000, "ended", "Ended past 75 %"),
        (475_000, "ended", "Ended past 95 %"),
        (500_000, "reached", "the period ended on 2023-12-31"),
        (500_001, "exceeded", "the period ended on 2023-12-31"),
    ],
)
def test_of_a_year_that_is_over_and_all_in(amount: int, code: str, said: str) -> None:
    found = of(whole(amount), "2024-06-01")
    assert found.code == code
    assert said in found.reason
    assert "at least" not in found.reason
    assert found.evidence == (1, 2)


def test_a_cap_that_ended_within_its_year_has_ended() -> None:
    """Coal of 2017: banned from 5 August, in the middle of the year its quota was for."""
    cut = petroleum(last_day=date(2023, 8, 4))
    assert of(running(3000), "2023-08-04", cut).code == "open"
    found = of(running(3000), "2023-08-05", cut)
    assert found.code == "ended"
    assert "the cap itself ended on 2023-08-04" in found.reason


HELD = Held("that the cap is exceeded", ("RU", "CN"), date(2023, 6, 18))


def test_a_proposal_on_hold_disputes_a_year_that_runs() -> None:
    found = of(running(3000), "2023-09-01", circumstances=Circumstances(held=(HELD,)))
    assert found.code == "disputed"
    assert "on hold by RU, CN since 2023-06-18" in found.reason
    over = of(whole(3000), "2024-06-01", circumstances=Circumstances(held=(HELD,)))
    assert over.code == "ended"


def test_a_notice_the_secretary_gave_is_a_fact_of_its_own() -> None:
    given = Circumstances(issued=(Issued(Decimal("0.75"), date(2023, 8, 2), date(2023, 8, 3)),))
    found = of(running(380_000), "2023-09-01", circumstances=given)
    assert found.code == "notice_given"
    assert "the Secretary gave notice on 2023-08-02" in found.reason
    assert of(running(460_000), "2023-09-01", circumstances=given).code == "notice_due"
    assert of(running(3000), "2023-09-01", circumstances=given).code == "open"


def test_a_suspended_cap_is_suspended_whatever_was_supplied() -> None:
    paused = Circumstances(suspended=Period(date(2023, 8, 1), date(2023, 10, 1)))
    assert of(running(900_000), "2023-09-01", circumstances=paused).code == "suspended"
    assert of(running(900_000), "2023-10-01", circumstances=paused).code == "exceeded"


@given(ledgers(units=("bbl", "t")), days)
def test_a_status_is_one_of_the_codes_and_rests_on_what_counts(
    entries: list[Entry], on: date
) -> None:
    ledger = account(entries, known_at=on)
    year = span("2023")
    used = usages(petroleum(), year, ledger, COMMITTEE)[0]
    matrix = cells(petroleum(), year, ledger, entries, on=on, known_at=on)
    found = status(petroleum(), year, used, coverage(matrix), on=on)
    assert found.code in CODES
    assert on < year.start or set(found.evidence) == {c.entry.id for c in used.counted}
    assert (found.code == "exceeded") == (on >= year.start and used.share > 1)


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


def test_a_year_that_has_ended_with_gaps_has_ended_at_the_least() -> None:
    found = of("CN 2023-01 reported 3000 bbl 2023-03-10", "2025-01-01")
    assert found.code == "ended"
    assert "at least 3,000 bbl" in found.reason


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
        "The paragraph sets no published amount to measure by; the period ended on 2023-12-31.",
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
