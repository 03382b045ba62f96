"""Acts for those who follow us: changes get their place, and subscriptions are told of them."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction

from compliance import queries
from compliance.core.follow import new_secret, next_try, signature
from compliance.models import Cap, Change, Sending, Subscription, SubscriptionProgress
from compliance.sources import pages


if TYPE_CHECKING:
    from django.contrib.auth.models import User


ONE_AT_A_TIME = 0x666F6C6C6F77  # the advisory lock of whoever gives places
BATCH = 5_000
MOST = 20  # subscriptions a person
IN_HAND = timedelta(minutes=1)  # how long a worker may take over one message
KEPT = timedelta(days=30)  # a sending stays in the log
ANSWER = 500  # letters of an answer that are kept


class NotSubscribed(ValueError):
    """Why there is no such subscription, in a sentence."""


def place() -> None:
    """Give every change that has come to stand its place, in the order of their numbers.

    Whoever gives places does so alone and takes only what stands: a change whose transaction ends
    later comes later, so nobody who has followed up to a place ever misses one before it. Those
    who find another at it leave it to them.
    """
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
            if not cursor.fetchone()[0]:
                return
            waiting = queries.follow.without_place(BATCH)
            if not waiting:
                return
            last = queries.follow.head().place
            cursor.execute(
                "update compliance_change c set place = %s + n from "
                "unnest(%s::bigint[]) with ordinality s (id, n) where c.id = s.id",
                [last, waiting],
            )
            if len(waiting) < BATCH:
                return


# Subscriptions


def subscribe(
    *, url: str, events: list[str], cap: Cap | None, by: User, at: datetime
) -> Subscription:
    """Tell somebody of what changes from here on. Raises `NotSubscribed`."""
    url = address(url)
    with transaction.atomic():
        may_have_another(by)
        place()
        made = Subscription.objects.create(
            owner=by,
            url=url,
            secret=new_secret(secrets.token_bytes(32)),
            events=events,
            cap=cap,
            made_at=at,
        )
        SubscriptionProgress.objects.create(
            subscription=made, told_to=queries.follow.head().place, due_at=at
        )
    return made


def may_have_another(by: User) -> None:
    """Raises `NotSubscribed` where somebody has as many as one may."""
    if queries.follow.subscriptions(by).count() >= MOST:
        raise NotSubscribed(f"{MOST} subscriptions are the most that one person may have.")


def address(url: str) -> str:
    """An address in one spelling, where messages may go. Raises `NotSubscribed`."""
    try:
        found = pages.canonical(url)
        pages.may_be_sent(found, allowed_hosts=settings.FETCH_ALLOWED_HOSTS)
    except pages.Refused as reason:
        raise NotSubscribed(str(reason)) from reason
    return found


def stop(*, subscription: Subscription, because: str) -> None:
    """Send nothing more, until it is started again."""
    with transaction.atomic():
        row = Subscription.objects.select_for_update().get(pk=subscription.pk)
        if row.active:
            row.active, row.stopped_because = False, because
            row.save(update_fields=["active", "stopped_because"])


def start(*, subscription: Subscription, at: datetime) -> None:
    """Send again, beginning with what came in since it stopped."""
    with transaction.atomic():
        row = Subscription.objects.select_for_update().get(pk=subscription.pk)
        row.active, row.stopped_because = True, ""
        row.save(update_fields=["active", "stopped_because"])
        SubscriptionProgress.objects.filter(subscription=row).update(failures=0, due_at=at)


# Messages


@dataclass(frozen=True)
class Message:
    """What a subscription is told: which rows of what came in. What became of them is asked for."""

    name: str
    body: bytes
    change: Change


def tell(*, subscription: int, at: datetime) -> Sending | None:
    """Send a subscription the first change that it has not been told of; None if there is none,
    or another worker has it in hand.

    At least once: should this worker die before it has noted the answer, the same message goes
    out again under the same name.
    """
    held = SubscriptionProgress.objects.filter(
        subscription=subscription,
        subscription__active=True,
        subscription__owner__is_active=True,
        due_at__lte=at,
    )
    if not held.update(due_at=at + IN_HAND):
        return None
    progress = SubscriptionProgress.objects.select_related("subscription__cap__commodity").get(
        subscription=subscription
    )
    row = progress.subscription
    change, upto = queries.follow.next_for(row, progress.told_to)
    if change is None:
        _told(progress, upto, at)
        return None
    message = _message(row, change, upto)
    status, problem, answer = None, "", ""
    try:
        taken = pages.send(
            row.url,
            message.body,
            headers={
                "content-type": "application/json",
                "webhook-id": message.name,
                "webhook-timestamp": str(int(at.timestamp())),
                "webhook-signature": signature(
                    row.secret, message=message.name, at=at, body=message.body
                ),
            },
            allowed_hosts=settings.FETCH_ALLOWED_HOSTS,
            agent=settings.FETCH_AGENT,
        )
        status, answer = taken.status, taken.said[:ANSWER].replace("\x00", "")
        if not 200 <= taken.status < 300:
            problem = f"The server answered {taken.status}."
    except (pages.Refused, pages.Failed) as reason:
        problem = str(reason)
    sent = Sending(
        subscription=row,
        message=message.name,
        what=_topic(change),
        rows=len(change.rows),
        at=at,
        status=status,
        problem=problem,
        answer=answer,
    )
    with transaction.atomic():
        if problem:
            _failed(progress, sent, at)
        else:
            _told(progress, change.place or upto, at)
        sent.save()
    return sent


def _message(row: Subscription, change: Change, upto: int) -> Message:
    said = {
        "type": f"{_topic(change)}.changed",
        "timestamp": change.at.isoformat(),
        "data": {
            "topic": _topic(change),
            # Of findings and readings the numbers are those of claims and articles.
            "of": {"findings": "claims", "readings": "articles"}.get(change.what, change.what),
            "ids": change.rows,
            "cap": row.cap.slug if row.cap else None,
            "changed_since": str(queries.follow.mark(upto)),
        },
    }
    return Message(f"msg_{row.pk}_{change.place}", json.dumps(said).encode(), change)


def _topic(change: Change) -> str:
    return "findings" if change.what == "readings" else change.what


def _told(progress: SubscriptionProgress, to: int, at: datetime) -> None:
    progress.told_to, progress.failures, progress.due_at = to, 0, at
    progress.save(update_fields=["told_to", "failures", "due_at"])


def _failed(progress: SubscriptionProgress, sent: Sending, at: datetime) -> None:
    progress.failures += 1
    sent.next_at = next_try(progress.failures, at=at)
    if sent.status == 410:
        sent.next_at = None
        stop(
            subscription=progress.subscription,
            because="The server answered 410: the address is gone, and wants no more messages.",
        )
    elif sent.next_at is None:
        stop(
            subscription=progress.subscription,
            because=f"{progress.failures} tries in a row failed, the last one at "
            f"{at:%Y-%m-%d %H:%M} UTC. {sent.problem}",
        )
    progress.due_at = sent.next_at or at
    progress.save(update_fields=["failures", "due_at"])


def forget(*, before: datetime) -> int:
    """Take sendings out of the log that are older than a moment."""
    gone, _ = Sending.objects.filter(at__lt=before).delete()
    return gone
