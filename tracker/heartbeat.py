"""Whether the processes without a port are alive: each touches a file, `make` of the health check.

python -m tracker.heartbeat worker     exits 0 while the worker's file is fresh
"""

from __future__ import annotations

import os
import sys
import time
import urllib.request
from pathlib import Path


FRESH_S = 30
EVERY_S = 1


def _file(name: str) -> Path:
    home = os.environ.get("TRACKER_HOME") or Path(__file__).resolve().parent.parent / "var"
    return Path(home) / "alive" / name


def beat(name: str) -> None:
    """Say: alive now."""
    file = _file(name)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch()


def fresh(name: str, *, within: float = FRESH_S) -> bool:
    """Whether `name` said so lately."""
    try:
        return time.time() - _file(name).stat().st_mtime < within
    except FileNotFoundError:
        return False


def trouble(name: str) -> str:
    """What is wrong with a process, by name or by the address where it answers; or nothing."""
    if name.startswith("http://"):
        try:
            with urllib.request.urlopen(name, timeout=5):  # noqa: S310 - http, checked above
                return ""
        except OSError as error:
            return f"{name} does not answer: {error}"
    return "" if fresh(name) else f"The {name} has not been heard of for {FRESH_S} seconds."


if __name__ == "__main__":
    sys.exit(trouble(sys.argv[1]) or None)
