"""Loaded by the processes of a chaos run alone: poison, fault points, the sabotage.

Python imports a `sitecustomize` that stands on its path; the tracker itself knows nothing of it.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from celery import signals


POISON = "Poison that kills its reader"
POINTS = (
    "claimed", "counted", "fetched", "captured", "read",
    "before commit", "after commit", "before ack",
)  # fmt: skip


def install(**_: Any) -> None:
    """In a worker's child, before it takes a task."""
    from compliance.core import press

    real = press.read

    def read(text: str, **other: Any) -> Any:
        if POISON in text:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(text, **other)

    press.read = read
    if tokens := os.environ.get("CHAOS_POINTS"):
        fault_points(Path(tokens))
    if sabotage := os.environ.get("CHAOS_SABOTAGE"):
        SABOTAGES[sabotage]()


def fault_points(tokens: Path) -> None:
    """A child kills itself at a named point while a token of that name is left.

    Only on a step's first try, so that no article but the poisoned is killed three times.
    """
    from django.db import transaction
    from django.db.models.signals import post_save

    from compliance import services
    from compliance.models import Attempt, Capture, Outcome, Reading
    from compliance.services.press import manners

    fresh = True

    def die(point: str) -> None:
        if not fresh or random.random() > 0.2:
            return
        for token in tokens.glob(f"{point}-*"):
            try:
                token.unlink()
            except FileNotFoundError:  # another was quicker
                continue
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(instance: Attempt, **_: Any) -> None:
        nonlocal fresh
        tries = Attempt.objects.filter(step=instance.step, subject=instance.subject)
        fresh = tries.count() == 1
        die("counted")

    def ended(**_: Any) -> None:
        die("before commit")
        transaction.on_commit(lambda: die("after commit"))

    real = services.press.claim

    @contextmanager
    def claim(*arguments: Any) -> Iterator[list[int]]:
        with real(*arguments) as held:
            if held:
                die("claimed")
            yield held

    fetch = manners.fetch

    def fetched(*arguments: Any, **said: Any) -> Any:
        page = fetch(*arguments, **said)
        die("fetched")
        return page

    services.press.claim = claim
    manners.fetch = fetched
    post_save.connect(counted, Attempt, weak=False)
    post_save.connect(lambda **_: die("captured"), Capture, weak=False)
    post_save.connect(lambda **_: die("read"), Reading, weak=False)
    post_save.connect(ended, Outcome, weak=False)
    signals.task_postrun.connect(lambda **_: die("before ack"), weak=False)


def no_count() -> None:
    """Tries are not counted: poison is read for ever."""
    from compliance.models import press

    press.MOST_ATTEMPTS = 10**6


def no_second_look() -> None:
    """What a killed worker had in hand is never looked at again."""
    from compliance.models import press

    press.MOST_ATTEMPTS = 1


def no_lock() -> None:
    """Every worker takes every row that waits."""
    from compliance import services

    @contextmanager
    def claim(step: str, waiting: Any, most: int, at: datetime) -> Iterator[list[int]]:
        yield list(waiting(at).order_by("pk").values_list("pk", flat=True)[:most])

    services.press.claim = claim


def slow_start() -> None:
    """A child takes 15 seconds before its first step, so each kill costs that."""
    from compliance import services

    real = services.press.claim
    pause = 15.0

    @contextmanager
    def claim(*arguments: Any) -> Iterator[list[int]]:
        nonlocal pause
        time.sleep(pause)
        pause = 0.0
        with real(*arguments) as held:
            yield held

    services.press.claim = claim


def outage_counts() -> None:
    """An article whose database went away under it is given up."""
    from compliance.models import Attempt
    from compliance.models.press import MOST_ATTEMPTS
    from compliance.services.press import alone

    real = alone._interrupted

    def interrupted(row: Attempt) -> None:
        real(row)
        for _ in range(MOST_ATTEMPTS):
            Attempt.objects.create(
                article=row.article, step=row.step, subject=row.subject, begun_at=row.begun_at
            )

    alone._interrupted = interrupted


def broker_remembers() -> None:
    """Each row is put on a list in Redis once, and workers take from there: a broker as store."""
    import redis

    from compliance import services

    broker = redis.Redis.from_url(os.environ["CELERY_BROKER_URL"])
    put = Path(os.environ["TRACKER_HOME"]) / "put"
    put.mkdir(exist_ok=True)

    @contextmanager
    def claim(step: str, waiting: Any, most: int, at: datetime) -> Iterator[list[int]]:
        for pk in waiting(at).order_by("pk").values_list("pk", flat=True):
            with suppress(FileExistsError):
                (put / f"{step}-{pk}").touch(exist_ok=False)
                broker.rpush(step, pk)
        yield [int(pk) for pk in broker.lpop(step, most) or []]

    services.press.claim = claim


def hanging() -> None:
    """Nobody sees to it that a request does not wait for a database that hangs."""
    from tracker import outage

    outage.look = lambda: False


SABOTAGES = {
    sabotage.__name__: sabotage
    for sabotage in (
        no_count, no_second_look, no_lock, slow_start, outage_counts, broker_remembers, hanging,
    )
}  # fmt: skip
signals.worker_process_init.connect(install, weak=False)
if os.environ.get("CHAOS_SABOTAGE") == hanging.__name__:  # the one that breaks web, not workers
    hanging()
