"""A total opened as a tree: period, limit, entries, report lines, conversion, document."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from compliance.core.ledger import Entry
from compliance.models import Transfer
from compliance.queries.ledger.usage import CapUsage
from compliance.queries.ledger.written import explain_data


def explained(value: CapUsage, *, lines: Iterable[Entry]) -> dict[str, Any]:
    """`explain_data` with its leaves: each names line, report, document, conversion and the day it
    became known, and they sum to `used` exactly. One query."""
    whole = explain_data(value, lines=lines)
    counted = value.binding.counted if value.binding else ()
    rows = {
        row.pk: row
        for row in Transfer.objects.select_related("report").filter(
            pk__in=[c.entry.id for c in counted if c.entry.id > 0]
        )
    }
    leaves = []
    for c in counted:
        row = rows.get(c.entry.id)
        factor = c.converted.factor
        leaves.append(
            {
                "line": c.entry.id,
                "series": str(c.entry.series),
                "revision": c.entry.revision,
                "supplier": c.entry.supplier,
                "first_day": c.entry.period.start,
                "last_day": c.entry.period.last_day,
                "kind": c.entry.kind,
                "marks": list(c.marks),
                "amount": c.quantity.amount,
                "unit": c.quantity.unit,
                "reported": {
                    "amount": c.entry.quantity.amount if c.entry.quantity else None,
                    "unit": c.entry.quantity.unit if c.entry.quantity else None,
                },
                "conversion": {
                    "how": c.converted.how,
                    "factor": factor.factor if factor else None,
                    "source": factor.source if factor else None,
                },
                "known_on": c.entry.known_on,
                "known_not_before": c.entry.known_not_before,
                "report": {
                    "id": row.report_id,
                    "kind": row.report.kind,
                    "reporting_state": row.report.reporting_state,
                    "document": row.report.document,
                    "source_url": row.report.source_url,
                    "received_on": row.report.received_on,
                }
                if row
                else None,
            }
        )
    total = sum((c.quantity.amount for c in counted), Decimal(0))
    return {
        **whole,
        "leaves": leaves,
        "sum_of_leaves": total if leaves else None,
        "adds_up": not leaves or total == whole["used"],
    }
