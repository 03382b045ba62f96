"""Caps in money and on prices: a value needs a price source, a price needs a transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar, Self

from compliance.core.period import Period, months_after
from compliance.core.quantity import Quantity, same_dimension
from compliance.core.regime.shapes.flows import Scheduled, schedule
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
    number,
    surely,
    turned,
    unknown,
    worst,
)


@dataclass(frozen=True, slots=True)
class Price:
    """So much money for one unit, in a span of days, by a source that can be cited."""

    money: Quantity
    per: str
    period: Period
    source: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Money(Scheduled):
    """A cap on value: 400,870,018 USD a year.

    What a source values in the cap's money counts as stated; the rest by the price of its last
    day. Nothing is priced in silence: what has no price makes the sum a lower bound.
    """

    code: ClassVar[str] = "money"
    title: ClassVar[str] = "money cap"
    prices: tuple[Price, ...] = ()

    @classmethod
    def read(cls, data: Data) -> Self:
        prices = tuple(
            Price(
                surely(p["price"]),
                str(p["per"]),
                Period.through(day(p["first_day"]), day(p["last_day"])),
                str(p.get("source", "")),
                str(p.get("item", "")),
            )
            for p in data.get("prices", ())
        )
        return cls(amount(data.get("limit")), schedule(data), prices=prices)

    def turn(self, observation: Observation) -> Quantity | None:
        valued = turned(observation, self.unit)
        if valued is not None or observation.quantity is None:
            return valued
        for price in self.prices:
            if (
                price.money.unit == self.unit
                and price.item in ("", observation.item)
                and price.period.start <= observation.period.last_day < price.period.end
                and same_dimension(observation.quantity.unit, price.per)
            ):
                many = observation.quantity.to(price.per).amount
                return Quantity(many * price.money.amount, self.unit)
        return None


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A price that no transaction may pass, from a day on, for a product and jurisdiction."""

    first_day: date
    limit: Quantity
    product: str = ""
    party: str = ""  # the jurisdiction; empty: all of them
    wind_down_days: int = 0  # contracts from before it run on under the earlier one
    last_day: date | None = None

    def fits(self, product: str, party: str) -> bool:
        return self.product in ("", product) and self.party in ("", party)


@dataclass(frozen=True, slots=True)
class UnitPrice(Shape):
    """A ceiling on the unit price of each transaction; how much is sold does not matter."""

    code: ClassVar[str] = "unit_price"
    title: ClassVar[str] = "unit-price ceiling"
    ceilings: tuple[Ceiling, ...]

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(
            tuple(
                Ceiling(
                    day(c["first_day"]),
                    surely(c["limit"]),
                    str(c.get("product", "")),
                    str(c.get("party", "")),
                    int(c.get("wind_down_days", 0)),
                    maybe_day(c.get("last_day")),
                )
                for c in data["ceilings"]
            )
        )

    def window(self, on: date) -> Period | None:
        return None

    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        """The ceiling for what has no product of its own; see `ceiling`."""
        return self.ceiling(on, party=party)

    def ceiling(
        self, on: date, *, party: str = "", product: str = "", contract_on: date | None = None
    ) -> Quantity | None:
        """The ceiling that a transaction of a day is held to, by its contract where that is old."""
        begun = sorted(
            (
                c
                for c in self.ceilings
                if c.fits(product, party)
                and c.first_day <= on
                and (c.last_day is None or on <= c.last_day)
            ),
            key=lambda c: (c.first_day, c.party != "", c.product != ""),
        )
        while begun:
            newest = begun.pop()
            winding = on < newest.first_day + timedelta(days=newest.wind_down_days)
            old = contract_on is not None and contract_on < newest.first_day
            if not (winding and old and begun):
                return newest.limit
        return None

    def assess(
        self, observations: Iterable[Observation], on: date, *, party: str = ""
    ) -> Assessment:
        """Every transaction through the day, each against the ceiling of its own day."""
        parts = []
        for o in observations:
            if party not in ("", o.party) or o.period.last_day > on:
                continue
            at = o.period.last_day
            ceiling = self.ceiling(at, party=o.party, product=o.item, contract_on=o.contract_on)
            label = " ".join(filter(None, (at.isoformat(), o.party, o.item)))
            parts.append(labelled(_priced(o, ceiling), label))
        if not parts:
            return unknown("No transaction was observed", limit=self.limit_on(on, party=party))
        return worst(parts, noun="transaction")


