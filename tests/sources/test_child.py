"""What parses may hang, grow, die or be taken over: it costs one job and one sentence."""

from __future__ import annotations

import os
import signal
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from compliance.sources import child, documents
from compliance.sources.child import Unreadable
from tests.sources.documents import TOLD, page


FETCHED = datetime(2024, 6, 1, 12, tzinfo=UTC)
HEAD = page().removesuffix("</article></body></html>").encode()


def extract(content: bytes) -> str:
    return documents.extract(content, content_type="text/html", at=FETCHED).text


def children() -> list[int]:
    """The processes that we have started and that live."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found


@pytest.fixture(autouse=True)
def _none_left_over() -> object:
    child._POOL.close()
    yield
    child._POOL.close()


def idle() -> int:
    """The process id of the one child that waits for work."""
    (waiting,) = child._POOL.idle
    return waiting._process.pid


def test_one_child_serves_many_articles() -> None:
    extract(page().encode())
    first = idle()
    began = time.monotonic()
    for _ in range(20):
        assert TOLD in extract(page().encode())
    assert idle() == first
    assert time.monotonic() - began < 10


def test_a_large_worker_has_a_small_child() -> None:
    """Linux counts as a process's greatest size what its parent held when it began it."""
    ours = bytearray(b"x" * 400 * 2**20)
    extract(page().encode())
    first = idle()
    extract(page().encode())
    assert idle() == first
    assert len(ours) == 400 * 2**20


def test_what_has_no_text_costs_no_child() -> None:
    extract(page().encode())
    first = idle()
    with pytest.raises(Unreadable, match=r"There is nothing in it\."):
        extract(b" ")
    assert idle() == first


def test_a_child_is_replaced_after_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "MOST_JOBS", 2)
    extract(page().encode())
    first = idle()
    extract(page().encode())
    assert child._POOL.idle == []
    assert first not in children()


def test_a_page_that_takes_for_ever_is_given_up_and_the_next_is_read() -> None:
    """One element with 300,000 attributes: quadratic in libxml2."""
    slow = HEAD + b"<p " + b" ".join(b"a%d=1" % i for i in range(300_000)) + b">x</p>"
    began = time.monotonic()
    with pytest.raises(Unreadable, match=r"It takes longer than 15 seconds to read\."):
        extract(slow)
    assert time.monotonic() - began < 20
    began = time.monotonic()
    assert TOLD in extract(page().encode())
    assert time.monotonic() - began < 5


def test_a_page_that_grows_too_large_is_given_up_and_the_next_is_read() -> None:
    many = b"<br>" * 4_000_000
    with pytest.raises(Unreadable, match=r"It takes more than 512 MB of memory to read\."):
        extract(HEAD + many)
    assert TOLD in extract(page().encode())


@pytest.mark.parametrize(
    "rest",
    [
        b"<div><b>" * 100_000,
        b"<div>" * 200_000,
        b"<!--" * 250_000,
        b"<" * 2**20,
        b"<a" * 2**19,
        b"&amp" * 2**18,
        b"<table><tr><td>" * 20_000,
        b"a" * (10 * 2**20),
        b'<td colspan="9007199254740991">1</td>',
        b'<p style="' + b"display:" * 200_000 + b'">x</p>',
        b"<style>" + b".a,{" * 200_000 + b"</style>",
    ],
    ids=lambda rest: rest[:16].decode(),
)
def test_a_page_made_to_hurt_ends_soon_and_the_next_is_read(rest: bytes) -> None:
    began = time.monotonic()
    try:
        extract(HEAD + rest)
    except Unreadable as told:
        assert str(told).endswith(".")  # noqa: PT017
    assert time.monotonic() - began < 20
    assert TOLD in extract(page().encode())


def test_a_child_that_dies_says_of_what_and_leaves_no_zombie() -> None:
    extract(page().encode())
    pid = idle()
    os.kill(pid, signal.SIGSEGV)
    with pytest.raises(Unreadable, match=r"died of it \(SIGSEGV\)"):
        extract(page().encode())
    assert not Path(f"/proc/{pid}").exists()
    assert TOLD in extract(page().encode())


def test_a_child_that_hangs_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    extract(page().encode())
    pid = idle()
    monkeypatch.setattr(child, "WALL_S", 0.5)
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(Unreadable, match="It takes longer than"):
        extract(b"x" * 5_000_000)  # more than a pipe holds: it does not even take it
    assert pid not in children()


def test_a_child_ends_when_nobody_asks_any_more() -> None:
    extract(page().encode())
    (waiting,) = child._POOL.idle
    assert waiting._process.stdin is not None
    waiting._process.stdin.close()
    assert waiting._process.wait(timeout=5) == 0


def test_threads_have_a_child_each() -> None:
    wrong: list[str] = []

    def work(said: str) -> None:
        for _ in range(5):
            if said not in extract(page(said=said).encode()):
                wrong.append(said)

    threads = [
        threading.Thread(target=work, args=(f"Russia reported {n},300 barrels of oil in April.",))
        for n in range(11, 14)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(child._POOL.idle) <= 3


def test_a_forked_worker_has_its_own_child() -> None:
    """As Celery's prefork does: the parent's child answers the parent alone."""
    extract(page().encode())
    ours = idle()
    into, out = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            said = TOLD in extract(page().encode()) and idle() != ours
            os.write(out, b"y" if said else b"n")
        finally:
            child._POOL.close()
            os._exit(0)
    os.close(out)
    assert os.read(into, 1) == b"y"
    os.close(into)
    os.waitpid(pid, 0)
    assert TOLD in extract(page().encode())
    assert idle() == ours


@pytest.mark.parametrize("job", ["documents.nothing", "nowhere.work", "child._done"])
def test_a_job_that_is_none_is_refused_in_a_sentence(job: str) -> None:
    with pytest.raises(Unreadable, match="the parser stopped with"):
        child.run(job, b"")


def test_a_child_holds_no_secret_and_opens_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "s" * 50)
    extract(page().encode())
    assert b"SECRET" not in Path(f"/proc/{idle()}/environ").read_bytes()
    for event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"):
        with pytest.raises(PermissionError):
            child._watch(event, ())
