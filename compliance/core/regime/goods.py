"""What a good is by the Harmonized System, to one authority: the resolutions name few codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Self


Match = Literal["whole", "part"]

_WRITTEN = re.compile(r"(?P<first>[\d.]+)(?:-(?P<last>[\d.]+))?(?: \((?P<only>.*)\))?")


class NotACode(ValueError):
    """Words that are no HS code; the message says how one is written."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A code or range of codes as an annex writes it: 2710, 72-83, 2711.11, 2614 (ex)."""

    first: str  # digits alone
    last: str
    partly: bool = False  # "ex": a part of what the code holds
    written: str = ""

    @classmethod
    def read(cls, written: str) -> Self:
        found = _WRITTEN.fullmatch(written.strip())
        if found is None:
            raise NotACode(f"{written!r} is no HS code, as 2710, 2711.11, 72-83 or 2614 (ex)")
        first = found["first"].replace(".", "")
        last = (found["last"] or first).replace(".", "")
        return cls(first, last, found["only"] is not None, written)

    def holds(self, asked: str) -> Match | None:
        """Whether a code lies in it whole, or shares a part with it; None: neither.

        2710 19 lies in 2710 whole; of 2710 a part lies in 2710 19.
        """
        length = min(len(asked), len(self.first))
        if not self.first[:length] <= asked[:length] <= self.last[:length]:
            return None
        return "part" if self.partly or len(asked) < len(self.first) else "whole"


def code(asked: str) -> str:
    """An HS code as somebody types it, in digits: 2711 11, 2711.11 and 271111 are one."""
    digits = re.sub(r"[ .]", "", asked)
    if not (digits.isascii() and digits.isdigit() and 2 <= len(digits) <= 10):
        raise NotACode(f"{asked!r} is no HS code; give 2 to 10 digits, as 2710 or 2711 11")
    return digits


def within(headings: Iterable[Heading], asked: str) -> Match | None:
    """The fullest match of a code among headings."""
    matches = {heading.holds(asked) for heading in headings}
    return "whole" if "whole" in matches else "part" if "part" in matches else None


@dataclass(frozen=True, slots=True)
class Line:
    """Where an authority draws the line around a good, from a day on."""

    good: str
    authority: str  # ISO code of a State, EU, Committee, UN
    headings: tuple[Heading, ...]
    source: str
    confidence: str = ""

    @property
    def silent(self) -> bool:
        """The authority names the good and no code for it."""
        return not self.headings

    def holds(self, asked: str) -> Match | None:
        return within(self.headings, asked)
