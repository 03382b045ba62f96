"""The act in progress (`core.acting`), told to PostgreSQL with every statement that writes.

The triggers of the audit (`migrations._audit`) read it from a setting that lasts for the
transaction. It travels in the same message as the statement, so it costs no way to the server,
and a savepoint that is undone takes nothing away from the statements after it. Whoever writes
past this (psql, a script with a connection of its own) is recorded as the database knows them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from compliance.core.acting import current


WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCA", "MERGE ", "WITH")


def tell(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Django's wrapper of every statement: one that writes says first who acts."""
    act = current.get()
    if act is None or many or not isinstance(sql, str):
        return execute(sql, params, many, context)
    reads = not sql.lstrip()[:6].upper().startswith(WRITES)
    if reads or hasattr(context["cursor"], "name"):  # a named cursor takes one statement
        return execute(sql, params, many, context)
    said = act.said().replace("'", "''")
    if params is not None:
        said = said.replace("%", "%%")
    result = execute(
        f"select set_config('tracker.actor', '{said}', true); {sql}", params, many, context
    )
    context["cursor"].nextset()  # past the setting, to what the statement itself answers
    return result


def listen(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    if tell not in connection.execute_wrappers:
        connection.execute_wrappers.append(tell)


def attach() -> None:
    """From now on every connection says who acts."""
    connection_created.connect(listen, dispatch_uid="tracker.actor")
