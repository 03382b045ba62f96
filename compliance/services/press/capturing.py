"""The text of an article is captured: fetched or taken from what was handed in."""

from __future__ import annotations

import hashlib
import textwrap
from contextlib import nullcontext
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from compliance.models import Article, Attempt, Capture
from compliance.services.press.alone import alone, attempt, done
from compliance.sources import pages, text


def capture(*, article: Article, at: datetime, claimed: bool = False) -> Capture | None:
    """The article's text as it is on this day, or the reason why there is none.

    None if another worker has it in hand, or it has been captured meanwhile. `claimed`: the caller
    holds it by `claim` and has seen since that it waits.
    """
    with nullcontext(True) if claimed else alone("capture", article.pk) as mine:
        waiting = Article.objects.awaiting_capture(at=at).filter(pk=article.pk)
        if not mine or not (claimed or waiting.exists()):
            return None
        subject = str(article.pk)
        with attempt(article=article, step="capture", subject=subject, at=at) as row:
            return _captured(article, row, at)


def _captured(article: Article, row: Attempt, at: datetime) -> Capture:
    content, content_type, error = article.content, article.content_type, ""
    cause = ""
    found = text.Text("")
    try:
        if content is None:
            page = pages.fetch(article.url, allowed_hosts=settings.FETCH_ALLOWED_HOSTS)
            content, content_type = page.content, page.content_type
        found = text.extract(bytes(content), content_type=content_type, url=article.url)
    except (pages.Refused, pages.Failed, text.NoText) as problem:
        cause, error = type(problem).__name__, str(problem)
    with transaction.atomic():
        capture = Capture.objects.create(
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
        done(row, cause=cause, reason=error)
    return capture


def _opening(words: str) -> str:
    """The first words of a text that nobody gave a title, to know it by in lists."""
    return textwrap.shorten(words[:400], width=80, placeholder=" …")


def _not_after(said: date | None, at: datetime) -> date | None:
    """A page's own date, unless it lies ahead of the day it was fetched."""
    return said if said is None or said <= at.date() else None
