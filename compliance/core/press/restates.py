"""Restatement: one quantity said several ways must count once.

A claim restates another where role, commodity, parties and period agree and the amounts are the
same number, the same number rounded, or the same oil in another unit.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from compliance.core.press.values import Claim, Reason


# Barrels a ton, wide enough for every refined product and crude: only to see that two figures in
# one breath may be one quantity. Never used to convert an amount.
_BARRELS_A_TON = (Decimal("6.2"), Decimal("9.1"))


def _middle(claim: Claim) -> Decimal | None:
    figure = claim.figure
    if figure.value is not None:
        return figure.value
    if figure.low is not None and figure.high is not None:
        return (figure.low + figure.high) / 2
    return None


def _significant(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def same_amount(a: Claim, b: Claim) -> bool:
    """Whether two amounts may be one: equal, rounded, or converted."""
    first, second = _middle(a), _middle(b)
    if first is None or second is None:
        return False
    if not first or not second:
        return first == second and a.figure.unit == b.figure.unit
    if a.figure.unit == b.figure.unit:
        if first == second or (abs(first - second) < 1 and first > 100):
            return True
        rough, fine = sorted((first, second), key=_significant)
        if _significant(rough) > 3 or _significant(rough) == _significant(fine):
            return False
        step = Decimal(1).scaleb(rough.normalize().as_tuple().exponent)  # type: ignore[arg-type]
        return abs(rough - fine) <= step
    units = {a.figure.unit: first, b.figure.unit: second}
    if set(units) == {"bbl", "t"}:
        ratio = units["bbl"] / units["t"]
        return _BARRELS_A_TON[0] <= ratio <= _BARRELS_A_TON[1]
    if set(units) == {"bbl", "kt"}:
        ratio = units["bbl"] / (units["kt"] * 1000)
        return _BARRELS_A_TON[0] <= ratio <= _BARRELS_A_TON[1]
    return False


def link(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims with each restatement pointed at its most exact telling."""
    groups: dict[tuple[object, ...], list[int]] = {}
    linked = list(claims)
    for index, claim in enumerate(claims):
        if claim.role not in ("transfer", "cap"):
            continue
        if claim.role == "transfer" and claim.figure.value == 0:
            continue
        key = (claim.role, claim.commodity, claim.supplier, claim.recipient, claim.period)
        groups.setdefault(key, []).append(index)
    for members in groups.values():
        bases: list[int] = []
        members = members[:200]  # a page with more tellings of one thing is no article
        order = sorted(
            members,
            key=lambda i: (-_exactness(claims[i]), claims[i].figure.start),
        )
        for index in order:
            for base in bases:
                if same_amount(claims[index], claims[base]):
                    claim = claims[index]
                    reason = Reason(
                        "restates",
                        "same_amount",
                        claims[base].figure.quote,
                        claims[base].figure.start,
                        claims[base].figure.end,
                    )
                    linked[index] = replace(claim, restates=base, reasons=(*claim.reasons, reason))
                    break
            else:
                bases.append(index)
    return linked


def _exactness(claim: Claim) -> int:
    value = claim.figure.value
    if value is None:
        return 0
    return _significant(value) + (1 if claim.figure.modifier == "exact" else 0)
