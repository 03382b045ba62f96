"""The database goes away in the middle of a step: the try counts for nothing and says so."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from compliance import queries, services, tasks
from compliance.models import Article, Attempt, Capture, Outcome
from compliance.services.press.alone import attempt
from compliance.sources import documents
from tests.factories.press import hand_in


pytestmark = pytest.mark.django_db(transaction=True)


def cut() -> None:
    """PostgreSQL ends our session, as it does when it is stopped."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid(), current_database()")
        pid, name = cursor.fetchone()
    with psycopg.connect(settings.DATABASE_URL, dbname=name, autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s)", [pid])


@pytest.fixture
def cut_once(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The next document that is read loses its worker the database."""
    real = documents.extract

    def armed() -> None:
        def extract(content: bytes, **said: object) -> object:
            monkeypatch.setattr(documents, "extract", real)
            found = real(content, **said)  # type: ignore[arg-type]
            cut()
            return found

        monkeypatch.setattr(documents, "extract", extract)

    return armed


def test_a_try_that_the_database_cut_off_counts_for_nothing(cut_once: Callable) -> None:
    article = hand_in("Russia reported 3,000 barrels of refined petroleum.")
    for n in range(1, 5):
        cut_once()
        with pytest.raises(OperationalError):
            services.press.capture(article=article, at=timezone.now())
        assert Outcome.objects.filter(cause="interrupted").count() == n
        assert Attempt.objects.counted().count() == 0
    assert not Capture.objects.exists()
    (work,) = queries.press.steps_of(article)
    assert (work.state, work.tries) == ("pending", 0)
    assert queries.press.pipeline(at=timezone.now()).causes == []
    assert services.press.capture(article=article, at=timezone.now()) is not None


def test_a_sweep_that_was_cut_off_lets_go_and_the_next_one_goes_on(
    cut_once: Callable, caplog: pytest.LogCaptureFixture
) -> None:
    for n in range(3):
        hand_in(f"Russia reported {n + 1},000 barrels of refined petroleum.")
    cut_once()
    tasks.press.sweep()
    tasks.press.sweep()
    assert Capture.objects.count() == Article.objects.count() == 3
    assert not Capture.objects.exclude(error="").exists()
    assert Outcome.objects.filter(cause="interrupted").count() == 1
    assert "a step failed and will be tried again" in caplog.text


def test_what_breaks_for_a_reason_of_its_own_is_no_interruption() -> None:
    article = hand_in("Russia reported 3,000 barrels of refined petroleum.")
    with (
        pytest.raises(OperationalError),
        attempt(article=article, step="capture", subject=str(article.pk), at=timezone.now()),
    ):
        raise OperationalError("deadlock detected")
    assert Outcome.objects.get().cause == "OperationalError"
    assert Attempt.objects.counted().count() == 1
