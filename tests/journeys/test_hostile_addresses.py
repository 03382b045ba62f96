"""By whatever door a hostile address comes in, nothing inside is dialled and the rest goes on."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from compliance import services, tasks
from compliance.models import Answer, Article, Capture, Source
from compliance.sources import pages
from tests.api.factories import secret
from tests.services.test_polling import watched
from tests.sources.addresses import ADDRESSES
from tests.sources.lab import lab
from tests.sources.misbehaving import ANSWERS, http, server
from tests.sources.test_feeds import item, rss


pytestmark = pytest.mark.django_db

REFUSED = [url for must, url in ADDRESSES if must == "refuse"]


def by_form(url: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    assert client.post("/admin/compliance/article/add/", {"url": url}).status_code in (200, 302)
    client.post("/admin/compliance/source/add/", {"name": "x", "url": url, "watched": "on"})


def by_api(url: str, user: User) -> None:
    answer = Client(headers={"Authorization": f"Token {secret(user)}"}).post(
        "/api/v1/articles/", {"url": url}, content_type="application/json"
    )
    assert answer.status_code in (200, 202, 400, 422), answer.content


def by_command(url: str, user: User) -> None:
    with suppress(CommandError):
        call_command("ingest", url, stdout=StringIO(), stderr=StringIO())


@pytest.mark.parametrize("door", [by_form, by_api, by_command])
def test_no_door_lets_an_address_lead_inside(door: Any, settings: Any) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}
    user = User.objects.create_superuser("chief", password="x")
    with lab() as dialled:
        for url in REFUSED:
            door(url, user)
        for article in Article.objects.filter(origin="url"):
            services.press.capture(article=article, at=timezone.now())
        for source in Source.objects.all():
            services.press.look(source=source, at=timezone.now())
    assert dialled.inside == []
    assert not Capture.objects.filter(error="").exists()
    assert not Answer.objects.exclude(outcome="failed").exists()


def test_bad_servers_cost_a_look_each_and_the_good_source_is_served(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "DEADLINE_S", 0.3)
    with server(good=http(rss(item()))) as host:
        settings.FETCH_ALLOWED_HOSTS = [host]
        for path in ANSWERS:
            watched(f"http://{host}{path}")
        good = watched(f"http://{host}/good")
        tasks.press.poll()
    assert Answer.objects.filter(look__source=good, outcome="new").count() == 1
    answers = Answer.objects.exclude(look__source=good)
    assert answers.count() == len(ANSWERS)
    assert all(answer.outcome == "failed" and answer.problem for answer in answers)
    assert all(answer.next_at > timezone.now() + timedelta(minutes=1) for answer in answers)
