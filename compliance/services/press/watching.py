"""A page that is watched: each change of its text is a further capture of its article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from compliance import queries
from compliance.models import Article, Look, Source, Story
from compliance.services.press.alone import alone
from compliance.services.press.capturing import next_text
from compliance.services.press.handing_in import NotTaken, address, hand_in
from compliance.sources import pages, text


@dataclass(frozen=True)
class Taken:
    """What became of a watched page's text: new, or the same; or another worker has it in hand."""

    new: bool = False
    in_hand: bool = False
    cautions: tuple[str, ...] = ()


def watch(*, name: str, url: str, kind: str, publisher: str = "") -> tuple[Source, bool]:
    """A source by its address, watched from now on, and whether it is new. Raises `NotTaken`."""
    if not name.strip():
        raise NotTaken("A source needs a name, to know it by in lists.")
    return Source.objects.get_or_create(
        url=address(url),
        defaults={
            "name": text.clean(name)[:200],
            "kind": kind,
            "publisher": text.clean(publisher)[:200],
        },
    )


@transaction.atomic
def change_source(
    *,
    source: Source,
    name: str | None = None,
    url: str | None = None,
    kind: str | None = None,
    publisher: str | None = None,
    watched: bool | None = None,
) -> Source:
    """A source called, found or watched otherwise; what is not given stays. Raises `NotTaken`."""
    held = Source.objects.select_for_update().get(pk=source.pk)
    if name is not None:
        if not name.strip():
            raise NotTaken("A source needs a name, to know it by in lists.")
        held.name = text.clean(name)[:200]
    if url is not None:
        held.url = address(url)
        if Source.objects.filter(url=held.url).exclude(pk=held.pk).exists():
            raise NotTaken("Another source has this address.")
    if publisher is not None:
        held.publisher = text.clean(publisher)[:200]
    held.kind = held.kind if kind is None else kind
    held.watched = held.watched if watched is None else watched
    held.save(update_fields=["kind", "name", "url", "publisher", "watched"])
    return held


def take(*, source: Source, look: Look, page: pages.Page, found: text.Text, at: datetime) -> Taken:
    """The text of a watched page, kept if it is new. Raises `NotTaken`.

    It is read as an article of its own even where another told the same first: what it changes
    into must be read.
    """
    article = Article.objects.filter(key=address(source.url)).first()
    if article is None:
        article, _ = hand_in(
            origin="url", url=source.url, at=at, by=None, name=source.name,
            publisher=source.publisher, source=source.name,
        )  # fmt: skip
    with alone("capture", article.pk) as mine:
        if not mine:
            return Taken(in_hand=True)
        with transaction.atomic():
            Story.objects.get_or_create(
                source=source,
                article=article,
                defaults={"look": look, "seen_at": at, "title": found.title[:300]},
            )
            new = next_text(article=article, page=page, found=found, at=at) is not None
    copied = queries.copies.same_as(article) if new else None
    said = (f"Its first text was that of article {copied}, which is read in its place.",)
    return Taken(new, cautions=said if copied else ())
