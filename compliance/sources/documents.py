"""What kind of document bytes are, told by what they are and not by what they are called."""

from __future__ import annotations

import email
import email.policy
import io
import re
import zlib
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any

import pypdf
from pypdf.errors import PyPdfError

from compliance.sources import text
from compliance.sources.child import Answer, run
from compliance.sources.dates import Candidate, Day
from compliance.sources.text import NoText, Text


MOST_PAGES = 300

_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|article|meta|title|div)\b", re.I)
_MAIL_LINE = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?.*$", re.M)
_MAIL = frozenset(
    (
        b"from", b"to", b"date", b"subject", b"mime-version", b"message-id", b"received",
        b"return-path", b"delivered-to", b"content-type", b"reply-to", b"dkim-signature",
    )
)  # fmt: skip
_XML = re.compile(
    rb"(?:<\?[^<>]{0,300}\?>\s*|<!--.{0,500}?-->\s*)*"
    rb"<(svg|rss|feed|rdf:rdf|opml|urlset|sitemapindex)\b",
    re.I | re.S,
)
_XML_OTHERS = {
    b"svg": "a drawing (SVG)",
    b"rss": "a feed",
    b"feed": "a feed",
    b"rdf:rdf": "a feed",
    b"opml": "a list of feeds",
    b"urlset": "a sitemap",
    b"sitemapindex": "a sitemap",
}
# What begins so holds no article; the words end "It is ...".
_OTHERS = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a picture or a sound (RIFF)"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)


def extract(
    content: bytes,
    *,
    content_type: str = "",
    url: str = "",
    name: str = "",
    at: datetime,
    within: float | None = None,
) -> Text:
    """The text of a document, parsed in a child process `within` so many seconds.

    Raises `Unreadable`.
    """
    answer = run(
        "documents.work", content, within=within, content_type=content_type, url=url, name=name,
        at=at.isoformat(),
    )  # fmt: skip
    return text.from_json(answer.said)


def work(content: bytes, *, content_type: str, url: str, name: str, at: str) -> Answer:
    """The same, in the child."""
    day = Day(datetime.fromisoformat(at))
    return Answer(parse(content, content_type=content_type, url=url, name=name, day=day).as_json())


def warm() -> None:
    """Load what the first article would wait for."""
    text.language("A text, so that the model is there.")


def kind_of(content: bytes, *, content_type: str = "", name: str = "") -> str:
    """html, plain, pdf, email or warc. Raises `NoText` for what is none of them."""
    head = content[:8192].lstrip(b"\xef\xbb\xbf \t\r\n")
    if is_warc(content):
        return "warc"
    if head.startswith(b"%PDF-") or (b"%PDF-" in content[:1024] and not _HTML.search(head)):
        return "pdf"
    for mark, words in _OTHERS:
        if content.startswith(mark):
            raise NoText(f"It is {words}; that is no text to read.")
    if sided := text.two_bytes(content):
        head = content[:8192].decode(sided, "replace").encode().lstrip()
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = content[:8192].decode("utf-16", "replace").encode().lstrip()
    elif b"\x00" in content[:4096] and not _HTML.search(head):
        raise NoText("It is no text: it holds bytes that no text has.")
    if root := _XML.match(head):
        raise NoText(f"It is {_XML_OTHERS[root.group(1).lower()]}, not an article.")
    if _is_mail(head, content_type, name):
        return "email"
    said = content_type.partition(";")[0].strip().lower()
    if said in ("text/html", "application/xhtml+xml") or _HTML.search(head):
        return "html"
    return "plain"


def is_warc(content: bytes) -> bool:
    """Whether bytes are a web archive, packed or not."""
    if content.startswith(b"\x1f\x8b"):
        try:
            content = zlib.decompressobj(wbits=31).decompress(content[:4096], 64)
        except zlib.error:
            return False
    return content.startswith((b"WARC/1.", b"WARC/0.1"))


