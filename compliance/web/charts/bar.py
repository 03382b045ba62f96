"""Used against limit, in one bar; and the bar of what nobody has published."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext

from compliance.core.regime import Threshold
from compliance.web.charts.drawing import COLUMN, WIDE, Chart, Drawing, chart
from compliance.web.filters import amount, state_name, threshold, tone


def bar(
    used: dict[str, Decimal],
    *,
    limit: Decimal,
    thresholds: Sequence[Threshold],
    floor: bool,
    name: str,
    labelled_by: str = "",
    described_by: str = "",
) -> Chart:
    """Each supplier's part, the limit as a heavy line, notices dashed; over it if it is over.

    `floor`: a report is missing, so what is beyond the bar is not known to be unused.
    """
    total = sum(used.values(), Decimal(0))

    def draw(width: int) -> Drawing:
        g = Drawing(name, width=width, height=82)
        # room for the heavy line's edge
        scale = (Decimal(width) - 3) / max(limit, total)
        end = limit * scale
        g.rect(0, 28, end, 28, "f-track")
        if floor and total < limit:
            g.hatch(total * scale, 28, end - total * scale, 28, ground=False, cls="sil")
        at, words = Decimal(0), []
        for supplier, part in used.items():
            size = part * scale
            g.rect(at, 28, size, 28, f"f-{tone(supplier)}")
            if at and size:
                g.line(at, 28, at, 56, "l-gap")
            if part:
                words.append((at, supplier, f"{state_name(supplier)} {amount(part)}"))
            at += size
        free = Decimal(0)
        for x, supplier, label in words:
            left = max(x, free)
            g.text(left, 74, label, f"t-{tone(supplier)} t-s")
            free = left + Decimal(len(label)) * Decimal("6.9") + 12
        last = Decimal(-100)
        for t in thresholds:
            x = t.share * limit * scale
            g.line(x, 22, x, 60, "l-notice")
            label = threshold(t.share)
            if x - last > 36 and x - 16 > free:
                g.text(x, 74, label, "t-s t-q t-mid")
                last = x
        g.line(end, 18, end, 62, "l-limit")
        over = total > limit
        g.text(
            end - (0 if not over else 4),
            12,
            gettext("cap %(amount)s") % {"amount": amount(limit)},
            "t-s t-b t-end",
        )
        return g

    return chart(draw, name=name, wide=COLUMN, labelled_by=labelled_by, described_by=described_by)


def unknown_bar(
    name: str,
    words: str = "",
    *,
    wide: int = WIDE,
    labelled_by: str = "",
    described_by: str = "",
) -> Chart:
    """The empty outline: a figure may exist, none was read."""

    def draw(width: int) -> Drawing:
        g = Drawing(name, width=width, height=28)
        g.rect(1, 1, width - 2, 26, "p-unknown")
        g.text(width // 2, 18, f"? {words or gettext('no figure read')}", "t-mid t-s t-q")
        return g

    return chart(draw, name=name, wide=wide, labelled_by=labelled_by, described_by=described_by)
