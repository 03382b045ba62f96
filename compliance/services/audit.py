"""Acts on the audit: chain what has come in, and say where the chain stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from compliance import queries
from compliance.core.audit import FIRST, digest


ONE_AT_A_TIME = 0x6175646974  # the advisory lock of whoever chains
BATCH = 5_000


@dataclass(frozen=True)
class Head:
    """Where the chain stands: its last place, and the digest that all before it lead to."""

    place: int
    digest: str


def head() -> Head:
    last = queries.audit.head()
    return Head(*last) if last else Head(0, FIRST)


def seal() -> Head:
    """Give every entry that has come in its place and digest, in the order they came.

    Writers never wait for this: they add entries without a place, and whoever chains takes those
    that are there. Only those who chain wait for each other, so the chain has no fork.
    """
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
            stands = head()
            place, before = stands.place, stands.digest
            ids, places, digests = [], [], []
            for words in queries.audit.unchained(BATCH):
                place, before = place + 1, digest(place + 1, before, words)
                ids.append(int(words[0] or 0))
                places.append(place)
                digests.append(before)
            if not ids:
                return stands
            cursor.execute(
                "update compliance_auditentry e set place = s.place, digest = s.digest from "
                "unnest(%s::bigint[], %s::bigint[], %s::text[]) s (id, place, digest) "
                "where e.id = s.id",
                [ids, places, digests],
            )
