"""When a page was published: every date that it names for itself, and which of them holds.

A candidate says where it stood. What lies after the fetch or before the web is set aside with the
reason; where those that remain contradict each other, the text carries a caution.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import htmldate
import lxml.html


EARLIEST = date(1995, 1, 1)

# Where a date may stand, the surest first, each in words.
PLACES = {
    "json-ld": "the page's JSON-LD (datePublished)",
    "meta": "a meta element",
    "time": "a time element",
    "message": "the message's Date line",
    "line": "a line of its own near the head",
    "file": "the file's own data",
    "address": "the address",
    "text": "the words of the page (htmldate)",
}
_MOST = 12


@dataclass(frozen=True)
class Candidate:
    """A date that a document names for itself, with its words, and why it was set aside."""

    on: date
    where: str
    words: str
    refused: str = ""
    at: datetime | None = None

    def as_json(self) -> dict[str, str]:
        return {
            "on": self.on.isoformat(),
            "where": self.where,
            "words": self.words,
            "refused": self.refused,
        }

    @classmethod
    def from_json(cls, said: dict[str, str]) -> Candidate:
        return cls(date.fromisoformat(said["on"]), said["where"], said["words"], said["refused"])

    def __str__(self) -> str:
        return f"{self.on} ({PLACES[self.where]})"


@dataclass(frozen=True)
class Day:
    """The moment of the fetch, against which a page's dates are held."""

    fetched_at: datetime

    def judged(self, candidate: Candidate) -> Candidate:
        """The candidate, set aside where it cannot be; east of us a new day begins before ours."""
        today = self.fetched_at.astimezone(UTC).date()
        if candidate.at is not None and candidate.at <= self.fetched_at:
            return replace(candidate, on=min(candidate.on, today))
        if candidate.on > today:
            return replace(candidate, refused="after the day it was fetched")
        if candidate.on < EARLIEST:
            return replace(candidate, refused="before there were pages")
        return candidate


def chosen(judged: Sequence[Candidate]) -> date | None:
    """The date of the surest place among those not set aside."""
    kept = [candidate for candidate in judged if not candidate.refused]
    order = list(PLACES)
    return min(kept, key=lambda c: order.index(c.where)).on if kept else None


def differing(judged: Sequence[Candidate]) -> Iterator[tuple[str, str]]:
    """What is to be warned of: dates set aside, and dates that contradict each other."""
    for candidate in judged:
        if candidate.refused:
            yield "date_refused", f"{candidate} is set aside: it lies {candidate.refused}."
    kept = [candidate for candidate in judged if not candidate.refused]
    if not kept:
        return
    first, last = min(kept, key=lambda c: c.on), max(kept, key=lambda c: c.on)
    if last.on - first.on > timedelta(days=1):
        yield (
            "dates_differ",
            f"The page gives itself different dates: {first} and {last}; "
            f"{chosen(judged)} was taken.",
        )


_META = frozenset(
    (
        "article:published_time",
        "og:published_time",
        "date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publication_date",
        "datepublished",
        "dc.date",
        "dc.date.issued",
        "dcterms.created",
        "dcterms.date",
        "dcterms.issued",
        "parsely-pub-date",
        "sailthru.date",
        "citation_publication_date",
    )
)
_LD = re.compile(r'"datePublished"\s*:\s*("(?:[^"\\]|\\.){4,60}")')
_PATH = re.compile(r"/((?:19|20)\d\d)[/-]?(\d{2})[/-]?(\d{2})(?=[/_.?-]|$)")
_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?", re.S)
_STAMP = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?Z?")


def stamp(line: str) -> date | None:
    """The date of a line that holds a date and nothing else."""
    match = _STAMP.fullmatch(line)
    return _day(*match.groups()) if match else None


def of_page(tree: lxml.html.HtmlElement, html: str, url: str, day: Day) -> list[Candidate]:
    """The dates that a page gives itself, each place once or more, no date of a place twice."""
    found: dict[tuple[date, str], Candidate] = {}
    for candidate in _named(tree, url):
        found.setdefault((candidate.on, candidate.where), candidate)
    if not any(day.judged(candidate).refused == "" for candidate in found.values()):
        for candidate in _guessed(html, url, day):
            found.setdefault((candidate.on, candidate.where), candidate)
    return list(found.values())[:_MOST]


def _named(tree: lxml.html.HtmlElement, url: str) -> Iterator[Candidate]:
    for script in tree.iter("script"):
        if "ld+json" in script.get("type", "").lower():
            # By the words and not as JSON: many pages break theirs, and the date stands there.
            for words in _LD.findall((script.text or "")[:500_000]):
                try:
                    yield from _read(json.loads(words), "json-ld")
                except ValueError:
                    continue
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if name.strip().lower() in _META:
            yield from _read(meta.get("content") or "", "meta")
    for element in tree.iter("time"):
        marked = element.get("pubdate") is not None or "published" in (
            f"{element.get('itemprop', '')} {element.get('class', '')}".lower()
        )
        if marked:
            yield from _read(element.get("datetime") or "", "time")
    if match := _PATH.search(url):
        on = _day(*match.groups())
        if on is not None:
            yield Candidate(on, "address", match.group().strip("/"))


def _guessed(html: str, url: str, day: Day) -> Iterator[Candidate]:
    """Where the page names no date for machines: the one in its words."""
    try:
        words = htmldate.find_date(
            html,
            extensive_search=False,
            original_date=True,
            url=url or None,
            min_date=EARLIEST.isoformat(),
            max_date=day.fetched_at.astimezone(UTC).replace(tzinfo=None),
        )
    except (ValueError, TypeError, AttributeError, OverflowError):
        words = None  # it is made for pages that are whole
    if words:
        yield from _read(words, "text")


def _read(words: Any, where: str) -> Iterator[Candidate]:
    if not isinstance(words, str):
        return
    words = words.strip()[:60]
    try:
        at = datetime.fromisoformat(words)
    except ValueError:
        match = _ISO.fullmatch(words)
        on = _day(*match.groups()) if match else None
        if on is not None:
            yield Candidate(on, where, words)
        return
    yield Candidate(at.date(), where, words, at=at if at.tzinfo else None)


def _day(*parts: str) -> date | None:
    try:
        return date(*map(int, parts))
    except ValueError:
        return None
