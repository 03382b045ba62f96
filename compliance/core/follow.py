"""Following us: what can be followed, where somebody stands in it, how a message is signed, when
a try that failed is made again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


TOPICS = ("reports", "lines", "notices", "findings", "decisions")
_MARK = re.compile(r"([0-9]{1,18})-([0-9a-f]{1,16})(?:-([0-9]{1,9}))?", re.ASCII)
# A try that failed is made again after so long; after the last of them nothing more is sent.
WAITS = tuple(
    timedelta(seconds=s) for s in (10, 60, 300, 1800, 2 * 3600, 6 * 3600, 12 * 3600, 24 * 3600)
)
SECRET = "whsec_"  # noqa: S105 - how a secret begins by the convention, none itself


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place among the changes: all up to it are known, and so many rows of the next.

    `moment` is that of the change at the place, so that a mark from another life of the database
    (one restored from a copy, say) is not taken for one of this.
    """

    place: int = 0
    rows: int = 0
    moment: int = 0

    def __str__(self) -> str:
        written = f"{self.place}-{self.moment:x}"
        return f"{written}-{self.rows}" if self.rows else written


def moment_of(at: datetime) -> int:
    """A moment in microseconds, as a mark holds it."""
    return int(at.timestamp()) * 1_000_000 + at.microsecond


def read_mark(words: str) -> Mark | None:
    """A mark as it was given out; None for what is none."""
    found = _MARK.fullmatch(words)
    if found is None:
        return None
    return Mark(int(found[1]), int(found[3] or 0), int(found[2], 16))


def new_secret(random: bytes) -> str:
    return SECRET + base64.b64encode(random).decode()


def signature(secret: str, *, message: str, at: datetime, body: bytes) -> str:
    """The signature of a message as Standard Webhooks has it: over its name, time and body."""
    key = base64.b64decode(secret.removeprefix(SECRET))
    said = f"{message}.{int(at.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()


def next_try(failures: int, *, at: datetime) -> datetime | None:
    """When a message that failed so many times in a row is tried again; None: no more."""
    return at + WAITS[failures - 1] if failures <= len(WAITS) else None


def in_parts(rows: Iterable[int], most: int) -> list[list[int]]:
    found = list(rows)
    return [found[n : n + most] for n in range(0, len(found), most)]
