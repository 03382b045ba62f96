"""Claims: what each figure of a text asserts, and why we think so."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from compliance.core.press.figures import Found
from compliance.core.press.marks import Mark
from compliance.core.press.periods import Span, Time, back, month_span
from compliance.core.press.roles import UNTRACKED, RoleReader
from compliance.core.press.scenes import BODIES, WATCHERS, Named, Scene
from compliance.core.press.subject import FUELS, SANCTIONED, SOLD, Subject
from compliance.core.press.values import Claim, Reason


@dataclass(slots=True)
class Draft:
    """A claim in the making."""

    found: Found
    scene: Scene
    role: str = "context"
    commodity: str | None = None
    supplier: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    period: Span | None = None
    periods: tuple[Span, ...] = ()
    basis: str | None = None
    untracked: bool = False
    doubts: float = 0.0
    reasons: list[Reason] = field(default_factory=list)

    def because(self, name: str, rule: str, mark: Mark | Time | None = None, text: str = "") -> None:
        if mark is None:
            self.reasons.append(Reason(name, rule, "", -1, -1))
        else:
            words = text[mark.start : mark.end]
            self.reasons.append(Reason(name, rule, words, mark.start, mark.end))


class ClaimReader:
    """Turns the figures of one text into claims."""

    def __init__(
        self, text: str, scenes: list[Scene], subject: Subject, anchor: date | None, language: str
    ) -> None:
        self.text = text
        self.scenes = scenes
        self.subject = subject
        self.anchor = anchor
        self.language = language
        self.roles = RoleReader(text, subject, language)
        self.focus: tuple[tuple[str, ...], int] = ((), -99)  # the supplier in mind, and its line
        self.period: tuple[Span | None, int] = (None, -99)
        self.period_good: str | None = None
        self.frame: tuple[Span | None, int] = (None, -99)  # the last long span spoken of
        self.basis: tuple[str | None, int] = (None, -99)
        self.last_pair: tuple[str, ...] = ()  # two States last named in one breath
        self.last_time: Span | None = None
        self.market: tuple[tuple[str, ...], int] = ((), -99)  # who was last said to buy
        self.recent: list[Draft] = []

    def all(self) -> list[Draft]:
        """Return a draft for each figure, in order."""
        drafts: list[Draft] = []
        for scene in self.scenes:
            if scene.sentence.furniture:
                continue
            self._listen(scene)
            if not scene.figures or scene.sentence.headline:
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
            past = [t for t in scene.times if t.span is not None
                    and not dates_a_statement(self.text, t, scene)]
            if past and not scene.sentence.headline:
                self.last_time = past[-1].span
            goods = [m.kinds["commodity"] for m in scene.marks if "commodity" in m.kinds]
            if goods:
                self.heard_good = goods[0]
            drafts.extend(made)
        self._later_periods(drafts)
        self._headlines(drafts)
        return drafts

    def _later_periods(self, drafts: list[Draft]) -> None:
        """Give a transfer without a period the span that the next sentences tell of."""
        for draft in drafts:
            if draft.role != "transfer" or draft.period is not None or draft.found.rate:
                continue
            if draft.scene.sentence.headline:
                continue
            for scene in self.scenes[draft.scene.index + 1 : draft.scene.index + 4]:
                if scene.sentence.furniture or any(
                    f.kind in ("measure",) for f in scene.figures
                ):
                    break
                spans = [t for t in scene.times if t.span is not None and t.rule in _LONG]
                if spans and (scene.has("give") or scene.has("take") or scene.figures):
                    draft.period = spans[0].span
                    draft.because("period", "told_in_the_next_sentences", spans[0], self.text)
                    draft.doubts += 0.25
                    break

    def _listen(self, scene: Scene) -> None:
        """Keep in mind who was last said to give, for sentences that do not say it again."""
        for left, right in zip(scene.states, scene.states[1:], strict=False):
            if {left.code, right.code} & (WATCHERS | BODIES | {self.subject.state or ""}):
                continue
            joint = self.text[left.end : right.start].strip().lower()
            if joint in _JOINTS and left.code != right.code:
                self.last_pair = tuple(sorted((left.code, right.code)))
        if scene.sentence.headline:
            return
        quiet = not any(f.kind in ("measure", "count", "nil") for f in scene.figures) or (
            scene.has("cap") and len(scene.figures) == 1
        )
        if quiet:
            heard = {b for m in scene.marks for b in ("reported", "estimated", "alleged")
                     if b in m.kinds}
            if len(heard) == 1 and "alleged" not in heard:
                self.basis = (heard.pop(), scene.sentence.line)
            spans = [t for t in scene.times if t.span is not None and not t.day
                     and (t.rule != "last_week" or self.subject.state == "IQ") and not dates_a_statement(self.text, t, scene)]
            if len(spans) == 1 and (scene.has("give") or scene.has("take")):
                self.period = (spans[0].span, scene.sentence.line)
                self.frame = self.period
                self.period_good = None
            given = self._suppliers_of(scene)
            if given and any(m.kinds.get("commodity") in FUELS for m in scene.marks):
                self.focus = (given, scene.sentence.line)

    def _note_sold(self, scene: Scene) -> None:
        goods = {m.kinds.get("commodity") for m in scene.marks}
        if goods & SOLD and any(s.code == self.subject.state for s in scene.states):
            self.sold_line = scene.sentence.line

    def _suppliers_of(self, scene: Scene) -> tuple[str, ...]:
        codes = {
            state.code
            for state in scene.states
            if state.code != self.subject.state and state.code not in BODIES
            and (state.part == "giver" or state.part in ("reporter", "topic")
                 and state.code not in WATCHERS)
        }
        return tuple(sorted(codes))

    def _twins(self, made: list[Draft]) -> None:
        """A figure in brackets, or after "or", says the transfer before it again."""
        for left, right in zip(made, made[1:], strict=False):
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

    # commodity

    def _commodity(self, draft: Draft) -> None:
        found, scene, subject = draft.found, draft.scene, self.subject
        if found.kind == "count":
            good = found.commodity
            loaded = scene.first(
                "commodity", found.figure.end, found.figure.end + 50
            )
            if loaded is not None and loaded.kinds["commodity"] in ("untracked", "coal", "seafood") and (
                good == "arms"
            ):
                good, draft.untracked = "other", True
            if good == "petroleum":
                good = subject.fuel if subject.leading in FUELS else subject.leading
            draft.commodity = good
            draft.because("commodity", "counted_thing")
            return
        start, end = found.figure.start, found.figure.end
        best: Mark | None = None
        least = 10_000.0
        for mark in scene.marks:
            good = mark.kinds.get("commodity")
            if good is None or (good == "lead" and not mark.words.islower()):
                continue
            if mark.start >= end:
                gap = self.text[end : mark.start]
                distance = float(len(gap))
                if self._crosses(scene, end, mark.start):
                    distance += 60
                if re.fullmatch(r"[ ]?(?:of|de|di|d'|von|an|の|)?[ ]?[\w ]{0,16}", gap) and len(gap) < 20:
                    distance -= 40
            else:
                distance = float(max(0, start - mark.end)) + 6
                if self._crosses(scene, mark.end, start):
                    distance += 30
            if good in ("petroleum", "refined_generic"):
                distance += 8
            if distance < least:
                best, least = mark, distance
        anaphor = re.match(r" of (?:it|them|that|which)\b", self.text[end : end + 10])
        if anaphor:
            earlier = [m for m in scene.marks if m.end <= start and m.kinds.get("commodity")]
            best = earlier[-1] if earlier else None
            if best is None and self.heard_good:
                draft.commodity = self._meaning(self.heard_good, draft)
                draft.because("commodity", "of_it")
                return
        good = best.kinds["commodity"] if best is not None else None
        if found.figure.unit in ("bbl", "gal_us", "L", "m3") and good in ("arms", "workers", "coal",
                                                                      "money", "luxury_goods"):
            good = None
        if found.figure.unit in ("t", "kt", "kg") and good in ("money", "workers", "arms"):
            good = None
        if good is not None and best is not None:
            draft.because("commodity", "nearest_word", best, self.text)
            self.last_good = good
            first = self._first_of_list(scene, best)
            if first is not best:
                best, good = first, first.kinds["commodity"]
                self.last_good = good
            if good == "petroleum" and _WITH_PRODUCTS.match(self.text, best.end):
                draft.commodity = "petroleum"
                return
        else:
            good = self._carried_good(draft)
            draft.because("commodity", "subject_of_the_text")
        draft.commodity = self._meaning(good, draft)

    compared_at = -1
    sold_line = -99  # where the State under sanctions was last named beside such goods
    last_good: str | None = None
    heard_good: str | None = None  # what the sentence before spoke of

    def _first_of_list(self, scene: Scene, mark: Mark) -> Mark:
        """Return the first of an enumeration of goods: "coal and pig iron" is coal."""
        goods = [m for m in scene.marks if "commodity" in m.kinds]
        at = goods.index(mark)
        while at and re.fullmatch(
            r",? ?(?:and|or|y|et|und|и|e)? ?", self.text[goods[at - 1].end : goods[at].start]
        ):
            if goods[at - 1].kinds["commodity"] in FUELS and goods[at].kinds["commodity"] in FUELS:
                break
            at -= 1
        return goods[at]

    def _carried_good(self, draft: Draft) -> str | None:
        unit = draft.found.figure.unit
        if self.last_good and (self.last_good in FUELS or unit not in ("bbl", "gal_us")):
            return self.last_good
        if unit in ("bbl", "gal_us"):
            return self.subject.fuel
        return self.subject.leading

    def _meaning(self, good: str | None, draft: Draft) -> str | None:
        if good == UNTRACKED:
            draft.untracked = True
            return "other"
        if good == "refined_generic":
            return "refined_petroleum" if self.subject.fuel != "petroleum" else "petroleum"
        if good == "petroleum":
            return self.subject.fuel
        return good

    def _crosses(self, scene: Scene, start: int, end: int) -> bool:
        return any(start <= found.figure.start < end for found in scene.figures)

    # parties

    def _parties(self, draft: Draft, made: list[Draft]) -> None:
        subject, scene = self.subject, draft.scene
        good, role = draft.commodity, draft.role
        state = subject.state
        if role == "cap" or (role == "context" and good in FUELS and draft.found.ship):
            if state is not None and role == "cap":
                if good in SOLD or good in ("uranium", "heavy_water"):
                    draft.supplier = (state,)
                else:
                    draft.recipient = (state,)
                draft.because("recipient", "the_State_under_sanctions")
            return
        sold_here = good == "other" and state is not None and (
            subject.leading in SOLD or any(
                s.part == "taker" and s.code not in (state, *BODIES) for s in scene.states
            )
        )
        if sold_here and state is not None and draft.found.kind != "count":
            draft.supplier = (state,)
            takers = tuple(c for c in self._takers(scene, draft) if c != state)
            draft.recipient = takers or self.market[0]
            draft.because("supplier", "sold_by_the_State_under_sanctions")
            return
        if good in FUELS or good == "luxury_goods" or (good == "other" and not draft.found.event
                                                       and draft.found.kind != "count"):
            self._fuel_parties(draft)
            return
        if good in SOLD and state is not None:
            if self._another_flow(draft, scene.givers()):
                draft.supplier = tuple(sorted({s.code for s in scene.givers()}))
                self.sold_line = -99
                return
            if any(s.code == state and s.part != "place" for s in scene.states):
                self.sold_line = scene.sentence.line
            elif scene.sentence.line - self.sold_line > 3 and draft.role == "transfer":
                draft.role = "context"
                draft.because("role", "nobody_says_it_is_theirs")
                return
            draft.supplier = (state,)
            draft.because("supplier", "sold_by_the_State_under_sanctions")
            takers = self._takers(scene, draft)
            draft.recipient = tuple(code for code in takers if code != state)
            if not draft.recipient and good != "workers":
                others = sorted({s.code for s in scene.states if s.code not in BODIES
                                 and s.code != state and s.code not in WATCHERS
                                 and s.part not in ("speaker",)})
                if len(others) == 1:
                    draft.recipient = tuple(others)
                elif not others:
                    draft.recipient = self.market[0] or (
                        self.focus[0] if len(self.focus[0]) == 1 else ()
                    )
            if draft.recipient and not scene.sentence.headline:
                self.market = (draft.recipient, scene.sentence.line)
            return
        if good in ("uranium", "heavy_water") and state is not None:
            draft.supplier = (state,)
            return
        if good in ("arms", "other"):
            giver, taker = self._arms_pair(scene)
            draft.supplier, draft.recipient = giver, taker

    def _another_flow(self, draft: Draft, ends: list[Named]) -> bool:
        """Whether the sentence names other ends for the goods than the State under sanctions."""
        state, scene = self.subject.state, draft.scene
        ends = [s for s in ends if s.part == "giver" or (
            s.code not in WATCHERS and s.rule in ("to", "given"))]
        if not ends or draft.role not in ("transfer", "change"):
            return False
        if any(s.code == state for s in ends) or scene.has("back_again"):
            return False
        figure = draft.found.figure
        clause = self._clause(scene, figure.start, figure.end)
        if any(
            s.code == state and s.part not in ("place", "flag", "speaker")
            and clause[0] <= s.start < clause[1]
            for s in scene.states
        ):
            return False
        if not any(clause[0] <= s.start < clause[1] for s in ends):
            return False
        draft.role = "context"
        draft.because("role", "another_flow")
        return True

    def _takers(self, scene: Scene, draft: Draft) -> tuple[str, ...]:
        codes = {s.code for s in scene.takers() if s.code not in BODIES}
        return tuple(sorted(codes))

    def _arms_pair(self, scene: Scene) -> tuple[tuple[str, ...], tuple[str, ...]]:
        givers = sorted({s.code for s in scene.givers() if s.code not in BODIES})
        takers = sorted({s.code for s in scene.takers() if s.code not in BODIES})
        pair = self.subject.pair
        if len(givers) == 1 and len(takers) == 1 and givers != takers:
            return tuple(givers), tuple(takers)
        if pair is not None:
            return (pair[0],), (pair[1],)
        return tuple(givers), tuple(takers)

    def _fuel_parties(self, draft: Draft) -> None:
        scene, subject = draft.scene, self.subject
        state = subject.state
        if state is None:
            return
        if state in ("IQ", "LY", "IR", "SY", "SD") and state != "KP":
            draft.supplier = (state,)
            takers = self._takers(scene, draft)
            draft.recipient = tuple(code for code in takers if code != state)
            return
        if self._another_flow(draft, [s for s in scene.takers() if s.code not in BODIES]):
            draft.recipient = self._takers(scene, draft)
            return
        draft.recipient = (state,)
        draft.because("recipient", "the_State_under_sanctions")
        returned = scene.nearest("back_again", draft.found.figure.end, 60)
        if returned is not None:
            other = next((s.code for s in scene.states if s.part == "taker" and s.code != state), None)
            other = other or (self.focus[0][0] if len(self.focus[0]) == 1 else None)
            if other:
                draft.supplier, draft.recipient = (state,), (other,)
                draft.because("supplier", "sent_back", returned, self.text)
                return
        suppliers, rule, mark = self._suppliers(draft)
        draft.supplier = suppliers
        draft.because("supplier", rule, mark, self.text)
        if suppliers and draft.role == "transfer" and not scene.sentence.headline:
            self.focus = (suppliers, scene.sentence.line)

    def _suppliers(self, draft: Draft) -> tuple[tuple[str, ...], str, Mark | None]:
        scene, subject = draft.scene, self.subject
        start, end = draft.found.figure.start, draft.found.figure.end
        added = self._added_up(draft)
        if added is not None:
            return added
        able = [
            s for s in scene.states
            if s.code != subject.state and s.code not in BODIES
            and (s.part == "giver" or s.part in ("reporter", "topic") and s.code not in WATCHERS)
        ]
        together = scene.first("both") or scene.first("total") or scene.first("together")
        clause = self._clause(scene, start, end)
        here = [s for s in able if clause[0] <= s.start < clause[1]]
        for group in (here, able):
            if not group:
                continue
            codes = {s.code for s in group}
            if len(codes) == 1:
                return tuple(codes), "named", None
            others = [f for f in scene.figures if f.kind == "measure" and f is not draft.found]
            before = [s for s in group if s.end <= start]
            after = [s for s in group if s.start >= end]
            if not others or together is not None:
                return tuple(sorted(codes)), "named_together", None
            near_before = [s for s in before if not self._crosses(scene, s.end, start)]
            near_after = [s for s in after if not self._crosses(scene, end, s.start)]
            if near_after and near_after[0].rule == "from" and near_after[0].start - end <= 30:
                return (near_after[0].code,), "from_right_after", None
            pick = near_before[-2:] or near_after[:1] or before[-1:] or after[:1]
            if near_before:
                last = near_before[-1]
                pick = [last]
                for other in near_before[:-1]:
                    joint = self.text[other.end : last.start].strip().lower()
                    if joint in _JOINTS:
                        pick.append(other)
            return tuple(sorted({s.code for s in pick})), "nearest_named", None
        both = scene.first("both")
        if both is not None:
            if len(subject.suppliers) == 2:
                return subject.suppliers, "both_suppliers", both
            if len(self.last_pair) == 2:
                return self.last_pair, "both_just_named", both
        total = scene.nearest("total", end, 60)
        if total is not None and not any(s.code == subject.state and s.part == "taker" and s.rule
                                         in _TAKING for s in scene.states):
            if len(subject.suppliers) > 1:
                return (), "total_of_unnamed", total
        if draft.found.rate and any(
            s.code == subject.state and s.part == "taker" for s in scene.states
        ):
            return (), "import_rate_from_anywhere", None
        if draft.basis == "estimated" and subject.sea:
            return (), "hands_unknown_at_sea", None
        focus, line = self.focus
        if focus and scene.sentence.line - line <= 2 and not self._sea(scene):
            return focus, "carried_over", None
        if len(subject.suppliers) == 1 and not self._sea(scene):
            return subject.suppliers, "only_supplier_of_the_text", None
        return (), "not_said", None

    def _added_up(self, draft: Draft) -> tuple[tuple[str, ...], str, Mark | None] | None:
        """Read "add China's 5,040 and it makes 17,840": the sum of the suppliers just named."""
        scene, start = draft.scene, draft.found.figure.start
        floor = max(
            [f.figure.end for f in scene.figures if f.figure.end <= start],
            default=scene.sentence.start,
        )
        mark = scene.first("both", floor, start)
        if mark is None:
            return None
        if any(s.part == "giver" and floor <= s.start < start for s in scene.states):
            return None
        known: list[str] = []
        for other in reversed(self.recent[-8:]):
            if other.role == "transfer" and len(other.supplier) == 1 and (
                scene.sentence.line - other.scene.sentence.line <= 3
            ) and other.supplier[0] not in known:
                known.append(other.supplier[0])
        if len(known) != 2:
            return None
        return tuple(sorted(known)), "sum_of_the_suppliers_just_named", mark

    def _sea(self, scene: Scene) -> bool:
        """Whether the sentence tells of cargo of unknown hands: smuggled, moved at sea."""
        return scene.has("illicit") or scene.has("vessel") and not scene.has("customs")

    def _clause(self, scene: Scene, start: int, end: int) -> tuple[int, int]:
        left, right = scene.sentence.start, scene.sentence.end
        for match in _BREAK.finditer(self.text, scene.sentence.start, scene.sentence.end):
            if match.end() <= start:
                left = match.end()
            elif match.start() >= end:
                right = match.start()
                break
        return left, right

    # period

    def _period(self, draft: Draft, made: list[Draft]) -> None:
        if draft.role == "cap":
            self._cap_period(draft)
            return
        scene = draft.scene
        start, end = draft.found.figure.start, draft.found.figure.end
        times = [t for t in scene.times if not dates_a_statement(self.text, t, scene)]
        if draft.found.rate and draft.found.figure.unit != "percent" and not any(
            t.year_only or t.rule in ("span", "months", "week_to", "last_week") for t in times
        ):
            draft.because("period", "open_rate")
            return
        if draft.found.head >= 0:
            self._table_period(draft)
            return
        if draft.role == "transfer" and self._before_the_gap(draft):
            return
        chosen = self._attach(draft, times)
        line = scene.sentence.line
        if chosen is not None:
            span = self._resolve(chosen, made, draft)
            if span is not None:
                draft.period = span
                draft.because("period", chosen.rule, chosen, self.text)
                if not scene.sentence.headline and not self._compared(draft) and (
                    draft.role == "transfer" or draft.found.event
                ):
                    self.period = (span, line)
                    self.period_good = draft.commodity
                    if (span[1] - span[0]).days >= 80:
                        self.frame = (span, line)
                return
        if self._sum_period(draft):
            return
        total = scene.first("total")
        frame, framed = self.frame
        if (
            total is not None and draft.role == "transfer" and frame is not None
            and line - framed <= 1
        ):
            draft.period = frame
            draft.because("period", "total_of_the_span", total, self.text)
            return
        if total is not None and draft.role == "transfer" and self.period[0] is not None:
            known = self.period[0]
            ends = [d.period for d in self.recent[-8:] if d.role == "transfer" and d.period
                    and d.period[1].year == known[1].year
                    and line - d.scene.sentence.line <= 3]
            known = max([known, *ends], key=lambda span: span[1])
            if known[0].month == known[1].month and known[0].year == known[1].year:
                draft.period = (date(known[0].year, 1, 1), known[1])
                draft.because("period", "year_to_that_month", total, self.text)
                draft.doubts += 0.2
                return
        if draft.role == "transfer" and self._before_the_gap(draft):
            return
        known, at = self.period
        apart = (
            self.period_good in FUELS and draft.commodity in SOLD
            or self.period_good in SOLD and draft.commodity in FUELS
        ) and line != at and known is not None and (known[1] - known[0]).days >= 80
        if known is not None and line - at <= 2 and draft.role != "context" and not apart:
            draft.period = known
            draft.because("period", "carried_over")
        elif draft.role == "transfer" and not scene.sentence.headline:
            draft.doubts += 0.1

    def _compared(self, draft: Draft) -> bool:
        """Whether a figure only serves to measure another by: "up from 217,897 tonnes"."""
        start = draft.found.figure.start
        lead = self.text[max(0, start - 30) : start].lower()
        chained = self.compared_at == draft.scene.index and re.search(r"\b(?:and|or) $", lead)
        found = bool(_COMPARED.search(lead) or chained)
        if found:
            self.compared_at = draft.scene.index
        return found

    def _sum_period(self, draft: Draft) -> bool:
        """Give a sum of several suppliers the span that covers what each was said to give."""
        if draft.role not in ("transfer", "share_of_cap") or len(draft.supplier) < 2:
            return False
        spans = []
        for code in draft.supplier:
            own = [
                other.period for other in self.recent[-12:]
                if other.supplier == (code,) and other.period and other.role == "transfer"
            ]
            if own:
                latest = max(span[1] for span in own)
                spans.extend(span for span in own if span[1] == latest)
        if not spans:
            return False
        draft.period = min(s[0] for s in spans), max(s[1] for s in spans)
        draft.because("period", "sum_of_what_each_gave")
        return True

    def _before_the_gap(self, draft: Draft) -> bool:
        """Work out "the first in 27 months after …": when the transfer before the gap was.

        "First in 27 months" before December leaves 27 months between (August) or counts from one
        to the other (September); both are kept, and the reader of the reading may choose.
        """
        scene, start = draft.scene, draft.found.figure.start
        gap = _FIRST_IN.search(self.text, scene.sentence.start, scene.sentence.end)
        if gap is None or gap.end() > start:
            return False
        between = self.text[gap.end() : start]
        if not re.search(r"\b(?:after|since|when|following)\b", between):
            return False
        number = gap[1].lower()
        count = int(number) if number.isdigit() else _SMALL_NUMBERS.get(number, 0)
        months = count * (12 if gap[2].lower().startswith("year") else 1)
        resumed = [t for t in scene.times if t.span is not None and t.end <= gap.start()]
        base = resumed[-1].span if resumed else self.period[0]
        if not months or base is None:
            return False
        first = base[0], base[0]
        between_them = back(_month_of(first[0]), months + 1)
        counted = back(_month_of(first[0]), months)
        if gap[2].lower().startswith("year"):
            return False
        draft.period, draft.periods = between_them, (between_them, counted)
        draft.doubts += 0.25
        draft.reasons.append(Reason("period", "before_a_gap", gap.group(), gap.start(), gap.end()))
        if resumed:
            draft.because("period", "the_end_of_the_gap", resumed[-1], self.text)
        return True

    def _table_period(self, draft: Draft) -> None:
        """Take the period of a table's cell from its heading, column by column."""
        head = self.scenes[draft.found.head]
        times = [t for t in head.times if t.span is not None]
        if not times:
            return
        chosen = times[min(draft.found.column, len(times) - 1)]
        draft.period = chosen.span
        draft.because("period", "heading_of_the_table", chosen, self.text)
        if draft.found.column == 0 and chosen.span is not None:
            self.period = (chosen.span, draft.scene.sentence.line)
            self.period_good = draft.commodity

    def _attach(self, draft: Draft, times: list[Time]) -> Time | None:
        if not times:
            return None
        scene = draft.scene
        start, end = draft.found.figure.start, draft.found.figure.end
        figures = [f for f in scene.figures if f.kind in ("measure", "count", "nil") and not f.ship]
        before = [
            t for t in times
            if t.end <= start and not (
                t.span is None and _MEASURED_BY.search(self.text[max(0, t.start - 24) : t.start])
            )
        ]
        after = [t for t in times if t.start >= end]
        near_before = [t for t in before if not any(
            t.end <= f.figure.start < start for f in figures)]
        near_after = [t for t in after if not any(
            end <= f.figure.start < t.start for f in figures)]
        listed = self._respectively(draft, times, figures)
        if listed is not None:
            return listed
        leads = bool(figures) and times[0].end <= figures[0].figure.start
        spans = [t for t in times if t.span is not None]
        paired = (
            len(figures) > 1 and len(spans) > 1 and spans[0].end <= figures[0].figure.start
            and spans[-1].end <= figures[-1].figure.start
        )
        clause = self._clause(scene, start, end)
        if near_before and near_after:
            a, b = near_before[-1], near_after[0]
            gap_b = b.start - end + (30 if b.start >= clause[1] else 0)
            gap_a = start - a.end + (30 if a.end <= clause[0] else 0)
            if b.span is None:
                return b if a.span is None or self._compared(draft) and gap_b <= 20 else a
            if paired:
                return a
            if a.span is None and a.end <= clause[0]:
                return b
            return b if gap_b <= gap_a + 12 else a
        if near_after:
            first = near_after[0]
            if first.span is None and (first.start - end > 25 and "," in self.text[end : first.start]
                                        or first.start - end > 50):
                return None if not before else before[-1]
            if before and first.start >= clause[1] and before[-1].end >= clause[0]:
                return before[-1]
            return first
        if near_before:
            if near_before[-1].span is None and near_before[-1].end <= clause[0]:
                named = [t for t in before if t.span is not None]
                return named[0] if named else None
            return near_before[-1]
        if after and not before:
            crossed = [f for f in figures if f.figure.start > start]
            listed_on = bool(crossed) and bool(
                re.fullmatch(r",? ?(?:and|or|nor)? ?", self.text[end : crossed[0].figure.start])
            )
            if len(after) == 1 and crossed and not any(
                _COMPARED.search(self.text[max(0, f.figure.start - 30) : f.figure.start].lower())
                for f in crossed
            ):
                return after[0] if after[0].span is not None else None
            if len(after) >= len(crossed) and not listed_on:
                return None  # each time has a figure of its own
            return after[0] if after[0].span is not None else None
        if before:
            spans = [t for t in before if t.span is not None]
            return spans[0] if leads and spans else (spans[-1] if spans else before[-1])
        return None

    def _respectively(
        self, draft: Draft, times: list[Time], figures: list[Found]
    ) -> Time | None:
        """Pair times and amounts one by one: "in May and June, 5 and 6 tons respectively"."""
        word = draft.scene.first("respectively")
        if word is None:
            return None
        single = [part for time in times for part in (time.parts or (time,))]
        if single and figures and figures[-1].figure.end <= single[0].start:
            size = min(len(single), len(figures))
            if size > 1 and draft.found in figures[-size:]:
                return single[-size:][figures[-size:].index(draft.found)]
            return None
        tail = [f for f in figures if f.figure.start > max(single[0].end if single else 0, 0)]
        ahead = [t for t in single if not tail or t.start < tail[-1].figure.start]
        for count in range(min(len(ahead), len(tail)), 1, -1):
            last_times, last_figures = ahead[-count:], tail[-count:]
            if last_times[-1].end <= last_figures[0].figure.start and draft.found in last_figures:
                return last_times[last_figures.index(draft.found)]
        return None

    def _resolve(self, time: Time, made: list[Draft], draft: Draft) -> Span | None:
        if time.rule == "rest_of_year":
            told = self.period[0]
            if told is None or told[1].month == 12:
                return None
            return date(told[1].year, told[1].month + 1, 1), date(told[1].year, 12, 31)
        sooner = [t.span for t in draft.scene.times if t.span is not None and t.end <= time.start
                  and not dates_a_statement(self.text, t, draft.scene)]
        begun_at = sooner[-1] if sooner else self.last_time
        if time.rule == "until" and time.span is not None and begun_at is not None:
            begun = begun_at[0]
            if 0 < (time.span[0] - begun).days <= 280 and time.span[0].month == 1:
                return begun, time.span[1]
        if time.rule == "since_then":
            start = self.period[0] or self.last_time
            if start is None or self.anchor is None:
                return None
            return start[0], max(self.anchor, start[1])
        if time.span is not None:
            return self._framed(time, draft)
        base = None
        for other in made:
            if other is draft:
                break
            if other.period is not None and other.role == "transfer":
                base = other.period
        base = base or self.period[0]
        if time.rule == "same_period" and self.frame[0] is not None and (
            draft.scene.sentence.line - self.frame[1] <= 3
        ) and "month" not in self.text[time.start : time.end]:
            base = self.frame[0]
        if base is None:
            return None
        if time.to_year is not None:
            return back(base, 12 * (base[1].year - time.to_year))
        return back(base, time.shift) if time.shift else base

    def _framed(self, time: Time, draft: Draft) -> Span | None:
        """Read bare months within the year just spoken of: "last year …; in January 44,655"."""
        span = time.span
        frame, line = self.frame
        if span is None or not time.bare or frame is None or self.anchor is None:
            return span
        if draft.scene.sentence.line - line > 1 or (frame[1] - frame[0]).days < 80:
            return span
        bare = [t for t in draft.scene.times if t.bare]
        unfinished = span[1] > self.anchor
        if not unfinished and len(bare) < 3:
            return span
        years = frame[1].year - span[1].year
        if years >= 0:
            return span
        moved = back(span, -12 * years)
        return moved if frame[0] <= moved[0] and moved[1] <= frame[1] else span

    def _cap_period(self, draft: Draft) -> None:
        times = [t for t in draft.scene.times if t.span is not None
                 and (t.rule in ("span", "part_of_year") or (t.year_only and "next" in self.text[t.start : t.end]))]
        if len(times) == 1 and times[0].span is not None:
            draft.period = times[0].span
            draft.because("period", times[0].rule, times[0], self.text)

    # basis

    def _basis(self, draft: Draft) -> None:
        if draft.role != "transfer":
            return
        scene = draft.scene
        filed = self._filed(scene)
        if filed is not None and draft.commodity != "arms":
            draft.basis = "reported"
            draft.because("basis", "reported_by_the_supplier", filed, self.text)
            if not scene.has("estimated"):
                self.basis = ("reported", scene.sentence.line)
            return
        convert = scene.nearest("convert", draft.found.figure.start, 60)
        if draft.found.kind == "count" and convert is not None:
            draft.basis = "estimated"
            draft.because("basis", "converted_from_capacity", convert, self.text)
            return
        line = scene.sentence.line
        chosen: tuple[str, Mark] | None = None
        seen: dict[str, Mark] = {}
        for mark in scene.marks:
            for basis in ("reported", "estimated", "alleged"):
                if basis in mark.kinds:
                    seen.setdefault(basis, mark)
        if draft.commodity == "arms" and "reported" in seen:
            seen.setdefault("alleged", seen.pop("reported"))  # no customs counts arms for the UN
        accused = scene.has("illicit") and any(
            s.part == "speaker" and s.code in WATCHERS for s in scene.states
        )
        if "reported" in seen and (accused or scene.has("illicit") and not scene.has("customs")):
            chosen = ("estimated", seen["reported"])
        elif "estimated" in seen and ("reported" not in seen or scene.has("illicit")):
            chosen = ("estimated", seen["estimated"])
        elif "reported" in seen:
            chosen = ("reported", seen["reported"])
        elif "alleged" in seen:
            chosen = ("alleged", seen["alleged"])
        if chosen is not None:
            draft.basis = chosen[0]
            draft.because("basis", "said_in_the_sentence", chosen[1], self.text)
            if not scene.sentence.headline:
                self.basis = (draft.basis, line)
            return
        known, at = self.basis
        if known is not None and line - at <= 2:
            draft.basis = known
            draft.because("basis", "carried_over")
            return
        tenor = self.subject.basis or "alleged"
        draft.basis = "alleged" if draft.commodity == "arms" and tenor == "reported" else tenor
        draft.because("basis", "tenor_of_the_text")
        draft.doubts += 0.1

    def _filed(self, scene: Scene) -> Mark | None:
        """Return the verb where a supplying State itself reports: "Russia reported 67,300 …"."""
        for mark in scene.marks:
            if not {"say", "reported"} & mark.kinds.keys() or not _FILED.match(mark.words.lower()):
                continue
            if any(
                0 < mark.start - s.end <= 16 and s.code not in WATCHERS | BODIES | SANCTIONED
                for s in scene.states
            ):
                return mark
        return None

    # headlines come first in print and last in sense

    def _headlines(self, drafts: list[Draft]) -> None:
        """Let a headline's figure take what the body says of the same amount."""
        from compliance.core.press.restates import same_amount

        body = [d for d in drafts if not d.scene.sentence.headline and d.role == "transfer"]
        for draft in drafts:
            if not draft.scene.sentence.headline or draft.role != "transfer":
                continue
            mine = self.claim(draft)
            for other in body[:60]:
                theirs = self.claim(other)
                if other.commodity == draft.commodity and same_amount(mine, theirs):
                    draft.supplier, draft.recipient = other.supplier, other.recipient
                    draft.period, draft.basis = other.period, other.basis
                    draft.because("period", "told_again_in_the_text")
                    break

    def claim(self, draft: Draft) -> Claim:
        """Return the finished claim of a draft."""
        sure = Decimal("0.9") - Decimal(str(round(draft.doubts, 2)))
        return Claim(
            draft.found.figure, draft.role, draft.commodity, draft.supplier, draft.recipient,
            draft.period, draft.periods, draft.basis, None, max(Decimal("0.1"), sure),
            tuple(draft.reasons),
        )


