"""A figure as it was found: with what the grammar knows beside it."""

from dataclasses import dataclass

from compliance.core.press.values import Figure


@dataclass(frozen=True, slots=True)
class Found:
    """A figure with what the grammar knows beside it."""

    figure: Figure
    sentence: int
    kind: str  # "measure", "percent", "money", "count", "nil"
    commodity: str | None = None  # what a counted thing is
    event: bool = False  # deliveries, voyages, tankers: counted, but no amount
    ship: bool = False  # the size of a ship
    rate: str | None = None
    elided: bool = False
    supplier: str | None = None  # whose column of a table it stands in
    head: int = -1  # the sentence of the table's heading
    column: int = 0  # which cell of its row
