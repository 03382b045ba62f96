"""One worker alone has a step of an article in hand, and what becomes of it is written down."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection, transaction

from compliance.models import Article, Attempt, Outcome
from compliance.models.press import INTERRUPTED
from compliance.queries.press import LOCKS, Waiting, asked


# How long a worker waits for a database that went away, to say that it was not the article.
WAIT_FOR_DATABASE_S = 60.0


@contextmanager
def alone(step: str, pk: int) -> Iterator[bool]:
    """Whether this worker alone has the step in hand; a killed worker's lock is free at once."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [LOCKS[step], pk % 2**31])
        (mine,) = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine:
            _let_go(step, [pk])


@contextmanager
def claim(step: str, waiting: Waiting, most: int, at: datetime) -> Iterator[list[int]]:
    """The first rows that wait and that no other worker has in hand, held until the end.

    Others skip them at once, as SKIP LOCKED would. What another finished between our look and our
    hold is seen by a second look, and left out.
    """
    inner, values = asked(waiting, at)
    with connection.cursor() as cursor:
        cursor.execute(  # "offset 0" keeps the lock out of the inner search
            f"select pk from (select * from ({inner}) w (pk) offset 0) w "  # noqa: S608 - Django's
            "where pg_try_advisory_lock(%s, (pk %% 2147483648)::int) limit %s",
            [*values, LOCKS[step], most],
        )
        held = [pk for (pk,) in cursor.fetchall()]
    try:
        yield _still(waiting, held, at)
    finally:
        _let_go(step, held)


def _still(waiting: Waiting, held: list[int], at: datetime) -> list[int]:
    """Which of the rows in hand wait, now that they are."""
    if not held:
        return []
    inner, values = asked(waiting, at)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select pk from ({inner}) w (pk) where pk = any(%s)",  # noqa: S608 - Django's
            [*values, held],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _let_go(step: str, held: list[int]) -> None:
    if not held or connection.connection is None or connection.connection.closed:
        return  # a session that ended has let go of all it held
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_unlock(%s, (pk %% 2147483648)::int) from unnest(%s::bigint[]) pk",
            [LOCKS[step], held],
        )


@contextmanager
def without_waiting_for_the_disk() -> Iterator[None]:
    """Commits of this session are on disk within a second instead of at once.

    For work that follows from rows alone: if PostgreSQL or the machine dies, its last moments are
    undone in order, so the rows still wait and are worked off again; a worker's death undoes
    nothing. What a person or a State gave is never committed so.
    """
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit = off")
    try:
        yield
    finally:
        if session() is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("reset synchronous_commit")


@contextmanager
def attempt(*, article: Article, step: str, subject: str, at: datetime) -> Iterator[Attempt]:
    """A try of a step, counted in its own commit before it; if it breaks, why is kept.

    The step itself calls `done` in the transaction of what it brings.
    """
    row = Attempt.objects.create(
        article=article, step=step, subject=subject, begun_at=at, worker=worker()
    )
    before = connection.connection  # it has just kept the row, so it lives
    try:
        yield row
    except Exception as error:
        if isinstance(error, (OperationalError, InterfaceError)) and session() is not before:
            _interrupted(row)
        elif not connection.needs_rollback:
            done(row, cause=type(error).__name__, reason=str(error))
        raise


def done(row: Attempt, *, cause: str = "", reason: str = "") -> None:
    """The end of a try, in the transaction of what it brought."""
    reason = reason.replace("\x00", "")[:1000]
    Outcome.objects.create(attempt=row, cause=cause[:60], reason=reason)


def worker() -> str:
    """This process, as an operator finds it."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}"


def session() -> object | None:
    """The session by which this worker holds what it has in hand; None where it is gone.

    Where the database is back at once, Django is connected anew before anybody looks: then it is
    another session, and nothing is in hand any more.
    """
    held: object | None = connection.connection
    return held if held is not None and connection.is_usable() else None


def _interrupted(row: Attempt) -> None:
    """The database went away: as soon as it is back, say that this try counts for nothing."""
    until = time.monotonic() + WAIT_FOR_DATABASE_S
    while True:
        connection.close()
        try:
            with transaction.atomic():
                if Attempt.objects.filter(pk=row.pk, outcome=None).exists():
                    done(row, cause=INTERRUPTED, reason="The database went away meanwhile.")
            return
        except (OperationalError, InterfaceError):
            if time.monotonic() > until:
                return  # it counts as a try then
            time.sleep(0.5)
