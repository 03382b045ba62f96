"""Answers that are given again, for as long as nothing was written that any of them shows.

What is asked first is how the data stand, then the rows: so an answer is never older than the state
by which it is kept, and one that is given again is what would be worked out anew.
"""

from __future__ import annotations

import zlib
from datetime import date
from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.db import connection


LARGEST = 256 * 1024  # bytes of an answer that is kept, packed where it is longer than PACKED
PACKED = 64 * 1024
Answer = tuple[bytes, dict[str, str]]  # its body and its headers


def state() -> str:
    """A word for the data as they stand, which is never said of other data (`models.Touch`)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select max(id) filter (where epoch), max(id), count(*) from compliance_touch"
        )
        epoch, last, several = cursor.fetchone()
    return f"{epoch} {last} {several}"


def many(most: int) -> bool:
    """Whether more touches stand than should be counted at each question."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from compliance_touch")
        return bool(cursor.fetchone()[0] > most)


class Place:
    """Where the answer to a question is kept, for the data and the day on which it is asked.

    `asked` is all else that the answer may depend on.
    """

    def __init__(self, *asked: object, today: date) -> None:
        self.key = sha256(repr(asked).encode("utf-8", "surrogatepass")).hexdigest()
        self.stands = f"{state()} {today}"

    def given(self) -> Answer | None:
        """The answer that was given, if it still holds."""
        held: tuple[str, tuple[Answer, bool]] | None = caches["answers"].get(self.key)
        if held is None or held[0] != self.stands:
            return None
        (body, headers), packed = held[1]
        return zlib.decompress(body) if packed else body, headers

    def keep(self, body: bytes, headers: dict[str, str]) -> None:
        packed = len(body) > PACKED
        if packed:
            body = zlib.compress(body, level=1)
        if len(body) <= LARGEST:
            caches["answers"].set(self.key, (self.stands, ((body, headers), packed)))


def keeps() -> bool:
    """Whether answers are kept at all."""
    return bool(settings.ANSWERS_KEPT)
