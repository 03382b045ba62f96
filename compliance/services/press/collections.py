"""A file that holds many articles is handed in: each page of a web archive is its own article."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from compliance.models import Article
from compliance.services.press.handing_in import NotTaken, hand_in
from compliance.sources import archive, child, documents, pages


if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST_ARCHIVE = 100 * 2**20


def hand_in_file(
    *, content: bytes, at: datetime, by: User | None, name: str = "", **said: Any
) -> list[tuple[Article, bool]]:
    """The articles of a file, and which are new: one, or those of a web archive.

    Pages of an archive keep the address that they were fetched from; of the same page fetched
    twice with the same bytes there is one article. Raises `NotTaken`.
    """
    if not documents.is_warc(content):
        return [hand_in(origin="file", content=content, at=at, by=by, name=name, **said)]
    if len(content) > MOST_ARCHIVE:
        raise NotTaken(f"The archive is larger than {MOST_ARCHIVE // 2**20} MB; split it.")
    try:
        found, passed = archive.records(content)
    except child.Unreadable as problem:
        raise NotTaken(str(problem)) from problem
    taken = []
    for record in found:
        try:
            documents.kind_of(record.content, content_type=record.content_type)
        except documents.NoText:
            passed += 1  # the pictures and fonts of a page are no articles
            continue
        if not _is_document(record.content_type) or len(record.content) > pages.MOST_RAW:
            passed += 1
            continue
        taken.append(
            hand_in(
                **{
                    **said,
                    "origin": "file",
                    "content": record.content,
                    "content_type": record.content_type,
                    "url": record.url if record.url.startswith(("http://", "https://")) else "",
                    "name": name,
                    "at": at,
                    "by": by,
                }
            )
        )
    if not taken:
        raise NotTaken(f"The archive holds no page with a text; {passed} records were passed over.")
    return taken


def _is_document(content_type: str) -> bool:
    """Whether a type is one of articles and not of what a page is dressed in."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind not in ("text/css", "text/javascript", "application/javascript",
                        "application/x-javascript", "application/json", "font/woff2")  # fmt: skip
