"""An article's page is looked at again; only if its text has changed is it captured anew."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from compliance.models import Article, Attempt, LookRequest, Relook
from compliance.models.copies import due_for_a_look
from compliance.services.press import manners
from compliance.services.press.alone import alone, attempt, done
from compliance.services.press.capturing import next_text
from compliance.services.press.handing_in import NotTaken
from compliance.sources import child, documents, pages
from compliance.sources.job import Job


if TYPE_CHECKING:
    from django.contrib.auth.models import User


def ask(*, article: Article, at: datetime, by: User | None) -> LookRequest:
    """A person asks for the page to be looked at again. Raises `NotTaken`."""
    if article.origin != "url":
        raise NotTaken("This was handed in as it is; there is no page to look at again.")
    return LookRequest.objects.create(article=article, asked_at=at, asked_by=by)


def look_again(*, article: Article, at: datetime) -> Relook | None:
    """What has become of an article's page.

    None if another worker looks, none is due, or its host is not to be asked just now.
    """
    with alone("capture", article.pk) as mine:
        if not mine or not due_for_a_look(at=at).filter(pk=article.pk).exists():
            return None
        if not manners.turn(article.url, at=at):
            return None
        subject = str(article.pk)
        with attempt(article=article, step="look", subject=subject, at=at) as row:
            return _looked(article, row, at)


def _looked(article: Article, row: Attempt, at: datetime) -> Relook:
    outcome, why, cause, changed = "same", "", "", None
    try:
        job = Job()
        page = manners.fetch(article.url, at=at, within=job.for_fetch)
        found = documents.extract(
            page.content,
            content_type=page.content_type,
            url=page.url,
            name=article.name,
            at=at,
            within=job.left,
        )
    except (pages.Refused, pages.Failed, child.Unreadable) as problem:
        outcome, why, cause = "failed", str(problem), type(problem).__name__
    with transaction.atomic():
        if not cause:
            changed = next_text(article=article, page=page, found=found, at=at)
            outcome = "changed" if changed else "same"
        done(row, cause=cause, reason=why)
        return Relook.objects.create(
            article=article, looked_at=at, outcome=outcome, why=why, capture=changed
        )
