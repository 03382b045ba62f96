# ruff: noqa: E501 - a sentence stands on one line
"""English words that change a reading: who is meant by a word, and what a word is not."""

import pytest

from tests.core.press.shorthand import check


SENTENCES = [
    (
        "2024-05-28",
        "Moscow sold the North 900 barrels of kerosene in April, it notified the committee.",
        ["900 barrels: transfer refined_petroleum RU>KP 2024-04 reported"],
    ),
    (
        "2024-05-28",
        "Beijing sent the DPRK 700 tons of naphtha in April, customs figures show.",
        ["700 tons: transfer refined_petroleum CN>KP 2024-04 reported"],
    ),
    (
        "2024-05-28",
        "The Kremlin denies that Russia sold North Korea 900 barrels of oil products in April.",
        ["900 barrels: transfer RU>KP 2024-04"],
    ),
    (
        "2024-05-28",
        "N. Korea took 900 barrels of refined oil from Russia in April, the committee's website says.",
        ["900 barrels: transfer RU>KP 2024-04 reported"],
    ),
    (
        "2024-05-28",
        "Sales may rise in May; in March Russia sold North Korea 900 barrels of fuel, the UN was notified.",
        ["900 barrels: transfer RU>KP 2024-03 reported"],
    ),
    (
        "2024-05-28",
        "Oil worth US$2 million went from Russia to North Korea in April, customs data show.",
        ["US$2 million: transfer RU>KP 2024-04 reported"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), SENTENCES)
def test_english_sentences(published: str, text: str, expected: list[str]) -> None:
    check(text, published, "en", expected)
