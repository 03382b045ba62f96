"""A page that is watched: asked again at its own pace, and each change of it a further capture."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from compliance import queries, services, tasks
from compliance.models import Answer, Article, Capture, Claim, Relook, Source, Story
from compliance.models.copies import due_for_a_look
from compliance.services.press import NotTaken
from tests.factories.people import UserFactory
from tests.factories.press import RETOLD, hand_in
from tests.factories.regime import petroleum_cap
from tests.factories.reports import NOW
from tests.sources.hosts import Publisher, Reply, publisher, story


pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
DAY = timedelta(days=1)


@pytest.fixture
def host(settings) -> Iterator[Publisher]:
    petroleum_cap()
    with publisher(table=story(RETOLD, ETag='"1"')) as p:
        settings.FETCH_ALLOWED_HOSTS = [p.host]
        yield p


def watched(host: Publisher, path: str = "/table") -> Source:
    source, new = services.press.watch(
        name="The Committee's table", url=host.url(path), kind="page", publisher="The Committee"
    )
    assert new
    return source


def looked(source: Source, *, days: int = 0) -> Answer:
    answer = services.press.look(source=source, at=NOW + days * DAY)
    assert answer is not None
    return answer


def health(source: Source, *, days: int = 0) -> str:
    row = queries.feeds.sources().get(pk=source.pk)
    return queries.feeds.health(row, at=NOW + days * DAY)


def edit(host: Publisher, old: str, new: str, tag: str) -> None:
    words = host.pages["/table"].body
    assert old in words
    host.pages["/table"] = story(words.replace(old, new), ETag=tag)


def test_a_change_is_a_second_capture_and_what_has_not_changed_is_not_sent(host: Publisher) -> None:
    source = watched(host)
    first, same = looked(source), looked(source, days=1)
    edit(host, "67,300 barrels", "76,300 barrels", '"2"')
    changed, last = looked(source, days=2), looked(source, days=3)
    assert [a.outcome for a in (first, same, changed, last)] == [
        "new", "unchanged", "new", "unchanged",
    ]  # fmt: skip
    article = Article.objects.get()
    texts = queries.copies.texts(article)
    assert ["67,300" in c.text for c in texts] == [True, False]
    assert (article.publisher, Story.objects.get().article) == ("The Committee", article)
    assert (first.format, first.listed, first.new) == ("plain", 1, 1)
    assert article.sightings.count() == 1


def test_another_spelling_of_the_same_words_is_nothing_new(host: Publisher) -> None:
    source = watched(host)
    looked(source)
    host.pages["/table"] = story(RETOLD.replace(". ", ".  "), ETag='"2"')
    assert looked(source, days=1).outcome == "nothing_new"
    assert Capture.objects.count() == 1


def test_while_another_worker_has_it_in_hand_it_is_left_to_that_one(host: Publisher) -> None:
    source = watched(host)
    looked(source)
    edit(host, "67,300 barrels", "76,300 barrels", '"2"')
    name = connection.settings_dict["NAME"]
    with psycopg.connect(settings.DATABASE_URL, dbname=name, autocommit=True) as other:
        lock = [queries.press.LOCKS["capture"], Article.objects.get().pk]
        other.execute("select pg_advisory_lock(%s, %s)", lock)
        in_hand = looked(source, days=1)
        assert (in_hand.outcome, in_hand.etag) == ("nothing_new", "")
        assert Capture.objects.count() == 1
    assert looked(source, days=2).outcome == "new", "it was asked for whole"
    assert Capture.objects.count() == 2


def test_its_claims_are_read_and_an_edit_re_opens_only_what_changed(host: Publisher) -> None:
    Source.objects.filter(pk=watched(host).pk).update(asked_at=timezone.now())
    tasks.press.poll()
    tasks.press.sweep()
    before = set(Claim.objects.values_list("quote", flat=True))
    assert "67,300 barrels" in before
    edit(host, "67,300 barrels", "76,300 barrels", '"2"')
    services.press.ask_now(source=Source.objects.get(), at=timezone.now())
    tasks.press.poll()
    tasks.press.sweep()
    anew = Claim.objects.filter(continues=None, reading__capture=Capture.objects.latest("pk"))
    assert "76,300 barrels" in set(anew.values_list("quote", flat=True))
    assert "67,300 barrels" not in set(anew.values_list("quote", flat=True))
    assert Claim.objects.exclude(continues=None).exists()


def test_it_is_read_though_another_told_the_same_before(host: Publisher) -> None:
    services.press.capture(article=hand_in(RETOLD), at=NOW)
    looked(watched(host))
    article = Article.objects.get(origin="url")
    assert queries.copies.same_as(article) is None
    assert Capture.objects.unread(version="any").filter(article=article).exists()


def test_one_handed_in_before_goes_on_as_the_same_article(host: Publisher) -> None:
    article, _ = services.press.hand_in(origin="url", url=host.url("/table"), at=NOW, by=None)
    services.press.capture(article=article, at=NOW)
    source = watched(host)
    assert looked(source).outcome == "nothing_new"
    edit(host, "67,300", "76,300", '"2"')
    assert looked(source, days=1).outcome == "new"
    assert [c.article for c in Capture.objects.all()] == [article] * 2


def test_the_page_is_looked_at_as_a_source_and_not_twice(host: Publisher) -> None:
    source = watched(host)
    looked(source)
    article, later = Article.objects.get(), NOW + DAY
    assert not due_for_a_look(at=later).exists()
    Source.objects.update(watched=False)
    assert due_for_a_look(at=later).get() == article
    Source.objects.update(watched=True)
    services.press.ask(article=article, at=later, by=UserFactory())
    assert due_for_a_look(at=later).get() == article
    look = services.press.look_again(article=article, at=later)
    assert look is not None
    assert (look.outcome, Relook.objects.count()) == ("same", 1)


def test_it_is_asked_sooner_after_a_change_and_later_after_none(host: Publisher) -> None:
    source = watched(host)
    looked(source)
    calm = [looked(source, days=n) for n in (1, 2, 3)]
    rests = [a.next_at - a.look.begun_at for a in calm]
    assert rests == sorted(rests)
    assert rests[-1] > rests[0]
    edit(host, "67,300", "76,300", '"2"')
    news = looked(source, days=4)
    assert news.next_at - news.look.begun_at < rests[-1]


def test_a_page_that_fails_says_why_and_leaves_no_article(host: Publisher) -> None:
    gone = watched(host, "/gone")
    assert (looked(gone).outcome, looked(gone, days=1).status) == ("failed", 404)
    assert health(gone, days=1) == "no text yet; last answer 404"
    host.pages["/feed"] = Reply("<rss><channel></channel></rss>")
    feed = watched(host, "/feed")
    assert looked(feed).problem == "It is a feed, not an article."
    assert not Article.objects.exists()


def test_health_hangs_on_the_last_new_text(host: Publisher) -> None:
    source = watched(host)
    looked(source)
    looked(source, days=1)
    assert health(source, days=12) == "no new text for 12 days"


def test_what_it_was_as_a_list_is_forgotten_when_it_becomes_a_page(host: Publisher) -> None:
    host.pages["/table"] = Reply(
        "<html><body><article><p>Russia reported 3,125 barrels of refined petroleum to North "
        "Korea.</p></article></body></html>",
        headers={"ETag": '"x"'},
    )
    source = watched(host)
    looked(source)
    Source.objects.update(kind="list")
    source.refresh_from_db()
    assert looked(source, days=1).outcome == "failed", "no 304: it was never read as a list"


@pytest.mark.parametrize("url", ["ftp://news.example/", "http://user@news.example/", "nothing"])
def test_what_cannot_be_watched_is_said(url: str) -> None:
    with pytest.raises(NotTaken):
        services.press.watch(name="A page", url=url, kind="page")
    with pytest.raises(NotTaken, match="needs a name"):
        services.press.watch(name=" ", url="https://news.example/", kind="page")
