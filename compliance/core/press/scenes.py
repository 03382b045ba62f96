"""Scenes: what one sentence says about who gives, who takes and who only speaks.

Each State named in a sentence gets a part: giver, taker, speaker, flag, place, or none.
`casting.py` says which.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from compliance.core.press.found import Found
from compliance.core.press.layout import Layout, Sentence
from compliance.core.press.marks import Mark
from compliance.core.press.periods import Time


BODIES = frozenset(("UN", "EU", "MSMT", "NGO"))
# States that in this field watch and speak, and are suppliers only where the text says so outright.
WATCHERS = frozenset(("US", "KR", "JP", "GB", "FR", "DE", "UA", "AU", "CA", "NZ", "IT", "NL", "IL"))


@dataclass(slots=True)
class Named:
    """A State (or a body of States) as a sentence names it."""

    start: int
    end: int
    code: str
    words: str
    part: str = ""  # giver, taker, speaker, flag, place, topic
    rule: str = ""


@dataclass(slots=True)
class Scene:
    """One sentence with everything found in it."""

    index: int
    sentence: Sentence
    marks: list[Mark]
    states: list[Named] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    figures: list[Found] = field(default_factory=list)
    quick: set[str] = field(default_factory=set)
    goods: set[str] = field(default_factory=set)
    moved: list[Time] | None = None  # the times that date a movement and not a statement

    def has(self, kind: str) -> bool:
        return kind in self.quick

    def first(self, kind: str, start: int = -1, end: int = 1 << 60) -> Mark | None:
        if kind not in self.quick:
            return None
        for mark in self.marks:
            if mark.start >= start and mark.end <= end and kind in mark.kinds:
                return mark
        return None

    def nearest(self, kind: str, position: int, reach: int = 1 << 60) -> Mark | None:
        best, least = None, reach
        if kind not in self.quick:
            return None
        for mark in self.marks:
            if kind in mark.kinds:
                gap = max(mark.start - position, position - mark.end, 0)
                if gap <= least:
                    best, least = mark, gap
        return best

    def arms(self) -> list[Mark]:
        """Return the words for arms; a mere counter ("rounds", 정) counts only after a number."""
        if "arms" not in self.goods and "count" not in self.quick:
            return []
        return [
            mark
            for mark in self.marks
            if mark.kinds.get("commodity") == "arms"
            or (
                mark.kinds.get("count", "").startswith("arms")
                and any(f.figure.start < mark.end <= f.figure.end for f in self.figures)
            )
        ]

    def ends_at(self, text: str, position: int) -> tuple[list[str], list[str]]:
        """Return who gives and who takes in the clause of a place, or by the rest of it.

        "Russia sent the North oil, and the North in turn sent shells": two flows in one sentence.
        """
        left, right = self.sentence.start, self.sentence.end
        for match in _NEXT_CLAUSE.finditer(text, left, right):
            if match.end() <= position:
                left = match.end()
            else:
                right = match.start()
                break
        ends = [s for s in self.states if s.part in ("giver", "taker") and s.code not in BODIES]
        near = [s for s in ends if left <= s.start < right]
        if not any(s.part == "giver" for s in near):
            near = ends
        givers = sorted({s.code for s in near if s.part == "giver"})
        takers = sorted({s.code for s in near if s.part == "taker"})
        others = sorted({s.code for s in ends} - {*givers} - WATCHERS)
        if len(givers) == 1 and not takers and len(others) == 1:
            takers = others
        return givers, takers

    def givers(self) -> list[Named]:
        return [state for state in self.states if state.part == "giver"]

    def takers(self) -> list[Named]:
        return [state for state in self.states if state.part == "taker"]


_NEXT_CLAUSE = re.compile(r"; |,? (?:while|whereas|but) |, and (?:that )?")


def build(
    text: str,
    marks: list[Mark],
    layout: Layout,
    times: list[Time],
    figures: list[Found],
    language: str,
    cast: Callable[[str, Scene, str], None],
) -> list[Scene]:
    """Return the scenes of a text, one a sentence, in order, its States cast."""
    scenes: list[Scene] = []
    starts = [mark.start for mark in marks]
    time_starts = [time.start for time in times]
    figure_starts = [found.figure.start for found in figures]
    for index, sentence in enumerate(layout.sentences):
        left, right = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        scene = Scene(index, sentence, _without_nouns(text, marks[left:right], language))
        if not sentence.furniture:
            a, b = bisect_left(time_starts, sentence.start), bisect_left(time_starts, sentence.end)
            scene.times = times[a:b]
            a = bisect_left(figure_starts, sentence.start)
            b = bisect_left(figure_starts, sentence.end)
            scene.figures = figures[a:b]
            scene.quick = {kind for mark in scene.marks for kind in mark.kinds}
            if "commodity" in scene.quick:
                scene.goods = {
                    mark.kinds["commodity"] for mark in scene.marks if "commodity" in mark.kinds
                }
            if any("state" in mark.kinds for mark in scene.marks):
                cast(text, scene, language)
        scenes.append(scene)
    return scenes


def _without_nouns(text: str, marks: list[Mark], language: str) -> list[Mark]:
    """Hear "the ship" as a vessel and not as an act of giving."""
    if language != "en":
        return marks
    for index, mark in enumerate(marks):
        if mark.words in _NOUN_TOO and "give" in mark.kinds:
            word = text[max(0, mark.start - 16) : mark.start].split()
            if word and _DETERMINES.fullmatch(word[-1]):
                kinds = {kind: value for kind, value in mark.kinds.items() if kind != "give"}
                marks[index] = Mark(mark.start, mark.end, kinds, mark.words)
    return marks


_NOUN_TOO = frozenset(("ship", "ships"))
_DETERMINES = re.compile(
    r"(?:the|a|an|this|that|these|those|its|their|his|each|every|same|one|two|three|second|first"
    r"|other"
    r"|another|cargo|coal|oil|sanctioned|[A-Z][a-z]+(?:ese|an|ish)|[a-z]+-flagged)"
)
