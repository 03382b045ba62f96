"""An article seen again: handed in once more, carried by another, looked at anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, Greatest

from compliance.core.press.copies import Sketch
from compliance.models.evidence import Evidence, EvidenceQuerySet
from compliance.models.feeds import Source
from compliance.models.hosts import at_rest, host_of
from compliance.models.press import MOST_ATTEMPTS, Article, Attempt, Capture


class Sighting(Evidence):
    """That an article was come upon: when, where, by whom. The first is one too."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="sightings")
    seen_at = models.DateTimeField()
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    origin = models.CharField(max_length=10, choices=Article.ORIGINS)
    url = models.CharField(max_length=1000, blank=True, help_text="the address as it was given")
    name = models.CharField(max_length=300, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    source = models.CharField(
        max_length=300, blank=True, help_text="the feed or list that pointed at it"
    )
    copy = models.OneToOneField(
        Article,
        null=True,
        on_delete=models.PROTECT,
        related_name="is_copy",
        help_text="the article at another address that turned out to be this one, word for word",
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at", "-id"]

    def __str__(self) -> str:
        return f"{self.article}, seen {self.seen_at:%d %B %Y}"


class LookRequest(Evidence):
    """That a person asks for an article's page to be looked at again."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="look_requests")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"look again: {self.article}"


class Relook(Evidence):
    """That an article's page was looked at again, and what had become of it."""

    OUTCOMES = [
        ("same", "the text is the same"),
        ("changed", "the text has changed"),
        ("failed", "no text came"),
    ]
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="relooks")
    looked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=OUTCOMES)
    why = models.TextField(blank=True, help_text="why no text came, in one sentence")
    capture = models.OneToOneField(
        Capture, null=True, on_delete=models.PROTECT, related_name="look", help_text="the new text"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-looked_at", "-id"]
        indexes = [models.Index(fields=["article", "-looked_at"], name="looks_at_an_article")]

    def __str__(self) -> str:
        return f"{self.article}: {self.get_outcome_display()}"


# A page is looked at again when as much time has passed since the last look as lay between the
# first capture and that look, and never sooner than this: after 6, 12, 24, 48 hours, and so on.
SOONEST = timedelta(hours=6)
# One older than this is looked at when a person asks.
YOUNG = timedelta(days=30)


def due_for_a_look(*, at: datetime) -> QuerySet[Article]:
    """Articles with an address and a text whose page is to be looked at again.

    A page that is watched as a source is looked at there, until a person asks.
    """
    texts = Capture.objects.filter(article=OuterRef("pk"), error="").order_by().values("article")
    looks = Relook.objects.filter(article=OuterRef("pk")).order_by().values("article")
    asked = LookRequest.objects.filter(
        article=OuterRef("pk"), asked_at__gt=Coalesce(OuterRef("looked_at"), OuterRef("first"))
    )
    begun = Attempt.objects.filter(
        article=OuterRef("pk"), step="look", begun_at__gt=OuterRef("last")
    ).order_by()
    waited = ExpressionWrapper(at - F("last"), output_field=DurationField())
    grown = ExpressionWrapper(F("last") - F("first"), output_field=DurationField())
    copies = Sighting.objects.filter(copy=OuterRef("pk"))
    watched = Source.objects.filter(kind="page", watched=True, url=OuterRef("url"))
    return (
        Article.objects.filter(origin="url")
        .annotate(host=host_of())
        .exclude(host__in=at_rest(at))
        .annotate(
            first=Subquery(texts.annotate(t=Min("captured_at")).values("t")),
            looked_at=Subquery(looks.annotate(t=Max("looked_at")).values("t")),
        )
        .exclude(first=None)
        .annotate(last=Coalesce("looked_at", "first"))
        .annotate(
            tries=Coalesce(Subquery(begun.values("article").annotate(n=Count("id")).values("n")), 0)
        )
        .filter(tries__lt=MOST_ATTEMPTS)
        .filter(~Exists(copies))
        .annotate(waited=waited, rest=Greatest(grown, SOONEST, output_field=DurationField()))
        .filter(
            Q(Exists(asked)) | Q(seen_at__gte=at - YOUNG, waited__gte=F("rest")) & ~Exists(watched)
        )
    )


class Cluster(models.Model):
    """Articles that tell one story in the same words. Worked out, and made again at will."""

    rule = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"cluster {self.pk}"


class Print(models.Model):
    """What is kept of an article's newest text to know its copies by, and its cluster."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="print")
    capture = models.ForeignKey(Capture, on_delete=models.CASCADE, related_name="+")
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="prints")
    rule = models.CharField(max_length=10, help_text="version of the rule that made it")
    shingles = ArrayField(models.BigIntegerField())
    keys = ArrayField(models.BigIntegerField(), help_text="those that it is found by")
    figures = models.JSONField(default=list)
    agency = models.CharField(max_length=40, blank=True)
    publisher = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            GinIndex(fields=["keys"], name="prints_by_key"),
        ]

    def __str__(self) -> str:
        return f"print of {self.article}"

    @property
    def sketch(self) -> Sketch:
        """The print as the core compares it."""
        figures = tuple((Decimal(value), unit) for value, unit in self.figures)
        return Sketch(tuple(self.shingles), figures)
