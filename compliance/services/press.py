"""Acts on the press: hand in an article, capture its text, read it. Each step can run twice."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction

from compliance.core import press
from compliance.models import Article, Attempt, Capture, Claim, Figure, Reading
from compliance.sources import pages, text


if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST_BYTES = pages.MOST_RAW


class NotTaken(ValueError):
    """An article that was not taken; the message says why in one sentence."""


def hand_in(
    *,
    origin: str,
    at: datetime,
    by: User | None,
    url: str = "",
    content: bytes | None = None,
    content_type: str = "",
    name: str = "",
    publisher: str = "",
    published_on: date | None = None,
) -> tuple[Article, bool]:
    """An article by its address or its bytes, and whether it is new here.

    The same address, or the same bytes, handed in twice is one article. Raises `NotTaken`.
    """
    if origin == "url":
        try:
            url = pages.canonical(url)
        except pages.Refused as refused:
            raise NotTaken(str(refused)) from refused
        if len(url) > 1000:
            raise NotTaken("The address is longer than 1,000 characters.")
        key = url
    else:
        if not content or not content.strip():
            raise NotTaken("There is no text in it.")
        if len(content) > MOST_BYTES:
            raise NotTaken(f"It is larger than {MOST_BYTES // 2**20} MB.")
        key = f"sha256:{hashlib.sha256(content).hexdigest()}"
    if published_on and published_on > at.date():
        raise NotTaken(f"{published_on} has not come yet; an article is of a day that has.")
    return Article.objects.get_or_create(
        key=key,
        defaults={
            "origin": origin,
            "url": url,
            "name": text.clean(name)[:300],
            "publisher": text.clean(publisher)[:200],
            "published_on": published_on,
            "content": content,
            "content_type": content_type[:100],
            "seen_at": at,
            "seen_by": by,
        },
    )


def capture(*, article: Article, at: datetime) -> Capture | None:
    """The article's text as it is on this day, or the reason why there is none.

    None if another worker has it in hand, or it has been captured meanwhile.
    """
    with _alone("capture", article.pk) as mine:
        waiting = Article.objects.awaiting_capture(at=at)
        if not mine or not waiting.filter(pk=article.pk).exists():
            return None
        Attempt.objects.create(
            article=article, step="capture", subject=str(article.pk), begun_at=at
        )
        content, content_type, error = article.content, article.content_type, ""
        found = text.Text("")
        try:
            if content is None:
                page = pages.fetch(article.url, allowed_hosts=settings.FETCH_ALLOWED_HOSTS)
                content, content_type = page.content, page.content_type
            found = text.extract(bytes(content), content_type=content_type, url=article.url)
        except (pages.Refused, pages.Failed, text.NoText) as problem:
            error = str(problem)
        return Capture.objects.create(
            article=article,
            captured_at=at,
            error=error,
            content=content if article.content is None else None,
            digest=hashlib.sha256(bytes(content)).hexdigest() if content else "",
            text=found.text,
            title=found.title or article.name or _opening(found.text),
            publisher=article.publisher or found.publisher,
            published_on=article.published_on or _not_after(found.published_on, at),
        )


def read(*, capture: Capture, at: datetime) -> Reading | None:
    """What this version of the reader finds in a capture; None if it has been read meanwhile."""
    with _alone("read", capture.pk) as mine:
        waiting = Capture.objects.awaiting_reading(version=press.VERSION)
        if not mine or not waiting.filter(pk=capture.pk).exists():
            return None
        Attempt.objects.create(
            article=capture.article,
            step="read",
            subject=f"{capture.pk}:{press.VERSION}",
            begun_at=at,
        )
        found = press.read(capture.text, published_on=capture.published_on)
        return _keep(capture, found, at)


@transaction.atomic
def _keep(capture: Capture, found: press.Reading, at: datetime) -> Reading:
    dated = found.dated or (None, None)
    reading = Reading.objects.create(
        capture=capture,
        version=found.version,
        read_at=at,
        language=found.language,
        published_on=found.published_on,
        dated_first_day=dated[0],
        dated_last_day=dated[1],
        resolutions=list(found.resolutions),
        cautions=[
            {"code": c.code, "message": c.message, "start": c.start, "end": c.end}
            for c in found.cautions
        ],
    )
    figures = Figure.objects.bulk_create(
        Figure(
            reading=reading,
            place=place,
            start=claim.figure.start,
            end=claim.figure.end,
            quote=claim.figure.quote[:300],
            value=claim.figure.value,
            low=claim.figure.low,
            high=claim.figure.high,
            unit=claim.figure.unit,
            modifier=claim.figure.modifier,
        )
        for place, claim in enumerate(found.claims)
    )
    kept: dict[int, Claim] = {}
    # What others restate comes first, so that each has its row to point at.
    for place in sorted(
        range(len(found.claims)), key=lambda i: found.claims[i].restates is not None
    ):
        claim = found.claims[place]
        kept[place] = Claim.objects.create(
            reading=reading,
            place=place,
            kind="figure",
            figure=figures[place],
            quote=claim.figure.quote,
            start=claim.figure.start,
            end=claim.figure.end,
            role=claim.role,
            commodity=claim.commodity or "",
            supplier=list(claim.supplier),
            recipient=list(claim.recipient),
            first_day=claim.period[0] if claim.period else None,
            last_day=claim.period[1] if claim.period else None,
            candidates=[[a.isoformat(), b.isoformat()] for a, b in claim.periods],
            basis=claim.basis or "",
            restates=kept.get(claim.restates) if claim.restates is not None else None,
            confidence=_thousandths(claim.confidence),
            reasons=_reasons(claim.reasons),
        )
    Claim.objects.bulk_create(
        Claim(
            reading=reading,
            place=place,
            kind="allegation",
            quote=allegation.quote,
            start=allegation.start,
            end=allegation.end,
            category=allegation.category,
            supplier=list(allegation.sender),
            recipient=list(allegation.recipient),
            first_day=allegation.period[0] if allegation.period else None,
            last_day=allegation.period[1] if allegation.period else None,
            asserted_by=list(allegation.asserted_by),
            denied_by=list(allegation.denied_by),
            confidence=_thousandths(allegation.confidence),
            reasons=_reasons(allegation.reasons),
        )
        for place, allegation in enumerate(found.allegations)
    )
    return reading


def _reasons(reasons: tuple[press.Reason, ...]) -> list[dict[str, object]]:
    return [
        {"field": r.field, "rule": r.rule, "words": r.words, "start": r.start, "end": r.end}
        for r in reasons
    ]


def _thousandths(confidence: Decimal) -> Decimal:
    return confidence.quantize(Decimal("0.001"))


def _opening(words: str) -> str:
    """The first words of a text that nobody gave a title, to know it by in lists."""
    return textwrap.shorten(words[:400], width=80, placeholder=" …")


def _not_after(said: date | None, at: datetime) -> date | None:
    """A page's own date, unless it lies ahead of the day it was fetched."""
    return said if said is None or said <= at.date() else None


# Numbers of the steps in PostgreSQL's advisory locks.
_STEPS = {"capture": 1718001, "read": 1718002, "reconcile": 1718003}


@contextmanager
def _alone(step: str, pk: int) -> Iterator[bool]:
    """Whether this worker alone has the step in hand; a killed worker's lock is free at once."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [_STEPS[step], pk % 2**31])
        (mine,) = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s, %s)", [_STEPS[step], pk % 2**31])
