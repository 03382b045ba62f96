"""Caps on a flow: what goes in a window of time adds up."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar, Self

from compliance.core.period import OutsideSchedule, Period, Schedule, months_after
from compliance.core.quantity import Quantity
from compliance.core.regime.shapes.values import (
    Assessment,
    Data,
    Observation,
    Shape,
    Unreadable,
    amount,
    day,
    maybe_day,
    measured,
    number,
    surely,
    turned,
    unknown,
)


@dataclass(frozen=True, slots=True)
class Sum:
    """What a window's observations add up to, and what of them is not in the sum."""

    used: Quantity | None
    seen: int
    lacks: tuple[str, ...]


class Flow(Shape):
    """Common to all flows. A span that lies across the window's edge is never split."""

    __slots__ = ()

    @abstractmethod
    def periods(self, through: date) -> Iterator[Period]:
        """The windows that have begun by a day, in order."""

    @property
    @abstractmethod
    def unit(self) -> str: ...

    def turn(self, observation: Observation) -> Quantity | None:
        """What was seen in the unit of the limit; None where nothing says how."""
        return turned(observation, self.unit)

    def mine(self, observation: Observation, party: str) -> bool:
        return party in ("", observation.party)

    def added(
        self, observations: Iterable[Observation], window: Period, on: date, *, party: str = ""
    ) -> Sum:
        """The sum of what lies in a window and had ended by a day."""
        used, seen, blank, alien, astride = Decimal(0), 0, 0, 0, 0
        for o in observations:
            if not self.mine(o, party) or o.period.last_day > on or not window.overlaps(o.period):
                continue
            seen += 1
            if not window.covers(o.period):
                astride += 1
            elif o.quantity is None and o.value is None:
                blank += 1
            elif (quantity := self.turn(o)) is None:
                alien += 1
            else:
                used += quantity.amount
        lacks = tuple(
            f"{n} {words}"
            for n, words in (
                (blank, "of unknown amount"),
                (alien, f"not to be turned into {self.unit}"),
                (astride, "across the window's edge"),
            )
            if n
        )
        counted = seen - blank - alien - astride
        return Sum(Quantity(used, self.unit) if counted else None, seen, lacks)

    def assess(
        self, observations: Iterable[Observation], on: date, *, party: str = ""
    ) -> Assessment:
        window = self.window(on)
        if window is None:
            return Assessment("not_in_force", f"No window runs on {on.isoformat()}.")
        return self.against(
            self.limit_on(on, party=party),
            self.added(observations, window, on, party=party),
            window,
        )

    def against(self, limit: Quantity | None, found: Sum, window: Period) -> Assessment:
        if limit is None:
            return unknown("The limit is not known", used=found.used, window=window)
        if found.used is None:
            why = "; ".join(found.lacks) or "nothing was observed, and unknown is not zero"
            return unknown(why.capitalize(), limit=limit, window=window)
        return measured(found.used, limit, window=window, lacks=found.lacks)


@dataclass(frozen=True, slots=True)
class Scheduled(Flow):
    """A flow with one limit on a schedule of the core, the same that `Terms` counts by."""

    limit: Quantity | None
    schedule: Schedule
    own_unit: str = ""

    @property
    def unit(self) -> str:
        return self.limit.unit if self.limit else self.own_unit

    def window(self, on: date) -> Period | None:
        try:
            return self.schedule.containing(on)
        except OutsideSchedule:
            return None

    def periods(self, through: date) -> Iterator[Period]:
        return self.schedule.until(through)

    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        return self.limit if self.window(on) else None

    def limited_to(self, limit: Quantity | None) -> Scheduled:
        return replace(self, limit=limit, own_unit=limit.unit if limit else self.unit)

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(amount(data.get("limit")), schedule(data), unit_of(data.get("limit")))


def schedule(data: Data) -> Schedule:
    months = data.get("months")
    return Schedule(
        day(data["first_day"]),
        int(months) if months is not None else None,
        maybe_day(data.get("last_day")),
    )


def unit_of(words: object) -> str:
    """The unit of a limit whose amount nobody published: "unknown bbl"."""
    return str(words or "").strip().partition(" ")[2].strip()


@dataclass(frozen=True, slots=True)
class Fixed(Scheduled):
    """One window, once: 500,000 barrels from 1 October to 31 December 2017."""

    code: ClassVar[str] = "fixed"
    title: ClassVar[str] = "fixed single window"

    def __post_init__(self) -> None:
        if self.schedule.months is not None:
            raise Unreadable("a fixed window does not repeat")


@dataclass(frozen=True, slots=True)
class Tumbling(Scheduled):
    """Windows one after the other from an anchor day: a calendar year, 22 December, 10 July."""

    code: ClassVar[str] = "tumbling"
    title: ClassVar[str] = "tumbling windows from an anchor"

    def __post_init__(self) -> None:
        if self.schedule.months is None:
            raise Unreadable("windows that follow one another need their months")


