"""A text with spans in it, cut so that spans may overlap and none breaks the page.

Each piece of text lies under some spans; the shortest of them, being the most exact, gives it its
look. The text itself is never touched: joined again, the pieces are the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


PARAGRAPH = re.compile(r"\n[ \t\r\f\v]*\n\s*|\n")


@dataclass(frozen=True)
class Span:
    """Characters from `start` up to `end`, by a number of its own."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """Some text, the span it is shown under, and the spans that end with it."""

    text: str
    under: Span | None = None
    ends: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    pieces: tuple[Piece, ...]
    spans: tuple[Span, ...]  # those that begin here, in order


def fitting(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans that lie in the text and hold something of it."""
    return [s for s in spans if 0 <= s.start < s.end <= len(text) and text[s.start : s.end].strip()]


def marked(text: str, spans: Sequence[Span]) -> list[Paragraph]:
    """The paragraphs of a text in pieces; a span that does not fit the text is left out.

    A span belongs to the first paragraph in which any of it is seen, and ends in the last.
    """
    good = sorted(fitting(text, spans), key=lambda s: (s.start, s.end, s.number))
    bounds, at = [], 0
    for gap in [*PARAGRAPH.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if text[at:end].strip():
            bounds.append((at, end))
        at = gap.end() if gap else end
    met: dict[Span, list[int]] = {}
    for n, (first, last) in enumerate(bounds):
        for span in good:
            if span.start < last and first < span.end:
                met.setdefault(span, []).append(n)
    found = []
    for n, (first, last) in enumerate(bounds):
        here = [s for s in met if n in met[s]]
        found.append(
            Paragraph(
                _pieces(text, first, last, here, {s for s in here if met[s][-1] == n}),
                tuple(s for s in here if met[s][0] == n),
            )
        )
    return found


def _pieces(
    text: str, first: int, last: int, here: Sequence[Span], ending: set[Span]
) -> tuple[Piece, ...]:
    edges = sorted(
        {first, last} | {max(s.start, first) for s in here} | {min(s.end, last) for s in here}
    )
    pieces = []
    for start, end in pairwise(edges):
        over = [s for s in here if s.start <= start and end <= s.end]
        pieces.append(
            Piece(
                text[start:end],
                min(over, key=lambda s: (s.end - s.start, s.number), default=None),
                tuple(s for s in here if s in ending and min(s.end, last) == end),
            )
        )
    return tuple(pieces)
