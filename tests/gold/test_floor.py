"""The reader against annotated articles: no score may fall below the floor, which may only rise.

The texts were written anew for the corpus from the facts of public articles; the annotations are
the corpus's. `floor.json` holds what was reached; a fall of more than one point fails.
"""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from tests.gold.predict import predictions
from tests.gold.score import score


HERE = Path(__file__).parent
FLOOR = json.loads((HERE / "floor.json").read_text(encoding="utf-8"))
ASIDE = HERE / "aside"
SHARED = HERE.parents[2] / "shared" / "corpus" / "score.py"


def english(gold: dict[str, Any]) -> bool:
    return gold["language"] == "en"


def others(gold: dict[str, Any]) -> bool:
    return gold["language"] != "en"


PARTS = {"english": english, "others": others}


def tell(part: str, report: dict[str, Any]) -> None:
    """The scorer's table, as `make score` prints it."""
    print(f"\n{part}: articles {report['articles']}")
    for name in ("detect", "claim", "allegation", "resolution"):
        row = report[name]
        print(
            f"{name:11} P {row['precision']:.3f}  R {row['recall']:.3f}  F1 {row['f1']:.3f}"
            f"  (tp {row['tp']}, fp {row['fp']}, fn {row['fn']})"
        )
    print(f"silence     {report['silence']} figures on distractors that would reach a cap")


@pytest.fixture(scope="module")
def read() -> dict[str, dict[str, Any]]:
    return {gold["id"]: annotation for gold, annotation in predictions(HERE)}


@pytest.mark.parametrize("part", ["english", "others"])
def test_scores_stay_above_their_floor(part: str, read: dict[str, dict[str, Any]]) -> None:
    report, errors = score(HERE, read, PARTS[part])
    tell(part, report)
    fallen = {
        name: (report[name]["f1"], floor)
        for name, floor in FLOOR[part].items()
        if report[name]["f1"] < floor - 0.01
    }
    assert not fallen, "\n".join(str(error) for error in errors)


def test_articles_put_aside_are_read_no_worse() -> None:
    """Thirty articles that nobody may look at beside the rules, and no weight is learned from."""
    found = {gold["id"]: annotation for gold, annotation in predictions(ASIDE)}
    report, _ = score(ASIDE, found)
    tell("put aside", report)
    assert len(found) == 30
    for name, floor in FLOOR["aside"].items():
        assert report[name]["f1"] >= floor - 0.01, name


def test_no_figure_of_a_distractor_reaches_a_cap(read: dict[str, dict[str, Any]]) -> None:
    report, _ = score(HERE, read)
    assert report["silence"] == FLOOR["silence"]


def test_every_quote_stands_in_its_text(read: dict[str, dict[str, Any]]) -> None:
    for identity, annotation in read.items():
        text = (HERE / "text" / f"{identity}.txt").read_text(encoding="utf-8")
        for figure in annotation["figures"]:
            start = figure["start"]
            assert text[start : start + len(figure["quote"])] == figure["quote"]
        for allegation in annotation["allegations"]:
            assert allegation["quote"] in text


@pytest.mark.skipif(not SHARED.exists(), reason="the corpus does not lie beside the project")
def test_our_scorer_agrees_with_the_corpus(read: dict[str, dict[str, Any]]) -> None:
    spec = importlib.util.spec_from_file_location("corpus_score", SHARED)
    assert spec is not None
    assert spec.loader is not None
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    expected, _ = theirs.score(HERE / "gold", read)
    ours, _ = score(HERE, read)
    assert ours == expected
