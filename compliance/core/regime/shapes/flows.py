"""Caps on a flow: what goes in a window of time adds up."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
