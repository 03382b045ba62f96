"""Roles: whether a figure is a transfer, a cap, a share of a cap, a change, or mere context."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from compliance.core.press.limits import KNOWN_CAPS, LimitReader
from compliance.core.press.marks import Mark
from compliance.core.press.money import MoneyReader
from compliance.core.press.scenes import Scene
from compliance.core.press.subject import FUELS, SOLD, Subject


if TYPE_CHECKING:
    from compliance.core.press.drafts import Draft

# Goods named in no cap: heard so that their amounts are not taken for oil or coal.
UNTRACKED = "untracked"
TRACKED = FUELS | SOLD | {"arms", "luxury_goods", "uranium", "heavy_water", "other"}

_BY_SO_MUCH = re.compile(
    r"(?:by|of|на|um|en|de|por|بواقع|بمقدار)"
    r"(?: (?:about|some|almost|nearly|over|more than))?"
)
_ABOVE_THE_LAST = re.compile(
    r" (?:above|below|over|under|up on|down on|short of) (?:the |its |last |a |that |what )?"
    r"(?:[A-Z][a-z]+(?:'s|’s)|month|year|level|previous|same|figure|(?:January|February|March|April"
    r"|May|June|July|August|September|October|November|December)\b)"
)
# What a load is measured by: "holds filled to 90 percent", "a third full", "90 percent laden".
# "So far 22 percent of it has been used", "14.3 percent is gone", "The account is 74 percent used"
_IS_USED = re.compile(
    r"(?: of (?:it|that|this|the (?:pot|total|sum|whole|year))\b| (?:is|was|were|are|has been"
    r"|had been"
    r"|have been)?(?: now| already)? ?(?:used(?: up)?|gone|spent|filled|taken|drawn|exhausted"
    r"|consumed"
    r"|left|unused|eaten up)\b)"
)
_QUOTA_IS_AT = re.compile(
    r"\b(?:[Qq]uota|limit|ceiling|cap|allotment|allowance)\b[^.;]{0,70}\bat (?:about |some "
    r"|around )?$"
)
_MOST_OF_A_TON = 13  # barrels: no product is so light that a ton of it would fill more
_TO_THE_TON = re.compile(
    r" (?:of [\w ]{3,20} )?(?:a|per|to (?:a|the|each|every)|for (?:a|each|every|one)|(?:make|makes"
    r"|in) (?:a|one)) (?:metric )?tonn?e?\b"
)
# What can be moved, and was not said to be: "Pier 3 can handle 4 million tons", "trucks carry 20
# tonnes each".
_COULD_MOVE = re.compile(
    r"\b(?:can|could|might|would)(?: (?:only|each|even|easily|comfortably|at best))? (?:handle|lift"
    r"|carry|take|hold|store|process|accommodate|transport|berth|load|move|manage)(?: up to"
    r"| as much"
    r" as| about| around| some| roughly| nearly| more than| over| only| at least)? $"
)
_HOLDS_SO_MUCH = re.compile(
    r"\b(?:carr(?:y|ies|ying)|hold(?:s|ing)?|takes?|taking|measures)(?: up to| as much as| about"
    r"| around| some| roughly| nearly| more than| over)? $"
)
_APIECE = re.compile(r" (?:of [\w ]{3,24} )?(?:each|apiece)\b")
_ONE_OF_THEM = re.compile(r"\b(?:each|every|a|an|one|the usual)\b[^,.;:0-9]{0,40}$", re.I)
_HOW_FULL = re.compile(
    r"\b(?:fill|full|load|laden|capacit|utili[sz]|occup)\w{0,8}(?: (?:factor|rate|level))?"
    r"(?: of| at| to| up to| by| were| was)*(?: about| some| only| just| an average of)? $",
    re.I,
)
_FULL = re.compile(
    r" (?:full|filled|laden|loaded|capacity|of (?:its|their|the|each) (?:\w+ )?"
    r"(?:capacity|tonnage|holds?|tanks?|load|cargo|deadweight))\b"
)
# "of what may be delivered", "of all that the Council lets in", "of the permitted amount"
_OF_WHAT_MAY = re.compile(
    r" of (?:what|all|everything|the (?:amount|volume|quantity|total"
    r"|maximum))(?: that)?(?: \w+){0,5}?"
    r" (?:may|can|could|allows?|allowed|permits?|permitted|lets?|authori[sz]e[sd]?|entitled|lawful"
    r"|legal)\b"
)
_A_SHIP_OF = re.compile(
    r"\b(?:tanker|ship|vessel|freighter|carrier|barge|coaster)s? of (?:some |about |around )?$"
)
# "The Wise Honest, 17,061 tonnes, had been held"; "The ship, 2,734 tons, was worth"
_CALLED_A_SHIP = re.compile(
    r"\b[Tt]he (?:(?:ship|vessel|tanker|freighter|carrier|barge|coaster)"
    r"|(?:[A-Z][\w'’-]+ ){1,2}[A-Z0-9][\w'’-]*)(?:, | \()(?:at |of )?$"
)
_NAME_AND_SIZE = re.compile(r"\b[A-Z][\w'’]+(?: [0-9]{1,3})?[\"”]?(?:, | \(|, (?:at|of) )$")
_SET_OFF = re.compile(r"(?:,|\)| (?:one of|built|deadweight|and (?:built|owned|flagged))\b)")
_NO_DEARER = re.compile(
    r"\b(?:above|over|more than|higher than|exceeding|at or below|no more than|below|beyond) $"
)
_ORDERED = re.compile(
    r"\b(?:order(?:ed|s)?|ordering|asked for|commissioned)(?: (?:some|about|around|up to"
    r"|another))? $"
)
# "6,000 engineers are to follow", "a third deployment of 6,000 was promised"
_YET_TO_COME = re.compile(
    r"[^.;:,0-9]{0,40}? (?:(?:was|were|is|are|had been|have been) (?:promised|pledged|planned"
    r"|expected)"
    r"|(?:is|are|was|were) (?:to|due to) (?:follow|come|go|be (?:sent|delivered|deployed))"
    r"|(?:will|would|may|might|could) (?:soon |also |eventually )?(?:follow|come|go|be (?:sent"
    r"|delivered|deployed)))\b"
)
_WILL_REACH = re.compile(
    r"\b(?:will|would|may|might|could|is to|are to|is expected to|set to) (?:\w+ )?(?:reach|rise to"
    r"|arrive at|grow to|come to|total)(?: about| some| around| roughly| up to)? $"
)
_SO_FULL = re.compile(
    r"\b(?:half|third|thirds|quarter|quarters|full|per ?cent|percent)(?: of)?(?: their| its| the)?"
    r" (?:capacity|deadweight)$"
)
# What the State itself sells or pumps.
_EXPORT = re.compile(r"\b(?:export|pump|output|uprising|(?:a|per) day\b)", re.I)
_OF_OTHER_THINGS = re.compile(
    r" (?:of|with) (?!(?:\w+ )?(?:arms|weapons|munitions|ammunition|military|shells|rockets|war"
    r"|artillery|equipment|materiel))"
)
_MORE_THAN_BEFORE = re.compile(
    r" (?:more|fewer|less|higher|lower)(?: than (?:in|a|an|the|before|last|what|it|twelve|one)\b"
    r"|[,.;)])"
)
_GROWTH_IS = re.compile(
    r"\boff (?:about |some |by )?$|\b(?:growth|rise|increase|drop|fall|decline)\b"
    r"[^.;0-9]{0,50} (?:is|was|of|comes to) $"
)
_WHAT_IS_LEFT = re.compile(r"\b(?:remainder|balance|rest) of (?:about |some |roughly )?$")
_BOXES = re.compile(r"containers$")
_AFTERWARDS = re.compile(r"\b(?:subsequently|later|afterwards|thereafter|then) $")
_DEPLOYED = re.compile(r"\b(?:deploy(?:ed|ing|s|ments?)?|posted|stationed|drafted in)\b")
_CAUGHT = frozenset(("seized", "intercepted", "captured"))
_CUT_OFF = re.compile(
    r" of (?:the |its |their |all )?(?:[\w'’-]+ ){0,5}?(?:imports|exports|supplies|supply"
    r"|deliveries"
    r"|shipments|sales|purchases)\b[^,.;]{0,24}\b(?:would|will|to|could|should)\b[^,.;]{0,16}"
    r"\b(?:cut|eliminated|banned|blocked|lost|disappear|halted|stopped|go|vanish|choked|fall)"
)
# "sold 30,000 barrels in March and none in April"
_RUNS_ON = re.compile(r"(?:,|;|\band|\bbut|\bagainst|\bversus|\bcompared with|\bto) $")
_IN_A_TIME = re.compile(
    r" (?:at all )?(?:in|for|from|since|during|until|thereafter|afterwards?|later|a year|the)\b"
)
_BARE_NIL = re.compile(r"none|nothing", re.I)
_OBJECT = re.compile(
    r"(?: (?:of|to|from|in|for) [^.,;:0-9]{2,40})?(?: (?:was|were|is|are|had been|came to|stood at"
    r"|remained))? ?"
)
_BY_ABOUT = re.compile(r"\bby (?:about |some |almost |nearly |roughly |over |around )?$")
_THAN = re.compile(r"\s{0,2}(?:more|less|fewer|higher|lower)?\s{0,2}than")


class RoleReader(LimitReader, MoneyReader):
    """Decides the role of figures in one text."""

    def __init__(self, text: str, subject: Subject, language: str) -> None:
        self.text = text
        self.subject = subject
        self.language = language
        self.caps: set[int] = set()
        self.plans: set[int] = set()
        self.last_cap: str | None = None  # the unit of the cap last spoken of

    def decide(self, draft: "Draft", made: list["Draft"]) -> None:
        role, rule, mark = self._role(draft, made)
        draft.role = role
        if role == "transfer":
            self.last_transfer = draft.scene.index
        if role == "transfer" and draft.found.kind == "money":
            self.last_money = draft.scene.index
        if role == "cap":
            self.caps.add(id(draft.found))
            self.last_cap = draft.found.figure.unit
            self.cap_line = draft.scene.sentence.line
        draft.because("role", rule, mark, self.text)

    def _role(self, draft: "Draft", made: list["Draft"]) -> tuple[str, str, Mark | None]:
        found, scene = draft.found, draft.scene
        if found.kind == "nil":
            moved = scene.first("give") or scene.first("take")
            if (
                moved is not None
                and self.subject.state
                and (scene.states or self.subject.suppliers)
                and self._none_was_moved(draft)
            ):
                return "transfer", "nil_of_a_named_State", moved
            return "context", "nil_of_nobody", None
        if found.kind == "percent":
            return self._percent(draft)
        if found.kind == "money":
            price = self._price_cap(draft)
            if price is not None:
                return "cap", "price_limit", price
        if found.ship or self._tonnage(draft):
            return "context", "size_of_a_ship", None
        if found.kind == "count":
            return self._count(draft)
        if found.figure.value is not None and (
            (found.figure.unit == "bbl" and found.figure.value == 1)
            or (
                found.figure.unit == "bbl"
                and found.figure.value < _MOST_OF_A_TON
                and _TO_THE_TON.match(self.text, found.figure.end)
            )
            or (found.figure.unit == "t" and 0 < found.figure.value < Decimal("0.2"))
        ):
            return "context", "rate_of_conversion", None
        if draft.untracked or draft.commodity not in TRACKED or self.subject.state is None:
            return "context", "nothing_tracked", None
        if draft.commodity in SOLD | {"luxury_goods"} and self.subject.state != "KP":
            return "context", "goods_that_no_resolution_bans", None
        if draft.commodity in FUELS and not self._fuel_is_sanctioned(draft):
            return "context", "oil_that_no_resolution_caps", None
        cap = self._cap(draft)
        if cap is not None or self._plan_limb(draft):
            plan = None
            if cap is None or not self._known(draft):
                plan = self._plan(draft) or scene.first("draft")
            if cap is None and plan is None:
                plan = scene.marks[0]
            if plan is not None:
                self.plans.add(id(found))
                return "context", "proposed_cap", plan
            if found.figure.modifier in ("over", "under"):  # "exceeded the 500,000-barrel cap"
                draft.found = replace(found, figure=replace(found.figure, modifier="exact"))
            return "cap", "limit", cap
        if (
            self.subject.state == "KP"
            and draft.commodity in FUELS
            and 0 <= scene.sentence.line - self.cap_line <= 3
            and _WHAT_IS_LEFT.search(
                self.text, max(scene.sentence.start, found.figure.start - 40), found.figure.start
            )
        ):
            return "share_of_cap", "what_is_left_of_the_limit", None
        plan = self._plan(draft) or scene.first("draft")
        if plan is not None and scene.has("cap") and not scene.has("reported"):
            self.plans.add(id(found))
            return "context", "proposed_cap", plan
        if self._contracted(draft):
            return "context", "contracted_not_moved", plan
        lowering = self._lowering(draft)
        if lowering is not None and self._known(draft):
            return "cap", "limit", lowering
        if lowering is not None:
            self.plans.add(id(found))
            return "context", "proposed_cap", lowering
        change = self._change(draft)
        if change is not None:
            return "change", "difference", change
        if draft.commodity in ("uranium", "heavy_water"):
            shipped = self._shipped_out(draft)
            if shipped is not None:
                return "transfer", "moved", shipped
            return "context", "stock", None
        if found.kind == "money":
            return self._money(draft, made)
        if found.rate == "year" and (scene.has("draft") or scene.has("plan")):
            return "context", "proposed_cap", scene.first("draft") or scene.first("plan")
        elsewhere = scene.nearest("elsewhere", found.figure.end, 60)
        if elsewhere is not None and elsewhere.start >= found.figure.end:
            return "context", "another_flow", elsewhere
        stock = self._stock(draft)
        if stock is not None:
            return "context", "no_movement", stock
        if self._could_move(draft):
            return "context", "what_can_be_moved", None
        return "transfer", "moved", scene.first("give") or scene.first("take")

    def _none_was_moved(self, draft: "Draft") -> bool:
        """Whether a bare "none" is what was moved: "supplied none of these products", and not
        "asked for comment but gave none", nor "a nil"."""
        figure, scene = draft.found.figure, draft.scene
        if self.text.startswith("a ", max(0, figure.start - 2)):
            return False
        if not _BARE_NIL.fullmatch(figure.quote) or self.language != "en":
            return True  # "no coal", "its sales were zero"
        amounts = any(f.kind == "measure" for f in scene.figures)
        if _RUNS_ON.search(self.text, scene.sentence.start, figure.start):
            return amounts and _IN_A_TIME.match(self.text, figure.end) is not None
        for mark in scene.marks:
            how = mark.kinds.get("give") or mark.kinds.get("take")
            if how is None or not _OBJECT.fullmatch(self.text, mark.end, figure.start):
                continue
            said = scene.goods and not mark.words.lower().startswith(("gave", "give", "giving"))
            if how == "n" or said or amounts:
                return True
        return False

    def _tonnage(self, draft: "Draft") -> bool:
        """Whether tons are told beside a ship's name: "the Courageous, 2,734 tons, built …"."""
        figure, scene = draft.found.figure, draft.scene
        lead = self.text[max(scene.sentence.start, figure.start - 40) : figure.start]
        if figure.unit == "t" and _CALLED_A_SHIP.search(lead) and self.text[figure.end] in ",)":
            return True
        if figure.unit != "t" or not scene.has("vessel"):
            return False
        if _A_SHIP_OF.search(lead):
            return True
        named = _NAME_AND_SIZE.search(lead)
        if named is None or not _SET_OFF.match(self.text, figure.end):
            return False
        name = figure.start - len(lead) + named.start()
        return not any(
            m.start == name and {"month", "state", "year"} & m.kinds.keys() for m in scene.marks
        )

    def _shipped_out(self, draft: "Draft") -> Mark | None:
        """Return the word by which heavy water changed hands: "11 tonnes were shipped to Oman"."""
        scene, figure = draft.scene, draft.found.figure
        if draft.commodity != "heavy_water" or figure.unit == "percent":
            return None
        held = scene.nearest("cap", figure.start, 60) or scene.nearest("stock", figure.start, 60)
        if held is not None and not held.words.lower().startswith("produc"):
            return None
        moved = scene.nearest("give", figure.start, 60) or scene.nearest("take", figure.start, 60)
        return moved if moved is not None and "v" in moved.kinds.values() else None

    def _could_move(self, draft: "Draft") -> bool:
        """Whether an amount is what one ship, truck or pier can take, not what it took."""
        figure = draft.found.figure
        begin = draft.scene.sentence.start
        lead = self.text[max(begin, figure.start - 50) : figure.start]
        if draft.found.kind == "measure" and _COULD_MOVE.search(lead):
            return True
        holds = _HOLDS_SO_MUCH.search(lead)
        if holds is None:
            return bool(_COULD_MOVE.search(lead) and _APIECE.match(self.text, figure.end))
        if _APIECE.match(self.text, figure.end):
            return True
        before = self.text[max(begin, figure.start - 90) : figure.start - len(lead) + holds.start()]
        return holds[0].startswith("hold") and bool(_ONE_OF_THEM.search(before))

    def _fuel_is_sanctioned(self, draft: "Draft") -> bool:
        """Whether the Council's measures touch the oil of the State that the text is about."""
        state = self.subject.state
        if state == "KP":
            return True
        if state == "IQ":
            return self.subject.programme
        if state != "LY":
            return False
        sentence = draft.scene.sentence
        plain = (
            draft.found.rate == "day"
            or draft.scene.has("stock")
            or _EXPORT.search(self.text, sentence.start, sentence.end) is not None
        )
        return draft.scene.has("illicit") or (self.subject.illicit and not plain)

    def _price_cap(self, draft: "Draft") -> Mark | None:
        """Return the word that makes a sum of money the limit of a price."""
        figure = draft.found.figure
        if draft.commodity not in FUELS and draft.commodity != "coal":
            return None
        if figure.value is None or figure.value > 1000:
            return None
        scene = draft.scene
        named = scene.first("price_cap")
        if named is not None:
            self.price_line = scene.sentence.line
        if scene.nearest("price", figure.start, 50) is not None and named is None:
            return None
        if scene.nearest("quote", figure.start, 50) is not None:
            return None
        if named is None and scene.has("cap") and not scene.has("give"):
            named = scene.first("cap")
        tail = self.text[figure.end : figure.end + 14].lower()
        lead = self.text[max(scene.sentence.start, figure.start - 16) : figure.start].lower()
        if (
            named is None
            and 0 <= scene.sentence.line - self.price_line <= 3
            and _NO_DEARER.search(lead)
            and re.match(r" (?:a|per) (?:barrel|ton)", tail)
        ):
            return scene.marks[0]
        if (
            named is None
            and self.price_line == scene.sentence.line
            and re.match(r" (?:a|per) (?:barrel|ton)", tail)
        ):
            return scene.marks[0]
        return named

    price_line = -9
    caught = -9  # the sentence that last told of a search or a seizure on the way

    # percentages

    def _percent(self, draft: "Draft") -> tuple[str, str, Mark | None]:
        scene = draft.scene
        start, end = draft.found.figure.start, draft.found.figure.end
        tail = self.text[end : min(scene.sentence.end, end + 90)]
        cap = None
        for mark in scene.marks:
            if "cap" in mark.kinds and -60 <= mark.start - end <= 75:
                cap = mark
                break
        if draft.commodity == "uranium":
            limit = draft.found.figure.value == Decimal("3.67")
            word = cap or scene.first("cap")
            word = word or scene.first("beyond", -1, start)
            if limit and word is not None:
                return "cap", "enrichment_limit", word
            return "context", "enrichment", None
        if (
            self.subject.state == "KP"
            and 0 <= scene.sentence.line - self.cap_line <= 2
            and draft.commodity in FUELS | SOLD
            and (
                _IS_USED.match(self.text, end)
                or _QUOTA_IS_AT.search(self.text, max(0, start - 90), start)
            )
        ):
            return "share_of_cap", "share_of_the_limit_just_told", cap
        if _HOW_FULL.search(self.text[max(scene.sentence.start, start - 40) : start]) or (
            _FULL.match(tail)
        ):
            return "context", "how_full_a_ship_was", None
        change = self._near_change(scene, start, end)
        if self.subject.state and draft.commodity in FUELS | SOLD and _OF_WHAT_MAY.match(tail):
            return "share_of_cap", "share_of_what_is_allowed", scene.first("cap", end)
        if _CUT_OFF.match(tail):
            return "change", "cut_off", scene.first("fall", end)
        of = re.match(r"\s*(?:or so )?(?:of|del?|des?|du|dell[ae]?|der|от|の|من)\b|의|の|的", tail)
        if (
            cap is not None
            and cap.start >= end
            and re.fullmatch(
                r"[ ]?(?:годово\w+ |максимально\w+ |연간 |年度|年間|年|이|의|の|的)*[ ]?",
                self.text[end : cap.start],
            )
        ):
            of = re.match("", tail)  # the genitive says "of"
        told = any(id(f) in self.caps and f.figure.end <= start for f in scene.figures)
        if cap is None and told and change is None and self.subject.state:
            return "share_of_cap", "share_of_the_limit_named", None
        if change is not None and not of:
            return "change", "growth", change
        if of and self.subject.state == "KP":
            for other in scene.figures:
                near = 0 <= other.figure.start - end <= 40
                if near and (other.figure.unit, other.figure.value) in KNOWN_CAPS:
                    return "share_of_cap", "share_of_a_known_ceiling", None
        if change is not None and of and change.start >= end:
            return "context", "share_of_what_moved", change
        if cap is not None and self.subject.state and (of or cap.start < start):
            return "share_of_cap", "share_of_the_limit", cap
        if change is not None:
            return "change", "growth", change
        return "context", "percentage", None

    def _near_change(self, scene: Scene, start: int, end: int) -> Mark | None:
        for mark in scene.marks:
            if "rise" in mark.kinds or "fall" in mark.kinds:
                gap = mark.start - end if mark.start >= end else start - mark.end
                between = (
                    self.text[end : mark.start]
                    if mark.start >= end
                    else self.text[mark.end : start]
                )
                if gap <= 30 and ";" not in between and not re.search(r"\d", between):
                    return mark
        if _MORE_THAN_BEFORE.match(self.text, end) or _GROWTH_IS.search(
            self.text, max(0, start - 70), start
        ):
            for mark in scene.marks:
                return mark
        if _ABOVE_THE_LAST.match(self.text, end):
            for mark in scene.marks:
                return mark
        if _BY_ABOUT.search(self.text[max(0, start - 16) : start]):
            for mark in scene.marks:
                if ("rise" in mark.kinds or "fall" in mark.kinds) and 0 <= start - mark.end <= 70:
                    return mark
        if self.text[start - 1 : start] in "-+":
            for mark in scene.marks:
                return mark
        for mark in scene.marks:
            if "back" in mark.kinds and 0 <= mark.start - end <= 40:
                return mark
        return None

    # counted things

    def _count(self, draft: "Draft") -> tuple[str, str, Mark | None]:
        scene, found = draft.scene, draft.found
        start, end = found.figure.start, found.figure.end
        spent = scene.nearest("spent", start, 45) or scene.nearest("spent", end, 25)
        if self._contracted(draft):
            return "context", "contracted_not_moved", None
        if _ORDERED.search(self.text, max(scene.sentence.start, start - 40), start):
            return "context", "ordered_not_moved", None
        if (
            spent is not None
            and spent.words.lower() in _CAUGHT
            and (scene.has("vessel") or scene.givers() or scene.takers())
        ):
            spent = None  # taken from a ship on its way: a consignment
        if spent is not None and _AFTERWARDS.search(
            self.text, max(end, spent.start - 24), max(end, spent.start)
        ):
            spent = None  # "100 ballistic missiles, subsequently launched into Ukraine"
        if spent is not None:
            return "context", "used_not_moved", spent
        if draft.untracked:
            return "context", "nothing_tracked", None
        if found.figure.value is None and draft.commodity == "other":
            return "context", "vague_number_of_people", None
        plan = scene.nearest("plan", start, 40)
        if plan is not None and plan.end <= start and ";" not in self.text[plan.end : start]:
            return "context", "planned", plan
        if _YET_TO_COME.match(self.text, end) or _WILL_REACH.search(
            self.text, max(scene.sentence.start, start - 40), start
        ):
            return "context", "planned", None
        convert = scene.nearest("convert", start, 60)
        if convert is not None and self.moved_arms:
            return "transfer", "capacity_of_what_was_moved", convert
        if found.event or draft.commodity == "workers":
            return "context", "counted_events", None
        if self.subject.state is None:
            return "context", "nothing_tracked", None
        change = self._change(draft)
        if change is not None:
            return "change", "difference", change
        stock = scene.first("stock")
        moved = scene.first("give") or scene.first("take")
        if stock is not None and moved is None:
            return "context", "no_movement", stock
        if moved is None and (scene.givers() or scene.takers()) and draft.commodity == "arms":
            moved = scene.marks[0]
        if (
            moved is None
            and draft.commodity == "arms"
            and self.subject.pair is not None
            and _BOXES.search(found.figure.quote)
            and not _OF_OTHER_THINGS.match(self.text, end)
        ):
            moved = scene.marks[0]
        if moved is None and draft.commodity == "other" and scene.states:
            deployed = _DEPLOYED.search(self.text, scene.sentence.start, scene.sentence.end)
            moved = scene.marks[0] if deployed else None
        if moved is None and draft.commodity == "arms" and 0 <= scene.index - self.caught <= 2:
            moved = scene.marks[0]  # "boarded a dhow … On board were 1,400 rifles"
        if moved is None and not (found.elided or (self.moved_arms and draft.commodity == "arms")):
            return "context", "no_movement", None
        self.moved_arms = True
        return "transfer", "moved", moved

    moved_arms = False

    # differences

    def _change(self, draft: "Draft") -> Mark | None:
        start, end = draft.found.figure.start, draft.found.figure.end
        for mark in draft.scene.marks:
            if not ("rise" in mark.kinds or "fall" in mark.kinds):
                continue
            if mark.end <= start:
                gap = self.text[mark.end : start].strip().lower()
                if _BY_SO_MUCH.fullmatch(gap) or (self.language == "ar" and not gap):
                    return mark
            elif self.language in ("ko", "ja", "zh"):
                if mark.start - end <= 1:
                    return mark
            elif (
                0 <= mark.start - end <= 2
                and mark.words.lower() not in ("up", "down", "cut")
                and _THAN.match(self.text, mark.end)
            ):
                return mark
        if re.match(
            r"(?: of [\w ]{3,25})? (?:more|fewer|less) than (?:in|a|the|before|last)",
            self.text[end : end + 60],
        ):
            for mark in draft.scene.marks:
                return mark
        return None

    def _stock(self, draft: "Draft") -> Mark | None:
        scene = draft.scene
        start = draft.found.figure.start
        stock = scene.nearest("stock", start, 70)
        if stock is None or _SO_FULL.search(self.text, max(0, stock.start - 30), stock.end):
            return None
        moved = scene.nearest("give", start, 70) or scene.nearest("take", start, 70)
        if moved is None:
            return stock
        after = scene.first("give", draft.found.figure.end) or scene.first(
            "take", draft.found.figure.end
        )
        if stock.end <= start and "," in self.text[stock.end : start] and after is not None:
            return None  # "a third of its capacity, 273,000 barrels reached the country"
        near = max(stock.start - draft.found.figure.end, start - stock.end, 0)
        far = max(moved.start - draft.found.figure.end, start - moved.end, 0)
        return stock if near < far else None
