"""Columns that several topics share."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Upper

from compliance.core import state
from compliance.core.ledger.drafts import LARGEST
from compliance.core.quantity import UNITS


UNIT_CHOICES = [(unit, f"{name} ({unit})") for unit, (_, name) in UNITS.items()]
CONFIDENCES = {
    "verified in a source text": "verified in a source text",
    "press only": "press only",
    "from memory": "from memory",
    "high": "high",
    "medium": "medium",
    "low": "low",
}


def validate_state(code: str) -> None:
    if not state.is_state(code):
        raise ValidationError(f"{code!r} is no State; give its two-letter ISO 3166 code.")


class StateField(models.CharField):
    """A State by its ISO 3166-1 code of two letters."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2)
        kwargs.setdefault("validators", [validate_state])
        super().__init__(**kwargs)


class AmountField(models.DecimalField):
    """An amount of twelve digits before the point and six after; never NaN, never negative."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"max_digits": 18, "decimal_places": 6}
        super().__init__(**kwargs)


class UnitField(models.CharField):
    """The unit as the document states it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("choices", UNIT_CHOICES)
        super().__init__(**kwargs)


def codes(**kwargs: Any) -> ArrayField:
    """A short list of codes (States, goods, sources)."""
    return ArrayField(models.CharField(max_length=40), default=list, blank=True, **kwargs)


def addresses(**kwargs: Any) -> ArrayField:
    """The web addresses a fact was read at."""
    return ArrayField(models.CharField(max_length=1000), default=list, blank=True, **kwargs)


def confidence(**kwargs: Any) -> models.CharField:
    """How sure we are of a fact, by how it was seen."""
    return models.CharField(
        max_length=30, choices=list(CONFIDENCES.items()), blank=True, default="", **kwargs
    )


class Exact(json.JSONDecoder):
    """Numbers as they were written, to the last digit."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "parse_float": Decimal})


def amount_is_sane(field: str) -> models.Q:
    """A check that also refuses NaN, which PostgreSQL holds to be greater than any number."""
    return models.Q(**{f"{field}__isnull": True}) | models.Q(
        **{f"{field}__gte": 0, f"{field}__lte": LARGEST}
    )


def found_by_part(field: str, *, name: str) -> GinIndex:
    """An index by which `icontains` finds a part of a text without reading every row."""
    return GinIndex(OpClass(Upper(field), name="gin_trgm_ops"), name=name)
