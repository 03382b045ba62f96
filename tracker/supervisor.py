"""Processes that are kept running: started, started again when they die, stopped in order."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


LONGEST_PAUSE_S = 30.0
LONGEST_AFTER_KILL_S = 1.0  # somebody else's doing, so it need not happen again
GOOD_LIFE_S = 60.0  # whoever lived so long may start again at once
LARGEST_LOG = 5 * 2**20


def die_with_parent(parent: int, with_signal: int = signal.SIGKILL) -> None:
    """Ask the kernel for `with_signal` when `parent` ends; for processes just forked."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, int(with_signal), 0, 0, 0)
    if os.getppid() != parent:  # it ended before we could ask
        os.kill(os.getpid(), with_signal)


@dataclass
class Child:
    """A process by name, with its log; alone in its session, so Ctrl-C reaches only us."""

    name: str
    command: Sequence[str]
    log: Path
    keep_open: Sequence[int] = ()
    pause: float = 0.5
    due: float = 0.0
    started: float = 0.0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        parent = os.getpid()
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own commands, no shell
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=self.keep_open,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(parent),
            )
        self.started = time.monotonic()

    def look(self, say: Callable[[str], None]) -> None:
        """Start it again if it died, and say so."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.kill()  # what it leaves of its group
        if now - self.started > GOOD_LIFE_S:
            self.pause = 0.5
        if code == -signal.SIGKILL:
            self.pause = min(self.pause, LONGEST_AFTER_KILL_S)
        how = f"was killed (signal {-code})" if code < 0 else f"ended with code {code}"
        say(f"The {self.name} {how}; it starts again in {self.pause:g} s. Its log: {self.log}")
        self.process, self.due = None, now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE_S)

    def ask_to_stop(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def stopped_by(self, deadline: float) -> bool:
        if self.process is None:
            return True
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def stop(children: Sequence[Child], *, within: float) -> None:
    """Stop them, the first first; whoever is not done in time is killed, which loses nothing."""
    deadline = time.monotonic() + within
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stopped_by(deadline)
        child.kill()
