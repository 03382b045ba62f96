"""Caps of many regimes, each with worked questions: every shape gives the expected answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from compliance.core.regime.shapes import SHAPES, work


FILES = sorted((Path(settings.BASE_DIR) / "seeds" / "illustrations").glob("*.yaml"))
EXAMPLES: dict[str, dict[str, Any]] = {
    example["slug"]: example
    for path in FILES
    for example in yaml.safe_load(path.read_text(encoding="utf-8"))["illustrations"]
}


@pytest.mark.parametrize("slug", EXAMPLES)
def test_a_worked_example_gives_the_expected_answers(slug: str) -> None:
    answers = work(EXAMPLES[slug])
    assert answers
    for answer in answers:
        assert not answer.differs, f"{answer.question}: {answer.differs}; {answer.found.reason}"
        assert answer.found.reason.endswith(".")


def forms(data: object) -> set[str]:
    if isinstance(data, dict):
        own = {str(data["form"])} if "form" in data else set()
        return own.union(*(forms(part) for part in data.values()))
    return set().union(*(forms(part) for part in data)) if isinstance(data, list) else set()


def test_every_shape_has_a_worked_example() -> None:
    shown = set().union(*(forms(example["terms"]) for example in EXAMPLES.values()))
    assert shown == set(SHAPES)
