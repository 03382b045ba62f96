"""Acts on a real database, one after the other: what was answered on a day is answered ever after.

`EXAMPLES=1000` makes it the full run.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from compliance import queries, services
from compliance.core.ledger import Draft
from compliance.core.period import Period
from compliance.models import Cap, Notice, Transfer, UsageRun
from compliance.services.ledger import Rejected, Source
from tests.factories.regime import CommitteeFactory, petroleum_cap
from tests.properties.plain import plain_lines, used


pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("EXAMPLES") or 12)
FIRST = date(2023, 2, 1)
YEARS = (2022, 2023, 2024)

acts = st.tuples(
    st.sampled_from(["record"] * 4 + ["sum", "correct", "move", "withdraw", "reinstate"]),
    st.sampled_from(["CN", "CN", "RU", "MN"]),
    st.integers(8, 16),  # months since January 2022: about the turn of a year
    st.sampled_from([25_000, 100_000, 375_000, 400_000, 1]),
    st.sampled_from(["bbl", "bbl", "t"]),
    st.integers(1, 90),  # days until it is done
    st.integers(0, 7),  # which line
)


def do(act: tuple[Any, ...], at: datetime, n: int) -> None:
    kind, supplier, month, amount, unit, _, which = act
    months = 3 if kind == "sum" else 1
    first = Period.month(2022 + month // 12, month % 12 + 1)
    last = Period.month(2022 + (month + months - 1) // 12, (month + months - 1) % 12 + 1)
    source = Source(committee=CommitteeFactory(), kind="notification", known_on=at.date(),
                    key=f"history:{n}")  # fmt: skip
    draft = Draft(
        supplier=supplier, recipient="KP", commodity="refined_petroleum", first_day=first.start,
        last_day=last.last_day, kind="sum" if kind == "sum" else "reported",
        amount=Decimal(amount), unit=unit, row=1,
    )  # fmt: skip
    if kind in ("record", "sum"):
        services.ledger.record(source=source, drafts=[draft], by=None, at=at)
        return
    lines = list(Transfer.objects.with_source().order_by("pk"))
    if not lines:
        return
    series = lines[which % len(lines)].series
    line = [row for row in lines if row.series == series][-1]
    if kind == "correct":
        draft = Draft(
            supplier=line.supplier, recipient="KP", commodity="refined_petroleum",
            first_day=line.first_day, last_day=line.last_day, kind=line.kind,
            amount=Decimal(amount), unit=unit, row=1,
        )  # fmt: skip
    if kind in ("correct", "move"):
        services.ledger.correct(
            line=line, draft=draft, reason="better", by=None, at=at, source=source
        )
    elif kind == "withdraw":
        services.ledger.withdraw(line=line, reason="x", by=None, at=at, known_on=at.date())
    else:
        services.ledger.reinstate(line=line, reason="x", by=None, at=at, known_on=at.date())


def answer(cap: Cap, year: int, known_at: date) -> tuple[Any, ...]:
    """What every door says of a year on a day; steps and fold say the same."""
    policy = queries.regime.policy().policy
    asked = {"period": cap.terms.year(year), "known_at": known_at, "policy": policy}
    fold = queries.ledger.usage(cap, **asked)
    steps = queries.ledger.summary(cap, **asked)
    assert steps.from_step
    assert steps.by_supplier == fold.by_supplier()
    assert (steps.status.code, steps.status.reason) == (fold.status.code, fold.status.reason)
    assert [s.share for s in steps.sums] == [u.share for u in fold.usages]
    return (
        fold.by_supplier(),
        fold.status,
        fold.coverage,
        queries.ledger.matrix_data(fold),
        [(c.threshold.share, c.learnt_on, c.standing_since) for c in fold.crossings],
    )


def written() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("select md5(t::text) from compliance_transfer t order by id")
        return list(cursor.fetchall())


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@given(history=st.lists(acts, min_size=4, max_size=9))
@example(  # a line that moved over the turn of a year, and then one between its months
    history=[
        ("record", "CN", 12, 25_000, "bbl", 1, 0),
        ("record", "CN", 10, 25_000, "bbl", 1, 0),
        ("move", "CN", 8, 25_000, "bbl", 1, 0),
        ("record", "CN", 9, 25_000, "bbl", 1, 0),
    ]
)
def test_what_was_answered_on_a_day_is_answered_ever_after(history: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        petroleum_cap()
        cap = queries.regime.caps().get(slug="petroleum")
        policy = queries.regime.policy().policy
        for year in YEARS:
            services.ledger.projection.project(cap=cap, period=cap.terms.year(year), policy=policy)
        at = datetime.combine(FIRST, datetime.min.time(), UTC)
        answers: dict[tuple[date, int], tuple[Any, ...]] = {}
        before: list[tuple[Any, ...]] = []
        for n, act in enumerate(history):
            at += timedelta(days=act[5])
            try:
                with transaction.atomic():
                    do(act, at, n)
            except Rejected:
                pass
            now = written()
            assert now[: len(before)] == before  # I2
            before = now
            for year in YEARS:
                answers[at.date(), year] = answer(cap, year, at.date())
            check_notices(cap, at)
        rows = plain_lines()
        for (known_at, year), held in answers.items():
            assert answer(cap, year, known_at) == held, (known_at, year)  # I4
            plain = used(rows, known_at, year, good="refined_petroleum")
            assert held[0] == dict(plain), (known_at, year)  # I1
        for run in UsageRun.objects.all():
            assert list(queries.ledger.projection.differences(run, policy)) == []  # I7
        transaction.set_rollback(True)


def check_notices(cap: Cap, at: datetime) -> None:
    """I8: a notice is open exactly for the thresholds that the figures now reach."""
    policy = queries.regime.policy().policy
    for year in YEARS:
        period = cap.terms.year(year)
        value = queries.ledger.usage(cap, period=period, known_at=at.date(), policy=policy)
        due = {c.threshold.share for c in value.crossings if c.standing_since}
        given = Notice.objects.filter(cap=cap, first_day=period.start, withdrawal=None)
        assert set(given.values_list("share", flat=True)) == due, (year, at)
