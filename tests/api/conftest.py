"""What tests of the API stand on: the seeds, an article read, people, a client that checks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from compliance import services
from compliance.api import cited, throttles
from compliance.models import Claim, Source
from tests.api import factories
from tests.api.document import departures, operation
from tests.factories.seeds import held
from tests.factories.seeds import plant as replant


@pytest.fixture(scope="session")
def seeds(django_db_setup: None, django_db_blocker: Any) -> dict[str, bytes]:
    """The rows of every table after `manage.py seed` and one article: made once, rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        replant()
        now = timezone.now() - timedelta(hours=1)
        article, _ = services.press.hand_in(
            origin="text",
            at=now,
            by=None,
            content=factories.ARTICLE.encode(),
            content_type="text/plain; charset=utf-8",
            name="Oil figures for two winters",
        )
        capture = services.press.capture(article=article, at=now)
        assert capture is not None
        reading = services.press.read(capture=capture, at=now)
        assert reading is not None
        services.review.reconcile(reading=reading, at=now)
        assert Claim.objects.count() >= 3
        Source.objects.create(name="The Paper", url="https://news.example/feed.xml")
        rows = held()
        transaction.set_rollback(True)
    return rows


@pytest.fixture(scope="module")
def planted(seeds: dict[str, bytes], django_db_blocker: Any) -> Iterator[None]:
    """The seeds in the database, for a module; what its tests do on top of them is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        plant(seeds)
        yield
        transaction.set_rollback(True)


def plant(seeds: dict[str, bytes]) -> None:
    replant(seeds)


def guarded(method: str, path: str) -> str | None:
    """The address of what an act changes, where the act needs `If-Match`; else None."""
    said = operation(method, path)
    if said is None or "428" not in said["responses"]:
        return None
    return path if method == "PATCH" else path.rstrip("/").rpartition("/")[0] + "/"


class Client(APIClient):
    """A client that holds every answer against the OpenAPI document.

    It means what it changes as it is at that moment: unless it is told to say which state it has
    seen, it looks first, and sends the ETag.
    """

    looks_first = True

    def request(self, **kwargs: Any) -> Any:
        method, path = kwargs["REQUEST_METHOD"], kwargs["PATH_INFO"]
        if self.looks_first and "HTTP_IF_MATCH" not in kwargs and (of := guarded(method, path)):
            seen: Any = super().request(PATH_INFO=of, REQUEST_METHOD="GET")
            if seen.has_header("ETag"):
                kwargs["HTTP_IF_MATCH"] = seen["ETag"]
        response: Any = super().request(**kwargs)
        found = departures(kwargs["REQUEST_METHOD"], kwargs["PATH_INFO"], response)
        assert not found, "\n".join(found)
        return response


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests ask more often than people do; throttles have a test of their own."""
    monkeypatch.setattr(throttles, "rate", lambda scope: (10**9, 10**9))


@pytest.fixture(autouse=True)
def versioned(monkeypatch: pytest.MonkeyPatch) -> None:
    """The version is looked up once a second; here it is said, so that a budget is the list's own.
    What it is has a test of its own."""
    monkeypatch.setattr(cited, "_held", {"version": "0-0", "until": float("inf")})


@pytest.fixture
def api(planted: None, db: None) -> Client:
    """Nobody in particular."""
    return Client()


def signed_in(*rights: str, active: bool = True) -> Client:
    user = factories.someone(*rights, active=active)
    client = Client()
    client.credentials(HTTP_AUTHORIZATION=f"Token {factories.secret(user)}")
    client.user = user  # type: ignore[attr-defined]
    return client


@pytest.fixture
def analyst(planted: None, db: None) -> Client:
    """Who may write all that is written by this door."""
    return signed_in(*factories.WRITES, "view_capture", "view_importfile")


@pytest.fixture
def callers(planted: None, db: None, tmp_path: Path, settings: Any) -> dict[str, Client]:
    """Four roles, and a table that was handed in; dumps lie in a folder of the test."""
    from tests.api import held  # which stands on this

    settings.DUMPS = tmp_path / "dumps"
    held.a_table()
    return held.roles()
