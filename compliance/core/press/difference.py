"""How two texts of one article differ, sentence by sentence, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher


SENTENCE = re.compile(r"[^\n.!?。！？]*(?:[.!?](?=\s|$)|[。！？]|\n+|[.!?](?=\S)|$)")
PIECE = re.compile(r"\d+(?:[.,]\d+)*|\w+|\s+|[^\w\s]")
# Sentences that share as much are one, changed; others are one gone and one new.
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a sentence: in both texts ("same"), in one ("gone", "new")."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it was and is: "same", "gone", "new" or "changed"."""

    kind: str
    words: tuple[Words, ...]


def difference(before: str, after: str) -> list[Sentence]:
    """The sentences of both texts in order, each marked."""
    old, new = _sentences(before), _sentences(after)
    found: list[Sentence] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Sentence("same", (Words("same", s),)) for s in old[i:j]]
        else:
            found += _changed(old[i:j], new[k:m])
    return found


def _sentences(text: str) -> list[str]:
    return [s for found in SENTENCE.findall(text) if (s := " ".join(found.split()))]


def _changed(old: list[str], new: list[str]) -> list[Sentence]:
    """A run of sentences that differ: those alike are shown as one."""
    found, rest = [], list(old)
    for sentence in new:
        near = next((s for s in rest if _ratio(s, sentence) >= ALIKE), None)
        if near is None:
            found.append(Sentence("new", (Words("new", sentence),)))
            continue
        at = rest.index(near)
        found += [Sentence("gone", (Words("gone", s),)) for s in rest[:at]]
        found.append(Sentence("changed", _words(near, sentence)))
        rest = rest[at + 1 :]
    return found + [Sentence("gone", (Words("gone", s),)) for s in rest]


def _ratio(a: str, b: str) -> float:
    matcher = SequenceMatcher(None, PIECE.findall(a), PIECE.findall(b), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _words(before: str, after: str) -> tuple[Words, ...]:
    old, new = PIECE.findall(before), PIECE.findall(after)
    found: list[Words] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Words("same", "".join(old[i:j])))
        else:
            found += [Words("gone", "".join(old[i:j]))] if i < j else []
            found += [Words("new", "".join(new[k:m]))] if k < m else []
    return tuple(found)
