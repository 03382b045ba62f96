"""How long the database may think about one statement, where a caller is told to be patient less.

The limit of a session (tracker.settings) holds unless the act in progress names a shorter one. It
is set before the first statement that it holds for, and taken back before the first one that it
does not, so that a caller who asks again and again costs no way to the server more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from psycopg.pq import TransactionStatus


limit: ContextVar[int | None] = ContextVar("limit", default=None)
SOUND = (TransactionStatus.IDLE, TransactionStatus.INTRANS)


@contextmanager
def within(ms: int | None) -> Iterator[None]:
    """What is asked inside is answered in so many milliseconds, or not at all; None: as usual."""
    token = limit.set(ms)
    try:
        yield
    finally:
        limit.reset(token)


def hurry(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Django's wrapper of every statement: the server's limit is made the act's first."""
    session, wanted = context["connection"].connection, limit.get()
    if getattr(session, "limit", None) != wanted and session.info.transaction_status in SOUND:
        with context["connection"].wrap_database_errors:  # a lost connection is one here too
            session.execute(f"set statement_timeout = {wanted or 'default'}")
        session.limit = wanted
    return execute(sql, params, many, context)


def listen(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    if hurry not in connection.execute_wrappers:
        connection.execute_wrappers.append(hurry)


def attach() -> None:
    """From now on every connection knows both limits."""
    connection_created.connect(listen, dispatch_uid="tracker.patience")
