"""Caps that differ by who holds them: a State's own baseline, its share, its own notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from compliance.core.period import Period
from compliance.core.quantity import Quantity
from compliance.core.regime.shapes.flows import Scheduled, schedule
from compliance.core.regime.shapes.values import (
    Assessment,
    Data,
    Observation,
    Shape,
    Unreadable,
    amount,
    day,
    labelled,
    maybe_day,
    number,
    read,
    surely,
    turned,
    unknown,
    worst,
)


@dataclass(frozen=True, slots=True)
class Baseline(Shape):
    """Each State is held to its own earlier level, times a step where there is a table of them.

    The level is stated, or summed from what was seen of that State in the baseline's span if it
    fills the span; else it is unknown, and so is the limit.
    """

    code: ClassVar[str] = "baseline"
    title: ClassVar[str] = "per-State baseline"
    inner: Shape
    baselines: Mapping[str, Quantity | None] = field(default_factory=dict)
    span: Period | None = None  # the days whose supply is the baseline
    on: date | None = None  # or the one day whose level is
    unit: str = ""

    @classmethod
    def read(cls, data: Data) -> Self:
        span = data.get("span")
        return cls(
            read(data["inner"]),
            {state: _baseline(words) for state, words in data.get("baselines", {}).items()},
            Period.through(day(span[0]), day(span[1])) if span else None,
            maybe_day(data.get("day")),
            str(data.get("unit", "")),
        )

    def window(self, on: date) -> Period | None:
        return self.inner.window(on)

    def baseline(self, party: str, observations: Iterable[Observation] = ()) -> Quantity | None:
        """A State's baseline, as stated or as it follows from what was seen of it."""
        if party in self.baselines:
            return self.baselines[party]
        mine = [o for o in observations if o.party == party]
        if self.on is not None:
            mine = [o for o in mine if o.period.last_day == self.on]
            turns = [turned(o, self.unit) for o in mine]
        elif self.span is not None:
            span = self.span
            mine = sorted((o for o in mine if span.covers(o.period)), key=lambda o: o.period)
            edges = [span.start, *(o.period.end for o in mine)]
            if edges[-1] != span.end or any(
                o.period.start != edge for o, edge in zip(mine, edges, strict=False)
            ):
                return None
            turns = [turned(o, self.unit) for o in mine]
        else:
            return None
        if not turns or None in turns:
            return None
        return Quantity(sum((t.amount for t in turns if t), Decimal(0)), self.unit)

    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        base = self.baseline(party)
        return self.inner.limited_to(base).limit_on(on) if base else None

    def assess(
        self, observations: Iterable[Observation], on: date, *, party: str = ""
    ) -> Assessment:
        held = list(observations)
        if not party:
            parties = sorted({*self.baselines, *(o.party for o in held)} - {""})
            if not parties:
                return unknown("No State's baseline is published")
            return worst(
                [labelled(self.assess(held, on, party=p), p) for p in parties], noun="State"
            )
        base = self.baseline(party, held)
        found = self.inner.limited_to(base).assess(held, on, party=party)
        if base is None and found.state == "not_computable":
            return unknown("The State's baseline is not published", used=found.used)
        return found


def _baseline(words: object) -> Quantity | None:
    """An amount, or a mean of amounts plus shares of others, as the Montreal Protocol has it."""
    if not isinstance(words, Mapping):
        return amount(words)
    mean = [surely(each) for each in words["mean"]]
    total = sum((q.amount for q in mean), Decimal(0)) / len(mean)
    for share, other in words.get("plus", ()):
        total += number(share) * surely(other).amount
    return Quantity(total, mean[0].unit)


