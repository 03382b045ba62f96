"""Another factor, another account: which periods change, by how much, and what they are called."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from compliance import queries
from compliance.models import Transfer
from compliance.queries.ledger import Restated


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]

TODAY = date(2026, 6, 1)


def restated(first: str, second: str) -> list[Restated]:
    return queries.ledger.restated(
        queries.regime.caps().get(slug="dprk-refined-petroleum"),
        queries.regime.policy(first).policy,
        queries.regime.policy(second).policy,
        known_at=TODAY,
    )


def test_the_same_policy_restates_nothing() -> None:
    assert restated("committee-2021", "committee-2021") == []


def test_each_difference_is_the_tons_times_the_difference_of_the_factors() -> None:
    changed = restated("voa-7.9", "china-8.33")
    assert changed
    for pair in changed:
        assert pair.before.binding is not None
        tons = sum(
            (
                c.entry.quantity.to("t").amount
                for c in pair.before.binding.counted
                if c.converted.factor and c.entry.quantity
            ),
            Decimal(0),
        )
        assert pair.change == tons * (Decimal("8.33") - Decimal("7.9"))


def test_what_was_reported_stays() -> None:
    before = list(Transfer.objects.order_by("id").values())
    restated("voa-7.9", "by-product-unsd")
    assert list(Transfer.objects.order_by("id").values()) == before


def test_without_a_product_the_policy_by_product_gives_a_lower_bound() -> None:
    changed = restated("committee-2021", "by-product-unsd")
    assert changed
    for pair in changed:
        assert pair.least
        assert pair.after.binding is not None
        assert pair.after.binding.unconverted


def test_the_ratio_for_crude_turns_no_refined_petroleum() -> None:
    assert all(pair.least for pair in restated("committee-2021", "crude-7.619"))
