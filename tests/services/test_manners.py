"""Hosts are asked politely: by name, where their robots.txt allows, no faster than they say."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from compliance import queries, services, tasks
from compliance.models import Article, Attempt, Capture, Host, Outcome, Robots, Source
from compliance.models.copies import due_for_a_look
from compliance.services.press import manners
from compliance.sources import pages
from tests.factories.reports import NOW
from tests.sources.hosts import Publisher, Reply, publisher, story
from tests.sources.test_feeds import item, rss


pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
TOLD = "Russia reported 3,125 barrels of refined petroleum to North Korea in March 2023."
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def host(settings) -> Iterator[Publisher]:
    with publisher(a=story(TOLD), b=story(f"{TOLD} Again."), feed=Reply(rss(item()).decode())) as p:
        settings.FETCH_ALLOWED_HOSTS = [p.host]
        settings.FETCH_AGENT = "tracker-of-tests/2.0 (http://tests.example)"
        yield p


def handed(host: Publisher, path: str) -> Article:
    article, _ = services.press.hand_in(origin="url", url=host.url(path), at=NOW, by=None)
    return article


def captured(host: Publisher, path: str, *, at: datetime = NOW) -> Capture | None:
    return services.press.capture(article=handed(host, path), at=at)


def why(capture: Capture | None) -> str:
    assert capture is not None
    return capture.error


# By name


def test_an_article_is_asked_for_by_our_name_and_a_pdf_is_welcome(host: Publisher) -> None:
    article = handed(host, "/a")
    services.press.capture(article=article, at=NOW)
    services.press.look_again(article=article, at=NOW + DAY)
    assert host.paths() == ["/robots.txt", "/a", "/robots.txt", "/a"]
    for _, headers in host.asked:
        assert headers["user-agent"] == "tracker-of-tests/2.0 (http://tests.example)"
    assert "application/pdf" in host.headers("/a")["accept"]


# robots.txt


def forbid(host: Publisher, rules: str = "User-agent: *\nDisallow: /") -> None:
    host.pages["/robots.txt"] = Reply(rules, headers={"Content-Type": "text/plain"})


def test_what_robots_txt_forbids_is_not_fetched_and_says_why(host: Publisher) -> None:
    forbid(host)
    assert why(captured(host, "/a")) == (
        f"The robots.txt of {host.host}, as of 2024-06-01, disallows this address to "
        "tracker-of-tests; it is not fetched. This holds also for an address that a person hands "
        "in; its text or a saved copy may be handed in instead."
    )
    assert host.paths() == ["/robots.txt"]
    assert Outcome.objects.get().cause == "Disallowed"
    (work,) = queries.press.steps_of(Article.objects.get())
    assert (work.state, work.next_try) == ("failed", NOW + timedelta(seconds=30))


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /b", True),
        ("User-agent: *\nDisallow: /\nAllow: /a", True),
        ("User-agent: *\nAllow: /\nDisallow: /a", False),
        ("User-agent: *\nDisallow: /*a$", False),
        ("User-agent: Tracker-Of-Tests\nDisallow: /a\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: tracker-of-tests\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: tests.example\nDisallow: /", True),
        ("User-agent: other\nDisallow: /", True),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", False),
        ("<html><p>User-agent: *</p><p>Disallow: /</p></html>", True),
        ("User-agent: *\nDisallow: /" + "*a" * 5000 + "\nDisallow: /a", False),
    ],
)
def test_rules_are_those_of_rfc_9309(host: Publisher, rules: str, allowed: bool) -> None:
    forbid(host, rules)
    assert (why(captured(host, "/a")) == "") == allowed


def test_a_feed_and_the_pages_it_leads_to_are_held_to_it_too(host: Publisher) -> None:
    forbid(host, "User-agent: *\nDisallow: /feed")
    source = Source.objects.create(name="A paper", url=host.url("/feed"))
    answer = services.press.look(source=source, at=NOW)
    assert answer is not None
    assert (answer.outcome, answer.status) == ("failed", None)
    assert answer.problem.endswith("disallows this address to tracker-of-tests; it is not fetched.")
    row = queries.feeds.sources().get()
    assert "disallows this address" in queries.feeds.health(row, at=NOW)
    assert "/feed" not in host.paths()


def test_a_redirect_leads_to_no_page_that_its_host_forbids(host: Publisher, settings) -> None:
    with publisher(secret=story(TOLD), robots=Reply("User-agent: *\nDisallow: /secret")) as other:
        settings.FETCH_ALLOWED_HOSTS = [host.host, other.host]
        host.pages["/a"] = Reply("", 302, {"Location": other.url("/secret")})
        assert why(captured(host, "/a")).startswith(f"The robots.txt of {other.host}")
        assert other.paths() == ["/robots.txt"]


def test_robots_txt_is_kept_for_a_day_in_a_row_of_its_site(host: Publisher) -> None:
    captured(host, "/a")
    captured(host, "/b", at=NOW + 23 * timedelta(hours=1))
    assert host.paths().count("/robots.txt") == 1
    kept = Robots.objects.get()
    assert (kept.site, kept.asked_at, kept.outcome) == (f"http://{host.host}", NOW, "missing")
    forbid(host)
    assert "disallows" in why(captured(host, "/c", at=NOW + DAY))
    assert [r.outcome for r in Robots.objects.all()] == ["read", "missing"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_missing_robots_txt_allows_everything(host: Publisher, status: int) -> None:
    host.pages["/robots.txt"] = Reply("User-agent: *\nDisallow: /", status)
    assert why(captured(host, "/a")) == ""


@pytest.mark.parametrize("status", [500, 503, 429])
def test_one_that_cannot_be_had_allows_nothing_until_it_can(host: Publisher, status: int) -> None:
    host.pages["/robots.txt"] = Reply("", status)
    article = handed(host, "/a")
    assert why(services.press.capture(article=article, at=NOW)) == (
        f"The robots.txt of {host.host} could not be had, so nothing is fetched from there for "
        f"now. The server answered {status}."
    )
    assert host.paths() == ["/robots.txt"]
    del host.pages["/robots.txt"]
    assert why(services.press.capture(article=article, at=NOW + 5 * MINUTE)) == ""


def test_while_it_cannot_be_had_the_last_one_counts(host: Publisher) -> None:
    forbid(host, "User-agent: *\nDisallow: /b")
    assert why(captured(host, "/a")) == ""
    host.pages["/robots.txt"] = Reply("", 500)
    assert "disallows" in why(captured(host, "/b", at=NOW + 2 * DAY))
    host.pages["/c"] = story(TOLD)
    assert why(captured(host, "/c", at=NOW + 3 * DAY)) == ""


def test_after_a_month_it_counts_as_missing(host: Publisher) -> None:
    host.pages["/robots.txt"] = Reply("", 500)
    assert "could not be had" in why(captured(host, "/a"))
    assert "could not be had" in why(captured(host, "/b", at=NOW + 29 * DAY))
    host.pages["/c"] = story(TOLD)
    assert why(captured(host, "/c", at=NOW + 30 * DAY)) == ""


def test_a_redirect_of_robots_txt_is_followed_and_never_inside(host: Publisher) -> None:
    host.pages["/robots.txt"] = Reply("", 302, {"Location": "/rules"})
    host.pages["/rules"] = Reply("User-agent: *\nDisallow: /a")
    assert "disallows" in why(captured(host, "/a"))
    host.pages["/robots.txt"] = Reply("", 302, {"Location": "http://169.254.169.254/robots.txt"})
    assert why(captured(host, "/b", at=NOW + 2 * DAY)) == ""


# No faster than said


def test_the_articles_of_a_host_are_fetched_with_a_pause(host: Publisher, settings) -> None:
    settings.FETCH_PAUSE_S = 3
    first, second = handed(host, "/a"), handed(host, "/b")
    assert services.press.capture(article=first, at=NOW) is not None
    assert services.press.capture(article=second, at=NOW + 2 * SECOND) is None
    assert not Article.objects.awaiting_capture(at=NOW + 2 * SECOND).exists()
    assert Attempt.objects.count() == 1, "what is postponed is no try"
    assert services.press.capture(article=second, at=NOW + 3 * SECOND) is not None


def test_looks_at_sources_and_pages_take_their_turn_too(host: Publisher, settings) -> None:
    settings.FETCH_PAUSE_S = 3
    source = Source.objects.create(name="A paper", url=host.url("/feed"))
    article = handed(host, "/a")
    assert services.press.capture(article=article, at=NOW) is not None
    assert services.press.look(source=source, at=NOW + SECOND) is None
    assert queries.feeds.due(9, at=NOW + SECOND) == []
    assert services.press.look(source=source, at=NOW + 4 * SECOND) is not None
    soon = NOW + DAY
    manners.rest(host.host, until=soon + SECOND, why="")
    assert not due_for_a_look(at=soon).exists()
    assert services.press.look_again(article=article, at=soon) is None
    assert services.press.look_again(article=article, at=soon + SECOND) is not None


def test_other_hosts_do_not_wait(host: Publisher, settings) -> None:
    with publisher(a=story(f"{TOLD} Elsewhere.")) as other:
        settings.FETCH_PAUSE_S, settings.FETCH_ALLOWED_HOSTS = 60, [host.host, other.host]
        assert captured(host, "/a") is not None
        assert captured(other, "/a") is not None


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_has_its_turn(settings) -> None:
    settings.FETCH_PAUSE_S = 5
    together = Barrier(8)

    def worker(second: int) -> bool:
        together.wait()
        try:
            return manners.turn("http://news.example/a", at=NOW + second * SECOND)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as workers:
        for round_ in range(5):
            turns = list(workers.map(worker, [6 * round_] * 8))
            assert turns.count(True) == 1


def test_a_sweep_leaves_what_has_to_wait_and_takes_it_up_later(host: Publisher, settings) -> None:
    settings.FETCH_PAUSE_S = 600
    one, two = handed(host, "/a"), handed(host, "/b")
    tasks.press.sweep()
    assert [c.article for c in Capture.objects.all()] == [one]
    Host.objects.update(free_at=NOW)
    tasks.press.sweep()
    assert {c.article for c in Capture.objects.all()} == {one, two}
    assert not Capture.objects.exclude(error="").exists()


def test_a_crawl_delay_is_kept_to_within_a_bound(host: Publisher) -> None:
    forbid(host, "User-agent: *\nCrawl-delay: 7")
    assert captured(host, "/a") is not None
    assert captured(host, "/b", at=NOW + 6 * SECOND) is None
    assert captured(host, "/b", at=NOW + 7 * SECOND) is not None
    host.pages["/c"] = story(TOLD)
    assert captured(host, "/c", at=NOW + 13 * SECOND) is None
    forbid(host, "User-agent: *\nCrawl-delay: 86400")
    assert captured(host, "/c", at=NOW + DAY) is not None
    host.pages["/d"] = story(TOLD)
    assert captured(host, "/d", at=NOW + DAY + 59 * SECOND) is None
    assert captured(host, "/d", at=NOW + DAY + MINUTE) is not None


@pytest.mark.parametrize("delay", ["-1", "nan", "inf", "1e400", "soon", "0"])
def test_a_delay_that_is_none_is_passed_over(host: Publisher, delay: str) -> None:
    forbid(host, f"User-agent: *\nCrawl-delay: {delay}")
    assert why(captured(host, "/a")) == ""
    assert why(captured(host, "/b")) == ""


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_of_an_article_holds_for_its_host(host: Publisher, status: int) -> None:
    good = host.pages["/a"]
    host.pages["/a"] = Reply("", status, {"Retry-After": "3600"})
    article = handed(host, "/a")
    assert why(services.press.capture(article=article, at=NOW)) == f"The server answered {status}."
    host.pages["/a"] = good
    for wait in (31 * SECOND, 59 * MINUTE):
        assert services.press.capture(article=article, at=NOW + wait) is None
        assert captured(host, "/b", at=NOW + wait) is None
    (work,) = queries.press.steps_of(article)
    assert work.next_try == NOW + 60 * MINUTE
    assert why(services.press.capture(article=article, at=NOW + 60 * MINUTE)) == ""
    assert host.paths().count("/a") == 2


def test_retry_after_of_any_other_answer_is_of_that_page_alone(host: Publisher) -> None:
    host.pages["/a"] = Reply("", 404, {"Retry-After": "3600"})
    captured(host, "/a")
    assert why(captured(host, "/b")) == ""


def test_a_redirect_to_a_host_that_asked_for_rest_is_not_followed(
    host: Publisher, settings
) -> None:
    with publisher(a=story(TOLD)) as other:
        settings.FETCH_ALLOWED_HOSTS = [host.host, other.host]
        host.pages["/a"] = Reply("", 302, {"Location": other.url("/a")})
        manners.rest(other.host, until=NOW + DAY, why="It answered 429 and asked to be left alone.")
        assert why(captured(host, "/a")) == (
            f"It redirects to {other.host}, which is left alone until 2024-06-02 12:00 UTC: "
            "It answered 429 and asked to be left alone."
        )
        assert other.paths() == []


@pytest.fixture
def elsewhere(host: Publisher, settings) -> Iterator[Publisher]:
    """Another host, to which a page of the first redirects."""
    with publisher(a=story(TOLD)) as other:
        settings.FETCH_PAUSE_S, settings.FETCH_ALLOWED_HOSTS = 0.4, [host.host, other.host]
        host.pages["/a"] = Reply("", 302, {"Location": other.url("/a")})
        yield other


def test_a_redirect_to_another_host_waits_for_its_pause(
    host: Publisher, elsewhere: Publisher
) -> None:
    manners.rest(elsewhere.host, until=NOW + 0.4 * SECOND, why="")
    began = time.monotonic()
    assert why(captured(host, "/a")) == ""
    assert time.monotonic() - began > 0.4
    free_at = Host.objects.get(name=elsewhere.host).free_at
    assert free_at >= NOW + 0.8 * SECOND  # and has begun its own


def test_a_redirect_waits_a_moment_and_no_longer(host: Publisher, elsewhere: Publisher) -> None:
    manners.rest(elsewhere.host, until=NOW + MINUTE, why="")
    began = time.monotonic()
    assert why(captured(host, "/a")) == (
        f"It redirects to {elsewhere.host}, which is asked by others just now; its turn had not "
        "come within 5 seconds."
    )
    assert time.monotonic() - began < 5
    assert elsewhere.paths() == []


def test_public_hosts_have_a_pause_by_default_and_our_own_none(settings) -> None:
    settings.FETCH_PAUSE_S, settings.FETCH_ALLOWED_HOSTS = None, ["127.0.0.1:8000"]
    assert [manners.turn("http://news.example/", at=NOW + n * SECOND) for n in range(3)] == [
        True, False, True,
    ]  # fmt: skip
    assert [manners.turn("http://127.0.0.1:8000/", at=NOW) for _ in range(3)] == [True] * 3


# Asked again, with what is held


def test_a_source_that_has_not_changed_is_not_sent_again(host: Publisher) -> None:
    feed = rss(item()).decode()
    host.pages["/feed"] = Reply(feed, headers={"ETag": '"one"', "Last-Modified": "yesterday"})
    source = Source.objects.create(name="A paper", url=host.url("/feed"))
    looks = [services.press.look(source=source, at=NOW + n * DAY) for n in range(3)]
    assert [a and (a.outcome, a.etag) for a in looks] == [
        ("new", '"one"'), ("unchanged", ""), ("unchanged", ""),
    ]  # fmt: skip
    asked = [h for path, h in host.asked if path == "/feed"]
    assert [h.get("if-none-match") for h in asked] == [None, '"one"', '"one"']
    assert asked[1]["if-modified-since"] == "yesterday"
    assert Article.objects.count() == 1
    host.pages["/feed"] = Reply(rss(item(), item(title="B", link=host.url("/b"))).decode(),
                                headers={"ETag": '"two"'})  # fmt: skip
    last = services.press.look(source=source, at=NOW + 3 * DAY)
    assert last is not None
    assert (last.outcome, last.new, last.etag) == ("new", 1, '"two"')


def test_a_304_that_nobody_asked_for_is_a_failure(host: Publisher) -> None:
    host.pages["/a"] = Reply("", 304)
    with pytest.raises(pages.Failed, match="answered 304"):
        manners.fetch(host.url("/a"), at=NOW)
