# ruff: noqa: E501 - a text stands on one line
"""Oil of other States in a text on the DPRK counts for the DPRK only where it is named beside it."""

from datetime import date

import pytest

from compliance.core.press import read


BEFORE = (
    "UN experts have looked at sanctions on North Korea and at tankers. Elsewhere ports are busy. "
)


def told(text: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """The role, giver and taker of each claim of a text."""
    reading = read(text, published_on=date(2025, 6, 1), language="en")
    return [(c.role, c.supplier, c.recipient) for c in reading.claims]


@pytest.mark.parametrize("state", ["Brazil", "Saudi Arabia", "Venezuela", "Malaysia"])
def test_oil_of_another_trade_is_not_the_dprk_s(state: str) -> None:
    text = (
        f"{BEFORE}{state} sent the island 350,000 barrels of crude oil in May. Drivers applauded."
    )
    assert [role for role, _, _ in told(text)] == ["context"]


@pytest.mark.parametrize("state", ["Brazil", "Saudi Arabia", "Venezuela", "Malaysia"])
def test_oil_of_any_state_is_the_dprk_s_where_it_is_named(state: str) -> None:
    text = (
        f"{BEFORE}{state} sent North Korea 350,000 barrels of crude oil in May. Drivers applauded."
    )
    assert [role for role, _, _ in told(text)] == ["transfer"]


def test_its_usual_sellers_need_no_name_beside_them() -> None:
    text = f"{BEFORE}Russia sent 35,000 barrels of oil products in May. Drivers applauded."
    assert told(text) == [("transfer", ("RU",), ("KP",))]


def test_a_share_of_a_steel_quota_is_a_share_of_no_cap() -> None:
    text = (
        "Seoul and Washington agree on steel\nWhile talks on North Korea and its sanctions go on, the"
        " two settled a quota on steel. The quota on South Korean steel pipes is 70 percent of that."
    )
    assert [role for role, _, _ in told(text)] == ["context"]
