"""Caps made of other caps: all of which must hold, or one that changes what another means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from compliance.core.period import Period, Schedule
from compliance.core.quantity import Quantity
from compliance.core.regime.shapes.flows import Flow
from compliance.core.regime.shapes.values import (
    Assessment,
    Data,
    Observation,
    Shape,
    Unreadable,
    day,
    labelled,
    maybe_day,
    measured,
    number,
    read,
    said,
    turned,
    unknown,
    worst,
)


@dataclass(frozen=True, slots=True)
class LowerBinds(Shape):
    """The same flow limited in two units, "whichever is lower": the limit reached first binds."""

    code: ClassVar[str] = "lower_binds"
    title: ClassVar[str] = "alternative units, lower one binds"
    parts: tuple[Shape, ...]

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(tuple(read(part) for part in data["parts"]))

    def window(self, on: date) -> Period | None:
        return self.parts[0].window(on)

    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        """The first of the limits; which of them binds only the observations can say."""
        return self.parts[0].limit_on(on, party=party)

    def assess(
        self, observations: Iterable[Observation], on: date, *, party: str = ""
    ) -> Assessment:
        held = list(observations)
        found = [part.assess(held, on, party=party) for part in self.parts]
        return worst(
            [labelled(each, each.limit.unit if each.limit else "") for each in found], noun="limit"
        )


@dataclass(frozen=True, slots=True)
class Conjunction(Shape):
    """Two caps on two measures, and both must hold: a stock at any time, a flow in a year."""

    code: ClassVar[str] = "conjunction"
    title: ClassVar[str] = "conjunction of two caps"
    parts: tuple[tuple[str, Shape], ...]  # what each measures: "stock", "flow"

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(tuple((str(part["measure"]), read(part)) for part in data["parts"]))

    def window(self, on: date) -> Period | None:
        return next((w for _, part in self.parts if (w := part.window(on))), None)

    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        return self.parts[0][1].limit_on(on, party=party)

    def assess(
        self, observations: Iterable[Observation], on: date, *, party: str = ""
    ) -> Assessment:
        held = list(observations)
        return worst(
            [
                labelled(
                    part.assess([o for o in held if o.measure == measure], on, party=party), measure
                )
                for measure, part in self.parts
            ],
            noun="cap",
        )


@dataclass(frozen=True, slots=True)
class CarryOver(Shape):
    """What a window leaves unused is added to the next, what it exceeds is taken off the next.

    Adjusted limit = base + carry, from the first window on. Unused amounts do not leave their
    parent period (quarters of one year), nor pass the `most` that may be carried. If an earlier
    window cannot be computed, neither can the limits after it.
    """

    code: ClassVar[str] = "carry_over"
    title: ClassVar[str] = "carry-over"
    inner: Flow
    unused: Decimal = Decimal(0)  # the share of what is left that is added to the next window
    over: Decimal = Decimal(0)  # the share of the excess that is taken off the next window
    most: Decimal | None = None  # of the next window's base limit, at most
    parent_months: int | None = None

    @classmethod
    def read(cls, data: Data) -> Self:
        inner = read(data["inner"])
        if not isinstance(inner, Flow):
            raise Unreadable(f"{inner.title} has no windows to carry over")
        months = data.get("parent_months")
        return cls(
            inner,
            number(data.get("unused", 0)),
            number(data.get("over", 0)),
            number(data["most"]) if "most" in data else None,
            int(months) if months is not None else None,
        )

    def window(self, on: date) -> Period | None:
        return self.inner.window(on)

    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        """The base limit; see `adjusted` for what earlier windows made of it."""
        return self.inner.limit_on(on, party=party)

    def adjusted(
        self, observations: Iterable[Observation], on: date, *, party: str = ""
    ) -> tuple[Assessment, ...]:
        """Every window through a day, each with the limit that the windows before it left."""
        held = list(observations)
        carry: Decimal | None = Decimal(0)
        before: Period | None = None
        first: date | None = None
        found: list[Assessment] = []
        for window in self.inner.periods(on):
            first = first or window.start
            at = min(on, window.last_day)
            base = self.inner.limit_on(at, party=party)
            if base is None or carry is None:
                why = "An earlier window cannot be worked out" if base else "No limit is known"
                found.append(unknown(why, limit=None, window=window))
                carry = None
                continue
            if carry > 0:
                if before and not self._one_parent(first, before, window):
                    carry = Decimal(0)
                if self.most is not None:
                    carry = min(carry, base.amount * self.most)
            limit = Quantity(max(base.amount + carry, Decimal(0)), base.unit)
            seen = self.inner.against(
                limit, self.inner.added(held, window, at, party=party), window
            )
            if carry:
                word = "carried over" if carry > 0 else "taken off"
                seen = replace(
                    seen,
                    reason=f"{seen.reason} Limit {said(base)}, "
                    f"{said(Quantity(abs(carry), base.unit))} {word}.",
                )
            found.append(seen)
            before = window
            if seen.used is None or seen.least:
                carry = None
            else:
                left = base.amount + carry - seen.used.amount  # a debt outlives a limit of zero
                carry = left * (self.unused if left > 0 else self.over)
        return tuple(found)

    def _one_parent(self, first: date, before: Period, window: Period) -> bool:
        if self.parent_months is None:
            return True
        parents = Schedule(first, self.parent_months)
        return parents.containing(before.start) == parents.containing(window.start)

    def assess(
        self, observations: Iterable[Observation], on: date, *, party: str = ""
    ) -> Assessment:
        if self.window(on) is None:
            return Assessment("not_in_force", f"No window runs on {on.isoformat()}.")
        windows = self.adjusted(observations, on, party=party)
        return replace(windows[-1], parts=windows[:-1])


@dataclass(frozen=True, slots=True)
class Consequence(Shape):
    """A cap whose excess is not forbidden: it costs a duty, or is deducted. Data, not a branch."""

    code: ClassVar[str] = "duty"
    title: ClassVar[str] = "soft cap (duty)"
    inner: Shape
    consequence: str = "duty"  # "ban", "duty" or "deduction"
    rate: Decimal | None = None

    def __post_init__(self) -> None:
        if self.consequence not in ("ban", "duty", "deduction"):
            raise Unreadable(f"an excess is a ban, duty or deduction, not {self.consequence!r}")

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(
            read(data["inner"]),
            str(data.get("consequence", "duty")),
            number(data["rate"]) if "rate" in data else None,
        )

    def window(self, on: date) -> Period | None:
        return self.inner.window(on)

    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        return self.inner.limit_on(on, party=party)

    def assess(
        self, observations: Iterable[Observation], on: date, *, party: str = ""
    ) -> Assessment:
        found = replace(
            self.inner.assess(observations, on, party=party), consequence=self.consequence
        )
        excess = found.excess
        if found.state != "exceeded" or self.consequence == "ban" or excess is None:
            return found
        if self.consequence == "deduction":
            return replace(found, reason=f"{found.reason} {said(excess)} come off the next limit.")
        rate = f"{self.rate * 100:f}".rstrip("0").rstrip(".") + " % " if self.rate else "a "
        return replace(
            found, state="dutiable", reason=f"{found.reason} {rate}duty is due on {said(excess)}."
        )


@dataclass(frozen=True, slots=True)
class ZeroUnless(Shape):
    """A ban as a cap of zero, from which what meets every condition is free.

    Time-boxed: it lapses on its last day unless a decision renews it.
    """

    code: ClassVar[str] = "zero_unless"
    title: ClassVar[str] = "zero cap with condition"
    first_day: date
    last_day: date | None = None
    conditions: frozenset[str] = frozenset()
    unit: str = ""
    lifted_on: date | None = None

    @classmethod
    def read(cls, data: Data) -> Self:
        last = [day(r["last_day"]) for r in data.get("renewals", ())]
        end = maybe_day(data.get("last_day"))
        return cls(
            day(data["first_day"]),
            max([end, *last]) if end else None,
            frozenset(data.get("conditions", ())),
            str(data.get("unit", "")),
            maybe_day(data.get("lifted_on")),
        )

    def runs(self, on: date) -> bool:
        return (
            self.first_day <= on
            and (self.last_day is None or on <= self.last_day)
            and (self.lifted_on is None or on < self.lifted_on)
        )

    def window(self, on: date) -> Period | None:
        return Period.through(self.first_day, on) if self.runs(on) else None

    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        return Quantity(Decimal(0), self.unit) if self.runs(on) else None

    def exempt(self, observation: Observation) -> bool:
        return bool(self.conditions) and self.conditions <= observation.meets

    def assess(
        self, observations: Iterable[Observation], on: date, *, party: str = ""
    ) -> Assessment:
        window = self.window(on)
        if window is None:
            return Assessment(
                "not_in_force", f"The ban has lapsed or not begun on {on.isoformat()}."
            )
        limit = Quantity(Decimal(0), self.unit)
        mine = [
            o
            for o in observations
            if party in ("", o.party) and window.covers(o.period) and o.period.last_day <= on
        ]
        if not mine:
            return unknown("Nothing was observed, and unknown is not zero", limit=limit)
        caught = [o for o in mine if not self.exempt(o)]
        turns = [turned(o, self.unit) for o in caught]
        used = Quantity(sum((t.amount for t in turns if t), Decimal(0)), self.unit)
        wanted = " and ".join(sorted(self.conditions)) or "any condition"
        if any(t is None for t in turns):
            return Assessment(
                "exceeded",
                f"Any amount is over zero; {len(caught)} dealing(s) without {wanted}, "
                "of an amount not known.",
                limit,
                None,
                least=True,
                window=window,
            )
        if not caught:
            return Assessment(
                "within",
                f"Each of {len(mine)} dealing(s) meets {wanted}.",
                limit,
                used,
                window=window,
            )
        return measured(used, limit, window=window)


@dataclass(frozen=True, slots=True)
class UnknownAmount(Shape):
    """A cap that is in force and whose amount nobody published. Usage is not computable."""

    code: ClassVar[str] = "unknown"
    title: ClassVar[str] = "unknown amount"
    inner: Shape

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(read(data["inner"]))

    def window(self, on: date) -> Period | None:
        return self.inner.window(on)

    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        return None

    def limited_to(self, limit: Quantity | None) -> Shape:
        return self.inner.limited_to(limit)

    def assess(
        self, observations: Iterable[Observation], on: date, *, party: str = ""
    ) -> Assessment:
        found = self.inner.assess(observations, on, party=party)
        if found.state == "not_in_force":
            return found
        return unknown(
            "The text sets an amount that nobody published",
            used=found.used,
            window=self.window(on),
        )


@dataclass(frozen=True, slots=True)
class Superseded(Shape):
    """A cap that another replaced, perhaps before its own first day: then it never applied."""

    code: ClassVar[str] = "superseded"
    title: ClassVar[str] = "superseded before it starts"
    inner: Shape
    first_day: date
    on: date  # the first day of what replaced it
    by: str

    @classmethod
    def read(cls, data: Data) -> Self:
        inner = data["inner"]
        return cls(read(inner), day(inner["first_day"]), day(data["replaced_on"]), str(data["by"]))

    @property
    def never_applied(self) -> bool:
        return self.on <= self.first_day

    def window(self, on: date) -> Period | None:
        return self.inner.window(on) if on < self.on else None

    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        return self.inner.limit_on(on, party=party) if on < self.on else None

    def assess(
        self, observations: Iterable[Observation], on: date, *, party: str = ""
    ) -> Assessment:
        if on < self.on:
            return self.inner.assess(observations, on, party=party)
        never = ", before it began" if self.never_applied else ""
        return Assessment("superseded", f"Replaced by {self.by} on {self.on.isoformat()}{never}.")
