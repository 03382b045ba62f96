"""How questions come in and answers go out: strict JSON; CSV and NDJSON, streamed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import StringIO
from typing import IO, Any

import orjson
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from compliance.api.problems import Refused, TooLarge
from compliance.core.ledger import Problem
from compliance.core.ledger.spreadsheet import digits, inert


CHUNK = 2_000  # rows fetched at a time, and written at once


def plain(value: Any) -> Any:
    """What orjson does not write by itself: a decimal whole and as a string, never a float."""
    if isinstance(value, Decimal):
        return digits(value)
    return str(value)  # lazy translations


def as_json(value: Any) -> bytes:
    return orjson.dumps(value, default=plain, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


class StrictJSONParser(BaseParser):
    """JSON by the letter: UTF-8, no NaN, no lone surrogates, no bottomless nesting."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(most + 1)
        if len(body) > most:
            raise TooLarge(f"The body is over {most:,} bytes; send it in parts.")
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as wrong:
            raise ParseError(f"The body is no JSON: {wrong}.") from wrong


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        return b"" if data is None else as_json(data)


class CSVRenderer(JSONRenderer):
    """Named for the negotiation; `stream` writes."""

    media_type = "text/csv"
    format = "csv"


class NDJSONRenderer(JSONRenderer):
    """Named for the negotiation; `stream` writes."""

    media_type = "application/x-ndjson"
    format = "ndjson"


class Negotiation(DefaultContentNegotiation):
    """`format=` before Accept; a format not offered is refused by name."""

    def filter_renderers(self, renderers: Iterable[Any], format: str) -> list[Any]:
        offered = list(renderers)
        chosen = [renderer for renderer in offered if renderer.format == format]
        if not chosen:
            names = ", ".join(renderer.format for renderer in offered)
            words = f"{format!r} is no format; allowed: {names}."
            known = tuple(renderer.format for renderer in offered)
            raise Refused([Problem("format", "invalid_choice", words, allowed=known)])
        return chosen


def stream(
    request: Request, rows: QuerySet, names: Sequence[str], *, file: str
) -> StreamingHttpResponse:
    """All rows of a question in constant memory, from one snapshot of the database."""
    renderer = request.accepted_renderer
    write = _csv if renderer.format == "csv" else _ndjson
    charset = "; charset=utf-8" if renderer.format == "csv" else ""
    return StreamingHttpResponse(
        write(rows, names),
        content_type=renderer.media_type + charset,
        headers={"Content-Disposition": f'attachment; filename="{file}.{renderer.format}"'},
    )


def _csv(rows: QuerySet, names: Sequence[str]) -> Iterator[bytes]:
    page = StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(names)
    for place, row in enumerate(_snapshot(rows), start=1):
        writer.writerow([_cell(value) for value in row])
        if place % CHUNK == 0:
            yield page.getvalue().encode()
            page.seek(0)
            page.truncate()
    yield page.getvalue().encode()


def _ndjson(rows: QuerySet, names: Sequence[str]) -> Iterator[bytes]:
    chunk: list[bytes] = []
    for row in _snapshot(rows):
        chunk.append(as_json(dict(zip(names, row, strict=True))) + b"\n")
        if len(chunk) == CHUNK:
            yield b"".join(chunk)
            chunk.clear()
    yield b"".join(chunk)


def _snapshot(rows: QuerySet) -> Iterator[Sequence[Any]]:
    """The rows from a cursor of the server inside one transaction."""
    with transaction.atomic():
        yield from rows.iterator(chunk_size=CHUNK)


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet evaluates: text that begins like a formula gets an apostrophe.

    Numbers, days and yes or no stay as they are; a null is an empty cell. To read a text back,
    take one apostrophe from its front.
    """
    if isinstance(value, str):
        return inert(value.replace("\x00", ""))
    if isinstance(value, Decimal):
        return digits(value)
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, (list, dict)):
        return as_json(value).decode()
    return value
