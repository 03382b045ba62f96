"""The worker's loop, where something was closed that another process still holds."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest
from kombu.asynchronous import hub
from kombu.utils.eventio import READ

from tracker import celery, polling
from tracker.polling import Poller


@pytest.fixture
def held() -> Iterator[tuple[int, int]]:
    """A pipe whose reading end another one holds too, as a child does that was born later: the
    number of that end, and something to read in it."""
    reads, writes = os.pipe()
    other = os.dup(reads)
    os.write(writes, b"x")
    yield reads, other
    os.close(writes)
    os.close(other)


def test_what_was_closed_before_it_was_taken_out_is_told_for_ever_by_an_epoll(
    held: tuple[int, int],
) -> None:
    """The fault that is mended here: when this fails, kombu and Linux need no mending any more."""
    poller = polling.eventio._epoll()
    reads, _ = held
    poller.register(reads, READ)
    os.close(reads)
    with pytest.raises(OSError, match="Bad file descriptor"):
        poller.unregister(reads)
    assert [fd for fd, _ in poller.poll(0)] == [reads]
    poller.close()


def test_it_is_told_no_more(held: tuple[int, int]) -> None:
    poller = Poller()
    reads, _ = held
    poller.register(reads, READ)
    os.close(reads)
    poller.unregister(reads)
    assert poller.poll(0) == []
    poller.close()


def test_whoever_has_its_number_now_is_not_taken_for_it(held: tuple[int, int]) -> None:
    poller = Poller()
    reads, _ = held
    poller.register(reads, READ)
    os.close(reads)
    quiet, writes = os.pipe()  # the lowest free number is the one just closed
    assert quiet == reads
    poller.register(quiet, READ)
    assert poller.poll(0) == []
    os.write(writes, b"y")
    assert [fd for fd, _ in poller.poll(0)] == [quiet]
    poller.close()
    os.close(quiet)
    os.close(writes)


def test_what_nobody_asked_for_is_not_told(held: tuple[int, int]) -> None:
    poller = Poller()
    reads, other = held
    poller._epoll.register(other, READ)
    poller.register(reads, READ)
    assert [fd for fd, _ in poller.poll(0)] == [reads]
    assert [fd for fd, _ in poller._epoll.poll(0)] == [reads]
    poller.close()
    os.close(reads)


def test_a_socket_is_known_by_its_number_while_it_has_one() -> None:
    poller = Poller()
    mine, theirs = socket.socketpair()
    other = os.dup(mine.fileno())  # of a child
    poller.register(mine, READ)
    poller.register(mine.fileno(), READ)
    theirs.send(b"x")
    assert [fd for fd, _ in poller.poll(0)] == [mine.fileno()]
    mine.close()
    poller.unregister(mine)
    assert poller.poll(0) == []
    assert poller.wanted == {}
    poller.close()
    theirs.close()
    os.close(other)


def test_taking_out_what_was_never_in_is_no_doubt(held: tuple[int, int]) -> None:
    poller = Poller()
    reads, other = held
    poller.register(reads, READ)
    poller.unregister(other)
    assert not poller.doubtful
    poller.close()
    os.close(reads)


def test_the_workers_loop_waits_so() -> None:
    assert celery.app is not None
    assert hub.poll is Poller
