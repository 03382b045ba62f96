"""Pages by an opaque cursor: stable while rows are added, as fast at the end as at the start."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import connection
from django.db.models import Q, QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request

from compliance.api.problems import Refused
from compliance.core.ledger import Problem


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
    out anew: it differs by where it begins and how long it is."""

    sql: str
    values: tuple[Any, ...]
    order: tuple[str, ...]
    places: tuple[tuple[str, int], ...]  # of each name in an answer its column


_PLANS: dict[str, Plan] = {}
MOST_PLANS = 500


def plan(request: Request, rows: QuerySet, order: Sequence[str], places: Any) -> None:
    """Keep how a question is put: `rows` are tuples that begin with the columns of the order."""
    inner, values = rows.order_by().query.sql_with_params()
    width = 1 + max(place for _, place in places)
    keys = [f"c{n}" for n in range(len(order))]
    descending = order[0].startswith("-")
    sql = (
        f"select * from ({inner}) as p ({', '.join(f'c{n}' for n in range(width))}) "  # noqa: S608 - our own names
        f"where ({', '.join(keys)}) {'<' if descending else '>'} "
        f"({', '.join(['%s'] * len(keys))}) "
        f"order by {', '.join(f'{key} desc' if descending else key for key in keys)} limit %s"
    )
    if len(_PLANS) >= MOST_PLANS:
        _PLANS.clear()
    _PLANS[_question(request)] = Plan(sql, tuple(values), tuple(order), tuple(places))


def further(request: Request, *, cursor: str | None, size: int | None) -> dict[str, Any] | None:
    """A further page of a question that was put before; None where it was not."""
    salt = _question(request)
    known = _PLANS.get(salt)
    if known is None or cursor is None:
        return None
    after, total = _open(cursor, salt)
    size = size or PAGE
    with connection.cursor() as asked:
        asked.execute(known.sql, [*known.values, *after, size + 1])
        found = asked.fetchall()
    return _answer(
        request,
        found,
        size=size,
        columns=known.order,
        total=total,
        written=lambda rows: [{name: row[n] for name, n in known.places} for row in rows],
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
    salt = _question(request)
    if cursor is None:
        after, total = None, _total(rows)
    else:
        after, total = _open(cursor, salt)
        rows = rows.filter(_beyond(columns, after, descending))
    size = size or PAGE
    found = list(rows.order_by(*order)[: size + 1])
    return _answer(request, found, size=size, columns=columns, total=total, written=written)


def _answer(
    request: Request,
    found: list[Any],
    *,
    size: int,
    columns: Sequence[str],
    total: int,
    written: Callable[[list[Any]], list[Any]],
) -> dict[str, Any]:
    onward = None
    if len(found) > size:
        found = found[:size]
        # Without the time, so that the same page is the same answer.
        token = signing.Signer(salt=_question(request)).sign_object(
            [_key(found[-1], columns), total]
        )
        query = request.query_params.copy()
        query["cursor"] = token
        onward = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
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
