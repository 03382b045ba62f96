"""What the Council decided: reference, planted by `seeds/regime/` and edited in the admin."""

from __future__ import annotations

import hashlib

from django.contrib.postgres.fields import ArrayField
from django.db import models

from compliance.core import quantity, regime
from compliance.core.period import Schedule
from compliance.models.fields import (
    AmountField,
    StateField,
    UnitField,
    addresses,
    codes,
    confidence,
)


class Committee(models.Model):
    """The Security Council committee of a sanctions regime (1718, 751, 661 …)."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    regime = models.CharField(max_length=200, help_text="what people call the set of measures")
    url = models.URLField(blank=True, max_length=500)
    decision_rule = models.TextField(blank=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.regime


class Resolution(models.Model):
    """An adopted text of the Security Council, by its symbol S/RES/2397 (2017)."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="resolutions")
    symbol = models.CharField(max_length=40, unique=True)
    number = models.PositiveIntegerField(unique=True)
    adopted_on = models.DateField()
    title = models.CharField(max_length=300)
    role = models.CharField(max_length=60)
    status = models.CharField(max_length=200)
    url = models.URLField(max_length=500)
    sources = addresses()
    confidence = confidence()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.symbol


class Paragraph(models.Model):
    """An operative paragraph (OP) of a resolution, in our own words."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="paragraphs")
    number = models.CharField(max_length=20, help_text="as the text numbers it: 5, 8(a)(iii)")
    words = models.TextField(help_text="what it says, in our own words")
    place = models.PositiveSmallIntegerField(default=0, help_text="order in the resolution")

    class Meta:
        ordering = ["resolution__number", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "number"], name="a_paragraph_stands_once_in_a_resolution"
            )
        ]

    def __str__(self) -> str:
        return self.citation

    @property
    def citation(self) -> str:
        return f"{self.resolution.symbol} OP {self.number}"

    @property
    def digest(self) -> str:
        """SHA-256 of the words: a rule taken from them names it, and shows when they change."""
        return hashlib.sha256(self.words.encode()).hexdigest()


class Commodity(models.Model):
    """What is measured, as the paragraph names it."""

    code = models.SlugField(unique=True, max_length=40)
    name = models.CharField(max_length=100)
    unit = UnitField(help_text="the unit its caps are set in")
    hs_codes = codes()
    hs_source = models.TextField(blank=True, help_text="which authority gave the HS codes")

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "commodities"

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    """What a paragraph obliges: who, what, which direction, from when."""

    KINDS = [
        ("ban", "ban"),
        ("cap", "cap"),
        ("reporting", "duty to report"),
        ("threshold_notice", "notice at a threshold"),
        ("repatriation_deadline", "deadline to send workers home"),
        ("asset_freeze", "asset freeze"),
        ("inspection", "inspection"),
        ("exemption", "exemption"),
        ("mandate", "mandate"),
    ]
    # The verb decides what a breach is: a call upon States is no duty.
    STRENGTHS = [
        ("decides", "decides"),
        ("requires", "requires"),
        ("calls_upon", "calls upon"),
        ("requests", "requests"),
        ("encourages", "encourages"),
    ]
    ROUTES = [
        ("automatic", "automatic"),
        ("notice", "notice by the State"),
        ("approval", "approval by the Committee"),
    ]
    key = models.SlugField(unique=True, max_length=60)
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=30, choices=KINDS)
    direction = models.CharField(max_length=40, blank=True)
    goods_words = models.CharField(max_length=200, blank=True, help_text="as the paragraph says")
    goods = codes(help_text="codes of the commodities it concerns")
    hs_codes = codes()
    hs_source = models.TextField(blank=True)
    summary = models.TextField()
    strength = models.CharField(
        max_length=12, choices=STRENGTHS, default="decides", help_text="how strongly it is worded"
    )
    route = models.CharField(
        max_length=12, choices=ROUTES, blank=True, help_text="of an exemption: how one comes by it"
    )
    first_day = models.DateField(help_text="applies from")
    last_day = models.DateField(null=True, blank=True, help_text="applies through")
    grace_until = models.DateField(null=True, blank=True, help_text="old contracts run on through")
    superseded_by = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict, blank=True)
    sources = addresses()
    source_url = models.CharField(max_length=1000, blank=True)
    confidence = confidence()
    confidence_note = models.TextField(blank=True)

    class Meta:
        ordering = ["paragraph__resolution__number", "paragraph__place", "key"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.paragraph.citation}"

    @property
    def ends(self) -> tuple[str | None, str | None]:
        """Recipient and supplier that the measure names, for the direction it is judged by.

        A paragraph may repeat in one direction what an earlier one bans already; a dealing is
        then judged by the earlier (`judged_for` in the seeds), and this one named beside it.
        """
        return _ends(self.details.get("judged_for", self.direction))

    @property
    def bans(self) -> list[regime.Ban]:
        """The ban as the core knows it, one a good and direction.

        A ban with an exemption for livelihood and no amount (2270 OP 29) is none that a dealing
        can be judged by alone; see `open_terms`.
        """
        if self.kind not in ("ban", "repatriation_deadline") or self.details.get("conditional"):
            return []
        recipient, supplier = self.ends
        graced = self.details.get("grace_goods", self.goods)
        return [
            regime.Ban(
                citation=self.paragraph.citation,
                good=good,
                first_day=self.first_day,
                recipient=to,
                supplier=by,
                grace_until=self.grace_until if good in graced else None,
                last_day=self.last_day,
            )
            for good in self.goods
            for to, by in ((recipient, None), (None, supplier))
            if to or by
        ]

    @property
    def bans_beside(self) -> list[regime.Ban]:
        """What it bans beside the paragraph by which a dealing is judged: the same again, in the
        direction that it is not judged for, or a part of it (`also_bans` in the seeds)."""
        if self.kind != "ban":
            return []
        named = _ends(self.direction)
        again = tuple(None if judged else end for end, judged in zip(named, self.ends, strict=True))
        return [
            regime.Ban(
                citation=self.paragraph.citation,
                good=good,
                first_day=self.first_day,
                recipient=to,
                supplier=by,
                last_day=self.last_day,
            )
            for goods, (recipient, supplier) in (
                (self.goods, again),
                (self.details.get("also_bans", []), named),
            )
            for good in goods
            for to, by in ((recipient, None), (None, supplier))
            if to or by
        ]

    @property
    def open_terms(self) -> list[regime.Terms]:
        """A ban with an exemption of no stated amount: a cap whose amount nobody published."""
        if not self.details.get("conditional") or self.last_day is None:
            return []
        recipient, supplier = self.ends
        return [
            regime.Terms(
                slug=self.key,
                citation=self.paragraph.citation,
                commodity=good,
                limits=(),
                schedule=Schedule(self.first_day, None, self.last_day),
                recipient=recipient,
                supplier=supplier,
            )
            for good in self.goods
        ]


def _ends(direction: str) -> tuple[str | None, str | None]:
    return (
        "KP" if direction in ("import to DPRK", "both") else None,
        "KP" if direction in ("export from DPRK", "both") else None,
    )


class CapQuerySet(models.QuerySet):
    def with_terms(self) -> CapQuerySet:
        """With all that `Cap.terms` reads, in a bounded number of queries."""
        return self.select_related(
            "measure__paragraph__resolution__committee", "commodity"
        ).prefetch_related("limits", "thresholds")


class Cap(models.Model):
    """A Measure's ceiling: one or more limits on a schedule."""

    slug = models.SlugField(unique=True, max_length=60)
    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, related_name="cap")
    title = models.CharField(max_length=120)
    commodity = models.ForeignKey(
        Commodity, null=True, blank=True, on_delete=models.PROTECT, related_name="caps"
    )
    recipient = StateField(null=True, blank=True, help_text="supplies to this State")
    supplier = StateField(null=True, blank=True, help_text="supplies from this State")
    scope = models.CharField(max_length=200, help_text="whose supplies add up")
    shape = models.CharField(max_length=60, help_text="in words")
    form = models.SlugField(
        max_length=40, default="tumbling", help_text="the shape's code: core.regime.shapes"
    )
    form_data = models.JSONField(default=dict, blank=True, help_text="what the shape needs")
    rule = models.CharField(max_length=200, blank=True, help_text="how several limits join")
    schedule_first_day = models.DateField(null=True, blank=True)
    schedule_months = models.PositiveSmallIntegerField(null=True, blank=True)
    schedule_last_day = models.DateField(null=True, blank=True)
    reporters = ArrayField(
        StateField(), default=list, blank=True, help_text="States whose reports are expected"
    )
    due_days = models.PositiveSmallIntegerField(
        default=30, help_text="days after the end of a span until its report is due"
    )
    report_every_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="empty: a report a calendar month"
    )
    report_from = models.DateField(
        null=True, blank=True, help_text="first day of the first span of days reported on"
    )

    objects = CapQuerySet.as_manager()

    class Meta:
        ordering = ["-measure__first_day", "slug"]

    def __str__(self) -> str:
        return self.title

    @property
    def computed(self) -> bool:
        """Whether usage can be worked out: a flow, with amounts, on a schedule."""
        return self.scheduled and any(limit.amount is not None for limit in self.limits.all())

    @property
    def scheduled(self) -> bool:
        """Whether it limits a flow of one good on a schedule, be its amount published or not."""
        return self.commodity is not None and self.schedule_first_day is not None

    @property
    def terms(self) -> regime.Terms:
        """The cap as the core knows it. Raises ValueError where it is not `scheduled`."""
        if self.commodity is None or self.schedule_first_day is None:
            raise ValueError(f"{self.slug} limits no flow on a schedule")
        paragraph = self.measure.paragraph
        return regime.Terms(
            slug=self.slug,
            citation=f"{paragraph.resolution.symbol} OP {paragraph.number}",
            commodity=self.commodity.code,
            limits=tuple(
                quantity.Quantity(limit.amount, limit.unit)
                for limit in self.limits.all()
                if limit.amount is not None
            ),
            schedule=Schedule(
                self.schedule_first_day, self.schedule_months, self.schedule_last_day
            ),
            recipient=self.recipient,
            supplier=self.supplier,
            first_day=self.measure.first_day,
            last_day=self.measure.last_day,
            thresholds=tuple(
                regime.Threshold(threshold.share, threshold.effect)
                for threshold in self.thresholds.all()
            ),
            duty=regime.Duty(tuple(self.reporters), self.due_days) if self.reporters else None,
        )


