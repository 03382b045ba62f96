"""Allegations without a figure: banned, only capped, turning, or no matter of any measure."""

from __future__ import annotations

import pytest

from compliance.core.review import Dealing, Law, reconcile
from tests.core.review.book import days, judge
from tests.core.review.law import POLICY, ban


def dealing(category: str, sender: str, recipient: str, span: str = "") -> Dealing:
    return Dealing(
        category=category,
        sender=tuple(sender.split()),
        recipient=tuple(recipient.split()),
        period=days(span) if span else None,
        asserted_by=("US",),
        denied_by=("KP", "RU"),  # changes nothing of what is alleged
    )


CASES = [
    (dealing("arms", "KP", "RU", "2022-09"), "prohibited_dealing", "S/RES/1874 OP 9"),
    (dealing("arms", "KP", "SY", "2008"), "outside", None),  # before 12 June 2009
    (dealing("arms", "KP", "SY", "2009-06"), "ambiguous", None),  # holds the first day
    (dealing("arms", "RU", "KP", "2023"), "prohibited_dealing", "S/RES/2270 OP 6"),
    (dealing("arms", "RU", "KP", "2015"), "outside", None),  # arms to it: from 2 March 2016
    # nobody is said to send them, and the DPRK cannot be its own supplier
    (dealing("arms", "", "KP", "2015"), "outside", None),
    (dealing("arms", "US", "KR", "2021"), "outside", None),
    (dealing("arms", "KP IR", "SY", "2021"), "prohibited_dealing", "S/RES/1874 OP 9"),
    (dealing("coal", "KP", "CN", "2016-02"), "outside", None),
    (dealing("coal", "KP", "CN", "2016-03-02/2016-03-31"), "ambiguous", None),  # capped
    (dealing("coal", "KP", "CN", "2017-08-04/2017-08-04"), "ambiguous", None),  # still capped
    (dealing("coal", "KP", "CN", "2017-08-05/2017-08-05"), "ambiguous", None),  # the first day
    (dealing("coal", "KP", "CN", "2017-08-06/2017-08-06"), "prohibited_dealing", "S/RES/2371 OP 8"),
    (dealing("coal", "KP", "CN", "2018"), "prohibited_dealing", "S/RES/2371 OP 8"),
    (dealing("coal", "RU", "KP", "2018"), "outside", None),
    (dealing("seafood", "KP", "CN", "2017-09-04/2017-09-10"), "ambiguous", None),  # last of grace
    (
        dealing("seafood", "KP", "CN", "2017-09-05/2017-09-10"),
        "prohibited_dealing",
        "S/RES/2371 OP 9",
    ),
    (dealing("workers", "KP", "CN", "2018-06"), "ambiguous", None),
    (dealing("workers", "KP", "RU", "2020"), "prohibited_dealing", "S/RES/2397 OP 8"),
    (dealing("workers", "KP", "RU", "2017-05"), "outside", None),
    (dealing("oil", "RU", "KP", "2019"), "ambiguous", None),  # amount and notice decide
    (dealing("oil", "RU", "KP", "2017-09-15/2017-09-20"), "ambiguous", None),  # crude alone
    (dealing("oil", "RU", "KP", "2016"), "outside", None),
    (dealing("oil", "KP", "RU", "2019"), "outside", None),
    (dealing("luxury", "CN", "KP", "2010"), "prohibited_dealing", "S/RES/1718 OP 8(a)(iii)"),
    (dealing("shipping", "KP", "CN", "2019"), "outside", None),
    (dealing("cyber", "KP", "US", "2019"), "outside", None),
    (dealing("other", "KP", "CN", "2019"), "outside", None),
    (dealing("coal", "KP", "CN"), "prohibited_dealing", "S/RES/2371 OP 8"),  # as of 2024
]


@pytest.mark.parametrize(
    ("alleged", "code", "paragraph"),
    CASES,
    ids=[f"{n}-{case[0].category}-{case[1]}" for n, case in enumerate(CASES)],
)
def test_a_dealing_is_judged_by_the_measures_of_its_days(
    alleged: Dealing, code: str, paragraph: str | None
) -> None:
    verdict = judge(alleged, "2024-06-01")
    assert verdict.code == code, verdict.reason
    assert verdict.ledger is None
    assert (paragraph in verdict.paragraphs) if paragraph else not verdict.paragraphs


def test_what_says_again_what_a_ban_forbids_is_named_beside_it_and_judges_nothing() -> None:
    first, second, third = (days(day)[0] for day in ("2006-10-14", "2009-06-12", "2016-03-02"))
    law = Law(
        bans=(ban("S/RES/1874 (2009) OP 9", "arms", second, supplier="KP"),),
        beside=(
            ban("S/RES/1718 (2006) OP 8(b)", "arms", first, supplier="KP"),
            ban("S/RES/1718 (2006) OP 8(a)(i)", "arms", first, recipient="KP"),
            ban("S/RES/2270 (2016) OP 6", "arms", third, supplier="KP"),
        ),
    )

    def cited(span: str, sender: str = "KP", recipient: str = "RU") -> tuple[str, tuple[str, ...]]:
        alleged = dealing("arms", sender, recipient, span)
        verdict = reconcile(
            alleged, law=law, entries=(), policy=POLICY, known_at=days("2024-06-01")[0]
        )
        return verdict.code, verdict.paragraphs

    one, both = "S/RES/1874 OP 9", ("S/RES/1718 OP 8(b)", "S/RES/2270 OP 6")
    assert cited("2022-11") == ("prohibited_dealing", (one, *both))
    assert cited("2015-11") == ("prohibited_dealing", (one, both[0]))
    assert cited("2016-03") == ("prohibited_dealing", (one, both[0]))  # holds the first day of OP 6
    assert cited("2008-11") == ("outside", ())
    assert cited("2022-11", "RU", "KP") == ("outside", ())


def test_a_later_ban_does_not_unsettle_an_earlier_one() -> None:
    law = Law(
        bans=(
            ban("S/RES/1874 (2009) OP 9", "arms", days("2009-06-12")[0], supplier="KP"),
            ban("S/RES/2270 (2016) OP 6", "arms", days("2016-03-02")[0], supplier="KP"),
        )
    )
    verdict = reconcile(
        dealing("arms", "KP", "SY", "2016-03"),
        law=law,
        entries=(),
        policy=POLICY,
        known_at=days("2017")[0],
    )
    assert verdict.code == "prohibited_dealing"
    assert verdict.paragraphs == ("S/RES/1874 OP 9",)
