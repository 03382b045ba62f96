"""How questions come in and answers go out: strict JSON; whole tables, streamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
from compliance.queries import tables, workbook
from compliance.queries.tables import as_json


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


class XLSXRenderer(JSONRenderer):
    """Named for the negotiation; `stream` writes."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    format = "xlsx"


class ParquetRenderer(JSONRenderer):
    """Named for the negotiation; `stream` writes."""

    media_type = "application/vnd.apache.parquet"
    format = "parquet"


ANY = "*/*"
# What a list of plain rows is also given as, whole.
WHOLE = (CSVRenderer, NDJSONRenderer, XLSXRenderer, ParquetRenderer)


class Negotiation(DefaultContentNegotiation):
    """`format=` before Accept; a format not offered is refused by name."""

    def select_renderer(
        self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None
    ) -> Any:
        """Whoever names no format and takes anything is given the first without much ado."""
        if "format" not in request.query_params and request.META.get("HTTP_ACCEPT", ANY) == ANY:
            first = next(iter(renderers))
            return first, first.media_type
        return super().select_renderer(request, renderers, format_suffix)

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
    request: Request, rows: QuerySet, columns: Mapping[str, str], *, file: str
) -> StreamingHttpResponse:
    """All rows of a question in constant memory, from one moment of the database."""
    renderer = request.accepted_renderer
    try:
        parts = tables.written(rows, columns, renderer.format)
    except workbook.TooMany as reason:
        raise Refused([Problem("format", "too_many", str(reason))]) from reason
    charset = "; charset=utf-8" if renderer.format == "csv" else ""
    return StreamingHttpResponse(
        _at_one_moment(parts),
        content_type=renderer.media_type + charset,
        headers={"Content-Disposition": f'attachment; filename="{file}.{renderer.format}"'},
    )


def _at_one_moment(parts: Iterable[bytes]) -> Iterator[bytes]:
    with transaction.atomic():
        yield from parts
