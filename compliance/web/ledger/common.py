"""What the pages of the ledger share."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from compliance import core, queries
from compliance.core.ledger import Entry
from compliance.models import Cap
from compliance.queries.ledger import CapUsage


SECTION = "caps"


def period_slug(label: str) -> str:
    """A period in an address: 2023, or its first and last day with two dots between."""
    return label.replace("/", "..")


def concerning(cap: Cap, lines: Sequence[Entry]) -> list[Entry]:
    return core.ledger.concerning(cap.terms, lines)


def newest_measured(every: Sequence[CapUsage]) -> CapUsage | None:
    return next((value for value in reversed(every) if value.measured), None)


def in_order(value: CapUsage) -> dict[str, Decimal]:
    """What each supplier's lines add up to, in the order of the duty to report, as charts stack."""
    used = value.by_supplier()
    return {s: used[s] for s in dict.fromkeys(c.supplier for c in value.cells) if s in used}


def cite_address(value: CapUsage) -> str:
    """The address that stays: the digest of the answer, and the question."""
    said = {
        "cap": value.cap.slug,
        "period": period_slug(value.label),
        "known_at": value.known_at.isoformat(),
        "policy": value.policy.slug,
    }
    return f"{reverse('cite', args=[queries.ledger.digest(value)])}?{urlencode(said)}"
