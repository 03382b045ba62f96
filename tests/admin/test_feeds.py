"""Sources at the desk: a feed or a page is added, looked at now, and never deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance import tasks
from compliance.models import Answer, Article, Source
from tests.factories.people import chief, someone
from tests.factories.regime import CommitteeFactory
from tests.sources.hosts import Reply, publisher, story
from tests.sources.test_feeds import item, rss


pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
LIST = "admin:compliance_source_changelist"


def desk(*rights: str) -> Client:
    client = Client()
    client.force_login(someone(*rights) if rights else chief())
    return client


def add(**said: Any) -> Any:
    form = {"name": "A paper", "kind": "list", "publisher": "", "watched": "on", **said}
    return desk().post(reverse("admin:compliance_source_add"), form, follow=True)


def look_now(source: Source, client: Client) -> Any:
    chosen = {"action": "look_now", "_selected_action": [source.pk]}
    return client.post(reverse(LIST), chosen, follow=True)


def test_look_now_takes_a_source_that_rests(settings) -> None:
    with publisher(feed=Reply(rss(item()).decode())) as host:
        settings.FETCH_ALLOWED_HOSTS = [host.host]
        source = Source.objects.create(name="A paper", url=host.url("/feed"))
        tasks.press.poll()
        tasks.press.poll()
        assert host.paths().count("/feed") == 1, "it rests after a look"
        answer = look_now(source, desk())
        assert "They are looked at within seconds." in answer.content.decode()
        tasks.press.poll()
        assert host.paths().count("/feed") == 2
        tasks.press.poll()
        assert host.paths().count("/feed") == 2, "one wish, one look"
    assert [a.outcome for a in Answer.objects.order_by("pk")] == ["new", "nothing_new"]


def test_look_now_needs_the_right_to_change_sources() -> None:
    source = Source.objects.create(name="A paper", url="https://news.example/feed")
    look_now(source, desk("view_source"))
    source.refresh_from_db()
    assert source.asked_at is None
    before = timezone.now()
    look_now(source, desk("view_source", "change_source"))
    source.refresh_from_db()
    assert source.asked_at is not None
    assert timedelta() <= source.asked_at - before < timedelta(minutes=1)


def test_a_page_is_added_and_watched(settings) -> None:
    # A form of the law that asks why, opened before, leaves its question behind in no other.
    desk().get(reverse("admin:compliance_committee_change", args=[CommitteeFactory().pk]))
    with publisher(table=story("Russia reported 3,125 barrels to North Korea.")) as host:
        settings.FETCH_ALLOWED_HOSTS = [host.host]
        answer = add(kind="page", url=host.url("/table?utm_source=mail#top"))
        assert answer.status_code == 200
        source = Source.objects.get()
        assert (source.kind, source.url) == ("page", host.url("/table"))
        tasks.press.poll()
    assert Article.objects.get().url == source.url
    assert "a new text within two days" in desk().get(reverse(LIST)).content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"url": "ftp://news.example/"}, "Only addresses that begin with http:// or https://"),
        ({"url": "https://user@news.example/"}, "An address with a user name in it"),
        ({"url": "https://news.example/", "kind": "other"}, "Select a valid choice"),
    ],
)
def test_a_source_that_cannot_be_is_said(said: dict[str, str], sentence: str) -> None:
    assert sentence in add(**said).content.decode()
    assert not Source.objects.exists()


def test_two_spellings_of_one_address_are_one_source() -> None:
    add(url="https://news.example/feed")
    answer = add(url="HTTPS://NEWS.example:443/feed?utm_source=x", name="Again")
    assert "already exists" in answer.content.decode()
    assert Source.objects.count() == 1
