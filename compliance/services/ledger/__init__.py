"""Acts on the ledger: record a report, correct, withdraw or reinstate a line, give notice.

`recording` has the lines, `rows` a table of them, `notices` what follows from them, `books` what
stands beside them, `projection` the steps from which usage is read fast.
"""

from compliance.services.ledger import projection
from compliance.services.ledger.books import Books, plant_books
from compliance.services.ledger.estimates import Said, enter_estimate
from compliance.services.ledger.notices import deliver, enter_issued, issue_notices
from compliance.services.ledger.recording import (
    Source,
    check,
    check_correction,
    correct,
    record,
    reinstate,
    withdraw,
)
from compliance.services.ledger.rejected import Rejected
from compliance.services.ledger.rows import Entered, Judged, enter_rows, enter_table


__all__ = [
    "Books",
    "Entered",
    "Judged",
    "Rejected",
    "Said",
    "Source",
    "check",
    "check_correction",
    "correct",
    "deliver",
    "enter_estimate",
    "enter_issued",
    "enter_rows",
    "enter_table",
    "issue_notices",
    "plant_books",
    "projection",
    "record",
    "reinstate",
    "withdraw",
]
