"""Two records side by side: what is told of each line, and that the changes sum up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from compliance.core.ledger import Account, Counted, Entry, account, differing
from compliance.core.period import Period
from compliance.core.quantity import Converted, Quantity


EARLIER, LATER = date(2024, 2, 1), date(2024, 6, 1)


def line(n: int, month: int, size: int | None, known: date, **said: object) -> Entry:
    values: dict[str, object] = {
        "id": n, "series": UUID(int=n), "revision": 1, "kind": "reported", "supplier": "RU",
        "recipient": "KP", "commodity": "refined_petroleum", "period": Period.month(2023, month),
        "known_on": known, "quantity": None if size is None else Quantity(Decimal(size), "bbl"),
    }  # fmt: skip
    return Entry(**(values | said))  # type: ignore[arg-type]


OLD, NEW = date(2024, 1, 1), date(2024, 3, 1)
FIRST = line(1, 1, 100, OLD)
CASES = {
    "added": [FIRST, line(2, 2, 50, NEW)],
    "corrected": [FIRST, line(3, 1, 120, NEW, series=UUID(int=1), revision=2)],
    "withdrawn": [FIRST, line(3, 1, 100, NEW, series=UUID(int=1), revision=2, withdrawn=True)],
    "replaced": [
        FIRST,
        line(4, 1, 300, NEW, kind="sum", period=Period(date(2023, 1, 1), date(2023, 3, 1))),
    ],
    "marked": [FIRST, line(5, 1, None, NEW, kind="vanished")],
    "nothing": [FIRST, line(6, 3, 10, date(2024, 7, 1))],
}


def counted(book: Account) -> list[Counted]:
    return [
        Counted(e, Converted(e.quantity, "as reported"), book.marks.get(e.id, ()))
        for e in book.counted
        if e.quantity
    ]


@pytest.mark.parametrize("what", CASES)
def test_each_line_is_told_by_what_became_of_it(what: str) -> None:
    lines = CASES[what]
    then, now = account(lines, known_at=EARLIER), account(lines, known_at=LATER)
    found = differing(
        counted(then), counted(now), book=now, lines=lines, earlier_day=EARLIER, later_day=LATER
    )
    told = {d.what for d in found}
    assert told == ({what} if what not in ("nothing", "replaced") else told)
    if what == "nothing":
        assert not found
    if what == "replaced":
        assert told == {"replaced", "added"}
        assert next(d for d in found if d.what == "replaced").replaced_by == (4,)
    assert all(d.known_on == NEW for d in found)
    totals = [sum((c.quantity.amount for c in counted(b)), Decimal(0)) for b in (then, now)]
    assert sum((d.change for d in found), Decimal(0)) == totals[1] - totals[0]
