"""The refusal that every act on the ledger may answer with."""

from __future__ import annotations

from collections.abc import Sequence

from compliance.core.ledger import Problem


class Rejected(ValueError):
    """An act was refused; nothing of it was kept. `problems` names every reason."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(p.message for p in self.problems))
