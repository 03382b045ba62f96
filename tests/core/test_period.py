"""Half-open spans of days, and the schedules by which the Council repeats them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.period import OutsideSchedule, Period, Schedule
from tests.factories.ledger import span
from tests.strategies import days, schedules, spans


CALENDAR = Schedule(date(2018, 1, 1), 12)  # S/RES/2397 (2017) OP 5
DECEMBER = Schedule(date(2017, 12, 22), 12)  # OP 4
AUTUMN = Schedule(date(2017, 10, 1), None, date(2017, 12, 31))  # S/RES/2375 (2017) OP 14


def test_a_period_ends_after_it_starts() -> None:
    for end in (date(2023, 1, 1), date(2022, 12, 31)):
        with pytest.raises(ValueError, match="must end after it starts"):
            Period(date(2023, 1, 1), end)


def test_documents_name_the_last_day_and_the_core_the_day_after() -> None:
    period = Period.through(date(2023, 1, 1), date(2023, 1, 31))
    assert period.end == date(2023, 2, 1)
    assert period.last_day == date(2023, 1, 31)
    assert str(period) == "2023-01-01 to 2023-01-31"
    assert period == Period.month(2023, 1)


@pytest.mark.parametrize(
    ("year", "last_day"), [(2023, 28), (2024, 29), (2000, 29), (2100, 28)], ids=str
)
def test_february_has_its_leap_day(year: int, last_day: int) -> None:
    assert Period.month(year, 2).last_day == date(year, 2, last_day)


@pytest.mark.parametrize(
    ("one", "other", "covers", "overlaps"),
    [
        ("2023", "2023-03", True, True),
        ("2023-03", "2023-03", True, True),
        ("2023-03", "2023", False, True),
        ("2023-03", "2023-04", False, False),
        ("2023-01/2023-03", "2023-03/2023-05", False, True),
        ("2022", "2023", False, False),
    ],
)
def test_spans_cover_overlap_or_lie_apart(
    one: str, other: str, covers: bool, overlaps: bool
) -> None:
    assert span(one).covers(span(other)) is covers
    assert span(one).overlaps(span(other)) is overlaps
    assert span(other).overlaps(span(one)) is overlaps


@given(spans())
def test_the_months_of_a_span_of_months_tile_it(period: Period) -> None:
    months = list(period.months())
    assert months[0].start == period.start
    assert months[-1].end == period.end
    assert all(a.end == b.start for a, b in pairwise(months))
    assert all(month.is_month for month in months)


def test_a_span_across_a_turn_of_month_touches_both() -> None:
    touched = span("2023-12-31/2024-01-01").months()
    assert [str(m)[:7] for m in touched] == ["2023-12", "2024-01"]


@given(schedules, days)
def test_every_day_lies_in_its_period(schedule: Schedule, day: date) -> None:
    if day < schedule.first_day:
        with pytest.raises(OutsideSchedule):
            schedule.containing(day)
    else:
        period = schedule.containing(day)
        assert period.start <= day < period.end


@given(schedules)
def test_periods_tile(schedule: Schedule) -> None:
    periods = [schedule.period(n) for n in range(30)]
    assert periods[0].start == schedule.first_day
    assert all(a.end == b.start for a, b in pairwise(periods))
    assert all(
        schedule.containing(p.start) == p == schedule.containing(p.last_day) for p in periods
    )


@given(schedules, days)
def test_the_periods_until_a_day_are_those_that_have_begun(schedule: Schedule, day: date) -> None:
    periods = list(islice(schedule.until(day), 500))
    assert all(p.start <= day for p in periods)
    if periods:
        assert periods[-1] == schedule.containing(day)
    else:
        assert day < schedule.first_day


def test_a_calendar_year_and_annually_thereafter() -> None:
    assert CALENDAR.containing(date(2023, 12, 31)) == span("2023")
    assert CALENDAR.containing(date(2024, 1, 1)) == span("2024")


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2017-12-22", "2017-12-22", "2018-12-21"),
        ("2018-12-21", "2017-12-22", "2018-12-21"),
        ("2018-12-22", "2018-12-22", "2019-12-21"),
        ("2024-02-29", "2023-12-22", "2024-12-21"),
    ],
)
def test_years_of_crude_run_from_22_december(day: str, first: str, last: str) -> None:
    assert DECEMBER.containing(date.fromisoformat(day)) == span(f"{first}/{last}")


def test_a_year_from_a_leap_day_runs_from_the_last_of_february() -> None:
    schedule = Schedule(date(2016, 2, 29), 12)
    assert schedule.period(1).start == date(2017, 2, 28)
    assert schedule.period(4).start == date(2020, 2, 29)
    assert schedule.containing(date(2017, 2, 28)) == schedule.period(1)


@given(st.integers(1, 30))
def test_a_single_span_has_one_period(n: int) -> None:
    assert AUTUMN.period(0) == span("2017-10/2017-12")
    with pytest.raises(OutsideSchedule):
        AUTUMN.period(n)
    assert list(AUTUMN.until(date(2030, 1, 1))) == [span("2017-10/2017-12")]


@pytest.mark.parametrize("day", ["2017-09-30", "2018-01-01"])
def test_a_day_outside_a_single_span_has_no_period(day: str) -> None:
    with pytest.raises(OutsideSchedule, match="no period of this cap runs on"):
        AUTUMN.containing(date.fromisoformat(day))


def test_a_schedule_says_when_it_ends_or_repeats() -> None:
    with pytest.raises(ValueError, match="needs its last day"):
        Schedule(date(2018, 1, 1), None)
    with pytest.raises(ValueError, match="one month or more"):
        Schedule(date(2018, 1, 1), 0)


def test_a_schedule_that_ended_has_no_period_after_it() -> None:
    schedule = Schedule(date(2017, 1, 1), 12, date(2017, 8, 4))
    assert list(schedule.until(date(2020, 1, 1))) == [span("2017")]
    with pytest.raises(OutsideSchedule):
        schedule.containing(date(2017, 8, 5) + timedelta(days=1))
