"""A row of months: what each report is. Silence is hatched, nil a boxed zero, a sum one box."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext

from compliance.core.ledger import CELLS, Cell
from compliance.web import tongues
from compliance.web.charts.drawing import COLUMN, Chart, Drawing, Number, chart
from compliance.web.filters import exact_quantity, month, month_short, span, state_name, tone


def tip(cell: Cell) -> str:
    """A month in words."""
    who = f"{state_name(cell.supplier)}, {month(cell.month.start)}: "
    entry = cell.entry
    if cell.state in ("quantity", "nil") and entry and entry.quantity:
        words = (
            exact_quantity(entry.quantity) if cell.state == "quantity" else gettext("nil, a zero")
        )
    elif cell.state == "sum" and entry and entry.quantity:
        words = gettext("inside %(amount)s for %(span)s") % {
            "amount": exact_quantity(entry.quantity),
            "span": span(entry.period),
        }
    else:
        words = gettext(CELLS[cell.state])
    later = gettext("; gone from the table later") if "vanished" in cell.marks else ""
    return f"{who}{words}{later}"


def row(
    g: Drawing,
    x: Decimal,
    y: Number,
    step: Decimal,
    height: Number,
    cells: Sequence[Cell],
    gap: Number = 2,
) -> None:
    i = 0
    while i < len(cells):
        cell, j = cells[i], i
        if cell.state == "sum":
            while j + 1 < len(cells) and cells[j + 1].entry == cell.entry:
                j += 1
        left, width = x + step * i, step * (j - i + 1) - gap
        _cell(g, left, Decimal(y), width, Decimal(height), cell)
        i = j + 1


def _cell(g: Drawing, x: Decimal, y: Decimal, width: Decimal, height: Decimal, cell: Cell) -> None:
    middle, base = x + width / 2, y + height / 2 + Decimal("4.5")
    colour, title = tone(cell.supplier), tip(cell)
    half = Decimal("0.5")
    if cell.state == "quantity":
        g.rect(x, y, width, height, f"f-{colour}", title)
    elif cell.state == "sum":
        g.rect(x, y, width, height, f"f-{colour}-tint", title)
        g.rect(x + half, y + half, width - 1, height - 1, f"p-sum l-{colour}")
        g.text(middle, base, gettext("sum") if width > 28 else "Σ", "t-mid t-s")
    elif cell.state == "nil":
        g.rect(x + half, y + half, width - 1, height - 1, "p-nil", title)
        g.text(middle, base, "0", "t-mid t-s t-b")
    elif cell.state == "silent":
        g.hatch(x, y, width, height, title=title)
    elif cell.state == "unclear":
        g.hatch(x, y, width, height, title=title)
        g.rect(middle - 9, y + 1, 18, height - 2, "f-paper")
        g.text(middle, base, "0?", "t-mid t-s t-b")
    elif cell.state == "unknown":
        g.rect(x + 1, y + 1, width - 2, height - 2, "p-unknown", title)
        g.text(middle, base, "?", "t-mid t-s t-b")
    else:
        g.rect(x + half, y + half, width - 1, height - 1, "p-wait", title)
    if "vanished" in cell.marks:
        g.rect(x + 1, y + 1, width - 2, height - 2, "p-vanished")


def letters(g: Drawing, months: Sequence[Cell], x: Decimal, y: Number, step: Decimal) -> None:
    """The names of the months, one letter each on a phone."""
    for i, cell in enumerate(months):
        day = cell.month.start
        name = month_short(day) if g.wide else tongues.month_letter(day)
        g.text(x + step * i + step / 2, y, name, "t-s t-q t-mid")


def ribbon(
    rows: dict[str, Sequence[Cell]], *, name: str, labelled_by: str = "", described_by: str = ""
) -> Chart:
    """The months of a period, a row a supplier: the strip under a big number."""

    def draw(width: int) -> Drawing:
        g = Drawing(name, width=width, height=20 + 26 * len(rows))
        left = Decimal(62 if g.wide else 56)
        longest = max((len(cells) for cells in rows.values()), default=1)
        step = (Decimal(width) - left) / longest
        letters(g, next(iter(rows.values()), ()), left, 12, step)
        for n, (supplier, cells) in enumerate(rows.items()):
            g.text(0, 36 + 26 * n, state_name(supplier), f"t-{tone(supplier)}")
            row(g, left, 20 + 26 * n, step, 22, cells)
        return g

    return chart(draw, name=name, wide=COLUMN, labelled_by=labelled_by, described_by=described_by)
