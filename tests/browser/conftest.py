"""A tracker in a browser: the seeds and an article that has been read, on a live server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from tests.factories.seeds import plant, rows
from tests.web import factories as make


@pytest.fixture(scope="session")
def browser_rows(django_db_setup: None, django_db_blocker: Any) -> dict[str, bytes]:
    with django_db_blocker.unblock():
        return rows()


@pytest.fixture(scope="session")
def connections_closed(browser: Any) -> Iterator[None]:
    """While Playwright's event loop runs, Django's connection of this thread is another one.

    It is closed while it can still be reached; left open, it keeps the test database.
    """
    yield
    connections.close_all()


@pytest.fixture
def brief_connections(connections_closed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's threads let go of the database with each answer."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)


@pytest.fixture
def site(
    browser_rows: dict[str, bytes],
    brief_connections: None,
    transactional_db: None,
    live_server: Any,
) -> str:
    """The address of a tracker with the seeds and one article with overlapping statements."""
    plant(browser_rows)
    text = (
        "Russia sent 67,300 barrels, says the table.\n\n"
        "They moved 500,000 barrels of oil at sea, says Seoul. The limit is 500,000 barrels."
    )
    reading = make.reading(
        make.capture(text, of=make.article(pk=1)),
        cautions=[{"code": "date", "message": "the date is contradicted", "start": 0, "end": 4}],
    )
    verdicts = ("agrees", "unreported", "cap_agrees")
    starts = (text.index("67,300"), text.index("500,000"), text.rindex("500,000"))
    for verdict, start in zip(verdicts, starts, strict=True):
        quote = text[start : start + text[start:].index("barrels") + len("barrels")]
        claim = make.claim(reading, quote, at=start)
        make.finding(claim, verdict, "so it is", lines=[make.some_line()])
    make.finding(
        make.allegation(reading, "moved 500,000 barrels of oil at sea"), "prohibited_dealing"
    )
    return str(live_server.url)
