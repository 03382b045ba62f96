"""The share that could be known, by day: the same period, seen later and later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext

from compliance.core.period import Period
from compliance.core.regime import Threshold
from compliance.web import tongues
from compliance.web.charts.drawing import Chart, Drawing, chart, coordinate, ticks
from compliance.web.filters import NB, day, day_short, least, month_short, share, threshold


def knowledge(
    points: Sequence[tuple[date, Decimal, bool]],
    *,
    period: Period,
    period_words: str,
    known_at: date,
    thresholds: Sequence[Threshold],
    name: str,
    labelled_by: str = "",
    described_by: str = "",
) -> Chart:
    """`points` are days with the share then known and whether it was at least that, first to last,
    none later than `known_at`."""

    def draw(width: int) -> Drawing:
        return _draw(width, name, points, period, period_words, known_at, thresholds)

    return chart(draw, name=name, labelled_by=labelled_by, described_by=described_by)


def _draw(width, name, points, period, period_words, known_at, thresholds):
    wide = width > 600
    left, right, top, plot = (48, 24, 22, 300) if wide else (42, 12, 22, 290)
    g = Drawing(name, width=width, height=top + plot + 40)
    first = min([period.start, *(d for d, _, _ in points)]).replace(day=1)
    reach = max([period.end, *(d for d, _, _ in points)])
    last = reach + timedelta(days=max(45, (reach - first).days // 9))
    top_share = max([Decimal(1), *(s for _, s, _ in points)])
    across = Decimal(width - left - right) / (last - first).days
    scale = Decimal(plot) / top_share

    def x(at: date) -> Decimal:
        return left + across * (at - first).days

    def y(part: Decimal) -> Decimal:
        return top + plot - part * scale

    edge, base = Decimal(width - right), y(Decimal(0))
    noticed = {t.share for t in thresholds}
    for part in ticks(top_share, 4):
        if part and part not in noticed and part != 1:
            g.line(left, y(part), edge, y(part), "l-grid")
        if part not in noticed and part != 1:
            g.text(left - 6, y(part) + 4, threshold(part), "t-s t-3 t-end")
    if thresholds:
        t = thresholds[0]
        g.line(left, y(t.share), edge, y(t.share), "l-notice")
        g.text(left - 6, y(t.share) + 4, threshold(t.share), "t-s t-q t-end")
        g.text(left + 6, y(t.share) - 5, gettext("first Notice"), "t-s t-q halo")
    g.line(left, y(Decimal(1)), edge, y(Decimal(1)), "l-limit")
    g.text(left - 6, y(Decimal(1)) + 4, f"100{NB}%", "t-s t-b t-end")
    g.text(left + 6, y(Decimal(1)) - 7, gettext("cap"), "t-s t-b halo")
    ended = x(period.end)
    g.line(ended, y(Decimal(1)), ended, base, "l-lead")
    g.text(ended - 7, base - 8, period_words, "t-s t-q t-end halo")
    g.text(ended + 7, base - 8, gettext("after its end"), "t-s t-q halo")
    _quarters(g, first, last, x, base, wide)
    g.line(left, base, edge, base, "l-axis")

    d = f"M{coordinate(x(first))} {coordinate(base)}"
    for at, part, _ in points:
        d += f"H{coordinate(x(at))}V{coordinate(y(part))}"
    stop = min(known_at, last)
    if not points or stop > points[-1][0]:
        d += f"H{coordinate(x(max(stop, first)))}"
    g.path(d, "l-step")
    # the two words at the foot of the line that marks the period's end
    placed: list[tuple[Decimal, Decimal, Decimal]] = [(ended - 120, ended + 90, base - 8)]
    before = None
    for n, (at, part, floor) in reversed(list(enumerate(points))):
        before = points[n - 1][1] if n else Decimal(0)
        said = least(share(part), floor)
        if part == before:
            g.circle(x(at), y(part), 3, "dot-hollow", f"{day(at)}: {said}")
            continue
        g.circle(x(at), y(part), 4, "dot", f"{day(at)}: {said}")
        words = day_short(at) if wide else tongues.day_in_year(at)
        size = Decimal(len(words) + len(said) + 2) * Decimal("6.7")
        for end, anchor, at_y in (
            (x(at) - 9, "t-end", y(part) + 4 - (4 if part > Decimal("0.6") else 0)),
            (x(at) + 9, "", y(part) + 17),
        ):
            a, b = (end - size, end) if anchor else (end, end + size)
            free = all(b < pa or a > pb or abs(at_y - py) > 14 for pa, pb, py in placed)
            if free and a >= left - 2 and b <= width and at_y < base - 4:
                g.text(end, at_y, f"{words}{NB}{NB}", f"{anchor} halo", bold=said)
                placed.append((a, b, at_y))
                break
    return g


def _quarters(g, first, last, x, base, wide) -> None:
    at = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
    if at < first:
        at = _later(at)
    span = (last - first).days
    every = 1 if span < 800 and wide else 2 if span < 900 or wide else 4
    n = 0
    while at < last:
        if at.month == 1 or (every == 1) or (every == 2 and at.month == 7):
            g.line(x(at), base, x(at), base + 4, "l-axis")
            g.text(x(at) + 2, base + 17, month_short(at), "t-s t-q")
            if at.month == 1:
                g.text(x(at) + 2, base + 32, str(at.year), "t-s t-b")
        at, n = _later(at), n + 1


def _later(at: date) -> date:
    return date(at.year + (at.month == 10), (at.month + 3) % 12 or 12, 1)
