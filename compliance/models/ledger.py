"""What States reported: evidence, in reports and their lines."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Upper

from compliance.core.ledger import KINDS, Entry
from compliance.core.period import Period
from compliance.core.quantity import Quantity
from compliance.models.evidence import Evidence, EvidenceQuerySet
from compliance.models.fields import (
    AmountField,
    StateField,
    UnitField,
    amount_is_sane,
    codes,
    confidence,
    found_by_part,
)


if TYPE_CHECKING:
    from compliance.models.regime import Cap


LONG = timedelta(days=31)  # a span of more days than a month has is found by an index of its own


class Report(Evidence):
    """A document that puts transfers before a Committee, and the day it became known."""

    KINDS = [
        ("notification", "notification by a State"),
        ("press_account", "press account of the Committee's table"),
        ("committee_table", "the Committee's table"),
        ("panel", "Panel of Experts"),
        ("customs", "customs data"),
        ("statement", "statement by a government or body"),
    ]
    PRECISIONS = [
        ("day", "to the day"),
        ("bounded", "between two days; the later one counts"),
        ("month", "to the month; its last day counts"),
        ("none", "not known"),
    ]
    committee = models.ForeignKey(
        "compliance.Committee", on_delete=models.PROTECT, related_name="reports"
    )
    kind = models.CharField(max_length=20, choices=KINDS)
    reporting_state = StateField(null=True, blank=True)
    document = models.CharField(max_length=300, blank=True, help_text="symbol, title or number")
    source_url = models.CharField(max_length=1000, blank=True)
    known_on = models.DateField(null=True, blank=True, help_text="first day it was public")
    known_not_before = models.DateField(null=True, blank=True)
    known_precision = models.CharField(max_length=10, choices=PRECISIONS, default="day")
    received_on = models.DateField(
        null=True, blank=True, help_text="the day it came to the Committee, where that is known"
    )
    confidence = confidence()
    note = models.TextField(blank=True)
    key = models.CharField(
        max_length=100, unique=True, help_text="made by whoever submits it; the same twice is one"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-known_on", "-id"]
        indexes = [
            models.Index(fields=["-known_on", "-id"], name="report_newest_first"),
            BrinIndex(fields=["recorded_at"], name="reports_as_they_came_in"),
            models.Index(Upper("key"), name="report_by_key_any_case"),
            found_by_part("document", name="report_by_part_of_document"),
            found_by_part("note", name="report_by_part_of_note"),
        ]

    def __str__(self) -> str:
        who = self.reporting_state or "Report"
        return f"{who}, known {self.known_on or 'on an unknown day'}"


class TransferQuerySet(EvidenceQuerySet):
    def under(self, cap: Cap) -> TransferQuerySet:
        """The lines whose good and direction the cap limits."""
        lines = self.filter(commodity_id=cap.commodity_id)
        if cap.recipient:
            lines = lines.filter(recipient=cap.recipient)
        if cap.supplier:
            lines = lines.filter(supplier=cap.supplier)
        return lines

    def touching(self, span: Period) -> TransferQuerySet:
        """The lines that have a day in a span.

        A line is a month long at most, or found by the index of long ones: so the rows looked at
        are those of the span, however many the table holds.
        """
        first, end = span.start, span.end
        within = models.Q(first_day__lt=end, last_day__gte=first)
        short = models.Q(first_day__gte=max(first, date.min + LONG) - LONG)
        long = models.Q(last_day__gte=models.F("first_day") + LONG)
        return self.filter((within & short) | (within & long))

    def with_source(self) -> TransferQuerySet:
        """With what `Transfer.entry` reads, in one query."""
        return self.select_related("report", "commodity")


class Transfer(Evidence):
    """One revision of a line of a report: a "supply, sale or transfer", a nil, or a silence.

    A row is one revision of a series; a correction is the next revision, with its reason; a
    withdrawal is a revision too. What stands on a day is worked out, never stored.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="transfers")
    series = models.UUIDField()
    revision = models.PositiveIntegerField()
    kind = models.CharField(
        max_length=20, choices=[(kind, f"{kind}: {meaning}") for kind, meaning in KINDS.items()]
    )
    supplier = StateField()
    recipient = StateField()
    commodity = models.ForeignKey(
        "compliance.Commodity", on_delete=models.PROTECT, related_name="transfers"
    )
    product = models.CharField(
        max_length=60,
        blank=True,
        help_text="of the good, as the source names it: bitumen, motor gasoline",
    )
    first_day = models.DateField()
    last_day = models.DateField()
    amount = AmountField(null=True, blank=True)
    unit = UnitField(blank=True)
    stated_amount = AmountField(
        null=True, blank=True, help_text="the same quantity as the source gives it in another unit"
    )
    stated_unit = UnitField(blank=True)
    known_on = models.DateField(null=True, blank=True)
    known_not_before = models.DateField(null=True, blank=True)
    known_precision = models.CharField(max_length=10, choices=Report.PRECISIONS, default="day")
    withdrawn = models.BooleanField(default=False)
    reason = models.TextField(blank=True, help_text="why this revision takes the last one's place")
    confidence = confidence()
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "supplier", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "revision"], name="a_series_has_each_revision_once"
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="a_span_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(supplier=models.F("recipient")),
                name="a_state_is_not_its_own_recipient",
            ),
            models.CheckConstraint(
                condition=amount_is_sane("amount") & amount_is_sane("stated_amount"),
                name="an_amount_is_zero_or_more_and_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True, unit="")
                | (models.Q(amount__isnull=False) & ~models.Q(unit="")),
                name="an_amount_has_its_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(revision=1) | ~models.Q(reason=""),
                name="a_correction_gives_its_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="nil") | models.Q(amount=0) | models.Q(withdrawn=True),
                name="a_nil_is_zero",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["blank", "unknown"]) | models.Q(amount__isnull=True),
                name="a_blank_is_never_a_number",
            ),
        ]
        indexes = [
            found_by_part("note", name="line_by_part_of_note"),
            models.Index(
                fields=["commodity", "recipient", "first_day", "supplier"],
                name="transfer_by_flow_and_span",
            ),
            models.Index(
                fields=["commodity", "first_day"],
                condition=models.Q(last_day__gte=models.F("first_day") + LONG),
                name="transfer_long_spans",
            ),
            models.Index(fields=["commodity", "known_on"], name="transfer_by_day_learnt"),
            models.Index(fields=["-first_day", "supplier", "-id"], name="transfer_newest_first"),
            models.Index(fields=["supplier", "commodity"], name="transfer_by_supplier"),
            BrinIndex(fields=["recorded_at"], name="lines_as_they_came_in"),
        ]

    def __str__(self) -> str:
        amount = (
            f"{self.amount.normalize():,f} {self.unit}" if self.amount is not None else self.kind
        )
        return f"{self.supplier} to {self.recipient}, {self.first_day} to {self.last_day}: {amount}"

    @property
    def entry(self) -> Entry:
        """The line as the core knows it."""
        return Entry(
            id=self.pk,
            series=self.series,
            revision=self.revision,
            kind=self.kind,
            supplier=self.supplier,
            recipient=self.recipient,
            commodity=self.commodity.code,
            product=self.product,
            period=Period.through(self.first_day, self.last_day),
            known_on=self.known_on,
            quantity=Quantity(self.amount, self.unit) if self.amount is not None else None,
            stated=Quantity(self.stated_amount, self.stated_unit)
            if self.stated_amount is not None
            else None,
            known_not_before=self.known_not_before,
            withdrawn=self.withdrawn,
            confidence=self.confidence,
            source=self.report.source_url or self.report.document,
            note=self.note,
            received_on=self.report.received_on,
        )


