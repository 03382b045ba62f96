"""What differs, what waits for whom, and what people have said of it.

`findings` has the findings and what they are judged by, `desk` what the desk's pages show of
them, `agreement` how far machine and people agree.
"""

from compliance.queries.review.agreement import Measured, agreements
from compliance.queries.review.desk import (
    AGES,
    Beside,
    Consequence,
    Facet,
    Wanted,
    beside,
    consequences,
    facets,
    inbox,
    last_said,
    machine_answer,
    neighbours,
    said,
    standing,
    twins,
)
from compliance.queries.review.findings import (
    CONTRADICTIONS,
    Bench,
    Waiting,
    bench,
    changed,
    changes_waiting,
    concerned,
    findings,
    gone_through,
    law,
    waiting,
    what_changed,
)
from compliance.queries.review.withheld import (
    has_seen,
    is_withheld,
    marked_claims,
    shown_claims,
    shown_figures,
    shown_to,
    untold,
)


__all__ = [
    "AGES",
    "CONTRADICTIONS",
    "Bench",
    "Beside",
    "Consequence",
    "Facet",
    "Measured",
    "Waiting",
    "Wanted",
    "agreements",
    "bench",
    "beside",
    "changed",
    "changes_waiting",
    "concerned",
    "consequences",
    "facets",
    "findings",
    "gone_through",
    "has_seen",
    "inbox",
    "is_withheld",
    "last_said",
    "law",
    "machine_answer",
    "marked_claims",
    "neighbours",
    "said",
    "shown_claims",
    "shown_figures",
    "shown_to",
    "standing",
    "twins",
    "untold",
    "waiting",
    "what_changed",
]
