"""Plant the law from the seeds: create what is missing, say what differs, overwrite nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models, transaction

from compliance import queries
from compliance.models import (
    Cap,
    CapConfirmation,
    Committee,
    Commodity,
    Conversion,
    ConversionPolicy,
    Deadline,
    GoodScope,
    Illustration,
    Limit,
    Measure,
    NationalMeasure,
    Paragraph,
    Proposal,
    Resolution,
    Threshold,
)


if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NotConfirmed(Exception):
    """Why a cap is not confirmed, in one sentence."""


@dataclass
class Planted:
    """What a planting did: rows made, and rows that differ from the seed and were left alone."""

    created: int = 0
    differs: list[str] = field(default_factory=list)


Seed = dict[str, Any]
M = TypeVar("M", bound=models.Model)


@transaction.atomic
def confirm(*, cap: Cap, seen_to: int, note: str, by: User, at: datetime) -> CapConfirmation:
    """That the cap still says what its paragraphs say and counts by the right factors.

    `seen_to` is the last version that the reviewer saw. Raises `NotConfirmed` where nothing is
    open, or where a fact has changed since.
    """
    locked = Cap.objects.select_for_update(of=("self",)).get(pk=cap.pk)
    changes = queries.regime.to_confirm(locked)
    if not changes:
        raise NotConfirmed("Nothing under this cap waits to be confirmed.")
    last = max(change.version for change in changes)
    if last > seen_to:
        raise NotConfirmed("Something changed again meanwhile; look at it as it is now.")
    return CapConfirmation.objects.create(
        cap=locked, seen_to=last, note=note, confirmed_at=at, confirmed_by=by
    )


@transaction.atomic
def plant(
    *,
    committee: Seed,
    commodities: Iterable[Seed],
    resolutions: Iterable[Seed],
    proposals: Iterable[Seed],
    national_measures: Iterable[Seed],
    conversions: Iterable[Seed],
    illustrations: Iterable[Seed] = (),
) -> Planted:
    """The whole law in one transaction. Raises KeyError where a seed lacks a field."""
    planted = Planted()
    commodities = list(commodities)
    body = _one(
        planted,
        Committee,
        {"slug": committee["slug"]},
        {k: committee[k] for k in ("name", "regime", "url", "decision_rule")},
    )
    goods = {
        seed["code"]: _one(
            planted,
            Commodity,
            {"code": seed["code"]},
            {
                "name": seed["name"],
                "unit": seed["unit"],
                "hs_codes": seed.get("hs_codes", []),
                "hs_source": seed.get("hs_source", ""),
            },
        )
        for seed in commodities
    }
    for seed in commodities:
        for scope in seed.get("scopes", ()):
            _scope(planted, goods[seed["code"]], scope)
    for seed in resolutions:
        _resolution(planted, body, goods, seed)
    for seed in proposals:
        _one(
            planted,
            Proposal,
            {"symbol": seed["symbol"]},
            {
                **{k: seed[k] for k in ("tabled_on", "result", "content", "source", "confidence")},
                "limits": seed.get("limits", []),
            },
        )
    for seed in national_measures:
        _one(
            planted,
            NationalMeasure,
            {"authority": seed["authority"], "symbol": seed["symbol"]},
            {
                "dated": str(seed["dated"]),
                "implements": str(seed["implements"]),
                **{k: seed[k] for k in ("facts", "source", "confidence")},
            },
        )
    for place, seed in enumerate(conversions):
        _policy(planted, goods, place, seed)
    for regime in illustrations:
        for seed in regime["illustrations"]:
            _illustration(planted, regime["regime"], seed)
    return planted


# What a seed says of a measure beyond its columns, kept in its details.
FURTHER = (
    "grace_goods",
    "conditional",
    "judged_for",
    "also_bans",  # goods of which it bans a part, beside the paragraph that bans the whole
    "grace",  # days of contract, delivery and notice
    "superseded",  # which part, by what, from when
    "exempts",  # keys of the measures an exemption frees from
    "needs",  # what must be shown for that: core.regime.rules.FACTS
    "not_goods",
    "conditions",  # of a cap: without them a supply inside the amount is not allowed
    "unless",  # the exception in the ban's own words
    "strength_confidence",
    "number_confidence",  # of the paragraph's number, apart from what it says
    "report",
    "events",  # deadlines that run from an event
    "lists",
)


def _plain(value: Any) -> Any:
    """A value of YAML as JSON holds it: days as words, keys too."""
    if isinstance(value, dict):
        return {str(_plain(name)): _plain(held) for name, held in value.items()}
    if isinstance(value, list):
        return [_plain(held) for held in value]
    return value.isoformat() if isinstance(value, date) else value


def _scope(planted: Planted, good: Commodity, seed: Seed) -> None:
    _one(
        planted,
        GoodScope,
        {
            "commodity": good,
            "authority": seed["authority"],
            "first_day": seed.get("first_day"),
        },
        {
            "whole": seed.get("whole", []),
            "partly": seed.get("partly", []),
            "source": seed["source"],
            "confidence": seed["confidence"],
        },
    )


def _illustration(planted: Planted, regime: str, seed: Seed) -> None:
    _one(
        planted,
        Illustration,
        {"slug": seed["slug"]},
        {
            "regime": regime,
            "instrument": seed["instrument"],
            "title": seed["title"],
            "form": seed["terms"]["form"],
            "data": {name: _plain(seed[name]) for name in ("terms", "observations", "asked")},
            "note": seed.get("note", ""),
            "sources": seed.get("sources", []),
            "confidence": seed["confidence"],
        },
    )


def _resolution(
    planted: Planted, committee: Committee, goods: dict[str, Commodity], seed: Seed
) -> None:
    resolution = _one(
        planted,
        Resolution,
        {"symbol": seed["symbol"]},
        {
            "committee": committee,
            "note": seed.get("note", ""),
            **{
                k: seed[k]
                for k in (
                    "number",
                    "adopted_on",
                    "title",
                    "role",
                    "status",
                    "url",
                    "confidence",
                    "sources",
                )
            },
        },
    )
    notices: list[tuple[Cap, Seed]] = []
    for place, p in enumerate(seed["paragraphs"]):
        paragraph = _one(
            planted,
            Paragraph,
            {"resolution": resolution, "number": p["number"]},
            {"words": "\n\n".join(m["summary"] for m in p["measures"]), "place": place},
        )
        for m in p["measures"]:
            measure = _measure(planted, paragraph, m)
            if "cap" in m:
                cap = _cap(planted, measure, goods, m["cap"])
                notices.append((cap, m["cap"]))
    for cap, c in notices:
        by = Measure.objects.filter(key=c.get("thresholds_by")).first()
        for t in c.get("thresholds", []):
            _one(
                planted,
                Threshold,
                {"cap": cap, "share": Decimal(t["percent"]) / 100},
                {"effect": t["effect"], "measure": by},
            )


def _measure(planted: Planted, paragraph: Paragraph, seed: Seed) -> Measure:
    details = dict(seed.get("details", {}))
    details |= {name: _plain(seed[name]) for name in FURTHER if name in seed}
    measure = _one(
        planted,
        Measure,
        {"key": seed["key"]},
        {
            "paragraph": paragraph,
            "kind": seed["kind"],
            "direction": seed.get("direction", ""),
            "goods_words": seed.get("goods_words", ""),
            "goods": seed.get("goods", []),
            "hs_codes": seed.get("hs_codes", []),
            "hs_source": seed.get("hs_source", ""),
            "summary": seed["summary"],
            "strength": seed.get("strength", "decides"),
            "route": seed.get("route", ""),
            "first_day": seed["first_day"],
            "last_day": seed.get("last_day"),
            "grace_until": seed.get("grace_until"),
            "superseded_by": seed.get("superseded_by", ""),
            "details": details,
            "sources": seed["sources"],
            "source_url": seed.get("source_url", ""),
            "confidence": seed["confidence"],
            "confidence_note": seed.get("confidence_note", ""),
        },
    )
    for d in seed.get("deadlines", []):
        _one(
            planted,
            Deadline,
            {"measure": measure, "due_on": d["due_on"], "what": d["what"]},
            {"summary": seed["summary"], "computed": d["computed"]},
        )
    return measure


def _cap(planted: Planted, measure: Measure, goods: dict[str, Commodity], seed: Seed) -> Cap:
    schedule = seed.get("schedule", {})
    cap = _one(
        planted,
        Cap,
        {"slug": seed["slug"]},
        {
            "measure": measure,
            "title": seed["title"],
            "commodity": goods[seed["commodity"]] if seed.get("commodity") else None,
            "recipient": seed.get("recipient"),
            "supplier": seed.get("supplier"),
            "scope": seed["scope"],
            "shape": seed["shape"],
            "form": seed.get("form", "tumbling"),
            "form_data": _plain(seed.get("form_data", {})),
            "rule": seed.get("rule", ""),
            "schedule_first_day": schedule.get("first_day"),
            "schedule_months": schedule.get("months"),
            "schedule_last_day": schedule.get("last_day"),
            "reporters": seed.get("reporters", []),
            "due_days": seed.get("due_days", 30),
        },
    )
    for place, limit in enumerate(seed["limits"]):
        amount = limit["amount"]
        _one(
            planted,
            Limit,
            {"cap": cap, "place": place},
            {"amount": Decimal(amount) if amount is not None else None, "unit": limit["unit"]},
        )
    return cap


def _policy(planted: Planted, goods: dict[str, Commodity], place: int, seed: Seed) -> None:
    policy = _one(
        planted,
        ConversionPolicy,
        {"slug": seed["slug"]},
        {
            "title": seed["title"],
            "known_from": seed.get("known_from"),
            "note": seed.get("note", ""),
            "place": place,
        },
    )
    for f in seed["factors"]:
        _one(
            planted,
            Conversion,
            {
                "policy": policy,
                "commodity": goods[f["commodity"]],
                "supplier": f.get("supplier"),
                "product": f.get("product", ""),
                "from_unit": f["from"],
                "to_unit": f["to"],
            },
            {
                "factor": Decimal(f["factor"]),
                "source": f["source"],
                "confidence": f.get("confidence", ""),
            },
        )


def _one(planted: Planted, model: type[M], key: Seed, values: Seed) -> M:
    row, created = model._default_manager.get_or_create(**key, defaults=values)
    if created:
        planted.created += 1
        return row
    for name, value in values.items():
        held = getattr(row, name)
        if held != value:
            planted.differs.append(
                f"{model._meta.verbose_name} {row}: {name} is {held!r}, the seed has {value!r}"
            )
    return row
