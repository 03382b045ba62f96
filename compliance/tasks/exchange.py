"""Tables that wait to be gone through: the worker takes them one after the other."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from compliance import services
from compliance.models import ImportRun


log = logging.getLogger(__name__)
# One table, all of it in one transaction, may take minutes; whoever looks meanwhile finds the lock.
LIMIT_S = 1800


# It may take longer than a message stays unseen, so its message is done with at once and is never
# given to a second worker; one lost with its worker is followed by the next, two seconds later.
@shared_task(
    name="exchange.sweep", time_limit=LIMIT_S + 30, soft_time_limit=LIMIT_S, acks_late=False
)
def sweep() -> None:
    """Whatever waits, until nothing does; one that fails stops no other."""
    services.ledger.projection.catch_up()  # where a command or worker was cut short before it did
    for run in ImportRun.objects.waiting().select_related("file__committee", "asked_by"):
        try:
            done = services.exchange.carry_out(run=run, at=timezone.now(), beside=True)
        except Exception:
            log.exception("a table was not gone through and will be tried again: %s", run.pk)
            continue
        if done is None:
            return  # another worker is at one, and goes on to these
        if done.outcome == "entered":
            services.ledger.projection.catch_up()
