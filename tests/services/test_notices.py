"""Notices follow the figures: given, taken back, given anew; the Secretary's own are facts."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from compliance import core, queries, services
from compliance.models import IssuedNotice, Notice, NoticeWithdrawal, Transfer
from compliance.services.ledger import Rejected
from tests.factories.ledger import day, draft
from tests.factories.regime import petroleum_cap
from tests.factories.reports import NOW, line, record


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cap(db: None) -> Any:
    return petroleum_cap()


def newest(row: Transfer) -> Transfer:
    return Transfer.objects.filter(series=row.series).order_by("-revision")[0]


def correct(row: Transfer, amount: int, hours: int = 1) -> Transfer:
    return services.ledger.correct(
        line=newest(row),
        draft=draft("2023-03", amount=str(amount)),
        reason="typed wrongly",
        by=None,
        at=NOW + timedelta(hours=hours),
    )


def notices() -> list[tuple[str, int, bool]]:
    """Each notice: threshold, occasion, whether it is open."""
    rows = Notice.objects.select_related("withdrawal").order_by("share", "occasion")
    return [(f"{n.share:.2f}", n.occasion, not hasattr(n, "withdrawal")) for n in rows]


def test_the_whole_cap_is_a_threshold_too() -> None:
    record(draft("2023-03", amount="500000"))
    assert notices() == [
        ("0.75", 1, True),
        ("0.90", 1, True),
        ("0.95", 1, True),
        ("1.00", 1, True),
    ]
    assert Notice.objects.get(share=1).effect == "reached"


def test_a_correction_that_undoes_a_notice_takes_it_back() -> None:
    row = line(draft("2023-03", amount="400000"))
    correct(row, 300_000)
    assert notices() == [("0.75", 1, False)]
    taken = NoticeWithdrawal.objects.get()
    assert "300,000 bbl of 500,000 stand" in taken.reason
    assert "under 75 per cent again" in taken.reason


def test_a_withdrawal_re_arms_the_threshold_and_nothing_else_does() -> None:
    row = line(draft("2023-03", amount="400000"))
    correct(row, 410_000)
    assert notices() == [("0.75", 1, True)]
    correct(row, 300_000, 2)
    correct(row, 299_000, 3)
    assert notices() == [("0.75", 1, False)]
    correct(row, 420_000, 4)
    correct(row, 430_000, 5)
    assert notices() == [("0.75", 1, False), ("0.75", 2, True)]


def test_a_line_withdrawn_and_reinstated_takes_the_notice_with_it() -> None:
    row = line(draft("2023-03", amount="400000"))
    services.ledger.withdraw(line=row, reason="sent twice", by=None, at=NOW)
    assert notices() == [("0.75", 1, False)]
    services.ledger.reinstate(line=newest(row), reason="not twice after all", by=None, at=NOW)
    assert notices() == [("0.75", 1, False), ("0.75", 2, True)]


def test_a_threshold_passed_and_undone_before_anybody_asked_gives_no_notice(cap: Any) -> None:
    """What does not stand when we write gives none; the day it was learnt stays in the record."""
    row = line(draft("2023-03", amount="300000"))
    correct(row, 290_000)
    assert notices() == []


def test_random_revisions_leave_at_most_one_open_notice_a_threshold(cap: Any) -> None:
    """And exactly those open whose threshold the total stands at, after each act."""
    chance = random.Random(1718)
    months = [line(draft(f"2023-{n:02}", amount="1000")) for n in range(1, 9)]
    for step in range(200):
        row = newest(chance.choice(months))
        at = NOW + timedelta(minutes=step)
        if row.withdrawn:
            services.ledger.reinstate(line=row, reason="stands again", by=None, at=at)
        elif chance.random() < 0.2:
            services.ledger.withdraw(line=row, reason="taken back", by=None, at=at)
        else:
            services.ledger.correct(
                line=row,
                draft=draft(f"{row.first_day:%Y-%m}", amount=str(chance.randrange(0, 130_000))),
                reason="revised",
                by=None,
                at=at,
            )
        if step % 10 == 9:
            book = core.ledger.account(queries.ledger.entries(cap))
            total = sum(e.quantity.amount for e in book.counted if e.quantity)
            due = {f"{t:.2f}" for t in (0.75, 0.9, 0.95, 1) if total >= Decimal(str(t)) * 500_000}
            held = [share for share, _, given in notices() if given]
            assert len(held) == len(set(held))
            assert set(held) == due
    assert NoticeWithdrawal.objects.count() > 5
    for share in {n.share for n in Notice.objects.all()}:
        occasions = [n.occasion for n in Notice.objects.filter(share=share).order_by("occasion")]
        assert occasions == list(range(1, len(occasions) + 1))


# The Secretary's own


def issued(cap: Any, **other: Any) -> IssuedNotice:
    return services.ledger.enter_issued(
        **{
            "cap": cap,
            "first_day": day("2024-01-01"),
            "share": Decimal("0.75"),
            "issued_on": day("2024-05-01"),
            "known_on": day("2024-05-02"),
            "document": "Note verbale SCA/1/24",
            "by": None,
            "at": NOW,
            **other,
        }
    )


def test_a_notice_of_the_secretary_is_a_fact_and_changes_the_status(cap: Any) -> None:
    record(draft("2024-03", amount="400000"), known_on="2024-05-15")

    def code(known_at: str) -> str:
        return queries.ledger.usage(
            queries.regime.caps().get(pk=cap.pk),
            period=cap.terms.year(2024),
            known_at=day(known_at),
            policy=queries.regime.policy().policy,
        ).status.code

    assert code("2024-06-01") == "notice_due"
    assert issued(cap) == issued(cap)
    assert code("2024-06-01") == "notice_given"
    assert code("2024-05-14") == "unknown"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"document": " "}, "document"),
        ({"share": Decimal("0.8")}, "share"),
        ({"first_day": day("2024-02-01")}, "first_day"),
        ({"known_on": day("2024-06-02")}, "known_on"),
        ({"issued_on": day("2024-05-03")}, "issued_on"),
    ],
)
def test_what_is_entered_of_the_secretary_is_checked(
    cap: Any, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Rejected) as raised:
        issued(cap, **wrong)
    assert [p.field for p in raised.value.problems] == [field]
    assert not IssuedNotice.objects.exists()


# Reinstatement


def test_a_line_stands_again_as_it_was_with_its_reason(cap: Any) -> None:
    row = line(draft("2023-03", amount="3000"))
    services.ledger.withdraw(
        line=row, reason="sent twice", by=None, at=NOW, known_on=day("2024-03-01")
    )
    again = services.ledger.reinstate(
        line=newest(row), reason="it was not", by=None, at=NOW, known_on=day("2024-04-01")
    )
    assert (again.revision, again.withdrawn, again.amount) == (3, False, 3000)

    def used(known_at: str) -> Decimal | None:
        value = queries.ledger.usage(
            cap,
            period=cap.terms.year(2023),
            known_at=day(known_at),
            policy=queries.regime.policy().policy,
        )
        return value.binding.used.amount if value.binding and value.measured else None

    assert [used(on) for on in ("2024-02-15", "2024-03-15", "2024-04-15")] == [3000, None, 3000]


def test_what_stands_cannot_be_reinstated_nor_what_another_line_replaced() -> None:
    row = line(draft("2023-03", amount="3000"))
    with pytest.raises(Rejected) as raised:
        services.ledger.reinstate(line=row, reason="why not", by=None, at=NOW)
    assert [p.code for p in raised.value.problems] == ["not_withdrawn", "already_reported"]
    services.ledger.withdraw(line=row, reason="sent twice", by=None, at=NOW)
    record(draft("2023-03", amount="4000"))
    with pytest.raises(Rejected) as raised:
        services.ledger.reinstate(line=newest(row), reason="why not", by=None, at=NOW)
    assert [p.code for p in raised.value.problems] == ["already_reported"]


# The day it was received


def test_the_day_a_report_was_received_is_kept_and_counts_for_its_lateness(cap: Any) -> None:
    record(draft("2023-03", supplier="RU"), received_on=day("2023-04-25"))
    found = queries.ledger.expected(cap, known_at=day("2024-06-01"))
    march = next(e for e in found if e.supplier == "RU" and e.span.start == day("2023-03-01"))
    assert (march.received_on, march.days_late) == (day("2023-04-25"), -5)


def test_a_report_is_not_received_after_it_was_public() -> None:
    with pytest.raises(Rejected) as raised:
        record(draft("2023-03"), received_on=day("2024-02-02"))
    assert [(p.field, p.code) for p in raised.value.problems] == [("received_on", "backwards")]
