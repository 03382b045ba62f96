"""Acts on the press: hand in an article, capture its text, read it. Each step can run twice."""

from compliance.services.press.alone import claim, usable
from compliance.services.press.capturing import capture
from compliance.services.press.handing_in import MOST_BYTES, NotTaken, hand_in
from compliance.services.press.reading import read
from compliance.services.press.replaying import NotReplayed, replay


__all__ = [
    "MOST_BYTES",
    "NotReplayed",
    "NotTaken",
    "capture",
    "claim",
    "hand_in",
    "read",
    "replay",
    "usable",
]
