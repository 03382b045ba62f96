"""The queue inside PostgreSQL: laid by whoever comes first, and by several at once."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from kombu import Connection, Message, Queue
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.tracker.processes import free_port, manage, scratch
from tracker import postgres, queue


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with scratch() as folder:
        postgres.ensure(folder, options=postgres.CARELESS)
        yield folder
        postgres.release(folder)


@pytest.fixture
def empty(home: Path) -> str:
    with psycopg.connect(postgres.url(home, "postgres"), autocommit=True) as server:
        server.execute("drop database if exists fresh with (force)")
        server.execute("create database fresh")
    return postgres.url(home, "fresh")


def test_it_is_laid_once_by_several_at_once(empty):
    with ThreadPoolExecutor(6) as several:
        list(several.map(queue.lay, [empty] * 6))
    with psycopg.connect(empty) as database:
        assert database.execute("select queue_name from pgmq.list_queues()").fetchall() == [
            ("celery",)
        ]


def test_laying_it_again_loses_no_message(empty):
    queue.lay(empty)
    with psycopg.connect(empty) as database:
        database.execute("select pgmq.send('celery', '{}')")
    queue.lay(empty)
    with psycopg.connect(empty) as database:
        assert database.execute("select queue_length from pgmq.metrics('celery')").fetchone() == (
            1,
        )


def test_starting_while_others_send_and_read_ends_in_no_deadlock(empty):
    queue.lay(empty)
    options = {
        "conn_string": make_conninfo(**conninfo_to_dict(empty)),
        "init_extension": False,
        "use_notify": True,
    }

    def start(_: int) -> None:
        queue.lay(empty)
        with Connection("pgmq://", transport=queue.Transport, transport_options=options) as broker:
            channel = broker.channel()
            channel._new_queue(queue.NAME)
            channel.basic_consume(queue.NAME, True, print, "test")

    def work(_: int) -> None:
        with psycopg.connect(empty, autocommit=True) as database:
            for _ in range(300):
                database.execute("select pgmq.send('celery', '{}')")
                database.execute("select pgmq.read('celery', 0, 1)")

    with ThreadPoolExecutor(6) as several:
        done = [*several.map(work, range(3)), *several.map(start, range(15))]
    assert len(done) == 18


def test_a_message_can_be_left_on_a_database_that_was_only_migrated(home):
    send = "from tracker.celery import app; app.send_task('press.sweep')"
    for command in (["migrate", "-v0"], ["shell", "--no-imports", "--command", send]):
        said = manage(*command, TRACKER_HOME=str(home))
        assert said.returncode == 0, said.stderr
    with psycopg.connect(postgres.url(home)) as database:
        [message] = database.execute("select headers from pgmq.q_celery").fetchall()
    assert message is not None


def taken(connection: Connection, name: str) -> tuple[list[Message], Any]:
    """Two messages in hand of a worker that takes two at once, and its channel."""
    found: list[Message] = []
    channel = connection.channel()
    with connection.Producer(channel) as producer:
        for word in "first", "second", "third":
            producer.publish({"say": word}, routing_key=name)
    consumer = connection.Consumer([Queue(name)], channel=channel, on_message=found.append)
    consumer.qos(prefetch_count=2)
    consumer.consume()
    while len(found) < 2:
        connection.drain_events(timeout=10)
    assert not channel.qos.can_consume()
    return found, channel


def test_what_redis_did_not_hear_leaves_no_place_taken(tmp_path):
    """A worker all of whose places were taken by such messages waited for ever."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    server = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL)
    address = f"redis://127.0.0.1:{port}/0"
    with Connection(address, transport="tracker.queue:RedisTransport") as connection:
        connection.ensure_connection(max_retries=40, interval_start=0.1, interval_max=0.1)
        messages, channel = taken(connection, "places")
        server.kill()
        server.wait()
        for message in messages:
            with pytest.raises(connection.connection_errors):
                message.ack()
        assert channel.qos.can_consume()
        # ... and whoever can take asks, and so hears that the connection is lost
        with pytest.raises(connection.connection_errors):
            connection.drain_events(timeout=1)


def test_what_postgresql_did_not_hear_leaves_no_place_taken():
    with scratch() as folder:
        postgres.ensure(folder, options=postgres.CARELESS)
        url = postgres.url(folder, "postgres")
        queue.lay(url)
        options = {"conn_string": make_conninfo(**conninfo_to_dict(url)), "init_extension": False}
        with Connection(
            "pgmq://", transport="tracker.queue:Transport", transport_options=options
        ) as connection:
            messages, channel = taken(connection, "celery")
            postgres.release(folder)
            for message in messages:
                with pytest.raises(connection.connection_errors):
                    message.ack()
            assert channel.qos.can_consume()
