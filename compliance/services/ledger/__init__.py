"""Acts on the ledger: record a report, correct, withdraw or reinstate a line, give notice.

`recording` has the lines, `notices` what follows from them, `books` what stands beside them.
"""

from compliance.services.ledger.books import Books, plant_books
from compliance.services.ledger.notices import deliver, enter_issued, issue_notices
from compliance.services.ledger.recording import (
    Source,
    correct,
    record,
    reinstate,
    withdraw,
)
from compliance.services.ledger.rejected import Rejected


__all__ = [
    "Books",
    "Rejected",
    "Source",
    "correct",
    "deliver",
    "enter_issued",
    "issue_notices",
    "plant_books",
    "record",
    "reinstate",
    "withdraw",
]
