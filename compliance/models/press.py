"""What the press claims: an article, its text as captured, what the reader found in it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, Now

from compliance.models.evidence import Evidence, EvidenceQuerySet
from compliance.models.fields import codes, found_by_part
from compliance.models.hosts import at_rest, host_of


# A step that failed or never came back so many times is left for a person.
MOST_ATTEMPTS = 3
# How long a fetch that failed rests before the next try.
RESTS = (timedelta(seconds=30), timedelta(minutes=5))
# How long a step rests that broke or never came back: its worker was killed, not its source busy.
PAUSES = (timedelta(seconds=5), timedelta(seconds=20))
STEPS = ("capture", "read", "reconcile")
# The kinds of claim that no figure makes.
WITHOUT_A_FIGURE = ("allegation", "silence")
# Why a try counts for nothing: the database went away under it, which says nothing of the article.
INTERRUPTED = "interrupted"


def _subject(suffix: str = "") -> Concat | Cast:
    """What an attempt worked on, as its `subject` column holds it."""
    text = Cast(OuterRef("pk"), models.CharField())
    return Concat(text, Value(suffix), output_field=models.CharField()) if suffix else text


def _tries(step: str, subject: Concat | Cast) -> Coalesce:
    """How often a step on a subject was begun, since a person last had it done over."""
    begun = (
        Attempt.objects.counted()
        .filter(step=step, subject=subject)
        .order_by()
        .values("subject")
        .annotate(n=Count("id"))
        .values("n")
    )
    return Coalesce(Subquery(begun), 0)


def _last_try(step: str, subject: Concat | Cast) -> Subquery:
    """When a step on a subject was last begun, as tries are counted."""
    begun = Attempt.objects.counted().filter(step=step, subject=subject).order_by("-id")
    return Subquery(begun.values("begun_at")[:1])


def _paused(at: datetime) -> Q:
    """Not begun before, or begun long enough ago."""
    return (
        Q(tries=0)
        | Q(tries=1, tried_at__lte=at - PAUSES[0])
        | Q(tries__gt=1, tried_at__lte=at - PAUSES[1])
    )


class ArticleQuerySet(EvidenceQuerySet):
    def awaiting_capture(self, *, at: datetime) -> ArticleQuerySet:
        """Seen, without a text yet, not given up, rested since it last failed, its host too."""
        return (
            self.without_text()
            .filter(tries__lt=MOST_ATTEMPTS)
            .annotate(host=host_of())
            .filter(~Q(origin="url") | ~Q(host__in=at_rest(at)))
            .filter(_paused(at))
            .filter(
                Q(failed_at=None)
                | Q(tries=0)
                | Q(tries__lte=1, failed_at__lte=at - RESTS[0])
                | Q(tries__gt=1, failed_at__lte=at - RESTS[1])
            )
        )

    def given_up(self) -> ArticleQuerySet:
        """Tried as often as is tried, and still without a text: a person looks."""
        return self.without_text().filter(tries__gte=MOST_ATTEMPTS)

    def without_text(self) -> ArticleQuerySet:
        """Not captured yet, given up or not."""
        captured = Capture.objects.filter(article=OuterRef("pk"), error="")
        failed = Capture.objects.filter(article=OuterRef("pk")).exclude(error="").order_by("-id")
        return self.filter(~Exists(captured)).annotate(
            tries=_tries("capture", _subject()),
            tried_at=_last_try("capture", _subject()),
            failed_at=Subquery(failed.values("captured_at")[:1]),
        )


class Article(Evidence):
    """What we saw: an address, or a text handed in, with its bytes as they came."""

    ORIGINS = [
        ("url", "an address to fetch"),
        ("file", "a file handed in"),
        ("text", "a text handed in"),
        ("sample", "a sample that ships with the tracker"),
    ]
    key = models.CharField(
        max_length=1100, unique=True, help_text="its address, or the digest of what was handed in"
    )
    origin = models.CharField(max_length=10, choices=ORIGINS)
    url = models.CharField(max_length=1000, blank=True)
    name = models.CharField(max_length=300, blank=True, help_text="file name or given title")
    publisher = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True, help_text="as whoever handed it in said")
    content = models.BinaryField(null=True, help_text="bytes handed in; never rendered")
    content_type = models.CharField(max_length=100, blank=True)
    seen_at = models.DateTimeField()
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at", "-id"]
        indexes = [found_by_part("name", name="article_by_part_of_name")]

    def __str__(self) -> str:
        return self.name or self.url or self.key


class AttemptQuerySet(EvidenceQuerySet):
    def counted(self) -> AttemptQuerySet:
        """Those that count: not cut off by the database, and after the last replay."""
        replayed = Replay.objects.filter(
            step=OuterRef("step"), subject=OuterRef("subject"), after__gte=OuterRef("pk")
        )
        cut_off = Outcome.objects.filter(attempt=OuterRef("pk"), cause=INTERRUPTED)
        return self.filter(~Exists(replayed), ~Exists(cut_off))


class Attempt(Evidence):
    """That a step was begun: written before it, so that what kills a worker is counted."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="attempts")
    step = models.CharField(max_length=10, choices=[(s, s) for s in (*STEPS, "look")])
    subject = models.CharField(
        max_length=60, help_text="the row worked on; for a reading with the reader's version"
    )
    begun_at = models.DateTimeField()
    worker = models.CharField(max_length=100, blank=True, help_text="host and process")

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at"]
        indexes = [models.Index(fields=["step", "subject"], name="attempts_of_a_step")]

    def __str__(self) -> str:
        return f"{self.step} {self.article}"


