"""The journey of an article, in order: seen, captured, read, reconciled.

A row without a successor is work to do; a message only says "look now". So every step can be
lost, repeated or killed: the next sweep finds what waits, and a step that was begun three times
without an end is left for a person.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from celery import shared_task
from django.utils import timezone

from compliance import queries, services


log = logging.getLogger(__name__)
BATCH = 20
BUDGET_S = 30.0
Row = TypeVar("Row")


@shared_task(name="press.sweep")
def sweep() -> None:
    """Whatever waits for its next step, until nothing does or the time is up."""
    until = time.monotonic() + BUDGET_S
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
        if not _each(due, until, lambda row: services.press.look(source=row, at=timezone.now())):
            return


def capture_waiting(until: float) -> int:
    waiting = queries.press.awaiting_capture(BATCH, at=timezone.now())
    return _each(waiting, until, lambda row: services.press.capture(article=row, at=timezone.now()))


def read_waiting(until: float) -> int:
    waiting = queries.press.awaiting_reading(BATCH)
    return _each(waiting, until, lambda row: services.press.read(capture=row, at=timezone.now()))


def reconcile_waiting(until: float) -> int:
    waiting = queries.press.awaiting_reconciliation(BATCH)
    return _each(
        waiting, until, lambda row: services.review.reconcile(reading=row, at=timezone.now())
    )


def place_waiting(until: float) -> int:
    waiting = queries.copies.awaiting_place(BATCH)
    return _each(waiting, until, lambda row: services.press.place(reading=row))


def look_again(until: float) -> int:
    waiting = queries.copies.awaiting_look(BATCH, at=timezone.now())
    return _each(
        waiting, until, lambda row: services.press.look_again(article=row, at=timezone.now())
    )


def judge_anew(until: float) -> int:
    waiting = queries.review.changes_waiting(BATCH)
    return _each(
        waiting, until, lambda row: services.review.judge_anew(change=row, at=timezone.now())
    )


STEPS = (capture_waiting, read_waiting, place_waiting, reconcile_waiting, judge_anew, look_again)


def _each(rows: Sequence[Row], until: float, step: Callable[[Row], object]) -> int:
    """How many of the rows were brought a step further. One that fails stops no other."""
    done = 0
    for row in rows:
        if time.monotonic() > until:
            break
        try:
            done += step(row) is not None
        except Exception:
            log.exception("a step failed and will be tried again: %s %s", type(row).__name__, row)
    return done
