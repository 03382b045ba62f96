"""Proposals: the dealings that a text may be alleging, sentence by sentence, and their signs.

The rules of `dealings.py` hear a dealing where one sentence says it outright. A newspaper says it
over several: the ship in one sentence, its cargo in the next, the State that sent it in the
headline. So each sentence that speaks of forbidden goods proposes whatever ends stand in it or near
it; each proposal carries signs, which `alleging.py` weighs.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from compliance.core.press.dealings import DealingReader, Heard, Key
from compliance.core.press.drafts import Draft
from compliance.core.press.irrealis import only_perhaps
from compliance.core.press.scenes import BODIES, WATCHERS, Scene
from compliance.core.press.statements import moving_times
from compliance.core.press.subject import FUELS, SANCTIONED


Parties = tuple[str, ...]
Signs = tuple[str, ...]

# What each kind of dealing is in: the goods of the lexicon.
GOODS: Mapping[str, frozenset[str]] = {
    "arms": frozenset(("arms",)),
    "oil": FUELS | {"refined_generic"},
    "coal": frozenset(("coal",)),
    "workers": frozenset(("workers",)),
    "luxury": frozenset(("luxury_goods",)),
    "other": frozenset(("other", "seafood", "textiles", "iron", "iron_ore", "lead")),
    "cyber": frozenset(),
}
# From these days the DPRK may sell no coal, and is held to a ceiling on products of oil.
_SINCE = {"coal": date(2017, 8, 5), "oil": date(2017, 9, 11)}
_SENT = frozenset(("coal", "workers", "other"))  # what a sanctioned State gives and never takes
_HEARD = (
    "give", "take", "arm", "seize", "illicit", "say", "deny", "alleged", "estimated", "reported",
    "ban", "condition", "cap", "cap_rule", "vessel", "troops", "earn", "unreported", "not",
    "reverse", "back_again", "draft", "spent", "theft", "loot", "nostate", "beyond", "convert",
    "to", "from", "both", "load", "price", "worth", "total",
)  # fmt: skip
# What stands between two States of one row.
_JOINED = re.compile(
    r"(?:'s)?[\s,、，،;]*(?:and|as well as|or|to|und|sowie|nach|et|vers|y|a|hacia|и|в|و|إلى|和|及"
    r"|与|以及|と|や|및|와|과)?"
    r"(?: (?:to|in|from|the|la|le|au|aux|les|en))*\s?"
)
_CROWDED = 24  # States in one sentence: a table, where pairs would be too many
_NEAR = 6  # States that may be an end, the nearest first


@dataclass(slots=True)
class Mention:
    """A sentence that speaks of goods of one kind: the dealings that it may be telling."""

    scene: Scene
    keys: list[Key]
    told: Signs  # what speaks for its telling one at all
    ends: Callable[[Key], Signs]  # what speaks for its telling this one


class ProposalReader:
    """Proposes the dealings of one text."""

    def __init__(self, rules: DealingReader) -> None:
        self.rules = rules
        self.text = rules.text
        self.scenes = rules.scenes
        self.subject = rules.subject
        self.heard: dict[int, list[Heard]] = {}
        self.by_rule: set[Key] = set()
        self.kinds: dict[int, list[str]] = {}
        self.tellings: Counter[str] = Counter()
        self.named: Counter[str] = Counter()
        self.over: dict[int, bool] = {}  # whether a sentence tells of a limit passed
        self.carried: set[int] = set()  # sentences whose goods stand in one before
        self.parts: Counter[tuple[str, str, str]] = Counter()
        self.amounts: dict[Key, set[str | None]] = {}
        self.text_signs: Signs = ()

    def all(self) -> Iterator[Mention]:
        """Yield every sentence that may tell of a dealing, in the order of the text."""
        self._listen()
        for scene in self.scenes:
            for kind in self.kinds.get(scene.index, ()):
                keys = self._keys(scene, kind)
                if keys:
                    yield Mention(scene, keys, self._told(scene, kind), partial(self._ends, scene))

    def _listen(self) -> None:
        """Hear the whole text once: what the rules hear, which kinds where, and who is named."""
        spoken: list[str] = []  # what was last spoken of, and where
        spoken_at = -9
        for scene in self.scenes:
            if scene.sentence.furniture or not scene.marks:
                continue
            self.named.update(sorted({s.code for s in scene.states} - BODIES))
            heard = self.rules.dealings(scene) if self.subject.state is not None else []
            if heard:
                self.heard[scene.index] = heard
                self.by_rule |= {one.key for one in heard}
            kinds = [k for k in GOODS if self._speaks_of(scene, k, heard)]
            if kinds:
                spoken, spoken_at = kinds, scene.index
            elif scene.index - spoken_at <= 2 and self._goes_on(scene):
                kinds = [k for k in spoken if k != "cyber" and self._stays(scene, k)]
                self.carried.add(scene.index)
            if len(scene.states) > _CROWDED:
                kinds = [k for k in kinds if any(one.key[0] == k for one in heard)]
            if kinds:
                self.kinds[scene.index] = kinds
                self.tellings.update(kinds)
                self._count(scene, kinds)
        subject = self.subject
        denied = any(scene.has("deny") for scene in self.scenes)
        self.text_signs = tuple(
            sign
            for sign, there in (
                ("text:illicit", subject.illicit),
                ("text:sanctions", subject.sanctions),
                ("text:sea", subject.sea),
                ("text:programme", subject.programme),
                ("text:filed", subject.filed),
                ("text:denied", denied),
                ("text:not_kp", subject.state not in ("KP", None)),
                ("text:of_none", subject.state is None),
                (f"text:leading:{subject.leading}", True),
                (f"text:basis:{subject.basis}", True),
            )
            if there
        )

    def _goes_on(self, scene: Scene) -> bool:
        """Whether a sentence without goods may speak of those before: "They left by rail"."""
        moved = scene.has("give") or scene.has("take") or scene.has("seize")
        return not scene.goods and (moved or scene.has("vessel"))

    def _stays(self, scene: Scene, kind: str) -> bool:
        return kind != "coal" or scene.index not in self.rules.passing

    def _count(self, scene: Scene, kinds: list[str]) -> None:
        """Note who gives and takes in the sentences of each kind, and whose amounts they tell."""
        for kind in kinds:
            for named in scene.states:
                if named.part in ("giver", "taker"):
                    self.parts[kind, named.part, named.code] += 1
            for draft in self._drafts(scene):
                if draft.role == "transfer" and draft.commodity in GOODS[kind]:
                    ends = (kind, draft.supplier, draft.recipient)
                    self.amounts.setdefault(ends, set()).add(draft.basis)

    def _speaks_of(self, scene: Scene, kind: str, heard: list[Heard]) -> bool:
        if any(one.key[0] == kind for one in heard):
            return True
        if kind == "arms":
            return bool(scene.arms()) or scene.has("arm")
        if kind == "cyber" or not self._stays(scene, kind):
            return False
        if kind == "other" and scene.has("troops"):
            return True
        if kind == "workers" and scene.has("toil") and self.subject.state == "KP":
            return True
        if scene.goods & GOODS[kind]:
            return True
        if any(d.role == "transfer" and d.commodity in GOODS[kind] for d in self._drafts(scene)):
            return True
        # "Sixteen deliveries by tankers", "the ship met another at night": the cargo is in mind
        return (
            kind == "oil"
            and not scene.goods
            and self.subject.leading in FUELS
            and (scene.has("vessel") or scene.has("illicit") or scene.has("cap"))
        ) or (
            kind == "coal" and not scene.goods and self.subject.leading == "coal"
            and (scene.has("vessel") or scene.has("illicit"))
        )  # fmt: skip

    def _drafts(self, scene: Scene) -> list[Draft]:
        return self.rules.by_scene.get(scene.index, [])

    def _around(self, scene: Scene) -> list[Scene]:
        """Return the sentences whose States a sentence may be speaking of, the nearest first."""
        index = scene.index
        near = (index - 1, index - 2, index + 1, index - 3)
        return [self.scenes[n] for n in near if 0 <= n < len(self.scenes)]

    # candidates

    def _keys(self, scene: Scene, kind: str) -> list[Key]:
        """Return the dealings of a kind that a sentence may tell of, each once."""
        keys: dict[Key, None] = {one.key: None for one in self._rules_here(scene, kind)}
        if kind == "cyber" or len(scene.states) > _CROWDED:
            return list(keys)  # the rules alone
        pool = self._pool(scene)
        bound = [c for c in pool if c in SANCTIONED][:2]
        state = self.subject.state
        if state is not None and state not in bound:
            bound.append(state)
        for own in bound:
            others = [c for c in pool if c != own]
            for key in self._with(scene, kind, own, others):
                keys[key] = None
        return list(keys)

    def _with(self, scene: Scene, kind: str, own: str, others: list[str]) -> Iterator[Key]:
        here = {s.code for s in scene.states}
        takers = self._several(s.code for s in scene.states if s.part == "taker" and s.code != own)
        givers = self._several(s.code for s in scene.states if s.part == "giver" and s.code != own)
        hosts = self._several(
            s.code
            for s in scene.states
            if s.code != own and s.part in ("taker", "place", "topic", "flag")
        )
        takers += [one for one in self._rows(scene, own) if one not in takers]
        alone: list[Parties] = [(c,) for c in others if c not in WATCHERS or c in here]
        if kind in _SENT:
            for to in ((), *alone, *takers, *hosts):
                yield kind, (own,), to
            for draft in self._drafts(scene):
                if draft.role == "transfer" and draft.commodity in GOODS[kind]:
                    yield kind, (own,), draft.recipient
        elif kind == "luxury" or (kind == "oil" and own == "KP"):
            for giver in ((), *alone, *givers):
                yield kind, giver, (own,)
            for draft in self._drafts(scene):
                if draft.role == "transfer" and draft.commodity in GOODS[kind]:
                    yield kind, draft.supplier, (own,)
        elif kind == "oil":
            for to in ((), *alone, *takers):
                yield kind, (own,), to
            for giver in (*alone, *givers):
                yield kind, giver, (own,)
        else:
            for to in (*alone, *takers):
                yield kind, (own,), to
            for giver in (*alone, *givers):
                if not set(giver) <= WATCHERS:
                    yield kind, giver, (own,)

    def _rows(self, scene: Scene, own: str) -> list[Parties]:
        """Return the States that a sentence names in one row: "Yemen as well as Sudan"."""
        rows: list[set[str]] = []
        last = -1
        for one in scene.states:
            if last >= 0 and _JOINED.fullmatch(self.text, last, one.start):
                rows[-1].add(one.code)
            else:
                rows.append({one.code})
            last = one.end
        return [p for row in rows for p in self._several(row - {own})]

    def _several(self, codes: Iterable[str]) -> list[Parties]:
        found = {*codes} - BODIES
        return [tuple(sorted(found))] if 1 < len(found) <= 10 else []

    def _pool(self, scene: Scene) -> list[str]:
        """Return the States that may be an end of what a sentence tells, the nearest first."""
        pool: dict[str, None] = {}
        for one in (scene, *self._around(scene)):
            for named in one.states:
                if named.code not in BODIES:
                    pool[named.code] = None
        for draft in self._drafts(scene):
            pool.update(dict.fromkeys((*draft.supplier, *draft.recipient)))
        pool.update(dict.fromkeys(self.subject.pair or ()))
        pool.update(dict.fromkeys(self.subject.suppliers[:3]))
        pool.update(dict.fromkeys(code for code, _ in self.named.most_common(3)))
        return list(pool)[: _NEAR + 2]

    def _rules_here(self, scene: Scene, kind: str) -> list[Heard]:
        return [one for one in self.heard.get(scene.index, ()) if one.key[0] == kind]

    # signs

    def _told(self, scene: Scene, kind: str) -> Signs:
        """Return what speaks for a sentence's telling of such a dealing, whoever its ends."""
        # men at arms are a family of their own among the other things that are sent
        family = kind
        kind = "troops" if kind == "other" and scene.has("troops") else kind
        goods = GOODS.get(kind, GOODS["other"])
        signs = [f"kind:{kind}", *self.text_signs]
        for heard in _HEARD:
            if scene.has(heard):
                signs.append(f"has:{heard}")
                signs.append(f"{kind}:has:{heard}")
        moves = scene.has("give") or scene.has("take") or scene.has("arm")
        happened = self.rules._happened(scene)
        signs.append(f"moves:{moves}:{happened}")
        signs.append(f"{kind}:moves:{moves}:{happened}")
        for mark in scene.marks:
            for act in ("give", "take"):
                if act in mark.kinds:
                    signs.append(f"act:{act}:{mark.kinds[act]}")
        signs.extend(self._perhaps(scene, goods))
        for mark in scene.marks:
            if mark.kinds.get("commodity") in goods or mark.kinds.get("count", "") != "":
                signs.append(f"{kind}:word:{mark.words}")
        if scene.index in self.carried:
            signs.append("carried")
            signs.append(f"{kind}:carried")
        if scene.sentence.headline:
            signs.append("headline")
        if self._words(scene).rstrip().endswith("?"):
            signs.append("question")
        speakers = {s.code for s in scene.states if s.part == "speaker"}
        bodies = {s.code for s in scene.states} & BODIES
        signs.append(f"speaker:{bool(speakers & WATCHERS)}:{bool(bodies)}")
        signs.append(f"{kind}:speaker:{bool(speakers - BODIES)}:{bool(bodies)}")
        if kind == "oil":
            if self._over(scene):
                signs.append("oil:over")
            if self.rules._past_the_cap(scene) is not None:
                signs.append("oil:past")
            if self.rules._ship_to_ship(scene) is not None:
                signs.append("oil:ship_to_ship")
            if self.rules._alleged_delivery(scene) is not None:
                signs.append("oil:alleged_delivery")
        for mark in scene.marks:
            if "illicit" in mark.kinds:
                signs.append(f"{kind}:illicit:{mark.kinds['illicit']}")
        for draft in self._drafts(scene):
            good = draft.commodity in goods
            if draft.role == "transfer" and good:
                signs.append(f"{kind}:amount:{draft.basis}")
                signs.append(f"amount:{draft.basis}:{bool(draft.found.rate)}")
                signs.append(f"amount:{bool(draft.supplier)}:{bool(draft.recipient)}")
            elif good:
                signs.append(f"{kind}:amount:{draft.role}")
        signs.append(self._dated(scene, kind))
        previous = self.scenes[scene.index - 1] if scene.index else None
        for place, near in (("before", previous), ("after", self._next(scene))):
            if near is not None:
                for heard in ("illicit", "say", "alleged", "deny", "estimated", "ban", "troops"):
                    if near.has(heard):
                        signs.append(f"{place}:{heard}")
                if family in self.kinds.get(near.index, ()):
                    signs.append(f"{place}:same_kind")
        signs.append(f"tellings:{min(self.tellings[family], 4)}")
        signs.append(f"{kind}:tellings:{min(self.tellings[family], 3)}")
        here = scene.goods & goods or (kind == "arms" and scene.arms())
        signs.append(f"{kind}:named:{bool(here)}")
        if kind == "other":
            signs.extend(f"other:{good}" for good in sorted(scene.goods & goods))
        signs.append(f"other_goods:{len(scene.goods - goods - {'untracked'}) > 0}")
        return tuple(dict.fromkeys(signs))

    def _over(self, scene: Scene) -> bool:
        if scene.index not in self.over:
            self.over[scene.index] = self.rules._over_the_cap(scene) is not None
        return self.over[scene.index]

    def _perhaps(self, scene: Scene, goods: frozenset[str]) -> Iterator[str]:
        """Yield whether the goods themselves are told of as feared, planned or forbidden."""
        floor = scene.sentence.start
        for mark in scene.marks:
            if mark.kinds.get("commodity") in goods:
                perhaps = only_perhaps(self.text, mark.start, mark.end, floor, self.rules.language)
                yield f"perhaps:{perhaps}"
                return

    def _next(self, scene: Scene) -> Scene | None:
        following = scene.index + 1
        return self.scenes[following] if following < len(self.scenes) else None

    def _words(self, scene: Scene) -> str:
        return self.text[scene.sentence.start : scene.sentence.end]

    def _dated(self, scene: Scene, kind: str) -> str:
        """Return whether a sentence's time lies before or after such dealings were forbidden."""
        since = _SINCE.get(kind)
        spans = [t.span for t in moving_times(self.text, scene) if t.span is not None]
        if since is None:
            return f"{kind}:dated:{bool(spans)}"
        first = max((span[0] for span in spans), default=None)
        told = "none" if first is None else str(first >= since)
        now = self.rules.anchor
        return f"{kind}:dated:{told}:{now is None or now >= since}"

    def _ends(self, scene: Scene, key: Key) -> Signs:
        return tuple(self._of_ends(scene, key))

    def _of_ends(self, scene: Scene, key: Key) -> Iterator[str]:
        """Yield what speaks for these ends of what a sentence tells."""
        kind, sender, recipient = key
        rules = self._rules_here(scene, kind)
        by_rule = any(one.key == key for one in rules)
        if by_rule:
            yield "rule:here"
            yield f"{kind}:rule:here"
        elif rules:
            yield "rule:other_ends"
        if key in self.by_rule and not by_rule:
            yield "rule:elsewhere"
        elif key not in self.by_rule and any(k[0] == kind for k in self.by_rule):
            yield "rule:other_ends_elsewhere"
        plain = f"{kind}:{self._short(sender)}>{self._short(recipient)}"
        yield f"key:{plain}"
        yield f"key:{plain}:{scene.has('illicit')}"
        yield f"key:{plain}:{scene.has('give') or scene.has('take')}"
        if kind == "oil":
            yield f"key:{plain}:over:{self._over(scene)}"
            yield f"key:{plain}:sea:{self.subject.sea}"
        for role, codes in (("from", sender), ("to", recipient)):
            yield from self._of_end(scene, kind, role, codes)
        bases = self.amounts.get(key, set())
        for basis in ("reported", "estimated", "alleged"):
            if basis in bases:
                yield f"text:amount:{basis}"
                yield f"{kind}:text:amount:{basis}"
        if not bases and any(k[0] == kind for k in self.amounts):
            yield f"{kind}:text:amount:other"
        for role, part, codes in (("from", "giver", sender), ("to", "taker", recipient)):
            if codes:
                often = min(self.parts[kind, part, c] for c in codes)
                yield f"{role}:often:{min(often, 3)}"
            else:
                most = max(
                    (
                        n
                        for (k, p, c), n in self.parts.items()
                        if (k, p) == (kind, part) and c not in SANCTIONED | WATCHERS
                    ),
                    default=0,
                )
                yield f"{role}:none:often:{min(most, 3)}"
        places = {s.code: s.start for s in reversed(scene.states)}
        a = [places[c] for c in sender if c in places]
        b = [places[c] for c in recipient if c in places]
        if a and b:
            yield f"order:{min(a) < min(b)}"
        yield f"stand:{len(a) == len(sender)}:{len(b) == len(recipient)}"
        yield f"{kind}:stand:{bool(a)}:{bool(b)}"
        if self.subject.pair is not None and len(sender) == len(recipient) == 1:
            yield f"pair:{(*sender, *recipient) == self.subject.pair}"
        for draft in self._drafts(scene):
            if draft.role == "transfer" and draft.commodity in GOODS[kind]:
                same = draft.supplier == sender and draft.recipient == recipient
                yield f"amount:same:{same}"
                yield f"{kind}:amount:same:{same}:{draft.basis}"

    def _of_end(self, scene: Scene, kind: str, role: str, codes: Parties) -> Iterator[str]:
        part = "giver" if role == "from" else "taker"
        fit = {s.code for s in scene.states if s.part == part and s.code not in BODIES}
        if not codes:
            foreign = {s.code for s in scene.states} - BODIES - SANCTIONED
            yield f"{role}:none"
            yield f"{kind}:{role}:none"
            yield f"{role}:none:{bool(fit - SANCTIONED)}:{bool(foreign - WATCHERS)}"
            yield f"{role}:none:text:{bool(self.subject.suppliers)}:{len(self.subject.named)}"
            return
        if len(codes) > 1:
            yield f"{role}:several"
            yield f"{role}:several:{set(codes) == fit}"
        if fit:
            yield f"{role}:all_that_fit:{set(codes) == fit}"
        for code in codes:
            named = [s for s in scene.states if s.code == code]
            for one in named:
                yield f"{role}:{one.part}"
                yield f"{role}:{one.part}:{one.rule}"
                if code not in SANCTIONED:
                    yield f"{kind}:{role}:{one.part}"
            if not named:
                near = [
                    (n, s)
                    for n, other in enumerate(self._around(scene))
                    for s in other.states
                    if s.code == code
                ]
                if near:
                    yield f"{role}:near:{near[0][0]}"
                    yield f"{role}:near:{near[0][1].part}"
                else:
                    yield f"{role}:far"
            if code not in SANCTIONED:
                yield f"{role}:watcher:{code in WATCHERS}"
                yield f"{role}:rank:{self._rank(code)}"
                if code in self.subject.suppliers:
                    yield f"{kind}:{role}:supplier"

    def _rank(self, code: str) -> int:
        """Return how many other States, neither sanctioned nor watching, are named more often."""
        times = self.named[code]
        return min(
            2,
            sum(
                n > times
                for c, n in self.named.items()
                if c not in SANCTIONED and c not in WATCHERS
            ),
        )

    def _short(self, codes: Parties) -> str:
        return codes[0] if len(codes) == 1 else ("-" if not codes else "many")
