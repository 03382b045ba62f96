"""How fast the reader is, and that its time grows with the length of a text.

    python benchmarks/reader.py            # milliseconds an article, growth, memory, import
    python benchmarks/reader.py --json
    python benchmarks/reader.py --against  # and quantulum3 in the same run, where it is installed

Texts are the annotated articles in tests/gold; times are of this process alone (CPU), the best of
several passes, so that a busy machine shows less.
"""

import argparse
import importlib.util
import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path


ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
GOLD = ROOT / "tests" / "gold"
SENTENCE = "Russia reported 1,234 barrels of refined petroleum to the committee in May 2018. "


def articles() -> list[tuple[str, date, str]]:
    """Return text, day and language of each annotated article."""
    found = []
    for path in sorted((GOLD / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (GOLD / "text" / f"{path.stem}.txt").read_text(encoding="utf-8")
        found.append((text, date.fromisoformat(gold["published"]), gold["language"]))
    return found


def best(act: Callable[[], object], passes: int = 5) -> float:
    """Return the least CPU time of an act, in seconds."""
    least = math.inf
    for _ in range(passes):
        start = time.process_time()
        act()
        least = min(least, time.process_time() - start)
    return least


def import_seconds() -> float:
    """Return how long a fresh interpreter needs to import the reader."""
    code = (
        "import time; t = time.perf_counter(); import compliance.core.press;"
        " print(time.perf_counter() - t)"
    )
    command = [sys.executable, "-c", code]
    times = [
        float(subprocess.run(command, capture_output=True, cwd=ROOT, check=True).stdout)
        for _ in range(3)
    ]
    return min(times)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--json", action="store_true")
    options.add_argument("--against", action="store_true")
    chosen = options.parse_args()

    from compliance.core.press import read

    texts = articles()

    def read_all() -> None:
        for text, day, language in texts:
            read(text, published_on=day, language=language)

    read_all()  # lexicons are loaded when first needed
    whole = best(read_all)
    long = (SENTENCE * 80)[:5000]
    day = date(2018, 6, 1)
    sizes = (12_500, 25_000, 50_000, 100_000)
    grown = [
        best(lambda n=size: read((SENTENCE * 2000)[:n], published_on=day), 3) for size in sizes
    ]
    prose = max((text for text, _, language in texts if language == "en"), key=len)
    report = {
        "articles": len(texts),
        "ms_an_article": round(1000 * whole / len(texts), 3),
        "ms_at_5000_characters_of_prose": round(
            1000 * best(lambda: read((prose * 4)[:5000], published_on=day, language="en")), 3
        ),
        "ms_at_5000_characters_all_figures": round(
            1000 * best(lambda: read(long, published_on=day, language="en")), 3
        ),
        "growth_exponent": round(math.log(grown[-1] / grown[0], sizes[-1] / sizes[0]), 3),
        "import_seconds": round(import_seconds(), 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }
    if chosen.against and importlib.util.find_spec("quantulum3"):
        from quantulum3 import parser

        theirs = best(lambda: [parser.parse(text) for text, _, _ in texts], 1)
        report["times_as_fast_as_quantulum3"] = round(theirs / whole, 1)
    if chosen.json:
        print(json.dumps(report))
    else:
        for name, value in report.items():
            print(f"{name:36} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
