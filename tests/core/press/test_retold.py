"""Facts retold: the same deliveries in other words and orders, and the claims they must give.

`retold.jsonl` holds one text a line, written for this table from facts of the trade; no newspaper
printed them. A text without claims must give none.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from compliance.core.press import read
from tests.core.press.shorthand import check


CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("retold.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_retold(case: dict[str, str | list[str]]) -> None:
    text, published = str(case["text"]), str(case["published"])
    check(text, published, "en", list(case["claims"]))
    if not case["claims"]:
        claims = read(text, published_on=date.fromisoformat(published), language="en").claims
        assert {claim.role for claim in claims} <= {"context", "change"}
