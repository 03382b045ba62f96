"""How long it takes to find the copies among many articles: `python -m benchmarks.copies [N]`."""

from __future__ import annotations

import sys
import time
from random import Random

from compliance.core.press import copies


def main(n: int) -> None:
    """Stories of 300 words, one to twenty copies each, every tenth word edited."""
    random = Random(1)
    words = [f"w{k}" for k in range(20_000)]
    texts: list[str] = []
    while len(texts) < n:
        story = random.choices(words, k=300)
        for _ in range(random.randint(1, 20)):
            told = [w if random.random() < 0.95 else random.choice(words) for w in story]
            texts.append(" ".join(told))
    texts = texts[:n]
    random.shuffle(texts)
    began = time.perf_counter()
    sketches = {k: copies.sketch(text) for k, text in enumerate(texts)}
    drawn = time.perf_counter()
    found = copies.clusters(sketches)
    done = time.perf_counter()
    print(
        f"{n} articles: {drawn - began:.1f} s to sketch, {done - drawn:.1f} s to put together, "
        f"{len(found)} stories"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
