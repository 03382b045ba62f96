"""Identity of articles: sightings, exact copies, clusters, and who is counted as a source."""

from __future__ import annotations

from random import Random

import pytest

from compliance import queries, services
from compliance.models import Article, Capture, Claim, Cluster, Print, Reading, Sighting
from tests.factories.copies import edited
from tests.factories.people import UserFactory
from tests.factories.press import RETOLD, hand_in, read
from tests.factories.reports import NOW
from tests.sources.hosts import Reply, publisher


pytestmark = pytest.mark.django_db

STORY = RETOLD.replace("\n\nA set of Russian railcars", "\n\n(AP) - A set of Russian railcars", 1)


def copy(text: str, random: Random) -> str:
    """The story under another headline, its words edited here and there."""
    head, *told = text.split("\n\n")
    return "\n\n".join([f"{head.split()[0]}, again", *(edited(t, random, 0.08) for t in told)])


def place(text: str, publisher: str = "") -> Print:
    reading = read(text, publisher=publisher)
    placed = services.press.place(reading=reading)
    assert placed is not None
    return placed


def test_every_handing_in_is_a_sighting_and_none_is_dropped() -> None:
    one, other = UserFactory(), UserFactory()
    article = hand_in(by=one, name="first")
    assert hand_in(by=other, name="second", source="a feed") == article
    seen = Sighting.objects.filter(article=article).order_by("pk")
    assert list(seen.values_list("name", "seen_by", "source")) == [
        ("first", one.pk, ""),
        ("second", other.pk, "a feed"),
    ]


def test_an_address_keeps_how_it_was_given() -> None:
    for url in ("https://News.example/a#part", "https://news.example/a"):
        services.press.hand_in(origin="url", url=url, at=NOW, by=None)
    (article,) = Article.objects.all()
    assert {s.url for s in article.sightings.all()} == {
        "https://News.example/a#part",
        "https://news.example/a",
    }


def test_the_same_words_elsewhere_are_a_sighting_of_the_first_and_read_once() -> None:
    first = read().capture.article
    other = hand_in(RETOLD.replace("\n", "\n\n") + " ", name="elsewhere")
    capture = services.press.capture(article=other, at=NOW)
    assert capture is not None
    assert services.press.read(capture=capture, at=NOW) is None
    assert Reading.objects.count() == 1
    assert Sighting.objects.get(copy=other).article == first
    assert not Capture.objects.awaiting_reading(version="another").filter(article=other).exists()
    assert queries.press.shelf().get(pk=other.pk).same_as == first.pk


def test_copies_are_put_together_and_count_as_one_source() -> None:
    random = Random(4)
    first = place(STORY, "One Paper")
    for n in range(6):
        place(copy(STORY, random) + f"\nPaper number {n}.", f"Paper {n}")
    other = place(
        "Coal went nowhere. " * 3 + "The harbour was empty all through the spring of 2019."
    )
    assert Cluster.objects.count() == 2
    assert other.cluster_id != first.cluster_id
    found = queries.copies.of_article(first.article)
    assert len(found.articles) == 7
    assert found.sources == ("AP",)


def test_a_hundred_more_copies_change_no_count_of_sources() -> None:
    random = Random(5)
    reading = read(STORY, publisher="One Paper")
    services.press.place(reading=reading)
    own = """A diplomat of another mission showed us the note. Russia reported 67,300 barrels of \
refined petroleum supplied to North Korea from December 2022 to April 2023."""
    place(own, "Our Own Paper")
    (claim,) = Claim.objects.filter(reading=reading, quote__contains="67,300 barrels")
    before = queries.copies.of_claims([claim])[claim.pk]
    assert (len(before.articles), before.sources) == (2, ("AP", "our own paper"))
    for n in range(100):
        place(f"{copy(STORY, random)}\nIssue {n}.", f"Paper {n}")
    after = queries.copies.of_claims([claim])[claim.pk]
    assert after.sources == before.sources
    assert len(after.articles) > 60
    assert len(queries.copies.of_article(reading.capture.article).articles) == 101


def test_clusters_are_thrown_away_and_made_again() -> None:
    random = Random(6)
    for text in (STORY, copy(STORY, random)):
        place(text)
    assert queries.copies.awaiting_place(9) == []
    assert services.press.forget() == 2
    waiting = queries.copies.awaiting_place(9)
    assert len(waiting) == 2
    for reading in waiting:
        services.press.place(reading=reading)
    assert Cluster.objects.count() == 1


def test_a_story_between_two_groups_makes_them_one() -> None:
    halves = STORY.split("\n\n")
    one = place("\n\n".join(halves[:4]) + "\n\nFurther words follow.")
    place("\n\n".join(halves[4:]))
    placed = place(STORY)
    assert placed.cluster.prints.count() == Print.objects.count() - (
        Print.objects.exclude(cluster=placed.cluster).count()
    )
    assert one.article.print.cluster_id == placed.cluster_id


@pytest.mark.enable_socket
def test_by_which_address_a_page_calls_itself_is_kept_as_a_hint(settings) -> None:
    def page(named: str, words: str) -> Reply:
        return Reply(
            f'<html><head><link rel="canonical" href="{named}"></head><body><article><p>{words} '
            "reported 3,125 barrels of refined petroleum.</p></article></body></html>"
        )

    own, other = page("/story?utm_source=amp", "Russia"), page("http://news.example/a", "China")
    with publisher(a=own, b=other, story=page("/story", "Russia")) as host:
        settings.FETCH_ALLOWED_HOSTS = [host.host]
        for path in ("/a", "/b"):
            article, _ = services.press.hand_in(origin="url", url=host.url(path), at=NOW, by=None)
            services.press.capture(article=article, at=NOW)
        assert host.paths() == ["/robots.txt", "/a", "/b"], "a hint is not fetched"
    hints = dict(Capture.objects.values_list("article__url", "canonical"))
    assert hints == {host.url("/a"): host.url("/story"), host.url("/b"): ""}
