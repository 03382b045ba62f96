"""What can be taken along of the press: the articles, and what was read in one of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from compliance import queries
from compliance.web.asking import Asked
from compliance.web.press import Note, held_here, read_in
from compliance.web.take.everywhere import ASKED, MOST, about, none
from compliance.web.take.table import About, Table, of_rows


ARTICLE = ("statements",)
ARTICLES = (
    *("article", "title", "publisher", "published_on", "url", "origin", "seen_at", "same_as"),
    *("captured", "read", "figures", "statements", "compared", "waiting", "why_not"),
)
STATEMENTS = (
    *("number", "statement", "kind", "quote", "role", "category", "commodity", "supplier"),
    *("recipient", "first_day", "last_day", "basis", "asserted_by", "denied_by", "value", "low"),
    *("high", "unit", "modifier", "confidence", "same_as_number", "verdict", "reason"),
    *("stated", "stated_unit", "ledger", "ledger_unit", "difference", "difference_unit"),
    *("known_at", "policy", "verdict_now", "reason_now", "paragraphs", "lines"),
)


def articles(request: HttpRequest, asked: Asked) -> tuple[Table, About]:
    """The newest articles, and how far each has come."""
    rows = [
        {
            "article": row.pk,
            "title": row.title or row.name,
            "publisher": row.page_publisher or row.publisher,
            "published_on": row.page_date or row.published_on,
            "url": row.url,
            "origin": row.origin,
            "seen_at": row.seen_at,
            "same_as": row.same_as,
            "captured": row.capture_id is not None,
            "read": row.reading_id is not None,
            "figures": row.figures_read if row.reading_id else None,
            "statements": row.claims_read if row.reading_id else None,
            "compared": row.claims_judged if row.reading_id else None,
            "waiting": row.claims_waiting if row.reading_id else None,
            "why_not": None if row.capture_id else row.why_not,
        }
        for row in _shelf()[:MOST]
    ]
    title = "Articles, newest first"
    return of_rows("articles", title, rows, *ARTICLES), about(request, asked, title, "/articles/")


def _shelf() -> Any:
    return queries.press.shelf()  # annotated: django-stubs loses what is added


def article(request: HttpRequest, asked: Asked, pk: int, name: str) -> tuple[Table, About]:
    """What was read in an article, statement by statement, with what the record says to each."""
    if name not in ARTICLE:
        raise none(name, ARTICLE)
    found = held_here(pk)
    rows = [_statement(note) for note in read_in(queries.press.newest_reading(found))]
    title = f"What was read in article {pk}"
    said = about(request, asked, title, f"/articles/{pk}/")
    return of_rows(name, title, rows, *STATEMENTS), said


def _statement(note: Note) -> dict[str, Any]:
    """A statement; of one on which a second person is asked its words alone, as everywhere."""
    claim, finding = note.claim, note.finding
    row: dict[str, Any] = dict.fromkeys(STATEMENTS)
    row |= {"number": note.number, "statement": claim.pk, "quote": claim.quote}
    if claim.withheld:  # type: ignore[attr-defined]
        return row | {"reason": ASKED}
    said = ("kind", "role", "category", "commodity", "supplier", "recipient", "first_day")
    more = ("last_day", "basis", "asserted_by", "denied_by", "confidence")
    row |= {name: getattr(claim, name) for name in (*said, *more)}
    row["same_as_number"] = note.again
    if claim.figure:
        figure = ("value", "low", "high", "unit", "modifier")
        row |= {name: getattr(claim.figure, name) for name in figure}
    if finding:
        row |= {
            "verdict": finding.verdict,
            "reason": finding.reason,
            "known_at": finding.known_at,
            "policy": finding.policy,
            "verdict_now": finding.now_verdict,  # type: ignore[attr-defined]
            "reason_now": finding.now_reason,  # type: ignore[attr-defined]
            "paragraphs": finding.paragraphs,
            "lines": [str(line.pk) for line in finding.lines.all()],
        }
    for name in ("stated", "ledger", "difference"):
        if held := note.compared.get(name):
            row |= {name: Decimal(held["amount"]), f"{name}_unit": held["unit"]}
    return row
