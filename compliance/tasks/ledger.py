"""Notices: given when they are due, and sent."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from compliance import queries, services


@shared_task(name="ledger.sweep")
def sweep() -> None:
    """Give every notice that is due; the same call that follows each report, so it adds none."""
    for cap in queries.regime.caps():
        if cap.computed:
            services.ledger.issue_notices(cap=cap, at=timezone.now())
