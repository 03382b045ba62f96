"""A drawing that stands alone: with its own style (light), title, description, sources and clocks.

The same drawing as on the page. Its style is what the pages' stylesheet says of charts, each token
as its light value, since no sheet comes along with a file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from compliance.web.charts.drawing import WIDE, Chart, Drawing


SHEET = Path(__file__).resolve().parents[2] / "static" / "compliance" / "tracker.css"
FONTS = '"Noto Sans", "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif'
MARGIN, LINE = 24, 17
TITLE_SIZE, TITLE_LINE = 20, 26
_TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
_VAR = re.compile(r"var\(--([\w-]+)\)")
_RULE = re.compile(r"^((?:\.draw |\.[flp]-|\.dot)[^{}]*)\{([^{}]*)\}$", re.M)
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Said:
    """What a drawing says when it is away from its page."""

    title: str
    description: str
    notes: Sequence[str]  # sources, clocks, address: a paragraph each


@cache
def style() -> str:
    """The rules of charts out of the pages' stylesheet, in light values."""
    sheet = SHEET.read_text(encoding="utf-8")
    light = dict(_TOKEN.findall(sheet[sheet.index(":root {") : sheet.index("@media")]))
    part = sheet[sheet.index("/* Charts */") : sheet.index("/* The number of a page */")]
    rules = [
        f"{selector.strip()}{{{_VAR.sub(lambda m: light[m[1]].strip(), body).strip()}}}"
        for selector, body in _RULE.findall(part)
    ]
    own = (
        f"svg{{font-family:{FONTS}}}"
        f".ground{{fill:{light['paper']}}}"
        f".title{{fill:{light['ink']};font-size:{TITLE_SIZE}px;font-weight:700}}"
        f".note{{fill:{light['ink-2']};font-size:12px}}"
    )
    return own + "".join(rules)


def alone(chart: Chart, said: Said) -> str:
    """The wide drawing of a chart as a file of its own."""
    drawing = chart.drawings[0]
    width = max(drawing.width, WIDE * 2 // 3) + 2 * MARGIN
    room = width - 2 * MARGIN
    title = _wrapped(said.title, room, TITLE_SIZE)
    notes = [line for note in said.notes for line in _wrapped(note, room, 12)]
    top = MARGIN + TITLE_LINE * len(title) + 10
    below = top + float(drawing.height) + 14
    height = int(below + LINE * len(notes) + MARGIN)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" lang="en" aria-labelledby="title description">',
        f'<title id="title">{_clean(said.title)}</title>',
        f'<desc id="description">{_clean(said.description)}</desc>',
        f"<style>{style()}</style>",
        f"<defs>{hatching(drawing)}</defs>",
        f'<rect width="{width}" height="{height}" class="ground"/>',
    ]
    for n, line in enumerate(title):
        y = MARGIN + 16 + TITLE_LINE * n
        parts.append(f'<text x="{MARGIN}" y="{y}" class="title">{_clean(line)}</text>')
    parts.append(f'<g class="draw" transform="translate({MARGIN} {top})">{drawing.body}</g>')
    for n, line in enumerate(notes):
        base = below + 12 + LINE * n
        parts.append(f'<text x="{MARGIN}" y="{base:.0f}" class="note">{_clean(line)}</text>')
    return "".join(parts) + "</svg>"


def bare(chart: Chart) -> str:
    """The wide drawing alone, for a page that is set with its own words around it."""
    drawing = chart.drawings[0]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width} {drawing.height}" '
        f'width="{drawing.width}" height="{drawing.height}"><style>{style()}</style>'
        f'<defs>{hatching(drawing)}</defs><g class="draw">{drawing.body}</g></svg>'
    )


def hatching(drawing: Drawing) -> str:
    """The pattern of silence, as parts/drawing.svg has it."""
    return (
        f'<pattern id="{drawing.hatching}" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<path d="M-1.5 1.5L1.5-1.5M0 6L6 0M4.5 7.5L7.5 4.5" class="p-hatch"/></pattern>'
    )


def _clean(words: str) -> str:
    return escape(_ILLEGAL.sub("\ufffd", words), quote=False)


def _wrapped(words: str, room: int, size: int) -> list[str]:
    """Lines that fit, by the width of an average letter; an address is broken where it must."""
    most = int(room / (size * 0.56))
    lines, at = [], ""
    for word in words.split(" "):
        while len(word) > most:
            if at:
                lines.append(at)
                at = ""
            lines.append(word[:most])
            word = word[most:]
        if at and len(at) + 1 + len(word) > most:
            lines.append(at)
            at = word
        else:
            at = f"{at} {word}" if at else word
    return [*lines, at] if at else lines
