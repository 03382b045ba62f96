"""Web archives (WARC): what was fetched written out for others, and the pages of one read in.

One gzip member a record, each with its digest, as crawlers and replay tools expect it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from compliance.sources.child import Answer, Unreadable, run


MOST_RECORDS = 2000
MOST_RECORD = 20 * 2**20
MOST_UNPACKED = 60 * 2**20


@dataclass(frozen=True)
class Record:
    """A page of a web archive: where from, when, of which type, and its bytes."""

    url: str
    fetched_at: datetime | None
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Kept:
    """What is written out: bytes, when they came, and how, where they were fetched."""

    uri: str
    at: datetime
    content: bytes
    content_type: str
    exchange: dict[str, Any] | None


# Reading


def records(content: bytes) -> tuple[list[Record], int]:
    """The pages of an archive, and how many answers held none. Raises `Unreadable`."""
    answer = run("archive.work", content)
    pages = [
        Record(
            said["url"],
            datetime.fromisoformat(said["at"]) if said["at"] else None,
            said["content_type"],
            part,
        )
        for said, part in zip(answer.said["records"], answer.parts, strict=True)
    ]
    return pages, int(answer.said["passed"])


def work(content: bytes) -> Answer:
    """The same, in the child."""
    said: list[dict[str, Any]] = []
    parts: list[bytes] = []
    passed = 0
    try:
        for record in ArchiveIterator(io.BytesIO(content), no_record_parse=False):
            if record.rec_type not in ("response", "resource"):
                continue
            status = record.http_headers.get_statuscode() if record.http_headers else "200"
            body = _body(record)
            if status != "200" or not body.strip():
                passed += 1
                continue
            if len(parts) >= MOST_RECORDS or sum(map(len, parts)) + len(body) > MOST_UNPACKED:
                raise Unreadable(
                    f"The archive holds more than {MOST_RECORDS} pages or "
                    f"{MOST_UNPACKED // 2**20} MB; split it."
                )
            said.append(_said(record))
            parts.append(body)
    except (ArchiveLoadFailed, ValueError, AttributeError, EOFError, OSError) as wrong:
        raise Unreadable("The web archive is broken and cannot be read.") from wrong
    return Answer({"records": said, "passed": passed}, tuple(parts))


def _body(record: Any) -> bytes:
    """A record's payload with its codings undone, no more than is taken of any page."""
    body = record.content_stream().read(MOST_RECORD + 1)
    if len(body) > MOST_RECORD:
        raise Unreadable(f"A page of the archive is larger than {MOST_RECORD // 2**20} MB.")
    return bytes(body)


def _said(record: Any) -> dict[str, Any]:
    head = record.rec_headers
    kind = (
        record.http_headers.get_header("Content-Type")
        if record.http_headers
        else head.get_header("Content-Type")
    )
    try:
        at = datetime.fromisoformat(head.get_header("WARC-Date") or "").isoformat()
    except ValueError:
        at = ""
    return {
        "url": (head.get_header("WARC-Target-URI") or "")[:2000],
        "at": at,
        "content_type": (kind or "")[:100],
    }


# Writing

# Of an answer whose codings are undone these three no longer hold; their values are kept.
_UNDONE = frozenset(("content-encoding", "transfer-encoding", "content-length"))


def write(to: BinaryIO, kept: Iterable[Kept], *, software: str) -> int:
    """Write a web archive, a gzip member a record; how many documents it holds."""
    writer = WARCWriter(to, gzip=True, warc_version="WARC/1.1")
    writer.write_record(
        writer.create_warcinfo_record("", {"software": software, "format": "WARC File Format 1.1"})
    )
    number = 0
    for each in kept:
        number += 1
        for record in _of(writer, each):
            writer.write_record(record)
    return number


def _of(writer: WARCWriter, kept: Kept) -> Iterator[Any]:
    said = {
        "WARC-Date": kept.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "WARC-Payload-Digest": f"sha256:{sha256(kept.content).hexdigest()}",
    }
    body = io.BytesIO(kept.content)
    if kept.exchange is None:
        yield writer.create_warc_record(
            kept.uri,
            "resource",
            payload=body,
            length=len(kept.content),
            warc_content_type=kept.content_type or "application/octet-stream",
            warc_headers_dict=said,
        )
        return
    answered = [
        (f"X-Archive-Orig-{name}" if name.lower() in _UNDONE else name, _line(words))
        for name, words in kept.exchange["answered"]
    ]
    answered.append(("Content-Length", str(len(kept.content))))
    answer = writer.create_warc_record(
        kept.exchange["url"],
        "response",
        payload=body,
        length=len(kept.content),
        warc_headers_dict=said,
        http_headers=StatusAndHeaders(f"{kept.exchange['status']} ", answered, protocol="HTTP/1.1"),
    )
    yield answer
    parts = urlsplit(kept.exchange["url"])
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    asked = [(name, _line(words)) for name, words in kept.exchange["asked"]]
    yield writer.create_warc_record(
        kept.exchange["url"],
        "request",
        warc_headers_dict={
            "WARC-Date": said["WARC-Date"],
            "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID"),
        },
        http_headers=StatusAndHeaders(f"GET {path} HTTP/1.1", asked, is_http_request=True),
    )


def _line(words: str) -> str:
    """A header's words, which cannot begin another header."""
    return " ".join(words.split())
