"""One bounded job: what is fetched and then parsed ends by one deadline."""

from __future__ import annotations

import time


JOB_S = 20.0
# What a fetch leaves for its page to be parsed, with the start of a child.
FOR_PARSING_S = 5.0


class Job:
    """The time of one job, from when it is made."""

    def __init__(self) -> None:
        self._until = time.monotonic() + JOB_S

    @property
    def left(self) -> float:
        """The seconds that are left of it."""
        return max(0.0, self._until - time.monotonic())

    @property
    def for_fetch(self) -> float:
        """The seconds that a fetch may take, so that its page can still be parsed."""
        return max(0.01, self.left - FOR_PARSING_S)
