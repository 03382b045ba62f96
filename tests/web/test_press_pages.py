"""Articles and findings: text as captured, figures in place, verdicts with their reasons."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from compliance import services
from compliance.models import Sighting
from compliance.services.press import manners
from tests.factories.reports import NOW
from tests.web import factories as make


pytestmark = pytest.mark.usefixtures("planted")


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Every test here writes rows."""


def read_article(text: str, **said: Any) -> Any:
    return make.reading(make.capture(text), **said)


def test_the_state_of_each_article_is_said_in_words(get: Any) -> None:
    make.article()
    make.failed(make.article(), "the server answered 503")
    given_up = make.article()
    for _ in range(3):
        make.failed(given_up, "no such host")
    make.capture("A text.")
    reading = read_article("Russia sent 500,000 barrels.")
    claim = make.claim(reading, "500,000 barrels")
    make.claim(reading, "Russia")
    make.finding(claim, "agrees")
    words = get("/articles/").words
    for said in (
        "5 articles handed in",
        "waiting to be captured",
        "no text yet, will be tried again: The server answered 503.",
        "given up after 3 tries: No such host.",
        "text captured, waiting to be read",
        "2 figures read, 1 statement compared, 1 waiting",
    ):
        assert said in words, said


def test_a_copy_word_for_word_is_said_to_be_one_and_leads_to_the_first(get: Any) -> None:
    first, copy = make.capture("Word for word.").article, make.capture("Word for word.").article
    Sighting.objects.create(article=first, seen_at=timezone.now(), origin="url", copy=copy)
    words = get("/articles/").words
    assert f'word for word <a href="/articles/{first.pk}/' in words
    assert words.count("text captured, waiting to be read") == 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (lambda: make.article(), "Waiting to be captured"),
        (lambda: make.failed(make.article(), "it is too large").article, "will be tried again"),
        (lambda: make.capture("A text.").article, "Captured, and waiting to be read"),
        (
            lambda: read_article("Nothing here.").capture.article,
            "nothing in it that the record could say anything to",
        ),
    ],
)
def test_an_article_on_its_way_says_how_far_it_is(get: Any, rows: Any, said: str) -> None:
    assert said in get(f"/articles/{rows().pk}/").words


def test_a_figure_is_marked_in_place_with_its_verdict_beside(get: Any) -> None:
    reading = read_article("So far Russia sent 500,000 barrels of oil.\n\nThen it stopped.")
    claim = make.claim(reading, "500,000 barrels")
    make.finding(claim, "differs", "the ledger holds 44,655 bbl", lines=[make.some_line()])
    words = get(f"/articles/{reading.capture.article_id}/").words
    assert '<mark class="v-differs">500,000 barrels</mark>' in words
    assert f'href="#n-{claim.pk}"' in words
    assert f'id="n-{claim.pk}"' in words
    for said in (
        "≠ 1",
        "1. Differs",
        "The ledger holds 44,655 bbl.",
        "Transfer of refined petroleum; Russia → DPRK; 1 Jan 2023 to 31 Jan 2023; basis: reported",
        "Stated 500,000 barrels",
        "S/RES/2397 OP 5",
        "1 line of the ledger compared",
        "1 statement compared: 1 differs",
        "Then it stopped.",
    ):
        assert said in words, said


def test_a_silence_is_shown_with_its_months_and_paragraphs_lead_to_where_they_stand(
    get: Any,
) -> None:
    reading = read_article("It was the first in 27 months.")
    claim = make.claim(
        reading, "first in 27 months", kind="silence", category="no_transfer", role="", figure=None,
        basis="",
    )  # fmt: skip
    months = {"amount": "27", "unit": "months"}
    make.finding(claim, "agrees", "so it was", compared={"stated": months, "ledger": months})
    words = get(f"/articles/{reading.capture.article_id}/").words
    assert "Months without a transfer of refined petroleum; Russia → DPRK" in words
    assert "Stated 27 months; ledger 27 months" in words
    assert '/resolutions/2397/#paragraph-5">S/RES/2397 OP 5</a>' in words


def test_the_newest_finding_of_a_claim_is_the_one_shown(get: Any) -> None:
    reading = read_article("It was 500,000 barrels.")
    claim = make.claim(reading, "500,000 barrels")
    make.finding(claim, "ambiguous", "an older thought")
    make.finding(claim, "agrees", "a newer thought")
    words = get(f"/articles/{reading.capture.article_id}/").words
    assert "A newer thought." in words
    assert "older thought" not in words
    assert "An older thought" not in get("/findings/").words


def test_the_same_said_twice_points_at_the_first(get: Any) -> None:
    reading = read_article("It was 500,000 barrels. Again: half a million barrels.")
    first = make.claim(reading, "500,000 barrels")
    make.claim(reading, "half a million barrels", restates=first)
    make.finding(first, "agrees")
    words = get(f"/articles/{reading.capture.article_id}/").words
    assert "The same statement as note 1; counted once." in words
    assert "1 statement compared" in words


