"""Claims: what each figure of a text asserts, and why we think so."""

import itertools
import re
from datetime import date

from compliance.core.press.belonging import JOINTS
from compliance.core.press.confidence import confidence
from compliance.core.press.drafts import Draft
from compliance.core.press.goods import GoodsReader
from compliance.core.press.moments import back
from compliance.core.press.parties import PartyReader
from compliance.core.press.restates import same_amount
from compliance.core.press.roles import RoleReader
from compliance.core.press.scenes import BODIES, WATCHERS, Scene
from compliance.core.press.sources import SourceReader
from compliance.core.press.statements import biographic, dates_a_statement
from compliance.core.press.subject import FUELS, SOLD, Subject
from compliance.core.press.sums import add_up
from compliance.core.press.timing import TimeReader
from compliance.core.press.values import Claim


class ClaimReader(GoodsReader, PartyReader, TimeReader, SourceReader):
    """Turns the figures of one text into claims."""

    def __init__(
        self, text: str, scenes: list[Scene], subject: Subject, anchor: date | None, language: str
    ) -> None:
        super().__init__(text, scenes, subject, anchor, language)
        self.roles = RoleReader(text, subject, language)

    def all(self) -> list[Draft]:
        """Return a draft for each figure, in order."""
        drafts: list[Draft] = []
        for scene in self.scenes:
            if scene.sentence.furniture:
                continue
            self._listen(scene)
            if not scene.figures or scene.sentence.headline or not scene.goods & SOLD:
                self._note_sold(scene)
            made = [Draft(found, scene) for found in scene.figures]
            for draft in made:
                self._commodity(draft)
                self.roles.decide(draft, made)
            for draft in made:
                self._basis(draft)
                self._parties(draft, made)
                self._period(draft, made)
                self.recent.append(draft)
            self._twins(made)
            self._shares(made)
            past = [
                t
                for t in scene.times
                if t.span is not None and not dates_a_statement(self.text, t, scene)
            ]
            plain = [
                t
                for t in past
                if not _MEASURED_BY_IT.search(
                    self.text, max(scene.sentence.start, t.start - 24), t.start
                )
            ]
            past = plain or past
            past = past or [t for t in scene.times if t.rule == "before_silence"]
            if past and not scene.sentence.headline:
                self.last_time = past[-1].span
                self.last_time_line = scene.sentence.line
            goods = [m.kinds["commodity"] for m in scene.marks if "commodity" in m.kinds]
            if goods:
                self.heard_good, self.heard_at = goods[0], scene.index
            drafts.extend(made)
        add_up(drafts)
        self._later_periods(drafts)
        self._headlines(drafts)
        return drafts

    def _listen(self, scene: Scene) -> None:
        """Keep in mind who was last said to give, for sentences that do not say it again."""
        for left, right in zip(scene.states, scene.states[1:], strict=False):
            if {left.code, right.code} & (WATCHERS | BODIES | {self.subject.state or ""}):
                continue
            joint = self.text[left.end : right.start].strip().lower()
            if joint in JOINTS and left.code != right.code:
                self.last_pair = tuple(sorted((left.code, right.code)))
                self.last_order = (left.code, right.code)
        if scene.has("price_cap"):
            self.roles.price_line = scene.sentence.line
        if scene.has("seize") or _SEARCHED.search(
            self.text, scene.sentence.start, scene.sentence.end
        ):
            self.roles.caught = scene.index
        self._label(scene)
        if self.text[scene.sentence.start : scene.sentence.end].rstrip().endswith("?"):
            self.turned = scene.has("reverse")
        if scene.sentence.headline:
            spans = [t for t in scene.times if t.span is not None and t.rule in _COVERS]
            if len(spans) == 1 and not scene.figures:
                self.title_span = spans[0].span
            return
        quiet = not any(f.kind in ("measure", "count", "nil") for f in scene.figures) or (
            scene.has("cap") and len(scene.figures) == 1
        )
        if quiet:
            heard = {
                self._in_court(b, m)
                for m in scene.marks
                for b in ("reported", "estimated", "alleged")
                if b in m.kinds and not biographic(self.text, scene.sentence.start, m)
            }
            if scene.has("court"):
                self.basis = ("alleged", scene.sentence.line)
            elif len(heard) == 1 and "alleged" not in heard:
                self.basis = (heard.pop(), scene.sentence.line)
            spans = [
                t
                for t in scene.times
                if t.span is not None
                and not t.day
                and (t.rule != "last_week" or self.subject.state == "IQ")
                and not dates_a_statement(self.text, t, scene)
            ]
            question = self.text[scene.sentence.start : scene.sentence.end].rstrip().endswith("?")
            asks = question or scene.sentence.end - scene.sentence.start <= 40
            if len(spans) == 1 and (
                (asks and (question or not scene.states))
                or scene.has("give")
                or scene.has("take")
                or scene.has("seize")
                or _TELLS_NUMBERS.search(self.text, scene.sentence.start, scene.sentence.end)
            ):
                self.period = (spans[0].span, scene.sentence.line)
                self.frame = self.period
                self.period_good = None
            shifts = [t for t in scene.times if t.span is None and t.rule == "earlier"]
            if not spans and shifts and not scene.figures and self.period[0] is not None:
                self.period = (back(self.period[0], shifts[0].shift), scene.sentence.line)
            named = {
                s.code
                for s in scene.states
                if s.code not in WATCHERS | BODIES and s.code != self.subject.state
            }
            brief = scene.sentence.end - scene.sentence.start <= 60
            if (
                (brief or question)
                and len(named) == 1
                and self.subject.leading in FUELS
                and (question or not scene.times)
            ):
                self.focus = (tuple(named), scene.sentence.line)  # "Take Russia.", "And China?"
            given = self._suppliers_of(scene)
            tells = scene.has("give") or scene.has("reported")
            if given and (scene.goods & FUELS or (not scene.goods and tells)):
                self.focus = (given, scene.sentence.line)

    def _label(self, scene: Scene) -> None:
        """Keep the State that stands alone on a line in mind for the rows below it."""
        start, end = scene.sentence.start, scene.sentence.end
        named = [s for s in scene.states if s.code not in BODIES | WATCHERS]
        alone = len(named) == 1 and not scene.figures and end - start <= 40
        if (
            alone
            and _ONLY_A_LABEL.fullmatch(self.text[start : named[0].start].strip())
            and (len(self.text[named[0].end : end].strip(" \n:.'’s")) == 0)
        ):
            if named[0].code != self.subject.state:
                self.section = ((named[0].code,), scene.sentence.line)
        elif end - start <= 60 and scene.sentence.line - self.section[1] <= 1:
            self.section = (self.section[0], scene.sentence.line)

    def _twins(self, made: list[Draft]) -> None:
        """A figure in brackets, or after "or", says the transfer before it again."""
        for left, right in itertools.pairwise(made):
            a, b = left.found, right.found
            if left.role != "transfer" or right.role != "transfer" or b.kind == "count":
                continue
            gap = self.text[a.figure.end : b.figure.start]
            if a.figure.unit == b.figure.unit or not _TWIN.match(gap):
                continue
            if a.figure.unit == "t" and b.figure.unit == "t":
                continue
            right.supplier, right.recipient = left.supplier, left.recipient
            right.period, right.periods = left.period, left.periods
            right.basis, right.commodity = left.basis, left.commodity
            right.because("period", "same_quantity_again")

    def _shares(self, made: list[Draft]) -> None:
        """A share belongs to the amount that its sentence tells it of."""
        amount: Draft | None = None
        for draft in made:
            if draft.role == "transfer":
                amount = draft
            elif draft.role == "share_of_cap" and amount is not None:
                draft.supplier, draft.recipient = amount.supplier, amount.recipient
                draft.period, draft.commodity = amount.period, amount.commodity

    def _headlines(self, drafts: list[Draft]) -> None:
        """Let a headline's figure take what the body says of the same amount."""
        body = [d for d in drafts if not d.scene.sentence.headline and d.role == "transfer"]
        for draft in drafts:
            if not draft.scene.sentence.headline:
                continue
            still = (
                draft.role == "context" and draft.found.kind == "count" and not draft.found.event
            )
            if draft.role != "transfer" and not still:
                continue
            mine = self.claim(draft)
            for other in body[:60]:
                theirs = self.claim(other)
                if other.commodity == draft.commodity and same_amount(mine, theirs):
                    draft.role = "transfer"
                    draft.supplier, draft.recipient = other.supplier, other.recipient
                    draft.period, draft.basis = other.period, other.basis
                    draft.because("period", "told_again_in_the_text")
                    break

    def claim(self, draft: Draft) -> Claim:
        """Return the finished claim of a draft."""
        return Claim(
            draft.found.figure,
            draft.role,
            draft.commodity,
            draft.supplier,
            draft.recipient,
            draft.period,
            draft.periods,
            draft.basis if draft.role == "transfer" else None,
            None,
            confidence(draft.role, draft.sure),
            tuple(draft.reasons),
        )


