"""A long table on its way into the ledger while its worker is killed: taken up again, and every
row is there once."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.factories import tables as make
from tests.tracker.processes import PROJECT, environment, living, manage, parent, scratch, until
from tracker import postgres
from tracker.run import BEAT, WORKER


ROWS = 4_500
ONE_AT_A_TIME = [*WORKER, "--concurrency", "1"]


@dataclass
class Import:
    """One table, and what was seen of it each time that a worker had died."""

    home: Path
    lines_before: int = 0
    killed: list[tuple[str, int, int]] = field(default_factory=list)  # when; lines, outcomes then
    attempts: int = 0

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(postgres.url(self.home), autocommit=True) as database:
            return database.execute(question).fetchall()

    def one(self, question: str) -> int:
        [(said,)] = self.ask(question)
        return int(said or 0)

    def lines(self) -> int:
        return self.one("select count(*) from compliance_transfer")

    def outcomes(self) -> int:
        return self.one(
            "select count(*) from compliance_importoutcome o join compliance_importrun r "
            "on r.id = o.run_id where r.step = 'enter'"
        )

    def far(self, attempt: int) -> bool:
        """Whether this attempt has gone through some of its rows."""
        told = f"attempts = {attempt} and rows >= 1000"  # written by the worker, row by row
        return self.one(f"select count(*) from compliance_importprogress where {told}") == 1

    def moving(self) -> bool:
        """Whether rows are on their way over into the ledger, the reports before the lines."""
        return bool(
            self.one(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' "
                """and query like '%insert into "public"."compliance_transfer"%'"""
            )
        )

    def nobody_is_at_it(self) -> bool:
        """Whether PostgreSQL has seen that whoever was at it is gone."""
        return not self.one(
            "select count(*) from pg_stat_activity where xact_start is not null "
            "and pid <> pg_backend_pid() and backend_type = 'client backend'"
        )


def start(home: Path, command: list[str], ended: ExitStack) -> subprocess.Popen[bytes]:
    """A process of the tracker, which ends with the test at the latest."""
    with home.with_name("out").open("a") as out:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=environment(TRACKER_HOME=str(home)),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    ended.callback(process.wait)
    ended.callback(process.kill)
    return process


def kill(
    worker: subprocess.Popen[bytes],
    table: Import,
    when: str,
    *,
    then: Callable[[], None] | None = None,
) -> None:
    for pid in (worker.pid, *children(worker.pid, table.home)):
        os.kill(pid, signal.SIGKILL)
    worker.wait()
    if then is not None:
        then()
    until(table.nobody_is_at_it, within=10)
    table.killed.append((when, table.lines(), table.outcomes()))


def children(of: int, home: Path) -> list[int]:
    return [pid for pid in living(home) if parent(pid) == of]


@pytest.fixture(scope="module")
def seen() -> Iterator[Import]:
    with scratch() as folder, ExitStack() as ended:
        table = Import(folder / "home")
        postgres.ensure(table.home, options=postgres.CARELESS)
        ended.callback(postgres.release, table.home)
        file = folder / "long.csv"
        file.write_bytes(make.as_csv(make.several(ROWS)))
        for act in (
            ["migrate", "--verbosity=0"],
            ["seed"],
            ["import_reports", str(file), "--dry-run"],
        ):
            done = manage(*act, TRACKER_HOME=str(table.home))
            assert done.returncode == 0, done.stderr
        table.lines_before = table.lines()
        with psycopg.connect(postgres.url(table.home)) as database:  # as the desk asks for it
            database.execute(
                "insert into compliance_importrun (file_id, step, asked_at) "
                "select id, 'enter', now() from compliance_importfile"
            )
        start(table.home, BEAT, ended)
        kill_while_it_goes(table, ended)
        yield table


def kill_while_it_goes(table: Import, ended: ExitStack) -> None:
    worker = start(table.home, ONE_AT_A_TIME, ended)
    if until(lambda: table.far(1), within=30):
        kill(worker, table, "among its rows")

    worker = start(table.home, ONE_AT_A_TIME, ended)
    with psycopg.connect(postgres.url(table.home)) as other:
        other.execute("lock table compliance_transfer in share mode")  # whoever writes waits
        if until(table.moving, within=30):
            kill(worker, table, "as rows go over", then=other.rollback)

    start(table.home, ONE_AT_A_TIME, ended)
    until(lambda: table.outcomes() == 1, within=60)
    table.attempts = table.one(
        "select attempts from compliance_importprogress p join compliance_importrun r "
        "on r.id = p.run_id where r.step = 'enter'"
    )
    until(
        lambda: manage("project", "--verify", TRACKER_HOME=str(table.home)).returncode == 0,
        within=30,
    )


def test_a_worker_that_dies_leaves_nothing_half_saved(seen: Import) -> None:
    assert seen.killed == [
        ("among its rows", seen.lines_before, 0),
        ("as rows go over", seen.lines_before, 0),
    ]


def test_the_import_is_taken_up_again_and_every_row_is_there_once(seen: Import) -> None:
    assert seen.ask(
        "select outcome, rows, new from compliance_importoutcome where outcome <> 'good'"
    ) == [("entered", ROWS, ROWS)]
    assert seen.attempts == 3
    assert seen.lines() == seen.lines_before + ROWS
    twice = "select key from compliance_report where key like '%-2018-%' group by key"
    assert seen.ask(f"{twice} having count(*) > 1") == []


def test_usage_is_then_what_the_lines_add_up_to(seen: Import) -> None:
    done = manage("project", "--verify", TRACKER_HOME=str(seen.home))
    assert done.returncode == 0, done.stdout + done.stderr
