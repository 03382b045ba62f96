"""Readings in the form of the annotations, so that a scorer can compare them."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from compliance.core.press import Claim, Reading, read


def _day(span: tuple[date, date] | None) -> list[str] | None:
    return [day.isoformat() for day in span] if span else None


def _figure(claim: Claim) -> dict[str, Any]:
    figure = claim.figure
    return {
        "quote": figure.quote,
        "start": figure.start,
        "value": None if figure.value is None else float(figure.value),
        "low": None if figure.low is None else float(figure.low),
        "high": None if figure.high is None else float(figure.high),
        "unit": figure.unit,
        "modifier": figure.modifier,
        "commodity": claim.commodity,
        "role": claim.role,
        "basis": claim.basis,
        "supplier": list(claim.supplier),
        "recipient": list(claim.recipient),
        "period": _day(claim.period),
        "restates": claim.restates,
        "confidence": float(claim.confidence),
        "why": [f"{r.field}: {r.rule} {r.words!r}" for r in claim.reasons],
    }


def annotation(identity: str, reading: Reading) -> dict[str, Any]:
    """Return a reading as an annotation."""
    return {
        "id": identity,
        "figures": [_figure(claim) for claim in reading.claims],
        "allegations": [
            {
                "category": a.category,
                "from": list(a.sender),
                "to": list(a.recipient),
                "period": _day(a.period),
                "asserted_by": list(a.asserted_by),
                "denied_by": list(a.denied_by),
                "quote": a.quote,
            }
            for a in reading.allegations
        ],
        "resolutions": list(reading.resolutions),
    }


def predictions(folder: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield the gold annotation and our own of each article in a corpus folder."""
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (folder / "text" / f"{path.stem}.txt").read_text(encoding="utf-8")
        day = date.fromisoformat(gold["published"]) if gold.get("published") else None
        reading = read(text, published_on=day, language=gold["language"])
        yield gold, annotation(gold["id"], reading)
