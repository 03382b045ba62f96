"""What was entered here since a moment: counted, and the newest of it by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from compliance.models import Transfer
from compliance.queries.ledger.rows import lines


MOST = 1000  # nothing is counted further than this: a reader sees "1,000 or more"
NEWEST = 8

# What is counted, by the day on which the row came in here.
_KINDS = {
    "reports": "compliance_report where recorded_at >= %(at)s",
    "lines": "compliance_transfer where recorded_at >= %(at)s and revision = 1",
    "corrections": "compliance_transfer where recorded_at >= %(at)s and revision > 1"
    " and not withdrawn",
    "withdrawals": "compliance_transfer where recorded_at >= %(at)s and withdrawn",
    "estimates": "compliance_estimate where recorded_at >= %(at)s",
    "notices": "compliance_notice where issued_at >= %(at)s",
    "notices_withdrawn": "compliance_noticewithdrawal where withdrawn_at >= %(at)s",
    "decisions": "compliance_decision where recorded_at >= %(at)s",
    "findings": "compliance_finding where reconciled_at >= %(at)s and view = 'then'",
    "judgements": "compliance_review where decided_at >= %(at)s",
}
_ONE = "(select count(*) from (select from {what} limit {most}) found)"
_COUNTED = "select " + ", ".join(_ONE.format(what=what, most=MOST) for what in _KINDS.values())


@dataclass(frozen=True)
class News:
    """How many rows of each kind came in since a moment, and the newest lines."""

    since: datetime
    counts: dict[str, int]
    newest: tuple[Transfer, ...]

    def __bool__(self) -> bool:
        return any(self.counts.values())


def news(since: datetime) -> News:
    """What came in since a moment, that moment included. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"at": since})
        counts = dict(zip(_KINDS, cursor.fetchone(), strict=True))
    newest = ()
    if counts["lines"] or counts["corrections"] or counts["withdrawals"]:
        rows = lines().filter(recorded_at__gte=since).order_by("-id")
        newest = tuple(rows[:NEWEST])
    return News(since, counts, newest)