class Outcome(Evidence):
    """How an attempt ended, kept in one commit with what it brought; one without was cut short."""

    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="outcome")
    ended_at = models.DateTimeField(db_default=Now())
    cause = models.CharField(
        max_length=60, blank=True, db_index=True, help_text="kind of failure; empty where done"
    )
    reason = models.TextField(blank=True, help_text="why it failed, in one sentence")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["ended_at"], name="outcomes_by_time")]

    def __str__(self) -> str:
        return f"{self.attempt}: {self.cause or 'done'}"


class Replay(Evidence):
    """A person has a step tried again that was given up: tries are counted anew from here."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="replays")
    step = models.CharField(max_length=10, choices=[(s, s) for s in STEPS])
    subject = models.CharField(max_length=60)
    after = models.ForeignKey(
        Attempt, on_delete=models.PROTECT, related_name="replays", help_text="the last one before"
    )
    reason = models.TextField()
    replayed_at = models.DateTimeField()
    replayed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="none: at the machine, by manage.py replay",
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["step", "subject"], name="replays_of_a_step")]

    def __str__(self) -> str:
        return f"{self.step} {self.article} again: {self.reason}"


class CaptureQuerySet(EvidenceQuerySet):
    def awaiting_reading(self, *, version: str, at: datetime | None = None) -> CaptureQuerySet:
        """With a text that this version of the reader has not read, and not given up.

        With `at`, only those that have rested since they were last tried.
        """
        waiting = self.unread(version=version).filter(tries__lt=MOST_ATTEMPTS)
        return waiting if at is None else waiting.filter(_paused(at))

    def unread(self, *, version: str) -> CaptureQuerySet:
        """With a text that this version has not read, given up or not.

        An article that is another's copy, word for word, is read there.
        """
        read = Reading.objects.filter(capture=OuterRef("pk"), version=version)
        subject = _subject(f":{version}")
        return self.filter(~Exists(read), error="", article__is_copy=None).annotate(
            tries=_tries("read", subject), tried_at=_last_try("read", subject)
        )


class Capture(Evidence):
    """The text of an article as fetched or handed in on a day; or why there is none."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="captures")
    captured_at = models.DateTimeField()
    error = models.TextField(blank=True, help_text="why no text came of it, in one sentence")
    content = models.BinaryField(null=True, help_text="bytes fetched; never rendered")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the bytes")
    text = models.TextField(blank=True)
    words_digest = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="SHA-256 of the words of the text"
    )
    title = models.CharField(max_length=500, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True, help_text="as the page or file says")
    canonical = models.CharField(
        max_length=1000,
        blank=True,
        help_text="by which address of its own domain the page calls itself: a hint, not a key",
    )
    kind = models.CharField(
        max_length=10, blank=True, help_text="html, plain, pdf or email, told by the bytes"
    )
    language = models.CharField(max_length=10, blank=True, help_text="by the looks of the text")
    dates = models.JSONField(
        default=list, help_text="every date it gives itself: on, where, words, why refused"
    )
    cautions = models.JSONField(
        default=list, help_text="what the bytes warn of, as contradicting dates"
    )
    exchange = models.JSONField(
        null=True, help_text="address, status and headers of the request and the answer"
    )

    objects = CaptureQuerySet.as_manager()

    class Meta:
        ordering = ["-captured_at", "-id"]
        indexes = [
            found_by_part("title", name="capture_by_part_of_title"),
            found_by_part("text", name="capture_by_part_of_text"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.article)


class ReadingQuerySet(EvidenceQuerySet):
    def awaiting_reconciliation(self, *, at: datetime | None = None) -> ReadingQuerySet:
        """With claims that can be set against the ledger and have not been, and not given up.

        With `at`, only those that have rested since they were last tried.
        """
        waiting = self.unreconciled().filter(tries__lt=MOST_ATTEMPTS)
        return waiting if at is None else waiting.filter(_paused(at))

    def unreconciled(self) -> ReadingQuerySet:
        """With claims that wait for a finding, given up or not."""
        waiting = Claim.objects.comparable().filter(findings=None, reading=OuterRef("pk"))
        return self.filter(Exists(waiting)).annotate(
            tries=_tries("reconcile", _subject()), tried_at=_last_try("reconcile", _subject())
        )


class Reading(Evidence):
    """One pass of one version of the reader over one capture."""

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="readings")
    version = models.CharField(max_length=20)
    read_at = models.DateTimeField()
    language = models.CharField(max_length=10, blank=True)
    published_on = models.DateField(null=True, help_text="the date that was given")
    dated_first_day = models.DateField(null=True, help_text="the date the text itself supports")
    dated_last_day = models.DateField(null=True)
    resolutions = codes()
    cautions = models.JSONField(default=list)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-read_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["capture", "version"], name="a_version_reads_a_capture_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.capture} by reader {self.version}"


