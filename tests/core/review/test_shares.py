"""Shares of a cap and what is left of it: assertions on the book, complete or not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from compliance.core.review import Statement
from tests.core.review.book import claim, entries, judge


def share(
    figure: str, span: str, supplier: str = "", commodity: str = "refined_petroleum"
) -> Statement:
    return claim(figure, span, supplier, commodity=commodity, role="share_of_cap")


CASES = [
    # 64,073 of 500,000: open months do not matter
    (share("12.8 percent", "2023-01/2023-04", "RU"), "2023-07-01", "share_agrees", "12.81"),
    (share("12.9 percent", "2023-01/2023-04", "RU"), "2023-07-01", "share_wrong", "12.81"),
    (share("12.8 percent", "2023", "RU"), "2023-07-01", "share_agrees", "12.81"),
    (share("under 20 percent", "2023", "RU"), "2023-07-01", "share_agrees", "12.81"),
    # what is left, in percent, is not what is used
    (share("87.19 percent", "2023", "RU"), "2023-07-01", "share_wrong", "12.81"),
    (share("436000 bbl", "2023", "RU"), "2023-07-01", "share_agrees", "435927"),
    (share("440000 bbl", "2023", "RU"), "2023-07-01", "share_agrees", "435927"),  # from 435,000
    (share("430000 bbl", "2023", "RU"), "2023-07-01", "share_wrong", "435927"),  # to 435,000
    (share("435920.5 bbl", "2023", "RU"), "2023-07-01", "share_agrees", "435927"),  # lines' 6.5
    # 67,298 lies in two cap periods
    (share("13.5 percent", "2022-12/2023-04", "RU"), "2023-07-01", "ambiguous", None),
    # no supplier is all of them
    (share("16 percent", "2023"), "2023-08-01", "share_agrees", "15.87"),
    # nothing is known: no zero percent
    (share("0 percent", "2023"), "2023-01-15", "share_wrong", None),
    # crude has no lines
    (share("50 percent", "2018-01/2018-06", "", "crude_oil"), "2018-09-01", "share_wrong", None),
    (share("50 percent", "2018", "", "crude_oil"), "2018-09-01", "ambiguous", None),
    # coal: of the limb in tons
    (share("35.7 percent", "2017-01/2017-04", "KP", "coal"), "2018-02-01", "share_agrees", "35.68"),
    (share("57 percent", "2017-01/2017-04", "KP", "coal"), "2018-02-01", "share_wrong", "35.68"),
    (share("4820000 t", "2017-01/2017-04", "KP", "coal"), "2018-02-01", "share_agrees", "4823700"),
    # after the quota has ended there is nothing to have a share of
    (share("10 percent", "2018", "KP", "coal"), "2018-09-01", "share_wrong", None),
    (share("10 percent", "2015", "KP", "coal"), "2018-09-01", "outside", None),
]


@pytest.mark.parametrize(
    ("said", "known_at", "code", "ledger"),
    CASES,
    ids=[f"{n}-{case[2]}" for n, case in enumerate(CASES)],
)
def test_a_share_follows_from_ledger_and_cap_or_does_not(
    said: Statement, known_at: str, code: str, ledger: str | None
) -> None:
    verdict = judge(said, known_at)
    assert verdict.code == code, verdict.reason
    assert (verdict.ledger.amount if verdict.ledger else None) == (
        Decimal(ledger) if ledger else None
    )


def test_a_share_without_a_period_is_ambiguous() -> None:
    assert judge(claim("13 percent", role="share_of_cap"), "2023-07-01").code == "ambiguous"


def test_one_factor_may_explain_a_share() -> None:
    book = entries("RU 2019-01 reported 30000 t - 2019-03-12")  # 239,400 bbl, 47.88 percent
    for figure, code in (
        ("42 percent", "share_agrees"),  # 7.0
        ("50 percent", "share_agrees"),  # 8.33
        ("41 percent", "share_wrong"),  # 6.9 at the best
        ("51 percent", "share_wrong"),  # 50.5 would be 8.42
    ):
        verdict = judge(share(figure, "2019", "RU"), "2019-06-01", book=book)
        assert verdict.code == code, verdict.reason
        assert verdict.ledger is not None
        assert verdict.ledger.amount == Decimal("47.88")


def test_what_is_left_in_tons_is_measured_by_every_factor_in_use() -> None:
    # 59,524 to 71,429 t less 715 t
    for figure, code in (
        ("60000 t", "share_agrees"),
        ("70700 t", "share_agrees"),
        ("72000 t", "share_wrong"),
        ("58000 t", "share_wrong"),
    ):
        verdict = judge(share(figure, "2023-08", "RU"), "2024-02-05")
        assert verdict.code == code, verdict.reason
        assert verdict.ledger is None  # the cap has no limb in tons


def test_the_reason_shows_how_the_share_comes_about() -> None:
    assert judge(share("87.19 percent", "2023", "RU"), "2023-07-01").reason == (
        "87.19 percent stands for 87.185 to 87.195; Russia's four lines from January to April "
        "2023 make 64,073 bbl, and of 500,000 bbl (S/RES/2397 OP 5) that is 12.81 percent used, "
        "and 87.19 percent left."
    )
