"""The operators' page: what waits, what failed and why, and a replay with its reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.models import Article, Attempt, Replay
from tests.factories.press import hand_in


pytestmark = pytest.mark.django_db


@pytest.fixture
def given_up() -> Article:
    article = hand_in("Russia reported 3,000 barrels.")
    for _ in range(3):
        Attempt.objects.create(
            article=article, step="capture", subject=str(article.pk), begun_at=timezone.now()
        )
    return article


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("operator"))
    return client


def test_the_page_shows_what_was_given_up(chief: Client, given_up: Article) -> None:
    page = chief.get(reverse("admin:compliance_pipeline"))
    assert page.status_code == 200
    assert "Its worker never came back." in page.content.decode()


def test_a_replay_needs_a_reason_and_is_kept_with_who_and_why(
    chief: Client, given_up: Article
) -> None:
    address = reverse("admin:compliance_pipeline")
    chief.post(address, {"article": given_up.pk, "reason": " "})
    assert not Replay.objects.exists()
    chief.post(address, {"article": given_up.pk, "reason": "The worker has more memory."})
    replay = Replay.objects.get()
    assert replay.replayed_by is not None
    assert (replay.replayed_by.username, replay.step) == ("operator", "capture")
    assert "Its worker never came back." not in chief.get(address).content.decode()


def test_nobody_without_the_right_sees_it(client: Client) -> None:
    client.force_login(User.objects.create_user("other", is_staff=True))
    assert client.get(reverse("admin:compliance_pipeline")).status_code == 403


def test_the_page_asks_few_questions(
    chief: Client, given_up: Article, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        chief.get(reverse("admin:compliance_pipeline"))
