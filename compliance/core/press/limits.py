"""Limits: whether a figure is a ceiling, which one, and whether it was only proposed."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from compliance.core.press.marks import Mark
from compliance.core.press.scenes import Scene
from compliance.core.press.subject import FUELS, Subject


if TYPE_CHECKING:
    from compliance.core.press.drafts import Draft

# Ceilings that the Council has set on trade with the DPRK (S/RES/2270, 2321, 2375, 2397), by unit.
KNOWN_CAPS = frozenset(
    (
        ("bbl", Decimal(500_000)),
        ("bbl", Decimal(2_000_000)),
        ("bbl", Decimal(4_000_000)),
        ("t", Decimal(525_000)),
        ("t", Decimal(7_500_000)),
        ("t", Decimal("1000866")),
        ("USD", Decimal(400_870_018)),
        ("USD", Decimal(400_000_000)),
        ("USD", Decimal("53495894")),
    )
)
# Limits of the nuclear deal that S/RES/2231 endorses.
NUCLEAR_CAPS = (
    ("kg", Decimal("202.8")),
    ("kg", Decimal(300)),
    ("percent", Decimal("3.67")),
    ("t", Decimal(130)),
)
_AGAIN = re.compile(
    r"\bor\b|which (?:is|makes|means|comes|amounts|equals)|\(|[—–]|--| - |equal|equivalent"
    r"|that is|i\.e\.|\babout\b|\bis (?:some|roughly|around)\b|works out|或|约|約|즉|\bо\b|или"
    r"|\b(?:ou|oder|soit)\b|أي",
    re.IGNORECASE,
)
_TOOK_ITS_PLACE = re.compile(
    r"\b(?:down from|reduced from|lowered from|instead of|rather than|compared (?:with|to)"
    r"|against|in place of|replac\w+|where)\b[^,;.]{0,24}$"
)
_A_PIPE = re.compile(r"\b(?:through|along|down|by|via) $")
_MERELY_GO = frozenset(("go", "goes", "going", "went", "gone", "come", "comes", "came", "pass"))
_WEAK_LIMITS = frozenset(
    ("let", "lets", "letting", "holds", "keeps", "mark", "bars", "grants", "slashed", "set at",
     "the line", "lawful", "threshold", "slashes", "permit")
)  # fmt: skip


def is_known(unit: str, value: Decimal) -> bool:
    """Whether an amount is a ceiling that the Council has set, as it stands or as rounded."""
    if (unit, value) in KNOWN_CAPS:
        return True
    if unit != "USD":
        return False
    return any(unit == u and abs(value - limit) <= limit / 1000 for u, limit in KNOWN_CAPS)


class LimitReader:
    """Decides whether the figures of one text are limits."""

    text: str
    subject: Subject
    caps: set[int]
    plans: set[int]
    last_cap: str | None
    cap_line = -9

    def _cap(self, draft: "Draft") -> Mark | None:
        scene, figure = draft.scene, draft.found.figure
        start, _end = figure.start, figure.end
        value = figure.value
        best: Mark | None = None
        for mark in scene.marks:
            if "cap" in mark.kinds and self._binds(mark, draft):
                best = mark
                break
        if (
            self.subject.state == "IR"
            and value is not None
            and draft.commodity in ("uranium", "heavy_water")
        ):
            for unit, limit in NUCLEAR_CAPS:
                if unit == figure.unit and abs(value - limit) <= limit / 500:
                    return best or scene.first("cap_rule") or scene.marks[0]
        known = self._known(draft)
        if not known and self._former(draft):
            return None
        if not known and value is not None and figure.unit in ("bbl", "t", "kt"):
            if len(value.normalize().as_tuple().digits) > 3:
                return None  # limits are round
            if best is not None and not self._limits(best, draft):
                return None
        limiting = best or scene.first("cap")
        if known and limiting is not None and not self._carried_over_it(draft, best):
            self._known_good(draft)
            return limiting
        if (
            self.subject.state == "IR"
            and draft.commodity in ("uranium", "heavy_water")
            and not self._known(draft)
        ):
            return None
        flows = scene.has("give") or scene.has("take")  # "China supplies 4 million barrels a year"
        rated = draft.found.rate and (value == 500_000 or not flows)
        guess = flows and draft.found.rate and figure.modifier == "about" and value != 500_000
        bare = (
            figure.unit == "bbl" and value == 500_000 and figure.modifier not in ("about", "over")
        )
        if known and self._carried_over_it(draft, best):
            return None
        if known and limiting is None and self._instead_of(draft):
            return scene.marks[0]
        if known and bare and not self._former(draft):
            draft.commodity = "refined_petroleum"  # no other ceiling is of that height
            return limiting or scene.marks[0]
        if known and bare and not flows and draft.found.rate in (None, "year") and not scene.states:
            return scene.marks[0]
        if known and not guess and (scene.has("cap_rule") or rated):
            return scene.first("cap_rule") or scene.marks[0]
        if known and self._two_limbs(draft):
            return scene.first("cap_rule") or scene.marks[0]
        if best is not None and not self._exceeding(scene, best, start):
            return best
        if best is None:
            return self._limb(draft)
        return None

    def _instead_of(self, draft: "Draft") -> bool:
        """Whether a known ceiling is told beside the one that took its place: "down from 2m"."""
        figure, scene = draft.found.figure, draft.scene
        beside = any(id(f) in self.caps and f.figure.end <= figure.start for f in scene.figures)
        lead = self.text[max(scene.sentence.start, figure.start - 40) : figure.start].lower()
        return beside and bool(_TOOK_ITS_PLACE.search(lead))

    def _carried_over_it(self, draft: "Draft", best: Mark | None) -> bool:
        """Whether more than a ceiling was moved: "transfers brought in over 500,000 barrels"."""
        figure = draft.found.figure
        if best is not None or figure.modifier != "over" or draft.found.rate:
            return False
        return any(
            0 <= figure.start - m.end <= 40
            and ("give" in m.kinds or "take" in m.kinds)
            and m.words.lower() not in _MERELY_GO
            for m in draft.scene.marks
        )

    def _limits(self, mark: Mark, draft: "Draft") -> bool:
        """Whether a word that may limit ("lets", "holds", "mark") does so here."""
        if mark.words.lower() not in _WEAK_LIMITS:
            return True
        scene = draft.scene
        if mark.words.lower() == "the line" and _A_PIPE.search(
            self.text[max(0, mark.start - 12) : mark.start].lower()
        ):
            return False
        return draft.found.rate is not None or scene.has("cap_rule") or scene.has("rate")

    def _known_good(self, draft: "Draft") -> None:
        """Let a ceiling known by its amount say what it is a ceiling on, where no word adjoins."""
        figure = draft.found.figure
        nearby = self.text[figure.end : figure.end + 48].lower()
        adjoins = re.match(
            r"[^,;.]{0,12}(?:of|de|des|di|von|сырой|нефтепродукт|crude|refined)", nearby
        )
        if figure.unit == "bbl" and figure.value == 500_000 and draft.commodity in FUELS:
            draft.commodity = "refined_petroleum"  # no other ceiling is of that height
        elif figure.unit == "bbl" and figure.value is not None and not adjoins:
            if figure.value == 4_000_000 and draft.commodity == "refined_petroleum":
                draft.commodity = "crude_oil"
            elif figure.value == 500_000 and draft.commodity == "petroleum":
                draft.commodity = "refined_petroleum"

    def _former(self, draft: "Draft") -> bool:
        """Whether a figure is what a limit was lowered from: "from 4.5 million to 2 million"."""
        start, end = draft.found.figure.start, draft.found.figure.end
        lead = self.text[max(0, start - 8) : start].lower()
        if not re.search(r"(?:\bfrom|\bde|\bvon|\bс|\bda) $", lead):
            return False
        tail = self.text[end : end + 30].lower()
        return bool(re.match(r"(?: [\w ]{0,20}?)? (?:to|a|à|auf|до) ", tail)) and any(
            0 <= f.figure.start - end <= 40 for f in draft.scene.figures
        )

    def _binds(self, mark: Mark, draft: "Draft") -> bool:
        """Whether a word of limitation speaks of this figure and not of its neighbour."""
        scene, start, end = draft.scene, draft.found.figure.start, draft.found.figure.end
        others = [
            f.figure
            for f in scene.figures
            if f is not draft.found and f.kind in ("measure", "money")
        ]
        if mark.end <= start:
            gap = self.text[mark.end : start]
            if len(gap) > 70 or ";" in gap:
                return False
            if mark.words.lower() == "no more than" and re.search(r"[^\W\d_]{4}", gap):
                return False
            if mark.words.lower() in ("holds", "keeps", "held") and not re.search(
                r"\b(?:to|at|below|under)\b", gap
            ):
                return False
            if ":" in gap and any(
                mark.end <= m.start < start and m.kinds.keys() & {"give", "take", "say"}
                for m in scene.marks
            ):
                return False  # "busting the cap: they say it brought in 1.6 million"
            if "," in gap and any(
                s.part == "giver" and mark.end <= s.start < start for s in scene.states
            ):
                return False  # "In the first month under the cap, China's sales were 201 tons"
            crossed = [f for f in others if mark.end <= f.start < start]
            if crossed:
                return False
            claimed = any(
                0 <= mark.start - f.end <= 28 and "," not in self.text[f.end : mark.start]
                for f in others
                if f.end <= mark.start
            )
            return not (claimed and len(gap) > 25)
        gap = self.text[end : mark.start]
        if len(gap) > 60 or re.search(r"[;,、，]|--| - |[—–]", gap):
            return False
        if any(end <= f.start < mark.start or 0 <= f.start - mark.end <= 8 for f in others):
            return False
        return not re.search(
            r"\b(?:above|beyond|over|exceed\w*|surpass\w*|past|than|of the|of what|near"
            r"|(?:cuadrupl|tripl|dupl|doubl|quadrupl|veces|fois|times|раз)\w{0,6})\b"
            r"|倍|배|不到|不足|低于|低於|못 미|下回",
            gap,
        ) and not re.match(
            r"(?:의|の|的)?[ ]?[0-9두세네수]{1,2}[ ]?(?:倍|배)", self.text[mark.end : mark.end + 6]
        )

    def _limb(self, draft: "Draft") -> Mark | None:
        """Whether a figure says the cap before it again: "500,000 barrels, or 60,000 tons"."""
        start = draft.found.figure.start
        before = [
            f
            for f in draft.scene.figures
            if f.figure.end <= start and f.kind in ("measure", "money")
        ]
        if not before:
            lead = self.text[draft.scene.sentence.start : start]
            if (
                self.last_cap is not None
                and self.last_cap != draft.found.figure.unit
                and draft.scene.sentence.line == self.cap_line
                and len(lead) < 70
                and re.search(r"\b(?:that is|which is|equals?|equivalent|corresponds?)\b", lead)
                and not draft.scene.has("give")
            ):
                return draft.scene.marks[0] if draft.scene.marks else None
            return None
        last = before[-1]
        gap = self.text[last.figure.end : start]
        again = len(gap) <= 62 and ";" not in gap and _AGAIN.search(gap) is not None
        if again and last.figure.unit != draft.found.figure.unit and id(last) in self.caps:
            scene = draft.scene
            return scene.first("cap") or scene.first("cap_rule") or scene.marks[0]
        return None

    def _exceeding(self, scene: Scene, cap: Mark, start: int) -> bool:
        """Whether the figure is what went over the limit: "exceeded the cap with 1.6 million"."""
        if cap.end > start:
            return False
        lead = self.text[max(scene.sentence.start, cap.start - 40) : cap.start].lower()
        gap = self.text[cap.end : start].lower()
        over = re.search(r"exceed|beyond|above|surpass|breach|broke|past|over", lead)
        return bool(over) and not re.match(r"\W*(?:of|at|is|was|:|to|set|fixed)?\W*$", gap[:30])

    def _known(self, draft: "Draft") -> bool:
        figure = draft.found.figure
        if self.subject.state == "IR" and figure.value is not None:
            return any(
                unit == figure.unit and abs(figure.value - limit) <= limit / 500
                for unit, limit in NUCLEAR_CAPS
            )
        return (
            figure.value is not None
            and self.subject.state == "KP"
            and is_known(figure.unit, figure.value)
        )

    def _two_limbs(self, draft: "Draft") -> bool:
        """Whether two ceilings of the Council stand as one: "$400.9 million or 7.5m tons"."""
        figure = draft.found.figure
        for other in draft.scene.figures:
            one = other.figure
            if one.value is None or one.unit == figure.unit or not is_known(one.unit, one.value):
                continue
            gap = self.text[min(figure.end, one.end) : max(figure.start, one.start)]
            if len(gap) <= 40 and _AGAIN.search(gap):
                return True
        return False

    def _plan_limb(self, draft: "Draft") -> bool:
        """Whether a figure says a proposed limit again in another unit."""
        start = draft.found.figure.start
        before = [f for f in draft.scene.figures if f.figure.end <= start and f.kind == "measure"]
        if not before or id(before[-1]) not in self.plans:
            return False
        gap = self.text[before[-1].figure.end : start]
        return len(gap) <= 40 and before[-1].figure.unit != draft.found.figure.unit

    def _lowering(self, draft: "Draft") -> Mark | None:
        """Return the word of a plan to lower ceilings: "tried to bring it down to 3 million"."""
        figure, scene = draft.found.figure, draft.scene
        plan = scene.first("plan", -1, figure.start)
        if plan is None or figure.value is None or self.subject.state != "KP":
            return None
        if draft.commodity not in FUELS or len(figure.value.normalize().as_tuple().digits) > 3:
            return None
        lower = scene.first("fall", plan.end)
        to = self.text[max(0, figure.start - 6) : figure.start].lower()
        return plan if lower is not None and to.endswith(("to ", "from ", " at ")) else None

    def _contracted(self, draft: "Draft") -> bool:
        """Whether an amount is what contracts are for, and no sentence says that it moved."""
        scene, figure = draft.scene, draft.found.figure
        return any(
            m.words.lower() in ("contract", "contracts", "order for", "contracted")
            and abs(m.start - figure.start) <= 60
            for m in scene.marks
            if "plan" in m.kinds
        ) and not any(m.kinds.get("give") == "v" or m.kinds.get("take") == "v" for m in scene.marks)

    def _plan(self, draft: "Draft") -> Mark | None:
        figure = draft.found.figure
        plan = draft.scene.nearest("plan", figure.start, 60)
        if plan is None or (plan.start >= figure.end and plan.start - figure.end > 4):
            return None
        return plan
