"""Dealings: what one sentence tells of trade that the resolutions prohibit.

A dealing is a kind (arms, oil, coal …), who gives and who takes. What is only planned, feared,
forbidden or made a condition is none.
"""

import re
from dataclasses import dataclass
from datetime import date

from compliance.core.press.drafts import Draft
from compliance.core.press.irrealis import only_perhaps
from compliance.core.press.marks import Mark
from compliance.core.press.moments import Span
from compliance.core.press.scenes import BODIES, WATCHERS, Scene
from compliance.core.press.statements import dates_a_statement
from compliance.core.press.subject import FUELS, SANCTIONED, Subject
from compliance.core.press.transit import coal_in_transit


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
    r"(?:exceeded|broken|breached|surpassed|violated|left behind|overrun|overshot|used up|passed"
    r"|blown (?:through|past)|crossed|overstepped|topped|outstripped)"
)
# "oil in return for arms", "back came missiles": the goods that go the other way
_IN_RETURN = re.compile(
    r"\b(?:in (?:return|exchange)(?: for)?|as payment(?: for)?|in payment for|paid for with"
    r"|payback for"
    r"|back came|swap\w* for|barter\w* for|compensation for|reward for)(?: \w+){0,4} $",
    re.I,
)
_INSISTS = re.compile(
    r"\b(?:insists?|insisted|maintains?|vows?|as \w+ (?:claims?|alleges?|says))\b"
)
_BUYERS = frozenset(("CN", "RU", "VN", "MY"))
_THOUGH = re.compile(
    r"\b(?:despite|although|though|notwithstanding|regardless|banned (?:North|goods|cargo|coal"
    r"|workers)"
    r"|obwohl|trotz|malgré|bien que|pese a|a pesar|aunque|несмотря|вопреки|رغم)\b"
)
Ends = tuple[tuple[str, ...], tuple[str, ...]]
Key = tuple[str, tuple[str, ...], tuple[str, ...]]


@dataclass(slots=True)
class Heard:
    """One sentence that tells of a dealing."""

    key: Key
    scene: Scene
    period: Span | None
    asserted: set[str]


