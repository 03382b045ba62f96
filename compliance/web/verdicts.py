"""How a verdict looks: a glyph, a word, a kind of underline and a colour, each enough alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """`family` names the colour and underline in the stylesheet."""

    family: str
    glyph: str
    word: str


LOOKS: dict[str, Look] = {
    "agrees": Look("agrees", "=", "Agrees"),
    "share_agrees": Look("agrees", "=", "Share agrees"),
    "differs": Look("differs", "≠", "Differs"),
    "share_wrong": Look("differs", "≠", "Share differs"),
    "nil_contradicted": Look("differs", "≠", "Contradicts a zero"),
    "exceeds_cap": Look("differs", ">", "Over the cap"),
    "cap_misquoted": Look("differs", "§", "Cap misquoted"),
    "cap_agrees": Look("cap", "§", "Agrees with the cap"),
    "cap_superseded": Look("cap", "§", "A former or other cap"),
    "estimate_beside": Look("estimate", "≈", "Estimate, kept beside"),
    "unreported": Look("open", "+", "Not in the ledger"),
    "partly_covered": Look("open", "◐", "Covered in part"),
    "ambiguous": Look("open", "?", "Ambiguous"),
    "outside": Look("banned", "–", "Outside every measure"),
    "prohibited_dealing": Look("banned", "×", "Prohibited dealing"),
}
WAITING = Look("hint", "…", "Not compared yet")
ASIDE = Look("hint", "·", "Read, nothing to compare")
AGAIN = Look("hint", "↑", "Said again")


def look(verdict: str) -> Look:
    return LOOKS.get(verdict, Look("open", "?", verdict.replace("_", " ")))
