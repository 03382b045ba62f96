"""The word for the data as they stand is never said of other data, however they are written."""

from __future__ import annotations

import os
import threading
from datetime import date

import pytest
from django.db import connections, transaction

from compliance import queries, services
from compliance.models import Committee, Touch
from tests.factories.regime import CommitteeFactory


pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_written_is_the_same_state() -> None:
    before = queries.kept.state()
    Committee.objects.filter(slug="none").update(slug="no")
    Committee.objects.filter(slug="none").delete()
    assert queries.kept.state() == before


def test_a_transaction_touches_once_whatever_it_writes() -> None:
    several = Touch.objects.count()
    with transaction.atomic():
        for slug in ("1", "2", "3"):
            CommitteeFactory(slug=slug)
    assert Touch.objects.count() == several + 1


def test_what_was_undone_touched_nothing_and_is_no_state_of_later() -> None:
    before = queries.kept.state()
    with transaction.atomic():
        CommitteeFactory()
        within = queries.kept.state()
        transaction.set_rollback(True)
    assert queries.kept.state() == before
    CommitteeFactory()
    assert queries.kept.state() not in (before, within)


def test_a_savepoint_undone_before_more_is_written_leaves_the_touch() -> None:
    before = queries.kept.state()
    with transaction.atomic():
        with transaction.atomic():
            CommitteeFactory()
            transaction.set_rollback(True)
        CommitteeFactory()
    assert queries.kept.state() != before


@pytest.mark.parametrize("gathered", [False, True])
def test_one_that_began_first_and_ends_last_is_not_missed(
    monkeypatch: pytest.MonkeyPatch, *, gathered: bool
) -> None:
    monkeypatch.setattr(services.kept, "MOST", 0)
    wrote, go = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            CommitteeFactory(slug="1737")
            wrote.set()
            go.wait(30)
        connections.close_all()

    seen = [queries.kept.state()]
    other = threading.Thread(target=slow)
    other.start()
    assert wrote.wait(30)
    CommitteeFactory()
    seen.append(queries.kept.state())
    if gathered:
        services.kept.gather()
        seen.append(queries.kept.state())
    go.set()
    other.join()
    seen.append(queries.kept.state())
    if gathered:
        services.kept.gather()
        seen.append(queries.kept.state())
    assert len(set(seen)) == len(seen)


def test_few_touches_are_left_as_they_are() -> None:
    CommitteeFactory()
    before = queries.kept.state()
    services.kept.gather()
    assert queries.kept.state() == before


def test_a_long_answer_is_kept_packed_and_given_whole() -> None:
    headers = {"Content-Type": "application/json"}
    for body, kept in ((b"[1, 2, 3]" * 100_000, True), (os.urandom(300_000), False)):
        place = queries.kept.Place(len(body), today=date(2026, 1, 2))
        place.keep(body, headers)
        assert place.given() == ((body, headers) if kept else None)
