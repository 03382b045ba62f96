"""Documents handed in and fetched, brought to captures and figures: hostile ones too."""

from __future__ import annotations

import gzip
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from warcio.archiveiterator import ArchiveIterator

from compliance import services
from compliance.core import press
from compliance.models import Article, Capture
from compliance.services.press import NotTaken
from compliance.sources import pages
from tests.factories.reports import NOW
from tests.hostile import cases
from tests.sources.documents import TOLD, message, page, pdf, warc
from tests.sources.misbehaving import http, server


pytestmark = pytest.mark.django_db

CASES = [case for case in cases.manifest() if case["kind"] != "feed"]


def captured(content: bytes, content_type: str = "", name: str = "") -> Capture:
    ((article, _),) = services.press.hand_in_file(
        content=content, content_type=content_type, name=name, at=NOW, by=None
    )
    capture = services.press.capture(article=article, at=NOW)
    assert capture is not None
    return capture


@pytest.mark.parametrize(
    ("content", "kind"),
    [(page().encode(), "html"), (TOLD.encode(), "plain"), (pdf(TOLD), "pdf"),
     (message(), "email")],
)  # fmt: skip
def test_each_format_comes_to_a_text_and_its_figure(content: bytes, kind: str) -> None:
    capture = captured(content)
    assert (capture.error, capture.kind, capture.language) == ("", kind, "en")
    assert TOLD in capture.text
    reading = services.press.read(capture=capture, at=NOW)
    assert reading is not None
    assert reading.language == "en"
    assert [figure.value for figure in reading.figures.all()] == [67300]


def test_every_date_of_a_page_is_kept_with_its_place_and_the_caution() -> None:
    head = (
        '<meta property="article:published_time" content="2199-01-01">'
        '<meta name="date" content="2024-05-28">'
    )
    capture = captured(page(head=head).encode())
    assert capture.published_on == date(2024, 5, 28)
    assert [(d["on"], d["where"], d["refused"]) for d in capture.dates] == [
        ("2199-01-01", "meta", "after the day it was fetched"),
        ("2024-05-28", "meta", ""),
    ]
    assert [c["code"] for c in capture.cautions] == ["date_refused"]


def test_each_page_of_a_web_archive_is_an_article_of_its_own() -> None:
    content = warc(
        ("https://a.example/1", "200 OK", "text/html", page().encode()),
        ("https://a.example/style.css", "200 OK", "text/css", b"p {color: red}"),
        ("https://a.example/dot.png", "200 OK", "image/png", b"\x89PNG\r\n"),
        ("https://a.example/2", "200 OK", "application/pdf", pdf(TOLD)),
        ("https://b.example/1", "200 OK", "text/html", page().encode()),
    )
    taken = services.press.hand_in_file(content=content, at=NOW, by=None, name="a.warc.gz")
    assert [(article.url, new) for article, new in taken] == [
        ("https://a.example/1", True),
        ("https://a.example/2", True),
        ("https://a.example/1", False),  # the same bytes are the same article
    ]
    again = services.press.hand_in_file(content=content, at=NOW, by=None)
    assert [new for _, new in again] == [False, False, False]


@pytest.mark.parametrize("content", [warc(), b"WARC/1.0\r\nbroken"])
def test_a_web_archive_without_a_page_is_not_taken(content: bytes) -> None:
    with pytest.raises(NotTaken):
        services.press.hand_in_file(content=content, at=NOW, by=None)
    assert not Article.objects.exists()


def test_what_was_fetched_and_handed_in_is_written_out_as_a_web_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(url: str, **_: Any) -> pages.Page:
        return pages.Page(
            "https://a.example/moved",
            page().encode(),
            "text/html",
            200,
            (("user-agent", "tracker"),),
            (("content-type", "text/html"), ("server", "a\x00b")),
        )

    monkeypatch.setattr(pages, "fetch", fetch)
    fetched, _ = services.press.hand_in(origin="url", url="https://a.example/", at=NOW, by=None)
    services.press.capture(article=fetched, at=NOW)
    captured(pdf(TOLD))
    file = tmp_path / "all.warc.gz"
    call_command("archive", "--to", str(file), stderr=io.StringIO())
    with file.open("rb") as stream:
        seen = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or "")
            for record in ArchiveIterator(stream)
        ]
    assert [kind for kind, _ in seen] == ["warcinfo", "response", "request", "resource"]
    assert seen[1][1] == "https://a.example/moved"
    assert seen[3][1].startswith("urn:sha256:")
    taken = services.press.hand_in_file(content=file.read_bytes(), at=NOW, by=None)
    assert [new for _, new in taken] == [True, False]  # the page by its bytes; the PDF is held


@pytest.mark.skipif(not CASES, reason=cases.ABSENT)
@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_what_must_hold_of_a_bad_article_holds(case: dict[str, Any]) -> None:
    capture = captured(
        (cases.CORPUS / case["file"]).read_bytes(), case["headers"]["Content-Type"], case["file"]
    )
    found = press.read(
        capture.text, published_on=capture.published_on, language=capture.language or None
    )
    values = {claim.figure.value for claim in found.claims}
    for must in case["must"]:
        what, _, value = must.partition("=")
        if (case["file"], must) in cases.OF_THE_READER:
            continue
        if what == "rejected":
            assert capture.error
        elif what == "value":
            assert Decimal(value) in values
        elif what == "not_value":
            assert Decimal(value) not in values
        elif what == "inert":
            assert "<script" not in capture.title.lower()
        else:
            assert what in ("no_crash", "no_socket")


def test_a_page_of_a_real_server_is_kept_with_its_exchange_and_written_out(
    settings: Any, tmp_path: Path
) -> None:
    body = page().encode()
    answers = {"pdf": http(pdf(TOLD)), "packed": http(gzip.compress(body), Content_Encoding="gzip")}
    with server(**answers) as host:
        settings.FETCH_ALLOWED_HOSTS = [host]
        kinds = []
        for path in ("pdf", "packed"):
            article, _ = services.press.hand_in(
                origin="url", url=f"http://{host}/{path}", at=NOW, by=None
            )
            capture = services.press.capture(article=article, at=NOW)
            assert capture is not None
            assert TOLD in capture.text
            kinds.append(capture.kind)
    assert kinds == ["pdf", "html"]  # though the server calls both a page
    exchange = capture.exchange
    assert (exchange["status"], exchange["url"]) == (200, f"http://{host}/packed")
    assert "sanctions-tracker" in dict(exchange["asked"])["user-agent"]
    assert dict(exchange["answered"])["content-encoding"] == "gzip"
    file = tmp_path / "one.warc.gz"
    call_command("archive", str(article.pk), "--to", str(file), stderr=io.StringIO())
    with file.open("rb") as stream:
        bodies = [r.content_stream().read() for r in ArchiveIterator(stream, check_digests="raise")]
    assert body in bodies
