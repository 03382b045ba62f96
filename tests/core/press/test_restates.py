# ruff: noqa: E501 - a sentence stands on one line
"""One quantity said several ways counts once; parts and other amounts stay apart."""

from datetime import date

import pytest

from compliance.core.press import read


LINKED = [
    # headline, body, other unit: all but one point at the most exact
    (
        "China sends North Korea 12,000 barrels of oil products\n\n"
        "China shipped 11,745 barrels, or 1,410 tons, of refined petroleum to North Korea in August,"
        " the committee's website shows.",
        {"12,000 barrels": "11,745 barrels", "1,410 tons": "11,745 barrels"},
    ),
    (
        "Sanctions limit the North to 500,000 barrels of refined petroleum a year, or 60,000 to 65,000"
        " tons.",
        {"60,000 to 65,000 tons": "500,000 barrels"},
    ),
    (
        "Russia sold North Korea 900 barrels of oil products in May, customs said. The 900 barrels"
        " arrived in May.",
        {"900 barrels": "900 barrels"},
    ),
    # two months, two amounts
    (
        "Russia sold North Korea 900 barrels of oil products in May and 900 barrels in June, customs"
        " said.",
        {},
    ),
    # two suppliers, two amounts
    ("Russia sold North Korea 900 tons of oil and China 900 tons in May, customs said.", {}),
    # parts and their total
    (
        "Russia sold North Korea 500 tons of oil in May and 400 tons in June, 900 tons in all, customs"
        " said.",
        {},
    ),
]


@pytest.mark.parametrize(("text", "expected"), LINKED)
def test_restatements(text: str, expected: dict[str, str]) -> None:
    claims = read(text, published_on=date(2021, 10, 5), language="en").claims
    links = {
        claim.figure.quote: claims[claim.restates].figure.quote
        for claim in claims
        if claim.restates is not None
    }
    assert links == expected


def test_links_make_no_chains() -> None:
    text = (
        "China sends the North 12,000 barrels of oil products\n\nSome 11,700 barrels, or 11,745 barrels,"
        " or 1,410 tons of refined oil went from China to North Korea in August, customs said."
    )
    claims = read(text, published_on=date(2021, 10, 5), language="en").claims
    for claim in claims:
        if claim.restates is not None:
            assert claims[claim.restates].restates is None
