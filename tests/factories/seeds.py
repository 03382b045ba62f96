"""The database as `manage.py seed` leaves it: planted once a run, copied in for each module.

    from tests.factories.seeds import planted  # noqa: F401

in a folder's conftest gives its modules the fixture; what tests do on top of it is undone.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from compliance import services


_rows: dict[str, bytes] = {}
BY_TRIGGERS = {
    "compliance_auditentry",
    "compliance_change",
    "compliance_factversion",
    "compliance_touch",
}


def rows() -> dict[str, bytes]:
    """Every table after the seeds, as PostgreSQL copies it."""
    if not _rows:
        with transaction.atomic():
            call_command("seed", stdout=StringIO())
            _rows.update(held())
            transaction.set_rollback(True)
    return _rows


def held() -> dict[str, bytes]:
    """Every table as it is, with what triggers wrote."""
    found = {}
    services.follow.place()  # as the worker does within seconds
    with connection.cursor() as cursor:
        for model in apps.get_app_config("compliance").get_models(include_auto_created=True):
            table = model._meta.db_table
            with cursor.copy(f'copy "{table}" to stdout') as copy:
                found[table] = b"".join(bytes(chunk) for chunk in copy)
    return found


def plant(every: dict[str, bytes] | None = None) -> None:
    """Copy the rows in, the seeds' unless others are given, and let new rows follow them.

    What triggers wrote when they first came in is among them, so none fires again: that took
    seconds, before every test of the browser.
    """
    every = rows() if every is None else every  # first: what seeds bring in is told by triggers
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        for table, content in every.items():
            if table in BY_TRIGGERS:  # of the groups that come with the migrations: in the rows too
                cursor.execute(f'delete from "{table}"')
            with cursor.copy(f'copy "{table}" from stdin') as copy:
                copy.write(content)
            cursor.execute(
                f"""select setval(pg_get_serial_sequence('"{table}"', 'id'),"""
                f""" (select coalesce(max(id), 0) + 1 from "{table}"), false)"""
            )
        cursor.execute("set local session_replication_role = origin")


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        plant()
        yield
        transaction.set_rollback(True)


WRITTEN = "compliance_change"  # tells of evidence
EVIDENCE = {
    "compliance_report",
    "compliance_transfer",
    "compliance_notice",
    "compliance_noticewithdrawal",
}


@pytest.fixture(scope="module")
def law(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The law as it is planted, and an empty ledger."""
    with django_db_blocker.unblock(), transaction.atomic():
        plant(
            {
                table: content
                for table, content in rows().items()
                if table not in EVIDENCE and not table.startswith(("compliance_usage", WRITTEN))
            }
        )
        yield
        transaction.set_rollback(True)
