"""What is banned, and what was proposed and not adopted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from compliance.core.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Ban:
    """Dealings in a good that a paragraph forbids from a day on."""

    citation: str
    good: str
    first_day: date
    recipient: str | None = None
    supplier: str | None = None
    grace_until: date | None = None  # old contracts ran on through this day
    last_day: date | None = None

    def on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An amount that stood in a draft which was tabled and not adopted."""

    symbol: str
    tabled_on: date
    commodity: str
    limits: tuple[Quantity, ...]
