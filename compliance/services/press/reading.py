"""A capture is read: what this version of the reader finds in it becomes rows."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from compliance.core import press
from compliance.models import Attempt, Capture, Claim, Figure, Reading
from compliance.services.press.alone import alone
from compliance.services.press.continuing import continued


def read(*, capture: Capture, at: datetime) -> Reading | None:
    """What this version of the reader finds in a capture; None if it has been read meanwhile."""
    with alone("read", capture.pk) as mine:
        waiting = Capture.objects.awaiting_reading(version=press.VERSION)
        if not mine or not waiting.filter(pk=capture.pk).exists():
            return None
        Attempt.objects.create(
            article=capture.article,
            step="read",
            subject=f"{capture.pk}:{press.VERSION}",
            begun_at=at,
        )
        found = press.read(
            capture.text,
            published_on=capture.published_on,
            # Of a language without a lexicon the reader makes the best by the script.
            language=capture.language if capture.language in press.LANGUAGES else None,
        )
        return _keep(capture, found, at)


@transaction.atomic
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
    kept: dict[int, Claim] = {}
    before = continued(capture, found)
    # What others restate comes first, so that each has its row to point at.
    for place in sorted(
        range(len(found.claims)), key=lambda i: found.claims[i].restates is not None
    ):
        claim = found.claims[place]
        kept[place] = Claim.objects.create(
            reading=reading,
            place=place,
            kind="figure",
            figure=figures[place],
            quote=claim.figure.quote,
            start=claim.figure.start,
            end=claim.figure.end,
            role=claim.role,
            commodity=claim.commodity or "",
            supplier=list(claim.supplier),
            recipient=list(claim.recipient),
            first_day=claim.period[0] if claim.period else None,
            last_day=claim.period[1] if claim.period else None,
            candidates=[[a.isoformat(), b.isoformat()] for a, b in claim.periods],
            basis=claim.basis or "",
            restates=kept.get(claim.restates) if claim.restates is not None else None,
            continues_id=before.get(("figure", place)),
            confidence=_thousandths(claim.confidence),
            reasons=_reasons(claim.reasons),
        )
    Claim.objects.bulk_create(
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
    )
    return reading


def _reasons(reasons: tuple[press.Reason, ...]) -> list[dict[str, object]]:
    return [
        {"field": r.field, "rule": r.rule, "words": r.words, "start": r.start, "end": r.end}
        for r in reasons
    ]


def _thousandths(confidence: Decimal) -> Decimal:
    return confidence.quantize(Decimal("0.001"))
