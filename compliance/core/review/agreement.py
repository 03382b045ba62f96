"""How far two who judged the same things agree, beyond what chance would give.

Cohen's kappa (Cohen 1960): (p − e) / (1 − e), where p is the share on which they agree and e the
share on which they would if each spread the same answers at random. The interval is Wilson's for
p, carried over with e held: unlike the usual standard error it does not shrink to nothing where
a handful of answers all agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction


Z = Decimal("1.959963984540054")  # 95 per cent of the normal distribution lie within


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `n` things judged twice, `agreed` alike; `kappa` is None where nothing could differ."""

    n: int
    agreed: int
    expected: Fraction
    kappa: Fraction | None
    low: Decimal | None
    high: Decimal | None

    @property
    def share(self) -> Fraction:
        return Fraction(self.agreed, self.n)


def agreement(pairs: Iterable[tuple[str, str]]) -> Agreement | None:
    """The agreement of two who each put the same things into classes; None if there are none."""
    found = list(pairs)
    n = len(found)
    if not n:
        return None
    ones, others = Counter(a for a, _ in found), Counter(b for _, b in found)
    agreed = sum(a == b for a, b in found)
    expected = Fraction(sum(count * others[each] for each, count in ones.items()), n * n)
    if expected == 1:  # both gave one and the same answer throughout
        return Agreement(n, agreed, expected, None, None, None)
    low, high = wilson(agreed, n)
    return Agreement(
        n,
        agreed,
        expected,
        (Fraction(agreed, n) - expected) / (1 - expected),
        max(Decimal(-1), _beyond(low, expected)),
        min(Decimal(1), _beyond(high, expected)),
    )


def wilson(agreed: int, n: int) -> tuple[Decimal, Decimal]:
    """Wilson's score interval of a share (Wilson 1927): 95 per cent."""
    with localcontext() as context:
        context.prec = 40
        p, z2 = Decimal(agreed) / n, Z * Z
        middle = p + z2 / (2 * n)
        reach = Z * ((p * (1 - p) + z2 / (4 * n)) / n).sqrt()
        low, high = ((middle - reach) / (1 + z2 / n), (middle + reach) / (1 + z2 / n))
    # At the ends of the scale the formula gives exactly them; digits cut off may miss it.
    return (Decimal(0) if agreed == 0 else low), (Decimal(1) if agreed == n else high)


def _beyond(share: Decimal, expected: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = 40
        by_chance = Decimal(expected.numerator) / expected.denominator
        return (share - by_chance) / (1 - by_chance)
