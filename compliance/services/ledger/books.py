"""Plant what stands beside the reports: estimates, decisions, stated totals, allegations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models, transaction

from compliance.core.ledger import Draft
from compliance.models import (
    Assertion,
    Cap,
    Committee,
    Commodity,
    Decision,
    DecisionStep,
    Estimate,
    Report,
)
from compliance.models.evidence import Evidence
from compliance.services.ledger.recording import Source, record


Seed = dict[str, Any]
M = TypeVar("M", bound=Evidence)


@dataclass
class Books:
    """What a planting did: rows made, and rows that differ from the seed and were left alone."""

    created: int = 0
    differs: list[str] = field(default_factory=list)


@transaction.atomic
def plant_books(
    *,
    estimates: Iterable[Seed],
    alleged: Iterable[Seed],
    decisions: Iterable[Seed],
    totals: Iterable[dict[str, str]],
    at: datetime,
    committee: str = "1718",
) -> Books:
    """Create what is missing, say what differs, overwrite nothing. Raises KeyError where a seed
    lacks a field and `Rejected` where an allegation cannot be recorded."""
    done = Books()
    body = Committee.objects.get(slug=committee)
    goods = {c.code: c for c in Commodity.objects.all()}
    petroleum = goods["refined_petroleum"]
    for seed in estimates:
        _estimate(done, body, goods.get(seed.get("commodity", ""), petroleum), seed, at)
    for seed in alleged:
        _alleged(done, body, seed, at)
    for seed in decisions:
        _decision(done, body, seed, at)
    for row in totals:
        _assertion(done, body, goods[row["commodity"]], row, at)
    return done


def _estimate(done: Books, body: Committee, good: Commodity, seed: Seed, at: datetime) -> None:
    replaces = seed.get("replaces")
    _one(
        done,
        Estimate,
        {"key": seed["key"]},
        {
            "committee": body,
            "replaces": Estimate.objects.get(key=replaces) if replaces else None,
            "commodity": good,
            "supplier": seed.get("supplier"),
            "recipient": seed.get("recipient", "KP"),
            "first_day": seed["first_day"],
            "last_day": seed["last_day"],
            "low": _decimal(seed.get("low")),
            "central": _decimal(seed.get("central")),
            "high": _decimal(seed.get("high")),
            "open_above": seed.get("open_above", False),
            "unit": seed.get("unit", "bbl"),
            "method": seed["method"],
            "calls": seed.get("calls"),
            "tonnage": _decimal(seed.get("tonnage")),
            "fill_low": _decimal(seed.get("fill_low")),
            "fill_high": _decimal(seed.get("fill_high")),
            "factor": _decimal(seed.get("factor")),
            "made_by": seed["made_by"],
            "known_on": seed["known_on"],
            "source_url": seed["source"],
            "confidence": seed["confidence"],
            "note": seed.get("note", ""),
        },
        {"recorded_at": at},
    )


def _alleged(done: Books, body: Committee, seed: Seed, at: datetime) -> None:
    """An allegation is a line of a document of its own, so that it stands beside the reports."""
    key = f"seed:books:{seed['key']}"
    if Report.objects.filter(key=key).exists():
        return
    record(
        source=Source(
            committee=body,
            kind=seed["kind"],
            known_on=seed["known_on"],
            key=key,
            document=seed["document"],
            source_url=seed["source"],
            confidence=seed["confidence"],
        ),
        drafts=[
            Draft(
                supplier=seed["supplier"],
                recipient=seed.get("recipient", "KP"),
                commodity=seed.get("commodity", "refined_petroleum"),
                first_day=seed["first_day"],
                last_day=seed["last_day"],
                kind="alleged",
                amount=Decimal(seed["amount"]),
                unit=seed["unit"],
                note=seed["note"],
            )
        ],
        by=None,
        at=at,
    )
    done.created += 1


def _decision(done: Books, body: Committee, seed: Seed, at: datetime) -> None:
    cap = Cap.objects.get(slug=seed["cap"]) if "cap" in seed else None
    decision = _one(
        done,
        Decision,
        {"key": seed["key"]},
        {
            "committee": body,
            "subject": seed["subject"],
            "body": seed["body"],
            "cap": cap,
            "period_first_day": seed.get("period_first_day"),
            "note": seed.get("note", ""),
        },
        {"recorded_at": at},
    )
    for step in seed["steps"]:
        _one(
            done,
            DecisionStep,
            {"decision": decision, "step": step["step"], "on": step["day"]},
            {
                "until": step.get("until"),
                "states": step.get("states", []),
                "supporters": step.get("supporters"),
                "known_on": step.get("known_on", step["day"]),
                "source_url": step["source"],
                "confidence": step["confidence"],
                "note": step.get("note", ""),
            },
            {},
        )


def _assertion(
    done: Books, body: Committee, good: Commodity, row: dict[str, str], at: datetime
) -> None:
    _one(
        done,
        Assertion,
        {"key": row["key"]},
        {
            "committee": body,
            "kind": row["kind"],
            "commodity": good,
            "supplier": row["supplier"] or None,
            "recipient": row["recipient"],
            "first_day": date.fromisoformat(row["first_day"]),
            "last_day": date.fromisoformat(row["last_day"]),
            "amount": Decimal(row["amount"]),
            "unit": row["unit"],
            "modifier": row["modifier"],
            "known_on": date.fromisoformat(row["known_on"]) if row["known_on"] else None,
            "made_by": row["made_by"],
            "source_url": row["source_url"],
            "explanation": row["explanation"],
        },
        {"recorded_at": at},
    )


def _one(
    done: Books, model: type[M], key: dict[str, Any], values: dict[str, Any], once: dict[str, Any]
) -> M:
    """The row of a key: made if missing, else left as it is, and said where it differs."""
    manager: models.Manager[M] = model._default_manager
    row = manager.filter(**key).first()
    if row is None:
        done.created += 1
        return manager.create(**key, **values, **once)
    for name, value in values.items():
        if getattr(row, name) != value:
            done.differs.append(f"{model.__name__} {row}: {name}")
    return row


def _decimal(words: str | None) -> Decimal | None:
    return None if words is None else Decimal(words)
