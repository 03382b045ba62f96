"""Confidence: how often claims that were read by the same rules are right altogether.

The figures were counted on the annotated articles (docs/reader.md shows the table) and set a little
lower for transfers, because those are the texts that the rules were written beside. A claim starts
from the measure of its role and loses for each field that had to be inferred.
"""

from collections.abc import Iterable
from decimal import Decimal

from compliance.core.press.values import Reason


_ROLE = {
    "transfer": Decimal("0.82"),
    "cap": Decimal("0.95"),
    "share_of_cap": Decimal("0.88"),
    "change": Decimal("0.85"),
    "context": Decimal("0.85"),
}
# What is left of it where a field came by this rule.
_RULE = {
    ("period", "open_rate"): Decimal("0.60"),
    ("period", "total_of_the_span"): Decimal("0.70"),
    ("period", "before_a_gap"): Decimal("0.60"),
    ("period", "day"): Decimal("0.75"),
    ("period", "told_in_the_next_sentences"): Decimal("0.75"),
    ("period", "year"): Decimal("0.85"),
    ("period", "carried_over"): Decimal("0.92"),
    ("period", "year_to_that_month"): Decimal("0.85"),
    ("supplier", "not_said"): Decimal("0.85"),
    ("supplier", "only_supplier_of_the_text"): Decimal("0.88"),
    ("supplier", "hands_unknown_at_sea"): Decimal("0.94"),
    ("commodity", "counted_thing"): Decimal("0.95"),
    ("commodity", "of_it"): Decimal("0.75"),
    ("basis", "tenor_of_the_text"): Decimal("0.95"),
}
_NO_PERIOD = Decimal("0.75")
_CENT = Decimal("0.01")


def confidence(role: str, reasons: Iterable[Reason], *, dated: bool) -> Decimal:
    """Return how likely a claim is right in every field, from the rules that made it."""
    sure = _ROLE[role]
    if role == "transfer":
        rules = {(reason.field, reason.rule) for reason in reasons}
        for rule, left in _RULE.items():
            if rule in rules:
                sure *= left
        if not dated and ("period", "open_rate") not in rules:
            sure *= _NO_PERIOD
    return sure.quantize(_CENT)
