"""The journey of an article, in order: seen, captured, read, reconciled.

A row without a successor is work to do; a message only says "look now". So every step can be
lost, repeated or killed: the next sweep finds what waits, and a step that was begun three times
without an end is left for a person.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from celery import shared_task
from django.db.models import Model, QuerySet
from django.utils import timezone

from compliance import queries, services
from compliance.core.press import VERSION
from compliance.models import Article, Capture, Reading


log = logging.getLogger(__name__)
BATCH = 32  # long enough for the law and the ledger to be loaded once for it
BUDGET_S = 30.0
Row = TypeVar("Row", bound=Model)


@shared_task(name="press.sweep")
def sweep() -> None:
    """Whatever waits for its next step, until nothing does or the time is up."""
    until = time.monotonic() + BUDGET_S
    with services.press.without_waiting_for_the_disk():
        while time.monotonic() < until:
            done = sum(step(until) for step in STEPS)
            if not done:
                return


@shared_task(name="press.poll")
def poll() -> None:
    """A look at every source that is due, until none is or the time is up."""
    until = time.monotonic() + BUDGET_S
    while time.monotonic() < until:
        due = queries.feeds.due(BATCH, at=timezone.now())
        if not _every(due, until, lambda row: services.press.look(source=row, at=timezone.now())):
            return


def capture_waiting(until: float) -> int:
    return _each("capture", to_capture, Article.objects.all(), until, _capture)


def read_waiting(until: float) -> int:
    rows = Capture.objects.select_related("article").defer("content", "article__content")
    return _each("read", to_read, rows, until, _read)


def reconcile_waiting(until: float) -> int:
    rows = Reading.objects.select_related("capture__article").defer(
        "capture__content", "capture__text", "capture__article__content"
    )
    bench: queries.review.Bench | None = None  # the law and the ledger, loaded for a handful

    def reconcile(row: Reading) -> object:
        nonlocal bench
        if bench is None or bench.gone_through != queries.review.gone_through():
            bench = services.review.bench()
        return services.review.reconcile(reading=row, at=timezone.now(), bench=bench)

    return _each("reconcile", to_reconcile, rows, until, reconcile)


def to_capture(at: datetime) -> QuerySet[Article]:
    return Article.objects.awaiting_capture(at=at)


def to_read(at: datetime) -> QuerySet[Capture]:
    return Capture.objects.awaiting_reading(version=VERSION, at=at)


def to_reconcile(at: datetime) -> QuerySet[Reading]:
    return Reading.objects.awaiting_reconciliation(at=at)


def _capture(row: Article) -> object:
    return services.press.capture(article=row, at=timezone.now(), claimed=True)


def _read(row: Capture) -> object:
    return services.press.read(capture=row, at=timezone.now(), claimed=True)


def place_waiting(until: float) -> int:
    waiting = queries.copies.awaiting_place(BATCH)
    return _every(waiting, until, lambda row: services.press.place(reading=row))


def look_again(until: float) -> int:
    waiting = queries.copies.awaiting_look(BATCH, at=timezone.now())
    return _every(
        waiting, until, lambda row: services.press.look_again(article=row, at=timezone.now())
    )


def judge_anew(until: float) -> int:
    waiting = queries.review.changes_waiting(BATCH)
    return _every(
        waiting, until, lambda row: services.review.judge_anew(change=row, at=timezone.now())
    )


STEPS = (capture_waiting, read_waiting, place_waiting, reconcile_waiting, judge_anew, look_again)


def _every(rows: Sequence[Row], until: float, act: Callable[[Row], object]) -> int:
    """How many of the rows were brought a step further, each held by the act itself."""
    done = 0
    for row in rows:
        if time.monotonic() > until:
            break
        try:
            done += act(row) is not None
        except Exception:
            log.exception("a step failed and will be tried again: %s %s", type(row).__name__, row)
            if services.press.session() is None:
                break
    return done


def _each(
    step: str,
    waiting: Callable[[datetime], QuerySet[Row]],
    rows: QuerySet[Row],
    until: float,
    act: Callable[[Row], object],
) -> int:
    """How many of the rows were brought a step further. One that fails stops no other.

    A worker takes a handful that no other has in hand, and works them off one by one.
    """
    done = 0
    with services.press.claim(step, waiting, BATCH, timezone.now()) as held:
        mine = services.press.session()
        for row in rows.filter(pk__in=held).order_by("pk") if held else ():
            if time.monotonic() > until:
                break
            try:
                done += act(row) is not None
            except Exception:
                log.exception(
                    "a step failed and will be tried again: %s %s", type(row).__name__, row.pk
                )
                if services.press.session() is not mine:
                    break  # the session is gone, and with it what this worker held
    return done
