"""What lines would do if they were recorded: how each converts, what a period would then hold.

The same fold as usage, over the same entries and these besides; nothing is stored.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from compliance import core
from compliance.core.ledger import COUNTING, Draft, Entry
from compliance.core.ledger.unusual import unusual
from compliance.core.period import OutsideSchedule, Period
from compliance.core.quantity import UNITS, Policy, Quantity, convert
from compliance.core.regime import Straddles, Terms
from compliance.models import Cap, Transfer
from compliance.queries import regime
from compliance.queries.ledger.rows import scope
from compliance.queries.ledger.usage import period_label


LOOKS_BACK = timedelta(days=3 * 365)
MOST_LOOKED_AT = 2000


@dataclass(frozen=True)
class Remark:
    """Something a person should know of a line before it is recorded; nothing that refuses it."""

    row: int
    field: str
    message: str


@dataclass(frozen=True)
class Total:
    """A period of a cap, with and without the lines."""

    cap: Cap
    period: Period
    unit: str
    limit: Decimal
    before: Decimal | None  # None: nothing was reported; unknown is not zero
    after: Decimal | None
    passed: tuple[Decimal, ...]  # thresholds that the lines would take it over

    @property
    def label(self) -> str:
        return period_label(self.period)

    def __str__(self) -> str:
        was = "nothing reported" if self.before is None else f"{self.before:,.0f}"
        now = "nothing reported" if self.after is None else f"{self.after:,.0f}"
        share = "" if self.after is None else f", {self.after / self.limit * 100:.1f} %"
        marks = " and ".join(f"{share * 100:.0f}" for share in self.passed)
        passed = f" It passes {marks} per cent." if marks else ""
        return (
            f"{self.cap.title}, {self.label}: {was} → {now} of {self.limit:,.0f} {self.unit}"
            f"{share}.{passed}"
        )


@dataclass(frozen=True)
class Drafted:
    """What a report would do: totals by period, conversions and remarks by line."""

    totals: tuple[Total, ...]
    conversions: tuple[Remark, ...]
    warnings: tuple[Remark, ...]


def drafted(
    drafts: Sequence[Draft],
    *,
    known_on: date | None,
    at: date,
    policy: Policy,
    instead_of: Entry | None = None,
) -> Drafted:
    """What these lines would do on a day; with `instead_of` in the place of a line that stands.

    Lines that cannot count (no amount, no span, of no cap) do nothing here: `core.ledger.problems`
    says what is wrong with them.
    """
    fresh = [e for d in drafts if (e := _entry(d, min(known_on or at, at))) is not None]
    goods = {e.commodity for e in fresh} | ({instead_of.commodity} if instead_of else set())
    totals: list[Total] = []
    conversions: dict[int, Remark] = {}
    units: dict[str, str] = {}
    for cap in regime.caps().filter(commodity__code__in=goods) if goods else ():
        if not cap.computed or cap.terms.never_applied:
            continue
        units.setdefault(cap.terms.commodity, cap.terms.limits[0].unit)
        for period in _periods(cap.terms, [*fresh, *([instead_of] if instead_of else [])]):
            total, turned = _total(cap, period, fresh, instead_of, at, policy)
            totals.append(total)
            for remark in turned:
                conversions.setdefault(remark.row, remark)
    return Drafted(
        totals=tuple(totals),
        conversions=tuple(conversions[row] for row in sorted(conversions)),
        warnings=tuple(_unusual(fresh, units, policy, instead_of)),
    )


def _entry(draft: Draft, known_on: date) -> Entry | None:
    quantity = draft.quantity
    if (
        quantity is None
        or draft.kind not in COUNTING
        or not quantity.amount.is_finite()
        or quantity.amount < 0
        or quantity.unit not in UNITS
        or not draft.first_day
        or not draft.last_day
        or not draft.first_day <= draft.last_day < date.max
    ):
        return None
    stated = draft.stated if draft.stated_unit in UNITS else None
    return Entry(
        id=-draft.row,
        series=uuid.uuid5(uuid.NAMESPACE_URL, f"draft#{draft.row}"),
        revision=1,
        kind=draft.kind,
        supplier=draft.supplier,
        recipient=draft.recipient,
        commodity=draft.commodity,
        period=Period.through(draft.first_day, draft.last_day),
        known_on=known_on,
        quantity=quantity,
        stated=stated,
        product=draft.product,
    )


def _periods(terms: Terms, entries: Iterable[Entry]) -> list[Period]:
    found = []
    for e in entries:
        if not terms.concerns(commodity=e.commodity, supplier=e.supplier, recipient=e.recipient):
            continue
        try:
            period = terms.period_of(e.period)
        except (Straddles, OutsideSchedule):
            continue
        if period not in found:
            found.append(period)
    return sorted(found, key=lambda p: p.start)


def _total(
    cap: Cap,
    period: Period,
    fresh: Sequence[Entry],
    instead_of: Entry | None,
    at: date,
    policy: Policy,
) -> tuple[Total, list[Remark]]:
    terms = cap.terms
    held = scope(cap, period)
    rest = [e for e in held if instead_of is None or e.series != instead_of.series]
    after = core.ledger.usages(
        terms, period, core.ledger.account([*rest, *fresh], known_at=at), policy
    )[0]
    before = core.ledger.usage(
        terms, period, core.ledger.account(held, known_at=at), policy, limit=after.limit
    )
    passed = tuple(t.share for t in terms.thresholds if before.share < t.share <= after.share)
    total = Total(
        cap=cap,
        period=period,
        unit=after.limit.unit,
        limit=after.limit.amount,
        before=before.used.amount if before.counted else None,
        after=after.used.amount if after.counted else None,
        passed=passed,
    )
    turned = []
    for c in after.counted:
        if c.entry.id >= 0 or c.converted.how == "as reported" or c.entry.quantity is None:
            continue
        factor = c.converted.factor
        how = (
            f"by the factor {factor.factor.normalize():f} {factor.to_unit} a {factor.from_unit} "
            f"({factor.source})"
            if factor
            else c.converted.how
        )
        turned.append(
            Remark(
                -c.entry.id,
                "amount",
                f"{c.entry.quantity.amount.normalize():,f} {c.entry.quantity.unit} = "
                f"{c.quantity.amount:,.1f} {c.quantity.unit}, {how}",
            )
        )
    return total, turned


def _unusual(
    fresh: Sequence[Entry], units: dict[str, str], policy: Policy, instead_of: Entry | None
) -> list[Remark]:
    """Figures of an unusual size beside those of the three years before. One query."""
    if not fresh:
        return []
    rows = (
        Transfer.objects.with_source()
        .filter(
            commodity__code__in={e.commodity for e in fresh},
            supplier__in={e.supplier for e in fresh},
            recipient__in={e.recipient for e in fresh},
            first_day__gte=max(min(e.period.start for e in fresh), date.min + LOOKS_BACK)
            - LOOKS_BACK,
        )
        .order_by("-first_day", "-id")[:MOST_LOOKED_AT]
    )
    held = [
        e
        for e in core.ledger.standing(row.entry for row in rows)
        if e.kind in COUNTING and (instead_of is None or e.series != instead_of.series)
    ]
    found = []
    for e in fresh:
        unit = units.get(e.commodity)
        mine = _in(e, unit, policy)
        if mine is None:
            continue
        before = [
            (quantity, other.period)
            for other in held
            if other.flow == e.flow and (quantity := _in(other, unit, policy)) is not None
        ]
        sentence = unusual(mine, e.period, before)
        if sentence:
            found.append(Remark(-e.id, "amount", sentence))
    return found


def _in(entry: Entry, unit: str | None, policy: Policy) -> Quantity | None:
    if entry.quantity is None or unit is None:
        return None
    turned = convert(
        entry.quantity,
        stated=entry.stated,
        unit=unit,
        policy=policy,
        commodity=entry.commodity,
        supplier=entry.supplier,
        product=entry.product,
    )
    return turned.quantity if turned else None
