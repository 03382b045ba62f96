"""S/RES/2375 (2017), operative paragraph 14, in our own words.

Refined petroleum to the DPRK is barred but for 500,000 barrels from 1 October to 31 December 2017,
and for up to 2,000,000 barrels a year from 1 January 2018, provided that suppliers notify the
Committee every thirty days. The second amount never applied: S/RES/2397 (2017) lowered it to
500,000 barrels nine days before it would have begun.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from compliance import queries
from compliance.core.period import OutsideSchedule
from compliance.models import Cap
from tests.factories.ledger import span
from tests.law.paragraphs import limits_read


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]

POLICY = "committee-2021"


def cap(slug: str) -> Cap:
    return queries.regime.caps().get(slug=slug)


def autumn() -> Cap:
    return cap("dprk-refined-petroleum-late-2017")


def never() -> Cap:
    return cap("dprk-refined-petroleum-2375")


@pytest.mark.parametrize(
    ("slug", "barrels"),
    [("dprk-refined-petroleum-late-2017", 500_000), ("dprk-refined-petroleum-2375", 2_000_000)],
)
def test_the_seeds_say_the_numbers_that_our_own_reader_finds_in_the_paragraph(
    slug: str, barrels: int
) -> None:
    found = limits_read(cap(slug))
    assert found == {(Decimal(barrels), "bbl")}
    assert {(q.amount, q.unit) for q in cap(slug).terms.limits} == found


def test_the_last_quarter_of_2017_is_a_span_of_its_own() -> None:
    terms = autumn().terms
    assert terms.period_of(span("2017-10")) == span("2017-10/2017-12")
    for outside in ("2017-09", "2018-01"):
        with pytest.raises(OutsideSchedule):
            terms.period_of(span(outside))


def test_two_million_barrels_never_applied() -> None:
    terms = never().terms
    assert terms.never_applied
    with pytest.raises(OutsideSchedule, match="was not in force on 2018-03-01"):
        terms.period_of(span("2018-03"))
    assert never() not in queries.regime.in_force(date(2018, 1, 1))
    assert "2397" in never().measure.superseded_by


def test_it_is_shown_as_never_applied_whatever_was_supplied_in_2018() -> None:
    value = queries.ledger.usage(
        never(),
        period=span("2018"),
        known_at=date(2026, 6, 1),
        policy=queries.regime.policy(POLICY).policy,
    )
    assert value.status.code == "never_applied"
    assert (
        queries.ledger.history(
            never(), known_at=date(2026, 6, 1), policy=queries.regime.policy(POLICY).policy
        )
        == []
    )


def test_supplies_of_2018_count_under_the_lower_cap_alone() -> None:
    inside = [c.slug for c in queries.regime.caps() if c.computed and _takes(c, "2018-03")]
    assert inside == ["dprk-refined-petroleum"]


def _takes(row: Cap, months: str) -> bool:
    if row.terms.commodity != "refined_petroleum":
        return False
    try:
        row.terms.period_of(span(months))
    except OutsideSchedule:
        return False
    return True


def test_notice_every_thirty_days() -> None:
    duty = autumn().terms.duty
    assert duty is not None
    assert duty.due_days == 30


def test_of_the_quarter_only_one_month_is_known_and_the_rest_is_unknown_not_silent() -> None:
    value = queries.ledger.usage(
        autumn(),
        period=span("2017-10/2017-12"),
        known_at=date(2026, 6, 1),
        policy=queries.regime.policy(POLICY).policy,
    )
    states = {f"{c.supplier} {c.month.start:%Y-%m}": c.state for c in value.cells}
    assert states["CN 2017-10"] == "quantity"
    assert {s for key, s in states.items() if key != "CN 2017-10"} == {"unknown"}
