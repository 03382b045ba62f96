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

from compliance.models import AuditEntry, Change, FactVersion


_rows: dict[str, bytes] = {}


def rows() -> dict[str, bytes]:
    """Every table after the seeds, as PostgreSQL copies it."""
    if not _rows:
        with transaction.atomic():
            call_command("seed", stdout=StringIO())
            with connection.cursor() as cursor:
                for model in apps.get_app_config("compliance").get_models(
                    include_auto_created=True
                ):
                    if model in (AuditEntry, Change, FactVersion):
                        continue  # triggers write them as the rows come in
                    table = model._meta.db_table
                    with cursor.copy(f'copy "{table}" to stdout') as copy:
                        _rows[table] = b"".join(bytes(chunk) for chunk in copy)
            transaction.set_rollback(True)
    return _rows


def plant() -> None:
    """Copy the seeds in."""
    with connection.cursor() as cursor:
        for table, content in rows().items():
            with cursor.copy(f'copy "{table}" from stdin') as copy:
                copy.write(content)
            cursor.execute(
                f"""select setval(pg_get_serial_sequence('"{table}"', 'id'),"""
                f""" (select coalesce(max(id), 0) + 1 from "{table}"), false)"""
            )


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        plant()
        yield
        transaction.set_rollback(True)


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
        kept = {table: rows_ for table, rows_ in rows().items() if table not in EVIDENCE}
        with connection.cursor() as cursor:
            cursor.execute("set constraints all deferred")
            for table, content in kept.items():
                if table.startswith(("compliance_usage", "compliance_notice")):
                    continue
                with cursor.copy(f'copy "{table}" from stdin') as copy:
                    copy.write(content)
        yield
        transaction.set_rollback(True)
