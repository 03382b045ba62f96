"""Allegations: dealings that the resolutions prohibit, as someone alleges them.

One allegation is kept for each dealing (what, from whom, to whom), in the sentence that tells most
of it; who asserts and who denies is gathered from the whole text.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from compliance.core.press.drafts import Draft
from compliance.core.press.marks import Mark
from compliance.core.press.moments import Span
from compliance.core.press.scenes import BODIES, WATCHERS, Scene
from compliance.core.press.statements import dates_a_statement
from compliance.core.press.subject import FUELS, SANCTIONED, Subject
from compliance.core.press.values import Allegation, Reason


_OVER = re.compile(
    r"\b(?:exceed\w{0,3}|surpass\w{0,3}|beyond|above|past|over(?! (?:a |one |two )?(?:quarter"
    r"|third|half|fifth|tenth))|breach\w{0,3}|broke\w{0,1}|broken"
    r"|violat\w{2,4}"
    r"|times|topp\w{2}|in excess of|more(?: \w+){0,6}? than|outstrip\w{0,4}|double|triple)\b"
)
# "compensation for its arms", "in return for weapons": the arms are the other half of the deal
_PRICE_OF = re.compile(r"\b(?:for|against) (?:its |their |the |such |[A-Z][\w ]{1,14}'s )?$")
_NOT_OVER = re.compile(
    r"\b(?:not|never|nowhere|below|under|within|far from|short of|would|could|if)\b"
)
_EXCEEDED = re.compile(
    r"^[^.;]{0,24}\b(?:had been|has been|was|were|have been) "
    r"(?:exceeded|broken|breached|surpassed|violated|left behind|overrun|overshot|used up|passed)"
)
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
        self,
        original: str,
        text: str,
        scenes: list[Scene],
        drafts: list[Draft],
        subject: Subject,
        anchor: date | None,
        language: str,
    ) -> None:
        self.original = original
        self.text = text
        self.scenes = scenes
        self.subject = subject
        self.anchor = anchor
        self.language = language
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
        givers = sorted(
            {s.code for s in scene.states if s.part == "giver" and s.code not in BODIES}
        )
        takers = sorted(
            {s.code for s in scene.states if s.part == "taker" and s.code not in BODIES}
        )
        return tuple(givers), tuple(takers), float(len(givers) == 1) + float(len(takers) == 1)

    def _arms(self, scene: Scene) -> Heard | None:
        arms = [
            mark
            for mark in scene.arms()
            if not (
                _PRICE_OF.search(self.text[max(0, mark.start - 30) : mark.start])
                and not self._moved_after(scene, mark)
            )
        ]
        if not arms:
            return None
        if not scene.has("illicit") and not scene.has("say") and scene.has("condition"):
            return None
        if self._negated(scene):
            return None
        givers, takers, plain = self._pair(scene)
        ends = [s for s in scene.states if s.part in ("giver", "taker")]
        moved = scene.has("give") or scene.has("take") or (scene.has("arm") and plain == 2)
        by_prepositions = plain == 2 and all(s.rule in ("from", "to", "origin") for s in ends)
        if not moved and not by_prepositions:
            return None
        pair = self.subject.pair
        giver = givers[0] if len(givers) == 1 else ""
        taker = takers[0] if len(takers) == 1 else ""
        near = any(
            abs(mark.start - other.start) <= 60
            for mark in arms
            for other in scene.marks
            if other is not mark and ("give" in other.kinds or "take" in other.kinds)
        )
        if pair is not None and (near or plain == 2):
            giver, taker = _completed(giver, taker, pair)
        ends_of = (taker,) if taker else takers if giver and len(takers) <= 3 else ()
        if not giver or not ends_of or giver in ends_of or giver in WATCHERS:
            return None
        if not {giver, *ends_of} & SANCTIONED:
            return None
        return self._heard(("arms", (giver,), tuple(ends_of)), scene, plain)

    def _negated(self, scene: Scene) -> bool:
        """Whether each movement in a sentence is said not to have happened."""
        moves = [m for m in scene.marks if m.kinds.get("give") == "v" or m.kinds.get("take") == "v"]
        return bool(moves) and all(
            any("not" in m.kinds and 0 <= move.start - m.end <= 14 for m in scene.marks)
            for move in moves
        )

    def _moved_after(self, scene: Scene, mark: Mark) -> bool:
        """Whether the goods themselves are then said to be moved: "… for arms sent to Russia"."""
        return any(
            0 <= other.start - mark.end <= 45
            and other.kinds.get("give") == "v"
            and "," not in self.text[mark.end : other.start]
            for other in scene.marks
        )

    def _oil(self, scene: Scene) -> Heard | None:
        state = self.subject.state
        goods = {mark.kinds.get("commodity") for mark in scene.marks}
        fuels = goods & FUELS or "refined_generic" in goods
        other = goods & {"arms", "workers", "coal"}
        if not fuels and (other or self.subject.leading not in FUELS):
            return None
        illicit = scene.first("illicit")
        over = self._over_the_cap(scene)
        past = self._past_the_cap(scene) or self._ship_to_ship(scene)
        told = self._alleged_delivery(scene)
        past = past or told
        away = state not in (None, "KP") and self.subject.illicit and bool(scene.takers())
        if illicit is None and over is None and past is None and not away:
            return None
        if other and illicit is not None and fuels:
            near = [
                m
                for m in scene.marks
                if m.kinds.get("commodity") in FUELS and abs(m.start - illicit.start) < 80
            ]
            if not near:
                return None
        if past is None and self._rule_only(scene, over):
            return None
        if scene.has("deny") and not scene.has("alleged"):
            return None
        if state is None:
            return None
        if not scene.states and not scene.has("say") and not scene.figures:
            return None
        if state in ("KP",):
            givers = tuple(
                sorted(
                    {
                        s.code
                        for s in scene.states
                        if s.part == "giver"
                        and s.code != state
                        and s.code not in BODIES
                        and s.code != "US"
                    }
                )
            )
            at_sea = any(mark.kinds.get("illicit") == "sea" for mark in scene.marks)
            bought = scene.has("take") or any(
                s.code == state and s.part == "taker" and s.rule not in ("to", "given")
                for s in scene.states
            )
            if past is not None:
                givers = past.supplier
            elif not givers and not at_sea and not bought and len(self.subject.suppliers) == 1:
                givers = self.subject.suppliers
            return self._heard(("oil", givers, (state,)), scene, 1.0 + bool(givers))
        takers = tuple(
            sorted(
                {
                    s.code
                    for s in scene.states
                    if s.part == "taker" and s.code != state and s.code not in BODIES
                }
            )
        )
        return self._heard(("oil", (state,), takers), scene, 1.0)

    def _over_the_cap(self, scene: Scene) -> int | None:
        """Where a sentence says that a limit was passed: a word of excess, then the limit."""
        text = self.text
        for mark in scene.marks:
            if "cap" not in mark.kinds and "cap_rule" not in mark.kinds:
                continue
            lead = text[max(scene.sentence.start, mark.start - 70) : mark.start].lower()
            tail = text[mark.end : mark.end + 40].lower()
            if "cap" in mark.kinds and _EXCEEDED.search(tail):
                return mark.start
            over = _OVER.search(lead)
            if over and not _NOT_OVER.search(lead):
                return mark.start
        return None

    def _past_the_cap(self, scene: Scene) -> Draft | None:
        """Return an estimate that alone is more than a year of S/RES/2397 allows."""
        for draft in self.by_scene.get(scene.index, ()):
            figure = draft.found.figure
            most = {"bbl": 500_000, "t": 70_000}.get(figure.unit)
            if (
                draft.role == "transfer"
                and draft.commodity in ("refined_petroleum", "petroleum")
                and most
                and draft.basis in ("estimated", "alleged")
                and draft.recipient == ("KP",)
                and (figure.high or 0) > most
                and not draft.found.rate
                and draft.period is not None
                and draft.period[0] >= date(2018, 1, 1)
            ):
                return draft
        return None

    def _alleged_delivery(self, scene: Scene) -> Draft | None:
        """Return an unreported delivery of fuel that a State or its officials lay at a supplier."""
        for draft in self.by_scene.get(scene.index, ()):
            if (
                draft.role == "transfer"
                and draft.commodity in ("refined_petroleum", "petroleum")
                and draft.basis == "alleged"
                and draft.supplier
                and set(draft.supplier).isdisjoint(WATCHERS)
                and draft.recipient == ("KP",)
                and not draft.found.rate
                and draft.found.figure.value
                and draft.period is not None
                and draft.period[0] >= date(2018, 1, 1)
                and (
                    any(s.part == "speaker" and s.code in WATCHERS for s in scene.states)
                    or scene.has("alleged")
                )
            ):
                return draft
        return None

    def _ship_to_ship(self, scene: Scene) -> Draft | None:
        """Return an amount that one ship is said to have handed to another of the DPRK."""
        if not scene.has("vessel"):
            return None
        for draft in self.by_scene.get(scene.index, ()):
            if (
                draft.role == "transfer"
                and draft.commodity in FUELS
                and draft.basis == "alleged"
                and not draft.supplier
                and draft.recipient == ("KP",)
            ):
                return draft
        return None

    def _rule_only(self, scene: Scene, over: int | None) -> bool:
        """Whether a sentence only says what is forbidden, or what someone may do."""
        if scene.has("deny") or scene.has("condition"):
            return True
        moved = scene.has("give") or scene.has("take") or over is not None
        return not moved and not any(m.kinds.get("illicit") == "sea" for m in scene.marks)

    def _sold(self, scene: Scene) -> Heard | None:
        state = self.subject.state
        for good in ("coal", "workers", "seafood", "luxury_goods"):
            if good not in scene.goods and not any(
                d.commodity == good and d.role == "transfer"
                for d in self.by_scene.get(scene.index, ())
            ):
                continue
            if state is None:
                continue
            # Since S/RES/2371 of 5 August 2017 the DPRK may sell no coal at all.
            moved = (
                good == "coal"
                and state == "KP"
                and any(
                    d.role == "transfer"
                    and d.commodity == "coal"
                    and d.found.figure.value != 0
                    and (d.period or (self.anchor or date.min,))[0] >= date(2017, 8, 1)
                    for d in self.by_scene.get(scene.index, ())
                )
            )
            if scene.first("illicit") is None and not moved:
                continue
            if scene.has("condition"):
                continue
            givers, takers, _ = self._pair(scene)
            name = "luxury" if good == "luxury_goods" else "other" if good == "seafood" else good
            if good == "luxury_goods":
                return self._heard(
                    (name, tuple(g for g in givers if g != state), (state,)), scene, 1.0
                )
            to = tuple(t for t in takers if t != state)
            for draft in self.by_scene.get(scene.index, ()):
                if draft.role == "transfer" and draft.commodity == good:
                    to = draft.recipient or to
            if good == "workers":
                to = tuple(
                    sorted(
                        {
                            s.code
                            for s in scene.states
                            if s.code not in (state, *BODIES) and s.part != "speaker"
                        }
                    )
                )
                if not to and len(self.subject.named) == 1:
                    to = self.subject.named
            return self._heard((name, (state,), to), scene, 1.0)
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
        if scene.has("deny"):
            weight -= 1
        weight += (1.5 if period is not None else 0) + (1.0 if asserted else 0)
        return Heard(key, scene, period, asserted, weight)

    def _period(self, scene: Scene) -> Span | None:
        for draft in self.by_scene.get(scene.index, ()):
            if draft.role == "transfer" and draft.period is not None:
                return draft.period
        times = [
            t
            for t in scene.times
            if t.span is not None and not dates_a_statement(self.text, t, scene)
        ]
        return times[0].span if times else None

    def _asserted(self, scene: Scene) -> set[str]:
        return {
            s.code
            for s in scene.states
            if s.part == "speaker"
            and not any(
                "deny" in mark.kinds and 0 <= mark.start - s.end <= 30 for mark in scene.marks
            )
        }

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


def _completed(giver: str, taker: str, pair: tuple[str, str]) -> tuple[str, str]:
    """Fill in the end of a flow that a sentence leaves out, from the pair the text is about."""
    if giver and not taker and giver in pair:
        return giver, pair[1] if giver == pair[0] else pair[0]
    if taker and not giver and taker in pair:
        return pair[0] if taker == pair[1] else pair[1], taker
    return giver, taker


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
