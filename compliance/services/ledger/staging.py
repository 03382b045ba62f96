"""Rows that are judged and not in the ledger yet: kept beside it, and read as if they were in it.

While a long table is gone through nobody else waits. Its reports and lines lie in tables of the
session, and views of the session by the names of the real tables show both together, so that every
question has the answer that it would have, were they written already. At the end they are moved
into the ledger, or forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db import connection, transaction

from compliance.models import Report, Transfer


KEPT: tuple[type[Report] | type[Transfer], ...] = (Report, Transfer)
PART = 5_000  # rows moved by one statement, well within its time limit
Kept = TypeVar("Kept", Report, Transfer)


class Staged:
    """The tables beside the ledger, for as long as the transaction lasts."""

    def __init__(self) -> None:
        self.rows = dict.fromkeys(KEPT, 0)
        with connection.cursor() as cursor:
            cursor.execute("select current_schema()")
            (self.schema,) = cursor.fetchone()
            for model in KEPT:
                name, beside = model._meta.db_table, _beside(model)
                cursor.execute(f'drop view if exists pg_temp."{name}"')
                cursor.execute(
                    f'create temporary table if not exists "{beside}" (like {self._real(model)} '
                    "including defaults including constraints including indexes) on commit drop"
                )
                cursor.execute(f'delete from "{beside}"')  # noqa: S608 - names of our own
                cursor.execute(
                    f'create temporary view "{name}" as select * from {self._real(model)} '  # noqa: S608
                    f'union all select * from pg_temp."{beside}"'
                )

    def _real(self, model: type[Report] | type[Transfer]) -> str:
        return f'"{self.schema}"."{model._meta.db_table}"'

    def copy(self, model: type[Kept], rows: list[Kept]) -> list[Kept]:
        """Rows put beside by COPY; they have the keys then that they will have in the ledger."""
        columns = model._meta.concrete_fields
        names = ", ".join(f'"{field.column}"' for field in columns)
        with connection.cursor() as cursor:
            cursor.execute(
                "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
                [self._real(model), len(rows)],
            )
            for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
                row.pk = key
            with cursor.copy(f'copy pg_temp."{_beside(model)}" ({names}) from stdin') as copy:
                for row in rows:
                    copy.write_row([getattr(row, field.attname) for field in columns])
            before, self.rows[model] = self.rows[model], self.rows[model] + len(rows)
            if self.rows[model].bit_length() > before.bit_length():
                # Nobody else looks at tables of a session, and unasked the planner guesses badly.
                cursor.execute(f'analyze pg_temp."{_beside(model)}"')
        for row in rows:
            row._state.adding, row._state.db = False, connection.alias
        return rows

    def forget_views(self) -> None:
        """From here on the names of the tables mean the ledger again."""
        with connection.cursor() as cursor:
            for model in KEPT:
                cursor.execute(f'drop view pg_temp."{model._meta.db_table}"')

    def overtaken(self, since: int) -> bool:
        """Whether a line came in after another that could change what was said of these: in one
        of their flows, of one of their series, or by one of their references."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                select exists (
                    select from {self._real(Transfer)} line
                    join {self._real(Report)} report on report.id = line.report_id
                    where line.id > %s and (
                        (line.commodity_id, line.supplier, line.recipient) in (
                            select commodity_id, supplier, recipient
                            from pg_temp.beside_compliance_transfer)
                        or line.series in (select series from pg_temp.beside_compliance_transfer)
                        or upper(report.key) in (
                            select upper(key) from pg_temp.beside_compliance_report)
                    )
                )
                """,  # noqa: S608 - names of our own
                [since],
            )
            return bool(cursor.fetchone()[0])

    def move(self) -> None:
        """All of it into the ledger, in its order, by the triggers that see every new row."""
        with connection.cursor() as cursor:
            for model in KEPT:
                names = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
                last: int | None = 0
                while last is not None:
                    cursor.execute(
                        f'select max(id) from (select id from pg_temp."{_beside(model)}" '  # noqa: S608
                        "where id > %s order by id limit %s) part",
                        [last, PART],
                    )
                    (until,) = cursor.fetchone()
                    if until is not None:
                        cursor.execute(
                            f"insert into {self._real(model)} ({names}) select {names} "  # noqa: S608
                            f'from pg_temp."{_beside(model)}" where id > %s and id <= %s '
                            "order by id",
                            [last, until],
                        )
                    last = until


def newest_line() -> int:
    """The key of the newest line, when nobody is writing any: their locks are waited for, and let
    go at once."""
    from compliance.services.ledger.locking import lock_every_cap

    with transaction.atomic():
        mark = transaction.savepoint()
        lock_every_cap()
        newest = Transfer.objects.order_by("-id").values_list("id", flat=True).first() or 0
        transaction.savepoint_rollback(mark)  # frees the locks
    return newest


def _beside(model: type[Report] | type[Transfer]) -> str:
    return f"beside_{model._meta.db_table}"


__all__: Sequence[str] = ("Staged", "newest_line")
