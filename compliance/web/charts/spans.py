"""When each good was banned or capped: a row a good, a bar a measure, a line for the day asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from compliance.queries.regime import Span
from compliance.web.charts.drawing import Chart, Drawing, chart


Rows = Sequence[tuple[str, Sequence[Span]]]
_ROW = 24


def rows(spans: Iterable[Span], end: date) -> list[tuple[str, list[Span]]]:
    """The measures of each good that had begun by a day, goods in the order of their first."""
    found: dict[str, list[Span]] = {}
    for span in sorted(spans, key=lambda s: s.first_day):
        if span.never_applied or span.first_day > end:
            continue
        for good in span.goods:
            found.setdefault(good, []).append(span)
    return list(found.items())


def spans(rows: Rows, names: Mapping[str, str], *, on: date, end: date) -> Chart:
    """Solid: banned; hatched: allowed up to an amount."""
    first = min((bar.first_day for _, bars in rows for bar in bars), default=end)
    begin = date(first.year, 1, 1)
    days = max((end - begin).days, 1)

    def draw(width: int) -> Drawing:
        g = Drawing("goods", width=width, height=26 + _ROW * len(rows))
        left = Decimal(190 if g.wide else 118)
        scale = (Decimal(width) - left) / days

        def x(at: date) -> Decimal:
            return left + scale * max((min(at, end) - begin).days, 0)

        every = 2 if g.wide else 5
        for year in range(begin.year, end.year + 1):
            at = x(date(year, 1, 1))
            if (year - begin.year) % every == 0 and at < width - 30:
                g.line(at, 20, at, 26 + _ROW * len(rows), "l-grid")
                g.text(at + 2, 14, str(year), "t-s t-q")
        for n, (good, bars) in enumerate(rows):
            top = 26 + _ROW * n
            g.text(0, top + 15, _short(names.get(good, good), wide=g.wide), "t-s")
            for bar in bars:
                start, stop = x(bar.first_day), x(bar.last_day or end)
                tip = f"{bar.citation}: {bar.kind}, from {bar.first_day.isoformat()}"
                if bar.last_day:
                    tip += f" to {bar.last_day.isoformat()}"
                wide = max(stop - start, Decimal(2))
                if bar.kind == "cap":
                    g.hatch(start, top + 3, wide, 16, title=tip)
                else:
                    g.rect(start, top + 3, wide, 16, "f-others", tip)
        if begin <= on <= end:
            g.line(x(on), 20, x(on), 26 + _ROW * len(rows), "l-limit")
        return g

    return chart(draw, name="goods")


def _short(name: str, *, wide: bool) -> str:
    room = 30 if wide else 18
    return name if len(name) <= room else f"{name[: room - 1].rstrip()}…"
