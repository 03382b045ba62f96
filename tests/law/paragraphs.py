"""A paragraph as our own reader of the press reads it."""

from __future__ import annotations

from decimal import Decimal

from compliance.core import press
from compliance.models import Cap


def limits_read(cap: Cap) -> set[tuple[Decimal | None, str]]:
    """The amounts that the reader takes for a cap in the words of a cap's measure.

    Our words of a paragraph leave out whom it speaks of, as its place says that already.
    """
    number = cap.measure.paragraph.resolution.number
    told = f"By Security Council resolution {number} on the DPRK: {cap.measure.summary}"
    claims = press.read(told, published_on=None).claims
    return {(c.figure.value, c.figure.unit) for c in claims if c.role == "cap"}
