"""By which address an article is known, and what a page says of its own: tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.sources import text
from compliance.sources.addresses import hint, known_by
from compliance.sources.dates import Day
from compliance.sources.pages import Refused
from tests.factories.reports import NOW


SAME = {
    "https://news.example/a": """
        https://news.example/a
        HTTPS://NEWS.EXAMPLE/a
        https://news.example:443/a
        https://news.example./a
        https://news.example/a#part
        https://news.example/a?
        https://news.example/a?utm_source=x&utm_medium=y
        https://news.example/a?UTM_Source=x
        https://news.example/a?fbclid=1
        https://news.example/a?gclid=1&msclkid=2&yclid=3#top
        https://news.example/a?mc_cid=1&mc_eid=2
        https://news.example/a?utm_source
        https://news.example/./a
        https://news.example/b/../a
        https://news.example/../a
        https://news.example/%61
    """,
    "https://news.example/a?id=7&page=2": """
        https://news.example/a?id=7&page=2
        https://news.example/a?id=7&utm_campaign=x&page=2
        https://news.example/a?fbclid=1&id=7&page=2
        https://news.example/a?id=7&&page=2
        https://news.example/a?%69d=7&page=2
    """,
    "http://news.example/": """
        http://news.example
        http://news.example:80
        http://news.example/?utm_id=1
        http://news.example/.
        http://news.example/a/..
    """,
    "http://news.example/~kim/%C3%A9%2F": """
        http://news.example/~kim/%C3%A9%2F
        http://news.example/%7Ekim/é%2f
        http://news.example/%7ekim/%c3%a9%2f
    """,
    "http://news.example/a/": """
        http://news.example/a/
        http://news.example/a/.
        http://news.example/a/b/..
        http://news.example/a/b/../
    """,
    "http://xn--bcher-kva.example/a": """
        http://bücher.example/a
        http://BÜCHER.example/a
        http://xn--bcher-kva.example/a
    """,
    "http://news.example/100%": "http://news.example/100%",
    "http://news.example/a%zz": "http://news.example/a%zz",
    "http://news.example/a?q=a+b%20c": "http://news.example/a?q=a+b%20c",
}


@pytest.mark.parametrize(
    ("said", "known"), [(said, known) for known, each in SAME.items() for said in each.split()]
)
def test_one_article_has_one_address(said: str, known: str) -> None:
    assert known_by(said) == known


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://news.example/a", "https://news.example/a"),
        ("http://news.example/a", "http://www.news.example/a"),
        ("http://news.example/a", "http://news.example/A"),
        ("http://news.example/a", "http://news.example/a/"),
        ("http://news.example/a?id=1", "http://news.example/a?id=2"),
        ("http://news.example/a?a=1&b=2", "http://news.example/a?b=2&a=1"),
        ("http://news.example/a%2Fb", "http://news.example/a/b"),
        ("http://news.example/a?x=1%262", "http://news.example/a?x=1&2"),
        ("http://news.example/a?utmost=1", "http://news.example/a"),
        ("http://news.example/a?ref=1", "http://news.example/a"),
        ("http://news.example/a?id=utm_source", "http://news.example/a?id="),
        ("http://news.example:8080/a", "http://news.example/a"),
        ("http://news.example//a", "http://news.example/a"),
    ],
)
def test_what_may_be_another_page_stays_another(one: str, other: str) -> None:
    assert known_by(one) != known_by(other)


@given(st.text(st.characters(codec="utf-8"), max_size=30), st.text("abc&=%?2Ff.", max_size=20))
def test_the_form_is_that_of_itself(path: str, query: str) -> None:
    try:
        once = known_by(f"http://news.example/{path}?{query}")
    except Refused:
        return
    assert known_by(once) == once
    assert once.isascii()


PAGE = "https://www.news.example/amp/story?id=1"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("https://www.news.example/story", "https://www.news.example/story"),
        ("https://news.example/story?utm_source=x", "https://news.example/story"),
        ("http://m.news.example/story", "http://m.news.example/story"),
        ("/story", "https://www.news.example/story"),
        ("//news.example/story", "https://news.example/story"),
        ("", ""),
        ("https://other.example/story", ""),
        ("https://news.example.evil.test/story", ""),
        ("https://evilnews.example/story", ""),
        ("https://user@news.example/story", ""),
        ("javascript:alert(1)", ""),
        ("http://[::1", ""),
        ("http://127.0.0.1/", ""),
        ("https://news.example/" + "a" * 1000, ""),
    ],
)
def test_a_page_speaks_for_its_own_domain_alone(said: str, kept: str) -> None:
    page = PAGE.replace("news.example", "news.com")
    assert hint(said.replace("news.example", "news.com"), url=page) == kept.replace(
        "news.example", "news.com"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.co.uk/x", "https://b.co.uk/x"),
        ("https://a.github.io/x", "https://b.github.io/x"),
        ("http://10.0.0.1/x", "http://10.0.0.2/x"),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:9000/x"),
    ],
)
def test_those_that_share_a_suffix_do_not_speak_for_each_other(one: str, other: str) -> None:
    assert hint(other, url=one) == ""
    assert hint(one, url=one) == one


def named(head: str, body: str = "") -> str:
    html = f"<html><head>{head}</head><body><article><p>Russia shipped oil.</p>{body}</article>"
    return text.page(html, "https://news.com/a", Day(NOW)).canonical


def test_the_head_of_a_page_names_it_and_nothing_else_does() -> None:
    link = '<link rel="canonical" href="/story">'
    assert named(link) == "/story"
    assert named('<link rel="CANONICAL nofollow" href=" /story ">') == "/story"
    assert named(link + link) == "/story"
    assert named(link + '<link rel="canonical" href="/other">') == ""
    assert named('<link rel="alternate" href="/story"><link rel="canonical">') == ""
    assert named("", body=link) == ""
