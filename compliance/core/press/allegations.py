"""Allegations: dealings that the resolutions prohibit, as someone alleges them.

One allegation is kept for each dealing (what, from whom, to whom), in the sentence that tells most
of it; who asserts and who denies is gathered from the whole text.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from compliance.core.press.claims import Draft
from compliance.core.press.periods import Span
from compliance.core.press.scenes import BODIES, Scene
from compliance.core.press.subject import FUELS, SANCTIONED, Subject
from compliance.core.press.values import Allegation, Reason

Key = tuple[str, tuple[str, ...], tuple[str, ...]]


@dataclass(slots=True)
class Heard:
    """One sentence that tells of a dealing."""

    key: Key
    scene: Scene
    period: Span | None
    asserted: set[str]
    weight: float
    reasons: list[Reason] = field(default_factory=list)


class AllegationReader:
    """Hears the allegations of one text."""

    def __init__(
        self, original: str, text: str, scenes: list[Scene], drafts: list[Draft], subject: Subject,
        anchor: date | None,
    ) -> None:
        self.original = original
        self.text = text
        self.scenes = scenes
        self.subject = subject
        self.anchor = anchor
        self.periods: dict[int, Span] = {}
        self.by_scene: dict[int, list[Draft]] = {}
        for draft in drafts:
            self.by_scene.setdefault(draft.scene.index, []).append(draft)

    def all(self) -> tuple[Allegation, ...]:
        if self.subject.state is None:
            return ()
        heard: list[Heard] = []
        told: set[str] = set()
        for scene in self.scenes:
            if scene.sentence.furniture or not scene.marks:
                continue
            for one in (self._arms(scene), self._oil(scene), self._sold(scene), self._cyber(scene)):
                if one is not None:
                    words = self.text[scene.sentence.start : scene.sentence.end].strip()
                    if words in told:
                        one.weight -= 3  # a caption printed twice
                    told.add(words)
                    heard.append(one)
        return self._gather(heard)

    # the kinds of dealing

    def _pair(self, scene: Scene) -> tuple[tuple[str, ...], tuple[str, ...], float]:
        """Return giver and taker of a sentence, and how plainly it names them."""
        givers = sorted({s.code for s in scene.states if s.part == "giver" and s.code not in BODIES})
        takers = sorted({s.code for s in scene.states if s.part == "taker" and s.code not in BODIES})
        return tuple(givers), tuple(takers), float(len(givers) == 1) + float(len(takers) == 1)

    def _arms(self, scene: Scene) -> Heard | None:
        if not any(mark.kinds.get("commodity") == "arms" for mark in scene.marks):
            return None
        if not (scene.has("give") or scene.has("take")):
            return None
        givers, takers, plain = self._pair(scene)
        codes = {s.code for s in scene.states if s.part not in ("speaker", "place")}
        if not givers and not takers:
            return None
        pair = self.subject.pair
        giver = givers if len(givers) == 1 else ()
        taker = takers if len(takers) == 1 else ()
        if not giver and taker and pair and pair[1] == taker[0]:
            giver = (pair[0],)
        if not taker and giver and pair and pair[0] == giver[0]:
            taker = (pair[1],)
        if not giver or not taker or giver == taker:
            return None
        if not ({giver[0], taker[0]} & SANCTIONED):
            return None
        weight = plain + (1.0 if codes else 0.0)
        return self._heard(("arms", giver, taker), scene, weight)

    def _oil(self, scene: Scene) -> Heard | None:
        state = self.subject.state
        goods = {mark.kinds.get("commodity") for mark in scene.marks}
        fuels = goods & FUELS or "refined_generic" in goods
        if not fuels and not (goods == {None} and self.subject.leading in FUELS):
            return None
        illicit = scene.first("illicit")
        over = scene.first("beyond")
        cap = scene.first("cap") or scene.first("cap_rule")
        if illicit is None and not (over is not None and cap is not None):
            return None
        if scene.has("deny") and not scene.has("alleged"):
            return None
        if state is None:
            return None
        if state in ("KP",):
            givers = tuple(
                sorted({s.code for s in scene.states if s.part == "giver" and s.code != state
                        and s.code not in BODIES and s.code != "US"})
            )
            return self._heard(("oil", givers, (state,)), scene, 1.0 + bool(givers))
        takers = tuple(
            sorted({s.code for s in scene.states if s.part == "taker" and s.code != state
                    and s.code not in BODIES})
        )
        return self._heard(("oil", (state,), takers), scene, 1.0)

    def _sold(self, scene: Scene) -> Heard | None:
        state = self.subject.state
        for good in ("coal", "workers", "seafood", "luxury_goods"):
            if not any(mark.kinds.get("commodity") == good for mark in scene.marks):
                continue
            if scene.first("illicit") is None or state is None:
                continue
            givers, takers, _ = self._pair(scene)
            name = "luxury" if good == "luxury_goods" else "other" if good == "seafood" else good
            if good == "luxury_goods":
                return self._heard((name, tuple(g for g in givers if g != state), (state,)), scene, 1.0)
            return self._heard((name, (state,), tuple(t for t in takers if t != state)), scene, 1.0)
        return None

    def _cyber(self, scene: Scene) -> Heard | None:
        state = self.subject.state
        if state is None or not scene.has("theft"):
            return None
        return self._heard(("cyber", (), (state,)), scene, 1.0)

    def _heard(self, key: Key, scene: Scene, weight: float) -> Heard:
        period = self._period(scene)
        asserted = self._asserted(scene)
        if scene.sentence.headline:
            weight -= 1
        weight += (1.5 if period is not None else 0) + (1.0 if asserted else 0)
        return Heard(key, scene, period, asserted, weight)

    def _period(self, scene: Scene) -> Span | None:
        for draft in self.by_scene.get(scene.index, ()):
            if draft.role == "transfer" and draft.period is not None:
                return draft.period
        times = [t for t in scene.times if t.span is not None and not t.day]
        return times[0].span if times else None

    def _asserted(self, scene: Scene) -> set[str]:
        return {
            s.code for s in scene.states
            if s.part == "speaker" and not any(
                "deny" in mark.kinds and 0 <= mark.start - s.end <= 30 for mark in scene.marks
            )
        }

    # gathering

    def _gather(self, heard: list[Heard]) -> tuple[Allegation, ...]:
        groups: dict[Key, list[Heard]] = {}
        for one in heard:
            groups.setdefault(one.key, []).append(one)
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
            reasons = [Reason("category", "prohibited_dealing", self.original[start:end], start, end)]
            for state in best.scene.states:
                if state.part in ("giver", "taker"):
                    name = "sender" if state.part == "giver" else "recipient"
                    reasons.append(Reason(name, state.rule or state.part, state.words, state.start, state.end))
            found.append(
                Allegation(
                    category, sender, recipient, period, tuple(sorted(asserted - denied)),
                    tuple(sorted(denied)), self.original[start:end], start, end,
                    Decimal("0.7") if len(tellings) > 1 else Decimal("0.6"), tuple(reasons),
                )
            )
        return tuple(sorted(found, key=lambda allegation: allegation.start))

    def _denied(self, category: str, sender: tuple[str, ...], recipient: tuple[str, ...]) -> set[str]:
        parties = {*sender, *recipient}
        denied: set[str] = set()
        for scene in self.scenes:
            for mark in scene.marks:
                if "deny" not in mark.kinds:
                    continue
                near = [
                    s for s in scene.states
                    if s.code in parties and s.end <= mark.start and mark.start - s.end <= 90
                    and s.part not in ("taker", "place")
                ]
                if near:
                    denied.add(near[-1].code)
                    for other in near[:-1]:
                        joint = self.text[other.end : near[-1].start].strip()
                        if joint in ("and", ","):
                            denied.add(other.code)
        return denied


def alleged(
    original: str, text: str, scenes: list[Scene], drafts: list[Draft], subject: Subject,
    anchor: date | None,
) -> tuple[Allegation, ...]:
    """Return the allegations of a text, in order."""
    return AllegationReader(original, text, scenes, drafts, subject, anchor).all()
