"""Where a total can only be read as "at least": a report is missing, or a figure not counted."""

from __future__ import annotations

from compliance.core.ledger import Coverage, Usage
from compliance.core.ledger.steps import Sum
from compliance.queries.ledger import CapUsage, Summary


def missing(value: CapUsage | Summary) -> int:
    """Reports past due and not in, whatever the reason."""
    return value.coverage.missing


def is_floor(value: CapUsage | Summary) -> bool:
    """Whether the total can only be read as "at least"."""
    return floor(value.binding, value.coverage)


def floor(usage: Usage | Sum | None, coverage: Coverage) -> bool:
    return coverage.missing > 0 or not (usage is None or usage.whole)
