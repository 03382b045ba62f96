"""The reader of the press: from the text of an article to claims that can be trusted."""

from compliance.core.press.reader import VERSION, read
from compliance.core.press.values import (
    Allegation,
    Caution,
    Claim,
    Figure,
    Reading,
    Reason,
    Silence,
)
from compliance.core.press.words import LANGUAGES


__all__ = [
    "LANGUAGES",
    "VERSION",
    "Allegation",
    "Caution",
    "Claim",
    "Figure",
    "Reading",
    "Reason",
    "Silence",
    "read",
]
