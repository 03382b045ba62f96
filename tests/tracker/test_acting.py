"""Every way in says who acts: a page, the API, a task, a command."""

from __future__ import annotations

import json
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from celery import shared_task
from django.conf import settings
from django.contrib.auth.models import Permission
from django.test import Client, RequestFactory
from django.urls import reverse

from compliance.core.acting import current
from compliance.models import AuditEntry, Committee, Commodity, Source
from tests.admin.typing_in import page_of
from tests.api.factories import secret
from tests.factories.people import UserFactory
from tests.factories.regime import CommodityFactory
from tracker.acting import address, command
from tracker.celery import app, task_begins, task_ends


def last(table: str) -> AuditEntry:
    return AuditEntry.objects.filter(table_name=f"compliance_{table}").latest("id")


@pytest.mark.django_db
def test_a_page_acts_for_whoever_is_signed_in() -> None:
    row = CommodityFactory(code="coal")
    client = Client(REMOTE_ADDR="192.0.2.7")
    user = UserFactory(username="ana", is_superuser=True)
    client.force_login(user)
    page = reverse("admin:compliance_commodity_change", args=[row.pk])
    client.post(page, page_of(client, page) | {"name": "Peat", "why": "the paper says so"})
    entry = last("commodity")
    assert (entry.actor, entry.user_id, entry.origin) == ("ana", user.pk, "web")
    assert (entry.address, entry.door) == ("192.0.2.7", f"POST {page}")
    assert entry.why == "the paper says so"


@pytest.mark.django_db
def test_the_api_acts_for_whose_token_it_is() -> None:
    user = UserFactory(username="ana")
    user.user_permissions.add(Permission.objects.get(codename="add_source"))
    answer = Client(REMOTE_ADDR="2001:db8::7").post(
        "/api/v1/sources/",
        json.dumps({"name": "The Paper", "url": "https://news.example/feed.xml"}),
        content_type="application/json",
        headers={"Authorization": f"Token {secret(user)}"},
    )
    assert answer.status_code == 201, answer.content
    entry = last("source")
    assert entry.row_id == str(Source.objects.get().pk)
    assert (entry.actor, entry.origin, entry.address) == ("ana", "api", "2001:db8::7")


@pytest.mark.django_db
def test_a_task_acts_for_the_worker() -> None:
    @shared_task(name="tests.plant")
    def plant() -> None:
        Committee.objects.create(slug="751", name="C", regime="Somalia")

    try:
        plant.apply()
    finally:
        app.tasks.pop("tests.plant", None)
    entry = last("committee")
    assert (entry.actor, entry.origin, entry.door) == ("the worker", "task", "tests.plant")
    assert current.get() is None


def test_a_task_that_ends_unbegun_is_no_error() -> None:
    task_ends(task_id="never begun")
    task_begins(task_id="1", task=SimpleNamespace(name="audit.seal"))
    act: Any = current.get()
    assert act.door == "audit.seal"
    task_ends(task_id="1")
    assert current.get() is None


def test_a_command_acts_for_whoever_is_signed_in_on_the_machine() -> None:
    act = command("seed")
    assert (act.origin, act.door) == ("command", "manage.py seed")
    assert act.name


@pytest.mark.django_db(transaction=True)
def test_a_command_of_its_own_process_is_written_down_as_one() -> None:
    """`manage.py shell`, which is a door too."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    url = settings.DATABASE_URL.rpartition("/")[0] + f"/{name}"
    _, _, rest = settings.DATABASE_URL.rpartition("/")
    if "?" in rest:
        url += "?" + rest.partition("?")[2]
    wrote = (
        "from compliance.models import Commodity as C; C(code='coal', name='C', unit='t').save()"
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", wrote],
        cwd=settings.BASE_DIR,
        env={"PATH": "/usr/bin:/bin", "DATABASE_URL": url, "SECRET_KEY": "x" * 50},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert Commodity.objects.get().code == "coal"
    entry = last("commodity")
    assert (entry.origin, entry.door) == ("command", "manage.py shell")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "", "192.0.2.1"),
        (0, "203.0.113.5", "192.0.2.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "10.0.0.1, 203.0.113.5", "203.0.113.5"),
        (2, "10.0.0.1, 203.0.113.5, 198.51.100.1", "203.0.113.5"),
        (1, "no address", ""),
    ],
)
def test_whose_machine_asks_is_said_by_our_own_proxies(
    proxies: int, forwarded: str, found: str, settings: Any
) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": proxies}
    named = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", **named)
    assert address(request) == found
