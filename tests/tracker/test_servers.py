"""The services of docker-compose.yml, their own commands, against real servers on this machine:
PostgreSQL 15 with Redis, and with RabbitMQ. An article handed in comes out read; two workers on
one database, as on two hosts, divide the work up."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import httpx
import psycopg
import pytest
from amqp import PreconditionFailed
from kombu import Connection

from tests.tracker.processes import PROJECT, environment, free_port, manage, parent, scratch, until
from tests.tracker.test_compose import SERVICES


pytestmark = pytest.mark.services

TEXTS = sorted((PROJECT / "tests" / "gold" / "text").glob("*.txt"))
POSTGRES = "postgresql://postgres@127.0.0.1:5432"
BROKERS = {
    "Redis": "redis://127.0.0.1:6379/9",
    "RabbitMQ": "amqp://guest:guest@127.0.0.1:5672//",
}


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    name = f"tracker_servers_{os.getpid()}"
    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as server:
        server.execute(f"create database {name}")
    with Connection(BROKERS["RabbitMQ"]) as rabbitmq:
        rabbitmq.channel().queue_delete("tracker")  # with all that another run left in it
    yield f"{POSTGRES}/{name}"
    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as server:
        server.execute(f"drop database {name} with (force)")


def settings(database: str, broker: str, home: Path) -> dict[str, str]:
    """What docker-compose.yml sets, with this machine's servers."""
    there = dict.fromkeys(SERVICES["web"]["environment"], "")
    here = {
        "DATABASE_URL": database,
        "CELERY_BROKER_URL": broker,
        "SECRET_KEY": "for tests alone, and longer than thirty-two",
        "ALLOWED_HOSTS": "127.0.0.1",
        "TRACKER_HOME": str(home),
        "STATIC_ROOT": str(home / "static"),
    }
    assert set(here) - {"STATIC_ROOT"} <= set(there)
    return there | here


@pytest.fixture(scope="module")
def prepared(database: str) -> str:
    with scratch() as home:
        done = subprocess.run(
            SERVICES["prepare"]["command"],
            cwd=PROJECT,
            env=environment(**settings(database, BROKERS["Redis"], home)),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stderr
    return database


def start(
    stack: ExitStack, service: str, env: dict[str, str], log: IO[str], *more: str
) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [*SERVICES[service]["command"], *more],
        cwd=PROJECT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
    )
    stack.callback(process.wait, 20)
    stack.callback(process.terminate)
    return process


def count(database: str, table: str, what: str = "count(*)") -> int:
    with psycopg.connect(database) as connection:
        row = connection.execute(f"select {what} from {table}").fetchone()
    assert row is not None
    found: int = row[0]
    return found


@pytest.mark.parametrize("broker", ["Redis"])  # the other below
def test_an_article_handed_in_is_read_by_the_worker(prepared, broker):
    with scratch() as home, ExitStack() as stack:
        env = environment(**settings(prepared, BROKERS[broker], home))
        article = home / "article.txt"
        article.write_text(
            f"UNITED NATIONS, 3 May 2023 ({broker}). Russia supplied 67,300 barrels of refined "
            "petroleum to the DPRK between December 2022 and April 2023."
        )
        static = manage("collectstatic", "-v0", "--no-input", **settings(prepared, "", home))
        assert static.returncode == 0, static.stderr
        log = stack.enter_context((home / "log").open("w+"))
        port = free_port()
        start(stack, "worker", env, log)
        start(stack, "beat", env, log)
        start(stack, "web", env, log, "--bind", f"127.0.0.1:{port}")

        def say() -> str:
            return (home / "log").read_text()[-3000:]

        def healthy(name: str) -> bool:
            check = [*SERVICES[name]["healthcheck"]["test"][1:]]
            check[-1] = check[-1].replace(":8000", f":{port}")
            return not subprocess.run(check, cwd=PROJECT, env=env, capture_output=True).returncode

        before = count(prepared, "compliance_reading")
        done = manage("ingest", str(article), **settings(prepared, BROKERS[broker], home))
        assert done.returncode == 0, done.stderr
        for name in ("web", "worker", "beat"):
            assert until(lambda name=name: healthy(name), within=20), f"{name}: {say()}"
        assert until(lambda: count(prepared, "compliance_reading") > before, within=20), say()
        # web speaks HTTPS by the word of its proxy, and nothing else
        here = f"http://127.0.0.1:{port}"
        plain = httpx.get(f"{here}/")
        assert plain.status_code == 301
        assert plain.headers["location"] == f"https://127.0.0.1:{port}/"
        page = httpx.get(f"{here}/", headers={"X-Forwarded-Proto": "https"})
        assert page.status_code == 200
        assert "max-age=31536000" in page.headers["strict-transport-security"]


@pytest.mark.parametrize("broker", ["RabbitMQ"])
def test_two_workers_on_one_database_divide_the_work_up(prepared, broker):
    several = 80
    with scratch() as one, scratch() as other, ExitStack() as stack:
        log = stack.enter_context((one / "log").open("w+"))
        mains = set()
        for home in (one, other):
            env = environment(**settings(prepared, BROKERS[broker], home))
            mains.add(start(stack, "worker", env, log).pid)
            assert until((home / "alive" / "worker").exists, within=20)
        before = count(prepared, "compliance_reading")
        last = count(prepared, "compliance_attempt", what="coalesce(max(id), 0)")
        start(stack, "beat", env, log)
        taking_part: set[int] = set()
        # A message goes to whoever asks first: now and then that is twice the same worker.
        for lot in range(1, 5):
            articles = one / f"articles-{lot}"
            articles.mkdir()
            for number in range(several):
                text = TEXTS[number % len(TEXTS)].read_text()
                words = f"{text}\n\nCopy {number} of lot {lot} by {broker}.\n"
                (articles / f"{number}.txt").write_text(words)
            done = manage("ingest", str(articles), **settings(prepared, BROKERS[broker], one))
            assert done.returncode == 0, done.stderr

            def settled(wanted: int = before + lot * several) -> bool:
                held = (
                    "pg_locks where locktype = 'advisory' and classid between 1718001 and 1718004"
                )
                read = count(prepared, "compliance_reading")
                return read >= wanted and not count(prepared, held)

            assert until(settled, within=60), (one / "log").read_text()[-3000:]
            with psycopg.connect(prepared) as connection:
                tries = connection.execute(
                    "select step, subject, worker from compliance_attempt where id > %s", [last]
                ).fetchall()
            assert len({(step, subject) for step, subject, _ in tries}) == len(tries)
            taking_part = {parent(int(worker.split(":")[1])) for *_, worker in tries}
            if taking_part == mains:
                break
        assert taking_part == mains


def test_in_rabbitmq_the_queue_is_a_quorum_queue(prepared):
    with Connection(BROKERS["RabbitMQ"]) as rabbitmq, ExitStack() as stack, scratch() as home:
        rabbitmq.channel().queue_delete("tracker")  # whatever an earlier version left
        log = stack.enter_context((home / "log").open("w+"))
        start(stack, "worker", environment(**settings(prepared, BROKERS["RabbitMQ"], home)), log)
        assert until((home / "alive" / "worker").exists, within=20), (home / "log").read_text()
        assert rabbitmq.channel().queue_declare("tracker", passive=True)
        with pytest.raises(PreconditionFailed, match=r"'x-queue-type' .* current is '?quorum"):
            rabbitmq.channel().queue_declare(
                "tracker", durable=True, auto_delete=False, arguments={"x-queue-type": "classic"}
            )
        said = (home / "log").read_text()
        assert "delayed delivery" not in said.lower(), said  # it would warn of a direct exchange
