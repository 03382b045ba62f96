"""Goods: what the amounts are amounts of."""

import re

from compliance.core.press.drafts import Draft, Listener
from compliance.core.press.marks import Mark
from compliance.core.press.roles import UNTRACKED
from compliance.core.press.scenes import Scene
from compliance.core.press.subject import FUELS, SOLD


class GoodsReader(Listener):
    """Goods: what the amounts are amounts of."""

    def _commodity(self, draft: Draft) -> None:
        found, scene, subject = draft.found, draft.scene, self.subject
        if found.kind == "count":
            good = found.commodity
            loaded = scene.first("commodity", found.figure.end, found.figure.end + 50)
            if (
                loaded is not None
                and loaded.kinds["commodity"] in ("untracked", "coal", "seafood")
                and good == "arms"
                and _A_HOLDER.search(found.figure.quote)
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
                if re.search(r"\band\b|[;,]", gap):
                    distance += 20
                if self._crosses(scene, end, mark.start):
                    distance += 60
                if (
                    re.fullmatch(r"[ ]?(?:of|de|di|d'|von|an|の|)?[ ]?[\w ]{0,16}", gap)
                    and len(gap) < 20
                ):
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
        if best is not None and self._pronoun_stands_for(draft, best):
            draft.commodity = self._meaning(self.heard_good, draft)
            draft.because("commodity", "the_pronoun_that_opens_the_sentence")
            return
        if self._of_something_else(draft):
            draft.commodity, draft.untracked = "other", True
            draft.because("commodity", "a_good_that_no_cap_names")
            return
        good = best.kinds["commodity"] if best is not None else None
        if found.figure.unit in ("bbl", "gal_us", "L", "m3") and good in (
            "arms",
            "workers",
            "coal",
            "money",
            "luxury_goods",
        ):
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
        if draft.found.kind == "measure":
            self.recent_good = (draft.commodity, draft.scene.index)

    def _pronoun_stands_for(self, draft: Draft, best: Mark) -> bool:
        """Whether "They fetched $760 million, second only to coal" speaks of the good before."""
        figure, scene = draft.found.figure, draft.scene
        return (
            self.heard_good in FUELS | SOLD
            and best.start >= figure.end
            and not _OF_THE_GOOD.match(self.text, figure.end, best.start)
            and self.scenes[self.heard_at].sentence.line == scene.sentence.line
            and bool(_PRONOUN.match(self.text, scene.sentence.start, figure.start))
        )

    def _of_something_else(self, draft: Draft) -> bool:
        """Whether an amount is of a thing that no lexicon knows: "3,000 tons of bananas"."""
        figure, scene = draft.found.figure, draft.scene
        if draft.found.kind != "measure":
            return False
        if self.language == "zh":
            moved = [m for m in scene.marks if m.end <= figure.start and "take" in m.kinds]
            moved = moved or [m for m in scene.marks if m.end <= figure.start and "give" in m.kinds]
            return bool(moved) and bool(
                _CJK_NOUN.fullmatch(self.text[moved[-1].end : figure.start])
                and not any(moved[-1].end <= m.start < figure.start for m in scene.marks)
            )
        named = _OF_A_THING.match(self.text, figure.end)
        if named is None or named[1].lower() in _NO_THING:
            return False
        return not any(
            figure.end <= m.start < named.start(1) + 34 and m.kinds.keys() & _TELLING
            for m in scene.marks
        )

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
        if unit == "USD" and self.recent_good[1] == draft.scene.index:
            return self.recent_good[0]
        same = self.recent_good[1] == draft.scene.index
        if same and self.recent_good[0] in SOLD and unit in ("t", "kt"):
            return self.recent_good[0]
        topic, heard = self.heard_good, self.heard_at
        if (
            topic in FUELS | SOLD
            and heard > self.recent_good[1]
            and self.scenes[heard].sentence.line == draft.scene.sentence.line
            and (topic in FUELS or unit not in ("bbl", "gal_us"))
        ):
            return topic  # "Coal is leaving again, too. … the report puts purchases at …"
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


_WITH_PRODUCTS = re.compile(
    r"(?:,| and)? (?:and )?(?:oil products|petroleum products|petrochemicals|gasoline"
    r"|diesel|products|fuel)"
)
_A_HOLDER = re.compile(
    r"(?:containers?|boxes|crates|rail ?cars|wagons|truckloads|pieces|vehicles?|컨테이너|集装箱"
    r"|コンテナ|контейнер\w*|conteneurs?|contenedores|Container|حاوية)$",
    re.I,
)
_PRONOUN = re.compile(r"\s*(?:They|It|These|Those|This|That|Such (?:sales|exports)) ")
_OF_THE_GOOD = re.compile(r" ?(?:of |worth of |in )[\w -]{0,30}$")
_OF_A_THING = re.compile(r" (?:of|de|di|von) ([a-záéíóúñüöäßàèç]{4,24})\b")
_CJK_NOUN = re.compile(r"[\u4e00-\u9fff]{2,4}")
_NO_THING = frozenset(
    ("these", "those", "them", "that", "this", "which", "what", "such", "each", "both", "their",
     "last", "esta", "este", "estos", "cette", "diesem", "dieser", "same", "sanctioned", "illicit")
)  # fmt: skip
_TELLING = frozenset(
    ("commodity", "state", "month", "year", "back", "count", "cap", "give", "take")
)
