"""Half-open spans of days, and the schedules by which the Council repeats them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


class OutsideSchedule(ValueError):
    """A day on which no period of the schedule runs."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `start` up to, and not including, `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"a period must end after it starts: {self.start} to {self.end}")

    @classmethod
    def through(cls, first_day: date, last_day: date) -> Period:
        """A period as documents state it, with its last day included."""
        return cls(first_day, last_day + timedelta(days=1))

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        return cls(
            date(year, month, 1), date(year, month, monthrange(year, month)[1]) + timedelta(days=1)
        )

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def is_month(self) -> bool:
        return self == Period.month(self.start.year, self.start.month)

    def covers(self, other: Period) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Period) -> bool:
        return self.start < other.end and other.start < self.end

    def months(self) -> Iterator[Period]:
        """The calendar months that this period touches, in order."""
        year, month = self.start.year, self.start.month
        while date(year, month, 1) < self.end:
            yield Period.month(year, month)
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)

    def __str__(self) -> str:
        return f"{self.start.isoformat()} to {self.last_day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Schedule:
    """Periods that follow one another from a first day ("and annually thereafter").

    `months` None is a single span that ends with `last_day`, as the last quarter of 2017 did.
    """

    first_day: date
    months: int | None
    last_day: date | None = None

    def __post_init__(self) -> None:
        if self.months is None and self.last_day is None:
            raise ValueError("a single span needs its last day")
        if self.months is not None and self.months < 1:
            raise ValueError("a schedule repeats after one month or more")

    def period(self, n: int) -> Period:
        """The n-th period, counted from 0."""
        if self.months is None:
            if n != 0 or self.last_day is None:
                raise OutsideSchedule(f"a single span has no period {n}")
            return Period.through(self.first_day, self.last_day)
        return Period(self._day(n), self._day(n + 1))

    def containing(self, day: date) -> Period:
        """The period in which a day lies; `OutsideSchedule` if there is none."""
        if day < self.first_day or (self.last_day is not None and day > self.last_day):
            raise OutsideSchedule(f"no period of this cap runs on {day.isoformat()}")
        if self.months is None:
            return self.period(0)
        elapsed = 12 * (day.year - self.first_day.year) + day.month - self.first_day.month
        n = elapsed // self.months
        return self.period(n if self._day(n) <= day else n - 1)

    def until(self, day: date) -> Iterator[Period]:
        """The periods that have begun by a day, in order."""
        n = 0
        while True:
            if self.months is None and n > 0:
                return
            period = self.period(n)
            if period.start > day or (self.last_day is not None and period.start > self.last_day):
                return
            yield period
            n += 1

    def _day(self, n: int) -> date:
        assert self.months is not None
        return months_after(self.first_day, n * self.months)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
