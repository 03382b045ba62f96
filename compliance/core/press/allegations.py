"""Allegations: dealings that the resolutions prohibit, as someone alleges them.

One allegation is kept for each dealing (what, from whom, to whom), in the sentence that tells most
of it; who asserts and who denies is gathered from the whole text.
"""

from datetime import date
from decimal import Decimal

from compliance.core.press.dealings import DealingReader, Heard, Key
from compliance.core.press.drafts import Draft
from compliance.core.press.scenes import Scene
from compliance.core.press.subject import Subject
from compliance.core.press.values import Allegation, Reason


class AllegationReader(DealingReader):
    """Hears the allegations of one text."""

    def all(self) -> tuple[Allegation, ...]:
        if self.subject.state is None:
            return ()
        heard: list[Heard] = []
        told: set[str] = set()
        for scene in self.scenes:
            if scene.sentence.furniture or not scene.marks:
                continue
            here = self.dealings(scene)
            words = self._words(scene).strip() if here else ""
            for one in here:
                if words in told:
                    one.weight -= 3  # a caption printed twice
                heard.append(one)
            if here:
                told.add(words)
        return self._gather(heard)

    # gathering

    def _gather(self, heard: list[Heard]) -> tuple[Allegation, ...]:
        groups: dict[Key, list[Heard]] = {}
        for one in heard:
            groups.setdefault(one.key, []).append(one)
        for key in list(groups):
            category, sender, recipient = key
            if (not sender or not recipient) and any(
                other != key
                and other[0] == category
                and set(sender) <= set(other[1])
                and set(recipient) <= set(other[2])
                for other in groups
            ):
                del groups[key]  # the same dealing, told with less
        found = []
        for (category, sender, recipient), tellings in groups.items():
            best = max(tellings, key=lambda one: (one.weight, -one.scene.index))
            asserted = set().union(*(one.asserted for one in tellings))
            denied = self._denied(category, sender, recipient)
            period = best.period
            sentence = best.scene.sentence
            start, end = sentence.start, sentence.end
            while end > start and self.text[end - 1].isspace():
                end -= 1
            reasons = [
                Reason("category", "prohibited_dealing", self.original[start:end], start, end)
            ]
            for state in best.scene.states:
                if state.part in ("giver", "taker"):
                    name = "sender" if state.part == "giver" else "recipient"
                    reasons.append(
                        Reason(name, state.rule or state.part, state.words, state.start, state.end)
                    )
            found.append(
                Allegation(
                    category,
                    sender,
                    recipient,
                    period,
                    tuple(sorted(asserted - denied - {*sender, *recipient})),
                    tuple(sorted(denied)),
                    self.original[start:end],
                    start,
                    end,
                    Decimal("0.7") if len(tellings) > 1 else Decimal("0.6"),
                    tuple(reasons),
                )
            )
        return tuple(sorted(found, key=lambda allegation: allegation.start))

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