@dataclass(frozen=True, slots=True)
class Passed:
    """A part of a share passed from one holder to another, by a decision that can be cited."""

    giver: str
    taker: str
    quantity: Quantity
    decided_on: date
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Shares(Scheduled):
    """A total split into shares, which may be passed on. Shares and transfers conserve the total.

    What the shares leave of the total is the common rest, from which holders without a share draw.
    """

    code: ClassVar[str] = "shares"
    title: ClassVar[str] = "allocated shares with transfers"
    shares: Mapping[str, Quantity] = field(default_factory=dict)
    passed: tuple[Passed, ...] = ()
    most: tuple[tuple[str, str, Quantity], ...] = ()  # giver, taker, and the most that may pass

    def __post_init__(self) -> None:
        if self.limit is None:
            raise Unreadable("shares need a total")
        given = sum((q.amount for q in self.shares.values()), Decimal(0))
        if given > self.limit.amount:
            raise Unreadable(f"the shares add up to {given}, over the total {self.limit.amount}")
        for each in self.passed:
            held = self.limit_on(each.decided_on, party=each.giver)
            if held is None or held.amount < 0:
                raise Unreadable(f"{each.giver} cannot pass on more than it has")
            for giver, taker, most in self.most:
                between = sum(
                    (
                        p.quantity.amount
                        for p in self.passed
                        if (p.giver, p.taker) == (giver, taker)
                        and self.window(p.decided_on) == self.window(each.decided_on)
                    ),
                    Decimal(0),
                )
                if between > most.amount:
                    raise Unreadable(f"{giver} may pass {most.amount} to {taker} and no more")

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(
            surely(data["limit"]),
            schedule(data),
            shares={holder: surely(words) for holder, words in data["shares"].items()},
            passed=tuple(
                Passed(
                    str(t["from"]),
                    str(t["to"]),
                    surely(t["amount"]),
                    day(t["decided_on"]),
                    str(t.get("reference", "")),
                )
                for t in data.get("transfers", ())
            ),
            most=tuple(
                (str(m["from"]), str(m["to"]), surely(m["amount"])) for m in data.get("most", ())
            ),
        )

    @property
    def rest(self) -> Quantity:
        assert self.limit is not None
        given = sum((q.amount for q in self.shares.values()), Decimal(0))
        return Quantity(self.limit.amount - given, self.unit)

    def holders(self) -> list[str]:
        return sorted({*self.shares, *(h for p in self.passed for h in (p.giver, p.taker))})

    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        """The total, or what a holder has after the transfers of this window through the day."""
        window = self.window(on)
        if window is None or not party:
            return self.limit if window else None
        if party not in self.holders():
            return self.rest
        own = self.shares.get(party, Quantity(Decimal(0), self.unit))
        for each in self.passed:
            if window.start <= each.decided_on <= on:
                if each.taker == party:
                    own += each.quantity
                if each.giver == party:
                    own -= each.quantity
        return own

    def mine(self, observation: Observation, party: str) -> bool:
        holders = self.holders()
        if party and party not in holders:
            return observation.party not in holders
        return party in ("", observation.party)

    def assess(
        self, observations: Iterable[Observation], on: date, *, party: str = ""
    ) -> Assessment:
        held = list(observations)
        if party or self.window(on) is None:
            return Scheduled.assess(self, held, on, party=party)
        whole = labelled(Scheduled.assess(self, held, on), "total")
        seen = {o.party for o in held}
        parts = [
            labelled(Scheduled.assess(self, held, on, party=p), p)
            for p in self.holders()
            if p in seen
        ]
        others = sorted(seen - set(self.holders()) - {""})
        if others:
            parts.append(labelled(Scheduled.assess(self, held, on, party=others[0]), "others"))
        return worst([whole, *parts], noun="share")


@dataclass(frozen=True, slots=True)
class Notice:
    """A holder's own quota for the window that begins on a day, and when it gave notice of it."""

    party: str
    window_from: date
    quantity: Quantity
    notified_on: date


@dataclass(frozen=True, slots=True)
class SelfSet(Scheduled):
    """A quota that its holder sets by notice; what silence means is a rule: zero, the last, none.

    CITES: an export quota for sturgeon is zero if it was not notified by 31 December.
    """

    code: ClassVar[str] = "self_set"
    title: ClassVar[str] = "set by its holder, with a rule for silence"
    notices: tuple[Notice, ...] = ()
    if_silent: str = "zero"
    by: tuple[int, int] = (12, 31)  # month and day: the last such day before the window begins

    def __post_init__(self) -> None:
        if self.if_silent not in ("zero", "last", "none"):
            raise Unreadable(f"silence means zero, last or none, not {self.if_silent!r}")

    @classmethod
    def read(cls, data: Data) -> Self:
        month, last = (int(part) for part in str(data.get("by", "12-31")).split("-"))
        return cls(
            None,
            schedule(data),
            str(data["unit"]),
            tuple(
                Notice(
                    str(n["party"]),
                    day(n["window_from"]),
                    surely(n["amount"]),
                    day(n["notified_on"]),
                )
                for n in data.get("notices", ())
            ),
            str(data.get("if_silent", "zero")),
            (month, last),
        )

    def deadline(self, window: Period) -> date:
        this_year = date(window.start.year, *self.by)
        return this_year if this_year < window.start else date(window.start.year - 1, *self.by)

    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        window = self.window(on)
        if window is None:
            return None
        timely = sorted(
            (
                n
                for n in self.notices
                if n.party == party
                and n.window_from <= window.start
                and n.notified_on <= self.deadline(window)
            ),
            key=lambda n: (n.window_from, n.notified_on),
        )
        if timely and timely[-1].window_from == window.start:
            return timely[-1].quantity
        if self.if_silent == "last" and timely:
            return timely[-1].quantity
        return Quantity(Decimal(0), self.unit) if self.if_silent == "zero" else None

    def assess(
        self, observations: Iterable[Observation], on: date, *, party: str = ""
    ) -> Assessment:
        held = list(observations)
        if party:
            return Scheduled.assess(self, held, on, party=party)
        parties = sorted({n.party for n in self.notices} | {o.party for o in held})
        parts = [labelled(Scheduled.assess(self, held, on, party=p), p) for p in parties]
        return worst(parts, noun="quota")
