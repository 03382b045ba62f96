"""An article is handed in: an address to fetch, or its bytes."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from compliance.models import Article
from compliance.services.press.copies import seen
from compliance.sources import addresses, pages, text


if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST_BYTES = pages.MOST_RAW


class NotTaken(ValueError):
    """An article that was not taken; the message says why in one sentence."""


def address(said: str) -> str:
    """An address as it is kept. Raises `NotTaken` where it can be none."""
    try:
        url = addresses.known_by(said)
    except pages.Refused as refused:
        raise NotTaken(str(refused)) from refused
    if len(url) > addresses.MOST_LETTERS:
        raise NotTaken(f"The address is longer than {addresses.MOST_LETTERS:,} characters.")
    return url


def digest_key(content: bytes | None) -> str:
    """What a text handed in is known by. Raises `NotTaken`."""
    if not content or not content.strip():
        raise NotTaken("There is no text in it.")
    if len(content) > MOST_BYTES:
        raise NotTaken(f"It is larger than {MOST_BYTES // 2**20} MB.")
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


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
    source: str = "",
) -> tuple[Article, bool]:
    """An article by its address or its bytes, and whether it is new here.

    The same address, or the same bytes, handed in twice is one article with another sighting;
    `source` is the feed or list that pointed at it. Raises `NotTaken`.
    """
    given = url
    if origin == "url":
        key = url = address(url)
    else:
        key = digest_key(content)
    if published_on and published_on > at.date():
        raise NotTaken(f"{published_on} has not come yet; an article is of a day that has.")
    name, publisher = text.clean(name)[:300], text.clean(publisher)[:200]
    with transaction.atomic():
        article, new = Article.objects.get_or_create(
            key=key,
            defaults={
                "origin": origin,
                "url": url,
                "name": name,
                "publisher": publisher,
                "published_on": published_on,
                "content": content,
                "content_type": content_type[:100],
                "seen_at": at,
                "seen_by": by,
            },
        )
        if new or origin != "sample":  # what ships with us is planted at every start
            seen(
                article=article, at=at, by=by, origin=origin, url=text.clean(given), name=name,
                publisher=publisher, source=source,
            )  # fmt: skip
    return article, new
