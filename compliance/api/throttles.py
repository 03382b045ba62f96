"""How often one caller may ask: counted a minute at a time, in memory that all workers share.

An upper bound for one machine, so that one caller's mistake does not slow the others; a flood
from many addresses is for the proxy in front to hold back (docs/api.md).
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any

from django.conf import settings
from rest_framework import exceptions
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle


MINUTE = 60.0


class Counters:
    """How often each was let in, in this minute and the one before.

    Made before the workers are forked, it is one and the same for all of them. It has room for so
    many callers; where it is full, whoever asked least is forgotten.
    """

    SLOTS, PROBED = 8192, 16
    SLOT = struct.Struct("<QIII")  # who; which minute; how often in it, and in the one before

    def __init__(self) -> None:
        self.held = mmap.mmap(-1, self.SLOTS * self.SLOT.size)
        self.among_threads = threading.Lock()
        self.file, name = tempfile.mkstemp()  # open as long as the process
        os.unlink(name)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Only this thread of only this process; a process that is killed lets go of it."""
        with self.among_threads:
            fcntl.lockf(self.file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self.file, fcntl.LOCK_UN)

    def add(self, who: str, most: int, *, at: float) -> float:
        """Count one more, if so many a minute are allowed: 0, or the seconds to wait."""
        minute, passed = int(at // MINUTE), at % MINUTE
        key = int.from_bytes(blake2b(who.encode(), digest_size=8).digest(), "little") or 1
        with self.alone():
            place, now, before = self._find(key, minute)
            if now + before * (1 - passed / MINUTE) < most:
                self.SLOT.pack_into(self.held, place, key, minute, now + 1, before)
                return 0.0
        if now >= most or not before:
            return MINUTE - passed + 1
        return max(1.0, MINUTE * (1 - (most - now) / before) - passed)

    def clear(self) -> None:
        with self.alone():
            self.held[:] = bytes(len(self.held))

    def _find(self, key: int, minute: int) -> tuple[int, int, int]:
        """The slot of a caller, and both counts: their own, a free one, or the quietest one's."""
        quietest = (-1, 2**32)
        for step in range(self.PROBED):
            place = (key + step) % self.SLOTS * self.SLOT.size
            who, then, now, before = self.SLOT.unpack_from(self.held, place)
            if who == key:
                if then == minute:
                    return place, now, before
                return place, 0, now if then == minute - 1 else 0
            said = now if then >= minute - 1 else -1
            if said < quietest[1]:
                quietest = (place, said)
        return quietest[0], 0, 0


counters = Counters()


class Rate(BaseThrottle):
    """So many requests a minute, apart for reading, for whole lists as files, and for writing."""

    def allow_request(self, request: Request, view: Any) -> bool:
        user = request.user
        if user.is_authenticated:
            who, place = f"user {user.pk}", 1
        else:
            who, place = f"address {self.get_ident(request)}", 0
        scope = scope_of(request)
        self.waits = counters.add(f"{scope} {who}", rate(scope)[place], at=time.time())
        return self.waits == 0

    def wait(self) -> float:
        return self.waits


def scope_of(request: Request) -> str:
    if request.method not in SAFE_METHODS:
        return "write"
    return "read" if request.accepted_renderer.format == "json" else "take"


def rate(scope: str) -> tuple[int, int]:
    known: dict[str, Any] = settings.REST_FRAMEWORK
    rates: dict[str, tuple[int, int]] = known["DEFAULT_THROTTLE_RATES"]
    return rates[scope]


def count_refused(request: Request) -> None:
    """Whoever comes with tokens that are none is soon not listened to any more."""
    who = BaseThrottle().get_ident(request)
    if waits := counters.add(f"refused {who}", rate("refused")[0], at=time.time()):
        raise exceptions.Throttled(waits)


# Exports at one time in one worker: the others of its threads answer everybody else.
EXPORTS = threading.BoundedSemaphore(2)


class Export:
    """The place of one whole list being written; given back once, whatever becomes of it."""

    def __init__(self) -> None:
        self.given_back = threading.Event()
        if not EXPORTS.acquire(blocking=False):
            self.given_back.set()
            raise exceptions.Throttled(
                10, "Others are being sent whole lists at this moment; ask again soon."
            )

    def __del__(self) -> None:
        self.close()  # of an answer that nobody closed

    def close(self) -> None:
        if not self.given_back.is_set():
            self.given_back.set()
            EXPORTS.release()
