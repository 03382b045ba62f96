"""Where a total can only be read as "at least": a report is missing, or a figure not counted."""

from __future__ import annotations

from compliance.queries.ledger import CapUsage, Summary


def missing(value: CapUsage | Summary) -> int:
    """Reports past due and not in, whatever the reason."""
    return value.coverage.silent + value.coverage.unknown + value.coverage.unclear


def is_floor(value: CapUsage | Summary) -> bool:
    """Whether the total can only be read as "at least"."""
    return missing(value) > 0 or not (value.binding is None or value.binding.whole)
