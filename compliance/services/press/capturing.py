"""The text of an article is captured: fetched or taken from what was handed in."""

from __future__ import annotations

import hashlib
import textwrap
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.db import transaction

from compliance.core.press.copies import digest
from compliance.models import Article, Attempt, Capture
from compliance.services.press import manners
from compliance.services.press.alone import alone, attempt, done
from compliance.services.press.copies import same_words
from compliance.sources import addresses, child, documents, pages, text
from compliance.sources.job import Job


# What is said beside the reason where a page is not fetched because its host forbids it to robots.
BY_HAND = (
    "This holds also for an address that a person hands in; its text or a saved copy may be "
    "handed in instead."
)


def capture(*, article: Article, at: datetime, claimed: bool = False) -> Capture | None:
    """The article's text as it is on this day, or the reason why there is none.

    None if another worker has it in hand, or it has been captured meanwhile, or its host is not to
    be asked just now: a later sweep finds it. `claimed`: the caller holds it by `claim` and has
    seen since that it waits.
    """
    with nullcontext(True) if claimed else alone("capture", article.pk) as mine:
        if not mine or not (claimed or _waits(article, at)):
            return None
        if article.origin == "url" and not manners.turn(article.url, at=at):
            return None
        subject = str(article.pk)
        with attempt(article=article, step="capture", subject=subject, at=at) as row:
            return _captured(article, row, at)


def _waits(article: Article, at: datetime) -> bool:
    return Article.objects.awaiting_capture(at=at).filter(pk=article.pk).exists()


def _captured(article: Article, row: Attempt, at: datetime) -> Capture:
    content, content_type = article.content, article.content_type
    url, exchange = article.url, None
    cause = error = ""
    found, job = text.Text(""), Job()
    try:
        if content is None:
            page = manners.fetch(article.url, at=at, within=job.for_fetch)
            content, content_type, url = page.content, page.content_type, page.url
            exchange = _exchange(page)
        found = documents.extract(
            bytes(content),
            content_type=content_type,
            url=url,
            name=article.name,
            at=at,
            within=job.left,
        )
    except (pages.Refused, pages.Failed, child.Unreadable) as problem:
        cause, error = type(problem).__name__, str(problem)
        if isinstance(problem, manners.Disallowed):
            error = f"{error} {BY_HAND}"
    with transaction.atomic():
        captured = Capture.objects.create(
            article=article,
            captured_at=at,
            error=error,
            content=content if article.content is None else None,
            digest=hashlib.sha256(bytes(content)).hexdigest() if content else "",
            exchange=exchange,
            **_as_kept(found, article, url),
        )
        same_words(capture=captured, at=at)
        done(row, cause=cause, reason=error)
    return captured


def next_text(
    *, article: Article, page: pages.Page, found: text.Text, at: datetime
) -> Capture | None:
    """A page that was fetched anew as its article's next text; None if the words are the last's."""
    last = article.captures.filter(error="").order_by("-id").first()
    kept = _as_kept(found, article, page.url)
    if last is not None:
        if kept["words_digest"] == (last.words_digest or digest(last.text)):
            return None
        kept["title"] = found.title or last.title
    return Capture.objects.create(
        article=article,
        captured_at=at,
        content=page.content,
        digest=hashlib.sha256(page.content).hexdigest(),
        exchange=_exchange(page),
        **kept,
    )


def _as_kept(found: text.Text, article: Article, url: str) -> dict[str, Any]:
    """What a document gave, as a capture holds it; what whoever handed it in said comes first.

    `url`: where the document came from, after redirects.
    """
    return {
        "text": found.text,
        "words_digest": digest(found.text),
        "title": found.title or article.name or _opening(found.text),
        "publisher": article.publisher or found.publisher,
        "published_on": article.published_on or found.published_on,
        "canonical": addresses.hint(found.canonical, url=url),
        "kind": found.kind,
        "language": found.language,
        "dates": [candidate.as_json() for candidate in found.dates],
        "cautions": list(found.cautions),
    }


def _exchange(page: pages.Page) -> dict[str, Any]:
    """How a page came, for its record in a web archive."""
    return {
        "url": page.url,
        "status": page.status,
        "asked": [list(pair) for pair in page.asked],
        "answered": [[name, words.replace("\x00", "")] for name, words in page.answered],
    }


def _opening(words: str) -> str:
    """The first words of a text that nobody gave a title, to know it by in lists."""
    return textwrap.shorten(words[:400], width=80, placeholder=" …")