# "60 percent less than in February": what is measured by is not what is spoken of
_MEASURED_BY_IT = re.compile(
    r"\b(?:than|against|versus|compared (?:with|to)|as in|from)(?: in| that of)?(?: the)? $"
)
_SEARCHED = re.compile(
    r"\b(?:boarded|on board|aboard|hidden (?:under|beneath|below|in|among)|dhows?|skiffs?|stowed"
    r"|cargo holds?|interdict\w+|searched)\b",
    re.I,
)
_ONLY_A_LABEL = re.compile(
    r"(?:[\W_]*(?:supplier|exporter|seller|source|from|by|and|of)?[\W_]*)", re.I
)
_COVERS = frozenset(("span", "months", "first_months", "week_to", "part_of_year"))
_TELLS_NUMBERS = re.compile(
    r"\b(?:figures|numbers|data|entry|entries|returns?|tally|notifications?|statistics)\b", re.I
)
_TWIN = re.compile(
    r"(?: of [\w ]{3,30})?(?:,? ?\(|,? or |, which works out at |,? equal to |,? equivalent to "
    r"|, i\.e\. | or, in barrels, | -- |[^();]{1,60} \("
    r"|[,、( ]{0,2}(?:배럴로|톤으로|约合|約合|折合|相当于|相當於|換算で|즉|то есть|soit|o sea)"
    r"[^0-9]{0,10})"
    r"(?:about |some |roughly |around |約|约|약 ?)?$"
)
