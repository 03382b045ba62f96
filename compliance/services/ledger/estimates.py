"""An estimate entered by a person: the estimated book, never added to the reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from compliance import core
from compliance.core.ledger import Problem
from compliance.core.quantity import UNITS
from compliance.models import Committee, Commodity, Estimate
from compliance.services.ledger.rejected import Rejected


if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True)
class Said:
    """A quantity that somebody worked out, as its source states it."""

    committee: Committee
    key: str
    commodity: str
    supplier: str | None
    recipient: str
    first_day: date | None
    last_day: date | None
    low: Decimal | None
    central: Decimal | None
    high: Decimal | None
    open_above: bool
    unit: str
    method: str
    made_by: str
    known_on: date
    source_url: str
    confidence: str
    note: str


@transaction.atomic
def enter_estimate(*, estimate: Said, by: User | None, at: datetime) -> Estimate:
    """The estimate, kept. Raises `Rejected` with every problem."""
    good = Commodity.objects.filter(code=estimate.commodity).first()
    found = _problems(estimate, good, at)
    if found or good is None:
        raise Rejected(found)
    values = {name: value for name, value in vars(estimate).items() if name != "commodity"}
    return Estimate.objects.create(**values, commodity=good, recorded_at=at, recorded_by=by)


def _problems(said: Said, good: Commodity | None, at: datetime) -> list[Problem]:
    found = []
    if good is None:
        found.append(
            Problem("commodity", "unknown", f"{said.commodity!r} is no good that is held.")
        )
    if said.unit not in UNITS or UNITS[said.unit][0] not in ("volume", "mass"):
        found.append(
            Problem("unit", "unit", f"{said.unit!r} measures no flow; give a volume or a mass.")
        )
    if said.low is said.central is said.high is None:
        found.append(Problem("amount", "missing", "An estimate has a number."))
    numbers = [n for n in (said.low, said.central, said.high) if n is not None]
    if numbers != sorted(numbers):
        found.append(Problem("amount", "backwards", "Low, central and high are in no order."))
    if said.first_day is None or said.last_day is None or said.first_day > said.last_day:
        found.append(Problem("first_day", "missing", "An estimate has a first and a last day."))
    for field in ("supplier", "recipient"):
        code = getattr(said, field)
        if code and not core.state.is_state(code):
            found.append(Problem(field, "unknown_state", f"{code!r} is no State."))
    if said.supplier == said.recipient:
        found.append(Problem("supplier", "same", "A State does not supply itself."))
    if said.known_on > at.date():
        found.append(Problem("known_on", "future", f"{said.known_on} has not come yet."))
    return found
