"""What States reported, and how much of a cap it uses."""

from compliance.api.ledger.ahead import CapsAhead
from compliance.api.ledger.batch import Batch
from compliance.api.ledger.books import Assertions, Decisions, Estimates, Obligations
from compliance.api.ledger.imports import Imports
from compliance.api.ledger.lines import LineOut, Lines
from compliance.api.ledger.reports import NoticeOut, Notices, ReportOut, Reports


__all__ = [
    "Assertions",
    "Batch",
    "CapsAhead",
    "Decisions",
    "Estimates",
    "Imports",
    "LineOut",
    "Lines",
    "NoticeOut",
    "Notices",
    "Obligations",
    "ReportOut",
    "Reports",
]
