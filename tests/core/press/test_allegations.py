# ruff: noqa: E501 - a sentence stands on one line
"""Allegations: prohibited dealings, who gives, who takes, who says so and who denies."""

from datetime import date

import pytest

from compliance.core.press import Allegation, read
from tests.core.press.shorthand import span


def line(allegation: Allegation) -> str:
    return f"{allegation.category} {','.join(allegation.sender)}>{','.join(allegation.recipient)}"


ALLEGED = [
    # arms: the ways to say who gives to whom
    ("North Korea delivered rockets and missiles to Russia, the White House said.", ["arms KP>RU"]),
    ("Russia received artillery shells from North Korea, U.S. officials said.", ["arms KP>RU"]),
    ("Pyongyang is supplying Moscow with ammunition, Washington says.", ["arms KP>RU"]),
    ("Pyongyang sold Moscow millions of shells, Seoul believes.", ["arms KP>RU"]),
    ("North Korean arms shipments to Russia go on, the Pentagon said.", ["arms KP>RU"]),
    ("Washington accused North Korea of shipping weapons to Russia.", ["arms KP>RU"]),
    ("Pyongyang arms Russia against Ukraine, the two allies say.", ["arms KP>RU"]),
    ("Russia is buying artillery shells from North Korea, the U.S. says.", ["arms KP>RU"]),
    ("Weapons from North Korea reached Russia by rail, Kyiv said.", ["arms KP>RU"]),
    ("Iran has transferred drones to Russia, Britain told the Council.", ["arms IR>RU"]),
    ("Moscow acquired unmanned aircraft from Tehran, the U.S. and France say.", ["arms IR>RU"]),
    ("Iran smuggled missiles to the Houthis in Yemen, U.N. experts said.", ["arms IR>YE"]),
    ("Russia supplied air defense equipment to North Korea, the report says.", ["arms RU>KP"]),
    # oil: beyond the cap, or by forbidden ways
    (
        "Russia is shipping refined petroleum to North Korea in violation of U.N. sanctions, the White"
        " House said.",
        ["oil RU>KP"],
    ),
    (
        "Russia's shipments of refined petroleum to North Korea exceed the U.N. cap, Washington says.",
        ["oil RU>KP"],
    ),
    (
        "North Korea imported refined petroleum by illegal ship-to-ship transfers, U.N. experts said.",
        ["oil >KP"],
    ),
    (
        "North Korea has breached the U.N. cap on refined petroleum imports, the U.S. says.",
        ["oil >KP"],
    ),
    (
        "A Chinese tanker smuggled oil to North Korea, Japan reported.",
        ["oil >KP"],
    ),  # a flag gives nothing
    # coal since the full ban
    (
        "North Korea exported coal to China in breach of sanctions, the panel of experts said.",
        ["coal KP>CN"],
    ),
    # what is stolen
    ("North Korean hackers stole cryptocurrency worth $1.5 billion, the FBI said.", ["cyber >KP"]),
]


@pytest.mark.parametrize(("text", "expected"), ALLEGED)
def test_prohibited_dealings_are_heard(text: str, expected: list[str]) -> None:
    reading = read(text, published_on=date(2024, 5, 28), language="en")
    assert [line(a) for a in reading.allegations] == expected


LAWFUL = [
    "China reported 8,050 barrels of refined petroleum supplied to North Korea in May.",
    "Resolution 2397 bans the sale of coal by North Korea.",  # the rule, not a breach
    "All exports of coal by North Korea are prohibited.",
    "North Korea tested a ballistic missile on Sunday.",
    "Russia and North Korea signed a treaty in Pyongyang.",
    "The Council limits North Korea's oil imports to 500,000 barrels a year.",
    "North Korea launched two missiles into the sea toward Japan.",
    "The United States sold missiles to South Korea.",  # nobody under sanctions
    "Member States must not supply arms to North Korea.",
    "South Korea sent food aid to North Korea.",
    "Talks on North Korea's nuclear weapons stalled, Russia said.",
]


@pytest.mark.parametrize("text", LAWFUL)
def test_what_is_lawful_or_only_a_rule_is_no_allegation(text: str) -> None:
    reading = read(text, published_on=date(2024, 5, 28), language="en")
    assert reading.allegations == ()


def only(text: str, published: str = "2024-05-28") -> Allegation:
    (allegation,) = read(
        text, published_on=date.fromisoformat(published), language="en"
    ).allegations
    return allegation


def test_who_asserts_and_who_denies() -> None:
    told = only(
        "The United States said that North Korea delivered missiles to Russia in November 2022."
        " Pyongyang denied it."
    )
    assert told.asserted_by == ("US",)
    assert told.denied_by == ("KP",)
    assert span(told.period) == "2022-11"


def test_both_ends_may_deny() -> None:
    told = only(
        "North Korea ships shells to Russia, the White House said. Moscow and Pyongyang have denied it."
    )
    assert told.denied_by == ("KP", "RU")


def test_no_comment_is_no_denial() -> None:
    told = only("North Korea ships shells to Russia, the White House said. Moscow gave no comment.")
    assert told.denied_by == ()


def test_one_dealing_told_twice_is_one_allegation() -> None:
    caption = "North Korea sent weapons to Russia in November 2022, the White House said.\n"
    told = only(caption + caption + "\n" + caption)
    assert told.quote == caption.strip()


def test_the_quote_is_cut_from_the_text() -> None:
    text = "Talks ended. North Korea sold Russia shells, the U.S. said. It rained."
    told = only(text)
    assert text[told.start : told.end] == told.quote


def test_a_text_about_oil_and_arms_tells_of_both() -> None:
    reading = read(
        "Russia is sending refined petroleum to North Korea beyond the U.N. cap, the White House said."
        " In return, North Korea has delivered artillery shells to Russia, it said.",
        published_on=date(2024, 5, 28),
        language="en",
    )
    assert {line(a) for a in reading.allegations} == {"oil RU>KP", "arms KP>RU"}
