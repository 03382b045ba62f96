"""Acts on the press: hand in an article, capture its text, read it. Each step can run twice."""

from compliance.services.press.capturing import capture
from compliance.services.press.copies import forget, place
from compliance.services.press.handing_in import MOST_BYTES, NotTaken, hand_in
from compliance.services.press.looking_again import ask, look_again
from compliance.services.press.reading import read


__all__ = [
    "MOST_BYTES",
    "NotTaken",
    "ask",
    "capture",
    "forget",
    "hand_in",
    "look_again",
    "place",
    "read",
]
