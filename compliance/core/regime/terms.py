"""The terms of a cap that limits a flow: amounts on a schedule, thresholds, a duty to report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from compliance.core.period import OutsideSchedule, Period, Schedule
from compliance.core.quantity import Quantity
from compliance.core.regime.shapes import Fixed, Tumbling


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share of a cap at which the Secretary gives notice to all States."""

    share: Decimal
    effect: str = "notice"


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty to report: by whom, for which spans, and how long after they end."""

    reporters: tuple[str, ...]
    due_days: int = 30


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one cap, as an operative paragraph sets them.

    Two limits are two ways to be over ("4,000,000 barrels or 525,000 tons"): each has its own
    usage and the greater share binds. No limit at all is a cap whose amount nobody published.
    """

    slug: str
    citation: str  # S/RES/2397 (2017) OP 5
    commodity: str
    limits: tuple[Quantity, ...]
    schedule: Schedule
    recipient: str | None = None  # supplies to this State
    supplier: str | None = None  # supplies from this State
    first_day: date | None = None  # in force from, if other than the schedule's first day
    last_day: date | None = None  # in force through
    thresholds: tuple[Threshold, ...] = ()
    duty: Duty | None = None

    def __post_init__(self) -> None:
        if self.recipient is None and self.supplier is None:
            raise ValueError("a cap limits what goes to a State or what comes from it")

    @property
    def begins(self) -> date:
        return self.first_day or self.schedule.first_day

    @property
    def shapes(self) -> tuple[Fixed | Tumbling, ...]:
        """One shape a limit: a single window, or windows that follow one another."""
        kind = Fixed if self.schedule.months is None else Tumbling
        return tuple(kind(limit, self.schedule) for limit in self.limits)

    @property
    def never_applied(self) -> bool:
        """Superseded before it began, as 2,000,000 barrels for 2018 was."""
        return self.last_day is not None and self.last_day < self.begins

    def in_force(self, day: date) -> bool:
        return self.begins <= day and (self.last_day is None or day <= self.last_day)

    def concerns(self, *, commodity: str, supplier: str, recipient: str) -> bool:
        """Whether supplies of this kind are what the paragraph limits."""
        return (
            commodity == self.commodity
            and self.supplier in (None, supplier)
            and self.recipient in (None, recipient)
        )

    def period_of(self, span: Period) -> Period:
        """The one cap period in which a span lies.

        `Straddles` if it lies in two, `OutsideSchedule` if the cap did not run on its first day.
        """
        period = self.schedule.containing(span.start)
        if not self.in_force(span.start):
            raise OutsideSchedule(f"{self.citation} was not in force on {span.start.isoformat()}")
        if not period.covers(span):
            raise Straddles(
                f"{span} runs past {period.last_day.isoformat()}, the last day of the cap period "
                f"that began on {period.start.isoformat()} ({self.citation})"
            )
        return period

    def year(self, year: int) -> Period:
        """The cap period that people mean by a year: the one that holds its first of July.

        A single span is meant by the year it ends in. `OutsideSchedule` if there is none.
        """
        if self.schedule.months is None:
            only = self.schedule.period(0)
            if only.last_day.year == year:
                return only
        return self.schedule.containing(date(year, 7, 1))


class Straddles(ValueError):
    """A transfer's span runs across the boundary of two cap periods."""
