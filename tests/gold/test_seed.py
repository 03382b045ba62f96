"""The article that the tracker began with, told again in our own words.

Its page is stamped a year late, its caption stands twice, its second amount has no date but "the
first in 27 months", and one State both is accused and denies.
"""

from datetime import date

import pytest

from compliance.core.press import Reading, read
from tests.core.press.shorthand import check, span, told


CAPTION = (
    "In this picture, made public by the White House on Jan. 20, railcars run between Russia and"
    " North Korea on Nov. 18-Nov. 19, 2022, by suspicion with military equipment from North Korea"
    " for the Russian mercenaries of the Wagner Group. Agency photo\n"
)

ARTICLE = (
    "Pyongyang thought to be arming Moscow again\n"
    "2024-05-28 22:33:01\n\n" + CAPTION + CAPTION + "\n"
    "A news agency wrote on Tuesday that, by confirmation of the United States, North Korea had"
    " delivered infantry rockets and missiles to the Wagner mercenary group in November last year,"
    " although Pyongyang denies that it sold any weapons to Russia.\n\n"
    '"In November 2022, the DPRK delivered infantry rockets and missiles into Russia for the use of'
    ' the Wagner group," a U.S. envoy said in April.\n\n'
    "A paper of the Security Council's 1718 Committee, out since June 9, shows that Russia reported"
    " 67,300 barrels of refined petroleum transferred to North Korea from December 2022 to"
    " April this year. December's transfer was the first in 27 months after Moscow reported to the"
    " committee that it had transferred 255.4 barrels.\n\n"
    "By Resolution 2397 of 2017 the Council limits what the North may import to 500,000 barrels of"
    " refined petroleum in 12 months.\n\n" + CAPTION
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(ARTICLE, published_on=date(2024, 5, 28))


def test_the_text_dates_itself_against_its_stamp(reading: Reading) -> None:
    assert reading.dated is not None
    first, last = reading.dated
    assert date(2023, 6, 9) <= first <= last <= date(2023, 6, 30)
    (caution,) = [c for c in reading.cautions if c.code == "date_contradicted"]
    assert "2023" in caution.message
    assert ARTICLE[caution.start : caution.end].startswith("Nov")


def test_what_russia_reported(reading: Reading) -> None:
    check(
        ARTICLE,
        "2024-05-28",
        "en",
        ["67,300 barrels: transfer refined_petroleum RU>KP 2022-12..2023-04 reported"],
    )


def test_the_period_before_the_gap_is_worked_out_and_doubted(reading: Reading) -> None:
    claim = told(reading, "255.4 barrels")
    assert (claim.role, claim.supplier, claim.recipient, claim.basis) == (
        "transfer", ("RU",), ("KP",), "reported",
    )  # fmt: skip
    assert span(claim.period) == "2020-08"
    assert [span(p) for p in claim.periods] == ["2020-08", "2020-09"]
    assert claim.confidence < told(reading, "67,300 barrels").confidence
    assert any("27 months" in reason.words for reason in claim.reasons)


def test_the_cap(reading: Reading) -> None:
    claim = told(reading, "500,000 barrels")
    assert (claim.role, claim.commodity, claim.recipient) == ("cap", "refined_petroleum", ("KP",))
    assert reading.resolutions == ("S/RES/2397",)


def test_the_delivery_to_wagner_is_one_allegation(reading: Reading) -> None:
    (allegation,) = reading.allegations
    assert (allegation.category, allegation.sender, allegation.recipient) == (
        "arms", ("KP",), ("RU",),
    )  # fmt: skip
    assert allegation.period is not None
    assert {day.strftime("%Y-%m") for day in allegation.period} == {"2022-11"}
    assert allegation.asserted_by == ("US",)
    assert allegation.denied_by == ("KP",)


def test_only_three_amounts_are_claimed(reading: Reading) -> None:
    assert [c.figure.quote for c in reading.claims if c.role != "context"] == [
        "67,300 barrels", "255.4 barrels", "500,000 barrels",
    ]  # fmt: skip
