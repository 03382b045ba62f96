"""The caps that tests count against, as values of the core."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from compliance.core.period import Schedule
from compliance.core.quantity import Factor, Policy, Quantity
from compliance.core.regime import Duty, Terms, Threshold


def limit(amount: int, unit: str) -> Quantity:
    return Quantity(Decimal(amount), unit)


def petroleum(**other: Any) -> Terms:
    """Refined petroleum to the DPRK, as S/RES/2397 (2017) OP 5 caps it."""
    return Terms(
        **{
            "slug": "petroleum",
            "citation": "S/RES/2397 (2017) OP 5",
            "commodity": "refined_petroleum",
            "limits": (limit(500_000, "bbl"),),
            "schedule": Schedule(date(2018, 1, 1), 12),
            "recipient": "KP",
            "thresholds": (
                Threshold(Decimal("0.75")),
                Threshold(Decimal("0.9")),
                Threshold(Decimal("0.95"), "stop"),
            ),
            "duty": Duty(("CN", "RU")),
            **other,
        }
    )


def crude(**other: Any) -> Terms:
    """Crude oil to the DPRK, as OP 4 caps it: two limits, years from 22 December."""
    return Terms(
        **{
            "slug": "crude",
            "citation": "S/RES/2397 (2017) OP 4",
            "commodity": "crude_oil",
            "limits": (limit(4_000_000, "bbl"), limit(525_000, "t")),
            "schedule": Schedule(date(2017, 12, 22), 12),
            "recipient": "KP",
            **other,
        }
    )


def factor(value: str, supplier: str | None = None, **other: Any) -> Factor:
    return Factor(
        **{
            "commodity": "refined_petroleum",
            "from_unit": "t",
            "to_unit": "bbl",
            "factor": Decimal(value),
            "source": "a chart of the 1718 Committee",
            "supplier": supplier,
            **other,
        }
    )


COMMITTEE = Policy(
    slug="committee-2021",
    title="As the 1718 Committee converts since 17 February 2021",
    factors=(factor("8.33", "CN"), factor("7.98", "RU")),
    known_from=date(2021, 2, 17),
)
NO_FACTORS = Policy(slug="none", title="Nothing is converted", factors=())
