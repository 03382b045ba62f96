"""Miniature ledgers, written as tables of lines."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from compliance.core.ledger import Entry
from compliance.core.period import Period
from compliance.core.quantity import Quantity
from compliance.core.review import Dealing, Silence, Statement, Verdict, reconcile
from tests.core.review.law import POLICY, the_law


# supplier, months, kind, quantity, barrels or dollars the source states besides, known on
TABLE = """
CN 2018-07         reported       903.87 t   -              2018-08-30
CN 2018-08         reported       2725.81 t  -              2018-10-02
CN 2018-09/2018-10 sum            3701 t     -              2018-12-31
CN 2020-07         reported       1498 t     -              2020-08-28
CN 2020-07         restated       12479 bbl  -              2021-02-17
RU 2020-07         blank          -          -              2020-10-01
CN 2021-01         blank          -          -              2021-05-14
CN 2021-02         blank          -          -              2021-05-14
CN 2021-03         reported       587.4 t    4893_bbl       2021-05-14
RU 2021-01         nil            0 bbl      -              2021-03-24
RU 2021-02         nil            0 bbl      -              2021-07-21
RU 2021-03         nil            0 bbl      -              2021-07-21
CN 2022-05         nil_or_missing 0 bbl      -              2022-08-17
RU 2022-12         reported       3225 bbl   -              2023-06-13
RU 2023-01         reported       44655 bbl  -              2023-06-13
RU 2023-01         vanished       -          -              2024-01-30
RU 2023-02         reported       10666 bbl  -              2023-06-13
RU 2023-03         reported       5140 bbl   -              2023-06-13
RU 2023-04         reported       3612 bbl   -              2023-06-13
RU 2023-08         reported       715 t      5713_bbl       2024-01-26
RU 2023-08         conflict       715 bbl    -              2024-01-30
RU 2023-09         reported       1188 t     9482_bbl       2024-01-26
RU 2023-10         nil            0 bbl      -              2024-01-26
CN 2023-03         reported       15260 bbl  -              2023-07-13
CN 2023-10         reported       18154 bbl  -              2024-02-02
CN 2024-03/2024-05 sum            93935 bbl  -              2024-06-04
CN 2024-03/2024-08 sum            146424 bbl -              2024-12-04
CN 2024-12         unknown        -          -              2025-03-13
KR 2018-07         alleged        80 t       -              2018-09-01
KP 2016-12         reported       2000000 t  184000000_USD  2017-02-28
KP 2017-01         reported       1440000 t  -              2017-02-28
KP 2017-02         reported       1230000 t  -              2017-12-31
KP 2017-03         reported       6300 t     570000_USD     2017-12-31
KP 2017-04         nil            0 t        0_USD          2017-06-04
KP 2017-05         blank          -          -              2017-12-31
"""


def entries(table: str = TABLE) -> list[Entry]:
    """The entries of a table; coal where the supplier is the DPRK, refined petroleum to it else."""
    return [_entry(number, row) for number, row in enumerate(table.strip().splitlines(), 1)]


def _entry(number: int, row: str) -> Entry:
    supplier, months, kind, *rest = row.split()
    quantity = None
    if rest[0] == "-":
        rest = rest[1:]
    else:
        quantity, rest = Quantity(Decimal(rest[0]), rest[1]), rest[2:]
    besides, known_on = rest
    stated = None
    if besides != "-":
        amount, unit = besides.split("_")
        stated = Quantity(Decimal(amount), unit)
    first, _, last = months.partition("/")
    coal = supplier == "KP"
    return Entry(
        id=number,
        series=uuid5(NAMESPACE_URL, f"line/{number}"),
        revision=1,
        kind=kind,
        supplier=supplier,
        recipient="CN" if coal else "KP",
        commodity="coal" if coal else "refined_petroleum",
        period=Period.through(*days(f"{first}/{last or first}")),
        known_on=date.fromisoformat(known_on),
        quantity=quantity,
        stated=stated,
    )


def days(text: str) -> tuple[date, date]:
    """First and last day of "2023", "2023-03", "2022-12/2023-04" or "2022-12-01/2023-06-14"."""
    first, _, last = text.partition("/")
    return _edge(first, last=False), _edge(last or first, last=True)


def _edge(text: str, *, last: bool) -> date:
    year, month, day = [*(int(part) for part in text.split("-")), 0, 0][:3]
    month = month or (12 if last else 1)
    return date(year, month, day or (monthrange(year, month)[1] if last else 1))


def claim(
    figure: str,
    span: str = "",
    supplier: str = "",
    *,
    commodity: str | None = "refined_petroleum",
    role: str = "transfer",
    basis: str | None = "reported",
    recipient: str | None = None,
    periods: Iterable[str] = (),
) -> Statement:
    """A statement from words: claim("over 45,000 bbl", "2023-01", "RU")."""
    *words, number, unit = figure.replace(",", "").split(" ")
    low, _, high = number.partition("..")
    if recipient is None:
        recipient = "CN" if commodity == "coal" and role == "transfer" else "KP"
        recipient = "" if commodity == "coal" and role != "transfer" else recipient
    return Statement(
        value=None if high else Decimal(low),
        low=Decimal(low),
        high=Decimal(high or low),
        unit=None if unit == "-" else unit,
        modifier="range" if high else "_".join(words) or "exact",
        commodity=commodity,
        role=role,
        basis=basis if role == "transfer" else None,
        supplier=tuple(supplier.split()),
        recipient=tuple(recipient.split()),
        period=days(span) if span else None,
        periods=tuple(days(each) for each in periods),
    )


def judge(
    said: Statement | Dealing | Silence, known_at: str, *, book: list[Entry] | None = None
) -> Verdict:
    """The verdict by the law of the DPRK and a miniature ledger."""
    return reconcile(
        said,
        law=the_law(),
        entries=entries() if book is None else book,
        policy=POLICY,
        known_at=date.fromisoformat(known_at),
    )
