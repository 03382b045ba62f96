"""The weights of the signs of dealings, learned from the annotated articles here; `make weights`.

    python -m tests.gold.dealings            # learn, write compliance/core/press/dealing_weights.py
    python -m tests.gold.dealings --measure  # and say what that is worth on articles held back

A dealing of a text is alleged or not; each sentence that may tell it has signs, and the dealing is
as likely as the sentence that tells it best (logistic, by stochastic steps of shrinking size, in an
order that a seed fixes).
"""

from __future__ import annotations

import argparse
import math
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from compliance.core.press.alleging import ALWAYS, ENOUGH, likelihood, told
from compliance.core.press.dealings import DealingReader, Key
from compliance.core.press.proposals import Mention, ProposalReader
from compliance.core.press.reader import Drafted, draft
from compliance.core.press.weighing import settle
from tests.core.press import test_dealings, test_told_over_sentences
from tests.gold.weights import Article, articles


MADE = Path(__file__).parents[2] / "compliance" / "core" / "press" / "dealing_weights.py"
PARTS = 5
STEPS = 25
PACE = 0.1
DRAG = 0.02
LEAST = 0.05  # a weight below it is left out
START = {"rule:here": 2.0, ALWAYS: -2.0}  # where the learning starts from: what the rules heard


@dataclass(frozen=True)
class Told:
    """A text: the sentences that may tell a dealing, and the dealings that it does allege."""

    name: str
    mentions: list[Mention]
    right: frozenset[Key]
    by_rule: frozenset[Key]


def proposed(drafted: Drafted, name: str, right: Iterable[Key]) -> Told:
    """What a text proposes, after its claims were settled, as the reader sees it."""
    settle(drafted.signs())
    reader = ProposalReader(
        DealingReader(
            drafted.text,
            drafted.smooth,
            drafted.scenes,
            drafted.drafts,
            drafted.subject,
            drafted.dating.anchor,
            drafted.language,
        )
    )
    mentions = list(reader.all())
    return Told(name, mentions, frozenset(right), frozenset(reader.by_rule))


def key(gold: dict[str, Any]) -> Key:
    """A dealing as the scorer compares it."""
    sender, recipient = (tuple(sorted(gold.get(end) or [])) for end in ("from", "to"))
    return gold["category"], sender, recipient


def plain(line: str) -> Key:
    """A dealing of a table: `arms KP>RU`."""
    kind, _, ends = line.partition(" ")
    sender, _, recipient = ends.partition(">")
    return kind, tuple(filter(None, sender.split(","))), tuple(filter(None, recipient.split(",")))


def all_told(every: Iterable[Article]) -> list[Told]:
    """The annotated articles, and the tables of sentences."""
    found = [proposed(a.drafted, a.gold["id"], map(key, a.gold["allegations"])) for a in every]
    rows = [("2025-05-28", "en", text, lines) for text, lines in test_dealings.TOLD]
    rows += [("2025-05-28", "en", text, []) for text in test_dealings.NOT_TOLD]
    rows += [("2025-05-28", tongue, text, said) for tongue, text, said in test_dealings.ELSEWHERE]
    rows += test_told_over_sentences.TEXTS
    for day, language, text, lines in rows:
        drafted = draft(text, published_on=date.fromisoformat(day), language=language)
        found.append(proposed(drafted, "", map(plain, lines)))
    return found


def learn(among: Iterable[Told]) -> dict[str, float]:
    """The weights of the signs."""
    weights: dict[str, float] = defaultdict(float, START)
    seen: dict[str, float] = defaultdict(float)
    dealings: list[tuple[list[tuple[str, ...]], bool]] = []
    for text in among:
        by_key: dict[Key, list[tuple[str, ...]]] = defaultdict(list)
        for mention in text.mentions:
            for one in mention.keys:
                by_key[one].append((ALWAYS, *mention.told, *mention.ends(one)))
        dealings += [(several, k in text.right) for k, several in sorted(by_key.items())]
    order = random.Random(7)
    for _ in range(STEPS):
        order.shuffle(dealings)
        for several, right in dealings:
            sums = [sum([weights.get(s, 0.0) for s in signs]) for signs in several]
            most = max(sums)
            off = likelihood(most) - right
            if abs(off) < 1e-3:
                continue
            for sign in several[sums.index(most)]:
                step = off + DRAG * weights[sign]
                seen[sign] += step * step
                weights[sign] -= PACE * step / math.sqrt(seen[sign] + 1e-2)
    return {sign: round(weight, 2) for sign, weight in weights.items() if abs(weight) >= LEAST}


def write(among: Iterable[Told]) -> None:
    """Put the weights where the reader finds them."""
    lines = [
        '"""The weights of the signs of dealings. Made by `make weights`; not by hand."""',
        "",
        "# A weight and its sign a line.",
        'WEIGHTS = """',
        *(f"{weight:g} {sign}" for sign, weight in sorted(learn(among).items())),
        '"""',
    ]
    MADE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def held_back(among: list[Told], names: list[str]) -> dict[str, frozenset[Key]]:
    """What is heard in each named article by weights that were learned without it."""
    part = {name: n % PARTS for n, name in enumerate(names)}
    found = {}
    for number in range(PARTS):
        weights = learn(text for text in among if part.get(text.name) != number)
        for text in among:
            if part.get(text.name) == number:
                found[text.name] = frozenset(one.key for one in told(text.mentions, weights))
    return found


def measure(among: list[Told], names: list[str]) -> None:
    """Print what the rules and the weights hear in articles held back, by kind."""
    heard = held_back(among, names)
    texts = [text for text in among if text.name in heard]
    kinds = sorted({k[0] for text in texts for k in text.right})
    print(f"  dealings, a likelihood of {ENOUGH} and more")
    for kind in (*kinds, ""):
        row = []
        for ours in (lambda t: t.by_rule, lambda t: heard[t.name]):
            hits = sum(k in t.right for t in texts for k in ours(t) if kind in ("", k[0]))
            said = sum(kind in ("", k[0]) for t in texts for k in ours(t))
            gold = sum(kind in ("", k[0]) for t in texts for k in t.right)
            row.append(
                f"{2 * hits / max(1, said + gold):.3f} ({hits} of {gold}, {said - hits} false)"
            )
        print(f"  {kind or 'all':10} the rules {row[0]}, weighed {row[1]}")


def main() -> None:
    """Learn, and write or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true")
    every = articles()
    among = all_told(every)
    if not parser.parse_args().measure:
        write(among)
        return
    names = sorted(a.gold["id"] for a in every if a.unseen)
    random.Random(3).shuffle(names)
    measure(among, names)


if __name__ == "__main__":
    main()
