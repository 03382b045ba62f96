"""Answers about the law as plain data, for the API, the command and whoever exports."""

from __future__ import annotations

from typing import Any

from compliance.core.regime.rules import FACTS, ROUTES
from compliance.core.regime.treatment import KINDS, Treatment
from compliance.queries.regime.timeline import Timeline


def treatment_data(
    found: Treatment, inside: dict[str, bool | None] | None = None
) -> dict[str, Any]:
    """A treatment as data; `inside` answers the first test of a cap, from the ledger."""
    asked = found.asked
    known = inside or {}
    return {
        "good": asked.good,
        "hs": asked.hs,
        "from": asked.supplier,
        "to": asked.recipient,
        "on": asked.on,
        "authority": asked.authority,
        "kind": found.kind,
        "meaning": KINDS[found.kind],
        "reason": found.reason,
        "partial": found.partial,
        "contested": found.contested,
        "strength": found.strength,
        "paragraphs": [
            {
                "citation": c.rule.citation,
                "measure": c.rule.key,
                "kind": c.rule.kind,
                "words": c.rule.words,
                "strength": c.rule.strength,
                "match": c.match,
                "by": list(c.by),
                "first_day": c.rule.first_day,
                "last_day": c.rule.last_day,
                "cap": c.rule.cap or None,
                "confidence": c.rule.confidence,
            }
            for c in found.paragraphs
        ],
        "tests": [
            {
                "code": t.code,
                "question": t.question,
                "answer": known.get(t.cap) if t.code == "inside_amount" else t.answer,
                "cap": t.cap or None,
                "lacking": [{"code": c, "words": FACTS[c]} for c in t.lacking],
            }
            for t in found.tests
        ],
        "conditions": [{"code": c, "words": FACTS[c]} for c in found.conditions],
        "ways": [
            {
                "citation": w.citation,
                "route": w.route,
                "meaning": ROUTES.get(w.route, ""),
                "words": w.words,
                "open": w.open,
                "needs": [{"code": n, "words": FACTS[n]} for n in w.needs],
                "lacking": list(w.lacking),
            }
            for w in found.ways
        ],
        "lines": [
            {
                "good": line.good,
                "authority": line.authority,
                "says": "names no code" if line.silent else match or "outside",
                "source": line.source,
                "confidence": line.confidence,
            }
            for line, match in found.lines
        ],
        "notes": list(found.notes),
    }


def timeline_data(found: Timeline) -> dict[str, Any]:
    return {
        "spans": [
            {
                "measure": s.key,
                "citation": s.citation,
                "kind": s.kind,
                "about": s.about,
                "direction": s.direction,
                "first_day": s.first_day,
                "last_day": s.last_day,
                "strength": s.strength,
                "never_applied": s.never_applied,
                "grace_until": s.grace_until,
                "superseded_by": s.superseded_by,
                "superseded_in_part": list(s.parts),
                "confidence": s.confidence,
            }
            for s in found.spans
        ],
        "events": [
            {
                "day": e.day,
                "what": e.what,
                "citation": e.citation,
                "words": e.words,
                "measure": e.key,
            }
            for e in found.events
        ],
    }
