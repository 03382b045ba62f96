"""S/RES/2397 (2017), operative paragraph 5, in our own words.

All Member States are barred from supplying, selling or transferring refined petroleum products to
the DPRK, through their territory or by their nationals, ships, aircraft, pipelines, rail or
vehicles, wherever the products come from. The bar does not apply up to 500,000 barrels in twelve
months from 1 January 2018, and in each twelve months thereafter, provided that the supplying State
notifies the Committee every thirty days of the amount with all parties to the transaction, that
nobody listed is involved, and that the transactions are for livelihood and earn nothing for the
forbidden programmes. The Secretary tells all States when 75, 90 and 95 per cent have been
reached; at 95 per cent supply must stop for the rest of the year.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from compliance import queries
from compliance.core import press
from compliance.core.ledger import account, cells, coverage, reached, status, usage
from compliance.core.period import OutsideSchedule
from compliance.core.quantity import Quantity
from compliance.core.regime import Straddles, Terms
from compliance.models import Cap, Measure
from tests.factories.law import COMMITTEE
from tests.factories.ledger import book, day, span
from tests.law.paragraphs import limits_read


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]


def cap() -> Cap:
    return queries.regime.caps().get(slug="dprk-refined-petroleum")


def terms() -> Terms:
    return cap().terms


def test_the_seed_says_the_number_that_our_own_reader_finds_in_the_paragraph() -> None:
    assert limits_read(cap()) == {(Decimal(500_000), "bbl")}
    assert terms().limits == (Quantity(Decimal(500_000), "bbl"),)


def test_the_thresholds_are_those_that_our_reader_finds_in_the_notices_paragraph() -> None:
    measure = Measure.objects.get(key="2397-p5-notice-threshold_notice")
    shares = {
        c.figure.value
        for c in press.read(measure.summary, published_on=None).claims
        if c.figure.unit == "percent"
    }
    assert shares == {Decimal(75), Decimal(90), Decimal(95)}
    assert {t.share * 100 for t in terms().thresholds} == shares


def test_from_1_january_2018_and_each_twelve_months_thereafter() -> None:
    assert terms().period_of(span("2018-01")) == span("2018")
    assert terms().period_of(span("2031-12")) == span("2031")
    with pytest.raises(OutsideSchedule):
        terms().period_of(span("2017-12"))


def test_nothing_is_carried_over_from_year_to_year() -> None:
    lines = account(book("CN 2018-12 reported 400000 bbl 2019-02-01"))
    assert usage(terms(), span("2019"), lines, COMMITTEE).left.amount == 500_000


def test_a_supply_across_the_turn_of_the_year_lies_in_neither() -> None:
    with pytest.raises(Straddles):
        terms().period_of(span("2022-12/2023-01"))


@pytest.mark.parametrize("supplier", ["CN", "RU", "IR", "KR", "FR"])
def test_all_member_states_together(supplier: str) -> None:
    assert terms().concerns(commodity="refined_petroleum", supplier=supplier, recipient="KP")


def test_supplies_of_all_states_add_up_against_one_amount() -> None:
    lines = book(
        """
        CN 2023-01 reported 250000 bbl 2023-03-01
        RU 2023-02 reported 200000 bbl 2023-04-01
        KR 2023-03 reported  50000 bbl 2023-05-01
        """
    )
    assert usage(terms(), span("2023"), account(lines), COMMITTEE).share == 1


def test_supplies_to_the_dprk_and_not_from_it() -> None:
    assert not terms().concerns(commodity="refined_petroleum", supplier="KP", recipient="CN")
    assert not terms().concerns(commodity="refined_petroleum", supplier="CN", recipient="RU")


def test_refined_petroleum_products_and_not_crude_oil() -> None:
    assert not terms().concerns(commodity="crude_oil", supplier="CN", recipient="KP")
    assert {"2710", "2712", "2713"} <= set(cap().measure.hs_codes)


def test_notice_every_thirty_days() -> None:
    duty = terms().duty
    assert duty is not None
    assert duty.due_days == 30
    lines = book("RU 2022-12 nil 0 bbl 2023-01-10")
    first = cells(
        terms(), span("2023"), account(lines), lines, on=day("2023-01-31"), known_at=None
    )[0]
    assert (first.month, first.due_on) == (span("2023-01"), date(2023, 3, 2))
    report = Measure.objects.get(key="2397-p5-report-reporting")
    assert report.details["report_every_days"] == 30


@pytest.mark.parametrize(
    ("barrels", "percent", "effect"),
    [(374_999, [], None), (375_000, [75], "notice"), (450_000, [75, 90], "notice"),
     (475_000, [75, 90, 95], "stop")],
)  # fmt: skip
def test_notice_at_75_90_and_95_per_cent_and_at_95_a_stop(
    barrels: int, percent: list[int], effect: str | None
) -> None:
    lines = account(book(f"CN 2023-01 reported {barrels} bbl 2023-03-01"))
    passed = reached(usage(terms(), span("2023"), lines, COMMITTEE), terms().thresholds)
    assert [t.share * 100 for t in passed] == percent
    assert (passed[-1].effect if passed else None) == effect


@pytest.mark.parametrize(
    ("barrels", "code"), [(500_000, "reached"), (500_001, "exceeded"), (499_999, "notice_due")]
)
def test_up_to_500_000_barrels_and_not_one_more(barrels: int, code: str) -> None:
    lines = book(f"CN 2023-01 reported {barrels} bbl 2023-03-01")
    ledger = account(lines)
    matrix = cells(terms(), span("2023"), ledger, lines, on=day("2023-03-01"), known_at=None)
    found = status(
        terms(),
        span("2023"),
        usage(terms(), span("2023"), ledger, COMMITTEE),
        coverage(matrix),
        on=day("2023-03-01"),
    )
    assert found.code == code


def test_the_conditions_are_kept_in_the_words_beside_the_amount() -> None:
    words = cap().measure.paragraph.words
    for condition in ("notice every 30 days", "no designated", "livelihood"):
        assert condition in words


def test_the_paragraph_is_in_force_without_an_end() -> None:
    assert cap().measure.last_day is None
    assert cap() in queries.regime.in_force(date(2026, 1, 1))
    assert cap() not in queries.regime.in_force(date(2017, 12, 31))


def test_how_sure_we_are_is_kept_with_each_part() -> None:
    held = dict(
        Measure.objects.filter(paragraph=cap().measure.paragraph).values_list("kind", "confidence")
    )
    assert held["cap"] == "verified in a source text"
    assert held["threshold_notice"] == "press only"
