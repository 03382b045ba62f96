"""Sixteen writers on three caps at once: the same ledger as if they had come one by one.

`OPERATIONS=10000` makes it a night's run. It is void unless three acts in ten really met: they
waited for a lock that another held.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Barrier, BrokenBarrierError, Event, Thread
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from compliance import core, queries, services
from compliance.core.ledger import Draft
from compliance.models import Cap, Committee, Notice, Transfer, UsageRun
from compliance.services.ledger import Rejected, Source
from tests.factories.regime import CommodityFactory, petroleum_cap
from tests.properties.plain import plain_lines, used


pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 16
OPERATIONS = int(os.environ.get("OPERATIONS") or 160)
MET = 0.3
NOW = datetime(2025, 6, 1, tzinfo=UTC)
GOODS = ("refined_petroleum", "crude_oil", "coal")


@contextmanager
def meetings() -> Iterator[set[tuple[int, str]]]:
    """The transactions that waited for a lock, as another connection sees them."""
    found: set[tuple[int, str]] = set()
    done = Event()
    params = connection.get_connection_params()
    wanted = {k: params[k] for k in ("dbname", "user", "host", "port", "password") if k in params}

    def look() -> None:
        with psycopg.connect(**wanted, autocommit=True) as watcher:
            while not done.is_set():
                found.update(
                    watcher.execute(
                        "select pid, xact_start::text from pg_stat_activity where datname = "
                        "current_database() and wait_event_type = 'Lock'"
                    ).fetchall()
                )
                time.sleep(0.002)

    watch = Thread(target=look)
    watch.start()
    try:
        yield found
    finally:
        done.set()
        watch.join()


def act(chance: random.Random, n: str) -> str:
    """What one writer does: mostly reports of few months, so that writers want the same."""
    good = chance.choice(GOODS)
    lines = list(Transfer.objects.with_source().filter(commodity__code=good).order_by("?")[:1])
    kind = chance.choice(["record", "record", "record", "correct", "withdraw", "reinstate"])
    known_on = date(2024, 2, 1 + chance.randint(0, 27))
    source = Source(committee=Committee.objects.get(), kind="notification",
                    known_on=known_on, key=f"writer:{n}")  # fmt: skip
    month = chance.randint(1, 12)
    draft = Draft(
        supplier=chance.choice(["CN", "RU"]), recipient="KP", commodity=good,
        first_day=date(2023, month, 1), last_day=date(2023, month, 28),
        amount=Decimal(chance.randint(1, 90_000)), unit="bbl", row=1,
    )  # fmt: skip
    try:
        if kind == "record" or not lines:
            services.ledger.record(source=source, drafts=[draft], by=None, at=NOW)
            return "record"
        (line,) = lines
        if kind == "correct":
            services.ledger.correct(line=line, draft=draft, reason="better", by=None, at=NOW,
                                    source=source if chance.random() < 0.5 else None)  # fmt: skip
        elif kind == "withdraw":
            services.ledger.withdraw(line=line, reason="wrong", by=None, at=NOW)
        else:
            services.ledger.reinstate(line=line, reason="right", by=None, at=NOW)
    except Rejected:
        return "refused"
    return kind


def write_together(seed: int) -> Counter[str]:
    barrier = Barrier(WRITERS)
    outcomes: Counter[str] = Counter()
    wrong: list[BaseException] = []

    def writer(number: int) -> None:
        chance = random.Random(seed * 1000 + number)
        try:
            for turn in range(OPERATIONS // WRITERS):
                barrier.wait(timeout=60)
                outcomes[act(chance, f"{number}:{turn}")] += 1
        except BrokenBarrierError:
            pass
        except BaseException as problem:
            wrong.append(problem)
            barrier.abort()
        finally:
            connections.close_all()

    threads = [Thread(target=writer, args=[n]) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong
    return outcomes


def test_sixteen_writers_leave_the_ledger_that_one_would() -> None:
    for good in GOODS:
        petroleum_cap(slug=f"cap-{good}", title=good, commodity=CommodityFactory(code=good))
    caps = list(queries.regime.caps().order_by("pk"))
    policy = queries.regime.policy().policy
    year = {cap.pk: cap.terms.year(2023) for cap in caps}
    for cap in caps:
        services.ledger.projection.project(cap=cap, period=year[cap.pk], policy=policy)

    with meetings() as met:
        outcomes = write_together(seed=1)
    assert sum(outcomes.values()) == OPERATIONS // WRITERS * WRITERS
    assert min(outcomes["record"], outcomes["refused"]) > 0, outcomes
    assert len(met) >= MET * sum(outcomes.values()), f"void: {len(met)} of {outcomes} met"

    rows = plain_lines()
    for cap in caps:
        entries = queries.ledger.entries(cap)
        book = core.ledger.account(entries, known_at=NOW.date())
        # Checked, then put in, with nobody between: no month of a supplier stands twice.
        assert not book.clashing
        assert not book.inside
        # I1 and I7: what the rows add up to, by separate code; from the fold; from the steps.
        for known_at in (date(2024, 2, 10), date(2024, 2, 20), NOW.date()):
            asked = {"period": year[cap.pk], "known_at": known_at, "policy": policy}
            fold = queries.ledger.usage(cap, **asked)
            steps = queries.ledger.summary(cap, **asked)
            assert steps.from_step
            assert fold.by_supplier() == steps.by_supplier
            plain = used(rows, known_at, 2023, good=cap.commodity.code)
            assert fold.by_supplier() == dict(plain)
            assert fold.status.code == steps.status.code
    # I3: chains are lines
    chains: dict[Any, list[int]] = {}
    for series, revision in Transfer.objects.order_by("pk").values_list("series", "revision"):
        chains.setdefault(series, []).append(revision)
    assert all(chain == list(range(1, len(chain) + 1)) for chain in chains.values())
    # I7: every step is equal to the fold
    for run in UsageRun.objects.all():
        assert list(queries.ledger.projection.differences(run, policy)) == []
    # I8: one open notice for each threshold that is reached, and none else
    for cap in caps:
        value = queries.ledger.usage(cap, period=year[cap.pk], known_at=NOW.date(), policy=policy)
        due = {c.threshold.share for c in value.crossings if c.standing_since}
        given = Notice.objects.filter(cap=cap, withdrawal=None).values_list("share", flat=True)
        assert sorted(given) == sorted(due)


def test_without_the_lock_they_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proof without teeth proves nothing: let two writers check before either has put in."""

    def unlocked(commodities: Any) -> list[Cap]:
        return list(
            Cap.objects.with_terms().filter(commodity__code__in=set(commodities)).order_by("pk")
        )

    monkeypatch.setattr("compliance.services.ledger.recording.lock_caps", unlocked)
    monkeypatch.setattr("tests.services.test_writers.MET", 0)
    with pytest.raises(AssertionError, match="assert not"):
        test_sixteen_writers_leave_the_ledger_that_one_would()
