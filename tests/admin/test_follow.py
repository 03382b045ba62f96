"""Subscriptions at the desk: one's own, the secret shown once, stopped and started."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance import services
from compliance.models import Sending, Subscription
from tests.factories.people import someone


pytestmark = pytest.mark.django_db
LIST = "admin:compliance_subscription_changelist"


def desk(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_subscription_is_made_seen_stopped_and_started_by_its_owner_alone() -> None:
    owner = someone("view_subscription", "add_subscription")
    client = desk(owner)
    add = reverse("admin:compliance_subscription_add")
    refused = client.post(add, {"url": "https://127.0.0.1/", "events": ["lines"]})
    assert b"public web" in refused.content
    made = client.post(add, {"url": "https://follower.example/", "events": ["lines"]}, follow=True)
    row = Subscription.objects.get()
    assert row.owner == owner
    assert row.secret in made.content.decode()
    Sending.objects.create(
        subscription=row, message="msg_1_1", what="lines", rows=1, at=timezone.now(), status=500,
        problem="The server answered 500.",
    )  # fmt: skip
    page = reverse("admin:compliance_subscription_change", args=[row.pk])
    shown = client.get(page).content.decode()
    assert "The server answered 500." in shown
    assert row.secret not in shown
    for act, active in (("stop", False), ("start", True)):
        client.post(reverse(LIST), {"action": act, "_selected_action": [row.pk]})
        row.refresh_from_db()
        assert row.active is active
    other = desk(someone("view_subscription", "add_subscription"))
    assert other.get(reverse(LIST)).context["cl"].result_count == 0
    assert other.get(page).status_code == 302  # as of one that is not there


def test_a_person_has_so_many_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services.follow, "MOST", 1)
    client = desk(someone("view_subscription", "add_subscription"))
    add = reverse("admin:compliance_subscription_add")
    for _ in range(2):
        answer = client.post(
            add, {"url": "https://follower.example/", "events": ["lines"]}, follow=True
        )
    assert Subscription.objects.count() == 1
    assert b"the most that one person may have" in answer.content
