"""The subject of an article: which sanctioned State it is about, and what moves.

The subject decides what a bare "oil" or "the products" means, and keeps the quotas and cargoes of
other stories (OPEC's, a port's, a steel mill's) away from the caps of a resolution.
"""

import re
from collections import Counter
from dataclasses import dataclass

from compliance.core.press.scenes import Scene


SANCTIONED = frozenset(
    ("KP", "IR", "IQ", "LY", "SO", "SY", "YE", "SD", "SS", "CD", "CF", "ML", "HT", "AF", "GW", "LB")
)
FUELS = frozenset(("refined_petroleum", "crude_oil", "petroleum"))
# What a sanctioned State may not sell, or sells under control: it is the supplier.
SOLD = frozenset(("coal", "iron", "iron_ore", "lead", "seafood", "textiles", "workers"))


@dataclass(frozen=True, slots=True)
class Subject:
    """What an article is about."""

    state: str | None  # the sanctioned State
    fuel: str  # what "oil" means here
    leading: str | None  # the commodity spoken of most
    suppliers: tuple[str, ...]  # States that give fuel to it, anywhere in the text
    pair: tuple[str, str] | None  # the commonest giver and taker of arms
    named: tuple[str, ...]  # other States that stand in the text, neither sanctioned nor watching
    sanctions: bool  # the text speaks of sanctions, resolutions, caps
    illicit: bool
    programme: bool  # it tells of oil-for-food
    sea: bool  # it tells of smuggling or of cargo passed from ship to ship
    basis: str | None
    filed: bool  # it has amounts from notifications or customs


_UN_DATA = re.compile(
    r"\b(?:page|site|tracker|tables?|figures|data|numbers|sheets?|books|columns?|lists?|records?"
    r"|tally|website|web|listed|filed|told|notified|informed|reported to"
    r"|log|bulletin|returns|forms?|Seite|tableau|tabla|página)\b"
)


def judge(scenes: list[Scene], text: str) -> Subject:
    """Weigh the words of a whole text."""
    states: Counter[str] = Counter()
    goods: Counter[str] = Counter()
    givers: Counter[str] = Counter()
    plain_givers: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    present: Counter[str] = Counter()
    bases: Counter[str] = Counter()
    sanctions = illicit = sea = capped = 0
    programme = cartel = filed = False
    for scene in scenes:
        if scene.sentence.furniture:
            continue
        if any(s.code == "UN" for s in scene.states) and _UN_DATA.search(
            text, scene.sentence.start, scene.sentence.end
        ):
            filed = True
        weight = 2 if scene.sentence.headline else 1
        for one in scene.states:
            states[one.code] += weight
        fuels_here = False
        for named in scene.states:
            if named.code not in SANCTIONED and named.code not in WATCH:
                present[named.code] += 1
        for mark in scene.marks:
            kinds = mark.kinds
            good = kinds.get("commodity")
            if good:
                goods[good] += weight
                fuels_here = fuels_here or good in FUELS
            if "cap_rule" in kinds:
                sanctions += 1
            if "cap" in kinds:
                capped += 1
            if "illicit" in kinds:
                illicit += 1
                sea += kinds["illicit"] == "sea"
            if "programme" in kinds:
                programme = True
            if "cartel" in kinds:
                cartel = True
            for basis in ("reported", "estimated", "alleged"):
                if basis in kinds:
                    bases[basis] += 1
        if fuels_here:
            for one in scene.states:
                if one.part in ("giver", "reporter") or (
                    one.part == "topic" and one.code in ("CN", "RU")
                ):
                    givers[one.code] += 1
                if one.part == "giver":
                    plain_givers[one.code] += weight
        flows = set()
        for mark in scene.arms():
            from_, to = scene.ends_at(text, mark.start)
            flows |= {(giver, taker) for giver in from_ for taker in to}
        for giver, taker in sorted(flows):
            if giver != taker and not {giver, taker} & WATCH:
                pairs[giver, taker] += 1
    arms = goods["arms"] or goods["workers"] or goods["money"]
    if not programme and (cartel or not (sanctions or sea)) and not goods["arms"]:
        # The oil of these States is capped by no resolution; their nuclear limits still are.
        for code in ("IQ", "LY", "SD", "SY", "IR"):
            if code != "IR" or not goods["uranium"]:
                states.pop(code, None)
    if programme and not any(code in SANCTIONED for code in states):
        states["IQ"] += 1  # the programme had no other
    chosen = [(count, code) for code, count in states.items() if code in SANCTIONED]
    state = max(chosen)[1] if chosen else None
    if (
        state is None
        and not cartel
        and not programme
        and (
            _speaks_of_the_ceiling(scenes)
            or _speaks_of_the_notifications(text, goods, states, set(present))
            or (_ITS_RESOLUTIONS.search(text) and not set(states) & SANCTIONED)
        )
    ):
        state = "KP"  # a text on that ceiling need not name whom it binds
        capped, sanctions = capped + 2, sanctions + 1
        if not any(goods[good] for good in FUELS):
            goods["refined_petroleum"] += 1
    if (
        state == "KP"
        and not (sanctions or filed or arms or bases["reported"] or _OF_THE_UN.search(text))
        and not _beside_goods(scenes)
    ):
        state = None  # named in passing, in a text on other things
    if (
        goods["refined_petroleum"] >= max(1, goods["crude_oil"])
        or (goods["refined_petroleum"] and goods["refined_generic"])
        or (state == "KP" and not goods["crude_oil"] and _speaks_of_the_ceiling(scenes))
    ):
        fuel = "refined_petroleum"
    elif goods["crude_oil"] or state not in (None, "KP"):
        fuel = "crude_oil"
    elif state == "KP" and capped > 1 and sanctions:
        fuel = "refined_petroleum"  # the ceiling that newspapers speak of is that on products
    else:
        fuel = "petroleum"
    real = Counter(
        {good: n for good, n in goods.items() if good not in ("refined_generic", "untracked")}
    )
    leading = real.most_common(1)[0][0] if real else None
    suppliers = tuple(
        sorted(
            code
            for code, n in givers.items()
            if code != state and (code not in WATCH or (code == "KR" and plain_givers[code] > 1))
        )
    )
    sold_too = any(goods[good] for good in SOLD - {"workers"})  # who is named may only buy
    if (
        not suppliers
        and not sold_too
        and len(present) == 1
        and leading in FUELS
        and {"CN", "RU"} & set(present)
    ):
        suppliers = tuple(present)
    order = ("estimated", "alleged") if illicit else ("reported", "estimated", "alleged")
    tenor = next((b for b in order if bases[b]), None) or next(iter(bases), None)
    return Subject(
        state,
        fuel,
        leading,
        suppliers,
        _arms_pair(pairs, states, scenes),
        tuple(sorted(present)),
        sanctions > 0,
        illicit > 0,
        programme,
        sea > 0,
        tenor,
        filed or bases["reported"] > 0,
    )


