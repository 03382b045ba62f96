"""The reported share of each period, one bar under the other, against the cap.

Below each bar what others estimate, outlined and on the same scale: never on top of the bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from compliance.web.charts.drawing import Chart, Drawing, chart, coordinate, ticks
from compliance.web.filters import least, share, state_name, threshold, tone


FURTHEST = Decimal("3.5")  # times the cap: what lies beyond is told in words, at the edge
LANE = 19


@dataclass(frozen=True)
class Mark:
    """An estimate as shares of the cap; `high` None where no upper bound is given."""

    low: Decimal
    high: Decimal | None
    words: str

    @property
    def drawn(self) -> bool:
        return self.reach <= FURTHEST

    @property
    def reach(self) -> Decimal:
        """The furthest point it has to be drawn to."""
        return self.low + Decimal("0.2") if self.high is None else self.high


@dataclass(frozen=True)
class Row:
    """A period: its parts as shares of the cap, or none where nothing was read."""

    label: str
    parts: tuple[tuple[str, Decimal], ...]
    received: str
    floor: bool
    marks: tuple[Mark, ...] = ()

    @property
    def share(self) -> Decimal:
        return sum((part for _, part in self.parts), Decimal(0))


def years(
    rows: Sequence[Row], *, name: str, labelled_by: str = "", described_by: str = ""
) -> Chart:
    def draw(width: int) -> Drawing:
        return _draw(width, name, rows)

    return chart(draw, name=name, labelled_by=labelled_by, described_by=described_by)


def _draw(width: int, name: str, rows: Sequence[Row]) -> Drawing:
    wide = width > 600
    left, right, each = (128, 276, 36) if wide else (104, 8, 46)
    if not wide and any(row.parts and row.floor for row in rows):
        left += 16  # for the sign of what is only a floor
    lane = LANE if wide else LANE + 16
    bottom = 34 + each * len(rows) + lane * sum(len(r.marks) for r in rows)
    g = Drawing(name, width=width, height=bottom)
    reaches = [m.reach for r in rows for m in r.marks if m.drawn]
    top = max([Decimal(1), *(r.share for r in rows), *reaches]) * Decimal("1.02")
    scale = Decimal(width - left - right) / top
    crowded = top >= 2
    for part in ticks(Decimal(1), 2 if crowded or not wide else 4):
        if crowded and not wide and part:
            continue
        x = left + part * scale
        g.line(x, 28, x, bottom - 8, "l-grid")
        g.text(x, 20, threshold(part) if part else "0", "t-s t-3 t-mid")
    for whole in range(2, int(top) + 1):
        x = left + whole * scale
        g.line(x, 28, x, bottom - 8, "l-grid")
        g.text(x, 20, threshold(Decimal(whole)), "t-s t-3 t-mid")
    named: set[str] = set()
    words: list[tuple[Decimal, str, str]] = []  # on a narrow chart they cross the line of the cap
    at = Decimal(34)
    for n, row in enumerate(rows):
        size = Decimal(20)
        if n:
            g.line(0, at - 8, width, at - 8, "l-grid")
        g.text(0, at + 15, row.label, "t-l")
        x = Decimal(left)
        if not row.parts:
            g.rect(x + 1, at + 1, scale - 2, size - 2, "p-unknown")
            if scale > 100:
                g.text(x + scale / 2, at + 15, "? " + gettext("no figure read"), "t-mid t-s t-q")
            else:
                g.text(x + scale + 8, at + 15, "? " + gettext("no figure read"), "t-s t-q")
        else:
            g.text(left - 12, at + 15, least(share(row.share), row.floor), "t-l t-b t-end")
        for supplier, part in row.parts:
            length = part * scale
            g.rect(
                x,
                at,
                length,
                size,
                f"f-{tone(supplier)}",
                f"{row.label}, {state_name(supplier)}: {share(part)}",
            )
            if supplier not in named and length > 60:
                g.text(x + 7, at + 15, state_name(supplier), f"t-on-{tone(supplier)} t-s")
                named.add(supplier)
            if x > left and length:
                g.line(x, at, x, at + size, "l-gap")
            x += length
        if row.parts and row.floor and row.share < 1:
            g.hatch(x, at, left + scale - x, size, ground=False, cls="sil")
        if wide:
            g.text(width - right + 22, at + 15, row.received, "t-s t-q")
        else:
            words.append((at + 33, row.received, "t-s t-q halo"))
        at += each
        for mark in row.marks:
            _estimate(g, mark, at - 8 if wide else at - 6, left, width - right, scale)
            if wide:
                g.text(width - right + 22, at + 3, mark.words, "t-s t-estimate")
            else:
                words.append((at + 20, mark.words, "t-s t-estimate halo"))
            at += lane
    x = left + scale
    g.line(x, 26, x, bottom - 8, "l-limit")
    middle = wide or crowded
    g.text(
        x + (4 if wide else 0),
        20,
        gettext("cap = %(whole)s") % {"whole": "100\u00a0%"},
        f"t-b t-{'mid' if middle else 'end'}",
    )
    for y, said, cls in words:
        g.text(left, y, said, cls)
    return g


def _estimate(g: Drawing, mark: Mark, at: Decimal, left: int, edge: int, scale: Decimal) -> None:
    """An estimate: an outline, open where no bound is given; an arrow where it is off the scale."""
    high = Decimal(12)
    if not mark.drawn:
        g.path(_arrow(Decimal(edge) - 8, at, high), "p-estimate-open")
        return
    x = left + mark.low * scale
    if mark.high is None:
        end = x + Decimal("0.12") * scale
        g.path(
            f"M{coordinate(end)} {coordinate(at)}H{coordinate(x)}V{coordinate(at + high)}"
            f"H{coordinate(end)}",
            "p-estimate-open",
        )
        g.path(_arrow(end + 2, at, high), "p-estimate-open")
        return
    long = (mark.high - mark.low) * scale
    if long < 8:
        x, long = x + long / 2 - 4, Decimal(8)
    g.rect(x, at, long, high, "p-estimate", mark.words)


def _arrow(x: Decimal, at: Decimal, high: Decimal) -> str:
    return (
        f"M{coordinate(x)} {coordinate(at + 1)}L{coordinate(x + 6)} {coordinate(at + high / 2)}"
        f"L{coordinate(x)} {coordinate(at + high - 1)}"
    )
