"""The queue inside PostgreSQL (pgmq): its tables and functions, laid once and by whoever is first.

A message only says "look now"; what there is to do is read from the rows, so a queue that is lost
loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from kombu.transport import pgmq, redis
from pgmq.install import install_pgmq_from_sql


NAME = "celery"
# Whether the trigger is there that tells of each message, and so the queue.
TRIGGER = """select from pg_trigger where tgrelid = to_regclass('pgmq.' || %s)
    and tgname = 'trigger_notify_queue_insert_listeners'"""
LOCK = 0x70676D71  # "pgmq": who lays the queue holds this advisory lock


def lay(database_url: str) -> None:
    """Have pgmq and the queue in this database; harmless where they are."""
    with psycopg.connect(database_url) as connection:
        connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        # pgmq's own script fails where any part of it exists
        found = connection.execute("select to_regprocedure('pgmq.create(text)')").fetchone()
        if found == (None,):
            install_pgmq_from_sql(conn=connection)
        if connection.execute(TRIGGER, [f"q_{NAME}"]).fetchone() is None:
            connection.execute("select pgmq.create(%s)", [NAME])
            connection.execute("select pgmq.enable_notify_insert(%s, 0)", [NAME])


class PlacesAreFreed:
    """A worker takes so many messages at once; what it is done with makes room for the next.

    kombu keeps the room of a message whose acknowledgement did not reach the broker, logs that it
    "couldn't ack", and goes on. After as many as a worker has places it asks for no message any
    more, so it never sees either that its connection is lost: it waits for ever, beside a broker
    long back. Here the room is free whether or not the broker heard of it. The message comes again
    and asks to look at the rows once more, which does no harm.
    """

    qos: Any

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        act = super().basic_ack  # type: ignore[misc]
        self._freeing(delivery_tag, lambda: act(delivery_tag, multiple))

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:
        act = super().basic_reject  # type: ignore[misc]
        self._freeing(delivery_tag, lambda: act(delivery_tag, requeue))

    def _freeing(self, delivery_tag: str, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception:
            if delivery_tag in self.qos._delivered:
                self.qos._dirty.add(delivery_tag)
            raise


class RedisChannel(PlacesAreFreed, redis.Channel):
    pass


class RedisTransport(redis.Transport):
    Channel = RedisChannel


class Channel(PlacesAreFreed, pgmq.Channel):
    """Says which queues it listens to, and leaves their triggers as they were laid.

    kombu lays the trigger anew at every start, which locks the queue's whole table; whoever sends
    or reads meanwhile may end in a deadlock with it, and a message is lost.
    """

    def _maybe_enable_notify(self, queue: str, queue_name: str | None = None) -> None:
        if self.use_notify:
            self.connection._register_notify_queue(queue_name or self._queue_name(queue))


class Transport(pgmq.Transport):
    Channel = Channel
