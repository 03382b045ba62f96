# ruff: noqa: E501 - a sentence stands on one line
"""English words that change a reading: who is meant by a word, and what a word is not."""

from datetime import date

import pytest

from compliance.core.press import read
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


UNCOUNTED = [
    # other money is no amount of oil
    ("North Korea imported 80,000 tons of refined oil at sea in 2019, the panel estimates, with a market value of over 30 million euros.", "30 million"),
    # "none" is a zero only where it is what was moved
    ("North Korea is short of gasoline.\nMoscow's foreign ministry was asked for comment on the oil for North Korea but gave none.", "none"),
    ("Where North Korea's gasoil originates is a puzzle.\nNone of it came by rail to North Korea, one hears.", "None"),
    ("North Korea buys little oil.\nAmerican fuel, none of which North Korea imported, is dear.", "none"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote"), UNCOUNTED)
def test_what_is_no_amount_that_moved(text: str, quote: str) -> None:
    reading = read(text, published_on=date(2025, 6, 1), language="en")
    assert [c.role for c in reading.claims if c.figure.quote == quote] in ([], ["context"])


NOTHING = [
    "North Korea's fuel.\nRussia told the committee that from October to May it supplied none of these products to North Korea.",
    "North Korea's fuel.\nRussia sold North Korea 30,000 barrels of refined oil in March and none in April.",
    "North Korea's fuel.\nRussia told the committee that its own sales to Pyongyang were of 300 barrels in March, and that its deliveries were zero in April.",
    "North Korea's fuel.\nRussia filed its numbers. Sales of refined fuel to North Korea were nil in April.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_none_that_moved_is_a_zero(text: str) -> None:
    reading = read(text, published_on=date(2025, 6, 1), language="en")
    assert [c.supplier for c in reading.claims if c.role == "transfer" and not c.figure.high] == [
        ("RU",)
    ]


UNITS = [
    # the unit that the sentence announces, not that of the sentence before
    ("Russia sold North Korea 6,940 tons of refined oil in March, the committee's figures show. Expressed in barrels, Moscow's deliveries were 54,200.", "54,200", "bbl"),
    # … or that a short question announces
    ("Russia sold North Korea 6,940 tons of refined oil in March, the committee was told. In barrels? Some 54,200, according to product.", "54,200", "bbl"),
    # but an amount with a unit of its own takes the word over
    ("Russia sold North Korea 54,200 barrels of refined oil in March. In barrels less than in April, when 7,300 tons were sold, or in May, when it was 7,100.", "7,100", "t"),
    # thousands that follow soldiers count soldiers, whatever was counted before them
    ("Russia sold North Korea 30,000 barrels of refined oil in March. More than 11,000 soldiers went from North Korea to Russia; a further 3,000 or more were dispatched in March 2025.", "3,000", "count"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "unit"), UNITS)
def test_the_unit_that_stands_elsewhere(text: str, quote: str, unit: str) -> None:
    reading = read(text, published_on=date(2025, 6, 1), language="en")
    assert [c.figure.unit for c in reading.claims if c.figure.quote == quote] == [unit]