# Resolutions and the committee that bind trade with the DPRK alone.
_ITS_RESOLUTIONS = re.compile(r"\b(?:resolution |UNSCR )(?:1718|2270|2321|2371|2375|2397)\b", re.I)
_OF_THE_UN = re.compile(r"\bUN\b|\bU\.N\.|United Nations|Security Council|\b1718\b")


def _speaks_of_the_notifications(
    text: str, goods: Counter[str], states: Counter[str], present: set[str]
) -> bool:
    """Whether a text tells what China or Russia gave the UN to read about products of oil.

    They notify of sales to one State only, which the text may call "its neighbor".
    """
    return bool(
        (goods["refined_petroleum"] or goods["refined_generic"])
        and _OF_THE_UN.search(text)
        and (states["CN"] or states["RU"])
        and present <= {"CN", "RU"}
        and not set(states) & SANCTIONED
        and not goods["untracked"]
    )


def _beside_goods(scenes: list[Scene]) -> bool:
    """Whether a sentence, or the headline, names the DPRK beside goods, amounts or trade."""
    return any(
        any(s.code == "KP" for s in scene.states)
        and (scene.sentence.headline or scene.goods or scene.figures)
        for scene in scenes
    )


def _speaks_of_the_ceiling(scenes: list[Scene]) -> bool:
    """Whether a text tells of half a million barrels a year beside the UN, or suppliers of fuel."""
    fuels = any(scene.goods & FUELS or scene.has("vessel") for scene in scenes)
    parties = {s.code for scene in scenes for s in scene.states}
    return (
        fuels
        and bool({"UN", "CN", "RU"} & parties)
        and any(
            f.figure.unit == "bbl" and f.figure.value == 500_000 and f.rate not in ("day", "month")
            for scene in scenes
            for f in scene.figures
        )
    )


def _arms_pair(
    pairs: Counter[tuple[str, str]], states: Counter[str], scenes: list[Scene]
) -> tuple[str, str] | None:
    """Return who arms whom: as the text says most, else the trade of our years."""
    known = Counter({pair: n for pair, n in pairs.items() if set(pair) & SANCTIONED})
    if known:
        return known.most_common(1)[0][0]
    buyers = {s.code for scene in scenes for s in scene.states if s.rule == "was"}
    for giver in ("KP", "IR"):
        if states[giver] and len(buyers) == 1 and giver not in buyers:
            return giver, buyers.pop()  # "the buyers were the Egyptians themselves"
    for giver, taker in (("KP", "RU"), ("IR", "RU"), ("IR", "YE")):
        if states[giver] and states[taker]:
            return giver, taker
    return None


WATCH = frozenset(
    ("US", "KR", "JP", "GB", "FR", "DE", "UA", "AU", "CA", "NZ", "UN", "EU", "MSMT", "NGO")
)
