"""Pages by an opaque cursor: stable while rows are added, as fast at the end as at the start."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson
from django.core import signing
from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request

from compliance.api.problems import Refused
from compliance.core.ledger import Problem
from compliance.queries import tables


PAGE = 50
COUNTED = 10_000  # rows are counted so far; beyond it the total is a lower bound


class Pages(BasePagination):
    """`results`, the address of the `next` page (null on the last), the `total` of the question."""

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["results", "next", "total"],
            "properties": {
                "results": schema,
                "next": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": "address of the next page; null on the last",
                },
                "total": {
                    "type": "object",
                    "required": ["value", "relation"],
                    "properties": {
                        "value": {"type": "integer"},
                        "relation": {
                            "type": "string",
                            "enum": ["eq", "gte"],
                            "description": "eq: exactly so many; gte: at least so many",
                        },
                    },
                },
            },
        }


def whole(results: Sequence[Any]) -> dict[str, Any]:
    """A short list in one page."""
    return {"results": results, "next": None, "total": {"value": len(results), "relation": "eq"}}


@dataclass(frozen=True)
class Plan:
    """The question of a list as it is put to the database, so that a further page is not worked
    out anew: it differs by where it begins and how long it is. The database writes its rows as
    they are answered."""

    sql: tuple[str, str]  # before the length of the page, and after it
    values: tuple[Any, ...]
    order: tuple[str, ...]


_PLANS: dict[str, Plan] = {}
MOST_PLANS = 500


def plan(request: Request, rows: QuerySet, order: Sequence[str], names: Mapping[str, str]) -> None:
    """Keep how a question is put: its order is by columns that are also answered; `names` are of
    the answer's columns."""
    try:
        inner, values = rows.order_by().values_list(*names.values()).query.sql_with_params()
    except EmptyResultSet:  # of no row there is no further page
        return
    columns = {name: f"c{n}" for n, name in enumerate(names)}
    cells = {name: (columns[name], tables.kind(rows, path)) for name, path in names.items()}
    answered = {path: name for name, path in names.items()}
    paths = [path.lstrip("-") for path in order]
    keys = [columns[answered[path]] for path in paths]
    shown = [f'o."{answered[path]}"' for path in paths]
    turn, way = ("<", " desc") if order[0].startswith("-") else (">", "")
    before = (
        f"select {', '.join(shown)}, row_to_json(o)::text from ("  # noqa: S608 - our own columns
        f"select {tables.object_sql(cells)} from ({inner}) as p ({', '.join(columns.values())}) "
        f"where ({', '.join(keys)}) {turn} ({', '.join(['%s'] * len(keys))}) "
        f"order by {', '.join(f'{key}{way}' for key in keys)} limit "
    )
    after = f") as o order by {', '.join(f'{key}{way}' for key in shown)}"
    if len(_PLANS) >= MOST_PLANS:
        _PLANS.clear()
    _PLANS[_question(request)] = Plan((before, after), tuple(values), tuple(paths))


def further(request: Request, *, cursor: str | None, size: int | None) -> dict[str, Any] | None:
    """A further page of a question that was put before; None where it was not."""
    question = _question(request)
    known = _PLANS.get(question)
    if known is None or cursor is None:
        return None
    after, total = _open(cursor, question)
    size = size or PAGE
    before, behind = known.sql
    found = tables.asked_again(f"{before}{size + 1}{behind}", [*known.values, *after])
    return _answer(
        request,
        question,
        found,
        size=size,
        columns=known.order,
        total=total,
        written=lambda rows: orjson.Fragment(f"[{','.join(row[-1] for row in rows)}]"),
    )


def page(
    request: Request,
    rows: QuerySet,
    *,
    order: Sequence[str],
    cursor: str | None,
    size: int | None,
    written: Callable[[list[Any]], list[Any]],
) -> dict[str, Any]:
    """One page of a question.

    `order` names columns that are never null, the last of them unique, all descending where the
    first begins with a minus. `rows` are tuples that begin with these columns, or model rows.
    """
    descending = order[0].startswith("-")
    columns = [name.lstrip("-") for name in order]
    question = _question(request)
    if cursor is None:
        after, total = None, _total(rows)
    else:
        after, total = _open(cursor, question)
        rows = rows.filter(_beyond(columns, after, descending))
    size = size or PAGE
    found = list(rows.order_by(*order)[: size + 1])
    return _answer(
        request, question, found, size=size, columns=columns, total=total, written=written
    )


def _answer(
    request: Request,
    question: str,
    found: list[Any],
    *,
    size: int,
    columns: Sequence[str],
    total: int,
    written: Callable[[list[Any]], Any],
) -> dict[str, Any]:
    onward = None
    if len(found) > size:
        found = found[:size]
        # Without the time, so that the same page is the same answer.
        token = signing.Signer(salt=question).sign_object([_key(found[-1], columns), total])
        query = urlencode({**request.query_params.dict(), "cursor": token})  # none is said twice
        onward = request.build_absolute_uri(f"{request.path}?{query}")
    return {
        "results": written(found),
        "next": onward,
        "total": {"value": total, "relation": "gte" if total > COUNTED else "eq"},
    }


def _total(rows: QuerySet) -> int:
    return rows.order_by()[: COUNTED + 1].count()


def _key(row: Any, columns: Sequence[str]) -> list[Any]:
    values = row[: len(columns)] if isinstance(row, tuple) else [getattr(row, c) for c in columns]
    return [value if isinstance(value, int) else str(value) for value in values]


def _beyond(columns: Sequence[str], after: Sequence[Any], descending: bool) -> Q:
    """The rows that come after a key: (a, b) > (x, y), written out."""
    word = "lt" if descending else "gt"
    beyond = Q()
    for place, column in enumerate(columns):
        same = dict(zip(columns[:place], after, strict=False))
        beyond |= Q(**same, **{f"{column}__{word}": after[place]})
    # said once more so that an index on the first column is used
    return Q(**{f"{columns[0]}__{word}e": after[0]}) & beyond


def _question(request: Request) -> str:
    """What a cursor belongs to: the same address asked with the same values."""
    asked = sorted(
        (name, value)
        for name, value in request.query_params.items()
        if name not in ("cursor", "page_size")
    )
    return hashlib.sha256(repr((request.path, asked)).encode()).hexdigest()


def _open(cursor: str, salt: str) -> tuple[list[Any], int]:
    try:
        after, total = signing.Signer(salt=salt).unsign_object(cursor)
    except (signing.BadSignature, ValueError) as wrong:
        raise Refused(
            [
                Problem(
                    "cursor",
                    "invalid_cursor",
                    "This cursor is not of this question; take `next` as it is, or begin anew "
                    "without a cursor.",
                )
            ]
        ) from wrong
    return after, total
