"""Words that carry meaning, found in a text: the lexicon of a language laid over its letters.

A lexicon maps phrases to kinds ("give", "unit", "state" …) with a value. `scan` walks the text
once and yields a `Mark` for the longest phrase that starts at each word. Its cost grows with the
length of the text, never with its square: phrases are looked up by their first word (or first
letter, in scripts that write no spaces), and are short.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


_WORD = re.compile(r"[^\W\d_]+")
_GLUE = frozenset(" /.-'’\u00a0\u202f\n‑")
# Vowel signs stand inside Arabic words, or do not; the lexicon is written without.
_ARABIC_WORD = re.compile(r"[^\W\d_](?:[\u064b-\u0652]{0,2}[^\W\d_])*[\u064b-\u0652]{0,2}")
_BARE = dict.fromkeys(range(0x064B, 0x0653))
# Arabic writes its article and its short prepositions as part of the word.
_ARABIC_PREFIXES = tuple(
    sorted(
        {
            a + b + c
            for a in ("", "و", "ف")
            for b in ("", "ب", "ل", "ك")
            for c in ("", "ال", "ل")
            if a + b + c
        },
        key=len,
    )
)


class Mark(NamedTuple):
    """A phrase of the lexicon where it stands in the text."""

    start: int
    end: int
    kinds: Mapping[str, str]
    words: str


@dataclass(slots=True)
class Lexicon:
    """The phrases of one language, ready to be looked up."""

    language: str
    spaced: bool = True  # words stand apart (not in zh, ja; in ko particles cling to them)
    whole: dict[str, list[tuple[tuple[str, ...], dict[str, str]]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[tuple[str, ...], dict[str, str]]]] = field(default_factory=dict)
    alone: dict[str, dict[str, str]] = field(default_factory=dict)  # phrases of one word
    # longer phrases, by their first two words
    pairs: dict[str, list[tuple[tuple[str, ...], dict[str, str]]]] = field(default_factory=dict)
    firsts: set[str] = field(default_factory=set)  # words that any phrase begins with
    openers: set[str] = field(default_factory=set)  # first words whose second has any ending
    lengths: tuple[int, ...] = ()

    def add(self, kind: str, value: str, phrases: Iterable[str]) -> None:
        """Enter phrases of one kind and value; `*` at a word's end stands for any ending."""
        for phrase in phrases:
            if not self.spaced:
                self._enter(self.whole, phrase[:1], (phrase,), kind, value)
                continue
            parts = tuple(re.findall(r"[^\W\d_]+\*?", phrase))
            if not parts:
                continue
            first = parts[0]
            if first.endswith("*"):
                self._enter(self.stems, first[:-1], parts, kind, value)
            else:
                self._enter(self.whole, first, parts, kind, value)

    def _enter(
        self,
        table: dict[str, list[tuple[tuple[str, ...], dict[str, str]]]],
        key: str,
        parts: tuple[str, ...],
        kind: str,
        value: str,
    ) -> None:
        entries = table.setdefault(key, [])
        for known, kinds in entries:
            if known == parts:
                kinds.setdefault(kind, value)
                return
        entries.append((parts, {kind: value}))

    def close(self) -> "Lexicon":
        """Sort each list so that the longest phrase is tried first."""
        for table in (self.whole, self.stems):
            for entries in table.values():
                entries.sort(key=lambda entry: -sum(map(len, entry[0])))
        for key, entries in self.whole.items() if self.spaced else ():
            for parts, kinds in entries:
                if len(parts) == 1:
                    self.alone[key] = kinds
                elif parts[1].endswith("*"):
                    self.openers.add(key.lower())
                else:
                    self.pairs.setdefault(f"{key} {parts[1]}".lower(), []).append((parts, kinds))
        for entries in self.pairs.values():
            entries.sort(key=lambda entry: -sum(map(len, entry[0])))
        self.firsts = {key.lower() for key in self.whole}
        self.lengths = tuple(sorted({len(stem) for stem in self.stems}, reverse=True))
        return self

    def scan(self, text: str) -> list[Mark]:
        """Find the marks of a text, in its order, none overlapping another."""
        return self._scan_words(text) if self.spaced else self._scan_letters(text)

    def _scan_letters(self, text: str) -> list[Mark]:
        marks: list[Mark] = []
        at, size, whole = 0, len(text), self.whole
        while at < size:
            for parts, kinds in whole.get(text[at], ()):
                phrase = parts[0]
                if text.startswith(phrase, at):
                    marks.append(Mark(at, at + len(phrase), kinds, phrase))
                    at += len(phrase)
                    break
            else:
                at += 1
        return marks

    def _scan_words(self, text: str) -> list[Mark]:
        if self.language == "ar":
            words = [
                (m.start(), m.end(), m.group().translate(_BARE))
                for m in _ARABIC_WORD.finditer(text)
            ]
        else:
            words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
        marks: list[Mark] = []
        whole, stems, arabic = self.whole, self.stems, self.language == "ar"
        alone, pairs, openers = self.alone, self.pairs, self.openers
        lowers = [word[2].lower() for word in words]
        lowers.append("")
        at, size = 0, len(words)
        firsts, quick = self.firsts, not arabic and not stems
        nothing: tuple[int, dict[str, str]] = (0, {})
        while at < size:
            start, end, word = words[at]
            lower = lowers[at]
            if quick and lower not in firsts:
                at += 1
                continue
            found = nothing
            if not arabic and lower not in openers:
                longer = pairs.get(f"{lower} {lowers[at + 1]}")
                if longer is None:
                    single = alone.get(word) or alone.get(lower)
                    if single is not None:
                        marks.append(Mark(start, end, single, word))
                        at += 1
                        continue
                    if not stems:
                        at += 1
                        continue
                else:
                    own = [entry for entry in longer if entry[0][0] in (word, lower)]
                    found = self._longest(text, words, at, own)
                    if found[0]:
                        count, kinds = found
                        end = words[at + count - 1][1]
                        marks.append(Mark(start, end, kinds, text[start:end]))
                        at += count
                        continue
            entries = whole.get(word)
            if entries is not None:
                found = self._longest(text, words, at, entries)
            if lower != word and len(lower) == len(word):
                entries = whole.get(lower)
                if entries is not None:
                    other = self._longest(text, words, at, entries)
                    if other[0] > found[0]:
                        found = other
            if stems and not found[0]:
                found = self._by_stem(text, words, at, lower, word)
            shift = 0
            if arabic and not found[0]:
                for prefix in _ARABIC_PREFIXES:
                    if word.startswith(prefix) and len(word) - len(prefix) > 1:
                        shift = len(prefix)
                        bare = word[shift:]
                        found = self._longest(text, words, at, whole.get(bare, ()))
                        if not found[0]:
                            found = self._by_stem(text, words, at, bare, bare)
                        if found[0]:
                            break
            count, kinds = found
            if count:
                end = words[at + count - 1][1]
                marks.append(Mark(start + shift, end, kinds, text[start + shift : end]))
                at += count
            else:
                at += 1
        return marks

    def _by_stem(
        self, text: str, words: list[tuple[int, int, str]], at: int, lower: str, word: str
    ) -> tuple[int, dict[str, str]]:
        for length in self.lengths:
            if len(word) < length:
                continue
            for form in (word[:length], lower[:length]):
                entries = self.stems.get(form)
                if entries:
                    found = self._longest(text, words, at, entries)
                    if found[0]:
                        return found
        return 0, {}

    def _longest(
        self,
        text: str,
        words: list[tuple[int, int, str]],
        at: int,
        entries: Iterable[tuple[tuple[str, ...], dict[str, str]]],
    ) -> tuple[int, dict[str, str]]:
        """Return the length in words of the longest phrase that stands here, and its kinds."""
        size = len(words)
        for parts, kinds in entries:
            count = len(parts)
            if count == 1:
                return 1, kinds
            if at + count > size:
                continue
            for step in range(1, count):
                start, _, word = words[at + step]
                part = parts[step]
                if part[-1] == "*":
                    if not word.startswith(part[:-1]) and not word.lower().startswith(part[:-1]):
                        break
                elif part != word and part != word.lower():
                    break
                gap = text[words[at + step - 1][1] : start]
                if gap != " " and (len(gap) > 3 or not _GLUE.issuperset(gap)):
                    break
            else:
                return count, kinds
        return 0, {}
