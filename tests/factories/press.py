"""Articles, retold in our own words, and brought through the journey."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from compliance import services
from compliance.models import Article, Finding, Reading
from tests.factories.reports import NOW


# The facts of the article that the project is judged by, in our own words.
RETOLD = """Arms to Moscow, oil to Pyongyang
2023-06-13 09:15:00

A set of Russian railcars that U.S. officials say fetched North Korean arms in November 2022.

A set of Russian railcars that U.S. officials say fetched North Korean arms in November 2022.

Washington said on Monday that North Korea had delivered rockets and missiles to Russia's Wagner \
Group last November. Pyongyang has denied that it sold weapons to Russia.

Figures that the Security Council's 1718 Committee published on June 9 show that Russia reported \
67,300 barrels of refined petroleum transferred to North Korea from December 2022 to April this \
year. The December transfer was the first in 27 months, after Moscow reported that it transferred \
255.4 barrels of refined petroleum.

In 2017 the Council adopted Resolution 2397, which limits the North's imports of refined petroleum \
to 500,000 barrels in 12 months and obliges countries to report what they provide.
"""


def hand_in(text: str = RETOLD, *, at: datetime = NOW, **other: Any) -> Article:
    article, _ = services.press.hand_in(
        **{
            "origin": "text",
            "at": at,
            "by": None,
            "content": text.encode(),
            "content_type": "text/plain; charset=utf-8",
            **other,
        }
    )
    return article


def read(text: str = RETOLD, *, at: datetime = NOW, **other: Any) -> Reading:
    """An article handed in, captured and read."""
    capture = services.press.capture(article=hand_in(text, at=at, **other), at=at)
    assert capture is not None
    assert capture.error == ""
    reading = services.press.read(capture=capture, at=at)
    assert reading is not None
    return reading


def read_article(
    text: str = RETOLD, *, at: datetime = NOW, published_on: date | None = None
) -> list[Finding]:
    """An article brought the whole way, and its findings in the order of the text."""
    reading = read(text, at=at, published_on=published_on)
    services.review.reconcile(reading=reading, at=at)
    return list(
        Finding.objects.newest()
        .filter(claim__reading=reading)
        .select_related("claim__figure")
        .order_by("claim__start", "claim__place")
    )
