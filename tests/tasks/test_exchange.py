"""The worker goes through long tables: how far it is can be seen, and what kills it is given up."""

from __future__ import annotations

import io

import pytest
from django.db import connection, transaction
from django.utils import timezone

from compliance import queries, services
from compliance.models import Committee, ImportProgress, ImportRun, Transfer
from compliance.services import exchange
from compliance.tasks.exchange import sweep
from tests.factories import tables as make
from tests.factories.seeds import plant


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
