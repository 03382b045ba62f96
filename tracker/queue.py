"""The queue inside PostgreSQL (pgmq): its tables and functions, laid once and by whoever is first.

A message only says "look now"; what there is to do is read from the rows, so a queue that is lost
loses nothing.
"""

from __future__ import annotations

import psycopg
from kombu.transport import pgmq
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


class Channel(pgmq.Channel):
    """Says which queues it listens to, and leaves their triggers as they were laid.

    kombu lays the trigger anew at every start, which locks the queue's whole table; whoever sends
    or reads meanwhile may end in a deadlock with it, and a message is lost.
    """

    def _maybe_enable_notify(self, queue: str, queue_name: str | None = None) -> None:
        if self.use_notify:
            self.connection._register_notify_queue(queue_name or self._queue_name(queue))


class Transport(pgmq.Transport):
    Channel = Channel