_ONLY_A_PREPOSITION = re.compile(r" (?:in|on|in early|in mid-|in late|في|في منتصف|en|im|am|в)? ?")
_OF_A_TEXT = re.compile(
    r"(?:resolution|resolución|résolution|резолюци\w{1,2}|adopted|passed|built|born|founded|approved)"
    r"(?: [\w,]{1,12}){0,2} ?\(?$"
)


def dates_a_statement(text: str, time: Time, scene: Scene) -> bool:
    """Whether an expression of time dates what was said and not what was moved."""
    opening = time.start - scene.sentence.start < 24
    lead = text[max(scene.sentence.start, time.start - 26) : time.start].lower()
    if re.search(r"\bas of (?:mid-?|early |late |the end of )?$", lead):
        return True
    if time.year_only and _OF_A_TEXT.search(lead):
        return True
    if not time.day:
        if time.rule in ("month", "day"):
            said = [m for m in scene.marks if "say" in m.kinds and 0 < time.start - m.end <= 12]
            if said and _ONLY_A_PREPOSITION.fullmatch(text[said[-1].end : time.start]):
                return True
        if time.rule not in ("month", "year") or not opening:
            return False
        near = scene.first("say", time.end, time.end + 26)
        if near is not None and "," not in text[time.end : near.start] and not any(
            time.end <= m.start < near.start and ("give" in m.kinds or "take" in m.kinds)
            for m in scene.marks
        ):
            return True
        said = scene.first("say", time.end)
        moved = scene.first("give", time.end) or scene.first("take", time.end)
        later = any(t.start > time.end for t in scene.times)
        if said is not None and later and said.start - time.end <= 90 and (
            moved is None or said.start < moved.start
        ):
            return True
        return any(
            s.part == "speaker" and s.code != "KP" and 0 <= s.start - time.end <= 12
            for s in scene.states
        )
    if time.start - scene.sentence.start < 14 and scene.sentence.line < 6 and (
        "(" in text[time.end : time.end + 12] or "-" in text[time.end : time.end + 6]
    ):
        return True
    if "as of" in lead:
        return True
    near = scene.nearest("say", time.start, 60)
    filed = scene.first("reported", time.end, time.end + 26)
    if filed is not None and "," not in text[time.end : filed.start]:
        return True
    moved = scene.nearest("give", time.start, 80) or scene.nearest("take", time.start, 80)
    if moved is not None and near is not None and near.start >= time.end and "," in text[
        time.end : near.start
    ]:
        return False
    return moved is None or near is not None and _gap(moved, time) > _gap(near, time)


