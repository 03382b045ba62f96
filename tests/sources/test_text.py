"""From bytes to the plain text that is read and shown: any charset, nothing hidden."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from compliance.sources.text import NoText, clean, decode, extract


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
        (b"%PDF-1.7\n...", "It is a PDF; PDF files are not read yet."),
        (b"\x89PNG\x00\x00", "It is no text: it holds bytes that no text has."),
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
