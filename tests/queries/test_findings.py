"""Findings, of which there are many after a year of the press."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from compliance.models import Article, Capture, Claim, Finding, Reading


SEVERAL = 2_000  # articles, of two claims each
NOW = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def many(db: None) -> None:
    """A finding to each claim, and to one claim of each article a later one and one as of now."""
    made: Any = Article.objects.bulk_create(
        Article(key=f"many:{n}", origin="text", seen_at=NOW) for n in range(SEVERAL)
    )
    captures = Capture.objects.bulk_create(
        Capture(article=article, captured_at=NOW, text="Oil.") for article in made
    )
    readings = Reading.objects.bulk_create(
        Reading(capture=capture, version="1", read_at=NOW) for capture in captures
    )
    claims = Claim.objects.bulk_create(
        Claim(reading=reading, place=place, kind="allegation", start=0, end=1, confidence=1)
        for reading in readings
        for place in (0, 1)
    )
    for view, every in (("then", claims), ("then", claims[::2]), ("now", claims[::2])):
        Finding.objects.bulk_create(
            Finding(
                claim=claim, verdict="outside", reason=view, view=view, policy="",
                known_at=date(2026, 1, 1), reconciled_at=NOW,
            )
            for claim in every
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def expected(rows: QuerySet[Any]) -> int:
    """How many rows PostgreSQL expects of a question."""
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"explain (format json) {sql}", values)
        (told,) = cursor.fetchone()
    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return int(plan["Plan Rows"])


def test_the_newest_finding_of_a_claim_is_the_last_of_its_view(many: None) -> None:
    newest = Finding.objects.newest()
    assert newest.count() == 2 * SEVERAL
    later = {claim: max(pks) for claim, *pks in _by_claim("then")}
    assert dict(newest.values_list("claim", "pk")) == later
    assert Finding.objects.newest("now").count() == SEVERAL


def _by_claim(view: str) -> Iterator[tuple[int, ...]]:
    every: dict[int, list[int]] = {}
    for claim, pk in Finding.objects.filter(view=view).values_list("claim", "pk"):
        every.setdefault(claim, []).append(pk)
    for claim, pks in every.items():
        yield claim, *pks


def test_postgresql_knows_that_most_findings_are_the_newest_of_their_claim(many: None) -> None:
    """It once expected one in two hundred, and held each of 19,000 against each of 5,000 readings:
    the overview took longer than a statement may."""
    newest = Finding.objects.newest()
    assert expected(newest) > newest.count() / 10
