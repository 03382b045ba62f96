"""Two callers at the same moment: real threads, real connections, one of them first."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from compliance import services
from compliance.models import Article, KeptAnswer, Transfer
from compliance.services import access
from tests.api import factories
from tests.factories.ledger import draft
from tests.factories.people import chief
from tests.factories.regime import petroleum_cap
from tests.factories.reports import record
from tests.services.test_together import together


pytestmark = pytest.mark.django_db(transaction=True)


def client(user: User) -> APIClient:
    return APIClient(headers={"Authorization": f"Token {factories.secret(user)}"})


def test_of_two_requests_with_one_key_one_is_carried_out_and_both_are_answered_the_same() -> None:
    user = chief()
    clients = [client(user), client(user), client(user)]

    def send(one: APIClient) -> Any:
        key = {"HTTP_IDEMPOTENCY_KEY": "twice"}
        return one.post("/api/v1/articles/", {"text": "10 barrels"}, format="json", **key)

    answers = together(*(lambda one=one: send(one) for one in clients))
    assert [answer.status_code for answer in answers] == [202, 202, 202], answers
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotency-Replayed" in answer.headers for answer in answers) == 2
    assert (Article.objects.count(), KeptAnswer.objects.count()) == (1, 1)


def test_whoever_waits_too_long_for_the_same_key_is_told_to_ask_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(access, "WAIT_MS", 100)
    user = chief()

    def claim(holds: float) -> bool:
        time.sleep(0.2 if not holds else 0)
        with transaction.atomic():
            _, new = services.access.claim(
                caller=user, act="a", key="k", asked="", at=timezone.now()
            )
            time.sleep(holds)
            return new

    first, second = together(lambda: claim(0.8), lambda: claim(0))
    assert first is True
    assert isinstance(second, services.access.InProgress)


def test_of_two_who_change_what_they_have_seen_the_second_is_told_that_it_changed() -> None:
    petroleum_cap()
    user = chief()
    line = Transfer.objects.get(report=record(draft()))
    clients = [client(user), client(user)]
    at = f"/api/v1/lines/{line.pk}/"
    seen = clients[0].get(at)["ETag"]

    def withdraw(one: APIClient) -> int:
        said = one.post(f"{at}withdrawal/", {"reason": "x"}, format="json", HTTP_IF_MATCH=seen)
        return int(said.status_code)

    codes = together(*(lambda one=one: withdraw(one) for one in clients))
    assert sorted(codes) == [201, 412]
    assert Transfer.objects.filter(series=line.series).count() == 2
