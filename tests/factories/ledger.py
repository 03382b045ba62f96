"""Miniature ledgers, drafts and documents.

A ledger is a table, a line a row: supplier, months, kind, quantity, the day it became known:

    CN 2023-01          reported  100 bbl            2023-03-01
    CN 2023-02/2023-04  sum       300 t  (2499 bbl)  2023-05-01    the source gives both units
    CN 2023-01          reported  120 bbl            2023-06-01 =1 the next revision of row 1
    CN 2023-01          reported  120 bbl            2023-07-01 =1 withdrawn
    RU 2023-01          blank     -                  2023-03-01
    RU 2023-02          unknown   -                  ?
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from compliance.core.ledger import Draft, Entry
from compliance.core.period import Period
from compliance.core.quantity import Quantity


ROW = re.compile(
    r"(?P<supplier>[A-Z]{2}) +(?P<months>\S+) +(?P<kind>\w+) +"
    r"(?:(?P<amount>[\d.]+) (?P<unit>\S+)|-) +(?:\((?P<also>[\d.]+) (?P<also_unit>\S+)\) +)?"
    r"(?P<known>[\d-]+|\?)(?: +=(?P<line>\d+))?(?P<gone> +withdrawn)?"
)


def book(table: str, *, recipient: str = "KP", commodity: str = "refined_petroleum") -> list[Entry]:
    """The entries of a table; a row's number is its id."""
    revisions: dict[int, int] = {}
    found = []
    for number, row in enumerate(filter(None, map(str.strip, table.splitlines())), 1):
        match = ROW.fullmatch(row)
        assert match is not None, f"no row of a ledger: {row}"
        line = int(match["line"] or number)
        revisions[line] = revisions.get(line, 0) + 1
        found.append(
            Entry(
                id=number,
                series=UUID(int=line),
                revision=revisions[line],
                kind=match["kind"],
                supplier=match["supplier"],
                recipient=recipient,
                commodity=commodity,
                period=span(match["months"]),
                known_on=None if match["known"] == "?" else date.fromisoformat(match["known"]),
                quantity=quantity(match["amount"], match["unit"]),
                stated=quantity(match["also"], match["also_unit"]),
                withdrawn=bool(match["gone"]),
            )
        )
    return found


def quantity(amount: str | None, unit: str = "bbl") -> Quantity | None:
    return Quantity(Decimal(amount), unit) if amount is not None else None


def span(words: str) -> Period:
    """The days of "2023", "2023-03", "2023-02/2023-04" or "2023-02-10/2023-02-20"."""
    first, _, last = words.partition("/")
    return Period.through(_edge(first, last=False), _edge(last or first, last=True))


def _edge(words: str, *, last: bool) -> date:
    year, month, day = [*map(int, words.split("-")), 0, 0][:3]
    month = month or (12 if last else 1)
    return date(year, month, day or (monthrange(year, month)[1] if last else 1))


def day(words: str) -> date:
    return date.fromisoformat(words)


def draft(months: str = "2023-03", **other: Any) -> Draft:
    """A line that nothing is wrong with, but for what is said."""
    period = span(months)
    amount = other.pop("amount", "3000")
    return Draft(
        **{
            "supplier": "RU",
            "recipient": "KP",
            "commodity": "refined_petroleum",
            "first_day": period.start,
            "last_day": period.last_day,
            "kind": "reported",
            "amount": Decimal(amount) if amount is not None else None,
            "unit": "bbl" if amount is not None else "",
            "row": 1,
            **other,
        }
    )
