"""How much of a cap is used, by whom, known since when: one value for page, API and command."""

from compliance.core.ledger import near
from compliance.queries.ledger import exported, projection
from compliance.queries.ledger.assertions import (
    all_checked,
    assertion_data,
    assertions,
    checked,
)
from compliance.queries.ledger.changes import (
    Learnt,
    learnt,
    shares_around,
    years,
)
from compliance.queries.ledger.circumstances import circumstances
from compliance.queries.ledger.decisions import (
    DecisionAt,
    decision_data,
    decisions,
    on_hold,
)
from compliance.queries.ledger.drafted import Drafted, Remark, Total, drafted
from compliance.queries.ledger.estimates import (
    Compared,
    EstimatedUsage,
    TwoBooks,
    both_books,
    estimates,
    estimates_data,
    every_estimate,
)
from compliance.queries.ledger.explained import explained
from compliance.queries.ledger.forecast import (
    Tried,
    WhatIf,
    backtest,
    forecast,
    forecast_data,
    whatif,
    whatif_data,
)
from compliance.queries.ledger.obligations import (
    Falling,
    coverage_data,
    expected,
    expected_data,
    falling_due,
    lag_data,
    lags,
    missing,
)
from compliance.queries.ledger.projection import Summary, summaries, summary
from compliance.queries.ledger.restatement import Restated, inside, restated
from compliance.queries.ledger.rows import (
    closed,
    entries,
    every_entry,
    lines,
    notices,
    reports,
    revisions,
    scope,
    seen_on,
    standing,
    standing_near,
)
from compliance.queries.ledger.states import of_state
from compliance.queries.ledger.usage import (
    CapUsage,
    NoSuchPeriod,
    NotComputed,
    crossings,
    history,
    period,
    period_label,
    usage,
    with_status,
)
from compliance.queries.ledger.written import (
    as_data,
    explain_data,
    matrix_data,
)


__all__ = [
    "CapUsage",
    "Compared",
    "DecisionAt",
    "Drafted",
    "EstimatedUsage",
    "Falling",
    "Learnt",
    "NoSuchPeriod",
    "NotComputed",
    "Remark",
    "Restated",
    "Summary",
    "Total",
    "Tried",
    "TwoBooks",
    "WhatIf",
    "all_checked",
    "as_data",
    "assertion_data",
    "assertions",
    "backtest",
    "both_books",
    "checked",
    "circumstances",
    "closed",
    "coverage_data",
    "crossings",
    "decision_data",
    "decisions",
    "drafted",
    "entries",
    "estimates",
    "estimates_data",
    "every_entry",
    "every_estimate",
    "expected",
    "expected_data",
    "explain_data",
    "explained",
    "exported",
    "falling_due",
    "forecast",
    "forecast_data",
    "history",
    "inside",
    "lag_data",
    "lags",
    "learnt",
    "lines",
    "matrix_data",
    "missing",
    "near",
    "notices",
    "of_state",
    "on_hold",
    "period",
    "period_label",
    "projection",
    "reports",
    "restated",
    "revisions",
    "scope",
    "seen_on",
    "shares_around",
    "standing",
    "standing_near",
    "summaries",
    "summary",
    "usage",
    "whatif",
    "whatif_data",
    "with_status",
    "years",
]
