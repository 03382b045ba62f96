"""The estimated book of a cap period, beside the reported one: compared, never added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from compliance import core, models
from compliance.core.ledger import Beside, Entry, Estimate, Estimated, Inputs, Range
from compliance.core.period import Period
from compliance.core.quantity import Policy
from compliance.core.regime import Terms
from compliance.models import Cap
from compliance.queries.ledger.rows import entries
from compliance.queries.ledger.usage import CapUsage, NotComputed, period_label, usage


@dataclass(frozen=True)
class Compared:
    """An estimate with the reports of the same months: as known on its own day, and as now.

    `everyone` are the reports of all States where the estimate speaks of one.
    """

    estimate: Estimate
    then: Beside
    now: Beside
    everyone: Beside

    @property
    def gap(self) -> Range:
        return core.ledger.gap(self.estimate, self.now)

    @property
    def gap_then(self) -> Range:
        return core.ledger.gap(self.estimate, self.then)

    @property
    def ratio(self) -> Range | None:
        return core.ledger.ratio(self.estimate, self.now)

    @property
    def ratio_to_everyone(self) -> Range | None:
        return core.ledger.ratio(self.estimate, self.everyone)

    @property
    def ratio_then(self) -> Range | None:
        return core.ledger.ratio(self.estimate, self.then)


@dataclass(frozen=True)
class EstimatedUsage:
    """The estimated book of one period of a cap, as known on a day."""

    cap: Cap
    terms: Terms
    period: Period
    known_at: date
    policy: Policy
    book: Estimated
    compared: tuple[Compared, ...]
    alleged: tuple[Entry, ...]  # single allegations: beside both books, in neither

    @property
    def label(self) -> str:
        return period_label(self.period)


def estimate(row: models.Estimate) -> Estimate:
    """A row as the core knows it."""
    return Estimate(
        id=row.pk,
        key=row.key,
        made_by=row.made_by,
        commodity=row.commodity.code,
        supplier=row.supplier,
        recipient=row.recipient,
        period=Period.through(row.first_day, row.last_day),
        unit=row.unit,
        known_on=row.known_on,
        low=row.low,
        central=row.central,
        high=row.high,
        open_above=row.open_above,
        method=row.method,
        inputs=Inputs(row.calls, row.tonnage, row.fill_low, row.fill_high, row.factor),
        source=row.source_url,
        confidence=row.confidence,
        note=row.note,
        replaces=row.replaces.key if row.replaces else None,
    )


def every_estimate(cap: Cap) -> list[Estimate]:
    """All estimates of the good that a cap limits, in one query."""
    rows = models.Estimate.objects.filter(commodity=cap.commodity)
    return [estimate(row) for row in rows.select_related("commodity", "replaces")]


def estimates(
    cap: Cap,
    *,
    period: Period,
    known_at: date,
    policy: Policy,
    lines: Iterable[Entry] | None = None,
) -> EstimatedUsage:
    """The estimated book of a period, each estimate with the reports of its months."""
    if not cap.scheduled:
        raise NotComputed(f"{cap.title} is {cap.shape}: there is no flow to estimate.")
    terms = cap.terms
    mine = list(lines) if lines is not None else entries(cap)
    book = core.ledger.estimated(terms, period, every_estimate(cap), known_at=known_at)
    now = core.ledger.account(mine, known_at=known_at)
    return EstimatedUsage(
        cap=cap,
        terms=terms,
        period=period,
        known_at=known_at,
        policy=policy,
        book=book,
        compared=tuple(
            Compared(
                estimate=one,
                then=core.ledger.beside(
                    terms, one, core.ledger.account(mine, known_at=one.known_on), policy
                ),
                now=core.ledger.beside(terms, one, now, policy),
                everyone=core.ledger.beside(terms, one, now, policy, everyone=True),
            )
            for one in (*book.estimates, *book.astride)
        ),
        alleged=tuple(e for e in now.others if e.kind == "alleged" and e.period.overlaps(period)),
    )


@dataclass(frozen=True)
class TwoBooks:
    """Both books of a period side by side, and the gap between them: never their sum."""

    reported: CapUsage
    estimated: EstimatedUsage

    @property
    def gap(self) -> Range | None:
        """Estimated less reported; None where either is not known."""
        used, book = self._used, self.estimated.book
        if used is None or book.low is None:
            return None
        high = None if book.high is None or book.high_open else book.high - used
        return Range(book.low - used, high)

    @property
    def ratio(self) -> Range | None:
        """How many times the reported book the estimated one is."""
        used, book = self._used, self.estimated.book
        if not used or book.low is None:
            return None
        high = None if book.high is None or book.high_open else book.high / used
        return Range(book.low / used, high)

    @property
    def _used(self) -> Decimal | None:
        binding = self.reported.binding
        return binding.used.amount if binding and self.reported.measured else None


def both_books(cap: Cap, *, period: Period, known_at: date, policy: Policy) -> TwoBooks:
    """The reported and the estimated book of a period, as known on a day."""
    mine = entries(cap)
    return TwoBooks(
        usage(cap, period=period, known_at=known_at, policy=policy, lines=mine),
        estimates(cap, period=period, known_at=known_at, policy=policy, lines=mine),
    )


def estimates_data(value: EstimatedUsage) -> dict[str, Any]:
    """The estimated book for machines: plain types, decimals whole, nothing of the other book in
    any of its totals."""
    book = value.book
    return {
        "cap": value.cap.slug,
        "title": value.cap.title,
        "citation": value.terms.citation,
        "period": value.label,
        "first_day": value.period.start,
        "last_day": value.period.last_day,
        "known_at": value.known_at,
        "policy": value.policy.slug,
        "book": "estimated",
        "limit": book.limit.amount if book.limit else None,
        "unit": book.limit.unit if book.limit else None,
        "low": book.low,
        "central": book.central,
        "high": book.high,
        "high_open": book.high_open,
        "low_share": book.share(book.low),
        "central_share": book.share(book.central),
        "high_share": book.share(book.high),
        "low_by": book.low_by.key if book.low_by else None,
        "status": book.code,
        "reason": _reason(value),
        "estimates": [_compared(one) for one in value.compared],
        "alleged": [
            {
                "id": e.id,
                "supplier": e.supplier,
                "first_day": e.period.start,
                "last_day": e.period.last_day,
                "amount": e.quantity.amount if e.quantity else None,
                "unit": e.quantity.unit if e.quantity else None,
                "known_on": e.known_on,
                "source": e.source,
            }
            for e in value.alleged
        ],
    }


def _reason(value: EstimatedUsage) -> str:
    book = value.book
    if book.low is None or book.low_by is None or book.limit is None:
        return "No estimate of this period is known."
    over = {"exceeded": "over", "reached": "all of"}.get(book.code, "of")
    least = "at least " if book.low_by.range.low > 0 else ""
    return (
        f"{least}{_n(book.low)} {book.limit.unit} estimated by {book.low_by.made_by} from "
        f"{value.book.low_by.period if value.book.low_by else ''}, {over} {_n(book.limit.amount)}; "
        f"{len(book.estimates)} estimates, none added to another or to what was reported."
    )


def _compared(one: Compared) -> dict[str, Any]:
    e = one.estimate
    return {
        "id": e.id,
        "key": e.key,
        "made_by": e.made_by,
        "supplier": e.supplier,
        "first_day": e.period.start,
        "last_day": e.period.last_day,
        "low": e.low,
        "central": e.central,
        "high": e.high,
        "open_above": e.open_above,
        "unit": e.unit,
        "method": e.method,
        "calls": e.inputs.calls,
        "tonnage": e.inputs.tonnage,
        "fill_low": e.inputs.fill_low,
        "fill_high": e.inputs.fill_high,
        "factor": e.inputs.factor,
        "known_on": e.known_on,
        "source": e.source,
        "confidence": e.confidence,
        "note": e.note,
        "reported": _beside(one.now),
        "reported_then": _beside(one.then),
        "reported_by_everyone": _beside(one.everyone),
        "gap": _range(one.gap),
        "gap_then": _range(one.gap_then),
        "ratio": _range(one.ratio),
        "ratio_then": _range(one.ratio_then),
        "ratio_to_everyone": _range(one.ratio_to_everyone),
    }


def _beside(reported: Beside) -> dict[str, Any]:
    return {
        "first_day": reported.months.start,
        "last_day": reported.months.last_day,
        "low": reported.low,
        "high": reported.high,
        "lines": [e.id for e in reported.lines],
        "touching": [e.id for e in reported.touching],
    }


def _range(value: Range | None) -> dict[str, Any] | None:
    return None if value is None else {"low": value.low, "high": value.high}


def _n(amount: Decimal) -> str:
    return f"{amount.normalize():,f}"
