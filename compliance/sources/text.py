"""From the bytes of a page or file to the plain text that is read and shown."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

import charset_normalizer
import trafilatura


class NoText(Exception):
    """Bytes from which no article text came; the message says why in one sentence."""


@dataclass(frozen=True)
class Text:
    """The text of an article, with what the page says of itself."""

    text: str
    title: str = ""
    publisher: str = ""
    published_on: date | None = None


# The code points that carry no text: controls (but tab and line end), halves of a pair that no
# database keeps, and the marks that turn the direction of what stands after them or hide inside
# words.
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_INVISIBLE = re.compile(r"[\u200b\u2060\u00ad]")
_LEFT_OVER_TAG = re.compile(r"</?(?:strong|b|em|i|u|span|p|br|a|font)(?: [^<>]{0,200})?/?>", re.I)
_STAMP = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?Z?")
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|article|meta|title|div)\b", re.I)
_HEAD_LINES = 6


def extract(content: bytes, *, content_type: str = "", url: str = "") -> Text:
    """The text of a page (HTML) or a file (plain text). Raises `NoText`."""
    if not content.strip():
        raise NoText("There is nothing in it.")
    kind = content_type.partition(";")[0].strip().lower()
    if content.startswith(b"%PDF-") or kind == "application/pdf":
        raise NoText("It is a PDF; PDF files are not read yet.")
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NoText("It is no text: it holds bytes that no text has.")
    if kind in ("text/html", "application/xhtml+xml") or _HTML.search(content[:4096]):
        return _page(decode(content, content_type), url)
    return _plain(decode(content, content_type))


def decode(content: bytes, content_type: str = "") -> str:
    """The bytes as characters: by mark, by what the server says, as UTF-8, or by their looks."""
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(name, errors="replace")
    said = re.search(r"charset=[\"']?([\w-]{1,40})", content_type, re.I)
    meta = re.search(rb"<meta[^<>]{0,200}?charset=[\"']?([\w-]{1,40})", content[:2048], re.I)
    names = [said.group(1)] if said else []
    names += ["utf-8"]
    names += [meta.group(1).decode("ascii")] if meta else []
    for name in names:
        try:
            return content.decode(name)
        except (LookupError, UnicodeError):
            continue
    best = charset_normalizer.from_bytes(content[:200_000]).best()
    return content.decode(best.encoding if best else "utf-8", errors="replace")


def clean(text: str) -> str:
    """The text with one kind of line end, composed letters, and nothing that hides or reorders."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROLS.sub("", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFC", text)
    lines = [line.strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _plain(text: str) -> Text:
    text = clean(_LEFT_OVER_TAG.sub("", text))
    if not text:
        raise NoText("There is no text in it.")
    head = [line for line in text.split("\n") if line][:_HEAD_LINES]
    stamps = [found for line in head if (found := _stamp(line)) is not None]
    title = head[0] if len(head) > 1 and len(head[0]) <= 300 and not _stamp(head[0]) else ""
    return Text(text, title=title, published_on=stamps[0] if stamps else None)


def _stamp(line: str) -> date | None:
    """The date of a line that holds a date and nothing else."""
    match = _STAMP.fullmatch(line)
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def _page(html: str, url: str) -> Text:
    found = trafilatura.bare_extraction(
        html, url=url or None, include_comments=False, include_tables=True, with_metadata=True
    )
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        raise NoText("The page has no text that could be told from its frame.")
    said = None
    if found.date:
        try:
            said = date.fromisoformat(found.date[:10])
        except ValueError:
            said = None
    return Text(
        clean(found.text or ""),
        title=clean(found.title or "")[:500],
        publisher=clean(found.sitename or "")[:200],
        published_on=said,
    )
