"""Rows as whole tables, a part at a time and in constant memory: CSV, NDJSON, XLSX and Parquet.

A table is a queryset and its columns, each by the path of what stands in it. Whoever asks for one
does so within a transaction, which ends when the last part was taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from tempfile import TemporaryFile
from typing import Any

import orjson
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import QuerySet

from compliance.core.ledger.spreadsheet import FORMULA, digits
from compliance.queries import workbook


CHUNK = 2_000  # rows fetched at a time, and written at once
GROUP = 20_000  # rows a row group of Parquet
MOST_S = 600  # a table is taken within so long, however slowly it is read
Columns = Mapping[str, str]


def kind(rows: QuerySet, path: str) -> models.Field:
    """The field that a column comes from."""
    if path in rows.query.annotations:
        return rows.query.annotations[path].output_field
    model: Any = rows.model
    field: Any = None
    for part in path.split("__"):
        field = model._meta.get_field(part)
        model = field.related_model
    return field.target_field if isinstance(field, models.ForeignKey) else field


# CSV, put together by the database


def as_csv(rows: QuerySet, columns: Columns) -> Iterator[bytes]:
    """Comma-separated values in UTF-8, with a head. A null is an empty cell, an empty text is "".

    Text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    cells = ", ".join(
        _cell_sql(f"c{n}", kind(rows, path)) for n, path in enumerate(columns.values())
    )
    names = ", ".join(f"c{n}" for n in range(len(columns)))
    yield (",".join(columns) + "\n").encode()
    try:
        inner, values = rows.values_list(*columns.values()).query.sql_with_params()
    except EmptyResultSet:  # Django knows without asking that there is none
        return
    with _unhurried(), connection.cursor() as cursor:
        whole = f"copy (select {cells} from ({inner}) as t ({names})) to stdout (format csv)"  # noqa: S608 - our own columns
        with cursor.copy(whole, values) as copy:
            part = bytearray()
            for piece in copy:
                part += piece
                if len(part) >= 2**16:
                    yield bytes(part)
                    part.clear()
            yield bytes(part)


def _cell_sql(name: str, field: models.Field) -> str:
    if isinstance(field, models.DecimalField):
        return f"trim_scale({name})"
    if isinstance(field, models.DateTimeField):
        return _moment_sql(name)
    if isinstance(field, models.BooleanField):
        return f"{name}::text"
    if isinstance(field, ArrayField):
        return f"to_json({name})::text"
    if isinstance(field, (models.CharField, models.TextField)):
        return f"case when {name} ~ '{_BEGINS}' then '''' || {name} else {name} end"
    return name


def _moment_sql(name: str) -> str:
    said = f"to_char({name} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    return f"replace({said}, '.000000Z', 'Z')"


def object_sql(columns: Mapping[str, tuple[str, models.Field]]) -> str:
    """Columns by the names they have in an object, so that PostgreSQL's `row_to_json` writes it
    to the letter as `as_json` does."""
    return ", ".join(
        f'{_value_sql(sql, field)} as "{name}"' for name, (sql, field) in columns.items()
    )


def _value_sql(name: str, field: models.Field) -> str:
    assert not isinstance(field, models.JSONField), "PostgreSQL writes it with other spaces"
    if isinstance(field, models.DecimalField):
        return f"trim_scale({name})::text"
    if isinstance(field, models.DateTimeField):
        return _moment_sql(name)
    return name


def _as_escape(letter: str) -> str:
    return f"\\u{ord(letter):04X}"


_BEGINS = "^[" + "".join(map(_as_escape, FORMULA)) + "]"


