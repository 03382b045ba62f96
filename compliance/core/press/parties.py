"""Parties: which States gave and took what a figure counts."""

import itertools
import re

from compliance.core.press.belonging import JOINTS, USUAL, BelongingReader
from compliance.core.press.drafts import Draft
from compliance.core.press.marks import Mark
from compliance.core.press.scenes import BODIES, WATCHERS, Named, Scene
from compliance.core.press.subject import FUELS, SOLD


class PartyReader(BelongingReader):
    """Parties: which States gave and took what a figure counts."""

    def _parties(self, draft: Draft, made: list[Draft]) -> None:
        subject, scene = self.subject, draft.scene
        good, role = draft.commodity, draft.role
        state = subject.state
        if role == "cap" or (role == "context" and good in FUELS and draft.found.ship):
            if state is not None and role == "cap":
                if good in SOLD or good in ("uranium", "heavy_water"):
                    draft.supplier = (state,)
                    self._note_sold(scene)
                else:
                    draft.recipient = (state,)
                draft.because("recipient", "the_State_under_sanctions")
            return
        sold_here = (
            good == "other"
            and state is not None
            and (
                subject.leading in SOLD
                or any(s.part == "taker" and s.code not in (state, *BODIES) for s in scene.states)
            )
        )
        if sold_here and state is not None and draft.found.kind != "count":
            draft.supplier = (state,)
            takers = tuple(c for c in self._takers(scene, draft) if c != state)
            draft.recipient = takers or self.market[0]
            draft.because("supplier", "sold_by_the_State_under_sanctions")
            return
        if (
            good in FUELS
            or good == "luxury_goods"
            or (good == "other" and not draft.found.event and draft.found.kind != "count")
        ):
            self._fuel_parties(draft)
            return
        if good in SOLD and state is not None:
            if self._another_flow(draft, scene.givers()):
                draft.supplier = tuple(sorted({s.code for s in scene.givers()}))
                self.foreign_line = scene.sentence.line
                return
            line = scene.sentence.line
            clause = self._clause(scene, draft.found.figure.start, draft.found.figure.end)
            head = self.scenes[draft.found.head] if draft.found.head >= 0 else None
            if (head is not None and any(s.code == state for s in head.states)) or any(
                s.code == state
                and s.part != "place"
                and (s.part == "giver" or clause[0] <= s.start < clause[1])
                for s in scene.states
            ):
                self.sold_line, self.foreign_line = line, -99
            elif (
                draft.role == "transfer"
                and not self._plainly_theirs(draft)
                and (line - self.sold_line > 12 or line - self.foreign_line <= 6)
            ):
                draft.role = "context"
                draft.because("role", "nobody_says_it_is_theirs")
                return
            draft.supplier = (state,)
            draft.because("supplier", "sold_by_the_State_under_sanctions")
            takers = self._takers(scene, draft)
            draft.recipient = tuple(code for code in takers if code != state)
            draft.because("recipient", "named" if draft.recipient else "not_said")
            if not draft.recipient and good != "workers":
                others = sorted(
                    {
                        s.code
                        for s in (scene.states or (head.states if head is not None else []))
                        if s.code not in BODIES
                        and s.code != state
                        and s.code not in WATCHERS
                        and s.part not in ("speaker", "place", "flag")
                        and s.rule != "by"  # who stopped the ship
                    }
                )
                if len(others) == 1:
                    draft.recipient = tuple(others)
                    draft.because("recipient", "only_other_State_of_the_sentence")
                elif not others and not _ABROAD.search(
                    self.text, scene.sentence.start, scene.sentence.end
                ):
                    draft.recipient = self.market[0] or (
                        self.subject.named
                        if len(self.subject.named) == 1
                        and self.language == "en"
                        and not scene.has("seize")
                        else ()
                    )
                    draft.because(
                        "recipient",
                        "last_said_to_buy" if self.market[0] else "only_other_State_of_the_text",
                    )
            if draft.recipient and not scene.sentence.headline:
                self.market = (draft.recipient, scene.sentence.line)
            return
        if good in ("uranium", "heavy_water") and state is not None:
            draft.supplier = (state,)
            if role == "transfer":
                buyers = [s for s in scene.states if s.code not in (state, *BODIES)]
                here = self._clause(scene, draft.found.figure.start, draft.found.figure.end)
                near = [s for s in buyers if here[0] <= s.start < here[1]] or buyers
                gap = draft.found.figure.start
                near.sort(key=lambda s: abs(s.start - gap))
                draft.recipient = tuple(s.code for s in near[:1])
            return
        if good in ("arms", "other"):
            giver, taker = self._arms_pair(draft)
            draft.supplier, draft.recipient = giver, taker

    def _plainly_theirs(self, draft: Draft) -> bool:
        """Whether goods in a text on sanctions, where no other State sells any, are the State's."""
        return (
            self.subject.sanctions
            and self.foreign_line == -99
            and draft.commodity != "coal"
            and not any(s.code not in BODIES | WATCHERS for s in draft.scene.states)
        )

    def _takers(self, scene: Scene, draft: Draft) -> tuple[str, ...]:
        codes = {s.code for s in scene.takers() if s.code not in BODIES}
        return tuple(sorted(codes))

    def _arms_pair(self, draft: Draft) -> tuple[tuple[str, ...], tuple[str, ...]]:
        scene = draft.scene
        givers, takers = scene.ends_at(self.text, draft.found.figure.start)
        pair = self.subject.pair
        if len(givers) == 1 and len(takers) == 1 and givers != takers:
            return tuple(givers), tuple(takers)
        if pair is not None and not {*givers, *takers} - {*pair} - WATCHERS:
            back = (givers == [pair[1]] and not takers) or (takers == [pair[0]] and not givers)
            back = back or (not givers and not takers and self.turned)
            return ((pair[1],), (pair[0],)) if back else ((pair[0],), (pair[1],))
        state = self.subject.state
        if not givers and state in _ARMS_SELLERS and [state] != takers:
            givers = [state]  # who is under an embargo on what it sells sold them
        elif givers and not takers and state in _ARMS_BUYERS and state not in givers:
            takers = [state]
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
        if draft.role == "transfer" and self._of_another_story(scene):
            draft.role = "context"
            draft.because("role", "another_flow")
            return
        draft.recipient = (state,)
        draft.because("recipient", "the_State_under_sanctions")
        returned = scene.nearest("back_again", draft.found.figure.end, 60)
        if returned is not None:
            other = next(
                (s.code for s in scene.states if s.part == "taker" and s.code != state), None
            )
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

    def _set_against(self, draft: Draft, group: list[Named]) -> str | None:
        """Return the State before an amount that another's is set against.

        "Russia is ahead: 18,247 tons of refined oil against 9,612 from China".
        """
        start, end = draft.found.figure.start, draft.found.figure.end
        if not all(s.start >= end and self._crosses(draft.scene, end, s.start) for s in group):
            return None
        if not _AGAINST.search(self.text, end, group[0].start):
            return None
        before = [
            s.code
            for s in draft.scene.states
            if s.end <= start
            and s.code not in WATCHERS | BODIES
            and s.code != self.subject.state
            and s.part not in ("place", "flag")
        ]
        return before[-1] if before else None

    def _of_the_column(self, draft: Draft) -> str | None:
        """Return the State of a row's part: "(metric tons; Russia / China)", "6,914 / 4,402"."""
        head = self.scenes[draft.found.head]
        named = [s for s in head.states if s.code != self.subject.state and s.code not in BODIES]
        apart = [self.text[a.end : b.start].strip() == "/" for a, b in itertools.pairwise(named)]
        if not apart or not all(apart) or draft.found.column >= len(named):
            return None
        return named[draft.found.column].code

    def _suppliers(self, draft: Draft) -> tuple[tuple[str, ...], str, Mark | None]:
        scene, subject = draft.scene, self.subject
        start, end = draft.found.figure.start, draft.found.figure.end
        if draft.found.supplier is not None:
            return (draft.found.supplier,), "head_of_the_column", None
        able = [
            s
            for s in scene.states
            if s.code != subject.state
            and s.code not in BODIES
            and not (s.code == "US" and s.rule != "from")
            and (s.part == "giver" or (s.part in ("reporter", "topic") and s.code not in WATCHERS))
        ]
        if scene.has("say") and any(s.code not in WATCHERS for s in able):
            able = [s for s in able if s.code not in WATCHERS or s.rule == "from"]
        own = [s for s in scene.states if _BY_ITS_OWN.match(self.text, s.end)]
        own = [s for s in own if s.code not in WATCHERS | BODIES and s.code != subject.state]
        if len(own) == 1 and not able:
            return (own[0].code,), "by_its_own_count", None
        ordinal = self._former_or_latter(draft, able)
        if ordinal is not None:
            return (ordinal,), "the_former_or_the_latter", None
        parts = [s for s in able if s.start > end and self._of_a_part(scene, end, s.start)]
        able = [s for s in able if s not in parts]
        paired = self._one_each(draft, able)
        if paired is not None:
            return (paired,), "in_that_order", None
        added = self._added_up(draft)
        if added is not None:
            return added
        if parts and not able and scene.first("both") is None:
            return (), "a_part_is_theirs", None
        hidden = self._moved_unseen(draft, able)
        if hidden is not None:
            return (), "hands_unknown_at_sea", hidden
        if draft.found.head >= 0:
            column = self._of_the_column(draft)
            if column:
                return (column,), "head_of_the_column", None
        if draft.found.head >= 0 and not able:
            told = self._of_the_table(draft)
            if told:
                return told, "named_over_the_table", None
        if not able and self.section[0] and scene.sentence.line - self.section[1] <= 1:
            return self.section[0], "stands_over_the_rows", None
        adjoining = [
            s for s in able if s.rule in ("from", "figures for") and 0 <= s.start - end <= 14
        ]
        if self.language in ("zh", "ja", "ko"):
            beside = [s for s in able if 0 <= start - s.end <= 8]
            if (
                beside
                and len({s.code for s in able}) > 1
                and _OWN_MONTH.fullmatch(self.text[beside[-1].end : start])
                and not any(0 <= beside[-1].start - s.end <= 1 for s in able if s is not beside[-1])
            ):
                return (beside[-1].code,), "stands_before_its_amount", None
        else:
            beside = [s for s in able if 0 <= start - s.end <= 12]
            if (
                beside
                and not (beside[-1].rule == "from" and adjoining)
                and len({s.code for s in able}) > 1
                and _OWN_AMOUNT.fullmatch(self.text[beside[-1].end : start])
                and not self._one_breath(able[max(0, able.index(beside[-1]) - 1) :][:2])
            ):
                return (beside[-1].code,), "stands_before_its_amount", None
        relative = [
            s
            for s in able
            if s.start >= end
            and _THAT_IT_SOLD.fullmatch(self.text, end, s.start)
            and s.part in ("giver", "reporter", "topic")
        ]
        if relative and not _JOINED_ON.match(self.text, relative[0].end):
            return (relative[0].code,), "in_the_relative_clause", None
        if len(adjoining) == 1 and not _JOINED_ON.match(self.text, adjoining[0].end):
            return (adjoining[0].code,), "from_right_after", None
        together = scene.first("both") or scene.first("total") or scene.first("together")
        clause = self._clause(scene, start, end)
        here = [s for s in able if clause[0] <= s.start < clause[1]]
        for group in (here, able):
            if not group:
                continue
            codes = {s.code for s in group}
            if len(codes) == 1 and not self._speaks_of_the_next(draft, group):
                ahead = self._set_against(draft, group)
                if ahead is not None:
                    return (ahead,), "stands_before_its_amount", None
                return tuple(codes), "named", None
            if len(codes) == 1:
                return self.focus[0], "carried_over", None
            others = [
                f for f in scene.figures if f.kind in ("measure", "nil") and f is not draft.found
            ]
            before = [s for s in group if s.end <= start]
            after = [s for s in group if s.start >= end]
            each_its_own = len(codes) == len(others) + 1 and (
                scene.nearest("both", start, 40) is None
            )
            late = (
                together is not None
                and together.start > end
                and "," in self.text[end : together.start]
            )
            if not others and together is None and not self._one_breath(group):
                near = [s for s in before if not self._crosses(scene, s.end, start)]
                if near and (near[-1].part in ("giver", "reporter") or start - near[-1].end <= 30):
                    return (near[-1].code,), "nearest_giver", None
            if not others or (together is not None and not each_its_own and not late):
                return tuple(sorted(codes)), "named_together", None
            near_before = [s for s in before if not self._crosses(scene, s.end, start)]
            near_after = [s for s in after if not self._crosses(scene, end, s.start)]
            near_after = [s for s in near_after if ";" not in self.text[end : s.start]]
            if (
                near_after
                and near_after[0].rule in ("from", "by")
                and near_after[0].start - end <= 30
                and not (
                    near_before
                    and near_before[-1].rule == "from"
                    and start - near_before[-1].end <= near_after[0].start - end
                )
            ):
                joined = [near_after[0]]
                for state in near_after[1:]:
                    if self._one_breath([joined[-1], state]):
                        joined.append(state)
                return tuple(sorted({s.code for s in joined})), "from_right_after", None
            if not near_before and len(near_after) > 1 and self._one_breath(near_after[:2]):
                return tuple(sorted({s.code for s in near_after[:2]})), "named_together", None
            pick = near_before[-2:] or near_after[:1] or before[-1:] or after[:1]
            if near_before:
                last = near_before[-1]
                pick = [last]
                for other in near_before[:-1]:
                    joint = self.text[other.end : last.start].strip().lower()
                    if joint in JOINTS:
                        pick.append(other)
            return tuple(sorted({s.code for s in pick})), "nearest_named", None
        both = scene.first("both")
        if both is not None and any(0 <= both.start - t.end <= 1 for t in scene.times):
            both = None  # "April and May jointly": the months are two, not the States
        if both is not None:
            if len(subject.suppliers) == 2:
                return subject.suppliers, "both_suppliers", both
            if len(self.last_pair) == 2:
                return self.last_pair, "both_just_named", both
            named_apart = self._lately(scene)
            if len(named_apart) == 2:
                return tuple(sorted(named_apart)), "both_just_named", both
            if subject.state == "KP" and both.words.lower().startswith(("two", "the two")):
                return tuple(sorted(USUAL)), "both_usual_suppliers", both
        total = scene.nearest("total", end, 60)
        if (
            total is not None
            and not any(
                s.code == subject.state and s.part == "taker" and s.rule in _TAKING
                for s in scene.states
            )
            and len(subject.suppliers) > 1
        ):
            focus, line = self.focus
            if len(focus) == 1 and line == scene.sentence.line:
                return focus, "carried_over", None
            return (), "total_of_unnamed", total
        if (
            draft.basis in ("alleged", "estimated")
            and not able
            and any(
                s.code == subject.state and s.part == "taker" and s.rule not in ("to", "given")
                for s in scene.states
            )
        ):
            return (), "taken_from_unnamed_hands", None
        if draft.found.rate and any(
            s.code == subject.state and s.part == "taker" for s in scene.states
        ):
            return (), "import_rate_from_anywhere", None
        reverse = scene.first("reverse")
        if reverse is not None and subject.pair is not None and subject.pair[0] == subject.state:
            return (subject.pair[1],), "the_other_way", reverse
        if draft.basis == "estimated" and subject.sea:
            return (), "hands_unknown_at_sea", None
        if (
            subject.state == "KP"
            and draft.basis == "reported"
            and set(subject.named) >= USUAL
            and not able
            and any(t.year_only or t.rule in ("since", "first_months") for t in scene.times)
            and any(
                s.code == "KP"
                and s.part == "taker"
                and s.end <= start
                and s.rule not in ("to", "given")
                for s in scene.states
            )
        ):
            return (), "received_from_either", None
        focus, line = self.focus
        here_line = scene.sentence.line
        if draft.found.head >= 0:
            here_line = self.scenes[draft.found.head].sentence.line
        if focus and here_line - line <= 2 and not self._sea(scene):
            return focus, "carried_over", None
        market, line = self.market
        counted = draft.basis == "reported"
        if (
            counted
            and market
            and subject.leading in SOLD
            and here_line - line <= 4
            and not self._sea(scene)
        ):
            return market, "who_buys_the_other_goods", None
        if (
            USUAL & set(subject.named) - set(subject.suppliers)
            and not able
            and any(s.code == subject.state and s.part == "taker" for s in scene.states)
        ):
            return (), "received_from_either", None
        whole = self._all_theirs(draft) if not able else ()
        if whole:
            return whole, "all_of_it_is_theirs", None
        if not able and self._parts_follow(draft):
            return (), "whose_parts_follow", None
        usual = True
        if draft.basis != "reported" and subject.state == "KP":
            usual = not set(subject.suppliers).isdisjoint(USUAL)
        if len(subject.suppliers) == 1 and usual and not self._sea(scene):
            return subject.suppliers, "only_supplier_of_the_text", None
        return (), "not_said", None

    def _one_each(self, draft: Draft, able: list[Named]) -> str | None:
        """Pair States and amounts told in one order: "China and Russia sold 5 and 6 tons"."""
        scene = draft.scene
        amounts = [f for f in scene.figures if f.kind == "measure" and not f.ship]
        run = _run(self.text, [(f.figure.start, f.figure.end) for f in amounts], _NEXT_AMOUNT)
        for group in run:
            mine = [amounts[i] for i in group]
            if draft.found not in mine or len(mine) < 2:
                continue
            named = [s for s in able if s.end <= mine[0].figure.start]
            runs = _run(self.text, [(s.start, s.end) for s in named], _NEXT_STATE)
            several = len(scene.times) > 1
            for states in reversed(runs):
                codes = [named[i].code for i in states]
                if len(codes) == len(mine) == len(set(codes)) and (
                    scene.has("respectively") or not several
                ):
                    return codes[mine.index(draft.found)]
            if not named and scene.has("both") and len(mine) == 2:
                order = self._lately(scene)
                if len(order) == 2:
                    return order[mine.index(draft.found)]
        return None

    def _moved_unseen(self, draft: Draft, able: list[Named]) -> Mark | None:
        """Return the word that makes this amount, and not its neighbour, a smuggled one."""
        scene, start = draft.scene, draft.found.figure.start
        floors = [f.figure.end for f in scene.figures if f.figure.end <= start]
        if not floors or draft.basis == "reported":
            return None
        floor = max(floors)
        mark = scene.first("illicit", floor, start)
        if mark is None or any(floor <= s.start < start for s in able):
            return None
        return mark

    def _speaks_of_the_next(self, draft: Draft, group: list[Named]) -> bool:
        """Whether the State named belongs to the amount after this one: "…, and China 20,540"."""
        scene, end = draft.scene, draft.found.figure.end
        focus, line = self.focus
        if not focus or scene.sentence.line - line > 2 or any(s.start < end for s in group):
            return False
        first = group[0]
        return bool(re.search(r"[,;] ", self.text[end : first.start])) and any(
            f is not draft.found
            and f.kind == "measure"
            and 0 <= f.figure.start - first.end <= 25
            and "," not in self.text[first.end : f.figure.start].removeprefix("'s,")
            for f in scene.figures
        )

    def _suppliers_of(self, scene: Scene) -> tuple[str, ...]:
        codes = {
            state.code
            for state in scene.states
            if state.code != self.subject.state
            and state.code not in BODIES
            and state.code not in WATCHERS - {"KR"}
            and (
                state.part == "giver"
                or (state.part in ("reporter", "topic") and state.code not in WATCHERS)
            )
        }
        return tuple(sorted(codes))


