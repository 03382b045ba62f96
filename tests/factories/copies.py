"""Stories as the press passes them on: groups of copies, and stories that only look alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random


GOLD = Path(__file__).parents[1] / "gold" / "text"
DEV = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "text"

HEADLINES = (
    "What the figures show of the North", "Fuel, coal and arms: the latest", "Council looks again",
    "New numbers raise old questions", "Trade goes on, figures say", "Sanctions under strain",
)  # fmt: skip
BOILERPLATE = (
    "Subscribe to our newsletter for the stories of the day.",
    "This story was first published elsewhere and has been edited for length.",
    "Reporting by our staff; editing by the desk.", "Follow us for more news from the region.",
)  # fmt: skip
DATELINES = ("SEOUL (Yonhap) -- ", "BEIJING, (Reuters) - ", "NEW YORK (AP) — ", "TOKYO: ", "")
OTHER_WORDS = (
    "reportedly", "officials", "noted", "further", "earlier", "according", "stated", "overall",
    "meanwhile", "roughly", "still", "recent",
)  # fmt: skip
SENTENCE = re.compile(r"(?<=[.!?。])\s+|(?<=。)|\n+")
BARRELS = re.compile(r"(\d[\d,]*(?:\.\d+)?) barrels")
TONS = re.compile(r"(\d[\d,]*(?:\.\d+)?) (?:tons|tonnes|metric tons)\b")
NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w,]|\.\d)")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass
class Stories:
    """Texts by name, and which of them are copies of each other."""

    texts: dict[str, str] = field(default_factory=dict)
    groups: list[list[str]] = field(default_factory=list)


def corpus() -> dict[str, str]:
    folder = DEV if DEV.exists() else GOLD
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}


def stories(seed: int, *, groups: int = 60, singles: int = 200) -> Stories:
    """Groups of two to seven copies, and stories that stand alone: whole ones, ones put together
    from sentences of several, and next month's from the same mould with other figures."""
    random = Random(seed)
    texts = corpus()
    names = sorted(texts)
    random.shuffle(names)
    found = Stories()
    for name in names[:groups]:
        copies = {f"{name}/{n}": copy(texts[name], random) for n in range(random.randint(2, 7))}
        found.texts |= copies
        found.groups.append(list(copies))
    alone: dict[str, str] = {f"{name}/alone": texts[name] for name in names[groups:]}
    moulds = moulded(texts, names, random)
    while len(alone) < singles:
        if len(alone) % 5 == 0 and (next_one := next(moulds, None)):
            alone[next_one[0]] = next_one[1]
        else:
            alone[f"pieced/{len(alone)}"] = pieced(list(texts.values()), random)
    found.texts |= alone
    found.groups += [[name] for name in alone]
    order = list(found.texts)
    random.shuffle(order)
    found.texts = {name: found.texts[name] for name in order}
    return found


def copy(text: str, random: Random) -> str:
    """The text under another headline, cut, edited, with other units."""
    sentences = [s for s in SENTENCE.split(text) if s.strip()]
    title, body = sentences[0], sentences[1:] or sentences
    if random.random() < 0.7:
        title = random.choice(HEADLINES)
    if random.random() < 0.6:
        body = body[: max(3, int(len(body) * random.uniform(0.5, 1)))]
    if random.random() < 0.3 and len(body) > 5:
        del body[random.randrange(1, len(body))]
    if random.random() < 0.2 and len(body) > 3:
        n = random.randrange(1, len(body) - 1)
        body[n], body[n + 1] = body[n + 1], body[n]
    told = "\n".join(edited(s, random, random.uniform(0, 0.1)) for s in body)
    if random.random() < 0.35:
        told = other_units(told)
    if random.random() < 0.5:
        told += "\n" + random.choice(BOILERPLATE)
    return f"{title}\n\n{random.choice(DATELINES)}{told}\n"


def edited(sentence: str, random: Random, share: float) -> str:
    """Some words replaced, left out or put in; figures are left as they are."""
    cjk = len(CJK.findall(sentence)) > len(sentence) / 4
    parts = list(sentence) if cjk else sentence.split(" ")
    kept: list[str] = []
    for part in parts:
        if any(c.isdigit() for c in part) or random.random() > share / (3 if cjk else 1):
            kept.append(part)
        elif random.random() < 0.6:
            kept.append("又" if cjk else random.choice(OTHER_WORDS))
    return ("" if cjk else " ").join(kept)


def other_units(text: str) -> str:
    """Barrels as tons and tons of oil as barrels, at the Committee's factor for Russia."""

    def tons(found: re.Match[str]) -> str:
        return f"{float(found[1].replace(',', '')) / 7.98:,.0f} tons"

    def barrels(found: re.Match[str]) -> str:
        return f"{float(found[1].replace(',', '')) * 7.98:,.0f} barrels"

    return BARRELS.sub(tons, text) if BARRELS.search(text) else TONS.sub(barrels, text)


def pieced(texts: list[str], random: Random) -> str:
    """A story put together from several others: of none more than a fifth, and six at least."""
    told: list[str] = []
    for text in random.sample(texts, len(texts)):
        sentences = [s for s in SENTENCE.split(text) if 30 < len(s) < len(text) / 5]
        if sentences:
            told.append(random.choice(sentences))
        if len(told) == 8:
            break
    longest = max(told, key=len)
    return "\n".join(s for s in told if s != longest)


def moulded(texts: dict[str, str], names: list[str], random: Random) -> Iterator[tuple[str, str]]:
    """Another month's story from the mould of one that has figures enough to tell them apart."""
    for name in names:
        if len(TONS.findall(texts[name])) + len(BARRELS.findall(texts[name])) >= 3:
            factor = random.uniform(1.4, 5)

            def other(found: re.Match[str], factor: float = factor) -> str:
                number = float(found[0].replace(",", ""))
                return found[0] if 1990 <= number <= 2030 else f"{number * factor + 3:,.0f}"

            yield f"{name}/another month", NUMBER.sub(other, texts[name])


def pairs(groups: list[list[str]]) -> set[frozenset[str]]:
    """Which two are in one group."""
    return {
        frozenset((a, b)) for group in groups for n, a in enumerate(group) for b in group[n + 1 :]
    }


def measured(found: list[list[str]], true: list[list[str]]) -> tuple[float, float]:
    """Precision and recall by pairs."""
    ours, theirs = pairs(found), pairs(true)
    right = len(ours & theirs)
    return right / len(ours), right / len(theirs)
