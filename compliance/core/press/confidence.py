"""Confidence: how often claims that were read like this one are right altogether.

Of a transfer each field was weighed (`weighing.py`): what it has of all likelihood, field by field,
is multiplied, and two numbers make of the product how often such claims were right in articles that
were held back from the learning (docs/reader.md shows the table). The other roles say less, and are
as often right as they were counted to be in those articles.
"""

import math
from decimal import Decimal

from compliance.core.press.weights import SURE


_ROLE = {
    "transfer": 0.94,
    "cap": 0.95,
    "share_of_cap": 0.89,
    "change": 0.83,
    "context": 0.89,
}
_LEAST, _MOST = 0.02, 0.98


def confidence(role: str, sure: float) -> Decimal:
    """Return how likely a claim is right in every field; `sure`: what its fields had together."""
    likely = _ROLE[role]
    if role == "transfer":
        bounded = min(max(sure, 1e-4), 1 - 1e-4)
        offset, slope = SURE
        likely /= 1 + math.exp(-(offset + slope * math.log(bounded / (1 - bounded))))
    return Decimal(f"{min(max(likely, _LEAST), _MOST):.2f}")
