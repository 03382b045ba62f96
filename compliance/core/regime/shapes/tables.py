"""Caps whose amounts or windows are rows: a table of steps, windows drawn by decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar, Self

from compliance.core.period import OutsideSchedule, Period, Schedule
from compliance.core.quantity import Quantity
from compliance.core.regime.shapes.flows import Flow, Sum, unit_of
from compliance.core.regime.shapes.values import (
    Assessment,
    Data,
    Unreadable,
    amount,
    day,
    maybe_day,
    number,
)


@dataclass(frozen=True, slots=True)
class StepDown(Flow):
    """A table of amounts, or of shares of a base, each from a day on.

    Where two steps meet inside one window the limit is their mean, weighted by days. A window
    that begins before the first step has no limit.
    """

    code: ClassVar[str] = "step_down"
    title: ClassVar[str] = "step-down table"
    steps: tuple[tuple[date, Decimal], ...]
    schedule: Schedule
    own_unit: str = ""
    of: Quantity | None = None  # the base, where the steps are shares
    shares: bool = False

    @classmethod
    def read(cls, data: Data) -> Self:
        steps = tuple(sorted((day(first), number(step)) for first, step in data["steps"].items()))
        if not steps:
            raise Unreadable("a table of steps needs one step at least")
        return cls(
            steps,
            Schedule(
                day(data.get("first_day") or steps[0][0]),
                int(data.get("months", 12)),
                maybe_day(data.get("last_day")),
            ),
            str(data.get("unit") or unit_of(data.get("of"))),
            amount(data.get("of")),
            "unit" not in data,
        )

    @property
    def unit(self) -> str:
        return self.of.unit if self.of else self.own_unit

    def window(self, on: date) -> Period | None:
        try:
            return self.schedule.containing(on)
        except OutsideSchedule:
            return None

    def periods(self, through: date) -> Iterator[Period]:
        return self.schedule.until(through)

    def limited_to(self, limit: Quantity | None) -> StepDown:
        if not self.shares:
            raise TypeError("a table of amounts has no base to set")
        return replace(self, of=limit, own_unit=limit.unit if limit else self.unit)

    def step(self, window: Period) -> Decimal | None:
        """The step of a window; the mean by days where two or more meet in it."""
        if window.start < self.steps[0][0]:
            return None
        firsts = [first for first, _ in self.steps]
        ends = [*firsts[1:], date.max]
        parts = [
            (step, (min(end, window.end) - max(first, window.start)).days)
            for (first, step), end in zip(self.steps, ends, strict=True)
            if first < window.end and window.start < end
        ]
        if len(parts) == 1:
            return parts[0][0]
        weighed = sum((step * days for step, days in parts), Decimal(0))
        return weighed / (window.end - window.start).days

    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        window = self.window(on)
        step = self.step(window) if window else None
        if step is None:
            return None
        if not self.shares:
            return Quantity(step, self.own_unit)
        return Quantity(self.of.amount * step, self.of.unit) if self.of else None


@dataclass(frozen=True, slots=True)
class Row:
    """One window as a decision drew it."""

    period: Period
    limit: Quantity | None  # None: the ceiling was lifted, the windows go on
    decided_on: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class Windows(Flow):
    """Windows as rows, each with its start, its end and the decision that drew it.

    A later decision may redraw windows after their start, as resolution 1129 did for Iraq: the
    rows it crosses no longer stand, and are kept.
    """

    code: ClassVar[str] = "windows"
    title: ClassVar[str] = "windows redrawn after the start"
    rows: tuple[Row, ...]
    own_unit: str = ""
    struck: tuple[Row, ...] = field(default=())  # rows that a later decision crossed

    @classmethod
    def read(cls, data: Data) -> Self:
        rows = []
        for row in data["windows"]:
            first = day(row["first_day"])
            if "days" in row:
                span = Period(first, first + timedelta(days=int(row["days"])))
            else:
                span = Period.through(first, day(row["last_day"]))
            rows.append(
                Row(span, amount(row.get("limit")), day(row["decided_on"]), row.get("source", ""))
            )
        return cls.of(rows, str(data.get("unit", "")))

    @classmethod
    def of(cls, rows: Iterable[Row], unit: str = "") -> Self:
        held = sorted(rows, key=lambda row: (row.decided_on, row.period))
        struck = tuple(
            row
            for row in held
            if any(o.decided_on > row.decided_on and o.period.overlaps(row.period) for o in held)
        )
        stands = tuple(sorted((r for r in held if r not in struck), key=lambda row: row.period))
        return cls(stands, unit or next((r.limit.unit for r in held if r.limit), ""), struck)

    def as_decided(self, by: date) -> Windows:
        """The windows as the decisions through a day had drawn them."""
        known = [row for row in (*self.rows, *self.struck) if row.decided_on <= by]
        return Windows.of(known, self.own_unit)

    @property
    def unit(self) -> str:
        return self.own_unit

    def row(self, on: date) -> Row | None:
        return next((r for r in self.rows if r.period.start <= on < r.period.end), None)

    def window(self, on: date) -> Period | None:
        row = self.row(on)
        return row.period if row else None

    def periods(self, through: date) -> Iterator[Period]:
        return (row.period for row in self.rows if row.period.start <= through)

    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        row = self.row(on)
        return row.limit if row else None

    def against(self, limit: Quantity | None, found: Sum, window: Period) -> Assessment:
        if limit is None:
            return Assessment(
                "no_limit",
                "The ceiling was lifted; the window runs on.",
                None,
                found.used,
                window=window,
            )
        return Flow.against(self, limit, found, window)
