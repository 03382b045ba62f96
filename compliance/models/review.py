"""A claim set against the ledger, and what a person decided of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery

from compliance.models.evidence import Evidence, EvidenceQuerySet


VERDICTS = [
    ("agrees", "agrees"),
    ("differs", "differs"),
    ("partly_covered", "partly covered"),
    ("unreported", "unreported"),
    ("nil_contradicted", "nil contradicted"),
    ("estimate_beside", "estimate, kept beside"),
    ("cap_agrees", "agrees with the cap"),
    ("cap_superseded", "a former or other cap"),
    ("cap_misquoted", "cap misquoted"),
    ("share_agrees", "share agrees"),
    ("share_wrong", "share wrong"),
    ("exceeds_cap", "exceeds the cap"),
    ("prohibited_dealing", "prohibited dealing"),
    ("outside", "outside every measure"),
    ("ambiguous", "ambiguous"),
]


class FindingQuerySet(EvidenceQuerySet):
    def newest(self) -> FindingQuerySet:
        """Of each claim its newest finding; the older ones are history."""
        last = Finding.objects.filter(claim=OuterRef("claim")).order_by("-id").values("id")[:1]
        return self.filter(id=Subquery(last))

    def undecided(self) -> FindingQuerySet:
        return self.newest().filter(reviews=None)


class Finding(Evidence):
    """A claim set against what was known on a day, with its reason in one sentence."""

    claim = models.ForeignKey("compliance.Claim", on_delete=models.PROTECT, related_name="findings")
    verdict = models.CharField(max_length=20, choices=VERDICTS)
    reason = models.TextField()
    known_at = models.DateField(help_text="the day whose knowledge it is judged by")
    policy = models.CharField(max_length=50)
    compared = models.JSONField(default=dict, help_text="stated, ledger, difference")
    lines = models.ManyToManyField(
        "compliance.Transfer", through="FindingLine", related_name="findings"
    )
    paragraphs = models.JSONField(default=list)
    reconciled_at = models.DateTimeField()

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-reconciled_at", "-id"]
        indexes = [models.Index(fields=["claim", "-id"], name="findings_of_a_claim")]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.claim}"


class FindingLine(Evidence):
    """A line of the ledger that a finding compared."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="+")
    transfer = models.ForeignKey("compliance.Transfer", on_delete=models.PROTECT, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "transfer"], name="a_finding_names_a_line_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} compared {self.transfer_id}"


class Review(Evidence):
    """A person's decision on a finding."""

    DECISIONS = [
        ("confirm", "the finding is right"),
        ("reject", "the reader misread; nothing follows"),
        ("record", "entered in the ledger as a report"),
        ("second_look", "ask for a second look"),
    ]
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="reviews")
    decision = models.CharField(max_length=20, choices=DECISIONS)
    note = models.TextField(blank=True)
    transfer = models.ForeignKey(
        "compliance.Transfer",
        null=True,
        on_delete=models.PROTECT,
        related_name="reviews",
        help_text="the line recorded by this decision: the thread back to the sentence",
    )
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.finding}"
