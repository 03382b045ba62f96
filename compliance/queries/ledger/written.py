"""The values for machines: plain types, decimals whole. API and command share them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from compliance import core
from compliance.core.ledger import (
    KINDS,
    Entry,
)
from compliance.queries import regime
from compliance.queries.ledger.usage import CapUsage


def as_data(value: CapUsage) -> dict[str, Any]:
    """The value for machines: plain types, decimals whole. API and command share it."""
    binding = value.binding
    used = binding.used.amount if binding and value.measured else None
    return {
        "cap": value.cap.slug,
        "title": value.cap.title,
        "citation": value.terms.citation,
        "period": value.label,
        "first_day": value.period.start,
        "last_day": value.period.last_day,
        "known_at": value.known_at,
        "policy": value.policy.slug,
        "book": "reported",
        "limit": binding.limit.amount if binding else None,
        "unit": binding.limit.unit if binding else None,
        "used": used,
        "share": binding.share if binding and value.measured else None,
        "left": binding.left.amount if binding and value.measured else None,
        "lower_bound": not (value.coverage.complete and (binding is None or binding.whole)),
        "status": value.status.code,
        "reason": value.status.reason,
        "evidence": list(value.status.evidence),
        "to_confirm": regime.to_confirm_data(value.cap),
        "limits": [
            {
                "limit": u.limit.amount,
                "unit": u.limit.unit,
                "used": u.used.amount if u.counted else None,
                "share": u.share if u.counted else None,
            }
            for u in value.usages
        ],
        "coverage": {
            "expected": value.coverage.expected,
            "due": value.coverage.due,
            "received": value.coverage.received,
            "silent": value.coverage.silent,
            "unclear": value.coverage.unclear,
            "unknown": value.coverage.unknown,
            "waiting": value.coverage.waiting,
            "last_known_on": value.coverage.last_known_on,
        },
        "by_supplier": value.by_supplier(),
        "thresholds": [
            {
                "share": c.threshold.share,
                "amount": c.threshold.share * binding.limit.amount if binding else None,
                "effect": c.threshold.effect,
                "crossed_in": c.crossed_in,
                "learnt_on": c.learnt_on,
                "standing_since": c.standing_since,
                "knowable_on": c.knowable_on,
                "in_time_on": c.in_time_on,
                "lag_days": c.lag_days,
                "issued_on": _issued_on(value, c.threshold.share),
            }
            for c in value.crossings
        ],
        "knowledge_days": list(value.days),
        "entries": [
            {
                "id": c.entry.id,
                "supplier": c.entry.supplier,
                "first_day": c.entry.period.start,
                "last_day": c.entry.period.last_day,
                "kind": c.entry.kind,
                "amount": c.quantity.amount,
                "unit": c.quantity.unit,
                "reported_amount": c.entry.quantity.amount if c.entry.quantity else None,
                "reported_unit": c.entry.quantity.unit if c.entry.quantity else None,
                "how": c.converted.how,
                "factor": c.converted.factor.factor if c.converted.factor else None,
                "factor_source": c.converted.factor.source if c.converted.factor else None,
                "known_on": c.entry.known_on,
                "known_not_before": c.entry.known_not_before,
                "confidence": c.entry.confidence,
                "marks": list(c.marks),
                "source": c.entry.source,
            }
            for c in (binding.counted if binding else ())
        ],
    }


def _issued_on(value: CapUsage, share: Decimal) -> date | None:
    """The day on which the Secretary gave notice of a threshold, where a document shows it."""
    return min((i.on for i in value.circumstances.issued if i.share == share), default=None)


def matrix_data(value: CapUsage) -> list[dict[str, Any]]:
    """The matrix for machines: a row a supplier and month; a silent month has null, never 0."""
    rows = []
    for cell in value.cells:
        counted = value.counted(cell.entry) if cell.entry else None
        known = counted is not None and cell.state in ("quantity", "nil", "sum")
        rows.append(
            {
                "supplier": cell.supplier,
                "month": f"{cell.month.start:%Y-%m}",
                "state": cell.state,
                "amount": counted.quantity.amount if counted and known else None,
                "unit": counted.quantity.unit if counted and known else None,
                "sum_first_day": cell.entry.period.start
                if cell.entry and cell.state == "sum"
                else None,
                "sum_last_day": cell.entry.period.last_day
                if cell.entry and cell.state == "sum"
                else None,
                "due_on": cell.due_on,
                "known_on": cell.entry.known_on if cell.entry and known else None,
                "days_late": cell.days_late,
                "marks": list(cell.marks),
                "entry": cell.entry.id if cell.entry else None,
            }
        )
    return rows


def explain_data(value: CapUsage, *, lines: Iterable[Entry]) -> dict[str, Any]:
    """How the figure comes about, for machines: the law, what counts, and why the rest does not."""
    paragraph = value.cap.measure.paragraph
    whole = as_data(value)
    return {
        **{name: whole[name] for name in _HEAD},
        "law": {
            "citation": value.terms.citation,
            "words": paragraph.words,
            "digest": paragraph.digest,
            "url": paragraph.resolution.url,
        },
        "counted": whole["entries"],
        "left_out": [
            {
                "id": entry.id,
                "supplier": entry.supplier,
                "first_day": entry.period.start,
                "last_day": entry.period.last_day,
                "kind": entry.kind,
                "amount": entry.quantity.amount if entry.quantity else None,
                "unit": entry.quantity.unit if entry.quantity else None,
                "known_on": entry.known_on,
                "why": code,
                "because": because,
            }
            for entry, code, because in _left_out(value, list(lines))
        ],
    }


_HEAD = (
    "cap",
    "title",
    "citation",
    "period",
    "first_day",
    "last_day",
    "known_at",
    "policy",
    "book",
    "limit",
    "unit",
    "used",
    "share",
    "lower_bound",
    "status",
    "reason",
    "evidence",
)


def _left_out(value: CapUsage, lines: list[Entry]) -> Iterator[tuple[Entry, str, str]]:
    """The lines that touch the period and do not count in it, each with its reason."""
    used = value.binding
    counted = {c.entry.id for c in used.counted} if used else set()
    unconverted = {e.id for e in used.unconverted} if used else set()
    astride = {e.id for e in used.astride} if used else set()
    book = value.book
    stands = {e.id for e in core.ledger.standing(lines, known_at=value.known_at)}
    clashing = {e.id for e in book.clashing}
    for entry in sorted(lines, key=lambda e: (e.period.start, e.supplier, e.id)):
        if entry.id in counted or not entry.period.overlaps(value.period):
            continue
        if entry.known_on is None:
            yield entry, "unknown", f"{KINDS[entry.kind].capitalize()}."
        elif entry.known_on > value.known_at:
            yield entry, "not_yet_known", f"It became known on {entry.known_on}."
        elif entry.withdrawn:
            yield entry, "withdrawn", "It was withdrawn."
        elif entry.id not in stands:
            yield entry, "corrected", "A later revision of the line takes its place."
        elif entry.id in book.replaced:
            by = ", ".join(str(pk) for pk in book.replaced[entry.id])
            yield entry, "replaced", f"Its place is taken by line {by}."
        elif entry.id in book.inside:
            yield entry, "inside_sum", f"It is contained in line {book.inside[entry.id]}."
        elif entry.id in clashing:
            yield entry, "clashing", "It lies across the edge of a line that counts."
        elif entry.id in astride:
            yield entry, "astride", "It lies across the edge of the period."
        elif entry.id in unconverted:
            yield entry, "unconverted", "Neither its source nor the policy gives the cap's unit."
        elif not entry.counts:
            yield entry, entry.kind, f"{KINDS[entry.kind].capitalize()}."
        else:
            yield entry, "no_limit", "The paragraph sets no published amount to count against."
