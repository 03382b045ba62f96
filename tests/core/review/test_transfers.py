"""Transfers of the press beside the lines of the ledger: one table, a trap a row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from compliance.core.review import Statement
from tests.core.review.book import claim, entries, judge


SPAN = "2022-12/2023-04"

CASES = [
    # the claim, the day, the verdict, our figure
    (claim("67300 bbl", SPAN, "RU"), "2023-07-01", "agrees", "67298"),
    # twelve days before the five lines became known
    (claim("67300 bbl", SPAN, "RU"), "2023-06-01", "unreported", None),
    (claim("67300 bbl", SPAN, "RU"), "2023-06-13", "agrees", "67298"),  # that day itself
    # the month the span cuts is not added and leaves its days open
    (claim("67000 bbl", "2022-12-01/2023-04-14", "RU"), "2023-07-01", "partly_covered", "63686"),
    # a month that vanished from the table still stands
    (claim("67298 bbl", SPAN, "RU"), "2024-02-10", "agrees", "67298"),
    (claim("45000 bbl", "2023-01", "RU"), "2023-07-01", "agrees", "44655"),
    (claim("over 45000 bbl", "2023-01", "RU"), "2023-07-01", "differs", "44655"),
    (claim("over 44000 bbl", "2023-01", "RU"), "2023-07-01", "agrees", "44655"),
    (claim("up to 45000 bbl", "2023-01", "RU"), "2023-07-01", "agrees", "44655"),
    (claim("44000..44600 bbl", "2023-01", "RU"), "2023-07-01", "differs", "44655"),
    # the line is 715 t = 5,713 bbl; the row of 715 bbl is a conflict and no line
    (claim("715 bbl", "2023-08", "RU"), "2024-02-05", "differs", "5713"),
    (claim("715 t", "2023-08", "RU"), "2024-02-05", "agrees", "715"),
    # litres and gallons by definition, not by factor
    (claim("10700000 L", SPAN, "RU"), "2023-07-01", "agrees", "10699507.126"),
    (claim("2826516 gal_us", SPAN, "RU"), "2023-07-01", "agrees", "2826516"),
    # thousand tons: the digits are the claim's, the unit is turned
    (claim("0.715 kt", "2023-08", "RU"), "2024-02-05", "agrees", "0.715"),
    # a restated month takes the place of the earlier figure from its day on
    (claim("1498 t", "2020-07", "CN"), "2021-02-16", "agrees", "1498"),
    (claim("12479 bbl", "2020-07", "CN"), "2021-02-17", "agrees", "12479"),
    (claim("12480 bbl", "2020-07", "CN"), "2021-02-16", "agrees", "12478.34"),  # by 8.33
    # a sum is no month, though it touches it
    (claim("1800 t", "2018-09", "CN"), "2019-02-01", "partly_covered", None),
    (claim("5500 t", "2018-07/2018-09", "CN"), "2019-02-01", "partly_covered", "3629.68"),
    (claim("7331 t", "2018-07/2018-10", "CN"), "2019-02-01", "agrees", "7330.68"),
    # the wider sum takes the narrower one's place when it becomes known
    (claim("93935 bbl", "2024-03/2024-05", "CN"), "2024-07-01", "agrees", "93935"),
    (claim("93935 bbl", "2024-03/2024-05", "CN"), "2025-01-01", "partly_covered", None),
    # a blank is no zero, nor is "nil or missing", nor a row that is unknown
    (claim("1400 t", "2020-07", "RU"), "2021-06-01", "unreported", None),
    (claim("0 bbl", "2022-05", "CN"), "2023-01-01", "unreported", None),
    (claim("5000 bbl", "2024-12", "CN"), "2025-06-01", "unreported", None),
    (claim("4893 bbl", "2021-01/2021-03", "CN"), "2021-06-01", "partly_covered", "4893"),
    # an alleged row is no line either
    (claim("80 t", "2018-07", "KR"), "2018-12-01", "unreported", None),
    # explicit nils
    (claim("5400 bbl", "2023-10", "RU"), "2024-02-01", "nil_contradicted", "0"),
    (claim("0 bbl", "2023-10", "RU"), "2024-02-01", "agrees", "0"),
    (claim("0 bbl", "2023-03", "CN"), "2023-08-01", "nil_contradicted", "15260"),
    # one line that is not nil contradicts, though other months are open
    (claim("0 bbl", "2021-01/2021-03", "CN"), "2021-08-01", "nil_contradicted", "4893"),
    (claim("0 bbl", "2021-01/2021-03", "RU"), "2021-04-01", "partly_covered", "0"),
    # nils of one supplier do not cover another's silence
    (claim("500 bbl", "2021-01", "CN RU"), "2021-08-01", "partly_covered", "0"),
    (claim("18154 bbl", "2023-10", "CN RU"), "2024-02-10", "agrees", "18154"),
    (claim("18154 bbl", "2023-10", "CN"), "2024-02-10", "agrees", "18154"),
    # estimates stand beside, whether they fit or not, nils or not
    (claim("67300 bbl", SPAN, "RU", basis="estimated"), "2023-07-01", "estimate_beside", "67298"),
    (claim("5000 bbl", "2023-10", "RU", basis="alleged"), "2024-02-01", "estimate_beside", "0"),
    (claim("over 9000 bbl", "2023-05", basis="estimated"), "2024-02-01", "estimate_beside", None),
    # coal: lines of all buyers, in tons and in dollars
    (
        claim("2680000 t", "2017-01/2017-03", "KP", commodity="coal"),
        "2018-02-01",
        "agrees",
        "2676300",
    ),
    (
        claim("2680 kt", "2017-01/2017-03", "KP", commodity="coal", recipient=""),
        "2018-02-01",
        "agrees",
        "2676.3",
    ),
    # to another buyer there is no line
    (
        claim("2680000 t", "2017-01/2017-03", "KP", commodity="coal", recipient="RU"),
        "2018-02-01",
        "unreported",
        None,
    ),
    (claim("570000 USD", "2017-03", "KP", commodity="coal"), "2018-02-01", "agrees", "570000"),
    # January's dollars are not known: no ton is turned into them
    (
        claim("570000 USD", "2017-01/2017-03", "KP", commodity="coal"),
        "2018-02-01",
        "partly_covered",
        "570000",
    ),
    (claim("500000 t", "2017-06", "KP", commodity="coal"), "2017-09-15", "unreported", None),
    # no crude line exists
    (claim("480000 t", "2018", "CN", commodity="crude_oil"), "2019-01-20", "unreported", None),
    # limits
    (claim("75000 t", "2019", "CN RU"), "2020-03-01", "exceeds_cap", None),
    (claim("71000 t", "2019", "CN RU"), "2020-03-01", "unreported", None),  # 70,500 x 7.0 fits
    (claim("over 560000 bbl", "2023", "RU"), "2023-07-01", "exceeds_cap", "64073"),
    (claim("over 500000 bbl", "2023", "RU"), "2023-07-01", "partly_covered", "64073"),
    (claim("510000 bbl", "2022-07/2023-06", "RU"), "2023-07-01", "partly_covered", "67298"),
    (
        claim("560000 t", "2018-01/2018-11", "CN", commodity="crude_oil"),
        "2019-01-15",
        "exceeds_cap",
        None,
    ),
    # the calendar year 2018 lies in two crude periods, which turn on 22 December
    (claim("560000 t", "2018", "CN", commodity="crude_oil"), "2019-01-15", "unreported", None),
    (
        claim("600000 t", "2018", "CN", commodity="crude_oil", basis="estimated"),
        "2019-01-15",
        "estimate_beside",
        None,
    ),
    # either limb: two million tons are over the tons, 184 million dollars over the dollars
    (
        claim("2000000 t", "2016-12", "KP", commodity="coal"),
        "2017-03-15",
        "exceeds_cap",
        "2000000",
    ),
    (
        claim("184000000 USD", "2016-12", "KP", commodity="coal"),
        "2017-03-15",
        "exceeds_cap",
        "184000000",
    ),
    # bans come before estimates and before the book
    (
        claim("3700000 t", "2019-01/2019-08", "KP", commodity="coal", basis="estimated"),
        "2020-04-18",
        "prohibited_dealing",
        None,
    ),
    (
        claim("500000 t", "2017-08", "KP", commodity="coal"),
        "2017-10-01",
        "ambiguous",
        None,
    ),
    (claim("0 t", "2018-01", "KP", commodity="coal"), "2018-03-01", "unreported", None),
    (
        claim("800 t", "2018-04", "CN", commodity="condensate"),
        "2018-07-01",
        "prohibited_dealing",
        None,
    ),
    # outside: a good, a way, a day
    (claim("3428 m3", "2017-11", "CN", commodity="other"), "2017-12-27", "outside", None),
    (claim("2000 t", "2023-01", "KP", recipient="CN"), "2023-07-01", "outside", None),
    (claim("2000 t", "2023-01", "CN", recipient="SY"), "2023-07-01", "outside", None),
    (claim("2000 t", "2017-09", "CN"), "2018-01-01", "outside", None),
]


@pytest.mark.parametrize(
    ("said", "known_at", "code", "ledger"),
    CASES,
    ids=[f"{n}-{case[2]}" for n, case in enumerate(CASES)],
)
def test_a_transfer_is_judged_by_the_lines_known_that_day(
    said: Statement, known_at: str, code: str, ledger: str | None
) -> None:
    verdict = judge(said, known_at)
    assert verdict.code == code, verdict.reason
    if ledger is None:
        assert verdict.ledger is None
    else:
        assert verdict.ledger is not None
        assert verdict.ledger.amount == Decimal(ledger)
        assert verdict.ledger.unit == said.unit


def test_the_reason_can_be_quoted() -> None:
    assert judge(claim("67300 bbl", SPAN, "RU"), "2023-07-01").reason == (
        "67,300 bbl stands for 67,250 to 67,350; Russia's five lines from December 2022 to "
        "April 2023 make 67,298 bbl."
    )
    assert judge(claim("5500 t", "2018-07/2018-09", "CN"), "2019-02-01").reason == (
        "5,500 t stands for 5,450 to 5,550; China's two lines from July to August 2018 make "
        "3,629.68 t, but no line covers China's September 2018 (China's line of September to "
        "October 2018 cannot be added)."
    )


def test_a_verdict_names_the_lines_compared_and_the_gap() -> None:
    verdict = judge(claim("44000 bbl", "2023-01", "RU"), "2023-07-01")
    (line,) = [e for e in entries() if e.id in verdict.lines]
    assert (line.supplier, str(line.period)) == ("RU", "2023-01-01 to 2023-01-31")
    assert verdict.difference is not None
    assert verdict.difference.amount == Decimal(-655)


def test_the_reason_says_what_a_wrong_figure_was_taken_from() -> None:
    another_month = judge(claim("10666 bbl", "2023-01", "RU"), "2023-07-01")
    assert another_month.reason.endswith("the figure is that of Russia's line of February 2023.")
    conflict = judge(claim("715 bbl", "2023-08", "RU"), "2024-02-05")
    assert conflict.reason.endswith("is kept beside, as conflict, and is no line.")
    one_of_two = judge(claim("20400 bbl", "2023-03", "CN RU"), "2023-08-01")
    assert one_of_two.code == "agrees"
    one_of_two = judge(claim("15260 bbl", "2023-03", "CN RU"), "2023-08-01")
    assert one_of_two.code == "differs"
    assert one_of_two.reason.endswith("the figure is that of China's lines alone.")


ONE_FACTOR = [
    # 1,498 t of China, known in tons only before February 2021: 12,478.34 bbl by the policy
    ("10486 bbl", "agrees"),  # 7.0
    ("10300 bbl", "differs"),  # 6.88
    ("11235 bbl", "agrees"),  # 7.5, as the press had it
    ("12583 bbl", "agrees"),  # 8.4
    ("12600 bbl", "agrees"),  # 12,550 is in what it stands for, at 8.38
    ("12700 bbl", "differs"),  # 8.48
]


@pytest.mark.parametrize(("figure", "code"), ONE_FACTOR)
def test_one_factor_from_7_to_8_4_may_explain_a_figure(figure: str, code: str) -> None:
    verdict = judge(claim(figure, "2020-07", "CN"), "2021-01-01")
    assert verdict.code == code, verdict.reason
    assert verdict.ledger is not None
    assert verdict.ledger.amount == Decimal("12478.34")  # stays the policy's


def test_the_factor_is_named() -> None:
    assert "7.50 bbl a ton" in judge(claim("11235 bbl", "2020-07", "CN"), "2021-01-01").reason


def test_one_factor_is_for_all_lines_worked_out() -> None:
    book = entries(
        """
        CN 2018-01 reported 1001 t - 2018-07-06
        RU 2018-01 reported 999 t  - 2018-07-06
        """
    )
    for figure, code in (
        ("16310 bbl", "agrees"),  # by the policy, 8.33 and 7.98
        ("16600 bbl", "agrees"),  # 8.30 for both
        ("16900 bbl", "differs"),  # 8.43 for both
    ):
        verdict = judge(claim(figure, "2018-01", "CN RU"), "2019-01-01", book=book)
        assert verdict.code == code, verdict.reason


def test_a_line_that_states_the_unit_is_turned_by_no_other_factor() -> None:
    # 1,188 t stated as 9,482 bbl: 8,900 bbl would be 7.5 bbl a ton
    assert judge(claim("8910 bbl", "2023-09", "RU"), "2024-02-01").code == "differs"


def test_barrels_are_turned_into_tons_by_the_same_factors() -> None:
    # 15,260 bbl: 1,831.93 t at 8.33, 2,180 t at 7.0, 1,817 t at 8.4
    for figure, code in (("1832 t", "agrees"), ("2035 t", "agrees"), ("1700 t", "differs")):
        verdict = judge(claim(figure, "2023-03", "CN"), "2023-08-01")
        assert verdict.code == code, verdict.reason
        assert verdict.ledger is not None
        assert verdict.ledger.amount == Decimal("1831.933")


def test_lines_add_their_own_rounding() -> None:
    book = entries(
        "\n".join(
            f"RU 2023-{month:02} reported {1000 + month} bbl - 2024-01-30" for month in (1, 2, 3)
        )
    )
    assert (
        judge(claim("3007 bbl", "2023-01/2023-03", "RU"), "2024-02-01", book=book).code == "agrees"
    )
    # 3 x 0.5 and half a unit of the claim: 3,006 + 2 at the most
    assert (
        judge(claim("3008 bbl", "2023-01/2023-03", "RU"), "2024-02-01", book=book).code == "agrees"
    )
    assert (
        judge(claim("3009 bbl", "2023-01/2023-03", "RU"), "2024-02-01", book=book).code == "differs"
    )
