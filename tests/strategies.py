"""What Hypothesis draws for our laws: days, schedules, miniature ledgers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import strategies as st

from compliance.core.ledger import COUNTING, KINDS, Entry
from compliance.core.period import Period, Schedule
from compliance.core.quantity import Quantity


days = st.dates(date(2015, 1, 1), date(2030, 12, 31))
amounts = st.decimals(min_value=0, max_value=10**9, places=6, allow_nan=False)
schedules = st.builds(Schedule, days, st.sampled_from([1, 2, 3, 6, 12, 24]))


@st.composite
def spans(draw: st.DrawFn) -> Period:
    """A month or several of 2022 to 2024, so that lines meet, hold and cross each other."""
    first = draw(st.integers(0, 30))
    last = first + draw(st.sampled_from([0, 0, 0, 0, 1, 2, 5]))
    edge = [Period.month(2022 + n // 12, n % 12 + 1) for n in (first, last)]
    return Period(edge[0].start, edge[1].end)


@st.composite
def ledgers(
    draw: st.DrawFn, *, kinds: tuple[str, ...] = tuple(KINDS), units: tuple[str, ...] = ("bbl",)
) -> list[Entry]:
    """Up to eight lines of two suppliers, some corrected, moved or withdrawn later."""
    found: list[Entry] = []
    for line in range(draw(st.integers(0, 8))):
        known_on = draw(st.dates(date(2022, 2, 1), date(2025, 1, 1)))
        for revision in range(1, draw(st.sampled_from([1, 1, 1, 2, 3])) + 1):
            kind = draw(st.sampled_from(kinds))
            has_amount = kind in COUNTING or kind in ("alleged", "conflict")
            amount = draw(st.integers(0, 400_000)) if kind != "nil" else 0
            found.append(
                Entry(
                    id=len(found) + 1,
                    series=UUID(int=line),
                    revision=revision,
                    kind=kind,
                    supplier=draw(st.sampled_from(["CN", "RU"])),
                    recipient="KP",
                    commodity="refined_petroleum",
                    period=draw(spans()),
                    known_on=known_on,
                    quantity=Quantity(Decimal(amount), draw(st.sampled_from(units)))
                    if has_amount
                    else None,
                    withdrawn=revision > 1 and draw(st.booleans()),
                )
            )
            known_on += timedelta(days=draw(st.integers(0, 200)))
    return found
