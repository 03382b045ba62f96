"""Where the press is listed: sources that are watched, each look at one, and its stories."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.db import models
from django.db.models import DateTimeField, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from compliance.models.evidence import Evidence, EvidenceQuerySet
from compliance.models.hosts import at_rest, host_of
from compliance.models.press import Article


class SourceQuerySet(models.QuerySet):
    def due(self, *, at: datetime) -> SourceQuerySet:
        """Watched, its host not at rest, and due by its last look, or asked for since.

        A look without an answer is one whose worker was killed: it rests as long as a failure.
        """
        looks = Look.objects.filter(source=OuterRef("pk")).order_by("-id")
        return (
            self.filter(watched=True)
            .annotate(
                last_look=Subquery(looks.values("begun_at")[:1]),
                next_look=Coalesce(
                    Subquery(looks.values("answer__next_at")[:1]),
                    Subquery(looks.values("rests_until")[:1]),
                    output_field=DateTimeField(),
                ),
            )
            .annotate(host_asked=host_of())
            .exclude(host_asked__in=at_rest(at))
            .filter(Q(last_look=None) | Q(next_look__lte=at) | Q(asked_at__gt=F("last_look")))
        )


class Source(models.Model):
    """A feed, a sitemap or a page of a publisher that is looked at again and again."""

    KINDS = [
        ("list", "a feed or a sitemap: what it lists is handed in"),
        ("page", "a page: each change of its text is captured"),
    ]
    kind = models.CharField(max_length=5, choices=KINDS, default="list")
    name = models.CharField(max_length=200)
    url = models.CharField(
        "address",
        max_length=1000,
        unique=True,
        help_text="of a feed (RSS, Atom, JSON Feed) or a sitemap, which of them its bytes tell; "
        "or of a page",
    )
    publisher = models.CharField(max_length=200, blank=True)
    watched = models.BooleanField(default=True)
    asked_at = models.DateTimeField(
        null=True, editable=False, help_text="when a person asked for a look at once"
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def host(self) -> str:
        """Whose turn it is to be asked; where the address is none, nobody's."""
        try:
            return urlsplit(self.url).netloc.lower()
        except ValueError:
            return ""


class Look(Evidence):
    """That a look was begun: written before it, so that what kills a worker is counted."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="looks")
    begun_at = models.DateTimeField()
    rests_until = models.DateTimeField(help_text="the next look, should this one never end")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-id"]

    def __str__(self) -> str:
        return f"{self.source}, {self.begun_at:%Y-%m-%d %H:%M}"


class Answer(Evidence):
    """What a look brought: stories, the news that there is none, or why it failed."""

    OUTCOMES = [
        ("new", "new stories, or a new text"),
        ("nothing_new", "nothing new"),
        ("unchanged", "not changed since"),
        ("failed", "failed"),
    ]
    look = models.OneToOneField(Look, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=12, choices=OUTCOMES)
    status = models.PositiveSmallIntegerField(null=True, help_text="of HTTP, where it failed by it")
    problem = models.TextField(blank=True, help_text="why it failed, in one sentence")
    format = models.CharField(max_length=20, blank=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=500, blank=True)
    listed = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    cautions = models.JSONField(default=list, help_text="what is odd, and what was not taken")
    next_at = models.DateTimeField(help_text="when the source is due again")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-look_id"]

    def __str__(self) -> str:
        return f"{self.look}: {self.get_outcome_display()}"


class Story(Evidence):
    """That a source listed an article, with what it told of it."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="stories")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="stories")
    look = models.ForeignKey(Look, on_delete=models.PROTECT, related_name="stories")
    seen_at = models.DateTimeField()
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True, help_text="as the feed tells it")
    published_on = models.DateField(null=True, help_text="as the feed says")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at", "-id"]
        verbose_name_plural = "stories"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "article"], name="a_source_lists_an_article_once"
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.article)
