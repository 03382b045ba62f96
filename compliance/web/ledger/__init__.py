"""How much of each cap is used: the overview, the page of a cap, and its rows as CSV."""

from compliance.web.ledger.cap import cap, cap_csv
from compliance.web.ledger.overview import overview


__all__ = ["cap", "cap_csv", "overview"]
