"""Particles: what clings to the name of a State in Korean, Japanese and Chinese, and its part."""

import re


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
_KO_TOWARD = re.compile(r" [가-힣]{1,5}?(?:으로|로|에게)(?![가-힣])")


def particle(text: str, start: int, end: int, language: str) -> tuple[str, str]:
    """Return the part that particles or prepositions give to a name, and the particle."""
    after = text[end : end + 5]
    before = text[max(0, start - 2) : start]
    best = ("", "")
    for part, particles in _EAST_AFTER[language]:
        for one in particles.split():
            if after.startswith(one) and len(one) > len(best[1]):
                best = (part, one)
    if language == "ko" and _KO_TOWARD.match(text, end):
        best = ("taker", "로")
    for part, particles in _EAST_BEFORE.get(language, ()):
        for one in particles.split():
            if before.endswith(one):
                best = (part, one)
    return best
