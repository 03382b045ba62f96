"""What was fetched and handed in is written out as a web archive, for others to keep and replay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import BinaryIO

from compliance.models import Capture
from compliance.sources import archive as warc
from compliance.sources import pages


def archive(*, articles: Iterable[int] | None, to: BinaryIO) -> int:
    """Write the captures of these articles, or of all, as WARC; how many were written.

    Bytes handed in are archived once, however often they were captured.
    """
    rows = Capture.objects.exclude(digest="").select_related("article").order_by("pk")
    if articles is not None:
        rows = rows.filter(article__in=list(articles))
    return warc.write(to, _kept(rows.iterator(chunk_size=20)), software=pages.AGENT)


def _kept(rows: Iterable[Capture]) -> Iterator[warc.Kept]:
    written: set[int] = set()
    for capture in rows:
        article = capture.article
        if capture.content is None:
            if article.pk in written:
                continue
            written.add(article.pk)
        content = bytes(capture.content or article.content or b"")
        yield warc.Kept(
            uri=article.url or f"urn:sha256:{sha256(content).hexdigest()}",
            at=capture.captured_at if capture.content is not None else article.seen_at,
            content=content,
            content_type=article.content_type,
            exchange=capture.exchange,
        )
