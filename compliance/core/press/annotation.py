"""A reading in the form of the annotated articles, so that a scorer, or another reader, compares.

Beyond the form it holds where each quote starts, why each field is as it is, how sure that is, and
the silences.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from compliance.core.press.values import Allegation, Claim, Reading, Reason, Silence


def annotation(identity: str, reading: Reading) -> dict[str, Any]:
    """Return a reading as an annotation: days as ISO 8601, amounts as Decimal."""
    return {
        "id": identity,
        "figures": [_figure(claim) for claim in reading.claims],
        "allegations": [_allegation(alleged) for alleged in reading.allegations],
        "silences": [_silence(silence) for silence in reading.silences],
        "resolutions": list(reading.resolutions),
        "language": reading.language,
        "published": reading.published_on and reading.published_on.isoformat(),
        "dated": _span(reading.dated),
        "cautions": [{"code": c.code, "message": c.message} for c in reading.cautions],
        "version": reading.version,
    }


def _figure(claim: Claim) -> dict[str, Any]:
    figure = claim.figure
    return {
        "quote": figure.quote,
        "start": figure.start,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
        "modifier": figure.modifier,
        "commodity": claim.commodity,
        "role": claim.role,
        "basis": claim.basis,
        "supplier": list(claim.supplier),
        "recipient": list(claim.recipient),
        "period": _span(claim.period),
        "periods": [_span(period) for period in claim.periods],
        "restates": claim.restates,
        "confidence": claim.confidence,
        "why": _why(claim.reasons),
    }


def _allegation(alleged: Allegation) -> dict[str, Any]:
    return {
        "category": alleged.category,
        "from": list(alleged.sender),
        "to": list(alleged.recipient),
        "period": _span(alleged.period),
        "asserted_by": list(alleged.asserted_by),
        "denied_by": list(alleged.denied_by),
        "quote": alleged.quote,
        "start": alleged.start,
        "confidence": alleged.confidence,
        "why": _why(alleged.reasons),
    }


def _silence(silence: Silence) -> dict[str, Any]:
    return {
        "of": silence.of,
        "commodity": silence.commodity,
        "supplier": list(silence.supplier),
        "recipient": list(silence.recipient),
        "period": _span(silence.period),
        "periods": [_span(period) for period in silence.periods],
        "quote": silence.quote,
        "start": silence.start,
        "confidence": silence.confidence,
        "why": _why(silence.reasons),
    }


def _span(span: tuple[date, date] | None) -> list[str] | None:
    return [day.isoformat() for day in span] if span else None


def _why(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    return [
        {"field": r.field, "rule": r.rule, "words": r.words, "start": r.start, "end": r.end}
        for r in reasons
    ]
