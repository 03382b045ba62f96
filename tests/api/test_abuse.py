"""Each abusive call is refused or capped, in the form of every refusal; a question has an end."""

from __future__ import annotations

import time
from threading import Thread
from typing import Any

import pytest
from django.conf import settings as given
from django.db import OperationalError, connection

from compliance.api import throttles
from compliance.models.patience import within
from tests.api.abuse import CALLS, Call


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_an_abusive_call_is_refused_or_capped(analyst: Any, call: Call) -> None:
    headers = {f"HTTP_{name.upper()}": value for name, value in call.headers.items()}
    kind = headers.pop("HTTP_CONTENT-TYPE", "application/json")
    path, _, query = call.path.partition("?")
    send = {"content_type": kind, "QUERY_STRING": query, **headers}
    begun = time.process_time()
    answer = analyst.generic(call.method, path, call.body, **send)
    assert time.process_time() - begun < 2.0
    assert answer.status_code in call.codes
    if answer.streaming:
        assert list(answer.streaming_content)
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json"


def test_a_question_ends_in_time_and_an_act_has_its_own(analyst: Any) -> None:
    def shown() -> str:
        with connection.cursor() as cursor:
            cursor.execute("show statement_timeout")
            return str(cursor.fetchone()[0])

    usual = shown()
    with within(given.API_ANSWERS_WITHIN_MS):
        assert shown() == "5s"
    assert shown() == usual
    with within(50), pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("select pg_sleep(2)")


def test_whole_lists_leave_room_for_everybody_else(api: Any) -> None:
    """Two at a time in a worker, however they end; then whoever asks is told to wait."""
    held = [throttles.Export(), throttles.Export()]
    busy = api.get("/api/v1/lines/?format=csv")
    assert (busy.status_code, busy["Retry-After"]) == (429, "10")
    assert api.get("/api/v1/lines/").status_code == 200
    for each in (*held, *held):
        each.close()
    for _ in range(5):
        answer = api.get("/api/v1/lines/?format=csv")
        assert answer.status_code == 200
        assert list(answer.streaming_content)
        assert api.get("/api/v1/lines/?format=csv&kind=x").status_code == 400


# How often


def test_so_many_a_minute_are_let_in_and_no_more() -> None:
    counters = throttles.Counters()
    begin = 1_000_000 * throttles.MINUTE
    let = [counters.add("a", 100, at=begin + n / 10) == 0 for n in range(300)]
    assert sum(let) == 100
    assert counters.add("b", 100, at=begin) == 0
    # What was asked in the minute before counts as far as it lies within sixty seconds.
    wait = counters.add("a", 100, at=begin + 60)
    assert 1 <= wait <= 2
    assert counters.add("a", 100, at=begin + 60 + wait) == 0
    late = sum(counters.add("a", 100, at=begin + 90) == 0 for _ in range(100))
    assert 45 <= late <= 50
    assert counters.add("a", 100, at=begin + 1000) == 0


def test_callers_at_the_same_moment_are_all_counted_and_there_is_room_for_many() -> None:
    counters = throttles.Counters()
    let: list[bool] = []

    def ask() -> None:
        let.extend(counters.add("a", 150, at=6_000.0) == 0 for _ in range(100))

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(let) == 150
    for n in range(20_000):
        counters.add(f"other {n}", 10, at=6_000.0)
    # Whoever asks much is not forgotten for those who ask once.
    assert counters.add("a", 150, at=6_001.0) > 0
