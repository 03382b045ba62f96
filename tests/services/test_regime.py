"""Planting the law: what is missing is created, what differs is said, nothing is overwritten."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from compliance import services
from compliance.models import Cap, Conversion, Deadline, Limit, Measure, Resolution, Threshold
from compliance.services.regime import Planted


pytestmark = pytest.mark.django_db

FACTS = {"sources": [], "confidence": "high"}
LAW: dict[str, Any] = {
    "committee": {"slug": "1718", "name": "Committee", "regime": "DPRK", "url": "",
                  "decision_rule": "consensus"},
    "commodities": [{"code": "refined_petroleum", "name": "Refined petroleum", "unit": "bbl"}],
    "resolutions": [
        {
            "symbol": "S/RES/2397 (2017)",
            "number": 2397,
            "adopted_on": date(2017, 12, 22),
            "title": "DPRK",
            "role": "substantive",
            "status": "in force",
            "url": "https://undocs.example/2397",
            **FACTS,
            "paragraphs": [
                {
                    "number": "5",
                    "measures": [
                        {
                            "key": "p5-cap",
                            "kind": "cap",
                            "summary": "Up to 500,000 barrels.",
                            "first_day": date(2018, 1, 1),
                            **FACTS,
                            "cap": {
                                "slug": "petroleum",
                                "title": "Refined petroleum",
                                "commodity": "refined_petroleum",
                                "recipient": "KP",
                                "scope": "all",
                                "shape": "12 months",
                                "limits": [{"amount": 500000, "unit": "bbl"}],
                                "schedule": {"first_day": date(2018, 1, 1), "months": 12},
                                "thresholds": [{"percent": 75, "effect": "notice"}],
                                "thresholds_by": "p5-notice",
                            },
                        },
                        {
                            "key": "p5-notice",
                            "kind": "threshold_notice",
                            "summary": "Notice at 75 per cent.",
                            "first_day": date(2018, 1, 1),
                            **FACTS,
                            "deadlines": [
                                {"due_on": date(2018, 3, 2), "what": "first", "computed": True}
                            ],
                        },
                    ],
                }
            ],
        }
    ],
    "proposals": [],
    "national_measures": [],
    "conversions": [
        {
            "slug": "committee-2021",
            "title": "The Committee's",
            "factors": [
                {"commodity": "refined_petroleum", "supplier": "CN", "from": "t", "to": "bbl",
                 "factor": "8.33", "source": "a chart"}
            ],
        }
    ],
}  # fmt: skip


def plant(**other: Any) -> Planted:
    return services.regime.plant(**deepcopy({**LAW, **other}))


def test_the_law_is_planted_whole() -> None:
    planted = plant()
    assert planted.differs == []
    cap = Cap.objects.with_terms().get()
    assert str(cap.terms.limits[0].amount) == "500000.000000"
    assert cap.terms.citation == "S/RES/2397 (2017) OP 5"
    threshold = Threshold.objects.get()
    assert (threshold.share, threshold.measure) == (
        Decimal("0.75"),
        Measure.objects.get(key="p5-notice"),
    )
    assert Deadline.objects.get().due_on == date(2018, 3, 2)
    assert Conversion.objects.get().factor == Decimal("8.33")


def test_planting_again_creates_nothing() -> None:
    first = plant()
    assert first.created > 0
    again = plant()
    assert (again.created, again.differs) == (0, [])


def test_what_somebody_changed_is_said_and_left_as_it_is() -> None:
    plant()
    Limit.objects.update(amount=Decimal(400_000))
    Resolution.objects.update(title="Renamed")
    planted = plant()
    assert planted.created == 0
    assert planted.differs == [
        "resolution S/RES/2397 (2017): title is 'Renamed', the seed has 'DPRK'",
        "limit 400000.000000 bbl: amount is Decimal('400000.000000'), the seed has "
        "Decimal('500000')",
    ]
    assert Limit.objects.get().amount == 400_000


def test_what_was_taken_out_comes_back() -> None:
    plant()
    Threshold.objects.all().delete()
    assert plant().created == 1


def test_a_seed_that_lacks_a_field_plants_nothing() -> None:
    broken = deepcopy(LAW["resolutions"])
    del broken[0]["paragraphs"][0]["measures"][1]["summary"]
    with pytest.raises(KeyError, match="summary"):
        plant(resolutions=broken)
    assert not Resolution.objects.exists()
