"""Where claims are lost, in articles whose weights are held back; nothing is written.

    python -m tests.gold.losses          # by group of articles: what is missed, and in which field
    python -m tests.gold.losses --curve  # what a quarter, a half … of the articles would teach

All annotated articles are split in five by chance; each fifth is asked with weights learned from
the others. What is said of each group: how often each field is right by the rules, weighed, and at
best (the right value stands among the candidates), and what of the claims' F1 would be won if the
roles, the fields, or the choice among the candidates were without fault.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from compliance.core.press.weighing import FIELDS
from tests.gold import score as scorer
from tests.gold.weights import PARTS, Article, Choice, all_choices, articles, learn, settled


Told = dict[str, list[Choice]]
# By article and place: of each field, whether the rules, the weights, the candidates have it.
Had = dict[tuple[str, int], dict[str, tuple[bool, bool, bool]]]
GROUPS: dict[str, Callable[[Article], bool]] = {
    "corpus, English": lambda a: a.gold["language"] == "en" and not a.unseen,
    "unseen, English": lambda a: a.gold["language"] == "en" and a.unseen,
    "of them wh": lambda a: a.gold["id"].startswith("wh-"),
    "unseen, others": lambda a: a.gold["language"] != "en" and a.unseen,
}


@dataclass
class Losses:
    """What became of the transfers of a group of articles."""

    annotated: int = 0
    told: int = 0  # figures that the reader takes for transfers
    seen: int = 0  # annotated transfers among them
    right: int = 0
    reachable: int = 0  # the candidates of every field hold the right one
    why: Counter[str] = dataclass_field(default_factory=Counter)
    fields: dict[str, list[int]] = dataclass_field(
        default_factory=lambda: {name: [0, 0, 0] for name in FIELDS}
    )


def asked(told: Told, parts: dict[str, int], taught: Callable[[str], bool] = bool) -> Had:
    """Ask each fifth with weights learned from those of the others that are taught."""
    found: Had = defaultdict(dict)
    for field in FIELDS:
        for number in range(PARTS):
            weights = learn(
                c for c in told[field]
                if parts.get(c.article) != number and (not c.article or taught(c.article))
            )  # fmt: skip
            for choice in told[field]:
                if parts.get(choice.article) == number:
                    good, _ = settled(choice, weights)
                    found[choice.article, choice.place][field] = (
                        choice.chosen in choice.right, good, bool(choice.right)
                    )  # fmt: skip
    return found


def lost(among: list[Article], had: Had) -> Losses:
    """Count what became of each annotated transfer, and of each figure taken for one."""
    sum_up = Losses()
    for article in among:
        drafts = article.drafted.drafts
        places = {id(gold): place for gold, place in article.pairs}
        for gold in article.gold["figures"]:
            place = places.get(id(gold))
            if gold["role"] != "transfer" or (place is None and scorer.optional(gold)):
                continue
            sum_up.annotated += 1
            if place is None:
                sum_up.why["the figure is not found"] += 1
            elif drafts[place].role != "transfer":
                sum_up.why[f"taken for {drafts[place].role}"] += 1
            else:
                _judge(sum_up, had[article.gold["id"], place])
        paired = set(places.values())
        sum_up.told += sum(  # a nil in words that no annotation has is not held against it
            draft.role == "transfer" and (draft.found.kind != "nil" or place in paired)
            for place, draft in enumerate(drafts)
        )
    return sum_up


def _judge(sum_up: Losses, each: dict[str, tuple[bool, bool, bool]]) -> None:
    sum_up.seen += 1
    for field in FIELDS:
        for n, good in enumerate(each[field]):
            sum_up.fields[field][n] += good
    wrong = [field for field in FIELDS if not each[field][1]]
    sum_up.right += not wrong
    sum_up.reachable += all(each[field][2] for field in FIELDS)
    if wrong:
        sum_up.why[" and ".join(wrong) if len(wrong) < 3 else "three fields or more"] += 1


def tell(name: str, many: int, of: Losses) -> None:
    whole = (of.annotated + of.told) / 2
    print(f"\n{name}: {many} articles, {of.annotated} transfers annotated, {of.told} told,")
    print(f"  {of.seen} both, {of.right} right in every field: F1 {of.right / whole:.3f}")
    for field, counts in of.fields.items():
        rules, weighed, best = (count / of.seen for count in counts)
        print(f"  {field:10} rules {rules:.3f}  weighed {weighed:.3f}  at best {best:.3f}")
    for why, count in of.why.most_common():
        print(f"  {count:4} {why}")
    print(
        f"  F1 with every role right {of.right / of.seen:.3f},"
        f" every field {of.seen / whole:.3f}, every choice {of.reachable / whole:.3f}"
    )


def curve(told: Told, parts: dict[str, int], english: set[str]) -> None:
    """How often every field is right, by how many of the other articles were learned from."""
    for share in (0.25, 0.5, 0.75, 1.0):
        chance = random.Random(5)
        kept = {name for name in parts if chance.random() < share}
        had = asked(told, parts, kept.__contains__)
        rows = [each for (name, _), each in had.items() if name in english]
        right = {f: sum(each[f][1] for each in rows) / len(rows) for f in FIELDS}
        whole = sum(all(good for _, good, _ in each.values()) for each in rows) / len(rows)
        said = "  ".join(f"{field} {value:.3f}" for field, value in right.items())
        print(f"{share:4.0%} of the articles: {said}  all of it {whole:.3f}", flush=True)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--curve", action="store_true")
    every = articles()
    told = all_choices(every)
    names: list[Any] = sorted(article.gold["id"] for article in every)
    random.Random(3).shuffle(names)
    parts = {name: n % PARTS for n, name in enumerate(names)}
    if parser.parse_args().curve:
        group = GROUPS["unseen, English"]
        curve(told, parts, {article.gold["id"] for article in every if group(article)})
        return
    had = asked(told, parts)
    for name, belongs in GROUPS.items():
        among = [article for article in every if belongs(article)]
        tell(name, len(among), lost(among, had))


if __name__ == "__main__":
    main()
