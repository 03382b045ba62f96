"""The worker goes through long tables: how far it is can be seen, and what kills it is given up."""

from __future__ import annotations

import io
from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone

from compliance import queries, services
from compliance.models import Committee, ImportProgress, ImportRun, Report, Transfer
from compliance.services import exchange
from compliance.services.ledger import Rejected
from compliance.tasks.exchange import sweep
from tests.factories import tables as make
from tests.factories.ledger import draft
from tests.factories.reports import record
from tests.factories.seeds import plant
from tracker.celery import app


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked() -> ImportRun:
    """A table of 1,200 rows that waits to be looked at."""
    with transaction.atomic():  # keys between tables wait for the end
        plant()
    file, _ = exchange.hand_in(
        stream=io.BytesIO(make.as_csv(make.several(1200))),
        name="long.csv",
        committee=Committee.objects.get(),
        by=None,
        at=timezone.now(),
    )
    return exchange.ask(file=file, step="check", by=None, at=timezone.now())


def test_the_worker_looks_and_enters_and_says_how_far_it_is(asked: ImportRun) -> None:
    before = Transfer.objects.count()
    sweep()
    seen = queries.exchange.outcome(asked)
    assert seen is not None
    assert (seen.outcome, seen.new) == ("good", 1200)
    far = ImportProgress.objects.get(run=asked)
    assert (far.attempts, far.rows) == (1, 1000)  # the last it said
    assert 0 < far.share < 100
    assert Transfer.objects.count() == before
    exchange.ask(file=asked.file, step="enter", by=None, at=timezone.now())
    sweep()
    assert Transfer.objects.count() == before + 1200
    assert not ImportRun.objects.waiting().exists()


def test_while_another_table_is_gone_through_none_is_begun(asked: ImportRun) -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            key = services.ledger.locking.ONE_BY_ONE
            cursor.execute("select pg_advisory_lock(hashtextextended(%s, 1718))", [key])
            for _ in range(5):
                sweep()
        assert queries.exchange.outcome(asked) is None
        assert not ImportProgress.objects.exists()
    finally:
        other.close()
    sweep()
    assert queries.exchange.outcome(asked) is not None


def test_what_came_to_no_end_three_times_is_given_up_and_saves_nothing(
    asked: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Transfer.objects.count()

    def die(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the worker is gone")

    monkeypatch.setattr(exchange, "enter_table", die)
    for _ in range(4):
        assert queries.exchange.outcome(asked) is None
        sweep()
    given_up = queries.exchange.outcome(asked)
    assert given_up is not None
    assert given_up.outcome == "failed"
    assert Transfer.objects.count() == before


# Others, meanwhile


def elsewhere(act: Callable[[], Any]) -> Any:
    """What somebody else gets of an act, on a connection of their own, while we are in ours."""
    got: list[Any] = []

    def run() -> None:
        try:
            got.append(act())
        except Rejected as refused:
            got.append(refused)
        finally:
            connections.close_all()

    other = Thread(target=run)
    other.start()
    other.join(timeout=30)
    assert got, "it waits for us"
    return got[0]


def once(act: Callable[[], Any]) -> tuple[Callable[[int, int], None], list[Any]]:
    """Something to be told how far a pass is, that lets somebody else act after its first part."""
    got: list[Any] = []

    def say(rows: int, share: int) -> None:
        if not got:
            got.append(elsewhere(act))

    return say, got


def typed(month: str, supplier: str) -> Callable[[], Any]:
    return lambda: record(draft(month, supplier=supplier), reporting_state=supplier)


def to_enter(run: ImportRun) -> ImportRun:
    """The import of a table that was looked at and found good."""
    seen = exchange.carry_out(run=run, at=timezone.now())
    assert seen is not None
    assert seen.outcome == "good"
    return exchange.ask(file=run.file, step="enter", by=None, at=timezone.now())


@pytest.mark.parametrize("step", ["check", "enter"])
def test_while_a_table_is_gone_through_nobody_waits(asked: ImportRun, step: str) -> None:
    run = asked if step == "check" else to_enter(asked)
    before = Transfer.objects.count()
    say, got = once(typed("2018-05", "NL"))
    done = exchange.carry_out(run=run, at=timezone.now(), say=say)
    assert isinstance(got[0], Report)
    assert done is not None
    assert done.outcome == ("good" if step == "check" else "entered")
    assert Transfer.objects.count() == before + 1 + (1200 if step == "enter" else 0)


def test_what_somebody_wrote_meanwhile_is_seen_before_a_table_is_entered(asked: ImportRun) -> None:
    """A month of which the table has the days, all judged good by then."""
    run, before = to_enter(asked), Transfer.objects.count()
    say, got = once(typed("2018-01", "FR"))
    done = exchange.carry_out(run=run, at=timezone.now(), say=say)
    assert isinstance(got[0], Report)
    assert done is not None
    assert (done.outcome, done.wrong) == ("refused", 28)
    assert Transfer.objects.count() == before + 1


@pytest.mark.parametrize("step", ["check", "enter"])
def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_the_next_goes_on(
    asked: ImportRun, step: str
) -> None:
    """Its session ends, which is all that PostgreSQL hears of a worker that is killed."""
    run = asked if step == "check" else to_enter(asked)
    before = Transfer.objects.count(), Report.objects.count()

    def die(rows: int, share: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(OperationalError):
        exchange.carry_out(run=run, at=timezone.now(), say=die)
    connection.close()
    assert queries.exchange.outcome(run) is None
    assert (Transfer.objects.count(), Report.objects.count()) == before
    sweep()
    assert Transfer.objects.count() == before[0] + (1200 if step == "enter" else 0)
    assert not ImportRun.objects.waiting().exists()


def test_two_tables_at_once_go_one_after_the_other(asked: ImportRun) -> None:
    """Of two with the same rows one is entered, and the other adds nothing to it."""
    twin, _ = exchange.hand_in(
        stream=io.BytesIO(make.as_csv(make.several(1199))),
        name="twin.csv",
        committee=Committee.objects.get(),
        by=None,
        at=timezone.now(),
    )
    other = to_enter(exchange.ask(file=twin, step="check", by=None, at=timezone.now()))
    run, before = to_enter(asked), Transfer.objects.count()
    say, got = once(lambda: exchange.carry_out(run=other, at=timezone.now()))
    exchange.carry_out(run=run, at=timezone.now(), say=say)
    assert got == [None]  # it is not begun
    sweep()
    second = queries.exchange.outcome(other)
    assert second is not None
    assert (second.outcome, second.held) == ("entered", 1199)
    assert Transfer.objects.count() == before + 1200


def test_a_message_that_may_outlive_its_hiding_is_done_with_at_once() -> None:
    """A task that takes longer than a message stays unseen is else given to a second worker."""
    app.loader.import_default_modules()
    ours = [task for name, task in app.tasks.items() if not name.startswith("celery.")]
    longest = settings.VISIBLE_AGAIN_S
    late = [t for t in ours if (t.time_limit or settings.CELERY_TASK_TIME_LIMIT) > longest]
    assert {task.name for task in late} == {"exchange.sweep", "follow.dump"}
    assert not any(task.acks_late for task in late)
