"""The pages are tested on what ships: the law and the account as planted from seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation

from tests.factories.seeds import plant, rows


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A page asked for in another language leaves none behind for the test that comes after."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def seed_rows(django_db_setup: None, django_db_blocker: Any) -> dict[str, bytes]:
    with django_db_blocker.unblock():
        return rows()


@pytest.fixture(scope="module")
def planted(seed_rows: dict[str, bytes], django_db_blocker: Any) -> Iterator[None]:
    """The seeds in the database, for a module; what its tests do on top of them is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        plant(seed_rows)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def get(client: Client, db: None) -> Callable[..., Any]:
    """A page's answer, its no-break spaces made plain so that claims read as people write."""

    def got(address: str, status: int = 200) -> Any:
        answer = client.get(address)
        assert answer.status_code == status, answer.content[:600]
        answer.words = plain(answer.content.decode())
        return answer

    return got


def plain(words: str) -> str:
    for space in ("\u00a0", "\u202f", "&nbsp;", "&#8239;"):
        words = words.replace(space, " ")
    return words
