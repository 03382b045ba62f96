"""The database under the tests, and the guard that only conftest may lift."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection

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
