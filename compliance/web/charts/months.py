"""One State's months, a row a period: a figure fills its box, a zero is boxed, silence hatched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from compliance.core.ledger import Cell
from compliance.web.charts.drawing import Chart, Drawing, chart
from compliance.web.charts.ribbon import letters, row, tip
from compliance.web.filters import tone


HIGH, EACH = 26, 34
MOST = 20  # rows that a reader can follow; the table has the rest


@dataclass(frozen=True)
class Row:
    """A period by its name, with its cells and what is known of each month's amount."""

    label: str
    cells: Sequence[Cell]
    amounts: Mapping[date, Decimal]


def months(
    rows: Sequence[Row], *, name: str, labelled_by: str = "", described_by: str = ""
) -> Chart:
    shown = [r for r in rows if r.cells][-MOST:]
    top = max((n for r in shown for n in r.amounts.values()), default=Decimal(0))

    def draw(width: int) -> Drawing:
        g = Drawing(name, width=width, height=22 + EACH * len(shown))
        left = Decimal(100 if g.wide else 44)
        longest = max((len(r.cells) for r in shown), default=1)
        step = (Decimal(width) - left) / longest
        widest = next((r.cells for r in shown if len(r.cells) == longest), ())
        letters(g, widest, left, 12, step)
        for n, one in enumerate(shown):
            at = 22 + EACH * n
            label = one.label if g.wide or len(one.label) == 4 else one.label[2:4] + "/"
            g.text(0, at + 18, label, "t-l")
            _row(g, one, left, at, step, top)
        return g

    return chart(draw, name=name, labelled_by=labelled_by, described_by=described_by)


def _row(g: Drawing, one: Row, left: Decimal, at: int, step: Decimal, top: Decimal) -> None:
    others = []
    for i, cell in enumerate(one.cells):
        amount = one.amounts.get(cell.month.start)
        if cell.state != "quantity" or amount is None or not top:
            others.append((i, cell))
            continue
        x, width = left + step * i, step - 3
        high = max(amount / top * HIGH, Decimal(2))
        g.rect(x, at, width, HIGH, "f-track", tip(cell))
        g.rect(x, at + HIGH - high, width, high, f"f-{tone(cell.supplier)}", tip(cell))
        if "vanished" in cell.marks:
            g.rect(x + 1, at + 1, width - 2, HIGH - 2, "p-vanished")
    while others:
        run = [others.pop(0)]
        while others and others[0][0] == run[-1][0] + 1:
            run.append(others.pop(0))
        row(g, left + step * run[0][0], at, step, HIGH, [cell for _, cell in run], 3)
