"""Caps on a level, a count or an attribute: the latest observation decides, nothing adds up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from compliance.core.period import Period
from compliance.core.quantity import Quantity
from compliance.core.regime.shapes.values import (
    Assessment,
    Data,
    Observation,
    Shape,
    amount,
    day,
    labelled,
    maybe_day,
    measured,
    surely,
    turned,
    unknown,
    worst,
)


@dataclass(frozen=True, slots=True)
class Level(Shape):
    """A stock or count at any time: 300 kg, one account, 5,060 machines.

    Of each item the latest observation decides, and items add up (two sites, two chemical forms);
    the breach ends when the level falls. `equivalents` are the same limit in other forms.
    """

    code: ClassVar[str] = "level"
    title: ClassVar[str] = "instant level"
    limit: Quantity | None
    first_day: date
    last_day: date | None = None
    equivalents: tuple[Quantity, ...] = ()
    each_party: bool = False  # the limit is each holder's own: a mission, a diplomat
    own_unit: str = ""

    @classmethod
    def read(cls, data: Data) -> Self:
        limit = amount(data.get("limit"))
        return cls(
            limit,
            day(data["first_day"]),
            maybe_day(data.get("last_day")),
            tuple(surely(words) for words in data.get("equivalents", ())),
            bool(data.get("each_party", False)),
            str(data.get("limit") or "").partition(" ")[2],
        )

    @property
    def unit(self) -> str:
        return self.limit.unit if self.limit else self.own_unit

    def window(self, on: date) -> Period | None:
        return None

    def runs(self, on: date) -> bool:
        return self.first_day <= on and (self.last_day is None or on <= self.last_day)

    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        return self.limit if self.runs(on) else None

    def limited_to(self, limit: Quantity | None) -> Level:
        return replace(self, limit=limit, own_unit=limit.unit if limit else self.unit)

    def turn(self, observation: Observation, limit: Quantity | None) -> Quantity | None:
        """In the unit of the limit: by definition, or by the limit's own equivalents."""
        if limit is None:
            return turned(observation, self.unit)
        for same in (limit, *self.equivalents):
            quantity = turned(observation, same.unit)
            if quantity is not None:
                return Quantity(quantity.amount * limit.amount / same.amount, limit.unit)
        return None

    def assess(
        self, observations: Iterable[Observation], on: date, *, party: str = ""
    ) -> Assessment:
        if not self.runs(on):
            return Assessment("not_in_force", f"The rule does not run on {on.isoformat()}.")
        latest = latest_of(observations, on, party)
        if self.each_party and not party:
            holders = sorted({o.party for o in latest})
            if not holders:
                return unknown("Nothing was observed, and unknown is not zero", limit=self.limit)
            return worst(
                [labelled(self.assess(latest, on, party=holder), holder) for holder in holders],
                noun="holder",
            )
        return self.judge(self.limit_on(on, party=party), latest)

    def judge(self, limit: Quantity | None, latest: list[Observation]) -> Assessment:
        """The latest of each item, added up, against the limit."""
        turns = [self.turn(o, limit) for o in latest]
        known = [t for t in turns if t is not None]
        used = Quantity(sum((t.amount for t in known), Decimal(0)), self.unit) if known else None
        if limit is None:
            return unknown("The limit is not known", used=used)
        if used is None:
            return unknown("Nothing was observed, and unknown is not zero", limit=limit)
        missing = len(turns) - len(known)
        lacks = (f"{missing} not to be turned into {self.unit}",) if missing else ()
        return measured(used, limit, lacks=lacks)


def latest_of(observations: Iterable[Observation], on: date, party: str) -> list[Observation]:
    """Of each party and item the last observation made by a day; of equal days the last given."""
    latest: dict[tuple[str, str], Observation] = {}
    for o in observations:
        if party not in ("", o.party) or o.period.last_day > on:
            continue
        held = latest.get((o.party, o.item))
        if held is None or held.period.last_day <= o.period.last_day:
            latest[o.party, o.item] = o
    return list(latest.values())


@dataclass(frozen=True, slots=True)
class Attribute(Level):
    """A ceiling on what each item is, not on how much there is: 3.67 % U-235."""

    code: ClassVar[str] = "attribute"
    title: ClassVar[str] = "attribute ceiling"

    def judge(self, limit: Quantity | None, latest: list[Observation]) -> Assessment:
        """Each item for itself; attributes never add up."""
        parts = [labelled(Level.judge(self, limit, [o]), o.item) for o in latest]
        if not parts:
            return Level.judge(self, limit, [])
        return worst(parts, noun="item")


@dataclass(frozen=True, slots=True)
class EventSteps(Level):
    """A level whose limit steps when something happens, on no date fixed beforehand."""

    code: ClassVar[str] = "event_steps"
    title: ClassVar[str] = "event-driven steps"
    steps: tuple[tuple[str, Quantity], ...] = ()
    events: tuple[tuple[str, date], ...] = ()  # those that have happened

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(
            surely(data["limit"]),
            day(data["first_day"]),
            maybe_day(data.get("last_day")),
            steps=tuple((str(s["after"]), surely(s["limit"])) for s in data["steps"]),
            events=tuple((str(name), day(at)) for name, at in data.get("events", {}).items() if at),
        )

    def happened(self, event: str, on: date) -> EventSteps:
        """The same cap once an event has taken place."""
        return replace(self, events=(*self.events, (event, on)))

    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        if not self.runs(on):
            return None
        days = dict(self.events)
        reached = [
            (days[event], place, limit)
            for place, (event, limit) in enumerate(self.steps)
            if event in days and days[event] <= on
        ]
        return max(reached, key=lambda step: step[:2])[2] if reached else self.limit