def asked_again(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a question that is put often, with other values: planned once a session."""
    with connection.cursor() as cursor:
        # Django's own writes the values into the text, which is then a new one each time.
        session = cursor.cursor.connection
        cursor.cursor = ServerBindingCursor(session)  # type: ignore[call-arg]
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


# What Python puts together


def as_ndjson(rows: QuerySet, columns: Columns) -> Iterator[bytes]:
    """A JSON object a line."""
    for part in _parts(rows, columns, CHUNK):
        yield b"".join(as_json(dict(zip(columns, row, strict=True))) + b"\n" for row in part)


def plain(value: Any) -> Any:
    """What orjson does not write by itself: a decimal whole and as a string, never a float."""
    if isinstance(value, Decimal):
        return digits(value)
    return str(value)  # lazy translations


def as_json(value: Any) -> bytes:
    return orjson.dumps(value, default=plain, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


def as_parquet(rows: QuerySet, columns: Columns) -> Iterator[bytes]:
    """Parquet by row groups: decimals as decimals, days as days; lists and objects as JSON."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = [kind(rows, path) for path in columns.values()]
    types = [_arrow(pa, field) for field in kinds]
    schema = pa.schema(list(zip(columns, types, strict=True)))
    texts = [n for n, field in enumerate(types) if field == pa.string()]
    sink = _Sink()
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for part in _parts(rows, columns, GROUP):
            every: list[Any] = list(map(list, zip(*part, strict=True)))
            for n in texts:
                every[n] = [_as_text(value) for value in every[n]]
            arrays = [pa.array(*pair) for pair in zip(every, types, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            yield sink.taken()
    yield sink.taken()


def _arrow(pa: Any, field: models.Field) -> Any:
    if isinstance(field, models.DecimalField):
        return pa.decimal128(field.max_digits, field.decimal_places)
    if isinstance(field, models.DateTimeField):
        return pa.timestamp("us", tz="UTC")
    for of, made in (
        (models.DateField, pa.date32()),
        (models.BooleanField, pa.bool_()),
        (models.IntegerField, pa.int64()),
    ):
        if isinstance(field, of):
            return made
    return pa.string()


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return as_json(value).decode() if isinstance(value, (list, dict)) else str(value)


# XLSX


def as_xlsx(rows: QuerySet, columns: Columns) -> Iterator[bytes]:
    """A workbook of one sheet; lists and objects are JSON. Raises `workbook.TooMany` at once."""
    workbook.check(rows)
    return _xlsx(rows, columns)


def _xlsx(rows: QuerySet, columns: Columns) -> Iterator[bytes]:
    book = workbook.new()
    every = (map(_sheet_value, row) for part in _parts(rows, columns, CHUNK) for row in part)
    workbook.add(book, "rows", list(columns), every)
    with TemporaryFile() as whole:
        workbook.write_to(book, whole)
        whole.seek(0)
        yield from iter(partial(whole.read, 2**16), b"")


def _sheet_value(value: Any) -> Any:
    if isinstance(value, (list, dict)):
        return as_json(value).decode()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value


class _Sink:
    """A file that is only written, and given on a part at a time."""

    closed = False

    def __init__(self) -> None:
        self._held = bytearray()
        self._at = 0

    def write(self, content: Any) -> int:
        self._held += content
        self._at += len(content)
        return len(content)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        return

    def close(self) -> None:
        self.closed = True

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def taken(self) -> bytes:
        content = bytes(self._held)
        self._held.clear()
        return content


def _parts(rows: QuerySet, columns: Columns, most: int) -> Iterator[list[Sequence[Any]]]:
    """The rows from a cursor of the server, so many at a time."""
    part: list[Sequence[Any]] = []
    for row in rows.values_list(*columns.values()).iterator(chunk_size=CHUNK):
        part.append(row)
        if len(part) == most:
            yield part
            part = []
    if part:
        yield part


@contextmanager
def _unhurried() -> Iterator[None]:
    """One statement may take as long as whoever reads needs, within bounds."""
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('statement_timeout')")
        usual = cursor.fetchone()[0]
        cursor.execute("select set_config('statement_timeout', %s, true)", [f"{MOST_S}s"])
        yield
        cursor.execute("select set_config('statement_timeout', %s, true)", [usual])


FORMATS = {
    "csv": as_csv,
    "ndjson": as_ndjson,
    "xlsx": as_xlsx,
    "parquet": as_parquet,
}


def written(rows: QuerySet, columns: Columns, format: str) -> Iterable[bytes]:
    return FORMATS[format](rows, columns)
