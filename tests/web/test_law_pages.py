"""What was in force on a day, and what binds one good."""

from __future__ import annotations

from typing import Any

import pytest


pytestmark = pytest.mark.usefixtures("planted")

GOOD = "/law/good/?from=CN&to=KP&on=2018-06-01"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/law/", "measures in force"),
        ("/law/", "and no duty"),
        ("/law/?on=2017-12-21", "any 12 months after adoption"),
        ("/law/", "would have begun, and never did"),
        ("/law/?on=2010-01-01&known_at=2010-01-01", "26 measures in force"),
        (f"{GOOD}&hs=2713", "HS 2713: allowed up to an amount, on conditions"),
        (f"{GOOD}&hs=2713", "Names no code."),
        (f"{GOOD}&hs=2713", "To be shown: the supplying State notifies"),
        (f"{GOOD}&hs=2711.11", "Condensates and natural gas liquids: full ban"),
        (f"{GOOD}&hs=2707", "Authorities draw the line around this good differently"),
        (f"{GOOD}&good=refined_petroleum&hs=", "Refined petroleum: allowed up to"),
        ("/law/good/?from=KP&to=CN&on=2017-08-20&good=iron", "Old contracts run on"),
    ],
)
def test_the_page_says(get: Any, address: str, said: str) -> None:
    assert said in get(address).words


def test_what_was_not_yet_law_is_not_told(get: Any) -> None:
    words = get("/law/?known_at=2010-01-01").words
    assert "2397 (2017)" not in words
    assert "2017-12-22" not in words


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/fr/law/good/?from=CN&to=KP", 400, "Dites de quoi il s’agit"),
        ("/fr/law/good/?from=CN&to=KP&hs=oil", 400, "n’est pas un code SH"),
        ("/ko/law/good/?from=CN&to=KP&good=bananas", 400, "수록된 어느 항도"),
        ("/ar/law/good/?from=CN&to=KP&hs=2710&authority=XX", 400, "لا يوجد هنا خط"),
        ("/fr/law/good/?from=CN&to=KP&on=2018-06-01&good=refined_petroleum", 200, "Permis jusqu’à"),
        ("/zh-hans/law/good/?from=CN&to=FR&on=2018-06-01&hs=2710", 200, "针对与朝鲜的贸易"),
    ],
)
def test_the_law_on_a_good_is_told_in_the_reader_s_language(
    get: Any, address: str, status: int, said: str
) -> None:
    assert said in get(address, status).words


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/law/good/?from=China&to=KP&hs=2710", "is no State"),
        ("/law/good/?from=CN&to=KP&hs=oil", "is no HS code"),
        ("/law/good/?from=CN&to=KP", "Say what it is"),
        ("/law/good/?from=CN&to=KP&good=bananas", "Ask by its HS code"),
        ("/law/good/?from=CN&to=KP&hs=2710&on=May", "is no day"),
        ("/law/?on=2018-13-01", "is no day"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_why(get: Any, address: str, said: str) -> None:
    assert said in get(address, 400).words
