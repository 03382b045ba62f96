"""Alleging: which of the dealings that a text may be alleging it does allege.

What a sentence proposes (`proposals.py`) is as likely as its signs say: a logistic sum of weights
that were learned from the annotated articles in tests/gold (`dealing_weights.py`, made by `make
weights`). A dealing is as likely as the sentence that tells it best. What the rules heard is one
sign among the others, the weightiest.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from compliance.core.press.dealing_weights import WEIGHTS
from compliance.core.press.dealings import Key
from compliance.core.press.proposals import Mention
from compliance.core.press.scenes import Scene


ENOUGH = 0.42  # a dealing less likely than that is not reported
HOPELESS = -3.0  # a sentence with less in its favour tells of no dealing, whoever its ends
ALWAYS = "always"  # the sign that every proposal has


@dataclass(slots=True)
class Telling:
    """A dealing that a text alleges: how likely, and the sentences that tell it, the best first."""

    key: Key
    likely: float
    scenes: list[Scene]


def told(mentions: Iterable[Mention], known: Mapping[str, float] | None = None) -> list[Telling]:
    """Return the dealings that are likely enough, the likeliest first.

    Of two that one sentence tells best, the one within the other ("to China", "to China and
    Russia"), the likelier stands.
    """
    known = weights() if known is None else known
    by_key: dict[Key, list[tuple[float, Scene]]] = {}
    for mention in mentions:
        odds = known.get(ALWAYS, 0.0) + sum([known.get(sign, 0.0) for sign in mention.told])
        if odds < HOPELESS:
            continue
        for key in mention.keys:
            own = odds + sum([known.get(sign, 0.0) for sign in mention.ends(key)])
            by_key.setdefault(key, []).append((likelihood(own), mention.scene))
    tellings = []
    for key, several in by_key.items():
        several.sort(key=lambda each: (-each[0], each[1].index))
        likely = several[0][0]
        if likely >= ENOUGH:
            scenes = [scene for p, scene in several if p >= ENOUGH]
            tellings.append(Telling(key, likely, scenes))
    tellings.sort(key=lambda one: (-one.likely, one.key))
    kept: list[Telling] = []
    for one in tellings:
        if not any(_same_dealing(one, other) for other in kept):
            kept.append(one)
    return kept


def _same_dealing(one: Telling, other: Telling) -> bool:
    if one.key[0] != other.key[0] or one.scenes[0] is not other.scenes[0]:
        return False
    ends = [({*one.key[n]}, {*other.key[n]}) for n in (1, 2)]
    return all(a <= b for a, b in ends) or all(b <= a for a, b in ends)


def likelihood(odds: float) -> float:
    """How likely something of these odds (their logarithm) is."""
    return 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))


@cache
def weights() -> dict[str, float]:
    """The weight of each sign, a line each in `dealing_weights.py`."""
    lines = (line.partition(" ") for line in WEIGHTS.splitlines() if line)
    return {sign: float(weight) for weight, _, sign in lines}
