"""When a source is looked at again: sooner where there was news, later where there was none."""

from __future__ import annotations

from datetime import timedelta


SHORTEST = timedelta(minutes=10)
LONGEST = timedelta(hours=24)


def pause(last: timedelta | None, *, outcome: str) -> timedelta:
    """The pause after a look, from the pause before it.

    Half as long after news, half as long again after none, twice as long after a failure.
    """
    if last is None:
        return SHORTEST
    factor = {"new": 0.5, "failed": 2.0}.get(outcome, 1.5)
    return min(max(last * factor, SHORTEST), LONGEST)
