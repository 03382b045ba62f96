"""The reported share of each period, one bar under the other, against the cap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from compliance.web.charts.drawing import Chart, Drawing, chart, ticks
from compliance.web.filters import share, state_name, threshold, tone


@dataclass(frozen=True)
class Row:
    """A period: its parts as shares of the cap, or none where nothing was read."""

    label: str
    parts: tuple[tuple[str, Decimal], ...]
    received: str
    floor: bool

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
    left, right, each = (128, 190, 36) if wide else (92, 8, 46)
    g = Drawing(name, width=width, height=34 + each * len(rows))
    top = max([Decimal(1), *(r.share for r in rows)]) * Decimal("1.02")
    scale = Decimal(width - left - right) / top
    bottom = 34 + each * len(rows)
    for part in ticks(Decimal(1), 4 if wide else 2):
        x = left + part * scale
        g.line(x, 28, x, bottom - 8, "l-grid")
        g.text(x, 20, threshold(part) if part else "0", "t-s t-3 t-mid")
    named: set[str] = set()
    for n, row in enumerate(rows):
        at = Decimal(34 + each * n)
        size = Decimal(20)
        if n:
            g.line(0, at - 8, width, at - 8, "l-grid")
        g.text(0, at + 15, row.label, "t-l")
        x = Decimal(left)
        if not row.parts:
            g.rect(x + 1, at + 1, scale - 2, size - 2, "p-unknown")
            g.text(x + scale / 2, at + 15, "? no figure read", "t-mid t-s t-q")
        else:
            g.text(left - 12, at + 15, share(row.share), "t-l t-b t-end")
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
            g.text(left, at + 33, row.received, "t-s t-q")
    x = left + scale
    g.line(x, 26, x, bottom - 8, "l-limit")
    g.text(x + (4 if wide else 0), 20, "cap = 100\u00a0%", f"t-b t-{'mid' if wide else 'end'}")
    return g
