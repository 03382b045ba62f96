"""The nine caps on the DPRK name their shapes, and a shape counts as the ledger does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from compliance import queries
from compliance.core.period import Period
from compliance.core.quantity import Quantity
from compliance.core.regime.shapes import Observation
from compliance.models import Cap, Illustration


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]

FORMS = {
    "dprk-bank-accounts": "level",
    "dprk-coal-late-2016": "lower_binds",
    "dprk-coal-2017": "lower_binds",
    "dprk-work-authorisations": "baseline",
    "dprk-refined-petroleum-late-2017": "fixed",
    "dprk-refined-petroleum-2375": "superseded",
    "dprk-crude-oil-2375": "baseline",
    "dprk-crude-oil": "plain_or",
    "dprk-refined-petroleum": "tumbling",
}


def test_every_cap_names_its_shape() -> None:
    assert dict(Cap.objects.values_list("slug", "form")) == FORMS
    for cap in queries.regime.caps():
        assert queries.regime.shape(cap).code == cap.form


@pytest.mark.parametrize(
    ("slug", "day", "limit"),
    [
        ("dprk-coal-2017", date(2017, 6, 1), Quantity(Decimal(400870018), "USD")),
        ("dprk-crude-oil", date(2018, 6, 1), Quantity(Decimal(4000000), "bbl")),
        ("dprk-crude-oil-2375", date(2017, 10, 1), None),
        ("dprk-work-authorisations", date(2017, 8, 6), None),
        ("dprk-refined-petroleum-2375", date(2018, 6, 1), None),
        ("dprk-refined-petroleum", date(2018, 6, 1), Quantity(Decimal(500000), "bbl")),
        ("dprk-bank-accounts", date(2018, 6, 1), Quantity(Decimal(1), "account")),
    ],
)
def test_a_cap_has_the_limit_of_its_text(slug: str, day: date, limit: Quantity | None) -> None:
    assert queries.regime.shape(queries.regime.caps().get(slug=slug)).limit_on(day) == limit


@pytest.mark.parametrize("year", ["2018", "2021", "2023", "2024"])
def test_the_shape_and_the_ledger_count_alike(year: str) -> None:
    cap = queries.regime.caps().get(slug="dprk-refined-petroleum")
    shape = queries.regime.shape(cap)
    value = queries.ledger.usage(
        cap,
        period=queries.ledger.period(cap, year, today=date(2026, 6, 1)),
        known_at=date(2026, 6, 1),
        policy=queries.regime.policy().policy,
    )
    assert value.binding is not None
    seen = [
        Observation(c.quantity, c.entry.period, c.entry.supplier) for c in value.binding.counted
    ]
    found = shape.assess(seen, value.period.last_day)
    assert found.window == value.period == Period(date(int(year), 1, 1), date(int(year) + 1, 1, 1))
    assert (found.used, found.share) == (value.binding.used, value.binding.share)


def test_illustrations_are_planted_and_give_their_answers() -> None:
    held = list(queries.regime.illustrations())
    assert len(held) > 25
    for row in held:
        assert row.confidence, row.slug
        for answer in queries.regime.worked(row):
            assert not answer.differs, row.slug
    assert not Illustration.objects.filter(slug__in=Cap.objects.values("slug")).exists()
