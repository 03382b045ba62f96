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
    Sentence,
    Waiting,
    bench,
    changed,
    changes_waiting,
    concerned,
    findings,
    findings_about,
    gone_through,
    law,
    sentences_on,
    waiting,
    what_changed,
)


__all__ = [
    "AGES",
    "CONTRADICTIONS",
    "Bench",
    "Beside",
    "Consequence",
    "Facet",
    "Measured",
    "Sentence",
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
    "findings_about",
    "gone_through",
    "inbox",
    "last_said",
    "law",
    "machine_answer",
    "neighbours",
    "said",
    "sentences_on",
    "standing",
    "twins",
    "waiting",
    "what_changed",
]
