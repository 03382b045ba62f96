"""No address, however it is written and wherever it leads, makes us dial what is inside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from compliance.sources.pages import Failed, Refused, Unchanged, fetch, retry_at
from tests.sources.addresses import ADDRESSES
from tests.sources.lab import lab
from tests.sources.misbehaving import http, server


@pytest.mark.parametrize(("must", "url"), ADDRESSES, ids=lambda each: ascii(each)[:60])
def test_every_address_ends_as_it_must(must: str, url: str) -> None:
    told = ""
    with lab() as dialled:
        try:
            fetch(url)
        except (Refused, Failed) as problem:
            told = str(problem)
    assert dialled.inside == []
    if must == "refuse":
        assert told.endswith(".")
    if must == "allow":
        assert dialled.outside


def test_a_server_is_asked_for_what_is_new_and_may_say_that_nothing_is() -> None:
    page = http(ETag='"a1"', Last_Modified="Tue, 28 May 2024 22:33:01 GMT")
    with server(page=page, same=http(b"", "304 Not Modified")) as host:
        first = fetch(f"http://{host}/page", allowed_hosts=[host])
        assert (first.etag, first.last_modified) == ('"a1"', "Tue, 28 May 2024 22:33:01 GMT")
        with pytest.raises(Unchanged):
            fetch(f"http://{host}/same", allowed_hosts=[host], etag=first.etag)


def test_a_server_that_was_told_of_no_earlier_page_cannot_say_unchanged() -> None:
    with server(same=http(b"", "304 Not Modified")) as host, pytest.raises(Failed) as told:
        fetch(f"http://{host}/same", allowed_hosts=[host])
    assert told.value.status == 304


NOW = datetime(2024, 5, 28, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta()),
        ("999999999", WEEK),
        ("9" * 400, WEEK),
        ("Tue, 28 May 2024 01:00:00 GMT", timedelta(hours=1)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", WEEK),
        ("Mon, 27 May 2024 01:00:00 GMT", timedelta()),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("\u0665", None),
        ("Tue, 28 May 2024 01:00:00 -0000", None),
    ],
)
def test_a_server_says_when_it_wants_to_be_asked_again(said: str, wait: timedelta | None) -> None:
    assert retry_at(said, at=NOW) == (None if wait is None else NOW + wait)


def test_what_it_said_comes_with_the_failure() -> None:
    busy = http(b"", "503 Service Unavailable", Retry_After="120")
    with server(busy=busy) as host, pytest.raises(Failed) as told:
        fetch(f"http://{host}/busy", allowed_hosts=[host])
    assert (told.value.status, told.value.retry_after) == (503, "120")