def _is_mail(head: bytes, content_type: str, name: str) -> bool:
    """Whether it begins with the lines of a message: three of them, or two and it says so."""
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    if not _MAIL_LINE.match(block):
        return False
    known = {key.lower() for key in _MAIL_LINE.findall(block)} & _MAIL
    says = content_type.startswith("message/rfc822") or name.lower().endswith(".eml")
    return len(known) >= (2 if says else 3) and b"from" in known


def parse(content: bytes, *, content_type: str, url: str, name: str, day: Day) -> Text:
    """The text of a document, here and now: for the child alone."""
    if not content.strip():
        raise NoText("There is nothing in it.")
    kind = kind_of(content, content_type=content_type, name=name)
    if kind == "pdf":
        return _pdf(content, day)
    if kind == "email":
        return _message(content, day)
    if kind == "html":
        return text.page(text.decode(content, content_type), url, day)
    if kind == "warc":
        raise NoText("It is a web archive; its pages are handed in each as an article of its own.")
    return text.plain(text.decode(content, content_type), day)


def _pdf(content: bytes, day: Day) -> Text:
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NoText("The PDF is locked with a password.")
        cautions, parts, letters = [], [], 0
        for number, page in enumerate(reader.pages):
            if number >= MOST_PAGES or letters > text.MOST_LETTERS:
                cautions.append(
                    text.caution("cut", f"Only the first {number} pages of the PDF were read.")
                )
                break
            parts.append(page.extract_text() or "")
            letters += len(parts[-1])
        said = reader.metadata
        title = str(said.title or "") if said else ""
        made = said.creation_date if said else None
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError,
            RecursionError, OSError) as wrong:  # fmt: skip
        raise NoText("The PDF is broken and cannot be read.") from wrong
    raw = _joined("\n\n".join(parts))
    words = text.clean(raw)
    if not words:
        raise NoText("The PDF holds no text; it may be pictures of pages.")
    dates = []
    if made is not None:
        dates = [Candidate(made.date(), "file", "CreationDate", at=made if made.tzinfo else None)]
    return text.finished(
        words, raw, day, dates, kind="pdf", title=text.clean(title)[:500], cautions=cautions
    )


def _joined(words: str) -> str:
    """Lines of a page as paragraphs: a word cut at the line's end is whole again."""
    words = re.sub(r"(?<=[a-zà-ÿа-я])-\n(?=[a-zà-ÿа-я])", "", words)
    return re.sub(r"(?<![.!?:;。\n])\n(?=[a-zà-ÿа-я(\d])", " ", words)


def _message(content: bytes, day: Day) -> Text:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    dates = []
    try:
        sent = parsedate_to_datetime(str(message.get("Date", "")))
        at = sent if sent.tzinfo else sent.replace(tzinfo=UTC)
        dates.append(Candidate(sent.date(), "message", str(message["Date"])[:60], at=at))
    except (ValueError, TypeError, IndexError):
        pass  # many messages carry no date that can be read
    names = [
        f"{text.clean(part.get_filename() or 'unnamed')[:80]} ({part.get_content_type()})"
        for part in message.iter_attachments()
    ]
    cautions = (
        [text.caution("attachments", f"Attached and not read: {', '.join(names[:20])}.")]
        if names
        else []
    )
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise NoText("The message has no text.")
    raw = body.get_payload(decode=True)
    said = f"{body.get_content_type()}; charset={body.get_content_charset('')}"
    words = text.decode(raw if isinstance(raw, bytes) else b"", said)
    inner = (
        text.page(words, "", day)
        if body.get_content_type() == "text/html"
        else text.plain(words, day)
    )
    return text.finished(
        inner.text,
        words,
        day,
        dates or inner.dates,
        kind="email",
        title=_line(message, "Subject")[:500] or inner.title,
        publisher=_line(message, "From")[:200],
        cautions=cautions,
    )


def _line(message: Any, name: str) -> str:
    return text.clean(str(message.get(name, ""))).replace("\n", " ")
