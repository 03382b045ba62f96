"""Tables of reports that people hand in: the file, each pass over it, and what came of that."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from compliance.models.evidence import Evidence, EvidenceQuerySet


class ImportFile(Evidence):
    """A table as it was handed in, byte by byte; the same bytes twice are one file."""

    KINDS = [("csv", "CSV"), ("xlsx", "XLSX")]
    committee = models.ForeignKey(
        "compliance.Committee", on_delete=models.PROTECT, related_name="import_files"
    )
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=4, choices=KINDS)
    digest = models.CharField(max_length=64, help_text="SHA-256 of its bytes")
    size = models.PositiveIntegerField(help_text="bytes")
    content = models.BinaryField(help_text="its bytes, packed by zlib")
    table = models.BinaryField(null=True, help_text="the rows of a workbook, packed by zlib")
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "digest"], name="a_file_is_handed_in_once_a_committee"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ImportRunQuerySet(EvidenceQuerySet):
    def waiting(self) -> ImportRunQuerySet:
        """Asked for and without an outcome, oldest first."""
        return self.filter(outcome=None).order_by("id")


class ImportRun(Evidence):
    """A pass over a file that somebody asked for: to see what would come of it, or to enter it."""

    STEPS = [("check", "a dry run"), ("enter", "the import")]
    file = models.ForeignKey(ImportFile, on_delete=models.PROTECT, related_name="runs")
    step = models.CharField(max_length=5, choices=STEPS)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_step_display()} of {self.file}"


class ImportOutcome(Evidence):
    """What came of a pass: every row's verdict, and everything that was wrong.

    `verdicts` has a letter a row, in order: n new, c corrects, h held already, w wrong.
    """

    OUTCOMES = [
        ("good", "every row can be entered"),
        ("entered", "entered"),
        ("refused", "refused; nothing was saved"),
        ("failed", "given up"),
    ]
    run = models.OneToOneField(ImportRun, on_delete=models.PROTECT, related_name="outcome")
    outcome = models.CharField(max_length=8, choices=OUTCOMES)
    ended_at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    corrects = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    verdicts = models.TextField(blank=True)
    problems_n = models.PositiveIntegerField(default=0)
    problems = models.JSONField(
        default=list, help_text="line, column, code and sentence of the first of them"
    )
    flags = models.JSONField(default=list, help_text="the same, of what is to be looked at")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=["good", "entered"]) | Q(wrong=0, problems_n=0),
                name="what_is_wrong_is_not_entered",
            )
        ]

    def __str__(self) -> str:
        return f"{self.run}: {self.get_outcome_display()}"


class ImportProgress(models.Model):
    """How far a pass is, written beside its transaction: true for moments, and no loss."""

    run = models.OneToOneField(
        ImportRun, on_delete=models.CASCADE, related_name="progress", db_constraint=False
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    share = models.PositiveSmallIntegerField(default=0, help_text="per cent of the file read")
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.run_id}: {self.share} %"
