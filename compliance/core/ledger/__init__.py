"""What States reported: entries, what stands of them, and how much of a cap they use."""

from compliance.core.ledger.coverage import CELLS, Cell, Coverage, cells, coverage
from compliance.core.ledger.drafts import Draft, Problem, problems, read_draft
from compliance.core.ledger.entries import (
    BESIDE,
    COUNTING,
    KINDS,
    Account,
    Entry,
    account,
    known,
    near,
    standing,
)
from compliance.core.ledger.usage import (
    Counted,
    Crossing,
    Status,
    Usage,
    counted_in,
    crossings,
    reached,
    status,
    usage,
    usages,
)


__all__ = [
    "BESIDE",
    "CELLS",
    "COUNTING",
    "KINDS",
    "Account",
    "Cell",
    "Counted",
    "Coverage",
    "Crossing",
    "Draft",
    "Entry",
    "Problem",
    "Status",
    "Usage",
    "account",
    "cells",
    "counted_in",
    "coverage",
    "crossings",
    "known",
    "near",
    "problems",
    "reached",
    "read_draft",
    "standing",
    "status",
    "usage",
    "usages",
]
