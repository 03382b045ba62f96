"""A claim set against the ledger, and what a person decided of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from compliance.models.evidence import Evidence, EvidenceQuerySet
from compliance.models.press import Claim, Reading


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


VIEWS = [
    ("then", "as known on the article's day"),
    ("now", "as known when it was judged"),
]


class FindingQuerySet(EvidenceQuerySet):
    def newest(self, view: str = "then") -> FindingQuerySet:
        """Of each claim its newest finding; the older ones are history."""
        last = Finding.objects.filter(claim=OuterRef("claim"), view=view)
        return self.filter(id=Subquery(last.order_by("-id").values("id")[:1]))

    def standing(self) -> FindingQuerySet:
        """Of claims that the newest reading of their article still finds."""
        newest = (
            Reading.objects.filter(capture__article=OuterRef("claim__reading__capture__article"))
            .order_by("-id")
            .values("id")[:1]
        )
        still = Claim.objects.filter(reading=OuterRef("newest_reading")).filter(
            Q(pk=OuterRef("claim")) | Q(continues=OuterRef("claim"))
        )
        return self.annotate(newest_reading=Subquery(newest)).filter(Exists(still))

    def undecided(self) -> FindingQuerySet:
        return self.newest().standing().filter(reviews=None)


class Finding(Evidence):
    """A claim set against what was known on a day, with its reason in one sentence."""

    claim = models.ForeignKey("compliance.Claim", on_delete=models.PROTECT, related_name="findings")
    verdict = models.CharField(max_length=20, choices=VERDICTS)
    reason = models.TextField()
    view = models.CharField(max_length=5, choices=VIEWS, default="then")
    known_at = models.DateField(help_text="the day whose knowledge it is judged by")
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    because = models.TextField(blank=True, help_text="what has changed since the one before")
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


class LedgerChange(models.Model):
    """That lines of a supplier and good came in, or the law or a factor changed, and claims are
    to be judged anew. Written by a trigger, whatever the door; gone once it is done.

    Without a good it concerns all.
    """

    commodity = models.ForeignKey("compliance.Commodity", null=True, on_delete=models.CASCADE)
    supplier = models.CharField(max_length=2, blank=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    what = models.CharField(max_length=30, help_text="the table that changed")
    done_to = models.BigIntegerField(default=0, help_text="claims up to this one are judged anew")

    def __str__(self) -> str:
        return f"{self.what}: {self.supplier or 'all'} {self.first_day or ''}"


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
