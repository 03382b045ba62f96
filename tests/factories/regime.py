"""A law in the database: small, and built from what a test names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import factory

from compliance.models import (
    Cap,
    Committee,
    Commodity,
    Conversion,
    ConversionPolicy,
    Limit,
    Measure,
    Paragraph,
    Resolution,
    Threshold,
)


class CommitteeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Committee
        django_get_or_create = ("slug",)

    slug = "1718"
    name = "Committee under resolution 1718"
    regime = "DPRK"


class ResolutionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Resolution
        django_get_or_create = ("number",)

    committee = factory.SubFactory(CommitteeFactory)
    number = 2397
    symbol = factory.LazyAttribute(lambda r: f"S/RES/{r.number} ({r.adopted_on.year})")
    adopted_on = date(2017, 12, 22)
    title = "DPRK"
    role = "substantive"
    status = "in force"
    url = "https://undocs.example/2397"


class ParagraphFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Paragraph
        django_get_or_create = ("resolution", "number")

    resolution = factory.SubFactory(ResolutionFactory)
    number = "5"
    words = "Refined petroleum: up to 500,000 barrels in twelve months."


class CommodityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Commodity
        django_get_or_create = ("code",)

    code = "refined_petroleum"
    name = factory.LazyAttribute(lambda c: c.code.replace("_", " ").capitalize())
    unit = "bbl"


class MeasureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Measure

    key = factory.Sequence(lambda n: f"measure-{n}")
    paragraph = factory.SubFactory(ParagraphFactory)
    kind = "cap"
    summary = "As the paragraph says."
    first_day = date(2018, 1, 1)


class CapFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cap

    slug = factory.Sequence(lambda n: f"cap-{n}")
    measure = factory.SubFactory(MeasureFactory)
    title = "Refined petroleum to the DPRK"
    commodity = factory.SubFactory(CommodityFactory)
    recipient = "KP"
    scope = "all States together"
    shape = "12 months"
    schedule_first_day = date(2018, 1, 1)
    schedule_months = 12
    reporters = ["CN", "RU"]


THRESHOLDS = (("0.75", "notice"), ("0.9", "notice"), ("0.95", "stop"))


def policy(slug: str = "committee-2021", **factors: str) -> ConversionPolicy:
    """How tons become barrels: policy(CN="8.33", RU="7.98")."""
    row, made = ConversionPolicy.objects.get_or_create(slug=slug, defaults={"title": slug})
    for supplier, value in (factors or {"CN": "8.33", "RU": "7.98"}).items() if made else ():
        Conversion.objects.create(
            policy=row,
            commodity=CommodityFactory(),
            supplier=supplier,
            from_unit="t",
            to_unit="bbl",
            factor=Decimal(value),
            source="a chart of the 1718 Committee",
        )
    return row


def petroleum_cap(**other: Any) -> Cap:
    """The cap of OP 5 with its limit, its thresholds and the usual way of converting."""
    policy()
    cap = CapFactory(**{"slug": "petroleum", **other})
    Limit.objects.create(cap=cap, amount=Decimal(500_000), unit="bbl")
    for share, effect in THRESHOLDS:
        Threshold.objects.create(cap=cap, share=Decimal(share), effect=effect)
    return Cap.objects.with_terms().get(pk=cap.pk)
