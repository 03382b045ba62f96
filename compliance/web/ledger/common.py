"""What the pages of the ledger share."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from compliance import core
from compliance.core.ledger import Entry
from compliance.models import Cap
from compliance.queries.ledger import CapUsage, Summary


SECTION = "caps"
Value = TypeVar("Value", bound=CapUsage | Summary)


def period_slug(label: str) -> str:
    """A period in an address: 2023, or its first and last day with two dots between."""
    return label.replace("/", "..")


def concerning(cap: Cap, lines: Sequence[Entry]) -> list[Entry]:
    return core.ledger.concerning(cap.terms, lines)


def newest_measured(every: Sequence[Value]) -> Value | None:
    return next((value for value in reversed(every) if value.measured), None)


def in_order(value: CapUsage | Summary) -> dict[str, Decimal]:
    """What each supplier's lines add up to, in the order of the duty to report, as charts stack."""
    if isinstance(value, Summary):
        used: dict[str, Decimal] = value.by_supplier
        order = [*value.cap.reporters, *sorted(used, key=lambda s: -used[s])]
    else:
        used, order = value.by_supplier(), [c.supplier for c in value.cells]
    return {s: used[s] for s in dict.fromkeys(order) if s in used}
