"""What was learnt from day to day, also of a line that moved; standing, in SQL and in the core."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from compliance import core, queries, services
from compliance.models import Cap
from compliance.queries.ledger import CapUsage
from tests.factories.ledger import day, draft
from tests.factories.regime import petroleum_cap
from tests.factories.reports import NOW, line, source


pytestmark = pytest.mark.django_db


TODAY = NOW.date()


def usage(cap: Cap, year: str, known_at: date = TODAY) -> CapUsage:
    return queries.ledger.usage(
        cap,
        period=queries.ledger.period(cap, year, today=TODAY),
        known_at=known_at,
        policy=queries.regime.policy().policy,
    )


def a_line_that_moved(cap: Cap) -> None:
    """Logged for March 2022, corrected to March 2023 by the State in May 2024."""
    held = line(draft("2022-03", amount="400000"), known_on="2024-02-01")
    services.ledger.correct(
        line=held,
        draft=draft("2023-03", amount="400000"),
        reason="The State named the wrong year.",
        by=None,
        at=NOW,
        source=source("2024-05-01"),
    )


def test_a_line_that_moved_to_another_year_left_the_first() -> None:
    cap = petroleum_cap()
    a_line_that_moved(cap)
    assert not usage(cap, "2022").measured
    assert usage(cap, "2022", day("2024-04-30")).measured
    lines = queries.ledger.entries(cap)
    (first, *_) = queries.ledger.learnt(usage(cap, "2022"), lines=lines)
    assert (first.day, first.usage and first.usage.share) == (day("2024-02-01"), Decimal("0.8"))
    moved = queries.ledger.near(lines, usage(cap, "2022").period)
    assert [e.revision for e in moved] == [1, 2]


def test_the_share_before_and_on_the_day_of_a_report() -> None:
    cap = petroleum_cap()
    line(draft("2023-03", amount="100000"), known_on="2024-02-01")
    line(draft("2023-04", amount="50000"), known_on="2024-03-01")
    value, lines = usage(cap, "2023"), queries.ledger.entries(cap)

    def shares(on: str) -> list[tuple[Decimal, bool] | None]:
        around = queries.ledger.stood_around(value, lines=lines, day=day(on))
        return [(s.usage.share, s.least) if s and s.usage else None for s in around]

    assert shares("2024-02-01") == [None, (Decimal("0.2"), True)]
    assert shares("2024-03-01") == [(Decimal("0.2"), True), (Decimal("0.3"), True)]


@pytest.mark.parametrize("known_at", [None, "2024-01-31", "2024-02-01", "2024-05-01", "2024-06-01"])
def test_sql_and_core_agree_on_what_stands(known_at: str | None) -> None:
    cap = petroleum_cap()
    a_line_that_moved(cap)
    gone = line(draft("2023-04"), known_on="2024-02-01")
    services.ledger.withdraw(
        line=gone, reason="Taken back.", by=None, at=NOW, known_on=day("2024-05-01")
    )
    line(draft("2023-05", kind="blank", amount=None), known_on="2024-05-01")
    at = day(known_at) if known_at else None
    rows = queries.ledger.standing(queries.ledger.lines(), known_at=at)
    entries = core.ledger.standing(queries.ledger.entries(cap), known_at=at)
    assert set(rows.values_list("pk", flat=True)) == {e.id for e in entries}
