"""Real processes for tests: started with an environment of their own, found again, ended."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


PROJECT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
OURS = {
    "ALLOWED_HOSTS",
    "CELERY_BROKER_URL",
    "DATABASE_URL",
    "DEBUG",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "DJANGO_SETTINGS_MODULE",
    "HTTPS",
    "LOG_LEVEL",
    "MAKEFLAGS",
    "MAKELEVEL",
    "AUDIT_ANCHORS",
    "NUM_PROXIES",
    "API_RATES",
    "TRACKER_TWO_FACTOR",
    "PORT",
    "SECRET_KEY",
    "TIME_ZONE",
    "TRACKER_HOME",
}


def environment(**settings: str) -> dict[str, str]:
    """This machine's, without what the run of the tests itself is set to."""
    plain = {k: v for k, v in os.environ.items() if k not in OURS and not k.startswith("PYTEST")}
    return plain | {"PATH": f"{BIN}:{plain.get('PATH', '')}"} | settings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def scratch(prefix: str = "tracker-test-") -> Iterator[Path]:
    """A folder with a short path (a socket's may have 107 bytes), and nobody left in it."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp"))
    try:
        yield folder
    finally:
        for pid in living(folder):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until(lambda: not living(folder), within=5)
        shutil.rmtree(folder, ignore_errors=True)


def living(folder: Path) -> dict[int, str]:
    """Processes of a tracker in this folder, by its settings or as its database: what they run."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            settings = (process / "environ").read_bytes().split(b"\0")
            ours = os.fsencode(f"TRACKER_HOME={folder}") in settings
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if command and (ours or os.readlink(process / "cwd").startswith(f"{folder}/")):
                found[int(process.name)] = command
    return found


def parent(pid: int) -> int:
    """Who started a process; 0 where it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("PPid:"):
                return int(line.split()[1])
    return 0


def until(true: Callable[[], object], *, within: float) -> bool:
    """Whether it comes true in time."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return bool(true())


def manage(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A command of manage.py, in a process of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=environment(**settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
