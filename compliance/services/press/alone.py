"""One worker alone has a step of an article in hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


# Numbers of the steps in PostgreSQL's advisory locks.
_STEPS = {"capture": 1718001, "read": 1718002, "reconcile": 1718003, "look": 1718004}


@contextmanager
def alone(step: str, pk: int) -> Iterator[bool]:
    """Whether this worker alone has the step in hand; a killed worker's lock is free at once."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [_STEPS[step], pk % 2**31])
        (mine,) = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s, %s)", [_STEPS[step], pk % 2**31])