def test_cautions_stand_at_the_top(get: Any) -> None:
    reading = read_article(
        "It was 500,000 barrels.",
        cautions=[{"code": "date", "message": "the date is contradicted", "start": -1, "end": -1}],
    )
    words = get(f"/articles/{reading.capture.article_id}/").words
    assert words.index("The date is contradicted.") < words.index('id="h-text"')


def test_an_allegation_around_a_figure_overlaps_without_harm(get: Any) -> None:
    text = "They moved 500,000 barrels of oil at sea, says Seoul.\nMoscow denies it."
    reading = read_article(text)
    figure = make.claim(reading, "500,000 barrels")
    whole = make.allegation(reading, "moved 500,000 barrels of oil at sea", asserted_by=["KR"])
    across = make.allegation(reading, "says Seoul.\nMoscow denies", denied_by=["RU"])
    make.finding(figure, "unreported")
    make.finding(whole, "prohibited_dealing")
    words = get(f"/articles/{reading.capture.article_id}/").words
    assert '<mark class="v-banned">moved </mark>' in words
    assert '<mark class="v-open">500,000 barrels</mark>' in words
    assert '<mark class="v-banned"> of oil at sea</mark>' in words
    for claim in (figure, whole, across):
        assert words.count(f'id="n-{claim.pk}"') == 1
        assert words.count(f'id="r-{claim.pk}"') == 1
    assert words.count("<mark") == words.count("</mark>")
    assert "said by Republic of Korea" in words


def test_a_span_outside_the_text_is_told_apart_and_breaks_nothing(get: Any) -> None:
    reading = read_article("Short.")
    claim = make.claim(reading, "500,000 barrels", at=400)
    words = get(f"/articles/{reading.capture.article_id}/").words
    assert "Notes whose words were not found in the text" in words
    assert f'id="n-{claim.pk}"' in words
    assert f"#r-{claim.pk}" not in words


HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)"> {{ 7|add:7 }} & "quotes"'


def test_nothing_of_an_article_is_taken_for_markup(get: Any) -> None:
    reading = make.reading(
        make.capture(
            f"{HOSTILE} of 500,000 barrels",
            of=make.article(name=HOSTILE, url="javascript:alert(3)"),
            title=HOSTILE,
            publisher=HOSTILE,
        ),
        cautions=[{"code": "x", "message": HOSTILE, "start": 0, "end": 1}],
    )
    make.finding(make.claim(reading, HOSTILE, commodity="<b>"), "agrees", HOSTILE)
    for address in (f"/articles/{reading.capture.article_id}/", "/articles/", "/findings/", "/"):
        words = get(address).words
        assert "<script>alert" not in words
        assert "<img" not in words
        assert 'href="javascript:' not in words
        assert "{{ 7|add:7 }}" in words or "7|add" not in words


def test_findings_are_filtered_by_verdict_and_counted(get: Any) -> None:
    reading = read_article("One 1 bbl, two 2 bbl, three 3 bbl.")
    for quote, verdict in (("1 bbl", "agrees"), ("2 bbl", "differs"), ("3 bbl", "agrees")):
        make.finding(make.claim(reading, quote), verdict, f"on {quote}")
    every = get("/findings/").words
    assert "3 statements of the press compared" in every
    wrong = get("/findings/?verdict=differs").words
    assert "On 2 bbl." in wrong
    assert "On 1 bbl." not in wrong
    assert re.search(r"Agrees <b>2</b>", wrong)
    assert "None has this verdict" in get("/findings/?verdict=outside").words


def test_long_lists_come_in_pages_that_keep_the_question(get: Any) -> None:
    reading = read_article("Always 500,000 barrels.")
    for n in range(30):
        claim = make.claim(reading, "500,000 barrels", place=100 + n, figure=None)
        make.finding(claim, "agrees")
    first = get("/findings/?verdict=agrees&known_at=2024-01-17").words
    assert "Page 1 of 2" in first
    assert "/findings/?known_at=2024-01-17&amp;verdict=agrees&amp;page=2" in first
    assert "Page 2 of 2" in get("/findings/?verdict=agrees&page=2").words


def test_queries_do_not_grow_with_claims(client: Any, django_assert_max_num_queries: Any) -> None:
    reading = read_article("Always 500,000 barrels, again and again.")
    address = f"/articles/{reading.capture.article_id}/"
    for n in range(12):
        make.finding(
            make.claim(reading, "500,000 barrels", place=50 + n, figure=None),
            "agrees",
            lines=[make.some_line()],
        )
    for path, most in ((address, 15), ("/articles/", 2), ("/findings/", 9), ("/", 18)):
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200


def test_an_article_whose_host_asked_for_rest_says_until_when(get: Any) -> None:
    at = datetime(2199, 5, 4, 3, 2, tzinfo=UTC)
    article, _ = services.press.hand_in(origin="url", url="http://a.example/x", at=NOW, by=None)
    path = f"/articles/{article.pk}/"
    manners.rest("a.example", until=timezone.now() + timedelta(seconds=5), why="")
    assert "within seconds" in get(path).words
    manners.rest("a.example", until=at, why="It answered 429 and asked to be left alone.")
    assert "Its host is left alone until 03:02 UTC, <time" in get(path).words
    assert "within seconds" not in get(path).words
