"""Sources are looked at: each story is handed in once, and how it went is told in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from compliance import queries, services
from compliance.models import Answer, Article, Sighting, Source, Story
from tests.factories.reports import NOW
from tests.sources.addresses import ADDRESSES
from tests.sources.lab import lab
from tests.sources.misbehaving import http, server
from tests.sources.test_feeds import item, rss


pytestmark = pytest.mark.django_db


def watched(url: str) -> Source:
    return Source.objects.create(name=url[:50], url=url, publisher="The Paper")


def looked(source: Source, *, days: int = 0) -> Answer:
    answer = services.press.look(source=source, at=NOW + timedelta(days=days))
    assert answer is not None
    return answer


def health(source: Source, *, days: int = 0) -> str:
    row = queries.feeds.sources().get(pk=source.pk)
    return queries.feeds.health(row, at=NOW + timedelta(days=days))


@pytest.fixture
def allow(settings):
    def allowed(host: str) -> str:
        settings.FETCH_ALLOWED_HOSTS = [host]
        return host

    return allowed


def test_stories_are_handed_in_once(allow) -> None:
    feed = rss(item(), item(title="Other", link="http://ok.test/b"), item(title="No link", link=""))
    with server(feed=http(feed, Content_Type="application/rss+xml")) as host:
        source = watched(f"http://{allow(host)}/feed")
        first, second = looked(source), looked(source, days=2)
    assert (first.outcome, first.new, first.listed) == ("new", 3, 3)
    assert (second.outcome, second.new) == ("nothing_new", 0)
    assert Story.objects.count() == Article.objects.count() == Sighting.objects.count() == 3
    assert set(Article.objects.values_list("publisher", flat=True)) == {"The Paper"}


def test_a_source_that_fails_says_so_and_rests_longer_each_time(allow) -> None:
    with server(feed=http(b"", "404 Not Found")) as host:
        source = watched(f"http://{allow(host)}/feed")
        first, second = looked(source), looked(source, days=1)
    assert (first.outcome, first.status, first.problem) == (
        "failed", 404, "The server answered 404.",
    )  # fmt: skip
    assert second.next_at - second.look.begun_at > first.next_at - first.look.begun_at
    assert health(source, days=12) == "no story yet; last answer 404"


def test_health_hangs_on_the_last_new_story(allow) -> None:
    with server(feed=http(rss(item()))) as host:
        source = watched(f"http://{allow(host)}/feed")
        looked(source)
        assert health(source, days=12) == "no new story for 12 days"


def test_a_server_that_asks_for_rest_gets_it(allow) -> None:
    with server(feed=http(b"", "429 Too Many Requests", Retry_After="999999999")) as host:
        answer = looked(watched(f"http://{allow(host)}/feed"))
    assert answer.next_at == NOW + timedelta(days=7)


def test_one_that_is_not_due_is_left_alone_until_a_person_asks(allow) -> None:
    with server(feed=http(rss(item()))) as host:
        source = watched(f"http://{allow(host)}/feed")
        looked(source)
        later = NOW + timedelta(minutes=1)
        assert queries.feeds.due(9, at=later) == []
        assert services.press.look(source=source, at=later) is None
        services.press.ask_now(source=source, at=later)
        assert queries.feeds.due(9, at=later) == [source]


def test_no_address_in_a_feed_or_of_a_source_leads_inside(settings) -> None:
    settings.FETCH_PAUSE_S = 0
    refused = [url for must, url in ADDRESSES if must == "refuse" and url.isprintable()]
    links = [item(title=str(n), link=url.replace("&", "&amp;").replace("<", "&lt;"))
             for n, url in enumerate(refused)]  # fmt: skip
    with lab(feed=rss(*links)) as dialled:
        answer = looked(watched("http://ok.test/feed"))
        assert answer.listed == len(refused)
        for article in Article.objects.filter(origin="url"):
            capture = services.press.capture(article=article, at=NOW)
            assert capture is not None
            # "//host" and "host:" beside a feed are paths of the feed's own site.
            assert capture.error or article.url.startswith("http://ok.test/"), article.url
        for n, url in enumerate(refused):
            source = Source.objects.create(name=str(n), url=url)
            services.press.look(source=source, at=NOW)
    assert dialled.inside == []
    assert not Answer.objects.exclude(pk=answer.pk).exclude(outcome="failed").exists()


def test_a_source_whose_address_is_none_stops_no_other(allow) -> None:
    broken = watched("http://[::1/")
    with server(feed=http(rss(item()))) as host:
        good = watched(f"http://{allow(host)}/feed")
        assert {*queries.feeds.due(9, at=NOW)} == {broken, good}
        assert looked(broken).outcome == "failed"
        assert looked(good).new == 1
