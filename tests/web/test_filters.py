"""How values are written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from compliance.core.ledger import Status
from compliance.core.period import Period
from compliance.web import filters


NB = "\u00a0"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0.725408336", f"72.5{NB}%"),
        ("0.600401836", f"60.0{NB}%"),
        ("0", f"0.0{NB}%"),
        ("1", f"100.0{NB}%"),
        ("0.99999", f"99.9{NB}%"),  # less than the whole is never the whole
        ("1.0004", f"100.0{NB}%"),
        ("0.0001", f"under{NB}0.1{NB}%"),  # some is never none
        ("3.44", f"344.0{NB}%"),
        ("12.5", f"1,250.0{NB}%"),
        ("-0.05", f"\u22125.0{NB}%"),
        ("0.4255", f"42.6{NB}%"),  # a half goes up
    ],
)
def test_shares(value: str, words: str) -> None:
    assert filters.share(Decimal(value)) == words


@pytest.mark.parametrize(
    ("silent", "whole", "measured", "words"),
    [
        (0, True, True, f"33.7{NB}%"),
        (15, True, True, f"at least 33.7{NB}%"),
        (0, False, True, f"at least 33.7{NB}%"),  # a line no factor turns is not in it
        (15, True, False, "?"),  # unknown is not zero
    ],
)
def test_a_share_that_stands_alone_says_where_it_is_a_floor(
    silent: int, whole: bool, measured: bool, words: str
) -> None:
    value: Any = SimpleNamespace(
        measured=measured,
        coverage=SimpleNamespace(missing=silent),
        binding=SimpleNamespace(share=Decimal("0.3374"), whole=whole),
    )
    assert filters.share_told(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("362704.168", "362,704"),
        ("500000.000000", "500,000"),
        ("0", "0"),
        ("0.4", "0.4"),
        ("0.5", "1"),
        ("255.4", "255"),
        ("-12.5", "\u221213"),
        ("1E+6", "1,000,000"),
    ],
)
def test_amounts_are_whole_unless_that_makes_something_nothing(value: str, words: str) -> None:
    assert filters.amount(Decimal(value)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [("362704.168000", "362,704.168"), ("500", "500"), ("1E+3", "1,000"), ("-0.50", "\u22120.5")],
)
def test_exact_keeps_what_is_held_and_no_padding(value: str, words: str) -> None:
    assert filters.exact(Decimal(value)) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2023, 1, 1), (2023, 12, 31), "2023"),
        ((2023, 5, 1), (2023, 5, 31), f"May{NB}2023"),
        ((2019, 4, 1), (2019, 5, 31), f"April to May{NB}2019"),
        ((2017, 10, 1), (2017, 12, 31), f"October to December{NB}2017"),
        ((2024, 2, 1), (2024, 2, 29), f"February{NB}2024"),
        ((2023, 2, 1), (2023, 2, 28), f"February{NB}2023"),
        ((2024, 2, 1), (2024, 2, 28), f"1{NB}February{NB}2024 to 28{NB}February{NB}2024"),
        ((2022, 12, 1), (2023, 4, 30), f"December{NB}2022 to April{NB}2023"),
        ((2022, 12, 22), (2023, 12, 21), f"22{NB}December{NB}2022 to 21{NB}December{NB}2023"),
        ((2023, 5, 3), (2023, 5, 3), f"3{NB}May{NB}2023"),
    ],
)
def test_spans(first: tuple[int, int, int], last: tuple[int, int, int], words: str) -> None:
    assert filters.span(Period.through(date(*first), date(*last))) == words


@pytest.mark.parametrize(
    ("address", "web"),
    [
        ("https://un.org/a", True),
        ("http://un.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        (" https://un.org", False),
        ("S/2021/211", False),
    ],
)
def test_only_the_web_stands_behind_a_link(address: str, web: bool) -> None:
    assert filters.is_web(address) is web


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            "at least 300,200.918 bbl reported, below 375,000 bbl",
            f"at least 300,201{NB}barrels reported, below 375,000{NB}barrels",
        ),
        (
            # what would look the same keeps its decimals
            "499,999.7 bbl reported, at or over 95 % of 500,000 bbl",
            f"499,999.7{NB}barrels reported, at or over 95{NB}% of 500,000{NB}barrels",
        ),
        (
            "a proposal (it) is on hold by RU, CN since 2019-06-18",
            f"a proposal (it) is on hold by Russia and China since 18{NB}June{NB}2019",
        ),
        ("5,000.5 t of coal", f"5,001{NB}tons of coal"),
    ],
)
def test_a_reason_is_told_in_words(reason: str, words: str) -> None:
    assert filters.reason(reason) == words


def test_the_tag_of_what_has_ended_says_how_far_it_came() -> None:
    ended = Status("ended", "Ended past 90 %: 455,382.9 bbl reported; so it is.")
    assert filters.status_tag(ended) == f"Ended past 90{NB}%"
    assert filters.status_words(ended) == f"455,383{NB}barrels reported; so it is."
    open_ = Status("open", "1 bbl: so it is.")
    assert (filters.status_tag(open_), filters.status_words(open_)) == (
        "Open",
        f"1{NB}barrels: so it is.",
    )
