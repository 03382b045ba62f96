"""The ledger changes between the moment when it is loaded and the one when a finding is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, connections, transaction

from compliance import queries, services
from compliance.models import Finding, LedgerChange, Reading
from tests.factories.ledger import draft
from tests.factories.press import read, read_article
from tests.factories.regime import petroleum_cap
from tests.factories.reports import NOW, line


pytestmark = pytest.mark.django_db(transaction=True)
TOLD = "Russia reported 3,000 barrels of refined petroleum to North Korea in {} 2023."
LATER = NOW + timedelta(days=1)


@contextmanager
def meanwhile(act: Callable[[], Any]) -> Iterator[Callable[[], None]]:
    """An act on a connection of its own, begun now, at its end with the block; gives its `join`."""
    problems: list[BaseException] = []

    def run() -> None:
        try:
            act()
        except BaseException as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    def join() -> None:
        thread.join(timeout=20)
        assert not thread.is_alive()
        assert not problems, problems

    thread = Thread(target=run)
    thread.start()
    try:
        yield join
    finally:
        join()


def waits() -> bool:
    """Whether somebody waits for an advisory lock."""
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute(
                "select pg_sleep(0.02), exists (select from pg_locks where locktype = 'advisory' "
                "and not granted)"
            )
            if cursor.fetchone()[1]:
                return True
    return False


def told(month: str = "March") -> Reading:
    return read(TOLD.format(month), published_on=date(2023, 6, 14))


def arrives() -> None:
    line(draft("2023-03"), known_on="2023-05-01")


def settled() -> None:
    for change in queries.review.changes_waiting(9):
        services.review.judge_anew(change=change, at=LATER)
    assert not LedgerChange.objects.exists()


def newest() -> str:
    return Finding.objects.newest().get(claim__first_day=date(2023, 3, 1)).verdict


def test_a_report_that_was_not_yet_kept_when_the_ledger_was_loaded_is_not_missed() -> None:
    """It is loaded while the report is on its way; claims are gone through before one is kept."""
    petroleum_cap()
    read_article(TOLD.format("May"), published_on=date(2023, 6, 14))
    reading, began, loaded = told(), Event(), Event()

    def record() -> None:
        with transaction.atomic():
            arrives()
            began.set()
            loaded.wait(10)

    with meanwhile(record) as join:
        assert began.wait(10)
        bench = services.review.bench()
        loaded.set()
        join()
        settled()
        services.review.reconcile(reading=reading, at=LATER, bench=bench)
    assert newest() == "agrees"


def test_claims_are_gone_through_only_when_those_about_to_be_kept_are() -> None:
    petroleum_cap()
    read_article(TOLD.format("May"), published_on=date(2023, 6, 14))
    reading = told()
    bench = services.review.bench()
    arrives()
    with ExitStack() as stack, transaction.atomic():
        services.review.reconcile(reading=reading, at=LATER, bench=bench)
        stack.enter_context(meanwhile(settled))
        assert waits()
    assert newest() == "agrees"
    (first,) = Finding.objects.filter(claim__reading=reading, supersedes=None, view="then")
    assert first.verdict == "unreported"


def test_a_report_that_found_no_claim_is_waited_for_before_the_first_is_judged() -> None:
    """It has left no note of itself, so nobody would come back to the claim."""
    petroleum_cap()
    began, go_on = Event(), Event()

    def record() -> None:
        with transaction.atomic():
            arrives()
            began.set()
            go_on.wait(10)

    with meanwhile(record):
        assert began.wait(10)
        reading = told()
        assert not LedgerChange.objects.exists()
        with meanwhile(lambda: services.review.reconcile(reading=reading, at=LATER)):
            assert waits()
            go_on.set()
    assert newest() == "agrees"


def test_changes_are_worked_off_one_after_the_other() -> None:
    """What is judged by an older ledger is never kept after what is judged by a newer."""
    petroleum_cap()
    read_article(TOLD.format("March"), published_on=date(2023, 6, 14))
    arrives()
    (change,) = queries.review.changes_waiting(9)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(1718005, 0)")
        outcome: list[Any] = []
        with meanwhile(lambda: outcome.append(services.review.judge_anew(change=change, at=LATER))):
            pass
        cursor.execute("select pg_advisory_unlock(1718005, 0)")
    assert outcome == [None]
    settled()
    assert newest() == "agrees"
