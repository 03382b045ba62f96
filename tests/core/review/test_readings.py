"""Claims that leave something open: read in every way, and ambiguous where the ways part."""

from __future__ import annotations

from decimal import Decimal

import pytest

from compliance.core.review import VERDICTS, Statement
from tests.core.review.book import claim, entries, judge


def test_petroleum_is_read_as_refined_and_as_crude() -> None:
    verdict = judge(claim("15260 bbl", "2023-03", "CN", commodity="petroleum"), "2023-08-01")
    assert verdict.code == "ambiguous"
    assert verdict.reason == (
        "15,260 bbl: as refined petroleum it agrees; as crude oil it is unreported."
    )
    assert verdict.ledger is None
    unknown = judge(claim("15260 bbl", "2023-03", "CN", commodity="petroleum"), "2023-04-01")
    assert unknown.code == "unreported"


def test_no_supplier_is_read_as_china_as_russia_and_as_both() -> None:
    as_both = judge(claim("18154 bbl", "2023-10"), "2024-02-10")
    assert as_both.code == "ambiguous"
    assert "as Russia's" in as_both.reason
    one_verdict = judge(claim("30000 bbl", "2023-03"), "2023-08-01")
    assert one_verdict.code == "differs"
    assert one_verdict.ledger is not None
    assert one_verdict.ledger.amount == Decimal(20400)  # that of both


def test_no_unit_is_read_as_barrels_and_as_tons() -> None:
    assert judge(claim("15260 -", "2023-03", "CN"), "2023-08-01").code == "ambiguous"
    assert judge(claim("99000 -", "2023-03", "CN"), "2023-08-01").code == "ambiguous"  # over in t
    assert judge(claim("30000 -", "2023-03", "CN"), "2023-08-01").code == "differs"
    assert judge(claim("0 -", "2023-10", "RU"), "2024-02-01").code == "agrees"


def test_an_estimate_without_supplier_is_of_all() -> None:
    verdict = judge(claim("over 30000 bbl", "2023-03", basis="estimated"), "2023-08-01")
    assert verdict.code == "estimate_beside"
    assert verdict.ledger is not None
    assert verdict.ledger.amount == Decimal(20400)


def test_a_reported_transfer_without_a_period_is_ambiguous() -> None:
    verdict = judge(claim("10666 bbl", "", "RU"), "2023-07-01")
    assert verdict.code == "ambiguous"
    assert "it agrees with Russia's line of February 2023" in verdict.reason


def test_an_estimate_without_a_period_is_of_the_day() -> None:
    coal = claim("3700000 t", "", "KP", commodity="coal", basis="estimated")
    assert judge(coal, "2020-04-18").code == "prohibited_dealing"
    assert judge(claim("5000 bbl", "", basis="estimated"), "2020-04-18").code == "estimate_beside"


def test_a_good_that_is_not_named_may_be_any() -> None:
    assert judge(claim("500 t", "2023-03", "CN", commodity=None), "2023-08-01").code == "ambiguous"
    assert (
        judge(claim("500 t", "2023-03", "US", commodity=None, recipient="KR"), "2023-08-01").code
        == "outside"
    )


# "First in 27 months", said in December 2022: counted with or without its ends.
BOOK = """
RU 2020-08 reported 32 t   255.4_bbl 2020-10-01
RU 2020-10 nil      0 bbl  -         2021-02-13
"""


def test_the_one_candidate_that_agrees_stands_where_no_line_touches_the_others() -> None:
    said = claim("255 bbl", "", "RU", periods=("2020-08", "2020-09"))
    verdict = judge(said, "2022-12-15", book=entries(BOOK))
    assert verdict.code == "agrees", verdict.reason
    assert "August 2020 and September 2020" in verdict.reason
    assert verdict.lines == (1,)


@pytest.mark.parametrize(
    ("figure", "candidates", "code"),
    [
        ("255 bbl", ("2020-08", "2020-10"), "ambiguous"),  # agrees here, a nil there
        ("320 bbl", ("2020-08", "2020-09"), "ambiguous"),  # differs here, unreported there
        ("300 bbl", ("2020-06", "2020-09"), "unreported"),  # in either
        ("255 bbl", ("2020-08",), "agrees"),  # one candidate is the period
    ],
)
def test_candidates_that_lead_to_different_verdicts_are_ambiguous(
    figure: str, candidates: tuple[str, ...], code: str
) -> None:
    said = claim(figure, "", "RU", periods=candidates)
    verdict = judge(said, "2022-12-15", book=entries(BOOK))
    assert verdict.code == code, verdict.reason


# Where two verdicts fit, the first in this order is given.
PRECEDENCE = [
    # ambiguous before prohibited: the span holds the first day of the ban
    (claim("1 t", "2017-08", "KP", commodity="coal"), "2018-01-01", "ambiguous"),
    # outside before estimate
    (claim("1 t", "2017-08", "CN", basis="estimated"), "2018-01-01", "outside"),
    # prohibited before estimate
    (
        claim("1 t", "2018-08", "KP", commodity="coal", basis="estimated"),
        "2019-01-01",
        "prohibited_dealing",
    ),
    # exceeds before nil contradicted, and before unreported
    (claim("900000 bbl", "2023-10", "RU"), "2024-02-01", "exceeds_cap"),
    (claim("900000 bbl", "2023-10", "RU"), "2023-11-01", "exceeds_cap"),
    # estimate before nil contradicted, and before unreported
    (claim("9000 bbl", "2023-10", "RU", basis="alleged"), "2024-02-01", "estimate_beside"),
    (claim("9000 bbl", "2023-10", "RU", basis="alleged"), "2023-11-01", "estimate_beside"),
    # nil contradicted before partly covered
    (claim("0 bbl", "2023-09/2023-11", "RU"), "2024-02-01", "nil_contradicted"),
    # partly covered before agrees: the sum fits, but February is open
    (claim("4893 bbl", "2021-02/2021-03", "CN"), "2021-08-01", "partly_covered"),
]


@pytest.mark.parametrize(
    ("said", "known_at", "code"), PRECEDENCE, ids=[f"{n}-{p[2]}" for n, p in enumerate(PRECEDENCE)]
)
def test_the_first_verdict_that_is_true_is_given(said: Statement, known_at: str, code: str) -> None:
    assert judge(said, known_at).code == code


def test_verdicts_are_listed_in_the_order_of_precedence() -> None:
    assert list(VERDICTS) == [
        "ambiguous",
        "outside",
        "prohibited_dealing",
        "cap_agrees",
        "cap_superseded",
        "cap_misquoted",
        "share_agrees",
        "share_wrong",
        "exceeds_cap",
        "estimate_beside",
        "nil_contradicted",
        "unreported",
        "partly_covered",
        "agrees",
        "differs",
    ]
