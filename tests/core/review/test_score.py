"""The worked cases, where they lie beside the project: the score may only rise."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from compliance.core.review import from_json, reconcile, to_json
from tests.core.review.facts import SHARED, the_facts
from tests.core.review.law import POLICY, the_law


FOLDER = SHARED / "reconcile"

FLOOR = {"verdict": 1.0, "ledger": 1.0, "figure": 1.0, "paragraphs": 1.0}


@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no worked cases in ../shared/{FOLDER.name}")
def test_the_worked_cases_are_answered_as_their_authors_did(tmp_path: Path) -> None:
    gold = FOLDER / "dev.jsonl"
    entries, law = the_facts(), the_law()
    answers = []
    for line in gold.read_text(encoding="utf-8").splitlines():
        case = from_json(line)
        verdict = reconcile(
            case.claim, law=law, entries=entries, policy=POLICY, known_at=case.known_at
        )
        answers.append(to_json(case.id, verdict))
    predictions = tmp_path / "answers.jsonl"
    predictions.write_text("\n".join(answers), encoding="utf-8")
    scored = subprocess.run(
        [sys.executable, str(FOLDER / "score.py"), str(gold), str(predictions), "--json"],
        check=True,
        capture_output=True,
        text=True,
    )
    measured = json.loads(scored.stdout)
    assert all(measured[name] >= floor for name, floor in FLOOR.items()), measured
