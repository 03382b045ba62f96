"""How much of each cap is used: the overview, the page of a cap, and the reports
that are due."""

from compliance.web.ledger.cap import cap
from compliance.web.ledger.obligations import obligations
from compliance.web.ledger.overview import overview


__all__ = ["cap", "obligations", "overview"]
