"""The weights of the reader's signs, learned from the annotated articles here; `make weights`.

    python -m tests.gold.weights            # learn, write compliance/core/press/weights.py
    python -m tests.gold.weights --measure  # and say what that is worth on articles held back

Each field of a transfer is a choice among the candidates that the text offers: a conditional logit,
learned by stochastic steps of shrinking size (AdaGrad) in an order that a seed fixes. What is
measured is always measured on articles that were held back: a fifth at a time, five times. The
confidence of a claim, too, is set by how often such claims were right where they were held back.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from compliance.core.press import LANGUAGES
from compliance.core.press.reader import Drafted, draft
from compliance.core.press.timesigns import Signs
from compliance.core.press.weighing import FIELDS, MARGIN, shares
from tests.core.press.shorthand import column, span
from tests.gold import score as scorer


HERE = Path(__file__).parent
MADE = HERE.parents[1] / "compliance" / "core" / "press" / "weights.py"
FOLDERS = (HERE, HERE / "unseen")
PARTS = 5
STEPS = 12
PACE = 0.1
DRAG = 0.01
LEAST = 0.05  # a weight below it is left out
TRUST = 2.5  # where the learning starts from: what the rules chose


@dataclass(frozen=True)
class Article:
    """An annotated text as the rules read it; pairs: a gold figure and the place of its draft."""

    gold: dict[str, Any]
    drafted: Drafted
    pairs: list[tuple[dict[str, Any], int]]
    unseen: bool


@dataclass(frozen=True)
class Choice:
    """A field of one transfer: its candidates, those that are right, and what the rules chose."""

    article: str
    place: int
    candidates: dict[Any, Signs]
    right: frozenset[Any]
    chosen: Any


def articles() -> list[Article]:
    """Every annotated article, in a fixed order."""
    found = []
    for folder in FOLDERS:
        for path in sorted((folder / "gold").glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            text = (folder / "text" / f"{path.stem}.txt").read_text(encoding="utf-8")
            day = date.fromisoformat(gold["published"]) if gold.get("published") else None
            drafted = draft(text, published_on=day, language=gold["language"])
            found.append(Article(gold, drafted, _pairs(gold, drafted, text), folder != HERE))
    return found


def _pairs(gold: dict[str, Any], drafted: Drafted, text: str) -> list[tuple[dict[str, Any], int]]:
    figures = scorer.with_offsets(gold["figures"], text)
    ours = [
        {
            "start": d.found.figure.start,
            "value": d.found.figure.value,
            "low": d.found.figure.low,
            "high": d.found.figure.high,
            "unit": d.found.figure.unit,
            "place": place,
            **{field: _plain(field, getattr(d, field)) for field in FIELDS},
            "role": d.role,
        }
        for place, d in enumerate(drafted.drafts)
    ]
    return [(mine, theirs["place"]) for mine, theirs in scorer.pair(figures, ours)]


def _plain(field: str, value: Any) -> Any:
    if field == "period":
        return value and [day.isoformat() for day in value]
    return list(value) if field in ("supplier", "recipient") else value


def _alike(field: str, value: Any) -> Any:
    """What the scorer compares: parties in any order, periods to the month."""
    if field == "period":
        return value and tuple(str(day)[:7] for day in value)
    return tuple(sorted(value or ())) if field in ("supplier", "recipient") else value


def choices(field: str, among: Iterable[Article]) -> Iterator[Choice]:
    """The choices of a field in the transfers that the rules saw as such."""
    for article in among:
        reader = article.drafted.signs()
        for gold, place in article.pairs:
            if not gold["role"] == article.drafted.drafts[place].role == "transfer":
                continue
            candidates = reader.candidates(place, field)
            truth = _alike(field, gold.get(field))
            right = frozenset(c for c in candidates if _alike(field, c) == truth)
            chosen = getattr(article.drafted.drafts[place], field)
            yield Choice(article.gold["id"], place, candidates, right, chosen)


def sentences() -> list[tuple[Drafted, list[str]]]:
    """The texts of the tables of sentences, and their claims in shorthand."""
    tables = Path(__file__).parents[1] / "core" / "press"
    rows: list[tuple[str, str, str, list[str]]] = []
    for line in (tables / "retold.jsonl").read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        rows.append((said["published"], said["text"], "en", said["claims"]))
    for language in LANGUAGES:
        if (tables / f"test_newspapers_{language}.py").exists():
            table = import_module(f"tests.core.press.test_newspapers_{language}")
            rows += [(day, text, language, claims) for day, text, claims in table.SENTENCES]
    return [
        (draft(text, published_on=date.fromisoformat(day), language=language), claims)
        for day, text, language, claims in rows
    ]


def chosen_there(field: str, tables: Iterable[tuple[Drafted, list[str]]]) -> Iterator[Choice]:
    """The choices of a field in the tables of sentences, where a row says what is right."""
    for drafted, claims in tables:
        reader = drafted.signs()
        for claim in claims:
            quote, _, rest = claim.rpartition(": ")
            said = {column(part): part for part in rest.split()}
            places = [
                n for n, d in enumerate(drafted.drafts)
                if d.found.figure.quote == quote and d.role == said.get("role") == "transfer"
            ]  # fmt: skip
            if not places:
                continue
            name = "parties" if field in ("supplier", "recipient") else field
            if name not in said:
                continue
            candidates = reader.candidates(places[0], field)
            right = frozenset(
                c for c in candidates if shorthand(field, c) == sides(field, said[name])
            )
            chosen = getattr(drafted.drafts[places[0]], field)
            yield Choice("", places[0], candidates, right, chosen)


def all_choices(every: list[Article], fields: Sequence[str] = FIELDS) -> dict[str, list[Choice]]:
    """What the weights are learned from, by field."""
    tables = sentences()
    return {field: [*choices(field, every), *chosen_there(field, tables)] for field in fields}


def shorthand(field: str, value: Any) -> str:
    if field == "period":
        return span(value)
    return ",".join(value) if field in ("supplier", "recipient") else value or "-"


def sides(field: str, said: str) -> str:
    if field not in ("supplier", "recipient"):
        return said
    return said.partition(">")[0 if field == "supplier" else 2]


def learn(told: Iterable[Choice]) -> dict[str, float]:
    """The weights of a field's signs."""
    weights: dict[str, float] = defaultdict(float, {"same:True": TRUST})
    seen: dict[str, float] = defaultdict(float)
    useful = [choice for choice in told if choice.right]
    order = random.Random(7)
    for _ in range(STEPS):
        order.shuffle(useful)
        for choice in useful:
            share = shares(choice.candidates, weights)
            whole = sum(share[c] for c in choice.right) or 1e-9
            slope: dict[str, float] = defaultdict(float)
            for candidate, signs in choice.candidates.items():
                off = share[candidate]
                if candidate in choice.right:
                    off -= share[candidate] / whole
                if abs(off) > 1e-4:
                    for sign in signs:
                        slope[sign] += off
            for sign, value in slope.items():
                step = value + DRAG * weights[sign]
                seen[sign] += step * step
                weights[sign] -= PACE * step / math.sqrt(seen[sign] + 1e-2)
    return {s: round(w, 2) for s, w in weights.items() if abs(w) >= LEAST}


