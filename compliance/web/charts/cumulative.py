"""Cumulative use by month, stacked by supplier, under its limit.

Where a report is missing the space from the stack up to the limit is hatched (silent) or dotted
(unknown): anything there is possible. A sum is a tinted band over all its months.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext, gettext_lazy

from compliance.core.regime import Threshold
from compliance.web.charts import ribbon
from compliance.web.charts.drawing import Chart, Drawing, apart, chart, coordinate, ticks
from compliance.web.charts.series import MISSING, Series
from compliance.web.filters import (
    NB,
    amount,
    least,
    listed,
    month_name,
    share,
    state_name,
    threshold,
)
from compliance.web.filters import tone as tone_of


MOST_RIBBONS = 24  # suppliers with a row of their own under the axis
WORDS = {
    "silent": gettext_lazy("silent"),
    "unknown": gettext_lazy("unknown"),
    "unclear": gettext_lazy("zero or blank"),
}


def cumulative(
    shown: Series,
    *,
    ghosts: Sequence[Series],
    thresholds: Sequence[Threshold],
    unit: str,
    name: str,
    band: tuple[Decimal, Decimal] | None = None,
    labelled_by: str = "",
    described_by: str = "",
) -> Chart:
    """`band` is where the period may end by the pace of its reports, low and high."""

    def draw(width: int) -> Drawing:
        return _draw(width, name, shown, ghosts, thresholds, unit, band)

    return chart(draw, name=name, labelled_by=labelled_by, described_by=described_by)


def _draw(
    width: int,
    name: str,
    shown: Series,
    ghosts: Sequence[Series],
    thresholds: Sequence[Threshold],
    unit: str,
    band: tuple[Decimal, Decimal] | None,
) -> Drawing:
    wide = width > 600
    left, right, top, plot = (64, 116, 22, 390) if wide else (50, 74, 22, 320)
    ribbons = shown.largest(MOST_RIBBONS)
    rows = len(ribbons)
    g = Drawing(name, width=width, height=top + plot + 28 + 20 * rows)
    count, live = len(shown.months), shown.live
    step = Decimal(width - left - right) / count
    peak = max([shown.limit, *(s.total for s in (shown, *ghosts)), *(band or ())])
    scale = Decimal(plot) / (peak * (Decimal("1.02") if peak > shown.limit else Decimal("1.045")))

    def x(i: int) -> Decimal:
        return left + step * i

    def y(value: Decimal) -> Decimal:
        return top + plot - value * scale

    edge = x(count)
    _grid(g, shown, left, edge, y)
    lines = [_steps(s.certain, x, y) for s in ghosts]
    for d in lines:
        g.path(d, "l-ghost")
    bottom: tuple[Decimal, ...] = (Decimal(0),) * count
    whole = ""
    if live:
        for n, stack in enumerate(shown.stacks):
            upper = tuple(b + r for b, r in zip(bottom, stack.reach, strict=True))
            d = _area(bottom, upper, live, x, y)
            g.path(d, f"f-{tone_of(stack.supplier)}")
            for part in stack.sums:
                last = min(part.last, live - 1)
                low = [bottom[i] + part.before for i in range(part.first, last + 1)]
                high = [bottom[i] + part.after for i in range(part.first, last + 1)]
                held = _area(low, high, last - part.first + 1, lambda i, f=part.first: x(f + i), y)
                g.path(held, f"f-{tone_of(stack.supplier)}-tint")
                g.path(held, f"p-sum l-{tone_of(stack.supplier)}")
            if n:
                g.path(_steps(bottom[:live], x, y), "l-gap")
            bottom = upper
        whole = _area((Decimal(0),) * count, bottom, live, x, y)
    groups = _missing(g, shown, bottom, live, step, x, y)
    if whole and lines:
        inside = g.clip("stack", whole)
        for d in lines:
            g.path(d, "l-ghost-in", clip=inside)
    if band is not None and live:
        _band(g, shown, band, x(live), edge, y)
    _limits(g, shown.limit, thresholds, unit, left, edge, y)
    _labels_right(g, shown, ghosts, bottom, live, edge, x, y, top, plot)
    _labels_inside(g, shown, live, step, x, y)
    for first, last, words, who in groups:
        if (last - first + 1) * step > 62:
            middle = (x(first) + x(last + 1)) / 2
            # between the lines of the Notices; where there is less room, under the first of them
            under = not wide and max(bottom[first : last + 1]) < shown.limit * Decimal("0.6")
            at = y(shown.limit * Decimal("0.69" if under else "0.845"))
            g.text(middle, at, f"{words}:", "t-b t-mid halo")
            g.text(middle, at + 16, who, "t-mid halo")
    g.line(left, y(Decimal(0)), edge, y(Decimal(0)), "l-axis")
    base = y(Decimal(0))
    if shown.stacks:
        ribbon.letters(g, shown.stacks[0].cells, Decimal(left), base + 16, step)
    for n, stack in enumerate(ribbons):
        g.text(
            left - 7,
            base + Decimal("36.5") + 20 * n,
            state_name(stack.supplier),
            f"t-s t-{tone_of(stack.supplier)} t-end",
        )
        ribbon.row(g, Decimal(left) + 1, base + 24 + 20 * n, step, 16, stack.cells)
    return g


def _grid(g, shown, left, edge, y) -> None:
    for value in ticks(shown.limit):
        if value:
            g.line(left, y(value), edge, y(value), "l-grid")
        g.text(left - 7, y(value) + 4, amount(value), "t-s t-3 t-end")


def _steps(values, x, y) -> str:
    d = f"M{coordinate(x(0))} {coordinate(y(values[0]))}H{coordinate(x(1))}"
    for i in range(1, len(values)):
        d += f"V{coordinate(y(values[i]))}H{coordinate(x(i + 1))}"
    return d


def _area(low, high, count, x, y) -> str:
    d = f"M{coordinate(x(0))} {coordinate(y(low[0]))}"
    for i in range(count):
        d += f"V{coordinate(y(high[i]))}H{coordinate(x(i + 1))}"
    for i in reversed(range(count)):
        d += f"V{coordinate(y(low[i]))}H{coordinate(x(i))}"
    return d + "Z"


def _missing(g, shown, stack_top, live, step, x, y):
    """Hatch silence, dot the unknown; runs of months with the same gaps get one label."""
    kinds = []
    for i in range(live):
        states = {s.supplier: s.cells[i].state for s in shown.stacks if s.cells[i].state in MISSING}
        kinds.append(tuple(sorted(states.items())))
    groups, i = [], 0
    while i < live:
        j = i
        while j + 1 < live and kinds[j + 1] == kinds[i]:
            j += 1
        if kinds[i]:
            titles = listed([f"{state_name(who)} {WORDS[state]}" for who, state in kinds[i]])
            open_above = [k for k in range(i, j + 1) if y(stack_top[k]) > y(shown.limit)]
            if any(state != "unknown" for _, state in kinds[i]):
                for k in open_above:
                    height = y(stack_top[k]) - y(shown.limit)
                    title = f"{month_name(shown.months[k].start)}: {titles}"
                    g.hatch(
                        x(k), y(shown.limit), step, height, title=title, ground=False, cls="sil"
                    )
            elif open_above:
                at = y(shown.limit) + 3
                deepest = max(y(stack_top[k]) for k in open_above) - 2
                g.rect(x(i) + 2, at, step * (j - i + 1) - 4, deepest - at, "p-unknown", titles)
            gaps = {state for _, state in kinds[i]}
            word = str(WORDS[next(iter(gaps))]) if len(gaps) == 1 else gettext("missing")
            groups.append((i, j, word, listed([state_name(who) for who, _ in kinds[i]])))
        i = j + 1
    return groups


def _limits(g, limit, thresholds, unit, left, edge, y) -> None:
    for n, t in enumerate(thresholds):
        value = limit * t.share
        g.line(left, y(value), edge, y(value), "l-notice")
        part = threshold(t.share)
        if g.wide:
            words = gettext("first Notice at %(share)s") % {"share": part} if n == 0 else part
            if t.effect == "stop":
                words += gettext(", supply stops")
            g.text(left + 5, y(value) - 4, f"{words}: {amount(value)}", "t-s t-q halo")
        elif n == 0:
            g.text(
                left + 5,
                y(value) - 4,
                gettext("first Notice: %(share)s") % {"share": part},
                "t-s t-q halo",
            )
        elif n == 1:
            others = listed([threshold(o.share) for o in thresholds[1:]])
            g.text(
                left + 5,
                y(value) + 14,
                gettext("Notices: %(shares)s") % {"shares": others},
                "t-s t-q halo",
            )
    g.line(left, y(limit), edge, y(limit), "l-limit")
    g.text(
        left + 5,
        y(limit) - 7,
        gettext("cap: %(amount)s %(unit)s") % {"amount": amount(limit), "unit": unit},
        "t-b halo",
    )


def _band(g, shown, band, at, edge, y) -> None:
    """Where the reported book may end: a wedge from the last month known, a bracket at the end."""
    low, high = (y(value) for value in band)
    said = " and ".join(amount(value) for value in band)
    title = f"by the pace of the reports the period may end between {said}"
    if at < edge:
        start = f"M{coordinate(at)} {coordinate(y(shown.total))}"
        end = coordinate(edge)
        g.path(f"{start}L{end} {coordinate(low)}V{coordinate(high)}Z", "p-band")
    g.add(
        "path",
        d=f"M{coordinate(edge - 7)} {coordinate(high)}H{coordinate(edge - 1)}"
        f"V{coordinate(low)}H{coordinate(edge - 7)}",
        class_="l-band",
        title=title,
    )


def _labels_right(g, shown, ghosts, stack_top, live, edge, x, y, top, plot) -> None:
    gap = f"{NB}{NB}" if g.wide else " "
    labels = [(y(s.total) + 4, f"{s.label}{gap}{_share(s)}", "t-s t-3") for s in ghosts]
    small = "" if g.wide else " t-s"
    own = f"{shown.label}{gap}{_share(shown)}"
    if live == len(shown.months):
        labels.append((y(shown.total) + 4, own, f"t-b{small}"))
    elif live:
        g.text(x(live) + 6, y(stack_top[live - 1]) + 4, own, f"t-b halo{small}")
    labels.sort(key=lambda label: label[0])
    heights = apart([label[0] for label in labels], low=top, high=top + plot, gap=15)
    for height, (_, words, cls) in zip(heights, labels, strict=True):
        g.text(edge + 6, height, words, cls)


def _share(one: Series) -> str:
    return least(share(one.share), one.floor)


def _labels_inside(g, shown, live, step, x, y) -> None:
    """Each supplier's name in its own area, where there is room; the ribbon names it anyway."""
    low = [Decimal(0)] * len(shown.months)
    for stack in shown.stacks:
        high = [a + b for a, b in zip(low, stack.reach, strict=True)]
        colour = tone_of(stack.supplier)
        for words in (
            f"{state_name(stack.supplier)} {amount(stack.total)}",
            state_name(stack.supplier),
        ):
            need = int((len(words) * Decimal("6.9") + 16) // step) + 1
            spots = [
                (i, max(low[i : i + need]), min(high[i : i + need]))
                for i in range(live - need + 1)
                if not any(p.first < i + need and i <= p.last for p in stack.sums)
            ]
            spots = [s for s in spots if y(s[1]) - y(s[2]) > 22]
            if spots:
                i, bottom, top = spots[-1]
                middle = (x(i) + x(i + need)) / 2
                at = max(y(top) + 19, (y(top) + y(bottom)) / 2 + 5 - 40)
                at = min(at, (y(top) + y(bottom)) / 2 + 5)
                g.text(middle, at, words, f"t-on-{colour} t-mid halo-{colour}")
                break
        low = high
