"""The database under the tests, and the guard that only conftest may lift."""

from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from compliance.models.evidence import Evidence


EVIDENCE = [m for m in apps.get_models() if issubclass(m, Evidence)]


def test_there_is_evidence_to_guard():
    assert EVIDENCE


@pytest.mark.django_db
@pytest.mark.parametrize("model", EVIDENCE, ids=lambda model: model.__name__)
def test_evidence_is_not_truncated_by_anybody(model):
    with pytest.raises(DatabaseError, match="rows are evidence"), connection.cursor() as cursor:
        cursor.execute(f"truncate {model._meta.db_table} cascade")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round", [1, 2])
def test_a_transactional_test_leaves_nothing_behind(round, django_user_model):
    assert not django_user_model.objects.exists()
    django_user_model.objects.create(username="left behind")
    with connection.cursor() as cursor:
        cursor.execute("show session_replication_role")
        assert cursor.fetchone() == ("origin",)


@pytest.fixture
def beside() -> Iterator[psycopg.Connection]:
    """Another connection to the same server."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(settings.DATABASE_URL, dbname=name, autocommit=True) as other:
        yield other


def one_request() -> int:
    """Something that is asked, and the number of the server's process that answered."""
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone()
    close_old_connections()
    return pid


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("seconds", "last"), [(0, "select pg_backend_pid()"), (9, "SELECT 1")])
def test_a_connection_that_has_just_answered_is_not_asked_whether_it_lives(beside, seconds, last):
    pid = one_request()
    connection.answered_at -= seconds
    close_old_connections()
    with connection.cursor():
        seen = beside.execute("select query from pg_stat_activity where pid = %s", [pid])
        assert seen.fetchone() == (last,)


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_has_closed_is_opened_anew(beside):
    pid = one_request()
    beside.execute("select pg_terminate_backend(%s, 5000)", [pid])
    assert one_request() not in (pid, None)