def _month_of(day: date) -> Span:
    return month_span(day.year, day.month)


def _gap(mark: Mark, time: Time) -> int:
    return max(mark.start - time.end, time.start - mark.end, 0)


_WITH_PRODUCTS = re.compile(
    r"(?:,| and)? (?:and )?(?:oil products|petroleum products|petrochemicals|gasoline|diesel|products|fuel)"
)
_TWIN = re.compile(r"(?: of [\w ]{3,30})?(?:,? ?\(|,? or |, which works out at |,? equal to |,? equivalent to |, i\.e\. | or, in barrels, | -- |[^();]{1,60} \()(?:about |some |roughly |around )?$")
_LONG = frozenset(("span", "since", "months", "first_months", "until", "part_of_year"))
_JOINTS = frozenset(("and", ",", "or", "nor", "y", "et", "und", "e", "и", "و", "和", "與", "与", "와", "과",
                     "と", "、", "및", "・", "·"))
_MEASURED_BY = re.compile(r"\b(?:from|than|against|versus|compared (?:with|to)|on|over)(?: the)? $")
_FILED = re.compile(r"report|a déclaré|déclar|declar|notif|уведом|сообщ|meldet|gemeldet|إ?بلغ")
_FIRST_IN = re.compile(
    r"\bfirst (?:\w{1,12} ){0,3}?(?:in|for) (?:more than |over |about |nearly |almost |some )?"
    r"(\w{1,12}) (months?|years?)\b"
)
_SMALL_NUMBERS = {
    word: number for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}
_COMPARED = re.compile(
    r"(?:\bfrom|(?<!more )(?<!less )(?<!fewer )(?<!rather )\bthan|\bafter|\bagainst|compared (?:with|to))"
    r"(?: (?:the|about|some|only|just))? $"
)
_TAKING = frozenset(("bought", "imported", "received", "purchased"))
_BREAK = re.compile(
    r"[;；]|[—–]| -- |\(|\)|: |,? (?:while|whereas|but|although|though|whilst|mientras|tandis que"
    r"|während|а|но|, and) "
)
