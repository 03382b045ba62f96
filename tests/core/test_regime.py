"""The terms of a cap: in which of its periods a supply lies, and when it lies in none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from compliance.core.period import OutsideSchedule, Period, Schedule
from compliance.core.regime import Ban, Straddles, Terms
from tests.factories.law import crude, petroleum
from tests.factories.ledger import span
from tests.strategies import spans


NEVER = petroleum(last_day=date(2017, 12, 21))  # 2,000,000 barrels of 2375, replaced in time
AUTUMN = petroleum(schedule=Schedule(date(2017, 10, 1), None, date(2017, 12, 31)))


@pytest.mark.parametrize("months", ["2023-01", "2023-12", "2023-03/2023-08", "2023"])
def test_a_span_inside_a_year_counts_in_it(months: str) -> None:
    assert petroleum().period_of(span(months)) == span("2023")


@pytest.mark.parametrize("months", ["2022-12/2023-04", "2023-12-01/2024-01-31", "2022/2023"])
def test_a_transfer_across_two_cap_years_is_refused_not_split(months: str) -> None:
    with pytest.raises(Straddles, match=r"the last day of the cap period .* \(S/RES/2397"):
        petroleum().period_of(span(months))


def test_a_calendar_month_can_straddle_a_year_that_begins_on_22_december() -> None:
    with pytest.raises(Straddles, match="2023-12-21"):
        crude().period_of(span("2023-12"))
    assert crude().period_of(span("2023-12-22/2024-01-31")).start == date(2023, 12, 22)


@pytest.mark.parametrize(
    ("terms", "months"), [(petroleum(), "2017-12"), (AUTUMN, "2018-01"), (NEVER, "2018-05")]
)
def test_a_span_outside_the_life_of_a_cap_has_no_period(terms: Terms, months: str) -> None:
    with pytest.raises(OutsideSchedule):
        terms.period_of(span(months))


@given(spans())
def test_a_span_has_one_period_that_covers_it_or_none(period: Period) -> None:
    try:
        found = petroleum().period_of(period)
    except Straddles:
        assert period.start.year != period.last_day.year
    else:
        assert found.covers(period)


def test_a_cap_replaced_before_it_began_never_applied() -> None:
    assert NEVER.never_applied
    assert not NEVER.in_force(date(2018, 1, 1))
    assert not petroleum().never_applied


def test_a_cap_is_in_force_through_its_last_day() -> None:
    terms = petroleum(last_day=date(2023, 8, 4))
    assert terms.in_force(date(2023, 8, 4))
    assert not terms.in_force(date(2023, 8, 5))


@pytest.mark.parametrize(
    ("commodity", "supplier", "recipient", "concerned"),
    [
        ("refined_petroleum", "CN", "KP", True),
        ("refined_petroleum", "IR", "KP", True),
        ("refined_petroleum", "CN", "RU", False),
        ("crude_oil", "CN", "KP", False),
    ],
)
def test_a_cap_concerns_its_good_to_its_state_whoever_supplies(
    commodity: str, supplier: str, recipient: str, concerned: bool
) -> None:
    found = petroleum().concerns(commodity=commodity, supplier=supplier, recipient=recipient)
    assert found is concerned


def test_a_cap_names_a_direction() -> None:
    with pytest.raises(ValueError, match="goes to a State or what comes from it"):
        petroleum(recipient=None)


@pytest.mark.parametrize(
    ("terms", "year", "meant"),
    [
        (petroleum(), 2023, "2023"),
        (crude(), 2018, "2017-12-22/2018-12-21"),
        (crude(), 2019, "2018-12-22/2019-12-21"),
        (AUTUMN, 2017, "2017-10/2017-12"),
    ],
)
def test_a_year_means_the_period_that_holds_its_middle(terms: Terms, year: int, meant: str) -> None:
    assert terms.year(year) == span(meant)


def test_a_year_before_a_cap_means_nothing() -> None:
    for terms, year in ((petroleum(), 2017), (AUTUMN, 2018), (crude(), 2017)):
        with pytest.raises(OutsideSchedule):
            terms.year(year)


def test_a_ban_holds_from_its_first_day_through_its_last() -> None:
    ban = Ban("S/RES/2371 (2017) OP 8", "coal", date(2017, 8, 5), last_day=date(2017, 12, 31))
    assert [ban.on(date(2017, *d)) for d in ((8, 4), (8, 5), (12, 31))] == [False, True, True]
    assert not ban.on(date(2018, 1, 1))
