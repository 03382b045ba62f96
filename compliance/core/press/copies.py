"""Copies of a story: the same words under other headlines, cut, edited, with other units.

Two texts are compared by their shingles, every run of three words with numbers left out, and by
their figures, which a change of unit does not hide. Words alone would take this month's table for
last month's, which an agency writes from one mould; figures alone would take any two stories of a
cap for one.

A sketch keeps the smallest of a text's shingle hashes. Since both texts keep the smallest, what
they share below the point to which both are complete is a fair sample of what they share.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar


# Of the rule by which copies are found: a change of anything below is another.
RULE = "1"
RUN = 3  # words in a shingle
MOST_SHINGLES = 512  # kept of a text
KEYS = 48  # of them looked up, to find what to compare with
LEAST_SHINGLES = 8  # a shorter text is told by its digest alone
MOST_NAMED = 40  # texts found by one key; what more have is a phrase of all, or found already
MOST_COMPARED = 12  # texts compared with one, those with most keys in common first

# Shares of the shorter text found in the other.
SURE = Decimal("0.7")  # where the figures do not contradict it
LIKELY = Decimal("0.55")  # where there are no figures
ENOUGH = Decimal("0.45")  # where the figures are the same
# And the share of the longer: a story that quotes another at length is not its copy.
OF_LONGER = Decimal("0.24")
# Shares of the fewer figures found in the other.
UNCONTRADICTED = Decimal("0.4")
SHARED = Decimal("0.5")
# Barrels in a ton of petroleum, lightest to heaviest, and what rounding adds.
FACTORS = (Decimal("6.9"), Decimal("8.5"))
ROUNDING = Decimal("0.006")

# Scripts without spaces are read by the character.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
Name = TypeVar("Name", bound=Hashable)
Group = TypeVar("Group", bound=Hashable)
Amount = tuple[Decimal, str]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a text to know its copies by."""

    shingles: tuple[int, ...]  # sorted
    figures: tuple[Amount, ...] = ()

    @property
    def keys(self) -> tuple[int, ...]:
        return self.shingles[:KEYS]

    @property
    def told(self) -> bool:
        """Whether the text is long enough to be told from others by its shingles."""
        return len(self.shingles) >= LEAST_SHINGLES


def words(text: str) -> list[str]:
    """The words of a text as they are compared: no case, no forms, no punctuation."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def digest(text: str) -> str:
    """The same for two texts that differ in spaces, punctuation, case and forms alone.

    Points and commas inside numbers count: 1.5 is not 15.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = re.findall(r"\d+(?:[.,]\d+)*|[^\W\d]+|%", plain)
    return hashlib.sha256(" ".join(kept).encode(errors="replace")).hexdigest() if kept else ""


def sketch(text: str, figures: Iterable[Amount] = ()) -> Sketch:
    """The sketch of a text; `figures` are those the reader found."""
    said = [w for w in words(text) if not w[0].isdigit()]
    hashes = {
        zlib.crc32(" ".join(said[i : i + RUN]).encode(errors="replace"))
        for i in range(len(said) - RUN + 1)
    }
    return Sketch(tuple(sorted(hashes)[:MOST_SHINGLES]), tuple(sorted(set(figures))))


def shared(a: Sketch, b: Sketch) -> tuple[Decimal, Decimal]:
    """The shares of the shorter and the longer text found in the other, as the sketches show."""
    reach = min(_reach(a), _reach(b))
    mine = {s for s in a.shingles if s <= reach}
    other = {s for s in b.shingles if s <= reach}
    if not mine or not other:
        return Decimal(0), Decimal(0)
    both = Decimal(len(mine & other))
    return both / min(len(mine), len(other)), both / max(len(mine), len(other))


def _reach(of: Sketch) -> int:
    """Up to which hash a sketch is complete."""
    return of.shingles[-1] if len(of.shingles) == MOST_SHINGLES else 2**32


def same_amount(a: Amount, b: Amount) -> bool:
    """Whether two figures may be one: in one unit, or barrels of these tons."""
    if a[1] == b[1]:
        return abs(a[0] - b[0]) <= ROUNDING * max(a[0], b[0])
    if {a[1], b[1]} == {"bbl", "t"}:
        barrels, tons = (a[0], b[0]) if a[1] == "bbl" else (b[0], a[0])
        return FACTORS[0] * tons <= barrels <= FACTORS[1] * tons
    return False


def figures_shared(a: Sketch, b: Sketch) -> Decimal | None:
    """The share of the fewer figures found in the other text; None where one has none."""
    few, many = sorted((a.figures, b.figures), key=len)
    if not few:
        return None
    return Decimal(sum(any(same_amount(x, y) for y in many) for x in few)) / len(few)


def copies(a: Sketch, b: Sketch) -> bool:
    """Whether two texts tell one story in the same words."""
    if not (a.told and b.told):
        return False
    of_words, of_longer = shared(a, b)
    if of_words < ENOUGH or of_longer < OF_LONGER:
        return False
    of_figures = figures_shared(a, b)
    if of_figures is None:
        return of_words >= LIKELY
    return of_figures >= (SHARED if of_words < SURE else UNCONTRADICTED)


def to_compare(found: Mapping[Name, int]) -> list[Name]:
    """Of texts found by keys, with how many each, those worth comparing."""
    return [name for name, n in Counter(found).most_common(MOST_COMPARED) if n >= 2]


def joined(mine: Sketch, others: Iterable[tuple[Group, Sketch]]) -> list[Group]:
    """The groups that a text belongs to: of whose members compared it is a copy of half.

    One alike is not enough, or a story put together from two would make the two one.
    """
    compared: Counter[Group] = Counter()
    alike: Counter[Group] = Counter()
    for group, other in others:
        compared[group] += 1
        alike[group] += copies(mine, other)
    return [group for group, n in alike.items() if n and 2 * n >= compared[group]]


def clusters(sketches: Mapping[Name, Sketch]) -> list[list[Name]]:
    """The texts in groups of copies, each in the order given; those without a copy stand alone.

    Each text is compared with a bounded number of others, so the time grows with the texts.
    """
    by_key: dict[int, list[Name]] = defaultdict(list)
    group_of: dict[Name, Name] = {}
    members: dict[Name, list[Name]] = {}
    for name, mine in sketches.items():
        met = Counter(other for key in mine.keys for other in by_key[key])
        found = joined(mine, [(group_of[n], sketches[n]) for n in to_compare(met)])
        into = min(found, key=lambda g: -len(members[g]), default=name)
        members.setdefault(into, []).append(name)
        group_of[name] = into
        for other in found:
            if other != into:
                members[into] += (moved := members.pop(other))
                group_of.update(dict.fromkeys(moved, into))
        for key in mine.keys:
            if len(by_key[key]) < MOST_NAMED:
                by_key[key].append(name)
    return list(members.values())
