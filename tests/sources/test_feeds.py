"""Feeds as they come: whole, broken and hostile. Each ends in its stories or in one sentence."""

from __future__ import annotations

import json
from datetime import date

import pytest

from compliance.sources import feeds
from compliance.sources.child import Unreadable
from compliance.sources.feeds import NoFeed, Story, parse


URL = "http://ok.test/feed.xml"
TOLD = "Russia reported 67,300 barrels of refined petroleum."


def item(title: str = "Oil", link: str = "http://ok.test/a", text: str = TOLD, **more: str) -> str:
    extra = "".join(f"<{name}>{value}</{name}>" for name, value in more.items())
    where = f"<link>{link}</link>" if link else ""
    return f"<item><title>{title}</title>{where}<description>{text}</description>{extra}</item>"


def rss(*items: str, before: str = "", after: str = "</channel></rss>") -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?>{before}<rss version="2.0"><channel>'
    return f"{head}<title>T</title>{''.join(items)}{after}".encode()


def stories(content: bytes, **more: str) -> tuple[Story, ...]:
    return parse(content, url=URL, **more).stories


def test_rss_atom_json_feed_and_sitemap_are_told_by_their_bytes() -> None:
    moment = "2024-05-28T22:33:01+09:00"
    atom = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>Oil</title>'
        f'<link href="/a"/><published>{moment}</published><summary>{TOLD}</summary></entry></feed>'
    ).encode()
    told = {"title": "Oil", "url": "/a", "content_html": f"<p>{TOLD}</p>", "date_published": moment}
    whole = Story("http://ok.test/a", "Oil", TOLD, date(2024, 5, 28))
    assert stories(rss(item(pubDate="Tue, 28 May 2024 22:33:01 +0900"))) == (whole,)
    assert stories(atom) == (whole,)
    assert stories(json.dumps({"version": "1", "items": [told]}).encode()) == (whole,)
    sitemap = (
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        b"<url><loc>http://ok.test/a</loc></url></urlset>"
    )
    assert stories(sitemap) == (Story("http://ok.test/a"),)


HOSTILE = [
    '<!DOCTYPE rss [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>',
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
    '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd"> %p;]>',
]


@pytest.mark.parametrize("before", HOSTILE)
@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "utf-16-le"])
def test_a_feed_with_entities_of_its_own_is_refused(before: str, coding: str) -> None:
    with pytest.raises(NoFeed, match="entities of its own"):
        parse(rss(item(), before=before).decode().encode(coding))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The feed is empty."),
        (b" \n ", "The feed is empty."),
        (b"<!doctype html><form>Sign in</form>", "a web page where a feed is expected"),
        (b"<opml><body><outline xmlUrl='http://ok.test/'/></body></opml>", "neither RSS nor Atom"),
        (b"{", "broken JSON"),
        (b"[" * 100_000, "broken JSON"),
        (b'{"items": 1}', "no feed"),
        (b" " * (feeds.MOST_BYTES + 1), "larger than 5 MB"),
    ],
    ids=lambda each: ascii(each)[:30],
)
def test_what_is_no_feed_is_told_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(NoFeed, match=sentence):
        parse(content, url=URL)


def test_a_doctype_is_never_opened() -> None:
    assert len(stories(rss(item(), before='<!DOCTYPE rss SYSTEM "file:///etc/hosts">'))) == 1


def test_of_a_feed_that_is_cut_the_whole_stories_are_kept_and_it_is_said() -> None:
    found = parse(rss(item(), "<item><title>Oth", after=""), url=URL)
    assert [story.text for story in found.stories] == [TOLD]
    assert found.cautions[-1] == "The feed is cut off; its last story was left out."


def test_equal_items_are_one_story_and_others_under_one_link_are_not() -> None:
    assert len(stories(rss(item(link=""), item(link="")))) == 1
    assert len(stories(rss(item(guid="1"), item(guid="2")))) == 1
    assert len(stories(rss(item(title="=1+1"), item(title="@SUM(1)")))) == 2
    assert len(stories(rss(item(guid="1"), item(guid="1", link="http://ok.test/b")))) == 2


@pytest.mark.parametrize("mark", ["\x00", "&#1;", "&#27;[31m", "\x9f"])
def test_no_mark_that_a_column_cannot_hold_comes_out(mark: str) -> None:
    (story,) = stories(rss(item(title=f"Oil {mark} up")))
    assert story.title.startswith("Oil")
    assert story.title.isprintable()


def test_markup_and_scripts_come_out_as_words_alone() -> None:
    (story,) = stories(
        rss(item(text="&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;67,300&lt;/b&gt;"))
    )
    assert story.text == "67,300"


def test_an_encoding_that_hides_marks_is_not_followed() -> None:
    hidden = rss(item(text="+ADw-script+AD4-")).replace(b"UTF-8", b"UTF-7")
    assert stories(hidden)[0].text == "+ADw-script+AD4-"


@pytest.mark.parametrize(
    "said",
    ["Sat, 31 Feb 2024 00:00:00 GMT", "Mon, 01 Jan 0000 00:00:00 GMT", "03/04/2024", "", "soon",
     "Thu, 01 Jan 1970 00:00:00 GMT", "9" * 5000],
    ids=lambda each: each[:30],
)  # fmt: skip
def test_a_date_that_cannot_be_or_may_be_two_is_none(said: str) -> None:
    assert feeds.day(said) is None


def test_a_feed_read_in_the_child_is_the_feed_parsed_here() -> None:
    made = b"""<rss version="2.0"><channel><title>T</title>
      <item><title>One</title><link>/a</link><description>Told.</description>
      <pubDate>Tue, 13 Jun 2023 10:00:00 GMT</pubDate></item>
      <item><title>Two</title><link>http://ok.test/b</link></item></channel></rss>"""
    asked = {"content_type": "application/rss+xml", "url": "http://ok.test/feed"}
    found = feeds.read(made, **asked)
    assert found == feeds.parse(made, **asked)
    assert [s.published_on and s.published_on.isoformat() for s in found.stories] == [
        "2023-06-13",
        None,
    ]


def test_what_is_no_feed_is_refused_by_the_child_in_the_same_words() -> None:
    with pytest.raises(Unreadable, match="declares entities"):
        feeds.read(b'<!DOCTYPE r [<!ENTITY a "b">]><rss/>')
