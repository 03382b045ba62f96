"""UN document symbols: S/RES/2397 (2017), operative paragraph 5."""

from __future__ import annotations

import re
from dataclasses import dataclass


class NotASymbol(ValueError):
    """Words that do not name a resolution of the Security Council."""


_SYMBOL = re.compile(r"S/RES/(\d{1,4})(?: ?\((\d{4})\))?(?: (?:OP|p|para|paragraph) ?(\S{1,12}))?")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A resolution, with the operative paragraph where one is meant."""

    number: int
    year: int | None = None
    paragraph: str | None = None

    @classmethod
    def read(cls, words: str) -> Symbol:
        """`S/RES/2397`, `S/RES/2397 (2017)`, `S/RES/2397 (2017) OP 5`; else `NotASymbol`."""
        match = _SYMBOL.fullmatch(words.strip())
        if match is None:
            raise NotASymbol(f"{words!r} is not a symbol such as S/RES/2397 (2017)")
        number, year, paragraph = match.groups()
        return cls(int(number), int(year) if year else None, paragraph)

    def __str__(self) -> str:
        year = f" ({self.year})" if self.year else ""
        paragraph = f" OP {self.paragraph}" if self.paragraph else ""
        return f"S/RES/{self.number}{year}{paragraph}"
