"""A small drawer of SVG: classes only, never a style; exact decimals, never a float.

Every chart is drawn twice, wide and narrow, so that its words keep their size on a phone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from django.utils.safestring import SafeString, mark_safe


Number = Decimal | int
WIDE, COLUMN, NARROW = 920, 580, 358


def coordinate(value: Number) -> str:
    """At most one decimal, and none that only pads."""
    words = f"{Decimal(value):.1f}"
    return words.removesuffix(".0") if words != "-0.0" else "0"


class Drawing:
    """One chart at one width, as it is being drawn."""

    def __init__(self, name: str, *, width: int, height: Number) -> None:
        self.width, self.height = width, coordinate(height)
        self.name = f"{name}-{self.kind}"
        self._parts: list[str] = []

    @property
    def wide(self) -> bool:
        return self.width > NARROW

    @property
    def kind(self) -> str:
        return "wide" if self.wide else "narrow"

    @property
    def hatching(self) -> str:
        return f"{self.name}-hatch"

    @property
    def body(self) -> SafeString:
        return mark_safe("".join(self._parts))  # noqa: S308 - every word was escaped as it came

    def add(self, element: str, *, words: str = "", title: str = "", **attributes: object) -> None:
        said = "".join(
            f' {name.rstrip("_").replace("_", "-")}="'
            f'{coordinate(value) if isinstance(value, Decimal | int) else escape(str(value))}"'
            for name, value in attributes.items()
            if value not in (None, "")
        )
        inner = (f"<title>{escape(title)}</title>" if title else "") + escape(words)
        self._parts.append(
            f"<{element}{said}>{inner}</{element}>" if inner else f"<{element}{said}/>"
        )

    def rect(
        self, x: Number, y: Number, width: Number, height: Number, cls: str, title: str = ""
    ) -> None:
        self.add(
            "rect", x=x, y=y, width=max(width, 0), height=max(height, 0), class_=cls, title=title
        )

    def line(self, x1: Number, y1: Number, x2: Number, y2: Number, cls: str) -> None:
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=cls)

    def path(self, d: str, cls: str, clip: str = "") -> None:
        self.add("path", d=d, class_=cls, clip_path=f"url(#{clip})" if clip else "")

    def circle(self, x: Number, y: Number, r: Number, cls: str, title: str = "") -> None:
        self.add("circle", cx=x, cy=y, r=r, class_=cls, title=title)

    def text(self, x: Number, y: Number, words: str, cls: str = "", bold: str = "") -> None:
        tail = f'<tspan class="t-b">{escape(bold)}</tspan>' if bold else ""
        self._parts.append(
            f'<text x="{coordinate(x)}" y="{coordinate(y)}" class="{cls}">'
            f"{escape(words)}{tail}</text>"
        )

    def hatch(
        self,
        x: Number,
        y: Number,
        width: Number,
        height: Number,
        *,
        title: str = "",
        ground: bool = True,
        cls: str = "",
    ) -> None:
        """Silence. The fill is an attribute: a url() in a sheet is looked up in the sheet."""
        if ground:
            self.rect(x, y, width, height, "p-ground")
        self.add(
            "rect",
            x=x,
            y=y,
            width=max(width, 0),
            height=max(height, 0),
            fill=f"url(#{self.hatching})",
            class_=cls,
            title=title,
        )

    def clip(self, name: str, d: str) -> str:
        """A path to draw inside of; gives its id."""
        self._parts.append(f'<clipPath id="{self.name}-{name}"><path d="{d}"/></clipPath>')
        return f"{self.name}-{name}"


@dataclass(frozen=True)
class Chart:
    """A drawing at both widths, with the ids of the heading that names it and its table twin."""

    name: str
    labelled_by: str
    described_by: str
    drawings: tuple[Drawing, ...]


def chart(
    draw: Callable[[int], Drawing],
    *,
    name: str,
    labelled_by: str = "",
    described_by: str = "",
    wide: int = WIDE,
) -> Chart:
    return Chart(
        name,
        labelled_by or f"h-{name}",
        described_by or f"t-{name}",
        (draw(wide), draw(NARROW)),
    )


def ticks(top: Decimal, most: int = 5) -> list[Decimal]:
    """Round numbers from zero up to a limit, at most so many, the limit itself not among them."""
    for exponent in range(-3, 16):
        for step in (1, 2, 5):
            size = step * Decimal(10) ** exponent
            if top / size <= most:
                return [size * n for n in range(int(top / size) + 1) if size * n < top]
    return [Decimal(0)]


def apart(
    wanted: Sequence[Decimal], *, low: Number, high: Number, gap: Number = 15
) -> list[Decimal]:
    """Heights for labels, as near as can be to those wanted (rising), none over another."""
    placed: list[Decimal] = []
    for y in wanted:
        placed.append(max(y, placed[-1] + gap) if placed else max(y, Decimal(low)))
    if placed and placed[-1] > high:
        placed[-1] = Decimal(high)
        for i in range(len(placed) - 2, -1, -1):
            placed[i] = min(placed[i], placed[i + 1] - gap)
    return placed
