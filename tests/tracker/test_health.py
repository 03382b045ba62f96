"""What those who watch the tracker are told, and what newer data are told apart by."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tracker import health


def test_the_process_is_up_whatever_the_host_name(client):
    answer = client.get("/healthz", headers={"host": "10.1.2.3"})
    assert (answer.status_code, answer.content) == (200, b"up\n")


@pytest.mark.django_db
def test_it_is_ready_with_every_migration(client):
    answer = client.get("/readyz", headers={"host": "10.1.2.3"})
    assert (answer.status_code, answer.content) == (200, b"ready\n")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_it_is_not_ready_while_a_migration_is_missing(client):
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'sessions'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content == b"not migrated: sessions.0001_initial is missing\n"


@pytest.mark.django_db
def test_it_is_not_ready_without_a_database(client, monkeypatch):
    from django.db import OperationalError

    def refuses() -> list[str]:
        raise OperationalError("no")

    monkeypatch.setattr(health, "missing_migrations", refuses)
    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_data_of_a_newer_tracker_are_not_migrated():
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into django_migrations (app, name, applied) "
            "values ('compliance', '9999_of_tomorrow', now())"
        )
    with pytest.raises(CommandError, match=r"compliance\.9999_of_tomorrow.* nothing was changed"):
        call_command("migrate", verbosity=0, stdout=io.StringIO())


@pytest.mark.django_db
def test_data_of_an_app_that_was_removed_are_no_newer_data():
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into django_migrations (app, name, applied) "
            "values ('gone', '0001_initial', now())"
        )
    assert health.newer_migrations() == []
