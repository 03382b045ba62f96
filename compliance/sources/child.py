"""Bytes from outside are parsed in another process, which may die of them.

A limit on bytes is no limit on time: 100 KB are enough to hold a parser for minutes. So whatever
parses works in a child with limits on CPU, memory, wall time and output; it holds no secret of
ours (an empty environment), opens no connection, starts no program and writes no file. It is kept
warm and serves many articles; after so many, or after any failure, another takes its place.

What the two say to each other is JSON and bytes, never pickles: a child that was taken over has
no words that run here.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import re
import resource
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NoReturn


CPU_S = 15
WALL_S = (
    18.0  # of what was handed in; with the start of the next child a job stays within 20 seconds
)
START_S = 60.0
LEAST_S = 3.0  # a job has as much at least, however little of its deadline was left
MEMORY = 512 * 2**20
MOST_OUT = 64 * 2**20
# A child serves so many, or until it has grown so large.
MOST_JOBS = 500
LARGE = 256 * 2**20
# What failed after it took so much failed for want of memory, whatever the library says.
NEAR = 320 * 2**20

_ROOT = Path(__file__).resolve().parents[2]
_FRAME = struct.Struct(">II")
_READY = "ready"


class Unreadable(Exception):
    """Bytes that no use could be made of; the message says why in one sentence."""


class _Gone(Exception):
    """The child fell silent, or said what no child says."""


@dataclass(frozen=True)
class Answer:
    """What a job gave: values, and bytes beside them."""

    said: dict[str, Any]
    parts: tuple[bytes, ...] = ()


def run(job: str, content: bytes, *, within: float | None = None, **said: Any) -> Answer:
    """Do a job ("documents.read": a function of this room) on bytes. Raises `Unreadable`.

    The function takes the bytes and JSON values by name, and returns an `Answer`. All of it ends
    `within` so many seconds, the start of a child counted, where as much as a job needs is left.
    """
    until = time.monotonic() + (WALL_S if within is None else within)
    with _POOL.child() as child:
        left = WALL_S if within is None else min(WALL_S, until - time.monotonic())
        return child.ask(job, content, said, max(left, min(LEAST_S, WALL_S)))


# The side of those who ask


class _Child:
    """One process that parses."""

    def __init__(self) -> None:
        self.jobs = 0
        self.fit = False
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from compliance.sources.child import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={
                "PYTHONPATH": str(_ROOT),
                "LANG": "C.UTF-8",
                # One thread each: every thread of a numeric library takes a share of the memory.
                "OPENBLAS_NUM_THREADS": "1",
                "OMP_NUM_THREADS": "1",
            },
            start_new_session=True,
            bufsize=0,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)
        try:
            said, _ = self._exchange(b"", START_S)
        except (_Gone, TimeoutError) as wrong:
            self.end()
            raise Unreadable("The process that reads documents could not be started.") from wrong
        self.fit = said == {"said": _READY}

    def ask(self, job: str, content: bytes, said: dict[str, Any], seconds: float) -> Answer:
        """Raises `Unreadable`; after anything but an answer this child is not asked again."""
        self.fit = False
        self.jobs += 1
        words = json.dumps({"job": job, "said": said}).encode()
        try:
            header, parts = self._exchange(
                _FRAME.pack(len(words), len(content)) + words + content, seconds
            )
        except TimeoutError as late:
            if seconds < WALL_S:
                raise Unreadable(
                    f"It came so late that {seconds:.0f} seconds were left to read it in, and it "
                    "takes longer."
                ) from late
            raise Unreadable(_too_long()) from late
        except _Gone as gone:
            raise Unreadable(self._why()) from gone
        if "unreadable" in header:
            self.fit = not header["leaves"]
            raise Unreadable(str(header["unreadable"])[:1000])
        self.fit = not header["leaves"] and self.jobs < MOST_JOBS
        return Answer(header["said"], parts)

    def end(self) -> None:
        """Kill it, and leave no zombie."""
        self.fit = False
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with contextlib.suppress(OSError):
                pipe.close()

    def forget(self) -> None:
        """After a fork the pipes are another process's: close our copies, touch nothing else."""
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with contextlib.suppress(OSError):
                pipe.close()
        self._process.returncode = 0  # not ours to wait for

    def _exchange(self, request: bytes, seconds: float) -> tuple[dict[str, Any], tuple[bytes, ...]]:
        """Send and receive, both before the deadline, whatever the other side does."""
        until = time.monotonic() + seconds
        rest, got, need = memoryview(request), bytearray(), _FRAME.size
        poll = select.poll()
        poll.register(self._from, select.POLLIN)
        if rest:
            poll.register(self._to, select.POLLOUT)
        while len(got) < need:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            for fd, _ in poll.poll(left * 1000):
                if fd == self._to:
                    try:
                        rest = rest[os.write(self._to, rest[: 2**16]) :]
                    except BlockingIOError:
                        continue
                    except OSError:
                        rest = rest[len(rest) :]  # it is gone; its pipe will say so
                    if not rest:
                        poll.unregister(self._to)
                    continue
                try:
                    piece = os.read(self._from, 2**20)
                except BlockingIOError:
                    continue
                if not piece:
                    raise _Gone
                got += piece
                if need == _FRAME.size and len(got) >= need:
                    need += sum(_FRAME.unpack_from(got))
                    if need > MOST_OUT + _FRAME.size:
                        raise Unreadable(f"More than {MOST_OUT // 2**20} MB came out of it.")
        return _unpacked(bytes(got))

    def _why(self) -> str:
        """What a child that is gone died of."""
        try:
            code = self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            code = 0
        if code in (-signal.SIGXCPU, -signal.SIGALRM):
            return _too_long()
        if code == _NO_MEMORY:
            return _too_large()
        named = f" ({signal.Signals(-code).name})" if code < 0 else ""
        return f"The process that read it died of it{named}."