class DealingReader:
    """Hears what each sentence of a text tells of prohibited dealings."""

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
        self.passing = coal_in_transit(text, scenes)
        self.coal = False  # the sentence before told of coal that moved
        self.by_scene: dict[int, list[Draft]] = {}
        for draft in drafts:
            self.by_scene.setdefault(draft.scene.index, []).append(draft)

    def dealings(self, scene: Scene) -> list[Heard]:
        """Return what a sentence tells of prohibited trade."""
        if "coal" in scene.goods:
            self.coal = any(d.role == "transfer" for d in self.by_scene.get(scene.index, ()))
        elif scene.goods:
            self.coal = False
        single = (self._oil(scene), self._sold(scene), self._other(scene), self._cyber(scene))
        return [*self._arms(scene), *(one for one in single if one is not None)]

    def _pair(self, scene: Scene) -> tuple[tuple[str, ...], tuple[str, ...], float]:
        """Return giver and taker of a sentence, and how plainly it names them."""
        givers = sorted(
            {s.code for s in scene.states if s.part == "giver" and s.code not in BODIES}
        )
        takers = sorted(
            {s.code for s in scene.states if s.part == "taker" and s.code not in BODIES}
        )
        return tuple(givers), tuple(takers), float(len(givers) == 1) + float(len(takers) == 1)

    def _arms(self, scene: Scene) -> list[Heard]:
        arms, owed = [], []
        for mark in scene.arms():
            told = self._moved_after(scene, mark)
            if self._in_return(scene, mark) and not told:
                owed.append(mark)
            elif told or not _PRICE_OF.search(self.text[max(0, mark.start - 30) : mark.start]):
                arms.append(mark)
        heard = []
        if arms or scene.has("arm"):
            ends = self._armed(scene, arms)
            ends = ends or self._consignment(scene)
            if ends is not None:
                heard.append(self._heard(("arms", *ends), scene))
        if owed:
            ends = self._owed(scene)
            if ends is not None:
                heard.append(self._heard(("arms", *ends), scene))
        return heard

    def _consignment(self, scene: Scene) -> Ends | None:
        """Return the ends of arms that are counted as moved, whatever the verb: "on board were"."""
        if not self._happened(scene):
            return None
        for draft in self.by_scene.get(scene.index, ()):
            if draft.commodity == "arms" and draft.role == "transfer" and len(draft.supplier) == 1:
                return _forbidden(draft.supplier[0], draft.recipient)
        return None

    def _armed(self, scene: Scene, arms: list[Mark]) -> Ends | None:
        """Return who arms whom by a sentence."""
        if not scene.has("illicit") and not scene.has("say") and scene.has("condition"):
            return None
        if not self._happened(scene):
            return None
        by_verb = self._by_verb(scene)
        if by_verb is not None:
            return by_verb
        givers, takers, plain = self._pair(scene)
        if plain < 2 and arms:
            told = scene.ends_at(self.text, arms[0].start)
            if len(told[0]) == len(told[1]) == 1:
                givers, takers, plain = (*told[0],), (*told[1],), 2.0
        ends = [s for s in scene.states if s.part in ("giver", "taker")]
        moved = scene.has("give") or scene.has("take") or (scene.has("arm") and plain == 2)
        by_prepositions = plain == 2 and all(s.rule in ("from", "to", "origin") for s in ends)
        if not moved and not by_prepositions and not scene.has("seize"):
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
        seized = scene.has("seize") and taker and not giver
        if seized and len(self._owner(scene)) == 1:
            giver = self._owner(scene)[0]
        if pair is not None and (near or plain == 2):
            giver, taker = _completed(giver, taker, pair)
        if pair is not None and near and not ends and not self._others(scene, pair):
            giver, taker = pair  # "today it buys munitions from there"
        ends_of = (taker,) if taker else takers if giver and len(takers) <= 3 else ()
        return _forbidden(giver, tuple(ends_of))

    def _by_verb(self, scene: Scene) -> Ends | None:
        """Return the ends where the verb alone names the goods: "d'armer la Russie"."""
        for mark in scene.marks if self.language != "en" else ():
            if "arm" not in mark.kinds:
                continue
            named = [s for s in scene.states if s.code not in WATCHERS | BODIES]
            before = [s for s in named if s.end <= mark.start]
            after = [s for s in named if 0 <= s.start - mark.end <= 5]
            if before and after:
                return _forbidden(before[-1].code, (after[0].code,))
        return None

    def _others(self, scene: Scene, pair: tuple[str, str]) -> bool:
        """Whether a sentence names a State beside a pair and those who watch."""
        return any(s.code not in {*pair} | WATCHERS | BODIES for s in scene.states)

    def _owed(self, scene: Scene) -> Ends | None:
        """Return who pays in arms: the end that took what the sentence told of before."""
        if not self._happened(scene):
            return None
        givers, takers, _ = self._pair(scene)
        giver = givers[0] if len(givers) == 1 else ""
        taker = takers[0] if len(takers) == 1 else ""
        if self.subject.pair is not None:
            giver, taker = _completed(giver, taker, self.subject.pair)
        return _forbidden(taker, (giver,) if giver else ())

    def _in_return(self, scene: Scene, mark: Mark) -> bool:
        """Whether goods are named as what came back: "oil in return for arms"."""
        lead = self.text[max(scene.sentence.start, mark.start - 60) : mark.start]
        return bool(_IN_RETURN.search(lead))

    def _happened(self, scene: Scene) -> bool:
        """Whether a movement is told as done, or a party to it denies having done it."""
        moves = [
            m for m in scene.marks if "give" in m.kinds or "take" in m.kinds or "arm" in m.kinds
        ]
        floor = scene.sentence.start
        real = [
            move
            for move in moves
            if not only_perhaps(self.text, move.start, move.end, floor, self.language)
        ]
        if moves and not real:
            return False
        verbs = [m for m in real if m.kinds.get("give") == "v" or m.kinds.get("take") == "v"]
        negated = bool(verbs) and all(
            any("not" in m.kinds and 0 <= verb.start - m.end <= 14 for m in scene.marks)
            for verb in verbs
        )
        return not negated or scene.has("deny") or bool(_INSISTS.search(self._words(scene)))

    def _words(self, scene: Scene) -> str:
        return self.text[scene.sentence.start : scene.sentence.end]

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
        illicit = scene.first("illicit")
        over = self._over_the_cap(scene)
        past = self._past_the_cap(scene) or self._ship_to_ship(scene)
        pumped = self.subject.leading is None and any(
            m.kinds.get("illicit") == "sea" and "ship" in m.words for m in scene.marks
        )  # between tankers nothing else is handed over
        if (
            not fuels
            and past is None
            and not pumped
            and (other or self.subject.leading not in FUELS)
        ):
            return None
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
        if scene.has("deny") and not scene.has("alleged") and illicit is None:
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
            elif not givers and scene.has("deny") and not bought:
                givers = tuple(
                    sorted({s.code for s in scene.states if s.code in ("CN", "RU")})
                )  # who denies it is the one accused
            elif (
                not givers
                and not at_sea
                and not bought
                and len(self.subject.suppliers) == 1
                and (fuels or self.language == "en")
            ):
                givers = self.subject.suppliers
            return self._heard(("oil", givers, (state,)), scene)
        takers = tuple(
            sorted(
                {
                    s.code
                    for s in scene.states
                    if s.part == "taker" and s.code != state and s.code not in BODIES
                }
            )
        )
        return self._heard(("oil", (state,), takers), scene)

    def _over_the_cap(self, scene: Scene) -> int | None:
        """Where a sentence says that a limit was passed: a word of excess, then the limit."""
        text = self.text
        for draft in self.by_scene.get(scene.index, ()):
            figure = draft.found.figure
            if draft.role == "cap" and _EXCEEDED.search(text[figure.end : figure.end + 70]):
                return figure.start  # "the 500,000 barrels of resolution 2397 had been passed"
        for mark in scene.marks:
            if "cap" not in mark.kinds and "cap_rule" not in mark.kinds:
                continue
            lead = text[max(scene.sentence.start, mark.start - 70) : mark.start].lower()
            tail = text[mark.end : mark.end + 40].lower()
            if "cap" in mark.kinds and _EXCEEDED.search(tail):
                return mark.start
            if self.language != "en" and self._beyond(scene, mark):
                return mark.start
            over = _OVER.search(lead)
            if over and not _NOT_OVER.search(lead):
                return mark.start
        return None

    def _beyond(self, scene: Scene, cap: Mark) -> bool:
        """Whether a word of excess stands beside a limit and is not denied."""
        beyond = scene.nearest("beyond", cap.start, 40)
        if beyond is None or "cap" not in cap.kinds:
            return False
        return not any("not" in m.kinds and 0 <= beyond.start - m.end <= 12 for m in scene.marks)

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
                and (draft.period or (self.anchor or date.min,))[0] >= date(2018, 1, 1)
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
                    or (scene.has("alleged") and self.subject.illicit)  # not an envoy's own count
                )
            ):
                return draft
        return None

    def _ship_to_ship(self, scene: Scene) -> Draft | None:
        """Return an amount that one ship is said to have handed to another of the DPRK."""
        index = scene.index
        if not any(one.has("vessel") for one in self.scenes[max(0, index - 4) : index + 1]):
            return None
        for draft in self.by_scene.get(scene.index, ()):
            if (
                draft.role == "transfer"
                and draft.commodity in FUELS
                and (draft.basis == "alleged" or self._one_encounter(draft))
                and not draft.supplier
                and draft.recipient == ("KP",)
            ):
                return draft
        return None

    def _one_encounter(self, draft: Draft) -> bool:
        """Whether investigators tell of a cargo handed over on a day."""
        return (
            draft.basis == "estimated"
            and draft.period is not None
            and draft.period[0] == draft.period[1]
        )

    def _rule_only(self, scene: Scene, over: int | None) -> bool:
        """Whether a sentence only says what is forbidden, or what someone may do."""
        if (scene.has("deny") and not scene.has("illicit")) or scene.has("condition"):
            return True
        if not self._happened(scene):
            return True
        moved = scene.has("give") or scene.has("take") or over is not None
        return not moved and not any(m.kinds.get("illicit") == "sea" for m in scene.marks)

    def _sold(self, scene: Scene) -> Heard | None:
        """Hear of what the DPRK may not sell, send or buy at all: coal, workers, luxury goods."""
        state = self.subject.state
        if state is None or scene.has("condition") or scene.has("back_again"):
            return None
        if not scene.goods and self.coal and scene.has("vessel"):
            _, takers, _ = self._pair(scene)
            hosts = takers or self._hosts(scene)
            moved = scene.has("take") or scene.has("give")
            if state == "KP" and moved and len(hosts) == 1 and hosts[0] != state:
                return self._heard(("coal", (state,), hosts), scene)
        for good in ("coal", "workers", "seafood", "luxury_goods"):
            drafts = [
                d
                for d in self.by_scene.get(scene.index, ())
                if d.commodity == good and d.role == "transfer"
            ]
            if good not in scene.goods and not drafts:
                continue
            if good == "coal" and scene.index in self.passing:
                continue
            if not self._unlawful(scene, good, drafts) or not self._happened(scene):
                continue
            givers, takers, _ = self._pair(scene)
            if good == "luxury_goods":
                return self._heard(
                    ("luxury", tuple(g for g in givers if g != state), (state,)), scene
                )
            to = tuple(t for t in takers if t != state)
            for draft in drafts:
                to = draft.recipient or to
            if good == "coal" and not to and _BUYERS & {*self.subject.named} == {"CN"}:
                to = ("CN",)  # of those who bought it, the text names China alone
            if good == "workers":
                to = tuple(
                    sorted(
                        {
                            s.code
                            for s in scene.states
                            if s.code not in (state, *BODIES) and s.part != "speaker"
                        }
                        - (WATCHERS if self._hosts(scene) else set())
                    )
                )
                if not to and len(self.subject.named) == 1:
                    to = self.subject.named
            elif not to and scene.has("vessel") | scene.has("take"):
                hosts = self._hosts(scene)
                to = hosts if len(hosts) == 1 else ()
            name = "other" if good == "seafood" else good
            return self._heard((name, (state,), to), scene)
        return None

    def _unlawful(self, scene: Scene, good: str, drafts: list[Draft]) -> bool:
        """Whether a sale is told as a breach, or is one by its date whoever tells it.

        The DPRK may buy no luxury goods since 2006, and sell no coal since 5 August 2017.
        """
        if scene.has("illicit"):
            return True
        if self.subject.state != "KP":
            return False
        if scene.has("ban") and _THOUGH.search(self._words(scene)):
            return True
        if good == "coal":
            told = scene.has("give") and len(self._pair(scene)[1]) == 1 and not scene.has("ban")
            now = self.anchor or date.min
            moved = [d for d in drafts if d.found.figure.value != 0]
            spans = [
                d.period or (now, now)
                for d in moved
                # customs cleared what lay in port until September
                if d.basis != "reported" or (d.period or (now, now))[0] >= date(2017, 10, 1)
            ]
            if told and not drafts:
                spans = [t.span for t in scene.times if t.span]
            return any(span[0] >= date(2017, 8, 1) for span in spans)
        watched = any(s.part == "speaker" for s in scene.states) or scene.has("estimated")
        if good == "luxury_goods":
            takers = self._pair(scene)[1]
            return watched and "KP" in takers and not scene.has("ban")
        return good == "workers" and watched and scene.has("earn")

    def _other(self, scene: Scene) -> Heard | None:
        """Hear of troops, sand, fishing rights: what a sanctioned State sends and may not."""
        if "other" not in scene.goods:
            return None
        givers, takers, _ = self._pair(scene)
        givers = givers or self._owner(scene)
        watched = any(s.part == "speaker" for s in scene.states)
        if not (scene.has("troops") and watched) and not scene.has("illicit"):
            return None
        pair = self.subject.pair
        if scene.has("troops") and len(givers) == 1 and not takers and pair is not None:
            takers = (_completed(givers[0], "", pair)[1],)
        if len(givers) != 1 or givers[0] not in SANCTIONED or len(takers) != 1 or not takers[0]:
            return None
        if not self._happened(scene):
            return None
        return self._heard(("other", givers, takers), scene)

    def _owner(self, scene: Scene) -> tuple[str, ...]:
        """Return the sanctioned State whose goods or people they are by an adjective or a place."""
        owners = {s.code for s in scene.states if s.code in SANCTIONED and s.part != "taker"}
        return tuple(owners) if len(owners) == 1 else ()

    def _hosts(self, scene: Scene) -> tuple[str, ...]:
        """Return the States whose ships, plants or ports a sentence names without saying "to"."""
        return tuple(
            sorted(
                {
                    s.code
                    for s in scene.states
                    if s.part in ("flag", "place", "topic")
                    and s.code not in SANCTIONED | BODIES
                    and s.code not in WATCHERS
                }
            )
        )

    def _cyber(self, scene: Scene) -> Heard | None:
        state = self.subject.state
        stolen = scene.has("theft") or (scene.has("loot") and "money" in scene.goods)
        if state is None or not stolen:
            return None
        return self._heard(("cyber", (), (state,)), scene)

    def _heard(self, key: Key, scene: Scene) -> Heard:
        return Heard(key, scene, self._period(scene), self._asserted(scene))

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


def _forbidden(giver: str, takers: tuple[str, ...]) -> Ends | None:
    """Return the ends of a flow of arms where it is one that the Council forbids."""
    if not giver or not takers or giver in takers or giver in WATCHERS:
        return None
    return ((giver,), takers) if {giver, *takers} & SANCTIONED else None


def _completed(giver: str, taker: str, pair: tuple[str, str]) -> tuple[str, str]:
    """Fill in the end of a flow that a sentence leaves out, from the pair the text is about."""
    if giver and not taker and giver in pair:
        return giver, pair[1] if giver == pair[0] else pair[0]
    if taker and not giver and taker in pair:
        return pair[0] if taker == pair[1] else pair[1], taker
    return giver, taker