def settled(choice: Choice, weights: dict[str, float]) -> tuple[bool, float]:
    """Whether the reader would be right, and how sure it would be."""
    share = shares(choice.candidates, weights)
    best = max(share, key=lambda c: share[c])
    if share[best] - share.get(choice.chosen, 0.0) <= MARGIN:
        best = choice.chosen
    return best in choice.right, share.get(best, 0.0)


def held_back(told: dict[str, list[Choice]], ids: list[str]) -> dict[tuple[str, int], list[Any]]:
    """By article and place: for each field, whether it was right and how sure, held back."""
    part = {name: n % PARTS for n, name in enumerate(ids)}
    found: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for field in FIELDS:
        for number in range(PARTS):
            weights = learn(c for c in told[field] if part.get(c.article) != number)
            for choice in told[field]:
                if part.get(choice.article) == number:
                    found[choice.article, choice.place].append(
                        (field, *settled(choice, weights), choice.chosen in choice.right)
                    )
    return found


def likelihood(product: float) -> float:
    """The log of the odds, bounded."""
    bounded = min(max(product, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


def fitted(pairs: list[tuple[float, bool]]) -> tuple[float, float]:
    """Offset and slope by which a product of shares becomes how often it is right."""
    offset, slope = 0.0, 1.0
    for _ in range(4000):
        grad = [0.0, 0.0]
        for product, right in pairs:
            x = likelihood(product)
            off = 1 / (1 + math.exp(-(offset + slope * x))) - right
            grad[0] += off
            grad[1] += off * x
        offset -= 0.5 * grad[0] / len(pairs)
        slope -= 0.05 * grad[1] / len(pairs)
    return round(offset, 3), round(slope, 3)


def write(weights: dict[str, dict[str, float]], sure: tuple[float, float]) -> None:
    """Put the weights where the reader finds them."""
    lines = [
        '"""The weights of the signs of `weighing.py`, by field. Made by `make weights`; not by',
        'hand."""',
        "",
        "# Offset and slope of the log of the odds, from claims that were held back.",
        f"SURE = ({sure[0]}, {sure[1]})",
        "",
        "# A weight and its sign a line.",
        "WEIGHTS = {",
    ]
    for field in FIELDS:
        lines.append(f'    "{field}": """')
        lines += [f"{weight:g} {sign}" for sign, weight in sorted(weights[field].items())]
        lines.append('""",')
    lines.append("}")
    MADE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Learn, and write or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true")
    measure = parser.parse_args().measure
    every = articles()
    told = all_choices(every)
    ids = sorted(a.gold["id"] for a in every if a.unseen)
    random.Random(3).shuffle(ids)
    found = held_back(told, ids)
    together = [
        (math.prod(sure for _, _, sure, _ in each), all(right for _, right, _, _ in each))
        for each in found.values()
    ]
    sure = fitted(together)
    if not measure:
        write({field: learn(told[field]) for field in FIELDS}, sure)
        return
    print(f"{len(every)} articles, {len(ids)} of them held back a part at a time")
    for field in FIELDS:
        rows = [row for each in found.values() for row in each if row[0] == field]
        rules = sum(row[3] for row in rows) / len(rows)
        right = sum(row[1] for row in rows) / len(rows)
        print(f"  {field:10} of {len(rows)}: the rules {rules:.3f}, weighed {right:.3f}")
    rules = sum(all(row[3] for row in each) for each in found.values()) / len(found)
    right = sum(r for _, r in together) / len(together)
    print(f"  {'all of it':10} of {len(found)}: the rules {rules:.3f}, weighed {right:.3f}")
    offset, slope = sure
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for product, good in together:
        said = 1 / (1 + math.exp(-(offset + slope * likelihood(product))))
        bins[min(int(said * 10), 9)].append((said, good))
    print("  said    right  claims")
    for _, several in sorted(bins.items()):
        said = sum(s for s, _ in several) / len(several)
        good = sum(g for _, g in several) / len(several)
        print(f"  {said:.2f}    {good:.2f}   {len(several):5}")


if __name__ == "__main__":
    main()