class Figure(Evidence):
    """A number and unit in the text, with its span (characters, end not included)."""

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="figures")
    place = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.CharField(max_length=300)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    low = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    unit = models.CharField(max_length=10)
    modifier = models.CharField(max_length=10)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["reading", "place"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "place"], name="a_figure_has_its_place")
        ]

    def __str__(self) -> str:
        return self.quote


class ClaimQuerySet(EvidenceQuerySet):
    def comparable(self) -> ClaimQuerySet:
        """Those that can be set against the ledger or the law, each said once."""
        return self.filter(restates=None, continues=None).filter(
            Q(role__in=["transfer", "cap", "share_of_cap"]) | Q(kind__in=WITHOUT_A_FIGURE)
        )


class Claim(Evidence):
    """What a figure, or a sentence without one, asserts."""

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="claims")
    place = models.PositiveIntegerField()
    KINDS = [
        ("figure", "a figure"),
        ("allegation", "a dealing alleged"),
        ("silence", "months without a delivery or a report"),
    ]
    kind = models.CharField(max_length=12, choices=KINDS)
    figure = models.OneToOneField(Figure, null=True, on_delete=models.PROTECT, related_name="claim")
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    role = models.CharField(max_length=20, blank=True)
    category = models.CharField(
        max_length=20, blank=True, help_text="of an allegation or a silence"
    )
    commodity = models.CharField(max_length=40, blank=True)
    supplier = codes()
    recipient = codes()
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    candidates = models.JSONField(default=list, help_text="spans that the words leave open")
    basis = models.CharField(max_length=20, blank=True)
    asserted_by = codes()
    denied_by = codes()
    restates = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="restated_by"
    )
    continues = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="continued_by",
        help_text="the claim of an earlier reading of the article that is the same: its findings "
        "and what a person decided of them hold for this one",
    )
    confidence = models.DecimalField(max_digits=4, decimal_places=3)
    reasons = models.JSONField(default=list)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["reading", "start", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "kind", "place"], name="a_claim_has_its_place"
            )
        ]
        indexes = [
            models.Index(
                fields=["commodity", "role", "first_day"], name="claims_that_say_the_same"
            ),
            found_by_part("quote", name="claim_by_part_of_quote"),
        ]

    def __str__(self) -> str:
        return self.quote
