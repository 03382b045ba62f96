"""Django's PostgreSQL, which asks a server that has just answered for no sign of life.

Before the first question of a request Django asks `SELECT 1`, to learn whether a connection that
it has kept still stands. One that answered within seconds, and whose server has said nothing
since, stands: a server that stops closes it, and that can be read from the socket without asking.
"""

from __future__ import annotations

import select
import time

from django.db.backends.postgresql import base


SURE_S = 5.0


class DatabaseWrapper(base.DatabaseWrapper):
    answered_at = float("-inf")  # when it was last put away in good order

    def close_if_unusable_or_obsolete(self) -> None:
        """At the beginning and at the end of a request."""
        used = self.connection is not None and self.health_check_done and not self.errors_occurred
        super().close_if_unusable_or_obsolete()
        if used:
            self.answered_at = time.monotonic()

    def close_if_health_check_failed(self) -> None:
        if self.connection is not None and self._just_answered():
            self.health_check_done = True
        super().close_if_health_check_failed()

    def _just_answered(self) -> bool:
        if self.connection.closed or time.monotonic() - self.answered_at > SURE_S:
            return False
        silent = select.poll()
        silent.register(self.connection.fileno(), select.POLLIN)
        return not silent.poll(0)
