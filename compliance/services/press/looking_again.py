"""An article's page is looked at again; only if its text has changed is it captured anew."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from compliance.core.press import copies
from compliance.models import Article, Attempt, Capture, LookRequest, Relook
from compliance.models.copies import due_for_a_look
from compliance.services.press.alone import alone, attempt, done
from compliance.services.press.capturing import as_kept, exchange_of
from compliance.services.press.handing_in import NotTaken
from compliance.sources import child, documents, pages


if TYPE_CHECKING:
    from django.contrib.auth.models import User


def ask(*, article: Article, at: datetime, by: User | None) -> LookRequest:
    """A person asks for the page to be looked at again. Raises `NotTaken`."""
    if article.origin != "url":
        raise NotTaken("This was handed in as it is; there is no page to look at again.")
    return LookRequest.objects.create(article=article, asked_at=at, asked_by=by)


def look_again(*, article: Article, at: datetime) -> Relook | None:
    """What has become of an article's page; None if another worker looks, or none is due."""
    with alone("capture", article.pk) as mine:
        if not mine or not due_for_a_look(at=at).filter(pk=article.pk).exists():
            return None
        last = article.captures.filter(error="").order_by("-id").first()
        assert last is not None
        subject = str(article.pk)
        with attempt(article=article, step="look", subject=subject, at=at) as row:
            return _looked(article, last, row, at)


def _looked(article: Article, last: Capture, row: Attempt, at: datetime) -> Relook:
    outcome, why, changed = "same", "", None
    try:
        page = pages.fetch(article.url, allowed_hosts=settings.FETCH_ALLOWED_HOSTS)
        found = documents.extract(
            page.content, content_type=page.content_type, url=page.url, name=article.name, at=at
        )
    except (pages.Refused, pages.Failed, child.Unreadable) as problem:
        outcome, why, cause = "failed", str(problem), type(problem).__name__
    else:
        cause = ""
        kept = as_kept(found, article)
        if kept["words_digest"] != (last.words_digest or copies.digest(last.text)):
            outcome = "changed"
            kept["title"] = found.title or last.title
    with transaction.atomic():
        if outcome == "changed":
            changed = Capture.objects.create(
                article=article,
                captured_at=at,
                content=page.content,
                digest=hashlib.sha256(page.content).hexdigest(),
                exchange=exchange_of(page),
                **kept,
            )
        done(row, cause=cause, reason=why)
        return Relook.objects.create(
            article=article, looked_at=at, outcome=outcome, why=why, capture=changed
        )
