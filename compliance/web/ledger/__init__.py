"""How much of each cap is used: the overview, the page of a cap, its rows as CSV, the
reports that are due, and the account of each State."""

from compliance.web.ledger.cap import cap, cap_csv
from compliance.web.ledger.obligations import obligations
from compliance.web.ledger.overview import overview
from compliance.web.ledger.states import state_page, states
from compliance.web.ledger.supposing import whatif
from compliance.web.ledger.visits import mark


__all__ = ["cap", "cap_csv", "mark", "obligations", "overview", "state_page", "states", "whatif"]
