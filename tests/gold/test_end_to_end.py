"""Reader and reconciliation together: how many verdicts equal those reached from the annotations.

Where the corpus lies beside the project it is read; else the texts that ship with the tests.
`docs/reconciliation.md` reports the figure; `python -m pytest tests/gold/test_end_to_end.py -s`
prints it.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance import queries
from compliance.core import press, review
from tests.factories.seeds import planted  # noqa: F401
from tests.gold.predict import printed


HERE = Path(__file__).parent
DEV = HERE.parents[2] / "shared" / "corpus" / "dev"
FOLDER = DEV if DEV.exists() else HERE
JUDGED = ("transfer", "cap", "share_of_cap")
FLOOR = 0.90
USUAL = date(2025, 6, 30)  # for a text that nobody dates

Claims = dict[tuple[str, Any], dict[str, Any]]


def said(article: dict[str, Any]) -> Claims:
    """The claims of an annotation that are judged, by where they stand."""
    figures = article["figures"]
    found: Claims = {
        ("figure", f["start"]): f
        for f in figures
        if f["role"] in JUDGED and f.get("restates") is None
    }
    found |= {
        ("allegation", (a["category"], tuple(a["from"]), tuple(a["to"]))): a
        for a in article.get("allegations", [])
    }
    return found


@pytest.fixture(scope="module")
def judged(planted: None) -> list[tuple[str, str, str | None]]:  # noqa: F811
    """Of each claim annotated: its place, its verdict, and that of what the reader found there."""
    law, entries = queries.review.law(), queries.ledger.every_entry()
    policy = queries.regime.policy().policy

    def verdict(claim: dict[str, Any], day: date) -> str:
        line = json.dumps({"id": "1", "claim": claim, "known_at": day.isoformat()})
        case = review.from_json(line)
        return review.reconcile(
            case.claim, law=law, entries=entries, policy=policy, known_at=case.known_at
        ).code

    found = []
    for path in sorted((FOLDER / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (FOLDER / "text" / f"{path.stem}.txt").read_text(encoding="utf-8")
        day = date.fromisoformat(gold["published"]) if gold.get("published") else None
        reading = press.read(text, published_on=day)
        ours = said(printed(gold["id"], reading))
        for where, claim in said(gold).items():
            read = ours.get(where)
            known = day or USUAL
            found.append(
                (
                    f"{path.stem} {where}",
                    verdict(claim, known),
                    verdict(read, known) if read else None,
                )
            )
    return found


@pytest.mark.django_db
def test_verdicts_equal_those_of_the_annotations(
    judged: list[tuple[str, str, str | None]],
) -> None:
    equal = sum(gold == ours for _, gold, ours in judged)
    lost = sum(ours is None for _, _, ours in judged)
    share = equal / len(judged)
    other = Counter((gold, ours) for _, gold, ours in judged if gold != ours)
    print(f"\n{equal} of {len(judged)} verdicts are equal ({share:.1%}); {lost} not found")
    for (gold, ours), n in other.most_common():
        print(f"{n:4} {gold} -> {ours}")
    assert share >= FLOOR
