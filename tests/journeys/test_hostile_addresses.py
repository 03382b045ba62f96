"""By whatever door a hostile address comes in, nothing inside is dialled and the rest goes on."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from compliance import services, tasks
from compliance.models import Answer, Article, Source
from compliance.sources import addresses, pages
from tests.api.factories import secret
from tests.services.test_polling import watched
from tests.sources.addresses import ADDRESSES
from tests.sources.lab import lab
from tests.sources.misbehaving import ANSWERS, http, server
from tests.sources.test_feeds import item, rss


pytestmark = pytest.mark.django_db

# Both take an address as a person types it; a list has one a line, so none with a line break.
TYPED = [(must, url) for must, url in ADDRESSES if url]
LISTED = [(must, url) for must, url in TYPED if url.strip() == url and len(url.splitlines()) == 1]
Cases = list[tuple[str, str]]


def by_form(cases: Cases, user: User, folder: Path) -> None:
    client = Client()
    client.force_login(user)
    for _, url in cases:
        for kind, said in (("article", {}), ("source", {"name": "x", "watched": "on"})):
            answer = client.post(f"/admin/compliance/{kind}/add/", {"url": url, **said})
            assert answer.status_code in (200, 302)


def by_api(cases: Cases, user: User, folder: Path) -> None:
    client = Client(headers={"Authorization": f"Token {secret(user)}"})
    for _, url in cases:
        for kind, said in (("articles", {}), ("sources", {"name": "x", "publisher": "x"})):
            answer = client.post(
                f"/api/v1/{kind}/", {"url": url, **said}, content_type="application/json"
            )
            assert answer.status_code in (200, 201, 202, 400, 422), answer.content


def by_command(cases: Cases, user: User, folder: Path) -> None:
    for _, url in cases:
        with suppress(CommandError):
            call_command("ingest", url, stdout=StringIO(), stderr=StringIO())


def by_list(cases: Cases, user: User, folder: Path) -> None:
    listed = folder / "all.urls"
    listed.write_text("\n".join(url for _, url in cases), encoding="utf-8")
    with suppress(CommandError):
        call_command("ingest", str(listed), stdout=StringIO(), stderr=StringIO())


@pytest.mark.parametrize(
    ("door", "cases"),
    [(by_form, TYPED), (by_api, TYPED), (by_command, TYPED), (by_list, LISTED)],
    ids=["form", "API", "command", "list"],
)
def test_by_whatever_door_an_address_ends_as_it_must(
    door: Any, cases: Cases, settings: Any, tmp_path: Path
) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}
    settings.FETCH_PAUSE_S = 0
    user = User.objects.create_superuser("chief", password="x")
    ended: dict[str, set[str]] = {must: set() for must in ("refuse", "safe", "allow")}
    with lab() as dialled:
        door(cases, user, tmp_path)
        musts: dict[str, str] = {}
        for wanted in ("refuse", "safe", "allow"):  # some are one address, written in two ways
            musts |= {kept(url): must for must, url in cases if must == wanted}
        for article in Article.objects.filter(origin="url"):
            outside = len(dialled.outside)
            capture = services.press.capture(article=article, at=timezone.now())
            assert capture is not None
            must = musts[article.url]
            ended[must].add(article.url)
            assert capture.error.endswith(".") or capture.text
            assert must != "refuse" or capture.error
            if must == "allow":  # where its robots.txt could not be had before, nothing is asked
                assert len(dialled.outside) > outside or "robots.txt" in capture.error
        for source in Source.objects.all():
            answer = services.press.look(source=source, at=timezone.now())
            assert answer is None or answer.outcome == "failed"  # None: its host had its turn
    assert dialled.inside == []
    assert ended["allow"] == {kept(url) for must, url in cases if must == "allow"}


def kept(url: str) -> str:
    """An address as an article has it, or as it was said where it is none."""
    with suppress(pages.Refused):
        return addresses.known_by(url)
    return url


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
