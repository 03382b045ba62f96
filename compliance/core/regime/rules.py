"""A measure as the question about a good needs it, and the question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from compliance.core.regime.goods import Heading, within


# What may be shown of a dealing, for an exemption or a condition of a cap.
FACTS: dict[str, str] = {
    "notified": "the Committee was told in advance",
    "approved": "the Committee approved it in advance",
    "notified_every_30_days": "the supplying State notifies the Committee every 30 days",
    "no_designated_party": "no designated or associated person or entity takes part",
    "livelihood": "it is exclusively for the livelihood of DPRK nationals",
    "no_programme_revenue": "it earns nothing for the banned programmes",
    "humanitarian": "it is for humanitarian need",
    "food_or_medicine": "it is food or medicine",
    "old_contract": "its contract was written before the ban",
    "foreign_origin": "credible information shows that it comes from another country",
    "russian_origin": "it is of Russian origin",
    "through_rajin": "it only passes through the port of Rajin",
    "civil_aircraft_abroad": "it fuels a civil passenger aircraft abroad, there and back",
    "civil_aircraft_parts": "it keeps existing civil passenger aircraft flying",
    "basic_expenses": "it meets basic expenses",
    "extraordinary_expenses": "it meets extraordinary expenses",
    "earlier_judgment": "a lien or judgment from before the designation",
}
ROUTES: dict[str, str] = {
    "automatic": "needs no word to the Committee",
    "notice": "needs notice to the Committee by the State",
    "approval": "needs approval by the Committee",
}


@dataclass(frozen=True, slots=True)
class Grace:
    """How old contracts run on: written before, delivered by, notified by."""

    contract_before: date | None = None
    deliver_by: date | None = None
    notify_by: date | None = None
    goods: tuple[str, ...] = ()  # of several goods, those it is for; none: all
    headings: tuple[Heading, ...] = ()

    @property
    def words(self) -> str:
        parts = [
            ("contract before", self.contract_before),
            ("delivered by", self.deliver_by),
            ("notified to the Committee by", self.notify_by),
        ]
        return ", ".join(f"{words} {day.isoformat()}" for words, day in parts if day)

    def covers(self, asked: Asked) -> bool:
        if not self.goods:
            return True
        if asked.hs:
            return within(self.headings, asked.hs) is not None
        return asked.good in self.goods


@dataclass(frozen=True, slots=True)
class Rule:
    """A measure as the question needs it."""

    key: str
    citation: str
    kind: str  # ban, cap, exemption …
    words: str
    first_day: date
    last_day: date | None = None
    strength: str = "decides"
    into: bool = False  # it is about supply to the DPRK
    out_of: bool = False  # it is about supply from the DPRK
    goods: tuple[str, ...] = ()
    not_goods: tuple[str, ...] = ()
    goods_words: str = ""
    headings: tuple[Heading, ...] = ()
    headings_by: str = ""
    route: str = ""
    exempts: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    unless: str = ""  # the exception in the ban's own words: a route
    grace: Grace | None = None
    cap: str = ""  # slug of the cap
    confidence: str = ""

    def on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def names(self, good: str) -> bool:
        """Whether the paragraph names a good, by its code or in its words."""
        if good in self.goods:
            return True
        words = rf"\b{re.escape(good)}\b"
        return bool(good) and re.search(words, self.goods_words, re.IGNORECASE) is not None

    @property
    def applied(self) -> bool:
        return self.last_day is None or self.first_day <= self.last_day


@dataclass(frozen=True, slots=True)
class Asked:
    """A good that goes one way on a day, with what is known of the dealing."""

    supplier: str
    recipient: str
    on: date
    good: str | None = None
    hs: str | None = None  # digits
    authority: str = "UN"
    facts: frozenset[str] = frozenset()
    contract_on: date | None = None
