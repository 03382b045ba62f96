"""The reader's one act: `read` a text."""

import re
from datetime import date
from decimal import Decimal

from compliance.core.press.values import Caution, Claim, Figure, Reading, Reason

VERSION = "0.1.0"
LIMIT = 200_000

_FIGURE = re.compile(r"(?<![\d,.])(\d{1,3}(?:,\d{3}){0,4}(?:\.\d{1,4})?)\s{1,2}barrels\b")


def read(text: str, *, published_on: date | None, language: str | None = None) -> Reading:
    """Read a text: the figures in it, what they claim, what is alleged, what is cited."""
    cautions: list[Caution] = []
    if len(text) > LIMIT:
        cautions.append(Caution("truncated", f"The text was read up to character {LIMIT} only."))
        text = text[:LIMIT]
    claims = []
    for match in _FIGURE.finditer(text):
        value = Decimal(match[1].replace(",", ""))
        figure = Figure(
            match.start(), match.end(), match[0], value, value, value, "bbl", "exact"
        )
        claims.append(
            Claim(
                figure, "context", "petroleum", (), (), None, (), None, None, Decimal("0.1"),
                (Reason("role", "first_draft", ""),),
            )
        )
    found = sorted({f"S/RES/{number}" for number in re.findall(r"[Rr]esolution (\d{4})", text)})
    span = (published_on, published_on) if published_on else None
    return Reading(
        VERSION, language or "en", published_on, span, tuple(claims), (), tuple(found),
        tuple(cautions),
    )
