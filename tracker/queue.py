"""The queue inside PostgreSQL (pgmq): its tables and functions, laid once and by whoever is first.

A message only says "look now"; what there is to do is read from the rows, so a queue that is lost
loses nothing.
"""

from __future__ import annotations

import psycopg
from pgmq.install import install_pgmq_from_sql


NAME = "celery"
LOCK = 0x70676D71  # "pgmq": who lays the queue holds this advisory lock


def lay(database_url: str) -> None:
    """Have pgmq and the queue in this database; harmless where they are."""
    with psycopg.connect(database_url) as connection:
        connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        # pgmq's own script fails where any part of it exists
        found = connection.execute("select to_regprocedure('pgmq.create(text)')").fetchone()
        if found == (None,):
            install_pgmq_from_sql(conn=connection)
        connection.execute("select pgmq.create(%s)", [NAME])
        connection.execute("select pgmq.enable_notify_insert(%s, 0)", [NAME])
