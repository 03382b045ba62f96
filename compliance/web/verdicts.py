"""How a verdict looks: a glyph, a word, a kind of underline and a colour, each enough alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Look:
    """`family` names the colour and underline in the stylesheet."""

    family: str
    glyph: str
    word: Any  # a text in the language of the page


LOOKS: dict[str, Look] = {
    "agrees": Look("agrees", "=", gettext_lazy("Agrees")),
    "share_agrees": Look("agrees", "=", gettext_lazy("Share agrees")),
    "differs": Look("differs", "≠", gettext_lazy("Differs")),
    "share_wrong": Look("differs", "≠", gettext_lazy("Share differs")),
    "nil_contradicted": Look("differs", "≠", gettext_lazy("Contradicts a zero")),
    "exceeds_cap": Look("differs", ">", gettext_lazy("Over the cap")),
    "cap_misquoted": Look("differs", "§", gettext_lazy("Cap misquoted")),
    "cap_agrees": Look("cap", "§", gettext_lazy("Agrees with the cap")),
    "cap_superseded": Look("cap", "§", gettext_lazy("A former or other cap")),
    "estimate_beside": Look("estimate", "≈", gettext_lazy("Estimate, kept beside")),
    "unreported": Look("open", "+", gettext_lazy("Not in the ledger")),
    "partly_covered": Look("open", "◐", gettext_lazy("Covered in part")),
    "ambiguous": Look("open", "?", gettext_lazy("Ambiguous")),
    "outside": Look("banned", "–", gettext_lazy("Outside every measure")),
    "prohibited_dealing": Look("banned", "×", gettext_lazy("Prohibited dealing")),
}
WAITING = Look("hint", "…", gettext_lazy("Not compared yet"))
ASIDE = Look("hint", "·", gettext_lazy("Read, nothing to compare"))
AGAIN = Look("hint", "↑", gettext_lazy("Said again"))
WITHHELD = Look("hint", "2", gettext_lazy("A second person is asked"))


def look(verdict: str) -> Look:
    return LOOKS.get(verdict, Look("open", "?", verdict.replace("_", " ")))
