"""Acts on the press: each step leaves a row, can run twice, and is given up after three."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest

from compliance import queries, services
from compliance.core import press
from compliance.models import Article, Attempt, Capture, Claim, Figure, Finding, Reading
from compliance.services.press import MOST_BYTES, NotTaken
from compliance.sources import pages
from tests.factories.ledger import draft
from tests.factories.people import UserFactory
from tests.factories.press import RETOLD, hand_in, read, read_article
from tests.factories.regime import petroleum_cap
from tests.factories.reports import NOW, line


pytestmark = pytest.mark.django_db

TOLD = "Russia reported 3,000 barrels of refined petroleum to North Korea in March 2023."


# Hand in


def test_an_article_is_kept_with_its_bytes_by_whom_and_when() -> None:
    person = UserFactory()
    article = hand_in(TOLD, by=person, name="A title", publisher="A paper")
    assert (article.seen_by, article.seen_at) == (person, NOW)
    assert bytes(article.content) == TOLD.encode()


def test_the_same_bytes_are_one_article_whatever_they_are_called() -> None:
    assert hand_in(TOLD, name="one") == hand_in(TOLD, name="two")
    assert hand_in(TOLD + " ") != hand_in(TOLD)


def test_the_same_address_is_one_article_however_it_is_written() -> None:
    spellings = [
        "https://News.Example/a?b=1",
        "HTTPS://news.example:443/a?b=1#part",
        " https://news.example./a?b=1 ",
    ]
    found = [services.press.hand_in(origin="url", url=url, at=NOW, by=None) for url in spellings]
    assert [new for _, new in found] == [True, False, False]
    assert {article.url for article, _ in found} == {"https://news.example/a?b=1"}


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ({"origin": "text", "content": None}, "There is no text in it."),
        ({"origin": "text", "content": b""}, "There is no text in it."),
        ({"origin": "file", "content": b" \n\t "}, "There is no text in it."),
        ({"origin": "file", "content": b"x" * (MOST_BYTES + 1)}, "It is larger than 10 MB."),
        ({"origin": "url", "url": "ftp://news.example/a"}, "Only addresses that begin with"),
        ({"origin": "url", "url": "https://me:secret@news.example/"}, "with a user name in it"),
        ({"origin": "url", "url": "https://news.example/" + "a" * 1000}, "longer than 1,000"),
        (
            {"origin": "text", "content": b"Oil.", "published_on": date(2024, 6, 2)},
            "2024-06-02 has not come yet; an article is of a day that has.",
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_not_taken_is_told_why(what: dict[str, Any], why: str) -> None:
    with pytest.raises(NotTaken) as raised:
        services.press.hand_in(at=NOW, by=None, **what)
    assert why in str(raised.value)
    assert not Article.objects.exists()


def test_names_that_are_too_long_are_cut_and_none_breaks_the_row() -> None:
    article = hand_in(TOLD, name="n" * 900, publisher="p" * 900, content_type="c" * 900)
    assert (len(article.name), len(article.publisher)) == (300, 200)
    odd = hand_in("Other.", name="a\x00b\udcff", publisher="\x00")
    assert "\x00" not in odd.name


# Capture


def test_a_capture_keeps_text_title_date_and_digest() -> None:
    article = hand_in(RETOLD)
    capture = services.press.capture(article=article, at=NOW)
    assert capture is not None
    assert capture.title == "Arms to Moscow, oil to Pyongyang"
    assert capture.published_on == date(2023, 6, 13)
    assert article.key == f"sha256:{capture.digest}"
    assert capture.content is None, "the bytes are in the article already"


def test_what_is_said_of_an_article_goes_before_what_its_page_says() -> None:
    article = hand_in(RETOLD, published_on=date(2023, 6, 14), publisher="A paper")
    capture = services.press.capture(article=article, at=NOW)
    assert capture is not None
    assert (capture.published_on, capture.publisher) == (date(2023, 6, 14), "A paper")


def test_a_text_without_a_title_is_known_by_its_first_words() -> None:
    captured = services.press.capture(article=hand_in(TOLD + " " + "And so on. " * 40), at=NOW)
    assert captured is not None
    assert captured.title.startswith("Russia reported 3,000 barrels")
    assert len(captured.title) <= 80


def test_a_page_dated_ahead_of_the_day_it_was_fetched_has_no_date() -> None:
    capture = services.press.capture(
        article=hand_in("Oil goes north\n2031-01-01 10:00:00\n\nRussia shipped oil."), at=NOW
    )
    assert capture is not None
    assert (capture.error, capture.published_on) == ("", None)


def test_a_captured_article_is_not_captured_again() -> None:
    article = hand_in(TOLD)
    assert services.press.capture(article=article, at=NOW)
    assert services.press.capture(article=article, at=NOW) is None
    assert Capture.objects.count() == Attempt.objects.count() == 1


def test_why_there_is_no_text_is_kept_in_a_sentence() -> None:
    capture = services.press.capture(article=hand_in("%PDF-1.7 ..."), at=NOW)
    assert capture is not None
    assert (capture.error, capture.text) == ("The PDF is broken and cannot be read.", "")


def failing(monkeypatch: pytest.MonkeyPatch, problem: Exception) -> Article:
    def fetch(url: str, **_: Any) -> None:
        raise problem

    monkeypatch.setattr(pages, "fetch", fetch)
    article, _ = services.press.hand_in(origin="url", url="https://news.example/a", at=NOW, by=None)
    return article


@pytest.mark.parametrize("problem", [pages.Failed("The server answered 503."), ValueError("!")])
def test_a_capture_that_fails_is_given_up_after_three(
    monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    """Whether the page failed politely or the step itself broke: the attempt was counted first."""
    article = failing(monkeypatch, problem)
    for n in range(1, 7):
        with suppress(ValueError):
            services.press.capture(article=article, at=NOW + timedelta(hours=n))
    assert Attempt.objects.count() == 3
    assert list(Article.objects.given_up()) == [article]
    assert queries.press.awaiting_capture(10, at=NOW + timedelta(days=9)) == []


def test_a_page_that_failed_rests_before_the_next_try(monkeypatch: pytest.MonkeyPatch) -> None:
    article = failing(monkeypatch, pages.Failed("The server answered 503."))
    waits = []
    for seconds in range(0, 700, 10):
        if services.press.capture(article=article, at=NOW + timedelta(seconds=seconds)):
            waits.append(seconds)
    assert waits == [0, 30, 330]


def test_a_page_that_answers_later_is_no_longer_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    article = failing(monkeypatch, pages.Failed("The server answered 503."))
    services.press.capture(article=article, at=NOW)
    page = pages.Page(article.url, TOLD.encode(), "text/plain")
    monkeypatch.setattr(pages, "fetch", lambda url, **_: page)
    capture = services.press.capture(article=article, at=NOW + timedelta(minutes=1))
    assert capture is not None
    assert bytes(capture.content) == TOLD.encode()
    assert queries.press.newest_text(article) == capture


# Read


def test_a_reading_keeps_figures_with_spans_and_claims_with_reasons() -> None:
    reading = read(TOLD, published_on=date(2023, 6, 14))
    (claim,) = queries.press.claims(reading)
    assert reading.version == press.VERSION
    figure = claim.figure
    assert TOLD[figure.start : figure.end] == figure.quote == "3,000 barrels"
    assert (figure.value, figure.unit) == (3000, "bbl")
    assert (claim.supplier, claim.recipient) == (["RU"], ["KP"])
    assert (claim.first_day, claim.last_day) == (date(2023, 3, 1), date(2023, 3, 31))
    assert claim.reasons


def test_a_version_of_the_reader_reads_a_capture_once() -> None:
    reading = read(TOLD)
    assert services.press.read(capture=reading.capture, at=NOW) is None
    assert Reading.objects.count() == 1


def test_a_newer_reader_reads_it_again_and_the_old_reading_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reading = read(TOLD)
    monkeypatch.setattr(queries.press, "VERSION", "9.9.9")
    assert queries.press.awaiting_reading(10) == [reading.capture]


def test_a_reader_that_breaks_leaves_no_half_reading_and_is_given_up_after_three(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    capture = services.press.capture(article=hand_in(TOLD), at=NOW)
    assert capture is not None

    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError("the reader broke")

    monkeypatch.setattr(Claim.objects, "bulk_create", breaks)
    for _ in range(5):
        if queries.press.awaiting_reading(10):
            with pytest.raises(RuntimeError):
                services.press.read(capture=capture, at=NOW)
    assert Attempt.objects.filter(step="read").count() == 3
    assert not Reading.objects.exists()
    assert not Figure.objects.exists()


def test_the_same_caption_twice_is_one_claim_and_one_that_restates_it() -> None:
    reading = read(RETOLD)
    allegations = Claim.objects.filter(reading=reading, kind="allegation")
    assert allegations.filter(restates=None).count() == 1


# Reconcile


def test_each_claim_that_can_be_compared_has_a_finding_once() -> None:
    petroleum_cap()
    line(draft("2023-03"))
    reading = read(TOLD)
    (finding,) = services.review.reconcile(reading=reading, at=NOW)
    assert (finding.verdict, finding.policy) == ("agrees", "committee-2021")
    assert [t.amount for t in finding.lines.all()] == [3000]
    assert services.review.reconcile(reading=reading, at=NOW) == []
    assert Finding.objects.count() == 1


def test_a_claim_is_judged_by_what_was_known_on_the_articles_day() -> None:
    """The report became public in February 2024; an article of June 2023 cannot have read it."""
    petroleum_cap()
    line(draft("2023-03"), known_on="2024-02-01")
    (finding,) = read_article(TOLD, published_on=date(2023, 6, 14))
    assert (finding.verdict, finding.known_at) == ("unreported", date(2023, 6, 14))


def test_a_finding_says_what_it_compared() -> None:
    petroleum_cap()
    line(draft("2023-03", amount="2015"))
    (finding,) = read_article(TOLD.replace("3,000", "3,125"))
    assert finding.verdict == "differs"
    assert finding.compared == {
        "stated": {"amount": "3125", "unit": "bbl"},
        "ledger": {"amount": "2015", "unit": "bbl"},
        "difference": {"amount": "1110", "unit": "bbl"},
    }
    assert finding.reason.endswith(".")
