"""The articles: how far each has come, and what stands in it, figure by figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from compliance import queries
from compliance.core.press.difference import Sentence, difference
from compliance.core.press.marking import Paragraph, Span, fitting, marked
from compliance.models import Article, Capture, Claim, Finding, Reading
from compliance.queries.copies import Appearances
from compliance.web import tongues
from compliance.web.asking import Asked, Refused, page
from compliance.web.filters import listed
from compliance.web.pages import one_page
from compliance.web.verdicts import AGAIN, ASIDE, WAITING, WITHHELD, Look, look


SECTION = "articles"
SOON = timedelta(minutes=1)  # a pause between two requests is nothing to tell


@page("page")
def articles(request: HttpRequest, asked: Asked) -> HttpResponse:
    return render(
        request,
        "compliance/press/articles.html",
        {
            "asked": asked,
            "section": SECTION,
            "page": one_page(queries.press.shelf(), asked),
            "take_query": asked.query(),
        },
    )


@dataclass(frozen=True)
class Note:
    """A claim beside the text: what was read, and what the ledger or the law says to it."""

    number: int
    claim: Claim
    finding: Finding | None
    look: Look
    compared: dict[str, dict[str, str]]
    again: int | None  # the number of the note it restates
    in_text: bool
    appears: Appearances
    new: bool  # not in the reading of the text before

    @property
    def name(self) -> str:
        return f"{self.number}"


@dataclass(frozen=True)
class Passage:
    """A paragraph of the text with the notes to what begins in it."""

    paragraph: Paragraph
    notes: tuple[Note, ...]


def held_here(pk: int) -> Article:
    """The article of an address, with how far it has come."""
    found = queries.press.shelf().filter(pk=pk).first()
    if found is None:
        raise Refused(
            gettext("There is no article %(n)s") % {"n": pk},
            gettext("The list of articles names those held."),
            status=404,
        )
    return found


@page("before", "after", keeps=False)  # a host rests until a time
def article(request: HttpRequest, asked: Asked, *, pk: int) -> HttpResponse:
    found = held_here(pk)
    reading = queries.press.newest_reading(found)
    capture = reading.capture if reading else queries.press.newest_text(found)
    notes = read_in(reading)
    text = capture.text if capture else ""
    texts = queries.copies.texts(found)
    soon = timezone.now() + SOON
    return render(
        request,
        "compliance/press/article.html",
        {
            "asked": asked,
            "section": SECTION,
            "article": found,
            "capture": capture,
            "rests_until": None if capture else queries.press.host_rests_until(found, at=soon),
            "reading": reading,
            "passages": _passages(text, notes),
            "astray": [n for n in notes if not n.in_text],
            "notes": notes,
            "tally": _tally(notes),
            "heading": _heading(found, notes),
            "judged_at": max((n.finding.known_at for n in notes if n.finding), default=None),
            "by_number": {n.number: n for n in notes},
            "texts": texts,
            "compared": _compared(texts, asked),
            "gone": queries.copies.vanished(reading) if reading and len(texts) > 1 else [],
            "copies": queries.copies.of_article(found),
            "sightings": found.sightings.select_related("copy").defer("copy__content"),
            "looks": found.relooks.all()[:5],
            "take_at": f"/articles/{pk}/",
            "take_query": asked.query(),
        },
    )


@dataclass(frozen=True)
class Compared:
    """Two texts of an article, and how the later differs from the earlier."""

    before: Capture
    after: Capture
    sentences: list[Sentence]


def _compared(texts: Sequence[Capture], asked: Asked) -> Compared | None:
    """The two texts asked for, else the last two; None where there is one only."""
    if len(texts) < 2:
        return None
    by_number = {str(text.pk): text for text in texts}
    chosen = []
    for name, usual in (("before", texts[-2]), ("after", texts[-1])):
        number = asked.own.get(name) or str(usual.pk)
        if number not in by_number:
            raise Refused(
                gettext("This article has no text %(text)s") % {"text": repr(number[:20])},
                gettext("Its texts are %(texts)s.") % {"texts": listed(list(by_number))},
            )
        chosen.append(by_number[number])
    before, after = chosen
    return Compared(before, after, difference(before.text, after.text))


def read_in(reading: Reading | None) -> list[Note]:
    """The claims of a reading, each with what was said to it."""
    if reading is None:
        return []
    claims: list[Any] = list(queries.review.marked_claims(queries.press.claims(reading)))
    findings = {
        finding.claim_id: finding
        for finding in queries.review.findings().filter(
            claim__in=[claim.continues_id or claim.pk for claim in claims]
        )
    }
    appears = queries.copies.of_claims(claims)
    edited = queries.copies.edited(reading.capture)
    numbers = {claim.pk: n for n, claim in enumerate(claims, 1)}
    spans = [Span(numbers[c.pk], c.start, c.end) for c in claims]
    here = {s.number for s in fitting(reading.capture.text, spans)}
    return [
        Note(
            numbers[claim.pk],
            claim,
            finding := None if claim.withheld else findings.get(claim.continues_id or claim.pk),
            _look(claim, finding),
            {k: v for k, v in (finding.compared if finding else {}).items() if v},
            numbers.get(claim.restates_id) if claim.restates_id else None,
            numbers[claim.pk] in here,
            appears[claim.pk],
            edited and claim.continues_id is None,
        )
        for claim in claims
    ]


def _look(claim: Any, finding: Finding | None) -> Look:
    if claim.withheld:
        return WITHHELD
    if finding:
        return look(finding.verdict)
    if claim.restates_id:
        return AGAIN
    comparable = claim.kind != "figure" or claim.role in ("transfer", "cap", "share_of_cap")
    return WAITING if comparable else ASIDE


def _passages(text: str, notes: Sequence[Note]) -> list[Passage]:
    by_number = {n.number: n for n in notes}
    spans = [Span(n.number, n.claim.start, n.claim.end) for n in notes if n.in_text]
    return [
        Passage(paragraph, tuple(by_number[s.number] for s in paragraph.spans))
        for paragraph in marked(text, spans)
    ]


def _tally(notes: Sequence[Note]) -> list[tuple[Look, int]]:
    counted = Counter(n.look for n in notes)
    return sorted(counted.items(), key=lambda item: (item[0].family == "hint", -item[1]))


def _heading(found: Article, notes: Sequence[Note]) -> str:
    """What became of the article, with its number."""
    judged = [n for n in notes if n.finding]
    if not notes:
        return ""
    if not judged:
        return ngettext(
            "%(n)s statement read, none compared yet",
            "%(n)s statements read, none compared yet",
            len(notes),
        ) % {"n": len(notes)}
    wrong = sum(n.look.family == "differs" for n in judged)
    right = sum(n.look.family in ("agrees", "cap") for n in judged)
    parts = []
    if right:
        form = ngettext("%(n)s agrees with the record", "%(n)s agree with the record", right)
        parts.append(form % {"n": right})
    if wrong:
        parts.append(ngettext("%(n)s differs", "%(n)s differ", wrong) % {"n": wrong})
    rest = len(judged) - right - wrong
    if rest:
        form = ngettext("%(n)s stands beside it", "%(n)s stand beside it", rest)
        parts.append(form % {"n": rest})
    return ngettext(
        "%(n)s statement compared: %(parts)s", "%(n)s statements compared: %(parts)s", len(judged)
    ) % {"n": len(judged), "parts": tongues.row(parts)}