def _run(text: str, spans: list[tuple[int, int]], joint: re.Pattern[str]) -> list[list[int]]:
    """Group spans that stand one after another with nothing but a joint between them."""
    groups: list[list[int]] = []
    for index, (start, _) in enumerate(spans):
        if groups and joint.fullmatch(text, spans[index - 1][1], start):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


_BY_ITS_OWN = re.compile(
    r"['’]s? own (?:count|figures?|account|data|numbers?|reckoning|returns?|reports?|books|tally"
    r"|admission|declarations?|notifications?)\b"
)
_AGAINST = re.compile(r"\b(?:against|to|versus|compared (?:with|to)|as against)\b")
_NEXT_AMOUNT = re.compile(r",? ?(?:and|y|et|und|и) (?:about |some )?|, ")
_NEXT_STATE = re.compile(r"(?:'s|’s)?(?:,? (?:and|y|et|und|и) |, )(?:the )?(?:to )?")
_ABROAD = re.compile(r"\b(?:abroad|overseas|unnamed|worldwide|several countries)\b")
_THAT_IT_SOLD = re.compile(r"(?: of [\w -]{3,40}?)?,? (?:that|which) (?:the )?")
_ARMS_SELLERS = ("KP", "IR")  # who may sell no arms, and who may buy none
_ARMS_BUYERS = ("LY", "SO", "YE", "SS", "SD", "CF", "CD", "HT", "SY")
_OWN_AMOUNT = re.compile(
    r"(?:'s|’s)?[,:]? (?:(?:has |had |of |at |sold |sent |shipped |supplied |delivered |provided "
    r"|contributed |exported |put in |did |reported |declared ){0,2})"
    r"(?:a further |another |some |about |only |just |with |for )?"
)
_OWN_MONTH = re.compile(
    r"[ ]?(?:今年|去年|同)?(?:[0-9]{1,2}(?:月份?|월))?[ ]?(?:的|の|은|는|이|가|は|が|分|분)?[ ]?"
)
_TAKING = frozenset(("bought", "imported", "received", "purchased"))
_JOINED_ON = re.compile(r" (?:and|y|et|und|e|и) [^\W\d_]")
