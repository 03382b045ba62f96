"""What the press said, and what waits for its next step."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from compliance.core.press import VERSION
from compliance.models import Article, Attempt, Capture, Claim, Figure, Finding, Reading, Sighting


def articles() -> QuerySet[Article]:
    """Newest first, without the bytes; each with its newest capture's and reading's ids."""
    captured = Capture.objects.filter(article=OuterRef("pk"), error="").order_by("-id")
    return Article.objects.defer("content").annotate(
        capture_id=Subquery(captured.values("id")[:1]),
        title=Subquery(captured.values("title")[:1]),
        reading_id=Subquery(
            Reading.objects.filter(capture__article=OuterRef("pk")).order_by("-id").values("id")[:1]
        ),
    )


def newest_reading(article: Article) -> Reading | None:
    return (
        Reading.objects.filter(capture__article=article)
        .select_related("capture")
        .defer("capture__content")
        .order_by("-id")
        .first()
    )


def claims(reading: Reading) -> QuerySet[Claim]:
    """The claims of a reading in the order of the text."""
    return (
        Claim.objects.filter(reading=reading)
        .select_related("figure", "restates")
        .order_by("start", "place")
    )


def awaiting_capture(most: int, *, at: datetime) -> list[Article]:
    return list(Article.objects.awaiting_capture(at=at).order_by("pk")[:most])


def awaiting_reading(most: int) -> list[Capture]:
    waiting = Capture.objects.awaiting_reading(version=VERSION)
    return list(waiting.select_related("article").defer("content").order_by("pk")[:most])


def awaiting_reconciliation(most: int) -> list[Reading]:
    waiting = Reading.objects.awaiting_reconciliation()
    return list(waiting.select_related("capture__article").order_by("pk")[:most])


def shelf() -> QuerySet[Article]:
    """The articles with how far each has come, in one query, for a list of them."""
    texts = Capture.objects.filter(article=OuterRef("pk"), error="").order_by("-id")
    failed = Capture.objects.filter(article=OuterRef("pk")).exclude(error="").order_by("-id")
    reading = OuterRef("reading_id")

    def counted(rows: QuerySet[Any], by: str) -> Coalesce:
        n = rows.order_by().values(by).annotate(n=Count("id")).values("n")
        return Coalesce(Subquery(n), 0)

    return articles().annotate(
        same_as=Subquery(Sighting.objects.filter(copy=OuterRef("pk")).values("article")[:1]),
        page_publisher=Subquery(texts.values("publisher")[:1]),
        page_date=Subquery(texts.values("published_on")[:1]),
        why_not=Subquery(failed.values("error")[:1]),
        tries=counted(Attempt.objects.filter(step="capture", article=OuterRef("pk")), "article"),
        figures_read=counted(Figure.objects.filter(reading=reading), "reading"),
        claims_read=counted(Claim.objects.filter(reading=reading, restates=None), "reading"),
        claims_judged=counted(
            Claim.objects.filter(
                Exists(
                    Finding.objects.filter(claim=Coalesce(OuterRef("continues"), OuterRef("pk")))
                ),
                reading=reading,
            ),
            "reading",
        ),
        claims_waiting=counted(
            Claim.objects.comparable().filter(findings=None, reading=reading), "reading"
        ),
    )


def newest_text(article: Article) -> Capture | None:
    """The newest capture that has a text."""
    return (
        Capture.objects.filter(article=article, error="").defer("content").order_by("-id").first()
    )
