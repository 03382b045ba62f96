"""The rows of the database, for the naive model: read by plain SQL, added up by nobody's code."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.db import connection

from tests.properties import naive


def plain_lines() -> dict[str, list[naive.Line]]:
    """Every row by its good, as the model has lines."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select t.id, dense_rank() over (order by series), revision, kind, supplier, recipient,"
            " first_day, last_day, amount, t.unit, known_on, withdrawn, c.code"
            " from compliance_transfer t join compliance_commodity c on c.id = t.commodity_id"
            " order by t.id"
        )
        rows = cursor.fetchall()
    found: dict[str, list[naive.Line]] = {}
    for pk, series, revision, kind, supplier, recipient, first, last, amount, unit, *rest in rows:
        known_on, withdrawn, good = rest
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        found.setdefault(good, []).append(
            naive.Line(
                id=pk, series=series, revision=revision, kind=kind, supplier=supplier,
                recipient=recipient, months=frozenset(months), amount=Fraction(amount or 0),
                unit=unit, known=known_on.toordinal(), gone=withdrawn,
            )
        )  # fmt: skip
    return found


def used(
    rows: dict[str, list[naive.Line]], known_at: date, year: int, *, good: str
) -> dict[str, Fraction]:
    return naive.used(rows.get(good, []), known_at.toordinal(), year)
