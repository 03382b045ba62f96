"""Acts on the press: hand in an article, capture its text, read it. Each step can run twice."""

from compliance.services.press.alone import claim, session, without_waiting_for_the_disk
from compliance.services.press.archiving import archive
from compliance.services.press.capturing import capture
from compliance.services.press.collections import hand_in_file
from compliance.services.press.copies import forget, place
from compliance.services.press.handing_in import MOST_BYTES, NotTaken, address, hand_in
from compliance.services.press.looking_again import ask, look_again
from compliance.services.press.polling import ask_now, look
from compliance.services.press.reading import read
from compliance.services.press.replaying import NotReplayed, replay
from compliance.services.press.watching import change_source, watch


__all__ = [
    "MOST_BYTES",
    "NotReplayed",
    "NotTaken",
    "address",
    "archive",
    "ask",
    "ask_now",
    "capture",
    "change_source",
    "claim",
    "forget",
    "hand_in",
    "hand_in_file",
    "look",
    "look_again",
    "place",
    "read",
    "replay",
    "session",
    "watch",
    "without_waiting_for_the_disk",
]
