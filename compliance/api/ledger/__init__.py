"""What States reported, and how much of a cap it uses."""

from compliance.api.ledger.batch import Batch
from compliance.api.ledger.imports import Imports
from compliance.api.ledger.lines import Lines
from compliance.api.ledger.reports import Notices, Reports
from compliance.api.ledger.usage import CapUsages


__all__ = ["Batch", "CapUsages", "Imports", "Lines", "Notices", "Reports"]
