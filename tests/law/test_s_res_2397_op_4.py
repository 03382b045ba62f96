"""S/RES/2397 (2017), operative paragraph 4, in our own words.

No Member State supplies, sells or transfers to the DPRK more crude oil than, all together,
4,000,000 barrels or 525,000 tons in twelve months from the day of adoption, 22 December 2017, and
in each twelve months thereafter, unless the Committee approves a shipment in advance, case by
case, as being for livelihood only. Supplying States report the amount every ninety days.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from compliance import queries
from compliance.core.ledger import account, usages
from compliance.core.period import OutsideSchedule
from compliance.core.regime import Straddles, Terms
from compliance.models import Cap, Measure
from tests.factories.ledger import book, span
from tests.law.paragraphs import limits_read


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]

FIRST = "2017-12-22/2018-12-21"


def cap() -> Cap:
    return queries.regime.caps().get(slug="dprk-crude-oil")


def terms() -> Terms:
    return cap().terms


def test_the_seed_says_the_numbers_that_our_own_reader_finds_in_the_paragraph() -> None:
    found = limits_read(cap())
    assert found == {(Decimal(4_000_000), "bbl"), (Decimal(525_000), "t")}
    assert {(q.amount, q.unit) for q in terms().limits} == found


def test_twelve_months_from_the_day_of_adoption_and_annually_thereafter() -> None:
    assert cap().measure.paragraph.resolution.adopted_on == date(2017, 12, 22)
    assert terms().period_of(span("2017-12-22/2017-12-31")) == span(FIRST)
    assert terms().period_of(span("2018-12-22/2018-12-31")) == span("2018-12-22/2019-12-21")
    with pytest.raises(OutsideSchedule):
        terms().period_of(span("2017-12-21/2017-12-21"))


def test_a_december_lies_in_two_years_of_the_cap() -> None:
    with pytest.raises(Straddles):
        terms().period_of(span("2018-12"))


@pytest.mark.parametrize(
    ("quantity", "unit", "share"),
    [
        ("4000000 bbl", "bbl", 1),
        ("525000 t", "bbl", 1),
        ("400000 t (3500000 bbl)", "bbl", Decimal("0.875")),
        ("500000 t (3500000 bbl)", "t", Decimal(500) / 525),
    ],
)
def test_barrels_or_tons_whichever_is_nearer_its_limit(
    quantity: str, unit: str, share: Decimal
) -> None:
    """The two are joined by a plain "or". A figure in one unit counts in the other by their own
    equation, 525,000 t = 4,000,000 bbl; one stated in both counts as stated in each."""
    lines = book(f"CN 2018-03 reported {quantity} 2019-03-01", commodity="crude_oil")
    policy = queries.regime.policy().policy
    binding = usages(terms(), span(FIRST), account(lines), policy)[0]
    assert abs(binding.share - share) < Decimal("0.000001")
    assert binding.limit.unit == unit or abs(binding.share - 1) < Decimal("0.000001")


def test_all_member_states_together_to_the_dprk() -> None:
    for supplier in ("CN", "RU", "IR"):
        assert terms().concerns(commodity="crude_oil", supplier=supplier, recipient="KP")
    assert not terms().concerns(commodity="refined_petroleum", supplier="CN", recipient="KP")


def test_more_only_by_the_committees_approval_in_advance() -> None:
    exemption = Measure.objects.get(key="2397-p4-exempt-exemption")
    assert (exemption.kind, exemption.details["decision_rule"]) == (
        "exemption",
        "prior approval, case by case",
    )


def test_a_report_every_ninety_days() -> None:
    report = Measure.objects.get(key="2397-p4-report-reporting")
    assert report.details["report_every_days"] == 90
    assert report.deadlines.get().due_on == date(2018, 3, 22)


def test_no_notice_is_told_of_in_this_paragraph() -> None:
    assert terms().thresholds == ()


def test_what_was_supplied_is_published_nowhere_and_unknown_is_not_zero() -> None:
    for value in queries.ledger.history(
        cap(), known_at=date(2026, 6, 1), policy=queries.regime.policy().policy
    ):
        assert value.status.code == "unknown"
        assert queries.ledger.as_data(value)["used"] is None
