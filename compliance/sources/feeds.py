"""The stories that a feed or a sitemap lists: RSS, Atom, JSON Feed, sitemap; told by its bytes.

Nothing that is listed is fetched here, and nothing is opened by name: the libraries are given
bytes alone. A feed that declares entities of its own is refused, whatever its encoding.
"""

from __future__ import annotations

import io
import json
import re
import xml.sax
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import ParseError

import feedparser
from defusedxml import DefusedXmlException, ElementTree
from lxml import etree, html

from compliance.sources.child import Answer, Unreadable, run


MOST_BYTES = 5 * 2**20
MOST_STORIES = 1000
MOST_TEXT = 50_000
EARLIEST = date(1990, 1, 1)

_ENTITY = re.compile(r"<!\s*ENTITY", re.IGNORECASE)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.-]{1,40})", re.IGNORECASE)
_ENDS = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
# Encodings that feeds come in. A codec by any name would let a feed hide marks (UTF-7).
_ENCODINGS = re.compile(
    r"utf-?8|utf-?16(le|be)?|us-ascii|ascii|iso-?8859-\d+|windows-?\d+|cp\d+|euc[-_]\w+|gb\w+|"
    r"big5\w*|shift[-_]jis|koi8-\w",
    re.IGNORECASE,
)


class NoFeed(Unreadable):
    """Bytes in which no feed could be read; the message says why in one sentence."""


@dataclass(frozen=True)
class Story:
    """One story as it is listed: its absolute address if it gives one, and what is told of it."""

    url: str
    title: str = ""
    text: str = ""
    published_on: date | None = None


@dataclass(frozen=True)
class Feed:
    """What a source lists, each story once; `cautions` say what is odd about it."""

    format: str
    stories: tuple[Story, ...]
    cautions: tuple[str, ...] = ()


def read(
    content: bytes, *, content_type: str = "", url: str = "", within: float | None = None
) -> Feed:
    """The stories listed, parsed in a child process. Raises `Unreadable`."""
    said = run("feeds.work", content, within=within, content_type=content_type, url=url).said
    stories = (
        Story(url, title, text, date.fromisoformat(day) if day else None)
        for url, title, text, day in said["stories"]
    )
    return Feed(said["format"], tuple(stories), tuple(said["cautions"]))


def work(content: bytes, *, content_type: str, url: str) -> Answer:
    """The same, in the child."""
    feed = parse(content, content_type=content_type, url=url)
    stories = [
        (s.url, s.title, s.text, s.published_on and s.published_on.isoformat())
        for s in feed.stories
    ]
    return Answer({"format": feed.format, "stories": stories, "cautions": feed.cautions})


def parse(content: bytes, *, content_type: str = "", url: str = "") -> Feed:
    """The stories listed. Raises `NoFeed`."""
    if len(content) > MOST_BYTES:
        raise NoFeed(f"The feed is larger than {MOST_BYTES // 2**20} MB.")
    words = _decoded(content, content_type)
    if not words.strip():
        raise NoFeed("The feed is empty.")
    if _ENTITY.search(words):
        raise NoFeed("The feed declares entities of its own, as no honest feed needs to.")
    if words.lstrip()[:1] in "{[":
        return _once(_json(words, url))
    return _once(_sitemap(words) or _xml(words, url))


def _decoded(content: bytes, content_type: str) -> str:
    """The feed's characters, by its mark, its declaration or its header; else as UTF-8."""
    for mark, coding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"<\x00", "utf-16-le"),
        (b"\x00<", "utf-16-be"),
    ):
        if content.startswith(mark):
            return content.decode(coding, "replace").lstrip("\ufeff")
    declared = _DECLARED.match(content)
    header = _CHARSET.search(content_type)
    for name in (declared and declared[1].decode("ascii"), header and header[1], "utf-8"):
        if name and _ENCODINGS.fullmatch(name):
            try:
                return content.decode(name)
            except (LookupError, ValueError):
                continue
    return content.decode("utf-8", "replace")


def _json(words: str, url: str) -> Feed:
    try:
        said = json.loads(words)
    except (ValueError, RecursionError) as wrong:
        raise NoFeed("The feed is broken JSON.") from wrong
    if not isinstance(said, dict) or not isinstance(said.get("items"), list):
        raise NoFeed("This is JSON, and no feed.")
    stories = [
        _story(
            url,
            _string(item, "url") or _string(item, "external_url"),
            _string(item, "title"),
            _string(item, "content_html")
            or _string(item, "content_text")
            or _string(item, "summary"),
            _string(item, "date_published"),
        )
        for item in said["items"][:MOST_STORIES]
        if isinstance(item, dict)
    ]
    return Feed("JSON Feed", tuple(stories))