class Notice(Evidence):
    """The note that a period of a cap has reached a threshold, by what was known on a day."""

    cap = models.ForeignKey("compliance.Cap", on_delete=models.PROTECT, related_name="notices")
    first_day = models.DateField(help_text="first day of the cap period")
    last_day = models.DateField()
    book = models.CharField(max_length=10, default="reported")
    share = models.DecimalField(max_digits=5, decimal_places=4, help_text="the threshold")
    effect = models.CharField(max_length=10)
    used = AmountField()
    limit = AmountField()
    unit = UnitField()
    policy = models.CharField(max_length=50)
    known_on = models.DateField(help_text="the first day on which what was known showed it")
    reason = models.TextField()
    occasion = models.PositiveSmallIntegerField(
        default=1, help_text="the next one only after the last was withdrawn"
    )
    issued_at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-known_on", "-share"]
        constraints = [
            models.UniqueConstraint(
                fields=["cap", "first_day", "share", "book", "occasion"],
                name="a_threshold_gives_notice_once_an_occasion",
            )
        ]

    def __str__(self) -> str:
        return f"{self.share:.0%} of {self.cap}, {self.first_day.year}"


class Delivery(Evidence):
    """That a Notice was sent, to whom and how it went."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=40)
    delivered_at = models.DateTimeField()
    detail = models.TextField(blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-delivered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "channel"], name="a_notice_goes_out_once_a_channel"
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice}: {self.channel}"


class NoticeWithdrawal(Evidence):
    """That a Notice no longer holds: a correction took the total back under its threshold."""

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    withdrawn_at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-withdrawn_at"]

    def __str__(self) -> str:
        return f"withdrawn: {self.notice}"


class IssuedNotice(Evidence):
    """That the Secretary gave notice of a threshold, as a document shows: a fact, entered by a
    person. Whether it was due is another matter, and worked out."""

    cap = models.ForeignKey(
        "compliance.Cap", on_delete=models.PROTECT, related_name="issued_notices"
    )
    first_day = models.DateField(help_text="first day of the cap period")
    share = models.DecimalField(max_digits=5, decimal_places=4, help_text="the threshold")
    issued_on = models.DateField()
    known_on = models.DateField(help_text="first day it was public")
    document = models.CharField(max_length=300, help_text="symbol, title or number")
    source_url = models.CharField(max_length=1000, blank=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["cap", "first_day", "share"]
        constraints = [
            models.UniqueConstraint(
                fields=["cap", "first_day", "share", "document"],
                name="a_document_gives_a_notice_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.share:.0%} of {self.cap}, issued {self.issued_on}"


class Estimate(Evidence):
    """A quantity somebody worked out by a method: the estimated book, never added to reports.

    The inputs of a scenario (calls, tonnage, fill, factor) are kept so that it can be worked out
    again; low, central and high are as its source states them.
    """

    committee = models.ForeignKey(
        "compliance.Committee", on_delete=models.PROTECT, related_name="estimates"
    )
    key = models.SlugField(unique=True, max_length=80)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    commodity = models.ForeignKey(
        "compliance.Commodity", on_delete=models.PROTECT, related_name="estimates"
    )
    supplier = StateField(null=True, blank=True, help_text="empty: not said")
    recipient = StateField()
    first_day = models.DateField()
    last_day = models.DateField()
    low = AmountField(null=True, blank=True)
    central = AmountField(null=True, blank=True)
    high = AmountField(null=True, blank=True)
    open_above = models.BooleanField(default=False, help_text='"over": no upper bound is given')
    unit = UnitField()
    method = models.TextField(blank=True)
    calls = models.PositiveIntegerField(null=True, blank=True, help_text="deliveries counted")
    tonnage = AmountField(null=True, blank=True, help_text="tons a call, full")
    fill_low = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    fill_high = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    factor = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    made_by = models.CharField(max_length=200, help_text="who estimates")
    known_on = models.DateField()
    source_url = models.CharField(max_length=1000, blank=True)
    confidence = confidence()
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "known_on"]
        indexes = [
            found_by_part("method", name="estimate_by_part_of_method"),
            found_by_part("note", name="estimate_by_part_of_note"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="an_estimates_span_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(low__isnull=False)
                | models.Q(central__isnull=False)
                | models.Q(high__isnull=False),
                name="an_estimate_has_a_number",
            ),
            models.CheckConstraint(
                condition=amount_is_sane("low")
                & amount_is_sane("central")
                & amount_is_sane("high"),
                name="an_estimate_is_zero_or_more_and_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_by}: {self.first_day} to {self.last_day}"


class Decision(Evidence):
    """A question put to the Committee or Council: that a cap is reached, that a mandate goes on."""

    committee = models.ForeignKey(
        "compliance.Committee", on_delete=models.PROTECT, related_name="decisions"
    )
    key = models.SlugField(unique=True, max_length=80)
    subject = models.CharField(max_length=300)
    body = models.CharField(max_length=20, help_text="Committee or Council")
    cap = models.ForeignKey(
        "compliance.Cap", null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    period_first_day = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.subject


class DecisionStep(Evidence):
    """What became of the question on a day, and by whom."""

    STEPS = [
        ("proposed", "proposed"),
        ("silence", "under the no-objection procedure"),
        ("hold", "on hold"),
        ("objection", "objected to"),
        ("lapsed", "lapsed"),
        ("adopted", "adopted"),
        ("vetoed", "vetoed"),
    ]
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=12, choices=STEPS)
    on = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="of a hold or a silence procedure")
    states = codes(help_text="who proposed, held, objected or vetoed")
    supporters = models.PositiveSmallIntegerField(null=True, blank=True)
    known_on = models.DateField()
    source_url = models.CharField(max_length=1000, blank=True)
    confidence = confidence()
    note = models.TextField(blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["decision", "on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "step", "on"], name="a_step_is_taken_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} on {self.on}"


class Assertion(Evidence):
    """A running total or share as somebody stated it: checked against the account, never added."""

    KINDS = [("total", "a total"), ("share", "a share of the cap, in per cent")]
    committee = models.ForeignKey(
        "compliance.Committee", on_delete=models.PROTECT, related_name="assertions"
    )
    key = models.CharField(unique=True, max_length=100)
    kind = models.CharField(max_length=10, choices=KINDS, default="total")
    commodity = models.ForeignKey(
        "compliance.Commodity", on_delete=models.PROTECT, related_name="assertions"
    )
    supplier = StateField(null=True, blank=True, help_text="empty: all suppliers together")
    recipient = StateField()
    first_day = models.DateField()
    last_day = models.DateField()
    amount = AmountField()
    unit = UnitField()
    modifier = models.CharField(max_length=10, default="exact")
    known_on = models.DateField(null=True, blank=True)
    made_by = models.CharField(max_length=200, blank=True)
    source_url = models.CharField(max_length=1000, blank=True)
    explanation = models.TextField(blank=True, help_text="why it fails, where that is known")
    recorded_at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "last_day", "id"]

    def __str__(self) -> str:
        return f"{self.amount.normalize():,f} {self.unit}, {self.first_day} to {self.last_day}"


class UsageRun(models.Model):
    """The steps of one cap period by one policy, and whether they still stand: a projection.

    Neither reference nor evidence: worked out from the lines, for speed alone. `behind` counts the
    lines that came into the reach since; a trigger on the lines counts them, by whatever door they
    came, so that steps are never read which a line is missing from. The fold is the truth;
    `manage.py project` makes runs anew and `manage.py project --verify` proves them equal to it.
    """

    cap = models.ForeignKey("compliance.Cap", on_delete=models.CASCADE, related_name="runs")
    first_day = models.DateField(help_text="first day of the cap period")
    policy = models.CharField(max_length=50)
    reach_first_day = models.DateField(help_text="lines from here have a say in the period")
    reach_last_day = models.DateField()
    rules = models.CharField(max_length=64, help_text="SHA-256 of the terms, factors and fold")
    behind = models.PositiveIntegerField(default=0, help_text="lines that came in since")

    class Meta:
        ordering = ["cap", "first_day", "policy"]
        constraints = [
            models.UniqueConstraint(
                fields=["cap", "first_day", "policy"], name="a_period_has_one_run_a_policy"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cap_id} {self.first_day} {self.policy}"


class UsageStep(models.Model):
    """What a cap period had used from a day on which knowledge of it changed."""

    run = models.ForeignKey(UsageRun, on_delete=models.CASCADE, related_name="steps")
    known_on = models.DateField(help_text="0001-01-01: before anything was known")
    value = models.JSONField(help_text="the step, as core.ledger.steps writes it")
    lines = models.PositiveIntegerField(help_text="how many lines it stands on")
    digest = models.CharField(max_length=64, help_text="of those lines: the sum of their SHA-256")

    class Meta:
        ordering = ["run", "known_on"]
        constraints = [
            models.UniqueConstraint(fields=["run", "known_on"], name="a_step_stands_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.known_on}"
