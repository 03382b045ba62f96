"""How much of each cap is used: the overview, the page of a cap, its rows as CSV, and
the reports that are due."""

from compliance.web.ledger.cap import cap, cap_csv
from compliance.web.ledger.obligations import obligations
from compliance.web.ledger.overview import overview


__all__ = ["cap", "cap_csv", "obligations", "overview"]
