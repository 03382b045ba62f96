"""Signs: what a field of a claim may be, and what speaks for and against each candidate.

A sign is a word for something that can be seen from the draft of the rules and the text around it:
how near a State stands and in which part, on which side a month, what the neighbours have. What a
sign weighs is learned (`weighing.py`).
"""

import math
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from compliance.core.press.drafts import Draft
from compliance.core.press.moments import Span
from compliance.core.press.scenes import BODIES, WATCHERS, Scene
from compliance.core.press.subject import FUELS, SOLD, Subject
from compliance.core.press.timesigns import Signs, TimeSigns, rule_of, words_of


BASES = ("reported", "estimated", "alleged")
_NEAR = 2  # figures this far off are looked at
_MOST_ALIKE = 6  # other mentions of an amount that are looked at
_SENTENCE = 250  # characters of the sentence on either side


class SignReader(TimeSigns):
    """What each field of a text's claims may be, once the rules have made their drafts of it."""

    def __init__(
        self,
        text: str,
        scenes: list[Scene],
        subject: Subject,
        anchor: date | None,
        drafts: list[Draft],
    ) -> None:
        self.text = text
        self.scenes = scenes
        self.subject = subject
        self.anchor = anchor
        self.drafts = drafts
        self.named: dict[str, int] = {}
        self.goods: dict[str, int] = {}
        self.parts: dict[tuple[str, str], int] = {}
        tenor = dict.fromkeys(BASES, 0)
        for scene in scenes:
            for state in scene.states:
                self.named[state.code] = self.named.get(state.code, 0) + 1
                part = (state.code, state.part)
                self.parts[part] = self.parts.get(part, 0) + 1
            for basis in BASES:
                tenor[basis] += scene.has(basis)
            for mark in scene.marks:
                if good := mark.kinds.get("commodity"):
                    self.goods[good] = self.goods.get(good, 0) + 1
        self.often = sorted(self.named, key=lambda code: (-self.named[code], code))[:4]
        self.tenor = max(BASES, key=lambda b: tenor[b]) if any(tenor.values()) else "none"
        self.alike: dict[tuple[str, int], list[int]] = {}
        spans: dict[Span, int] = {}
        for n, draft in enumerate(drafts):
            if draft.role != "transfer":
                continue
            self.alike.setdefault(_size(draft), []).append(n)
            if draft.period is not None:
                spans[draft.period] = spans.get(draft.period, 0) + 1
        self.usual = max(spans, key=lambda s: spans[s]) if spans else None

    def candidates(self, at: int, field: str) -> dict[Any, Signs]:
        """What a field of a draft may be, each with its signs."""
        if field in ("supplier", "recipient"):
            return dict(self.parties(at, field))
        found: dict[Any, Signs] = getattr(self, field)(at)
        return found

    def around(self, draft: Draft) -> tuple[list[str], list[str]]:
        """The words before a figure, nearest first, and those after it."""
        sentence, figure = draft.scene.sentence, draft.found.figure
        before = words_of(self.text[max(sentence.start, figure.start - 90) : figure.start])
        after = words_of(self.text[figure.end : min(sentence.end, figure.end + 80)])
        return [w.lower()[:7] for w in reversed(before)][:8], [w.lower()[:7] for w in after][:7]

    def common(self, draft: Draft) -> list[str]:
        """What is said of every candidate of a figure."""
        found, scene = draft.found, draft.scene
        figure = found.figure
        amount = figure.value if figure.value is not None else figure.high
        size = len(str(int(amount))) if amount is not None else 0
        exact = amount is not None and (
            amount != amount.to_integral_value() or (size >= 4 and int(amount) % 100 != 0)
        )
        return [
            "all",
            f"kind:{found.kind}",
            f"unit:{figure.unit[:8]}",
            f"mod:{figure.modifier}",
            f"size:{size}",
            f"exact:{exact}",
            f"good:{draft.commodity}",
            f"head:{scene.sentence.headline}",
            f"state:{self.subject.state}",
            f"lead:{self.subject.leading}",
            f"n:{min(len(scene.figures), 4)}",
            f"rate:{found.rate}",
            f"event:{found.event}",
            f"table:{found.head >= 0}",
        ]

    def neighbours(self, at: int) -> Iterator[tuple[Draft, list[str]]]:
        """Other amounts of the text, and how they stand to this one."""
        draft = self.drafts[at]
        unit, size = _size(draft)
        same = [
            n
            for near in (size - 1, size, size + 1)
            for n in self.alike.get((unit, near), ())[:_MOST_ALIKE]
            if n != at and _alike(draft, self.drafts[n])
        ]
        for n in same:
            other = self.drafts[n]
            good = other.commodity == draft.commodity
            yield other, [f"same:{other.scene.sentence.headline}:{good}", f"same:{good}"]
        for n in range(max(0, at - _NEAR), min(len(self.drafts), at + _NEAR + 1)):
            other = self.drafts[n]
            away = other.scene.index - draft.scene.index
            if n == at or n in same or other.role != "transfer" or abs(away) > 6:
                continue
            good = other.commodity == draft.commodity
            side = "before" if n < at else "after"
            yield other, [f"{side}{abs(n - at)}:{min(abs(away), 2)}:{good}"]

    # Candidates and their signs, a field at a time

    def basis(self, at: int) -> dict[str, Signs]:
        """Whether States reported it, somebody worked it out, or somebody merely says so."""
        draft = self.drafts[at]
        before, after = self.around(draft)
        scene = draft.scene
        plain = self.common(draft)
        start = max(scene.sentence.start, draft.found.figure.start - _SENTENCE)
        end = min(scene.sentence.end, draft.found.figure.end + _SENTENCE)
        words = dict.fromkeys(w[:7] for w in words_of(self.text[start:end].lower()))
        plain += [f"s:{word}" for word in words]
        plain += [f"b:{w}" for w in before[:4]] + [f"a:{w}" for w in after[:4]]
        plain += [f"m:{kind}" for kind in scene.quick]
        plain.append(f"tenor:{self.tenor}")
        plain += [f"beside:{other.basis}:{how[0][:6]}" for other, how in self.neighbours(at)]
        plain.append(f"filed:{self.subject.filed}")
        plain.append(f"of:{self.subject.basis}")
        plain += [f"speaks:{s.code}" for s in scene.states if s.part == "speaker"]
        plain += [
            f"named:{'watch' if s.code in WATCHERS else s.code}:{s.part}" for s in scene.states
        ]
        figure, kind = draft.found.figure, draft.found.kind
        for mark in scene.marks:
            for heard in BASES:
                if heard in mark.kinds:
                    left = mark.end <= figure.start
                    gap = figure.start - mark.end if left else mark.start - figure.end
                    plain.append(f"src:{heard}:{'L' if left else 'R'}{min(max(gap, 0) // 40, 3)}")
                    plain.append(f"src:{mark.words.lower()}:{kind}")
        if scene.index:
            last = self.scenes[scene.index - 1]
            line = last.sentence.line == scene.sentence.line
            plain += [f"p:{b}:{line}" for b in BASES if last.has(b)]
            plain += [
                f"p:{m.words.lower()}" for m in last.marks if not m.kinds.keys().isdisjoint(BASES)
            ]
        rule = rule_of(draft, "basis")
        plain.append(f"supplier:{'+'.join(draft.supplier)}")
        signs = {}
        for basis in BASES:
            own = [f"{basis}|{sign}" for sign in plain]
            own.append(f"{basis}|rule:{rule}:{draft.basis}")
            own.append(f"same:{basis == draft.basis}")
            signs[basis] = own
        return signs

    def parties(self, at: int, field: str) -> dict[tuple[str, ...], Signs]:
        """Who gives, or who takes: nobody, a State, or two, as named near and often."""
        draft = self.drafts[at]
        scene = draft.scene
        chosen: tuple[str, ...] = getattr(draft, field)
        named: dict[str, list[str]] = {}
        for ago in range(3):
            if scene.index - ago < 0:
                break
            earlier = self.scenes[scene.index - ago]
            for state in earlier.states:
                signs = named.setdefault(state.code, [])
                if ago:
                    signs.append(f"back{ago}:{state.part}")
                    continue
                left = state.end <= draft.found.figure.start
                gap = (
                    draft.found.figure.start - state.end
                    if left
                    else state.start - draft.found.figure.end
                )
                signs.append(f"here:{state.part}:{'L' if left else 'R'}")
                signs.append(f"here:{state.rule}")
                signs.append(f"gap:{'L' if left else 'R'}{min(max(gap, 0) // 25, 5)}")
                words = words_of(self.text[max(0, state.start - 25) : state.start].lower())
                signs += [f"pre:{w[:7]}" for w in words[-2:]]
                words = words_of(self.text[state.end : state.end + 25].lower())
                signs += [f"post:{w[:7]}" for w in words[:2]]
        for code in self.subject.suppliers:
            named.setdefault(code, []).append("of_the_text")
        for code in self.often:
            named.setdefault(code, []).append("often_named")
        if self.subject.state:
            named.setdefault(self.subject.state, []).append("sanctioned")
        kind = (
            "fuel"
            if draft.commodity in FUELS
            else "sold"
            if draft.commodity in SOLD
            else str(draft.commodity)
        )
        offered: list[tuple[str, ...]] = [(), *((code,) for code in named if code not in BODIES)]
        given = [c for c in named if c not in WATCHERS | BODIES and c != self.subject.state]
        offered += [
            tuple(sorted((a, b))) for n, a in enumerate(given[:4]) for b in given[n + 1 : 4]
        ]
        if chosen not in offered:
            offered.append(chosen)
        lent: dict[tuple[str, ...], list[str]] = {}
        for other, signs_of in self.neighbours(at):
            theirs: tuple[str, ...] = getattr(other, field)
            lent.setdefault(theirs, []).extend(f"of:{s}" for s in signs_of)
            if theirs not in offered:
                offered.append(theirs)
        rule = rule_of(draft, field)
        other_side = draft.recipient if field == "supplier" else draft.supplier
        here = {s.code for s in scene.states if s.code not in WATCHERS | BODIES}
        here.discard(self.subject.state or "")
        last_named = self._last_named(draft)
        rivals = sum(c not in WATCHERS | BODIES and c != self.subject.state for c in named)
        result = {}
        for who in offered:
            size = len(who)
            own = [f"size:{size}:{kind}", f"rivals:{min(rivals, 3)}:{size}"]
            own.append(f"same:{who == chosen}")
            own.append(f"rule:{rule}:{who == chosen}")
            own.append(f"rulesize:{len(chosen)}:{size}:{who == chosen}")
            own.append(f"size:{size}:basis:{draft.basis}")
            own += [f"size:{size}:m:{k}" for k in scene.quick]
            own.append(f"size:{size}:here:{min(len(here), 3)}:{kind}")
            own.append(f"size:{size}:rule:{rule}")
            own.append(f"last:{who == (last_named,)}:{len(here)}")
            own.append(f"all_here:{bool(who) and set(who) == here}:{rule}")
            own += lent.get(who, ())
            own.append(f"both:{bool(set(who) & set(other_side))}")
            for code in who:
                own.append(f"is:{code if code in ('KP', 'RU', 'CN', 'IR') else 'other'}:{kind}")
                own.append(f"watch:{code in WATCHERS}")
                own.append(f"sanctioned:{code == self.subject.state}:{kind}")
                for part in ("giver", "taker", "speaker"):
                    own.append(f"{part}s:{min(self.parts.get((code, part), 0), 3)}:{kind}")
                own.append(f"often:{min(self.named.get(code, 0), 5)}")
                own += [f"{s}" for s in named.get(code, ())]
                own += [
                    f"{s}:{kind}" for s in named.get(code, ()) if s.startswith(("here", "back"))
                ]
            result[who] = own
        return result

    def _last_named(self, draft: Draft) -> str | None:
        """The State named last before a figure that could have given."""
        for ago in range(3):
            if draft.scene.index - ago < 0:
                break
            for state in reversed(self.scenes[draft.scene.index - ago].states):
                if ago == 0 and state.end > draft.found.figure.start:
                    continue
                if state.code not in WATCHERS | BODIES and state.code != self.subject.state:
                    return state.code
        return None

    def commodity(self, at: int) -> dict[str | None, Signs]:
        """What: the goods named near, the text's own, and the usual ones."""
        draft = self.drafts[at]
        scene, figure = draft.scene, draft.found.figure
        signs: dict[str | None, Signs] = {None: ["none"]}
        for ago in range(3):
            if scene.index - ago < 0:
                break
            earlier = self.scenes[scene.index - ago]
            for mark in earlier.marks:
                good = mark.kinds.get("commodity")
                if good is None:
                    continue
                own = signs.setdefault(good, [])
                if ago:
                    own.append(f"back:{ago}")
                    continue
                left = mark.end <= figure.start
                gap = figure.start - mark.end if left else mark.start - figure.end
                own.append(f"here:{'L' if left else 'R'}{min(max(gap, 0) // 15, 6)}")
        if self.subject.leading:
            signs.setdefault(self.subject.leading, []).append("leading")
        for good in (self.subject.fuel, "refined_petroleum", "crude_oil", "coal"):
            signs.setdefault(good, []).append("usual")
        signs.setdefault(draft.commodity, []).append("chosen")
        for other, how in self.neighbours(at):
            signs.setdefault(other.commodity, []).append(f"of:{how[0][:7]}")
        rule = rule_of(draft, "commodity")
        for good, own in signs.items():
            own += [f"is:{good}", f"is:{good}:{figure.unit[:8]}", f"same:{good == draft.commodity}"]
            own.append(f"rule:{rule}:{good == draft.commodity}")
            own.append(f"is:{good}:{self.subject.fuel}")
            own.append(f"named:{min(self.goods.get(good or '', 0), 4)}:{good in FUELS}")
            own.append(f"is:{good}:lead:{self.subject.leading}:{self.subject.state}")
        return signs


def _size(draft: Draft) -> tuple[str, int]:
    """The unit of an amount and its order of magnitude in fifths, to find those that are alike."""
    figure = draft.found.figure
    if figure.value is None or figure.value <= 0:
        return figure.unit, -99
    return figure.unit, int(math.log10(figure.value) * 5)


def _alike(a: Draft, b: Draft) -> bool:
    x, y = a.found.figure, b.found.figure
    if x.unit != y.unit or x.value is None or y.value is None or not y.value:
        return False
    return abs(x.value / y.value - 1) < Decimal("0.03")
