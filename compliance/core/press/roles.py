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
    r"(?:[A-Z][a-z]+(?:'s|’s)|month|year|level|previous|same|figure)"
)
# What a load is measured by: "holds filled to 90 percent", "a third full", "90 percent laden".
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
_NAME_AND_SIZE = re.compile(r"\b[A-Z][\w'’]+(?: [0-9]{1,3})?[\"”]?(?:, | \(|, (?:at|of) )$")
_SET_OFF = re.compile(r"(?:,|\)| (?:one of|built|deadweight|and (?:built|owned|flagged))\b)")
_NO_DEARER = re.compile(
    r"\b(?:above|over|more than|higher than|exceeding|at or below|no more than|below|beyond) $"
)
_ORDERED = re.compile(
    r"\b(?:order(?:ed|s)?|ordering|asked for|commissioned)(?: (?:some|about|around|up to"
    r"|another))? $"
)
_CAUGHT = frozenset(("seized", "intercepted", "captured"))
_CUT_OFF = re.compile(
    r" of (?:the |its |their |all )?(?:[\w'’-]+ ){0,5}?(?:imports|exports|supplies|supply"
    r"|deliveries"
    r"|shipments|sales|purchases)\b[^,.;]{0,24}\b(?:would|will|to|could|should)\b[^,.;]{0,16}"
    r"\b(?:cut|eliminated|banned|blocked|lost|disappear|halted|stopped|go|vanish|choked|fall)"
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
        return "transfer", "moved", scene.first("give") or scene.first("take")

    def _tonnage(self, draft: "Draft") -> bool:
        """Whether tons are told beside a ship's name: "the Courageous, 2,734 tons, built …"."""
        figure, scene = draft.found.figure, draft.scene
        if figure.unit != "t" or not scene.has("vessel"):
            return False
        lead = self.text[max(scene.sentence.start, figure.start - 40) : figure.start]
        if _A_SHIP_OF.search(lead):
            return True
        named = _NAME_AND_SIZE.search(lead)
        if named is None or not _SET_OFF.match(self.text, figure.end):
            return False
        name = figure.start - len(lead) + named.start()
        return not any(
            m.start == name and {"month", "state", "year"} & m.kinds.keys() for m in scene.marks
        )

    def _fuel_is_sanctioned(self, draft: "Draft") -> bool:
        """Whether the Council's measures touch the oil of the State that the text is about."""
        state = self.subject.state
        if state == "KP":
            return True
        if state == "IQ":
            return self.subject.programme
        return state == "LY" and draft.scene.has("illicit")

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
        if re.match(
            r" (?:more|fewer|less|higher|lower) than (?:in|a|the|before|last|what|it)\b",
            self.text[end : end + 30],
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
        if spent is not None:
            return "context", "used_not_moved", spent
        if draft.untracked:
            return "context", "nothing_tracked", None
        if found.figure.value is None and draft.commodity == "other":
            return "context", "vague_number_of_people", None
        plan = scene.nearest("plan", start, 40)
        if plan is not None and plan.end <= start:
            return "context", "planned", plan
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
        if stock is None:
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
