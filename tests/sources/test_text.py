"""From bytes to the plain text that is read and shown: any charset, nothing hidden."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, date, datetime

import pytest
import trafilatura
from hypothesis import example, given
from hypothesis import strategies as st

from compliance.sources import documents, text
from compliance.sources.dates import Day
from compliance.sources.text import NoText, Text, clean, decode
from tests.sources.documents import page


FETCHED = datetime(2024, 6, 1, 12, tzinfo=UTC)


def extract(content: bytes, *, content_type: str = "", url: str = "") -> Text:
    """As the child does it, without the child."""
    return documents.parse(content, content_type=content_type, url=url, name="", day=Day(FETCHED))


RUSSIAN = "Россия сообщила о поставке 67 300 баррелей нефтепродуктов в КНДР."
KOREAN = "러시아는 북한에 정유 6만7300배럴을 공급했다고 보고했다."


@pytest.mark.parametrize(
    ("content", "content_type", "text"),
    [
        (RUSSIAN.encode(), "", RUSSIAN),
        (RUSSIAN.encode("utf-8-sig"), "", RUSSIAN),
        (RUSSIAN.encode("utf-16"), "", RUSSIAN),
        (b"\xfe\xff" + RUSSIAN.encode("utf-16-be"), "", RUSSIAN),
        (RUSSIAN.encode("cp1251"), "text/plain; charset=windows-1251", RUSSIAN),
        (RUSSIAN.encode("koi8-r"), 'text/plain; charset="KOI8-R"', RUSSIAN),
        (KOREAN.encode("euc-kr"), "text/plain; charset=EUC-KR", KOREAN),
        (KOREAN.encode("cp949"), "text/plain;charset=ks_c_5601-1987", KOREAN),
        # The server is wrong, the text is UTF-8.
        (RUSSIAN.encode(), "text/plain; charset=ascii", RUSSIAN),
        (RUSSIAN.encode(), "text/plain; charset=no-such-charset", RUSSIAN),
        # Codecs that are none of text.
        (RUSSIAN.encode(), "text/plain; charset=base64", RUSSIAN),
        (RUSSIAN.encode(), "text/plain; charset=undefined", RUSSIAN),
        (RUSSIAN.encode(), "text/plain; charset=idna", RUSSIAN),
        (RUSSIAN.encode(), "text/plain; charset=punycode", RUSSIAN),
    ],
)
def test_bytes_are_read_in_the_charset_they_are_in(
    content: bytes, content_type: str, text: str
) -> None:
    assert extract(content, content_type=content_type).text == text


def test_bytes_that_do_not_say_are_told_by_their_looks() -> None:
    assert decode((RUSSIAN * 20).encode("cp1251")) == RUSSIAN * 20


def test_a_page_names_its_charset_itself() -> None:
    page = f'<html><head><meta charset="windows-1251"></head><body><p>{RUSSIAN}</p></body></html>'
    assert extract(page.encode("cp1251")).text == RUSSIAN


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is nothing in it."),
        (b" \n\t ", "There is nothing in it."),
        (b"%PDF-1.7\n...", "The PDF is broken and cannot be read."),
        (b"\x89PNG\x00\x00", "It is a picture (PNG); that is no text to read."),
        (b"PK\x03\x04\x00", "It is a ZIP archive or an office document; that is no text to read."),
        (b'<?xml version="1.0"?><svg xmlns="x"><script/></svg>', "It is a drawing (SVG), not an"),
        (b'<?xml version="1.0"?><rss><channel><title>x</title></channel></rss>', "It is a feed,"),
        (bytes(range(256)) * 4, "It is no text: it holds bytes that no text has."),
        (b"Oil\x00", "It is no text: it holds bytes that no text has."),
        ("\u200b\u2060".encode(), "There is no text in it."),
        (b"<html><body><script>x()</script></body></html>", "The page has no text"),
    ],
)
def test_what_holds_no_text_says_why(content: bytes, sentence: str) -> None:
    with pytest.raises(NoText) as raised:
        extract(content)
    assert str(raised.value).startswith(sentence)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("67\u200b,300 bar\u00adrels", "67,300 barrels"),
        ("\u202e003,76\u202c barrels", "003,76 barrels"),
        ("\u2066hidden\u2069", "hidden"),
        ("a\x00b\x1bc\x9bd", "abcd"),
        ("a\ud800b\udfffc", "abc"),
        ("cafe\u0301", "café"),
        ("  a  \n\tb\t", "a\nb"),
        ("a\tb", "a\tb"),
    ],
)
def test_nothing_that_hides_or_reorders_is_left(raw: str, shown: str) -> None:
    assert clean(raw) == shown


def test_left_over_tags_of_a_plain_text_are_no_words() -> None:
    text = extract(b"The<strong></strong> image shows <em>railcars</em>.").text
    assert text == "The image shows railcars."


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2023-06-13 09:15:00", date(2023, 6, 13)),
        ("2023-06-13", date(2023, 6, 13)),
        ("2023.6.13", date(2023, 6, 13)),
        ("2023/06/13 09:15", date(2023, 6, 13)),
        ("2023-06-13T09:15:00Z", date(2023, 6, 13)),
        ("2023-02-30", None),
        ("on 2023-06-13 it was said", None),
    ],
)
def test_a_line_that_is_a_date_dates_the_text(stamp: str, day: date | None) -> None:
    found = extract(f"Oil goes north\n{stamp}\n\nRussia shipped oil.".encode())
    assert found.published_on == day
    assert found.title == "Oil goes north"


def test_a_date_far_down_is_part_of_the_story() -> None:
    lines = "\n".join(["Oil goes north", *("A line of it." for _ in range(8)), "2023-06-13"])
    assert extract(lines.encode()).published_on is None


def test_a_page_gives_text_title_and_day_and_leaves_its_frame_out() -> None:
    page = """<!doctype html><html><head><title>Oil goes north</title>
      <meta property="article:published_time" content="2023-06-13T09:00:00Z">
      <meta property="og:site_name" content="A paper"></head>
      <body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
      <article><h1>Oil goes north</h1>
      <p>Russia reported 67,300 barrels of refined petroleum to the committee, the first since
      August 2020, by what its table says.</p>
      <p>The cap is 500,000 barrels a year, and the year is not over.</p></article>
      <script>var barrels = 999;</script><footer>All rights reserved</footer></body></html>"""
    found = extract(page.encode(), content_type="text/html", url="https://news.example/a")
    assert "67,300 barrels" in found.text
    assert "999" not in found.text
    assert "<" not in found.text
    assert (found.title, found.published_on) == ("Oil goes north", date(2023, 6, 13))


@given(st.binary(max_size=200), st.sampled_from(["", "text/html", "text/plain; charset=utf-7"]))
@example(b"+2AA-", "text/plain; charset=utf-7")
def test_any_bytes_give_a_text_that_can_be_kept_or_a_sentence(
    content: bytes, content_type: str
) -> None:
    try:
        found = extract(content, content_type=content_type)
    except NoText as told:
        assert str(told).endswith(".")  # noqa: PT017
    else:
        for words in (found.text, found.title, found.publisher):
            words.encode()
            assert "\x00" not in words


# Charsets

SAID = {
    "ko": "러시아는 지난 4월 북한에 정유 6만7300배럴을 공급했다고 유엔 안보리 위원회에 보고했다.",
    "zh": "俄罗斯通知联合国安理会制裁委员会，今年四月向朝鲜供应了六万七千三百桶精炼石油产品。",
    "ja": "ロシアは国連の制裁委員会に対し、四月に北朝鮮へ石油精製品を供給したと報告した。",
    "ru": "Россия сообщила Комитету Совета Безопасности о поставке 67 300 баррелей в КНДР.",
    "ar": "أبلغت روسيا لجنة مجلس الأمن عن توريد 67300 برميل من النفط إلى كوريا الشمالية.",
    "fr": "La Russie a notifié la livraison de 67 300 barils de pétrole à la Corée du Nord.",
}
CHARSETS = [
    ("ko", "cp949"),
    ("ko", "euc-kr"),
    ("zh", "gb18030"),
    ("zh", "gb2312"),
    ("ja", "shift_jis"),
    ("ja", "euc-jp"),
    ("ru", "windows-1251"),
    ("ru", "koi8-r"),
    ("ar", "windows-1256"),
    ("fr", "windows-1252"),
    ("ko", "utf-16"),
    ("ru", "utf-16-le"),
    ("ar", "utf-16-be"),
    ("fr", "utf-16-le"),
    ("zh", "utf-8"),
]


@pytest.mark.parametrize(("tongue", "charset"), CHARSETS)
@pytest.mark.parametrize("way", ["says nothing", "server", "meta", "server is wrong"])
def test_a_sentence_is_read_in_each_charset_however_it_is_said(
    tongue: str, charset: str, way: str
) -> None:
    said = SAID[tongue]
    head = f'<meta charset="{charset}">' if way in ("meta", "server is wrong") else ""
    kind = {
        "server": f"text/html; charset={charset}",
        "server is wrong": "text/html; charset=iso-8859-1",
    }.get(way, "text/html")
    if way == "server is wrong" and tongue == "fr":
        kind = "text/html; charset=utf-8"
    found = extract(page(said=said, head=head).encode(charset), content_type=kind)
    assert said in found.text
    assert found.language == tongue


@pytest.mark.parametrize(("tongue", "charset"), CHARSETS)
def test_a_plain_text_is_read_in_each_charset_by_its_looks(tongue: str, charset: str) -> None:
    assert extract((SAID[tongue] * 2).encode(charset)).text == SAID[tongue] * 2


# What the reader of a page sees


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">9,999,999 barrels</p>',
        '<p style="color:red; DISPLAY : NONE">9,999,999 barrels</p>',
        "<p hidden>9,999,999 barrels</p>",
        '<div aria-hidden="true"><p>9,999,999 barrels</p></div>',
        '<p style="position:absolute;left:-9999px">9,999,999 barrels</p>',
        '<p style="font-size:0">9,999,999 barrels</p>',
        '<p style="visibility:hidden">9,999,999 barrels</p>',
        '<p class="note gone">9,999,999 barrels</p>',
        '<p id="gone">9,999,999 barrels</p>',
        "<script>var t = '9,999,999 barrels'</script>",
        "<style>/* 9,999,999 barrels */</style>",
        "<!-- 9,999,999 barrels -->",
        "<template><p>9,999,999 barrels</p></template>",
        "<noscript><p>9,999,999 barrels</p></noscript>",
    ],
)
def test_what_no_reader_sees_is_no_text_and_what_follows_it_stays(hidden: str) -> None:
    head = (
        "<style>p{margin:0} .gone, #gone {display:none} @media print{.seen{display:none}}</style>"
    )
    found = extract(page(f'{hidden}<p class="seen">It is the first since 2020.</p>', head).encode())
    assert "9,999,999" not in found.text
    assert "67,300 barrels" in found.text
    assert "the first since 2020" in found.text


def test_a_page_that_hides_itself_until_its_script_has_run_is_seen() -> None:
    html = page().replace("<body>", '<body style="opacity:0">')
    assert "67,300" in extract(html.encode()).text


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("It is <b>67</b><i>,300</i> barrels.", "67,300 barrels"),
        ("It is <span>67,</span><span>300</span> barrels.", "67,300 barrels"),
        ("It is 67&#44;300 barrels.", "67,300 barrels"),
        ("It is 67,300<sup>1</sup> barrels.", "67,300 1 barrels"),
    ],
)
def test_a_number_is_one_however_its_letters_look(html: str, words: str) -> None:
    assert words in extract(page(said=html).encode()).text


def test_marks_that_turn_the_letters_are_warned_of() -> None:
    found = extract(page(said="Russia reported \u202e003,76\u202c barrels.").encode())
    assert [c["code"] for c in found.cautions] == ["turned"]


# Dates


def dated(head: str, url: str = "") -> Text:
    return extract(page(head=head).encode(), url=url)


def meta(day: str) -> str:
    return f'<meta property="article:published_time" content="{day}">'


def test_a_date_after_the_fetch_is_set_aside_and_kept_with_its_reason() -> None:
    found = dated(meta("2199-01-01") + '<meta name="date" content="2024-05-28">')
    assert found.published_on == date(2024, 5, 28)
    assert [(str(c.on), c.where, c.refused) for c in found.dates] == [
        ("2199-01-01", "meta", "after the day it was fetched"),
        ("2024-05-28", "meta", ""),
    ]
    assert found.cautions[0]["code"] == "date_refused"


def test_a_day_that_has_begun_in_the_east_is_no_day_after_the_fetch() -> None:
    late = Day(datetime(2024, 6, 1, 22, tzinfo=UTC))
    html = page(head=meta("2024-06-02T06:30:00+09:00")).encode()
    found = documents.parse(html, content_type="", url="", name="", day=late)
    assert (found.published_on, found.cautions) == (date(2024, 6, 1), ())


def test_dates_that_contradict_each_other_are_warned_of() -> None:
    ld = '<script type="application/ld+json">{"datePublished": "2024-05-28T08:00:00Z"</script>'
    found = dated(ld, url="https://news.example/2024/04/01/oil")
    assert found.published_on == date(2024, 5, 28)
    assert {c.where for c in found.dates} == {"json-ld", "address"}
    (told,) = found.cautions
    assert told["code"] == "dates_differ"
    assert "2024-04-01" in told["message"]
    assert "2024-05-28 was taken" in told["message"]


def test_dates_a_day_apart_agree() -> None:
    assert dated(meta("2024-05-28"), url="https://news.example/2024/05/27/oil").cautions == ()


def test_a_page_without_a_date_for_machines_is_dated_by_its_words() -> None:
    html = page('<p class="date">Published: 28 May 2024</p>')
    found = extract(html.encode())
    assert found.published_on == date(2024, 5, 28)
    assert [c.where for c in found.dates] == ["text"]


def test_a_text_says_of_itself_what_the_child_sends() -> None:
    from compliance.sources import text

    found = dated(meta("2024-05-28"))
    assert text.from_json(found.as_json()).as_json() == found.as_json()


LD = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "By data", '
    '"publisher": {"@type": "Organization", "name": "A paper"}}</script>'
)


@pytest.mark.parametrize(
    "page",
    [
        "<head><title>Oil goes north - A Paper.example</title></head><body><p>Words.</p>",
        "<head><title>T</title></head><body><nav><h1>Paper</h1></nav><main><h1>Oil</h1></main>",
        '<body><h1>Paper</h1><h1 class="post-title">Oil</h1><h2 class="headline">Coal</h2>',
        '<body><div class="entry-title">Oil <h1>goes</h1> north</div><h1>Another</h1>',
        "<body><h1></h1><h1>Oil <b>goes</b><br>north</h1><h2>Coal</h2>",
        '<body><h3 id="page-title">Oil</h3><h2>Coal</h2>',
        f"<head><title>T</title>{LD}</head><body><h1>Oil</h1>",
        f"<head><title>T</title></head><body><h1>Oil</h1><footer>{LD}</footer>",
        '<head><meta property="og:title" content="Oil"><meta property="og:site_name" content="P">',
        '<head><meta name="twitter:site" content="@paper"><link rel="canonical" href="http://p.example/a">',
        "<p>No head and no heading.</p>",
    ],
)
def test_title_and_publisher_are_those_that_the_whole_page_gives(page: str) -> None:
    tree = text._tree(f"<html>{page}</html>")
    whole, front = (
        trafilatura.extract_metadata(of, default_url="https://news.example/1")
        for of in (deepcopy(tree), text._front(tree))
    )
    assert (front.title, front.sitename) == (whole.title, whole.sitename)
