"""Allegations: dealings that the resolutions prohibit, as someone alleges them.

One allegation is kept for each dealing (what, from whom, to whom), in the sentence that tells it
best; when it was and who asserts it is gathered from all that tell it, who denies from the whole
text.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from compliance.core.press.alleging import Telling, told
from compliance.core.press.dealings import DealingReader
from compliance.core.press.drafts import Draft
from compliance.core.press.proposals import ProposalReader
from compliance.core.press.scenes import Scene
from compliance.core.press.subject import Subject
from compliance.core.press.values import Allegation, Reason


class AllegationReader(DealingReader):
    """Hears the allegations of one text."""

    def all(self) -> tuple[Allegation, ...]:
        """Return the dealings that the text alleges, in its order."""
        found = [self._allegation(one) for one in told(ProposalReader(self).all())]
        return tuple(sorted(found, key=lambda allegation: (allegation.start, allegation.category)))

    def _allegation(self, told: Telling) -> Allegation:
        category, sender, recipient = told.key
        tellings = [self._heard(told.key, scene) for scene in told.scenes]
        best = tellings[0]
        period = next((one.period for one in tellings if one.period is not None), None)
        asserted = set().union(*(one.asserted for one in tellings)) or self._said_beside(best.scene)
        denied = self._denied(category, sender, recipient)
        sentence = best.scene.sentence
        start, end = sentence.start, sentence.end
        while end > start and self.text[end - 1].isspace():
            end -= 1
        reasons = [
            Reason("category", self._rule(told), self.original[start:end], start, end),
            *self._why("sender", "giver", sender, told.scenes),
            *self._why("recipient", "taker", recipient, told.scenes),
        ]
        return Allegation(
            category,
            sender,
            recipient,
            period,
            tuple(sorted(asserted - denied - {*sender, *recipient})),
            tuple(sorted(denied)),
            self.original[start:end],
            start,
            end,
            Decimal(str(round(told.likely, 2))),
            tuple(reasons),
        )

    def _rule(self, told: Telling) -> str:
        """Return whether the rules, too, hear the dealing in the sentence that tells it best."""
        heard = any(one.key == told.key for one in self.dealings(told.scenes[0]))
        return "prohibited_dealing" if heard else "likely_dealing"

    def _why(
        self, name: str, part: str, codes: tuple[str, ...], scenes: list[Scene]
    ) -> Iterator[Reason]:
        """Yield where each end is named: in the sentence itself, else in the nearest before it."""
        for code in codes:
            told = [scenes[0], *reversed(self.scenes[: scenes[0].index]), *scenes[1:]]
            named = [next((s for s in one.states if s.code == code), None) for one in told]
            for scene, state in zip(told, named, strict=True):
                if state is not None:
                    rule = state.rule or state.part or part
                    if scene is not scenes[0]:
                        rule = "named_before"
                    yield Reason(name, rule, state.words, state.start, state.end)
                    break

    def _said_beside(self, scene: Scene) -> set[str]:
        """Return who speaks in the sentence before or after, where the telling one names nobody."""
        for index in (scene.index - 1, scene.index + 1):
            if 0 <= index < len(self.scenes) and not self.scenes[index].sentence.headline:
                asserted = self._asserted(self.scenes[index])
                if asserted:
                    return asserted
        return set()

    def _denied(
        self, category: str, sender: tuple[str, ...], recipient: tuple[str, ...]
    ) -> set[str]:
        parties = {*sender, *recipient}
        denied: set[str] = set()
        for scene in self.scenes:
            for mark in scene.marks:
                if "deny" not in mark.kinds:
                    continue
                if any("both" in m.kinds and 0 <= mark.start - m.end <= 30 for m in scene.marks):
                    denied |= parties  # "both countries have always denied it"
                near = [
                    s
                    for s in scene.states
                    if s.code in parties
                    and s.end <= mark.start
                    and mark.start - s.end <= 90
                    and s.part not in ("taker", "place")
                ]
                near += [
                    s
                    for s in scene.states
                    if s.code in parties and 0 <= s.start - mark.end <= 3 and self.language == "ar"
                ]
                if near:
                    denied.add(near[-1].code)
                    for other in near[:-1]:
                        joint = self.text[other.end : near[-1].start].strip()
                        if joint in ("and", ","):
                            denied.add(other.code)
        return denied


def alleged(
    original: str,
    text: str,
    scenes: list[Scene],
    drafts: list[Draft],
    subject: Subject,
    anchor: date | None,
    language: str = "en",
) -> tuple[Allegation, ...]:
    """Return the allegations of a text, in order."""
    return AllegationReader(original, text, scenes, drafts, subject, anchor, language).all()
