"""What of an article's claims is still there when it is read again.

A claim is the same if it says the same of the same: kind, role, good, parties, days and amount.
Where two of a reading are, the words decide, then the order of the text. A headline moved up or a
paragraph put before changes no claim; another figure, month or party does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A claim as it is compared with those of an earlier reading."""

    what: tuple[Hashable, ...]  # kind, role, good, parties, days and amount
    quote: str


def matched(before: Sequence[Said], after: Sequence[Said]) -> dict[int, int]:
    """For each claim of the later reading its place in the earlier one, where it is there."""
    waiting: dict[tuple[Hashable, ...], list[int]] = defaultdict(list)
    for n, said in enumerate(before):
        waiting[said.what].append(n)
    found: dict[int, int] = {}
    for by_words in (True, False):
        for n, said in enumerate(after):
            if n in found:
                continue
            for old in waiting[said.what]:
                if not by_words or _plain(before[old].quote) == _plain(said.quote):
                    found[n] = old
                    waiting[said.what].remove(old)
                    break
    return found


def _plain(quote: str) -> str:
    return " ".join(quote.casefold().split())
