"""Limits as the press states them: the cap of the day, an old one, a draft, or none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from compliance.core.review import Statement
from tests.core.review.book import claim, judge


def cap(
    figure: str, commodity: str = "refined_petroleum", span: str = "", **more: str
) -> Statement:
    return claim(figure, span, more.pop("supplier", ""), commodity=commodity, role="cap", **more)


OP5, OP4, OP14, OP15 = "S/RES/2397 OP 5", "S/RES/2397 OP 4", "S/RES/2375 OP 14", "S/RES/2375 OP 15"
OP26B, OP8 = "S/RES/2321 OP 26(b)", "S/RES/2371 OP 8"

CASES = [
    # the claim, the day, the verdict, our figure, the paragraphs
    (cap("500000 bbl"), "2021-03-15", "cap_agrees", "500000", [OP5]),
    (cap("500000 t"), "2021-03-15", "cap_misquoted", None, [OP5]),  # the unit is wrong
    (cap("400000 bbl"), "2021-03-15", "cap_misquoted", "500000", [OP5]),
    # exact conversions are the same limit
    (cap("21000000 gal_us"), "2019-05-01", "cap_agrees", "21000000", [OP5]),
    (cap("79500000 L"), "2019-05-01", "cap_agrees", "79493500", [OP5]),
    # tons by 7.0 to 8.4 bbl a ton: 59,524 to 71,429
    (cap("60000 t"), "2019-11-20", "cap_agrees", None, [OP5]),
    (cap("60000..65000 t"), "2019-11-20", "cap_agrees", None, [OP5]),
    (cap("71900 t"), "2019-11-20", "cap_misquoted", None, [OP5]),
    (cap("59400 t"), "2019-11-20", "cap_misquoted", None, [OP5]),
    (cap("80000 t"), "2019-03-01", "cap_misquoted", None, [OP5]),
    # two limbs, either is the limit; the number of one with the unit of the other is neither
    (cap("4000000 bbl", "crude_oil"), "2018-06-01", "cap_agrees", "4000000", [OP4]),
    (cap("525000 t", "crude_oil"), "2018-06-01", "cap_agrees", "525000", [OP4]),
    (cap("525000 bbl", "crude_oil"), "2018-06-01", "cap_misquoted", "4000000", [OP4]),
    (cap("525000 t"), "2018-06-01", "cap_misquoted", None, [OP5]),  # refined has no ton limb
    # crude is turned by no factor: the limb in its unit is taken
    (cap("480000 t", "crude_oil"), "2018-06-01", "cap_misquoted", "525000", [OP4]),
    # adopted and yet to begin, until it was replaced
    (cap("2000000 bbl"), "2017-09-23", "cap_agrees", "2000000", [OP14]),
    (cap("2000000 bbl"), "2017-12-21", "cap_agrees", "2000000", [OP14]),
    (cap("2000000 bbl"), "2017-12-22", "cap_superseded", "500000", [OP14]),
    (cap("2000000 bbl"), "2018-03-01", "cap_superseded", "500000", [OP5, OP14]),
    (cap("240000 t"), "2017-11-01", "cap_agrees", None, [OP14]),  # 8.33 bbl a ton
    (cap("2000000 bbl"), "2017-09-10", "outside", None, []),  # the day before adoption
    # by the period that the claim names
    (cap("2000000 bbl", span="2018"), "2017-11-01", "cap_agrees", "2000000", [OP14]),
    (cap("2000000 bbl", span="2018"), "2019-11-01", "cap_superseded", "500000", [OP5, OP14]),
    (cap("500000 bbl", span="2017-10/2017-12"), "2019-11-01", "cap_agrees", "500000", [OP14]),
    (cap("2000000 bbl", span="2017-10/2017-12"), "2019-11-01", "cap_superseded", "500000", [OP14]),
    (cap("500000 bbl", span="2017-09"), "2019-11-01", "outside", None, []),
    # a cap of no published amount
    (cap("4000000 bbl", "crude_oil"), "2017-10-15", "cap_misquoted", None, [OP15]),
    (cap("4000000 bbl", "crude_oil"), "2017-12-22", "cap_agrees", "4000000", [OP4]),
    # a draft, from the day it was tabled
    (cap("3000000 bbl", "crude_oil"), "2022-05-25", "cap_misquoted", "4000000", [OP4]),
    (cap("3000000 bbl", "crude_oil"), "2022-05-26", "cap_superseded", "4000000", [OP4]),
    (cap("375000 bbl"), "2022-06-10", "cap_superseded", "500000", [OP5]),
    # coal: the quota, its stub, its other limb, its end
    (cap("7500000 t", "coal"), "2017-05-01", "cap_agrees", "7500000", [OP26B]),
    (cap("5700000 t", "coal"), "2017-05-01", "cap_misquoted", "7500000", [OP26B]),
    (cap("7500000 t", "coal"), "2016-12-15", "cap_agrees", "7500000", [OP26B]),
    (cap("1000866 t", "coal"), "2016-12-15", "cap_agrees", "1000866", [OP26B]),
    (cap("1000866 t", "coal"), "2017-05-01", "cap_superseded", "7500000", [OP26B]),
    (
        cap("1000866 t", "coal", "2016-11-30/2016-12-31"),
        "2018-01-20",
        "cap_agrees",
        "1000866",
        [OP26B],
    ),
    (cap("7500000 t", "coal", "2017"), "2018-01-20", "cap_agrees", "7500000", [OP26B]),
    (cap("7500000 t", "coal"), "2017-08-04", "cap_agrees", "7500000", [OP26B]),
    (cap("7500000 t", "coal"), "2017-09-01", "cap_superseded", None, [OP8, OP26B]),
    (cap("7500000 t", "coal", "2018"), "2018-09-01", "cap_superseded", None, [OP8, OP26B]),
    (cap("400900000 USD", "coal"), "2018-05-01", "cap_superseded", None, [OP8, OP26B]),
    # a limit on what is banned outright
    (cap("500000 bbl", "aviation_fuel"), "2019-01-01", "cap_misquoted", None, ["S/RES/2270 OP 31"]),
    # no measure at all
    (cap("500000 bbl", recipient="SY"), "2019-01-01", "outside", None, []),
    (cap("500000 t", "seafood", supplier="KP", recipient=""), "2017-05-01", "outside", None, []),
    # petroleum of no kind: right as refined, wrong as crude
    (cap("500000 bbl", "petroleum"), "2019-01-01", "ambiguous", None, []),
    (cap("900000 bbl", "petroleum"), "2019-01-01", "cap_misquoted", "500000", [OP5, OP4]),
    (cap("500000 -"), "2019-01-01", "ambiguous", None, []),  # barrels or tons
    (cap("7500000 -", "coal"), "2017-05-01", "ambiguous", None, []),  # and so for coal
]


@pytest.mark.parametrize(
    ("said", "known_at", "code", "ledger", "paragraphs"),
    CASES,
    ids=[f"{n}-{case[2]}" for n, case in enumerate(CASES)],
)
def test_a_limit_is_set_against_the_caps_of_its_day(
    said: Statement, known_at: str, code: str, ledger: str | None, paragraphs: list[str]
) -> None:
    verdict = judge(said, known_at)
    assert verdict.code == code, verdict.reason
    assert (verdict.ledger.amount if verdict.ledger else None) == (
        Decimal(ledger) if ledger else None
    )
    assert set(verdict.paragraphs) == set(paragraphs)


def test_the_reason_names_both_limits() -> None:
    reason = judge(cap("7500000 t", "coal"), "2017-09-01").reason
    assert "S/RES/2321 OP 26(b)" in reason
    assert "banned outright since 5 August 2017 (S/RES/2371 OP 8)" in reason
