"""Scenes of Chinese, Japanese and Korean: particles and prepositions say who gives and takes."""

import itertools
import re

from compliance.core.press.scenes import BODIES, WATCHERS, Named, Scene


_EAST_AFTER: dict[str, tuple[tuple[str, str], ...]] = {
    "ko": (
        ("giver", "으로부터 로부터 에서 산 측에서 발 제"),
        ("taker", "에게 에 으로 로 측에 행 향 쪽으로 쪽에"),
        ("topic", "이 가 은 는 의 측이 측은 정부가"),
    ),
    "ja": (
        ("giver", "から 産 からの 製"),
        ("taker", "へ に 向け への 側に 宛て 行き"),
        ("topic", "が は の も 側が 側は"),
    ),
    "zh": (
        ("giver", "產 产 制 製"),
        ("taker", ""),
        ("topic", ""),
    ),
}
_EAST_BEFORE: dict[str, tuple[tuple[str, str], ...]] = {
    "zh": (
        ("taker", "向 對 对 給 给 往 至 到 抵 運抵 运抵 援 販 輸往 赴 售 供"),
        ("giver", "從 从 自 由 來自 来自"),
    ),
    "ko": (("taker", "대"),),
    "ja": (("taker", "対"),),
}


def cast_east(text: str, scene: Scene, language: str) -> None:
    """Give each State its part by the particle or preposition that clings to it."""
    both: list[tuple[Named, str]] = []
    for index, mark in enumerate(scene.marks):
        if "state" not in mark.kinds:
            continue
        state = Named(mark.start, mark.end, mark.kinds["state"], mark.words)
        scene.states.append(state)
        if mark.kinds.get("also"):
            both.append((state, mark.kinds["also"]))
        if mark.kinds.get("case"):
            state.part, state.rule = mark.kinds["case"], mark.words
            continue
        if state.start - scene.sentence.start < 3 and _EAST_DATELINE.match(text, mark.end):
            state.part, state.rule = "place", "dateline"
            continue
        if language == "ko" and mark.words.endswith("산"):
            state.part, state.rule = "giver", "산"
            continue
        after = text[mark.end : mark.end + 5]
        before = text[max(0, mark.start - 2) : mark.start]
        best = ("", "")
        for part, particles in _EAST_AFTER[language]:
            for particle in particles.split():
                if after.startswith("制裁"):
                    continue
                if after.startswith(particle) and len(particle) > len(best[1]):
                    best = (part, particle)
        if language == "ko" and _KO_TOWARD.match(text, mark.end):
            best = ("taker", "로")
        if language == "ja" and _JA_TOWARD.match(text, mark.end):
            best = ("taker", "に")
        for part, particles in _EAST_BEFORE.get(language, ()):
            for particle in particles.split():
                if before.endswith(particle):
                    best = (part, particle)
        state.part, state.rule = best
        if best[0] in ("", "topic"):
            _east_verb(text, scene, index, state)
    states = scene.states
    for left, right in itertools.pairwise(states):
        joint = text[left.end : right.start].strip()
        if right.rule == right.words and joint == "":
            continue  # 中国对朝: the preposition is part of the name
        if (
            language == "zh"
            and joint in ("、", "和", "與", "与", "及")
            and left.part in ("giver", "taker")
            and left.rule in _ZH_PREPOSITIONS
        ):
            right.part, right.rule = left.part, left.rule  # 从中国和俄罗斯进口
        elif (
            joint in ("와", "과", "・", "·", "、", "和", "與", "与", "と", ",", "及", "및", "")
            and right.part
        ):
            left.part, left.rule = right.part, right.rule
    for state, code in both:  # "中ロ", "중·러": two States in one word
        twin = Named(state.start, state.end, code, state.words, state.part, state.rule)
        scene.states.insert(scene.states.index(state) + 1, twin)


_ZH_PREPOSITIONS = frozenset(
    particle for _, particles in _EAST_BEFORE["zh"] for particle in particles.split()
)
_JA_TOWARD = re.compile(r"[一-龥ァ-ヶー]{1,4}(?:に|へ)(?![よつおは])")  # 中国漁船に, ロシア企業へ
_KO_TOWARD = re.compile(r" [가-힣]{1,5}?(?:으로|로|에게)(?![가-힣])")
_EAST_DATELINE = re.compile(r"[ ]?(?:[0-9]{1,4}[年月日/ ]{1,2}){1,3}(?:电|電|=|—|-)|[ ]?(?:電|电)")


def _east_verb(text: str, scene: Scene, index: int, state: Named) -> None:
    if state.code in WATCHERS or state.code in BODIES:
        for follower in scene.marks[index + 1 :]:
            if "give" in follower.kinds or "take" in follower.kinds:
                break
            other = follower.kinds.get("state")
            if other and other not in WATCHERS and other not in BODIES and scene.has("say"):
                state.part, state.rule = "speaker", "said at the end"
                return
    for follower in scene.marks[index + 1 :]:
        if "state" in follower.kinds and text[follower.end : follower.end + 1] in "이가은는がは":
            break
        if (
            ("say" in follower.kinds or "alleged" in follower.kinds)
            and follower.start - state.end <= 14
            and not any(s.start > state.end for s in scene.states)
            and (state.code in WATCHERS or state.code in BODIES)
        ):
            state.part, state.rule = "speaker", follower.words
            return
        if "give" in follower.kinds:
            state.part, state.rule = "giver", follower.words
            return
        if "take" in follower.kinds:
            state.part, state.rule = "taker", follower.words
            return
        if "deny" in follower.kinds:
            state.part = "speaker"
            return
    state.part = state.part or "topic"
