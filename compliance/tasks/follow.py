"""Those who follow us: changes get their place, subscriptions are told, the log is kept short;
and every night a dump of all that is public is made."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from compliance import queries, services


log = logging.getLogger(__name__)
BUDGET_S = 30.0
NIGHTLY = timedelta(hours=20)


@shared_task(name="follow.sweep")
def sweep() -> None:
    """Whoever is behind is told, one message after the other, until the time is up."""
    services.follow.place()
    services.kept.gather()
    until = time.monotonic() + BUDGET_S
    waiting = queries.follow.due(timezone.now())
    while waiting and time.monotonic() < until:
        waiting = [pk for pk in waiting if time.monotonic() < until and _told(pk)]


def _told(subscription: int) -> bool:
    """Whether a subscription was told something, so that there may be more."""
    try:
        sent = services.follow.tell(subscription=subscription, at=timezone.now())
    except Exception:
        log.exception("a message was not sent and will be tried again: %s", subscription)
        return False
    return sent is not None and not sent.problem


@shared_task(name="follow.dump", time_limit=7200, acks_late=False)
def dump() -> None:
    """All that is public, for whoever wants all; not again because beat was started again."""
    at, made = timezone.now(), queries.dumps.made(settings.DUMPS)
    if not made or datetime.fromisoformat(made[0]["made_at"]) < at - NIGHTLY:
        services.dumps.make(folder=settings.DUMPS, at=at)


@shared_task(name="follow.forget")
def forget() -> None:
    services.follow.forget(before=timezone.now() - services.follow.KEPT)