def _unpacked(frame: bytes) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    words, _ = _FRAME.unpack_from(frame)
    begin = _FRAME.size + words
    try:
        header = json.loads(frame[_FRAME.size : begin])
        parts = []
        for size in header.pop("parts", ()):
            parts.append(frame[begin : begin + size])
            begin += size
    except (ValueError, TypeError, AttributeError) as wrong:
        raise _Gone from wrong
    return header, tuple(parts)


def _too_long() -> str:
    return f"It takes longer than {CPU_S} seconds to read."


def _too_large() -> str:
    return f"It takes more than {MEMORY // 2**20} MB of memory to read."


@dataclass
class _Pool:
    """The children of this process that have nothing to do; as many as ever asked at once."""

    idle: list[_Child] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextlib.contextmanager
    def child(self) -> Iterator[_Child]:
        with self.lock:
            child = self.idle.pop() if self.idle else None
        if child is None:
            child = _Child()
        try:
            yield child
        finally:
            if child.fit:
                with self.lock:
                    self.idle.append(child)
            else:
                child.end()

    def close(self) -> None:
        with self.lock:
            while self.idle:
                self.idle.pop().end()

    def after_fork(self) -> None:
        """A forked worker has its own children, not its parent's."""
        self.lock = threading.Lock()
        while self.idle:
            self.idle.pop().forget()


_POOL = _Pool()
atexit.register(_POOL.close)
os.register_at_fork(after_in_child=_POOL.after_fork)


# The side of the child

_NO_MEMORY = 70
# What a parser has no business with; each is an event of `sys.addaudithook`.
_REFUSED = frozenset(
    (
        "socket.connect",
        "socket.bind",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.sendto",
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.fork",
        "os.forkpty",
        "os.remove",
        "os.rename",
        "os.mkdir",
        "os.rmdir",
        "shutil.rmtree",
    )
)


def serve() -> NoReturn:
    """Do jobs until nobody asks any more: the whole life of a child."""
    talk_in, talk_out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer of ours
    importlib.import_module("compliance.sources.documents").warm()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    sys.addaudithook(_watch)
    _send(talk_out, {"said": _READY})
    while True:
        frame = talk_in.read(_FRAME.size)
        if len(frame) < _FRAME.size:
            os._exit(0)
        words, size = _FRAME.unpack(frame)
        asked = json.loads(talk_in.read(words))
        _limit()
        try:
            _send(talk_out, *_done(asked, talk_in.read(size)))
        except MemoryError:
            os._exit(_NO_MEMORY)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit() -> None:
    """The time of one job, also where nobody is left to kill us."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + CPU_S + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_REAL, WALL_S + 1)


def _done(asked: dict[str, Any], content: bytes) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    module, _, name = asked["job"].rpartition(".")
    try:
        job = getattr(importlib.import_module(f"compliance.sources.{module}"), name)
        answer = job(content, **asked["said"])
    except Unreadable as problem:
        if _peak() > NEAR:  # a library took the want of memory for a fault of the document
            raise MemoryError from problem
        return {"unreadable": str(problem), "leaves": _is_large()}, ()
    except MemoryError:
        raise
    except Exception as problem:
        if _peak() > NEAR:
            raise MemoryError from problem
        sentence = f"It could not be read: the parser stopped with {type(problem).__name__}."
        return {"unreadable": sentence, "leaves": True}, ()
    return {"said": answer.said, "leaves": _is_large()}, answer.parts


def _is_large() -> bool:
    """Whether a job once took so much that the memory is better given back."""
    return _peak() > LARGE


def _peak() -> int:
    """The most memory that this child ever held, in bytes.

    Not `ru_maxrss`: on Linux that begins with what the process held that started this one.
    """
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            held = re.search(r"VmHWM:\s+(\d+) kB", status.read())
    except OSError:
        held = None  # no Linux
    if held:
        return int(held.group(1)) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _send(to: BinaryIO, header: dict[str, Any], parts: tuple[bytes, ...] = ()) -> None:
    words = json.dumps({**header, "parts": [len(part) for part in parts]}).encode()
    to.write(_FRAME.pack(len(words), sum(map(len, parts))) + words)
    for part in parts:
        to.write(part)
    to.flush()


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event in _REFUSED:
        raise PermissionError(event)
