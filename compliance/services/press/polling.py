"""A look at a source: what it lists is handed in, each story once, and how it went is kept.

A source that is a page lists itself: a change of its text is its news.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from compliance import queries
from compliance.core.press.pacing import SHORTEST, pause
from compliance.models import Answer, Look, Source, Story
from compliance.services.press import manners, watching
from compliance.services.press.alone import alone
from compliance.services.press.handing_in import NotTaken, address, digest_key, hand_in
from compliance.sources import child, documents, feeds, pages, text
from compliance.sources.job import Job


ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
MOST_CAUTIONS = 20


@dataclass
class _Found:
    """What a look brought, on its way into rows."""

    outcome: str
    status: int | None = None
    problem: str = ""
    page: pages.Page | None = None
    feed: feeds.Feed | None = None
    text: text.Text | None = None
    retry_after: str = ""
    cautions: list[str] = field(default_factory=list)


def ask_now(*, source: Source, at: datetime) -> None:
    """A person wants a look at once: the next poll takes it."""
    Source.objects.filter(pk=source.pk).update(asked_at=at)


def look(*, source: Source, at: datetime) -> Answer | None:
    """A look at a source. None if it is not due, or its host is not to be asked just now."""
    with alone("look", zlib.crc32(source.host.encode())) as mine:
        if not mine or not Source.objects.due(at=at).filter(pk=source.pk).exists():
            return None
        if not manners.turn(source.url, at=at):
            return None
        before = queries.feeds.last_answer(source)
        last = before.next_at - before.look.begun_at if before else None
        begun = Look.objects.create(
            source=source,
            begun_at=at,
            rests_until=at + pause(last or SHORTEST, outcome="failed"),
        )
        found = _ask(source, at)
        new = _watched(source, begun, found, at) if found.text else 0
        with transaction.atomic():
            if found.feed:
                new = _take(source, begun, found, at)
            if found.feed or new:
                found.outcome = "new" if new else "nothing_new"
            next_at = at + pause(last, outcome=found.outcome)
            asked = pages.retry_at(found.retry_after, at=at)
            return Answer.objects.create(
                look=begun,
                outcome=found.outcome,
                status=found.status,
                problem=found.problem,
                format=found.feed.format if found.feed else found.text.kind if found.text else "",
                etag=found.page.etag if found.page else "",
                last_modified=found.page.last_modified if found.page else "",
                listed=len(found.feed.stories) if found.feed else int(found.text is not None),
                new=new,
                cautions=found.cautions[:MOST_CAUTIONS],
                next_at=max(next_at, asked or next_at),
            )


def _ask(source: Source, at: datetime) -> _Found:
    held, job = queries.feeds.last_good(source), Job()
    try:
        page = manners.fetch(
            source.url,
            at=at,
            within=job.for_fetch,
            accept=pages.ACCEPT if source.kind == "page" else ACCEPT,
            etag=held.etag if held else "",
            last_modified=held.last_modified if held else "",
        )
        if source.kind == "page":
            read = documents.extract(
                page.content,
                content_type=page.content_type,
                url=page.url,
                at=at,
                within=job.left,
            )
            return _Found("nothing_new", page=page, text=read)
        feed = feeds.read(
            page.content, content_type=page.content_type, url=page.url, within=job.left
        )
    except pages.Unchanged:
        return _Found("unchanged")
    except pages.Failed as failed:
        return _Found("failed", failed.status, str(failed), retry_after=failed.retry_after)
    except (pages.Refused, child.Unreadable) as problem:
        return _Found("failed", problem=str(problem))
    return _Found("nothing_new", page=page, feed=feed, cautions=list(feed.cautions))


def _watched(source: Source, begun: Look, found: _Found, at: datetime) -> int:
    """Whether the text of a watched page is new, as a number."""
    assert found.page is not None and found.text is not None  # noqa: PT018 - for the type checker
    try:
        taken = watching.take(source=source, look=begun, page=found.page, found=found.text, at=at)
    except NotTaken as refused:
        found.outcome, found.problem = "failed", str(refused)
        return 0
    if taken.in_hand:
        found.page = None  # without a mark of what it was, it is asked for whole the next time
    found.cautions += taken.cautions
    return int(taken.new)


def _take(source: Source, begun: Look, found: _Found, at: datetime) -> int:
    """How many stories were new to this source. What is not taken is said in the cautions."""
    assert found.feed is not None
    new = 0
    stories = _apart(found.feed.stories)
    held = _listed_before(source, stories)
    for listed in stories:
        if _key(listed) in held:
            continue
        day = (
            listed.published_on
            if listed.published_on and listed.published_on <= at.date()
            else None
        )
        about: dict[str, Any] = {
            "publisher": source.publisher,
            "name": listed.title,
            "published_on": day,
            "source": source.name,
        }
        article = None
        if listed.url:
            try:
                article, _ = hand_in(origin="url", url=listed.url, at=at, by=None, **about)
            except NotTaken as refused:
                found.cautions.append(f"{listed.url[:200]}: {refused}")
        if article is None:  # without an address that can be fetched, what the feed tells is kept
            try:
                article, _ = hand_in(
                    origin="text",
                    content=_told(listed),
                    content_type="text/plain; charset=utf-8",
                    at=at,
                    by=None,
                    **about,
                )
            except NotTaken as refused:
                found.cautions.append(f"{listed.title[:200]}: {refused}")
                continue
        _, fresh = Story.objects.get_or_create(
            source=source,
            article=article,
            defaults={
                "look": begun,
                "seen_at": at,
                "title": listed.title,
                "text": listed.text,
                "published_on": listed.published_on,
            },
        )
        new += fresh
    return new


def _apart(stories: Sequence[feeds.Story]) -> list[feeds.Story]:
    """Of several stories under one address the first is what stands there; the others are known,
    and kept, by the words of the feed, so that none of them vanishes."""
    found, taken = list[feeds.Story](), set[str]()
    for listed in stories:
        if listed.url in taken and (listed.title or listed.text):
            listed = replace(listed, url="")
        taken.add(listed.url)
        found.append(listed)
    return found


def _listed_before(source: Source, stories: Sequence[feeds.Story]) -> set[str]:
    """Keys of what this source has listed already: seen there once is enough."""
    keys = filter(None, map(_key, stories))
    rows = Story.objects.filter(source=source, article__key__in=list(keys))
    return set(rows.values_list("article__key", flat=True))


def _key(listed: feeds.Story) -> str:
    """What the article of a story is known by, or "" where it cannot be taken."""
    with suppress(NotTaken):
        return address(listed.url) if listed.url else digest_key(_told(listed))
    with suppress(NotTaken):
        return digest_key(_told(listed))
    return ""


def _told(listed: feeds.Story) -> bytes:
    """A story in the words of the feed, for want of an address that can be fetched."""
    return f"{listed.title}\n\n{listed.text}".strip().encode()