class Limit(models.Model):
    """One amount of a cap; several are alternatives ("4,000,000 barrels or 525,000 tons")."""

    cap = models.ForeignKey(Cap, on_delete=models.CASCADE, related_name="limits")
    amount = AmountField(
        null=True, blank=True, help_text="empty: set by the text, published nowhere"
    )
    unit = models.CharField(max_length=30)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["cap", "place"]

    def __str__(self) -> str:
        return f"{self.amount or 'unpublished'} {self.unit}"


class Threshold(models.Model):
    """A share of a cap at which the Secretary gives notice."""

    EFFECTS = [("notice", "notice to all States"), ("stop", "notice, and supply stops")]
    cap = models.ForeignKey(Cap, on_delete=models.CASCADE, related_name="thresholds")
    share = models.DecimalField(max_digits=5, decimal_places=4)
    effect = models.CharField(max_length=10, choices=EFFECTS, default="notice")
    measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["cap", "share"]
        constraints = [
            models.UniqueConstraint(
                fields=["cap", "share"], name="a_threshold_stands_once_in_a_cap"
            )
        ]

    def __str__(self) -> str:
        return f"{self.share:.0%}"


class GoodScope(models.Model):
    """What a good is to one authority from a day on: the resolutions name few codes themselves."""

    commodity = models.ForeignKey(Commodity, on_delete=models.CASCADE, related_name="scopes")
    authority = models.CharField(max_length=20, help_text="ISO code of the State, EU, or UN")
    whole = codes(help_text="HS headings that lie in it whole")
    partly = codes(help_text='headings of which a part lies in it ("ex")')
    first_day = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=1000)
    confidence = confidence()

    class Meta:
        ordering = ["commodity", "authority"]
        constraints = [
            models.UniqueConstraint(
                fields=["commodity", "authority", "first_day"],
                nulls_distinct=False,
                name="an_authority_draws_one_line_a_good_and_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.commodity} by {self.authority}"


class Illustration(models.Model):
    """A cap of another regime, held to show that its shape can be computed; not followed here."""

    slug = models.SlugField(unique=True, max_length=60)
    regime = models.CharField(max_length=200)
    instrument = models.CharField(max_length=300)
    title = models.CharField(max_length=200)
    form = models.SlugField(max_length=40, help_text="the shape's code: core.regime.shapes")
    data = models.JSONField(help_text="terms and worked observations")
    note = models.TextField(blank=True)
    sources = addresses()
    confidence = confidence()

    class Meta:
        ordering = ["regime", "slug"]

    def __str__(self) -> str:
        return self.title


class Deadline(models.Model):
    """A day by which something must be done or reported under a measure."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="deadlines")
    due_on = models.DateField()
    what = models.CharField(max_length=40)
    summary = models.TextField()
    computed = models.BooleanField(default=False, help_text="worked out from the text, not printed")

    class Meta:
        ordering = ["due_on"]

    def __str__(self) -> str:
        return f"{self.due_on}: {self.what}"


class Proposal(models.Model):
    """A draft resolution that was tabled and not adopted."""

    symbol = models.CharField(max_length=40, unique=True)
    tabled_on = models.DateField()
    result = models.CharField(max_length=200)
    content = models.TextField()
    limits = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=1000, blank=True)
    confidence = confidence()

    class Meta:
        ordering = ["tabled_on"]

    def __str__(self) -> str:
        return self.symbol


class NationalMeasure(models.Model):
    """A rule by which a State or the EU carries resolutions out, at times more strictly."""

    authority = models.CharField(max_length=10, help_text="ISO code of the State, or EU")
    symbol = models.CharField(max_length=100)
    dated = models.CharField(max_length=40)
    implements = models.CharField(max_length=100)
    facts = models.TextField()
    source = models.CharField(max_length=1000, blank=True)
    confidence = confidence()

    class Meta:
        ordering = ["authority", "dated"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "symbol"], name="a_national_measure_stands_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority}: {self.symbol}"


class ConversionPolicy(models.Model):
    """A way of turning reported units into a cap's unit, as somebody used it from a day on."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    known_from = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    place = models.PositiveSmallIntegerField(default=0, help_text="the first is the usual one")

    class Meta:
        ordering = ["place", "slug"]
        verbose_name_plural = "conversion policies"

    def __str__(self) -> str:
        return self.slug

    @property
    def policy(self) -> quantity.Policy:
        return quantity.Policy(
            slug=self.slug,
            title=self.title,
            factors=tuple(
                quantity.Factor(
                    commodity=c.commodity.code,
                    from_unit=c.from_unit,
                    to_unit=c.to_unit,
                    factor=c.factor,
                    source=c.source,
                    supplier=c.supplier,
                    confidence=c.confidence,
                    product=c.product,
                )
                for c in self.conversions.all()
            ),
            known_from=self.known_from,
        )


class Conversion(models.Model):
    """A cited factor between two units for one commodity, for one State's figures or for all."""

    policy = models.ForeignKey(
        ConversionPolicy, on_delete=models.CASCADE, related_name="conversions"
    )
    commodity = models.ForeignKey(Commodity, on_delete=models.PROTECT, related_name="+")
    product = models.CharField(
        max_length=40, blank=True, default="", help_text="of the commodity; empty: any"
    )
    supplier = StateField(null=True, blank=True, help_text="empty: for every State's figures")
    from_unit = UnitField()
    to_unit = UnitField()
    factor = models.DecimalField(max_digits=12, decimal_places=6)
    source = models.CharField(max_length=1000)
    confidence = confidence()

    class Meta:
        ordering = ["policy", "commodity", "supplier", "product"]

    def __str__(self) -> str:
        return f"{self.factor.normalize():f} {self.to_unit} a {self.from_unit}"
