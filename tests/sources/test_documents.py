"""Formats told by their bytes: PDF, messages and web archives, each parsed in a child."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from warcio.archiveiterator import ArchiveIterator

from compliance.sources import archive, documents
from compliance.sources.child import Unreadable
from compliance.sources.text import NoText
from tests.sources.documents import TOLD, message, page, pdf, warc


FETCHED = datetime(2024, 6, 1, 12, tzinfo=UTC)


def extract(content: bytes, **said: str) -> documents.Text:
    return documents.extract(content, at=FETCHED, **said)


@pytest.mark.parametrize(
    ("content", "content_type", "name", "kind"),
    [
        (page().encode(), "", "", "html"),
        (page().encode(), "text/plain", "a.txt", "html"),
        (page().encode("utf-16"), "", "", "html"),
        (TOLD.encode(), "", "a.pdf", "plain"),
        (TOLD.encode(), "text/html", "", "html"),
        (pdf(TOLD), "text/html", "a.html", "pdf"),
        (b"\r\n" + pdf(TOLD), "", "", "pdf"),
        (message(), "", "", "email"),
        (message(), "text/plain", "a.txt", "email"),
        (b"From: a@b.example\nDate: today\n\nOil.", "", "a.eml", "email"),
        (b"From: Pyongyang\n\nOil went north.", "", "a.txt", "plain"),
        (warc(), "text/html", "", "warc"),
        (warc(packed=False), "", "", "warc"),
    ],
)
def test_the_kind_is_told_by_the_bytes(
    content: bytes, content_type: str, name: str, kind: str
) -> None:
    assert documents.kind_of(content, content_type=content_type, name=name) == kind


def test_a_picture_is_none_of_them_whatever_it_is_called() -> None:
    with pytest.raises(NoText, match="It is a picture"):
        documents.kind_of(b"\x89PNG\r\n\x1a\n", content_type="text/html", name="a.html")


# PDF


def test_a_pdf_gives_its_words_title_and_day() -> None:
    info = "/Title(Oil transfer)/CreationDate(D:20240528093000+09'00')"
    found = extract(pdf("Russia reported 67,300 barrels", "of refined petroleum.", info=info))
    assert found.text == "Russia reported 67,300 barrels of refined petroleum."
    assert (found.kind, found.title, found.language) == ("pdf", "Oil transfer", "en")
    assert found.published_on == date(2024, 5, 28)
    assert [c.where for c in found.dates] == ["file"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF", "PDF"),
        (pdf(data=b""), "The PDF holds no text; it may be pictures of pages."),
        (pdf(TOLD).replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"), "PDF"),
        (pdf(TOLD).replace(b"/Kids[3 0 R]/Count 1", b"/Kids[]/Count 2000000000"), "PDF"),
        (pdf(data=b"\0" * 50_000_000), "PDF"),
        (pdf(data=b"\0" * 50_000_000, filters=2), "PDF"),
        (pdf(data=b"BI /W 9 /H 9 ID " + b"x" * 99), "PDF"),
        (pdf(TOLD)[:300], "PDF"),
    ],
    ids=["no pages", "empty", "page loop", "count", "bomb", "bomb twice", "inline image", "cut"],
)
def test_a_broken_pdf_says_so_in_a_sentence(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why) as raised:
        extract(content)
    assert str(raised.value).endswith(".")


# Messages


def test_a_message_gives_body_sender_subject_day_and_names_what_is_attached() -> None:
    found = extract(message(attached="table.pdf"), name="x")
    assert found.text == TOLD
    assert (found.kind, found.title) == ("email", "Oil transfer in April")
    assert found.publisher == "Desk <desk@agency.example>"
    assert found.published_on == date(2024, 5, 28)
    assert [c.where for c in found.dates] == ["message"]
    assert found.cautions == (
        {
            "code": "attachments",
            "message": "Attached and not read: table.pdf (application/pdf).",
        },
    )


def test_a_message_in_html_alone_is_a_page() -> None:
    found = extract(message("", html=page('<p style="display:none">9,999,999 barrels</p>')))
    assert TOLD in found.text
    assert "9,999,999" not in found.text


def test_a_message_in_another_charset() -> None:
    said = "Россия сообщила о поставке 67 300 баррелей нефтепродуктов в КНДР."
    assert extract(message(said, charset="koi8-r")).text == said


def test_a_message_of_a_day_that_has_not_come_is_undated() -> None:
    found = extract(message(date="Fri, 28 May 2100 09:30:00 +0900"))
    assert found.published_on is None
    assert [c["code"] for c in found.cautions] == ["date_refused"]


# Web archives


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_gives_each_page_with_its_address(packed: bool) -> None:
    content = warc(
        ("https://a.example/1", "200 OK", "text/html", page().encode()),
        ("https://a.example/2", "404 Not Found", "text/html", page().encode()),
        ("https://a.example/3", "200 OK", "text/plain", TOLD.encode()),
        packed=packed,
    )
    found, passed = archive.records(content)
    assert [(r.url, r.content_type) for r in found] == [
        ("https://a.example/1", "text/html"),
        ("https://a.example/3", "text/plain"),
    ]
    assert found[0].content == page().encode()
    assert found[0].fetched_at is not None
    assert passed == 1


def test_a_broken_archive_says_so() -> None:
    with pytest.raises(Unreadable, match="broken"):
        archive.records(b"WARC/1.0\r\nWARC-Type: response\r\nnothing of the kind")


def test_what_is_written_out_is_read_by_others() -> None:
    exchange = {
        "url": "https://a.example/oil?page=1",
        "status": 200,
        "asked": [["user-agent", "tracker"], ["x", "a\r\nInjected: yes"]],
        "answered": [["content-type", "text/html"], ["content-encoding", "gzip"],
                     ["content-length", "7"]],
    }  # fmt: skip
    body = page().encode()
    out = io.BytesIO()
    written = archive.write(
        out,
        [
            archive.Kept("https://a.example/oil", FETCHED, body, "", exchange),
            archive.Kept("urn:sha256:abc", FETCHED, b"%PDF-", "application/pdf", None),
        ],
        software="test",
    )
    assert written == 2
    out.seek(0)
    seen = []
    for record in ArchiveIterator(out, check_digests="raise"):
        seen.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI")))
        if record.rec_type == "response":
            headers = record.http_headers
            assert record.content_stream().read() == body
            assert headers.get_header("X-Archive-Orig-content-encoding") == "gzip"
            assert headers.get_header("Content-Length") == str(len(body))
            digest = record.rec_headers.get_header("WARC-Payload-Digest")
            assert digest.startswith("sha256:")
        if record.rec_type == "request":
            assert record.http_headers.get_header("Injected") is None
        record.content_stream().read()
    assert seen == [
        ("warcinfo", None),
        ("response", "https://a.example/oil?page=1"),
        ("request", "https://a.example/oil?page=1"),
        ("resource", "urn:sha256:abc"),
    ]
    # A gzip member a record.
    assert out.getvalue().count(b"\x1f\x8b\x08") >= 4
