"""Reports recorded through the one act that records them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from compliance import services
from compliance.core.ledger import Draft
from compliance.models import Report, Transfer
from compliance.services.ledger import Source
from tests.factories.regime import CommitteeFactory


NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
_numbers = count(1)


def source(known_on: str | None = "2024-02-01", **other: Any) -> Source:
    """A notification by Russia."""
    return Source(
        **{
            "committee": CommitteeFactory(),
            "kind": "notification",
            "known_on": date.fromisoformat(known_on) if known_on else None,
            "key": f"test:{next(_numbers)}",
            **other,
        }
    )


def record(*drafts: Draft, at: datetime = NOW, by: Any = None, **other: Any) -> Report:
    return services.ledger.record(source=source(**other), drafts=drafts, by=by, at=at)


def line(draft: Draft, **other: Any) -> Transfer:
    """One line, recorded."""
    return record(draft, **other).transfers.get()


def lines() -> list[tuple[int, str, bool]]:
    """What is held: revision, kind and withdrawn of every row, as written."""
    rows = Transfer.objects.order_by("pk")
    return list(rows.values_list("revision", "kind", "withdrawn"))
