"""How values are written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

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
