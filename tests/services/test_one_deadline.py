"""A page that comes slowly and is made to hurt costs one bounded job, not a fetch and a parse."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from compliance import services
from compliance.models import Capture
from compliance.sources import child, job, pages
from tests.factories.press import hand_in
from tests.sources.documents import page
from tests.sources.misbehaving import http, server


pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]

WHOLE = page().encode()
# One element with 300,000 attributes: it would hold a parser for minutes.
HURTS = (
    WHOLE.removesuffix(b"</article></body></html>")
    + b"<p "
    + b" ".join(b"a%d=1" % i for i in range(300_000))
    + b">x</p>"
)
LATE = 2.0


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> float:
    """A job of six seconds, three of them for the parser."""
    monkeypatch.setattr(job, "JOB_S", 6.0)
    monkeypatch.setattr(job, "FOR_PARSING_S", 3.0)
    monkeypatch.setattr(child, "LEAST_S", 1.0)
    services.press.capture(  # a child is there, as in a worker that has read before
        article=hand_in("A text."), at=timezone.now()
    )
    return 6.0


def late(body: bytes) -> list[bytes | float]:
    """An answer whose body begins after a pause."""
    answer = http(body)
    head = len(answer) - len(body)
    return [answer[:head], LATE, answer[head:]]


def captured(url: str) -> tuple[Capture, float]:
    article, _ = services.press.hand_in(
        origin="url", url=url, at=timezone.now() - timedelta(minutes=1), by=None
    )
    began = time.monotonic()
    found = services.press.capture(article=article, at=timezone.now())
    assert found is not None
    return found, time.monotonic() - began


def test_a_slow_page_that_hurts_ends_by_the_deadline_of_one_job(
    short: float, settings: Any
) -> None:
    with server(**{"hurts": late(HURTS), "good": late(WHOLE)}) as host:
        settings.FETCH_ALLOWED_HOSTS = [host]
        found, took = captured(f"http://{host}/hurts")
        assert found.error.startswith("It came so late that ")
        assert LATE < took < short + 1
        good, _ = captured(f"http://{host}/good")
        assert good.text


def test_a_fetch_leaves_its_page_the_time_to_be_parsed(short: float, settings: Any) -> None:
    with server(silent=[LATE * 5]) as host:
        settings.FETCH_ALLOWED_HOSTS = [host]
        found, took = captured(f"http://{host}/silent")
    assert found.error == "The server took longer than 3 seconds."
    assert took < short - job.FOR_PARSING_S + 1


def test_a_job_that_is_drawn_out_in_every_part_ends_in_twenty_seconds() -> None:
    assert job.JOB_S == 20
    assert job.JOB_S - job.FOR_PARSING_S < pages.DEADLINE_S
    assert child.LEAST_S < job.FOR_PARSING_S
    assert child.WALL_S < job.JOB_S
    assert job.Job().left <= 20
