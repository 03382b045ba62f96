"""Loaded by the workers of a chaos run alone: poison that kills its worker, and the sabotage.

Python imports a `sitecustomize` that stands on its path; the tracker itself knows nothing of it.
"""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import Any

from celery import signals


POISON = "Poison that kills its reader"


def install(**_: Any) -> None:
    from compliance.core import press

    real = press.read

    def read(text: str, **other: Any) -> Any:
        if POISON in text:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(text, **other)

    press.read = read
    sabotage = os.environ.get("CHAOS_SABOTAGE", "")
    if sabotage:
        SABOTAGES[sabotage]()


def no_count() -> None:
    """Tries are not counted: poison is read for ever."""
    from compliance.models import press

    press.MOST_ATTEMPTS = 10**6


def no_second_try() -> None:
    """What a killed worker had in hand is never looked at again."""
    from compliance.models import press

    press.MOST_ATTEMPTS = 1


def no_lock() -> None:
    """Every worker takes every row that waits."""
    from compliance import services

    @contextmanager
    def claim(step: str, waiting: Any, most: int) -> Any:
        yield list(waiting.order_by("pk").values_list("pk", flat=True)[:most])

    services.press.claim = claim


SABOTAGES = {"no-count": no_count, "no-second-try": no_second_try, "no-lock": no_lock}
signals.worker_process_init.connect(install, weak=False)
