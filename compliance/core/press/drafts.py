"""Claims in the making, and what the text has said so far.

A sentence leaves out what the one before has said: who sells, which month, whose figures. The
`Listener` keeps that in mind; the readers of goods, parties, times and sources build on it.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from compliance.core.press.found import Found
from compliance.core.press.marks import Mark
from compliance.core.press.moments import Span
from compliance.core.press.periods import Time
from compliance.core.press.scenes import Scene
from compliance.core.press.subject import Subject
from compliance.core.press.values import Reason


@dataclass(slots=True)
class Draft:
    """A claim in the making."""

    found: Found
    scene: Scene
    role: str = "context"
    commodity: str | None = None
    supplier: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    period: Span | None = None
    periods: tuple[Span, ...] = ()
    basis: str | None = None
    untracked: bool = False
    sure: float = 1.0  # how likely all that was weighed of it is right
    reasons: list[Reason] = field(default_factory=list)

    def because(
        self, name: str, rule: str, mark: Mark | Time | None = None, text: str = ""
    ) -> None:
        if mark is None:
            self.reasons.append(Reason(name, rule, "", -1, -1))
        else:
            words = text[mark.start : mark.end]
            self.reasons.append(Reason(name, rule, words, mark.start, mark.end))


class Listener:
    """What a text has said up to the sentence that is being read."""

    def __init__(
        self, text: str, scenes: list[Scene], subject: Subject, anchor: date | None, language: str
    ) -> None:
        self.text = text
        self.scenes = scenes
        self.subject = subject
        self.anchor = anchor
        self.language = language
        self.focus: tuple[tuple[str, ...], int] = ((), -99)  # the supplier in mind, and its line
        self.period: tuple[Span | None, int] = (None, -99)
        self.period_good: str | None = None
        self.frame: tuple[Span | None, int] = (None, -99)  # the last long span spoken of
        self.basis: tuple[str | None, int] = (None, -99)
        self.last_pair: tuple[str, ...] = ()  # two States last named in one breath
        self.last_order: tuple[str, ...] = ()  # the same two, as they were named
        self.last_time: Span | None = None
        self.market: tuple[tuple[str, ...], int] = ((), -99)  # who was last said to buy
        self.recent: list[Draft] = []
        self.compared_at = -1  # the sentence whose figures only serve to measure others by
        self.sold_line = -99  # where the State under sanctions last stood beside goods it sells
        self.foreign_line = -99  # where such goods of another State were last named
        self.last_good: str | None = None
        self.recent_good: tuple[str | None, int] = (None, -1)  # the last amount's, and its sentence
        self.heard_good: str | None = None  # what the sentence before spoke of

    def _crosses(self, scene: Scene, start: int, end: int) -> bool:
        return any(start <= found.figure.start < end for found in scene.figures)

    def _clause(self, scene: Scene, start: int, end: int) -> tuple[int, int]:
        left, right = scene.sentence.start, scene.sentence.end
        for match in _BREAK.finditer(self.text, scene.sentence.start, scene.sentence.end):
            if match.end() <= start:
                left = match.end()
            elif match.start() >= end:
                right = match.start()
                break
        return left, right


_BREAK = re.compile(
    r"[;；]|[—–]| -- |\(|\)|: |,? (?:while|whereas|but|although|though|whilst|mientras|tandis que"
    r"|während|а|но|, and) "
)
