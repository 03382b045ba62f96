"""The languages of the pages: nothing unsaid, no value lost in translation, numbers as written."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from babel.messages.catalog import Message
from django.conf import settings
from django.utils import translation

from compliance.core.ledger.status import Status
from compliance.web import filters
from compliance.web.filters import NB
from tests import messages


PLACES = re.compile(r"%\(\w+\)s")
TAGS = [tag for tag, _ in settings.LANGUAGES if tag != "en-gb"]
CAP = "/caps/dprk-refined-petroleum/2023/"


def forms(words: Any) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def every(language: str) -> list[Message]:
    return [message for message in messages.catalogue(language) if message.id]


def test_each_language_has_a_catalogue() -> None:
    assert [translation.to_locale(tag) for tag in TAGS] == list(messages.LANGUAGES)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_catalogue_says_all_that_the_pages_say_and_no_more(language: str) -> None:
    """`make messages` gathers; who adds a sentence to a page says it in each language."""
    said = {(m.context, forms(m.id)) for m in messages.said() if m.id}
    held = {(m.context, forms(m.id)) for m in every(language)}
    assert said - held == set()
    assert held - said == set()
    assert [m.id for m in every(language) if not all(forms(m.string))] == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_value_is_lost_in_translation(language: str) -> None:
    """Each form has the places of the English; a form for one may leave the one unsaid."""
    wrong = []
    for message in every(language):
        english = forms(message.id)
        wanted = set(PLACES.findall(english[-1]))
        least = set(PLACES.findall(english[0])) if len(english) > 1 else wanted
        for n, words in enumerate(forms(message.string)):
            found = set(PLACES.findall(words))
            one = len(english) > 1 and n in (0, 1)
            if not (least if one else wanted) <= found <= wanted:
                wrong.append((message.id, words))
            tags = sorted(re.findall(r"</?\w+", english[-1]))
            if sorted(re.findall(r"</?\w+", words)) != tags:
                wrong.append((message.id, words))
    assert wrong == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_what_django_reads_is_what_was_written(language: str) -> None:
    folder = messages.LOCALES / language / "LC_MESSAGES"
    assert (folder / "django.mo").read_bytes() == messages.compiled(messages.catalogue(language))


@pytest.mark.parametrize(
    ("tag", "amount", "share", "day", "span", "states"),
    [
        (
            *("fr", "362\u202f704", f"72,5{NB}%", f"17{NB}janvier{NB}2024"),
            *(f"mars à mai{NB}2025", "Chine, Russie et RPDC"),
        ),
        ("ko", "362,704", f"72.5{NB}%", f"2024년{NB}1월{NB}17일", None, "중국, 러시아 및 북한"),
        ("zh-hans", "362,704", f"72.5{NB}%", "2024年1月17日", None, "中国、俄罗斯和朝鲜"),
        ("ar", "362,704", f"72.5{NB}%", f"17{NB}يناير{NB}2024", None, None),
        (
            *("en-gb", "362,704", f"72.5{NB}%", f"17{NB}January{NB}2024"),
            *(f"March to May{NB}2025", "China, Russia and DPRK"),
        ),
    ],
)
def test_values_are_written_as_the_reader_writes_them(
    tag: str, amount: str, share: str, day: str, span: str | None, states: str | None
) -> None:
    with translation.override(tag):
        assert filters.amount(Decimal("362704.168")) == amount
        assert filters.share(Decimal("0.725408")) == share
        assert filters.day(date(2024, 1, 17)) == day
        if span:
            assert filters.days(date(2025, 3, 1), date(2025, 5, 31)) == span
        if states:
            assert filters.state_names(["CN", "RU", "KP"]) == states


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize("tag", TAGS)
def test_every_page_speaks_the_language_of_its_address(tag: str, get: Callable[..., Any]) -> None:
    side = "rtl" if tag == "ar" else "ltr"
    for path in ("/", CAP, "/obligations/", "/resolutions/2397/", "/law/", "/articles/"):
        words = get(f"/{tag}{path}").words
        assert f'<html lang="{tag}" dir="{side}">' in words
        assert f'href="/{tag}/resolutions/"' in words, "links stay in the language"
        assert f'hreflang="en-gb" href="{path}"' in words
        assert "Sanctions tracker" not in words
    reasons = get(f"/{tag}{CAP}").words
    assert "period ended" not in reasons
    assert "reported" not in reasons.split("</h1>")[1][:900]


@pytest.mark.usefixtures("planted")
def test_an_address_without_a_language_is_english_whoever_asks(client: Any) -> None:
    answer = client.get(CAP, headers={"accept-language": "fr"})
    assert b'<html lang="en-gb" dir="ltr">' in answer.content
    assert client.get("/de/").status_code == 404


def test_a_status_made_of_words_alone_is_told_in_them() -> None:
    with translation.override("fr"):
        assert filters.status_words(Status("open", "it is so.")) == "It is so."


@pytest.mark.usefixtures("planted")
@pytest.mark.django_db
def test_what_leads_on_points_the_way_the_page_is_read(get: Any) -> None:
    """In Arabic from right to left; what is at least so much keeps its sign before the number."""
    words = get("/ar/").words
    assert "\u2066≥ 4.0 %\u2069 ← \u2066≥ 19.8 %\u2069" in words
    assert "≥ 4.0 % → ≥ 19.8 %" in get("/").words