@dataclass(frozen=True, slots=True)
class PlainOr(Scheduled):
    """Limits in several units joined by a plain "or": 4,000,000 barrels or 525,000 tons.

    Each supply is measured in the unit it is reported in, against the limit of that unit, and the
    shares add up: the text's own ratio, and no factor from elsewhere.
    """

    code: ClassVar[str] = "plain_or"
    title: ClassVar[str] = "alternative units, plain 'or'"
    limits: tuple[Quantity, ...] = ()

    def turn(self, observation: Observation) -> Quantity | None:
        assert self.limit is not None
        for limit in self.limits:
            quantity = turned(observation, limit.unit)
            if quantity is not None:
                return Quantity(quantity.amount * self.limit.amount / limit.amount, self.limit.unit)
        return None

    @classmethod
    def read(cls, data: Data) -> Self:
        limits = tuple(surely(words) for words in data["limits"])
        return cls(limits[0], schedule(data), limits=limits)


@dataclass(frozen=True, slots=True)
class Rolling(Flow):
    """So much in any twelve months: every day ends a window of its own."""

    code: ClassVar[str] = "rolling"
    title: ClassVar[str] = "rolling any-12-months"
    limit: Quantity | None
    first_day: date
    months: int = 12
    last_day: date | None = None
    own_unit: str = ""

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(
            amount(data.get("limit")),
            day(data["first_day"]),
            int(data.get("months", 12)),
            maybe_day(data.get("last_day")),
            unit_of(data.get("limit")),
        )

    @property
    def unit(self) -> str:
        return self.limit.unit if self.limit else self.own_unit

    def window(self, on: date) -> Period | None:
        """The window that ends on a day; it never reaches back before the rule began."""
        if on < self.first_day or (self.last_day is not None and on > self.last_day):
            return None
        end = on + timedelta(days=1)
        return Period(max(self.first_day, months_after(end, -self.months)), end)

    def periods(self, through: date) -> Iterator[Period]:
        raise TypeError("windows that roll do not follow one another")

    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        return self.limit if self.window(on) else None

    def limited_to(self, limit: Quantity | None) -> Rolling:
        return replace(self, limit=limit, own_unit=limit.unit if limit else self.unit)

    def assess(
        self, observations: Iterable[Observation], on: date, *, party: str = ""
    ) -> Assessment:
        """The window that ends on the day; the fullest one through that day stands in `parts`."""
        held = list(observations)
        # As `Flow.assess`, said whole: super() does not reach into a class made anew for slots.
        now = Flow.assess(self, held, on, party=party)
        fullest = self.fullest(held, on, party=party)
        return replace(now, parts=(replace(fullest, label="fullest window"),)) if fullest else now

    def fullest(
        self, observations: Iterable[Observation], through: date, *, party: str = ""
    ) -> Assessment | None:
        """The window that held most, of all that ended by a day; None if nothing was seen.

        A window that holds most can be moved to end with one of its observations, so only those
        ends are tried; each observation enters once and leaves once.
        """
        mine = [
            o
            for o in observations
            if self.mine(o, party)
            and o.period.last_day <= through
            and o.period.start >= self.first_day
            and (self.last_day is None or o.period.last_day <= self.last_day)
        ]
        by_end = sorted(mine, key=lambda o: o.period.end)
        by_start = sorted(mine, key=lambda o: o.period.start)
        inside: dict[int, Decimal] = {}  # amounts in the window, by observation
        gone: set[int] = set()  # began before the window: in this one and in no later one
        running, best, where, lacks, leaving = Decimal(0), None, None, 0, 0
        for at, o in enumerate(by_end):
            window = self.window(o.period.last_day)
            assert window is not None
            while leaving < len(by_start) and by_start[leaving].period.start < window.start:
                gone.add(id(by_start[leaving]))
                running -= inside.pop(id(by_start[leaving]), Decimal(0))
                leaving += 1
            if id(o) in gone:
                lacks += 1  # longer than a window
            elif (quantity := self.turn(o)) is None:
                lacks += 1
            else:
                inside[id(o)] = quantity.amount
                running += quantity.amount
            last_of_day = at + 1 == len(by_end) or by_end[at + 1].period.end != o.period.end
            if last_of_day and inside and (best is None or running > best):
                best, where = running, window
        if best is None or where is None:
            return None
        used = Quantity(best, self.unit)
        if self.limit is None:
            return unknown("The limit is not known", used=used, window=where)
        why = (f"{lacks} not to be placed in a window",) if lacks else ()
        return measured(used, self.limit, window=where, lacks=why)


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
