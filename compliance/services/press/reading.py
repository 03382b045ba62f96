"""A capture is read: what this version of the reader finds in it becomes rows."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from compliance.core import press
from compliance.models import Capture, Claim, Figure, Reading
from compliance.services.press.alone import alone, attempt, done
from compliance.services.press.continuing import continued


def read(*, capture: Capture, at: datetime, claimed: bool = False) -> Reading | None:
    """What this version of the reader finds in a capture; None if it has been read meanwhile.

    `claimed`: the caller holds it by `claim` and has seen since that it waits.
    """
    with nullcontext(True) if claimed else alone("read", capture.pk) as mine:
        if not mine or not (claimed or _waits(capture)):
            return None
        subject = f"{capture.pk}:{press.VERSION}"
        with attempt(article=capture.article, step="read", subject=subject, at=at) as row:
            found = press.read(
                capture.text,
                published_on=capture.published_on,
                # Of a language without a lexicon the reader makes the best by the script.
                language=capture.language if capture.language in press.LANGUAGES else None,
            )
            with transaction.atomic():
                reading = _keep(capture, found, at)
                done(row)
            return reading


def _waits(capture: Capture) -> bool:
    waiting = Capture.objects.awaiting_reading(version=press.VERSION)
    return waiting.filter(pk=capture.pk).exists()


def _keep(capture: Capture, found: press.Reading, at: datetime) -> Reading:
    dated = found.dated or (None, None)
    reading = Reading.objects.create(
        capture=capture,
        version=found.version,
        read_at=at,
        language=found.language,
        published_on=found.published_on,
        dated_first_day=dated[0],
        dated_last_day=dated[1],
        resolutions=list(found.resolutions),
        cautions=[
            {"code": c.code, "message": c.message, "start": c.start, "end": c.end}
            for c in found.cautions
        ],
    )
    figures = Figure.objects.bulk_create(
        Figure(
            reading=reading,
            place=place,
            start=claim.figure.start,
            end=claim.figure.end,
            quote=claim.figure.quote[:300],
            value=claim.figure.value,
            low=claim.figure.low,
            high=claim.figure.high,
            unit=claim.figure.unit,
            modifier=claim.figure.modifier,
        )
        for place, claim in enumerate(found.claims)
    )
    before = continued(capture, found)
    claims = [
        _claim(reading, place, claim, figures[place], before.get(("figure", place)))
        for place, claim in enumerate(found.claims)
    ]
    allegations = [
        Claim(
            reading=reading,
            place=place,
            kind="allegation",
            quote=allegation.quote,
            start=allegation.start,
            end=allegation.end,
            category=allegation.category,
            supplier=list(allegation.sender),
            recipient=list(allegation.recipient),
            first_day=allegation.period[0] if allegation.period else None,
            last_day=allegation.period[1] if allegation.period else None,
            asserted_by=list(allegation.asserted_by),
            denied_by=list(allegation.denied_by),
            continues_id=before.get(("allegation", place)),
            confidence=_thousandths(allegation.confidence),
            reasons=_reasons(allegation.reasons),
        )
        for place, allegation in enumerate(found.allegations)
    ]
    silences = [
        Claim(
            reading=reading,
            place=place,
            kind="silence",
            quote=silence.quote,
            start=silence.start,
            end=silence.end,
            category=silence.of,
            commodity=silence.commodity,
            supplier=list(silence.supplier),
            recipient=list(silence.recipient),
            first_day=silence.period[0],
            last_day=silence.period[1],
            candidates=_candidates(silence.periods),
            continues_id=before.get(("silence", place)),
            confidence=_thousandths(silence.confidence),
            reasons=_reasons(silence.reasons),
        )
        for place, silence in enumerate(found.silences)
    ]
    # What others restate comes first, so that each has its row to point at.
    restating = {
        n: claim.restates for n, claim in enumerate(found.claims) if claim.restates is not None
    }
    first = [claim for claim in claims if claim.place not in restating]
    Claim.objects.bulk_create(first + allegations + silences)
    for place, restated in restating.items():
        claims[place].restates = None if restated in restating else claims[restated]
    Claim.objects.bulk_create(claims[place] for place in restating)
    return reading


def _claim(
    reading: Reading,
    place: int,
    claim: press.Claim,
    figure: Figure,
    continues: int | None,
) -> Claim:
    return Claim(
        reading=reading,
        place=place,
        kind="figure",
        figure=figure,
        continues_id=continues,
        quote=claim.figure.quote,
        start=claim.figure.start,
        end=claim.figure.end,
        role=claim.role,
        commodity=claim.commodity or "",
        supplier=list(claim.supplier),
        recipient=list(claim.recipient),
        first_day=claim.period[0] if claim.period else None,
        last_day=claim.period[1] if claim.period else None,
        candidates=_candidates(claim.periods),
        basis=claim.basis or "",
        confidence=_thousandths(claim.confidence),
        reasons=_reasons(claim.reasons),
    )


def _candidates(spans: tuple[tuple[date, date], ...]) -> list[list[str]]:
    return [[first.isoformat(), last.isoformat()] for first, last in spans]


def _reasons(reasons: tuple[press.Reason, ...]) -> list[dict[str, object]]:
    return [
        {"field": r.field, "rule": r.rule, "words": r.words, "start": r.start, "end": r.end}
        for r in reasons
    ]


def _thousandths(confidence: Decimal) -> Decimal:
    return confidence.quantize(Decimal("0.001"))
