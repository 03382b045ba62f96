"""What the worker waits on, kept true when connections are lost.

A worker's main process waits with epoll on its broker and on the pipes of its children. Linux
forgets what is closed only when no process holds it any more, and children born later hold what
their parent held. Closed before it was taken out, such a thing reports for ever and cannot be taken
out: the main process turns without rest, and listens to a number that is somebody else's by now
(celery/kombu#2214 and its like). Here each number is known with what it was for, and as soon as one
of them is in doubt, everything is asked anew.
"""

from __future__ import annotations

import errno
import select
from contextlib import suppress
from typing import Any

from kombu.asynchronous import hub
from kombu.utils import eventio, fileno


class Poller(eventio._epoll):
    """An epoll that knows what it waits for."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted: dict[int, int] = {}
        self.doubtful = False

    def register(self, fd: Any, events: int) -> Any:
        number = fileno(fd)  # kombu gives a number here and its socket there
        try:
            self._epoll.register(number, events)
            # It was there and never taken out: another thing has its number now.
            self.doubtful |= number in self.wanted
        except FileExistsError:
            pass
        self.wanted[number] = events
        return fd

    def unregister(self, fd: Any) -> None:
        number = fileno(fd)
        if number < 0:  # a socket that is closed, and has forgotten its number
            self.doubtful = True
            return
        known = self.wanted.pop(number, None) is not None
        try:
            self._epoll.unregister(number)
        except OSError as wrong:
            if wrong.errno in (errno.ENOENT, errno.EBADF):
                self.doubtful |= known  # closed before it was taken out
            elif wrong.errno != errno.EPERM:
                raise

    def poll(self, timeout: float | None) -> list[tuple[int, int]]:
        if self.doubtful:
            self.anew()
        events: list[tuple[int, int]] = super().poll(timeout) or []
        if any(fd not in self.wanted for fd, _ in events):
            self.anew()
            return [(fd, event) for fd, event in events if fd in self.wanted]
        return events

    def anew(self) -> None:
        """Wait for what is wanted, and for nothing else."""
        self._epoll.close()
        self._epoll = select.epoll()
        self.doubtful = False
        for number, events in list(self.wanted.items()):
            try:
                self._epoll.register(number, events)
            except OSError:  # closed, and its owner has not said so yet
                del self.wanted[number]


def install() -> None:
    """Every loop that begins from here on waits so."""
    with suppress(AttributeError):
        eventio._epoll  # noqa: B018 - only Linux has it
        hub.poll = Poller
