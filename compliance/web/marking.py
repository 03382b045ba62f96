"""A text with spans in it, cut so that spans may overlap and none breaks the page.

Each piece of text lies under some spans; the shortest of them, being the most exact, gives it its
look. The text itself is never touched: joined again, the pieces are the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


PARAGRAPH = re.compile(r"\n[ \t\r\f\v]*\n\s*|\n")


@dataclass(frozen=True)
class Span:
    """Characters from `start` up to `end`, by a number of its own."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """Some text, the span it is shown under, the spans that begin and that end with it."""

    text: str
    under: Span | None = None
    begins: tuple[Span, ...] = ()
    ends: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    pieces: tuple[Piece, ...]
    spans: tuple[Span, ...]  # those that begin here, in order


def fitting(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans that lie in the text and hold something of it."""
    return [s for s in spans if 0 <= s.start < s.end <= len(text) and text[s.start : s.end].strip()]


def marked(text: str, spans: Sequence[Span]) -> list[Paragraph]:
    """The paragraphs of a text in pieces; a span that does not fit the text is left out."""
    good = sorted(fitting(text, spans), key=lambda s: (s.start, s.end, s.number))
    found, at = [], 0
    for gap in [*PARAGRAPH.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if text[at:end].strip():
            found.append(_paragraph(text, at, end, good))
        at = gap.end() if gap else end
    return found


def _paragraph(text: str, first: int, last: int, spans: list[Span]) -> Paragraph:
    here = [s for s in spans if s.start < last and first < s.end]
    edges = sorted(
        {first, last} | {max(s.start, first) for s in here} | {min(s.end, last) for s in here}
    )
    pieces = []
    for start, end in zip(edges, edges[1:], strict=False):
        over = [s for s in here if s.start <= start and end <= s.end]
        under = min(over, key=lambda s: (s.end - s.start, s.number), default=None)
        pieces.append(
            Piece(
                text[start:end],
                under,
                tuple(s for s in here if max(s.start, first) == start and s.start >= first),
                # a span that runs on into the next paragraph ends there
                tuple(s for s in here if s.end == end),
            )
        )
    return Paragraph(tuple(pieces), tuple(s for s in here if s.start >= first))