def _string(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _sitemap(words: str) -> Feed | None:
    """A sitemap's pages; None if these are other bytes."""
    try:
        root = ElementTree.fromstring(_DECLARATION.sub("", words), forbid_external=False)
    except (ParseError, DefusedXmlException, ValueError):
        return None
    if root.tag == f"{_SITEMAP}sitemapindex":
        raise NoFeed("This sitemap lists other sitemaps; watch one of those.")
    if root.tag != f"{_SITEMAP}urlset":
        return None
    stories = [
        _story(
            "",
            page.findtext(f"{_SITEMAP}loc") or "",
            page.findtext(f"{_NEWS}news/{_NEWS}title") or "",
            "",
            page.findtext(f"{_NEWS}news/{_NEWS}publication_date") or "",
        )
        for page in root.findall(f"{_SITEMAP}url")[:MOST_STORIES]
    ]
    return Feed("sitemap", tuple(stories))


def _xml(words: str, url: str) -> Feed:
    plain = _DECLARATION.sub("", words).strip()
    if plain[:200].lower().startswith(("<!doctype html", "<html")):
        raise NoFeed("The server sent a web page where a feed is expected.")
    # Links are made absolute by our own hand: xml:base and the feed's own link may say anything.
    try:
        said = feedparser.parse(
            io.BytesIO(plain.encode("utf-8", "replace")),
            response_headers={
                "content-type": "application/xml; charset=utf-8",
                "content-location": url,
            },
            resolve_relative_uris=True,
            sanitize_html=True,
        )
    except (ValueError, RecursionError, LookupError, AssertionError, xml.sax.SAXException) as wrong:
        raise NoFeed("The feed is broken and could not be read.") from wrong
    if not said.version:
        raise NoFeed("This is neither RSS nor Atom, JSON Feed or a sitemap.")
    stories = []
    for entry in said.entries[:MOST_STORIES]:
        body = " ".join(each.get("value", "") for each in entry.get("content", []))
        stories.append(
            _story(
                url,
                entry.get("link", ""),
                entry.get("title", ""),
                body or entry.get("summary", ""),
                entry.get("published", ""),
            )
        )
    cautions = ["The feed is not well-formed; what could be read was read."] * bool(said.bozo)
    if said.bozo and stories and not _ENDS.search(plain):
        stories.pop()
        cautions.append("The feed is cut off; its last story was left out.")
    return Feed(said.version, tuple(stories), tuple(cautions))


def _story(base: str, link: str, title: str, text: str, published: str) -> Story:
    link = _UNSAFE.sub("", link).strip()
    with suppress(ValueError):  # no address: handing it in says so
        link = urljoin(base, link) if link else ""
    return Story(link[:2000], _plain(title)[:300], _plain(text)[:MOST_TEXT], day(published))


def _plain(markup: str) -> str:
    """The words of a piece of markup, without marks and without what no column holds."""
    markup = _UNSAFE.sub("", markup[: 4 * MOST_TEXT])
    if "<" in markup:
        try:
            tree = html.fromstring(f"<div>{markup}</div>")
            for hidden in tree.xpath("//script|//style|//template"):
                hidden.drop_tree()
            markup = " ".join(str(piece) for piece in tree.itertext())
        except (etree.LxmlError, ValueError):
            markup = re.sub(r"<[^<>]*>?", " ", markup)
    return " ".join(_UNSAFE.sub("", markup).split())


def day(said: str) -> date | None:
    """The day of a moment as RFC 822 or ISO 8601 writes it, where it was written; else None."""
    said = said.strip()[:60]
    if " 0000 " in said:  # a year that the library takes for 2000
        return None
    try:
        found = datetime.fromisoformat(said).date()
    except ValueError:
        try:
            found = parsedate_to_datetime(said).date()
        except (ValueError, TypeError, OverflowError):
            return None
    return found if found >= EARLIEST else None


def _once(feed: Feed) -> Feed:
    """The stories in their order; one that is listed again with the same words is left out."""
    kept: dict[tuple[str, str, str], Story] = {}
    for story in _worth(feed.stories):
        kept.setdefault((story.url, story.title, story.text), story)
    return Feed(feed.format, tuple(kept.values()), feed.cautions)


def _worth(stories: Iterable[Story]) -> Iterable[Story]:
    return (story for story in stories if story.url or story.title or story.text)
