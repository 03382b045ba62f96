"""How much of a cap is used, by whom, known since when: one value for page, API and command."""

from compliance.core.ledger import near
from compliance.queries.ledger.changes import (
    Learnt,
    learnt,
    shares_around,
    years,
)
from compliance.queries.ledger.rows import (
    entries,
    every_entry,
    lines,
    notices,
    reports,
    revisions,
    standing,
)
from compliance.queries.ledger.usage import (
    CapUsage,
    NoSuchPeriod,
    NotComputed,
    history,
    period,
    period_label,
    usage,
)
from compliance.queries.ledger.written import (
    as_data,
    explain_data,
    matrix_data,
)


__all__ = [
    "CapUsage",
    "Learnt",
    "NoSuchPeriod",
    "NotComputed",
    "as_data",
    "entries",
    "every_entry",
    "explain_data",
    "history",
    "learnt",
    "lines",
    "matrix_data",
    "near",
    "notices",
    "period",
    "period_label",
    "reports",
    "revisions",
    "shares_around",
    "standing",
    "usage",
    "years",
]
