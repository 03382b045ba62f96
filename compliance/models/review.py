"""A claim set against the ledger, and what a person decided of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from compliance.core.review import CLOSING, Judgement
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
        # Not as "the one whose number is the newest": of that PostgreSQL expects one row in two
        # hundred, and goes through all readings for each of what are nearly all findings.
        later = Finding.objects.filter(claim=OuterRef("claim"), view=view, id__gt=OuterRef("id"))
        return self.filter(~Exists(later), view=view)

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

    def decided(self) -> FindingQuerySet:
        """With a judgement that settles them."""
        return self.filter(Exists(Review.objects.closing().filter(finding=OuterRef("pk"))))

    def withheld(self) -> FindingQuerySet:
        """With whether a second person is asked who may see neither verdict nor values."""
        return self.annotate(withheld=second_asked("claim"))

    def shown(self) -> FindingQuerySet:
        """Without those whose verdict and values a second person may not see."""
        return self.exclude(second_asked("claim"))

    def undecided(self) -> FindingQuerySet:
        """Those that wait for somebody: for a first judgement, a second look, another person."""
        settled = Review.objects.closing().filter(finding=OuterRef("pk"))
        return self.newest().standing().filter(~Exists(settled))


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
        indexes = [
            models.Index(fields=["claim", "-id"], name="findings_of_a_claim"),
            models.Index(fields=["-reconciled_at", "-id"], name="findings_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.claim}"


class Sight(Evidence):
    """That a person at the desk was shown what the machine reads in a claim.

    They can judge it, but not blind: a trigger refuses them as the second of two.
    """

    claim = models.ForeignKey("compliance.Claim", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "person"], name="a_person_sees_a_claim_for_the_first_time_once"
            )
        ]

    def __str__(self) -> str:
        return f"claim {self.claim_id}, seen by {self.person_id}"


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


class ReviewQuerySet(EvidenceQuerySet):
    def live(self) -> ReviewQuerySet:
        """Neither taken back nor a taking back."""
        return self.filter(undone_by=None).exclude(decision="undo")

    def closing(self) -> ReviewQuerySet:
        """Those that settle their finding: `core.review.standing` says the same of each."""
        alone = Q(decision__in=CLOSING, blind=False)
        return self.live().filter(alone | ENTERED)

    def asking(self) -> ReviewQuerySet:
        """The first of two, as long as a second person is asked: nobody has judged blind yet, and
        the finding is one that still waits."""
        second = Review.objects.live().filter(finding=OuterRef("finding"), blind=True)
        return (
            self.live()
            .filter(decision="record", blind=False)
            .filter(~Exists(second), finding__in=Finding.objects.undecided())
        )

    def told(self) -> ReviewQuerySet:
        """Those that anybody may see. What the first of two has said stays untold until the
        finding is settled, so that the second judges without it."""
        settled = Review.objects.closing().filter(finding=OuterRef("finding"))
        pending = Q(decision="record") | Q(blind=True) | Q(undoes__decision="record")
        return self.filter(~pending | Exists(settled))


def second_asked(*claims: str) -> Exists:
    """Whether a second person is asked of a claim, by the names of the columns that point at it.

    As long as one is, what the machine reads there is shown to nobody, on no page and by no API:
    whoever reads it could not judge blind any more.
    """
    of = Q(pk__in=[])
    for name in claims:
        of |= Q(finding__claim=OuterRef(name))
    return Exists(Review.objects.asking().filter(of))


# Of a claim: itself, the one it goes on from in a later reading, and the one it says again.
OF_A_CLAIM = ("pk", "continues", "restates", "restates__continues")


# A line or an estimate came of it.
ENTERED = Q(transfer__isnull=False) | Q(estimate__isnull=False)


class Review(Evidence):
    """A person's judgement of a finding.

    What the machine read stays in the claim; what the person holds it to say stands in `answer`.
    One that enters a book rests on another person's (`seconds`), with the same answer: a trigger
    sees to it, whatever the door.
    """

    DECISIONS = [
        ("confirm", "the finding is right"),
        ("correct", "the reader misread; these are the values"),
        ("reject", "the reader misread; nothing follows"),
        ("merge", "it is an account of a line that the ledger holds"),
        ("record", "accepted into its book"),
        ("second_look", "ask for a second look"),
        ("undo", "taken back"),
    ]
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="reviews")
    decision = models.CharField(max_length=20, choices=DECISIONS)
    note = models.TextField(blank=True)
    answer = models.JSONField(
        null=True,
        help_text="what the person holds the text to say, field by field; the machine's own "
        "reading stands in the claim",
    )
    blind = models.BooleanField(
        default=False, help_text="given without sight of the machine's values or the first answer"
    )
    seconds = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="seconded_by",
        help_text="the other person's judgement that this one is set beside",
    )
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    accounts_for = models.ForeignKey(
        "compliance.Transfer",
        null=True,
        on_delete=models.PROTECT,
        related_name="accounts",
        help_text="the line that the claim is an account of; nothing is counted anew",
    )
    transfer = models.ForeignKey(
        "compliance.Transfer",
        null=True,
        on_delete=models.PROTECT,
        related_name="reviews",
        help_text="the line recorded by this decision: the thread back to the sentence",
    )
    estimate = models.ForeignKey(
        "compliance.Estimate",
        null=True,
        on_delete=models.PROTECT,
        related_name="reviews",
        help_text="the estimate recorded by this decision: the thread back to the sentence",
    )
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews"
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="undo", undoes__isnull=False)
                | (~Q(decision="undo") & Q(undoes__isnull=True)),
                name="an_undo_names_what_it_takes_back",
            ),
            models.CheckConstraint(
                condition=Q(decision="merge", accounts_for__isnull=False)
                | (~Q(decision="merge") & Q(accounts_for__isnull=True)),
                name="a_merge_names_its_line",
            ),
            models.CheckConstraint(
                condition=Q(transfer__isnull=True, estimate__isnull=True)
                | Q(decision="record", transfer__isnull=True, estimate__isnull=False)
                | Q(decision="record", transfer__isnull=False, estimate__isnull=True),
                name="only_what_is_accepted_enters_one_book",
            ),
            models.CheckConstraint(
                condition=Q(blind=False)
                | Q(blind=True, seconds__isnull=False, decision__in=["record", "reject"]),
                name="a_blind_judgement_seconds_another",
            ),
            models.UniqueConstraint(
                fields=["seconds"], condition=Q(blind=True), name="a_judgement_is_seconded_once"
            ),
            models.UniqueConstraint(
                fields=["finding"], condition=ENTERED, name="a_finding_enters_a_book_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.finding}"

    @property
    def judgement(self) -> Judgement:
        """The review as the core weighs it."""
        return Judgement(
            id=self.pk,
            by=self.decided_by_id,
            decision=self.decision,
            answer=self.answer,
            blind=self.blind,
            entered=self.transfer_id is not None or self.estimate_id is not None,
        )
