"""When a text was written, by its own words against the stamp of its page."""

from datetime import date

import pytest

from compliance.core.press import Reading, read


def dated(text: str, stamp: str) -> Reading:
    return read(text, published_on=date.fromisoformat(stamp), language="en")


EVENT = "North Korea delivered rockets and missiles to the mercenary group Wagner in {}.\n\n"


def test_one_event_named_twice_gives_the_year_away() -> None:
    text = EVENT.format("November last year") + EVENT.format("November 2022")
    reading = dated(text, "2024-05-28")
    assert [c.code for c in reading.cautions] == ["date_contradicted"]
    assert reading.dated == (date(2023, 1, 1), date(2023, 12, 31))


def test_a_day_without_a_year_narrows_the_span() -> None:
    text = (
        EVENT.format("November last year") + EVENT.format("November 2022")
        + "A report was released on June 9."
    )  # fmt: skip
    assert dated(text, "2024-05-28").dated == (date(2023, 6, 9), date(2023, 6, 30))


def test_a_stamp_that_agrees_is_left_alone() -> None:
    text = EVENT.format("November last year") + EVENT.format("November 2022")
    reading = dated(text, "2023-06-13")
    assert reading.cautions == ()
    assert reading.dated == (date(2023, 6, 13), date(2023, 6, 13))


UNDISTURBED = [
    # two events of the same month in two years
    "China sold diesel in July last year. In July 2021 Russia moved coal by rail.",
    # the dateline names the month of the stamp
    "July 21, 2021\n\nChina then sent 12,479 barrels in July last year.",
    # a later year in the text rules the earlier reading out
    EVENT.format("November last year") + EVENT.format("November 2019") + "In March 2021 it rained.",
    "No dates at all.",
]


@pytest.mark.parametrize("text", UNDISTURBED)
def test_what_is_no_contradiction_gives_no_caution(text: str) -> None:
    assert dated(text, "2021-07-21").cautions == ()


def test_periods_are_read_from_the_day_that_the_text_supports() -> None:
    text = (
        EVENT.format("November last year") + EVENT.format("November 2022")
        + "Russia reported 900 barrels of oil products for North Korea in April this year."
    )  # fmt: skip
    (claim,) = (c for c in dated(text, "2024-05-28").claims if c.figure.unit == "bbl")
    assert claim.period == (date(2023, 4, 1), date(2023, 4, 30))


def test_a_text_without_a_stamp_is_read_all_the_same() -> None:
    reading = read("Russia sold North Korea 900 barrels of oil.", published_on=None, language="en")
    assert reading.dated is None
    assert len(reading.claims) == 1
