"""The facts that were collected, as entries; only where they lie beside the project."""

from __future__ import annotations

import csv
from calendar import monthrange
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from compliance.core.ledger import Entry
from compliance.core.period import Period
from compliance.core.quantity import Quantity


PROJECT = Path(__file__).resolve().parents[3]
SHARED = PROJECT.parent / "shared"


def the_facts() -> list[Entry]:
    """The petroleum account and the coal account."""
    return [*_petroleum(), *_coal()]


def _petroleum() -> list[Entry]:
    with (SHARED / "facts" / "petroleum_reports.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        Entry(
            id=number,
            series=uuid5(NAMESPACE_URL, f"petroleum/{number}"),
            revision=1,
            kind=row["state"],
            supplier=row["supplier"],
            recipient=row["recipient"],
            commodity="refined_petroleum",
            period=Period.through(_days(row["first_month"])[0], _days(row["last_month"])[1]),
            known_on=_days(row["known_on"])[1] if row["known_on"] else None,
            quantity=_quantity(row["quantity"], row["unit"]),
            stated=_quantity(row["barrels_stated"], "bbl"),
        )
        for number, row in enumerate(rows, 1)
    ]


def _coal() -> list[Entry]:
    with (SHARED / "facts" / "coal_ledger.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        Entry(
            id=number,
            series=uuid5(NAMESPACE_URL, f"coal/{number}"),
            revision=1,
            kind=_coal_kind(row["quantity_t"]),
            supplier="KP",
            recipient="CN",
            commodity="coal",
            period=Period.through(*_days(row["month"])),
            known_on=_days(row["published"])[1],
            quantity=_quantity(row["quantity_t"], "t"),
            stated=_quantity(row["value_usd"], "USD"),
        )
        for number, row in enumerate(rows, 1001)
    ]


def _coal_kind(tons: str) -> str:
    if not tons:
        return "blank"
    return "nil" if Decimal(tons) == 0 else "reported"


def _quantity(amount: str, unit: str) -> Quantity | None:
    return Quantity(Decimal(amount), unit) if amount else None


def _days(text: str) -> tuple[date, date]:
    """First and last day of what is a day, a month or a year."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    if len(parts) == 2:
        year, month = parts
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(*parts), date(*parts)
