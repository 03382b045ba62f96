"""Two people, one ledger: real threads, real connections, one of them first."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections

from compliance import services
from compliance.models import Article, Attempt, Capture, Finding, Notice, Reading, Report, Transfer
from compliance.services.ledger import Rejected
from tests.factories.ledger import draft
from tests.factories.people import chief
from tests.factories.press import hand_in, read, read_article
from tests.factories.regime import petroleum_cap
from tests.factories.reports import NOW, line, record


pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave or raised, all begun at once, each on a connection of its own."""
    outcomes: list[Any] = [None] * len(acts)
    barrier = Barrier(len(acts))

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=10)
            outcomes[place] = act()
        except Exception as problem:
            outcomes[place] = problem
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=numbered) for numbered in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert not any(thread.is_alive() for thread in threads)
    return outcomes


def told_apart(outcomes: list[Any]) -> tuple[list[Any], list[Rejected]]:
    refused = [o for o in outcomes if isinstance(o, Rejected)]
    other = [o for o in outcomes if isinstance(o, Exception) and o not in refused]
    assert not other, other
    return [o for o in outcomes if o not in refused], refused


def test_of_two_reports_of_one_month_one_is_kept_and_one_told_so() -> None:
    petroleum_cap()
    kept, refused = told_apart(
        together(
            *(
                lambda amount=amount: record(draft("2023-03", amount=amount))
                for amount in ("3000", "3100")
            )
        )
    )
    assert len(kept) == len(refused) == 1
    (problem,) = refused[0].problems
    assert problem.code == "already_reported"
    assert "Russia has already reported 3," in problem.message
    assert Report.objects.count() == Transfer.objects.count() == 1


def test_the_same_report_sent_twice_at_once_is_one() -> None:
    petroleum_cap()
    outcomes = together(*[lambda: record(draft("2023-03"), key="form:1")] * 2)
    kept, refused = told_apart(outcomes)
    assert not refused
    assert len({report.pk for report in kept}) == 1
    assert Transfer.objects.count() == 1


def test_the_same_allegation_sent_twice_at_once_is_one() -> None:
    """No cap is limited by it, yet its key is one."""
    petroleum_cap()
    told = draft("2023-03", kind="alleged")
    outcomes = together(*[lambda: record(told, key="form:1")] * 3)
    kept, refused = told_apart(outcomes)
    assert not refused
    assert len({report.pk for report in kept}) == 1


def test_many_writers_reach_a_threshold_and_notice_is_given_once() -> None:
    """Eight months of 50,000 barrels: whoever comes last reaches 75 per cent."""
    cap = petroleum_cap()
    kept, refused = told_apart(
        together(
            *(
                lambda month=month: record(draft(f"2023-{month:02}", amount="50000"))
                for month in range(1, 9)
            )
        )
    )
    assert (len(kept), refused) == (8, [])
    assert [(n.share, n.used) for n in Notice.objects.all()] == [(Decimal("0.75"), 400_000)]
    assert services.ledger.issue_notices(cap=cap, at=NOW) == []


def test_sweeps_at_once_give_each_notice_once() -> None:
    cap = petroleum_cap()
    record(draft("2023-03", amount="480000"))
    outcomes = together(*[lambda: services.ledger.issue_notices(cap=cap, at=NOW)] * 4)
    assert outcomes == [[], [], [], []]
    assert Notice.objects.count() == 3


def test_of_two_corrections_of_one_line_the_second_learns_of_the_first() -> None:
    petroleum_cap()
    held = line(draft("2023-03"))

    def correct(amount: str) -> Transfer:
        return services.ledger.correct(
            line=held, draft=draft("2023-03", amount=amount), reason="A slip.", by=None, at=NOW
        )

    kept, refused = told_apart(together(lambda: correct("1"), lambda: correct("2")))
    assert len(kept) == len(refused) == 1
    assert [p.code for p in refused[0].problems] == ["changed_meanwhile"]
    assert Transfer.objects.count() == 2


def test_a_correction_and_a_withdrawal_at_once_leave_a_line_of_revisions() -> None:
    petroleum_cap()
    held = line(draft("2023-03"))
    told_apart(
        together(
            lambda: services.ledger.correct(
                line=held, draft=draft("2023-03", amount="1"), reason="A slip.", by=None, at=NOW
            ),
            lambda: services.ledger.withdraw(line=held, reason="Not theirs.", by=None, at=NOW),
        )
    )
    assert list(Transfer.objects.order_by("pk").values_list("revision", flat=True)) == [1, 2]


def test_of_two_decisions_on_a_finding_the_second_is_told_of_the_first() -> None:
    petroleum_cap()
    (finding,) = read_article(
        "Russia reported 3,000 barrels of refined petroleum to North Korea in March 2023."
    )
    person = chief()
    kept, refused = told_apart(
        together(
            *[
                lambda: services.review.decide(
                    finding=finding, decision="confirm", by=person, at=NOW
                )
            ]
            * 2
        )
    )
    assert len(kept) == len(refused) == 1
    assert refused[0].problems[0].code == "decided"


def test_the_same_article_handed_in_at_once_is_one() -> None:
    together(*[lambda: hand_in("Russia reported 3,000 barrels.")] * 4)
    assert Article.objects.count() == 1


def test_an_article_is_captured_and_read_by_one_worker_alone() -> None:
    article = hand_in("Russia reported 3,000 barrels of refined petroleum to North Korea.")
    together(*[lambda: services.press.capture(article=article, at=NOW)] * 4)
    (capture,) = Capture.objects.all()
    together(*[lambda: services.press.read(capture=capture, at=NOW)] * 4)
    assert Reading.objects.count() == 1
    assert sorted(Attempt.objects.values_list("step", flat=True)) == ["capture", "read"]


def test_a_reading_reconciled_by_two_has_each_finding_once() -> None:
    petroleum_cap()
    reading = read("Russia reported 3,000 barrels of refined petroleum to North Korea in May 2023.")
    together(*[lambda: services.review.reconcile(reading=reading, at=NOW)] * 3)
    assert Finding.objects.count() == 1


def test_a_step_that_somebody_has_in_hand_is_left_to_them() -> None:
    article = hand_in("Russia reported 3,000 barrels.")
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(1718001, %s)", [article.pk])
    (outcome,) = together(lambda: services.press.capture(article=article, at=NOW))
    assert outcome is None
    assert not Attempt.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_unlock(1718001, %s)", [article.pk])
    assert services.press.capture(article=article, at=NOW) is not None
