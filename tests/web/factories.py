"""Rows of the press for the pages: an article as it comes out of the pipeline, whole or in part."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import count
from typing import Any

from compliance.models import (
    Article,
    Attempt,
    Capture,
    Claim,
    Figure,
    Finding,
    FindingLine,
    Reading,
    Transfer,
)


AT = datetime(2024, 6, 1, 12, tzinfo=UTC)
_next = count(1)


def article(**said: Any) -> Article:
    n = next(_next)
    return Article.objects.create(
        **{
            "key": f"https://news.example/{n}",
            "origin": "url",
            "url": f"https://news.example/{n}",
            "name": f"Article {n}",
            "seen_at": AT,
            **said,
        }
    )


def attempt(of: Article, step: str = "capture") -> Attempt:
    return Attempt.objects.create(article=of, step=step, subject=str(of.pk), begun_at=AT)


def failed(of: Article, error: str) -> Capture:
    attempt(of)
    return Capture.objects.create(article=of, captured_at=AT, error=error)


def capture(text: str, *, of: Article | None = None, **said: Any) -> Capture:
    return Capture.objects.create(
        **{
            "article": of or article(),
            "captured_at": AT,
            "digest": sha256(text.encode()).hexdigest(),
            "text": text,
            "title": "What was reported",
            "published_on": date(2024, 6, 1),
            **said,
        }
    )


def reading(of: Capture, **said: Any) -> Reading:
    return Reading.objects.create(
        **{
            "capture": of,
            "version": "test",
            "read_at": AT,
            "language": "en",
            "published_on": of.published_on,
            "dated_first_day": of.published_on,
            "dated_last_day": of.published_on,
            "cautions": [],
            **said,
        }
    )


def claim(of: Reading, quote: str, *, at: int | None = None, **said: Any) -> Claim:
    """A figure's claim; its span is where the quote first stands, unless `at` says otherwise."""
    place = Claim.objects.filter(reading=of).count()
    start = of.capture.text.index(quote) if at is None else at
    figure = Figure.objects.create(
        reading=of,
        place=place,
        start=start,
        end=start + len(quote),
        quote=quote,
        value=Decimal(500_000),
        unit="bbl",
        modifier="exact",
    )
    return Claim.objects.create(
        **{
            "reading": of,
            "place": place,
            "kind": "figure",
            "figure": figure,
            "quote": quote,
            "start": start,
            "end": start + len(quote),
            "role": "transfer",
            "commodity": "refined_petroleum",
            "supplier": ["RU"],
            "recipient": ["KP"],
            "first_day": date(2023, 1, 1),
            "last_day": date(2023, 1, 31),
            "basis": "reported",
            "confidence": Decimal("0.9"),
            **said,
        }
    )


def allegation(of: Reading, quote: str, **said: Any) -> Claim:
    start = of.capture.text.index(quote)
    return Claim.objects.create(
        **{
            "reading": of,
            "place": Claim.objects.filter(reading=of, kind="allegation").count(),
            "kind": "allegation",
            "quote": quote,
            "start": start,
            "end": start + len(quote),
            "category": "ship_to_ship",
            "confidence": Decimal("0.7"),
            **said,
        }
    )


def finding(of: Claim, verdict: str, reason: str = "because", **said: Any) -> Finding:
    lines = said.pop("lines", ())
    made = Finding.objects.create(
        **{
            "claim": of,
            "verdict": verdict,
            "reason": reason,
            "known_at": date(2024, 6, 1),
            "policy": "committee-2021",
            "compared": {"stated": {"amount": "500000", "unit": "bbl"}, "ledger": None},
            "paragraphs": ["S/RES/2397 OP 5"],
            "reconciled_at": AT,
            **said,
        }
    )
    for line in lines:
        FindingLine.objects.create(finding=made, transfer=line)
    return made


def some_line() -> Transfer:
    return Transfer.objects.filter(kind="reported").order_by("pk")[0]
