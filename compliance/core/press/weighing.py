"""Weighing: of what the rules propose and what else stands near, which is likeliest.

The rules read a sentence well or not at all. Which of two readings is right in a text unlike those
that they were written beside is told by many small signs: how near, on which side, after which
word, in whose mouth, what the rules themselves said and how often they err so. Each field of a
transfer has candidates; each candidate has signs (`signs.py`); the weight of each sign was learned
from the annotated articles in tests/gold (`weights.py`, made by `make weights`). A candidate's
share of all likelihood is its sum of weights against the others' (a conditional logit), and that is
also how sure the reader is of the field.
"""

import math
from collections.abc import Mapping
from functools import cache
from typing import Any

from compliance.core.press.drafts import Draft
from compliance.core.press.periods import Time
from compliance.core.press.scenes import Named
from compliance.core.press.signs import SignReader
from compliance.core.press.timesigns import Signs
from compliance.core.press.values import Reason
from compliance.core.press.weights import WEIGHTS


FIELDS = ("commodity", "supplier", "recipient", "period", "basis")
MARGIN = 0.1  # by so much another candidate must be likelier than the rules' to take its place
RULES_ALONE = 0.6  # how often the rules alone are right in every field, in articles held back
_CROWDED = 24  # figures, times or States in one sentence: a table, where pairs would be too many


def settle(reader: SignReader) -> None:
    """Give each transfer the likeliest candidate of each field, and say where the rules had
    chosen another."""
    settled = [
        (draft, field, shares(reader.candidates(at, field), weights(field)))
        for at, draft in enumerate(reader.drafts)
        if draft.role == "transfer" and not _crowded(draft)
        for field in FIELDS
        if field != "period" or not draft.periods  # a doubt that the rules keep is kept
    ]
    for draft in reader.drafts:
        if draft.role == "transfer" and _crowded(draft):
            draft.sure = RULES_ALONE
        if len(draft.periods) > 1:
            draft.sure /= len(draft.periods)
    for draft, field, share in settled:
        chosen = getattr(draft, field)
        best = max(share, key=lambda c: share[c])
        if share[best] - share.get(chosen, 0.0) > MARGIN:
            _choose(reader.text, draft, field, best)
            chosen = best
        draft.sure *= share.get(chosen, 0.0)


def _crowded(draft: Draft) -> bool:
    scene = draft.scene
    return max(len(scene.figures), len(scene.times), len(scene.states)) > _CROWDED


def _choose(text: str, draft: Draft, field: str, value: Any) -> None:
    draft.reasons = [reason for reason in draft.reasons if reason.field != field]
    heard: list[Named] | list[Time] = []
    if field == "period":
        heard = [t for t in draft.scene.times if value is not None and t.span == value]
        if value not in draft.periods:
            draft.periods = ()
    elif field in ("supplier", "recipient"):
        heard = [s for s in draft.scene.states if s.code in value]
    start, end = (heard[0].start, heard[0].end) if heard else (-1, -1)
    words = text[start:end] if heard else ""
    draft.reasons.append(Reason(field, "likelier_than_the_rules", words, start, end))
    setattr(draft, field, value)


@cache
def weights(field: str) -> dict[str, float]:
    """The weight of each sign of a field, a line each in `weights.py`."""
    lines = (line.partition(" ") for line in WEIGHTS[field].splitlines() if line)
    return {sign: float(weight) for weight, _, sign in lines}


def shares(signs: Mapping[Any, Signs], weights: Mapping[str, float]) -> dict[Any, float]:
    """The share that each candidate has of all likelihood; together they are one."""
    get = weights.get
    sums = {c: sum([get(s, 0.0) for s in own]) for c, own in signs.items()}
    most = max(sums.values())
    grown = {c: math.exp(v - most) for c, v in sums.items()}
    whole = sum(grown.values())
    return {c: v / whole for c, v in grown.items()}
