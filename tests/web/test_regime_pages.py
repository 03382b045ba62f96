"""The resolutions: each with its paragraphs, measures, sources and how sure we are."""

from __future__ import annotations

from typing import Any

import pytest

from compliance.models import Resolution


pytestmark = pytest.mark.usefixtures("planted")


def test_all_resolutions_open(get: Any) -> None:
    listed = get("/resolutions/").words
    numbers = list(Resolution.objects.values_list("number", flat=True))
    assert len(numbers) >= 25
    for number in numbers:
        assert f'href="/resolutions/{number}/"' in listed
        assert "Paragraph by paragraph" in get(f"/resolutions/{number}/").words


@pytest.mark.parametrize(
    "said",
    [
        "S/RES/2397 (2017)",
        "22 December 2017",
        'id="paragraph-5"',
        "500,000 barrels per 12 months",
        "Refined petroleum to the DPRK: how much of it is used",
        "verified in a source text",
        "75 and 95 % still from memory",
        "Deadlines",
        "22 December 2019",
        "github.com",
    ],
)
def test_resolution_2397_says(get: Any, said: str) -> None:
    assert said in get("/resolutions/2397/").words


def test_a_resolution_not_yet_adopted_on_the_day_asked_is_left_out_or_marked(get: Any) -> None:
    listed = get("/resolutions/?known_at=2010-01-01").words
    assert "3 resolutions held" in listed
    assert "/resolutions/2397/" not in listed
    assert (
        "had not been adopted on 1 January 2010"
        in get("/resolutions/2397/?known_at=2010-01-01").words
    )
