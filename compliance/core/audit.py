"""The chain of the audit: what the digest of an entry is made of, and how a chain is proved whole.

Each entry's digest is the SHA-256 over its place, the digest before it and its own words, each
with its length in front, so that no two entries are written alike. `docs/verify_audit.py` says the
same once more, by itself: what proves the record must not need the recorder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256


# The words of an entry, in the order in which they are digested.
WORDS = (
    "id", "at", "table_name", "row_id", "verb", "before", "after", "actor", "user_id", "origin",
    "address", "door", "why", "db_role", "txid",
)  # fmt: skip
FIRST = "0" * 64  # what stands in the place of the digest before the first entry


@dataclass(frozen=True)
class Link:
    """An entry in its place."""

    place: int
    digest: str
    words: tuple[str | None, ...]


@dataclass(frozen=True)
class Fault:
    """Where a chain is not as it was written."""

    place: int
    what: str

    def __str__(self) -> str:
        return f"place {self.place}: {self.what}"


def digest(place: int, before: str, words: Iterable[str | None]) -> str:
    """The digest of an entry at a place, after the digest before it."""
    made = sha256()
    for word in (str(place), before, *words):
        if word is None:
            made.update(b"-,")
        else:
            said = word.encode()
            made.update(b"%d:%b," % (len(said), said))
    return made.hexdigest()


def faults(chain: Iterable[Link], *, anchors: Mapping[int, str] | None = None) -> Iterator[Fault]:
    """Every place at which a chain, read from its first entry, is broken.

    `anchors`: digests of some places as they were noted elsewhere. Only they can tell that the
    last entries were cut off, or that everything after a place was digested anew.
    """
    known = dict(anchors or {})
    place, before = 0, FIRST
    for link in chain:
        place += 1
        if link.place != place:
            yield Fault(place, f"here stands the entry of place {link.place}")
        elif digest(place, before, link.words) != link.digest:
            yield Fault(place, "the entry, or the one before it, is not as it was digested")
        if place in known and known.pop(place) != link.digest:
            yield Fault(place, "the digest is not the one that was noted elsewhere")
        before = link.digest
    for cut in sorted(known):
        yield Fault(cut, f"the chain ends at place {place}; this place was noted elsewhere")
