"""A number as it was cited: a digest of what was asked and answered, and the way back to it.

The digest is of the answer itself, so nobody can make an address that says what the record never
said. Lines are only ever added, each with the moment it was recorded: what was cited is worked out
again from the lines that had been recorded by then, also where a report that was entered later
has moved the record of that very day.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from compliance import core
from compliance.core.ledger import Entry
from compliance.core.ledger.spreadsheet import digits
from compliance.core.period import Period
from compliance.core.quantity import Policy
from compliance.models import Cap, Transfer
from compliance.queries.ledger.board import few
from compliance.queries.ledger.rows import recorded, seen_on
from compliance.queries.ledger.usage import CapUsage, usage


# How far back is gone, newest moment of recording first: an address that was made up costs a reader
# no more than this many moments, and all together no more than this many lines looked at.
MOST_MOMENTS, MOST_LINES = 200, 50_000
DIGITS = 32  # of the digest in an address: 128 bits


@dataclass(frozen=True)
class Cited:
    """What was cited; `recorded_to` where the record of that day has been added to since."""

    value: CapUsage
    recorded_to: datetime | None = None


def citing_data(value: CapUsage) -> dict[str, Any]:
    """What a citation vouches for: the question, the number, and every line in it."""
    binding = value.binding if value.measured else None
    return {
        "form": 1,
        "cap": value.cap.slug,
        "valid_from": value.period.start.isoformat(),
        "valid_to": value.period.last_day.isoformat(),
        "known_at": value.known_at.isoformat(),
        "policy": value.policy.slug,
        "book": "reported",
        "unit": binding.limit.unit if binding else None,
        "limit": digits(binding.limit.amount) if binding else None,
        "used": digits(binding.used.amount) if binding else None,
        "reports_due": value.coverage.due,
        "reports_received": value.coverage.received,
        "lines": sorted(
            [str(c.entry.series), c.entry.revision, c.entry.kind, digits(c.quantity.amount)]
            for c in (binding.counted if binding else ())
        ),
    }


def digest(value: CapUsage) -> str:
    """The first 128 bits of SHA-256 over `citing_data`, as JSON with sorted names."""
    said = json.dumps(citing_data(value), sort_keys=True, separators=(",", ":"))
    return sha256(said.encode()).hexdigest()[:DIGITS]


def cited(
    cap: Cap, *, period: Period, known_at: date, policy: Policy, digest_: str
) -> Cited | None:
    """The number that a digest stands for, whatever was recorded since; None if it never was."""
    whole = few([cap])
    rows = recorded(cap, None if whole else period)

    def at(moment: datetime | None) -> CapUsage:
        return usage(
            cap,
            period=period,
            known_at=known_at,
            policy=policy,
            lines=[entry for entry, written in rows if moment is None or written <= moment],
            seen=None if whole else seen_on(cap, known_at, recorded_to=moment),
        )

    now = at(None)
    if digest(now) == digest_:
        return Cited(now)
    near = {e.id for e in core.ledger.near([entry for entry, _ in rows], period)}
    moments = sorted(
        {written for entry, written in rows if _had_a_say(entry, near, known_at)}, reverse=True
    )
    for moment in moments[1 : 1 + min(MOST_MOMENTS, max(3, MOST_LINES // max(1, len(rows))))]:
        then = at(moment)
        if digest(then) == digest_:
            return Cited(then, moment)
    return None


def _had_a_say(entry: Entry, near: set[int], known_at: date) -> bool:
    return entry.id in near and entry.known_on is not None and entry.known_on <= known_at


def recorded_last(cap: Cap | None) -> datetime | None:
    """When the newest line of a cap, or of all, was written down: the clock of updates."""
    rows = Transfer.objects.under(cap) if cap else Transfer.objects.all()
    return rows.order_by("-pk").values_list("recorded_at", flat=True).first()
