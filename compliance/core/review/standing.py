"""What several people's judgements of one finding come to.

Most findings take one person. What is to enter a book takes two: the first says what it is, the
second says so too without having seen that answer or the machine's. Where the two part, a third
person decides, and can enter only what one of the two has said: so what is in a book was said
alike by two people, one of whom saw nothing but the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


STATES: dict[str, str] = {
    "judgement": "a judgement",
    "look": "a second look, which somebody asked for",
    "second": "a second person",
    "third": "a third person: two disagree",
    "decided": "nothing: it is decided",
}
# What one person alone settles; to accept into a book is not among them.
CLOSING = frozenset({"confirm", "correct", "reject", "merge"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person's review that has not been taken back."""

    id: int
    by: int
    decision: str
    answer: Mapping[str, object] | None = None
    blind: bool = False
    entered: bool = False  # a line or an estimate came of it

    @property
    def closes(self) -> bool:
        return self.entered or (self.decision in CLOSING and not self.blind)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a finding stands, and whose judgements it stands on."""

    state: str
    first: Judgement | None = None
    second: Judgement | None = None
    closing: Judgement | None = None

    def role(self, person: int) -> str:
        """What a person may be to it: judge, second, third; or empty where others are asked."""
        if self.state in ("judgement", "look"):
            return "judge"
        had_a_say = {each.by for each in (self.first, self.second) if each}
        if self.state == "decided" or person in had_a_say:
            return ""
        return self.state


def standing(judgements: Iterable[Judgement]) -> Standing:
    """Judgements in any order; those taken back are left out by whoever asks."""
    found = sorted(judgements, key=lambda each: each.id)
    closing = next((each for each in found if each.closes), None)
    first = next((each for each in found if each.decision == "record" and not each.blind), None)
    second = next((each for each in found if each.blind), None)
    if closing is not None:
        return Standing("decided", first, second, closing)
    if second is not None:
        return Standing("third", first, second)
    if first is not None:
        return Standing("second", first)
    asked = any(each.decision == "second_look" for each in found)
    return Standing("look" if asked else "judgement")
