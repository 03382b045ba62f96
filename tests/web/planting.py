"""The seeds as rows: planted once a run, and put back by COPY wherever pages need them."""

from __future__ import annotations

from io import StringIO

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from compliance.models import AuditEntry, Change, FactVersion


Rows = dict[str, bytes]


def grown() -> Rows:
    """The rows of every table after `manage.py seed`; the database is left as it was."""
    with transaction.atomic():
        call_command("seed", stdout=StringIO())
        rows = {}
        with connection.cursor() as cursor:
            for model in apps.get_app_config("compliance").get_models(include_auto_created=True):
                if model in (AuditEntry, Change, FactVersion):
                    continue  # triggers write them as the rows come in
                table = model._meta.db_table
                with cursor.copy(f'copy "{table}" to stdout') as copy:
                    rows[table] = b"".join(bytes(chunk) for chunk in copy)
        transaction.set_rollback(True)
    return rows


def plant(rows: Rows) -> None:
    """Put the rows into empty tables, and let new rows follow them."""
    with transaction.atomic(), connection.cursor() as cursor:  # foreign keys wait for the end
        for table, lines in rows.items():
            with cursor.copy(f'copy "{table}" from stdin') as copy:
                copy.write(lines)
            cursor.execute(
                f"""select setval(pg_get_serial_sequence('"{table}"', 'id'),"""
                f""" (select coalesce(max(id), 0) + 1 from "{table}"), false)"""
            )