def _priced(o: Observation, ceiling: Quantity | None) -> Assessment:
    if ceiling is None:
        return Assessment("no_limit", "No ceiling held on that day.")
    if o.quantity is None or not same_dimension(o.quantity.unit, ceiling.unit):
        return unknown("The price is not known", limit=ceiling)
    return measured(o.quantity.to(ceiling.unit), ceiling)


@dataclass(frozen=True, slots=True)
class Review:
    """A day of the review calendar, and the day from which its result applies."""

    on: date
    applies_from: date


@dataclass(frozen=True, slots=True)
class Formula(UnitPrice):
    """A ceiling that a formula sets anew on the days of a calendar: so much below the average.

    The ceilings that were published stand (`ceilings`); after the last of them each review sets
    the mean of the readings of the weeks before it, less the discount. Readings that do not fill
    the weeks give no ceiling, never a guess.
    """

    code: ClassVar[str] = "formula"
    title: ClassVar[str] = "formula and review calendar"
    reviews: tuple[Review, ...] = ()
    readings: tuple[tuple[date, Decimal], ...] = ()  # one a week
    weeks: int = 22
    below: Decimal = Decimal(0)
    step: Decimal = Decimal("0.1")
    wind_down_days: int = 0
    every_months: int = 6
    reviewed: str = ""  # the jurisdiction whose rule it is

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(
            UnitPrice.read(data).ceilings,
            reviews=tuple(
                Review(day(r["day"]), day(r.get("applies_from") or r["day"]))
                for r in data["reviews"]
            ),
            readings=tuple(sorted((day(at), number(v)) for at, v in data["readings"].items())),
            weeks=int(data["weeks"]),
            below=number(data["below"]),
            step=number(data.get("round_to", "0.1")),
            wind_down_days=int(data.get("wind_down_days", 0)),
            every_months=int(data.get("every_months", 6)),
            reviewed=str(data.get("party", "")),
        )

    @property
    def next_review(self) -> date:
        return months_after(self.reviews[-1].on, self.every_months)

    def computed(self, review: Review) -> Decimal | None:
        """What the formula gives on a review day; None where a week has no reading."""
        first = review.on - timedelta(weeks=self.weeks)
        taken = [value for at, value in self.readings if first <= at < review.on]
        if len(taken) < self.weeks:
            return None
        mean = sum(taken, Decimal(0)) / len(taken)
        return ((mean * (1 - self.below)) / self.step).quantize(
            Decimal(1), ROUND_HALF_UP
        ) * self.step

    def ceiling(
        self, on: date, *, party: str = "", product: str = "", contract_on: date | None = None
    ) -> Quantity | None:
        unit = self.ceilings[0].limit.unit
        set_anew = []
        for review in self.reviews:
            if party not in ("", self.reviewed) or review.applies_from > on:
                continue
            value = self.computed(review)
            if value is None:
                return None
            set_anew.append(
                Ceiling(
                    review.applies_from,
                    Quantity(value, unit),
                    party=self.reviewed,
                    wind_down_days=self.wind_down_days,
                )
            )
        whole = replace(self, ceilings=(*self.ceilings, *set_anew), reviews=())
        if self.reviews:
            return whole.ceiling(on, party=party, product=product, contract_on=contract_on)
        return UnitPrice.ceiling(self, on, party=party, product=product, contract_on=contract_on)

    def assess(
        self, observations: Iterable[Observation], on: date, *, party: str = ""
    ) -> Assessment:
        """As any price ceiling; a day whose review lacks its readings cannot be computed."""
        held = [o for o in observations if party in ("", o.party) and o.period.last_day <= on]
        blind = [r for r in self.reviews if r.applies_from <= on and self.computed(r) is None]
        seen = UnitPrice.assess(self, held, on)
        if not blind:
            return seen
        hidden = [o for o in held if o.period.last_day >= blind[0].applies_from]
        if not hidden:
            return seen
        why = f"The readings before the review of {blind[0].on.isoformat()} are not all held"
        return unknown(why)
