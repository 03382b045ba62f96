"""What waits for a step is asked for many times a minute, and the question is written once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from compliance import queries, tasks
from compliance.models.copies import due_for_a_look
from compliance.queries.press import Waiting
from tests.factories.reports import NOW


def looks(at):
    return due_for_a_look(at=at)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "waiting", [tasks.press.to_capture, tasks.press.to_read, tasks.press.to_reconcile, looks]
)
def test_a_question_written_once_is_the_one_that_django_would_write_now(waiting: Waiting) -> None:
    for at in (NOW, NOW + timedelta(days=400, seconds=0.25)):
        sql, values = waiting(at).order_by("pk").values_list("pk").query.sql_with_params()
        assert queries.press.asked(waiting, at) == (sql, list(values))
