"""All that is public, as tables; and the dumps that were made of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db.models import F, QuerySet

from compliance.models import (
    Article,
    Assertion,
    Cap,
    Claim,
    Committee,
    Commodity,
    Conversion,
    ConversionPolicy,
    Decision,
    DecisionStep,
    Estimate,
    Figure,
    Finding,
    Limit,
    Measure,
    NationalMeasure,
    Notice,
    Paragraph,
    Proposal,
    Report,
    Resolution,
    Threshold,
    Transfer,
)
from compliance.queries.tables import Columns


MANIFEST = "manifest.json"
# Paths whose own name would not say what it is of.
_CALLED = {
    "committee__slug": "committee",
    "commodity__code": "commodity",
    "cap__slug": "cap",
    "policy__slug": "policy",
    "resolution__number": "resolution",
    "paragraph__resolution__number": "resolution",
    "paragraph__number": "paragraph",
    "measure__key": "measure",
    "decision__key": "decision",
    "reading__capture__article": "article",
    "replaces__key": "replaces",
    "figure__value": "value",
    "figure__low": "low",
    "figure__high": "high",
    "figure__unit": "unit",
    "figure__modifier": "modifier",
}


def _columns(paths: str) -> dict[str, str]:
    return {_CALLED.get(path, path.removesuffix("_id")): path for path in paths.split()}


_FLOW = "commodity__code product first_day last_day amount unit stated_amount stated_unit"
_SAID = "known_on source_url confidence note recorded_at"
# What is dumped: each table with its rows, in a lasting order, and its columns by their paths.
TABLES: dict[str, tuple[Callable[[], QuerySet[Any]], Columns]] = {
    "committees": (
        lambda: Committee.objects.order_by("slug"),
        _columns("slug name regime url decision_rule"),
    ),
    "resolutions": (
        lambda: Resolution.objects.order_by("number"),
        _columns("number symbol committee__slug adopted_on title role status url confidence note"),
    ),
    "paragraphs": (
        lambda: Paragraph.objects.order_by("resolution__number", "place", "id"),
        _columns("id resolution__number number words"),
    ),
    "measures": (
        lambda: Measure.objects.order_by("paragraph__resolution__number", "paragraph__place"),
        _columns(
            "key paragraph__resolution__number paragraph__number kind direction goods_words goods "
            "hs_codes summary first_day last_day grace_until superseded_by details source_url "
            "confidence"
        ),
    ),
    "commodities": (
        lambda: Commodity.objects.order_by("code"),
        _columns("code name unit hs_codes hs_source"),
    ),
    "caps": (
        lambda: Cap.objects.order_by("slug"),
        _columns(
            "slug title measure__key commodity__code recipient supplier scope shape rule "
            "schedule_first_day schedule_months schedule_last_day reporters due_days"
        ),
    ),
    "limits": (
        lambda: Limit.objects.order_by("cap__slug", "id"),
        _columns("cap__slug amount unit"),
    ),
    "thresholds": (
        lambda: Threshold.objects.order_by("cap__slug", "share", "id"),
        _columns("cap__slug share effect"),
    ),
    "policies": (
        lambda: ConversionPolicy.objects.order_by("place", "slug"),
        _columns("slug title known_from note"),
    ),
    "conversions": (
        lambda: Conversion.objects.order_by("policy__place", "id"),
        _columns(
            "policy__slug commodity__code product supplier from_unit to_unit factor source "
            "confidence"
        ),
    ),
    "proposals": (
        lambda: Proposal.objects.order_by("tabled_on", "id"),
        _columns("symbol tabled_on result content limits source confidence"),
    ),
    "national-measures": (
        lambda: NationalMeasure.objects.order_by("authority", "dated", "id"),
        _columns("authority symbol dated implements facts source confidence"),
    ),
    "reports": (
        lambda: Report.objects.order_by("id"),
        _columns(
            "id committee__slug kind reporting_state document known_not_before known_precision "
            f"received_on key {_SAID}"
        ),
    ),
    "lines": (
        lambda: Transfer.objects.order_by("id"),
        _columns(
            f"id series revision report_id kind supplier recipient {_FLOW} known_on "
            "known_not_before known_precision withdrawn reason confidence note recorded_at"
        ),
    ),
    "notices": (
        lambda: Notice.objects.annotate(
            withdrawn_at=F("withdrawal__withdrawn_at"), withdrawn_because=F("withdrawal__reason")
        ).order_by("id"),
        _columns(
            "id cap__slug first_day last_day book share effect used limit unit policy known_on "
            "reason issued_at withdrawn_at withdrawn_because"
        ),
    ),
    "estimates": (
        lambda: Estimate.objects.order_by("id"),
        _columns(
            "id key replaces__key commodity__code supplier recipient first_day last_day low "
            "central high open_above unit method calls tonnage fill_low fill_high factor made_by "
            f"{_SAID}"
        ),
    ),
    "decisions": (
        lambda: Decision.objects.order_by("key"),
        _columns("id key body subject committee__slug cap__slug period_first_day note recorded_at"),
    ),
    "decision-steps": (
        lambda: DecisionStep.objects.order_by("decision__key", "on", "id"),
        _columns(
            "decision__key step on until states supporters known_on source_url confidence note"
        ),
    ),
    "assertions": (
        lambda: Assertion.objects.order_by("key"),
        _columns(
            "key kind commodity__code supplier recipient first_day last_day amount unit modifier "
            "known_on made_by source_url explanation recorded_at"
        ),
    ),
    "articles": (
        lambda: Article.objects.order_by("id"),
        _columns("id origin url name publisher published_on seen_at"),
    ),
    "figures": (
        lambda: Figure.objects.order_by("id"),
        _columns(
            "id reading__capture__article reading_id start end quote value low high unit modifier"
        ),
    ),
    "claims": (
        lambda: Claim.objects.order_by("id"),
        _columns(
            "id reading__capture__article reading_id kind quote start end figure__value "
            "figure__low figure__high figure__unit figure__modifier role category commodity "
            "supplier recipient first_day last_day basis asserted_by denied_by restates_id "
            "continues_id confidence"
        ),
    ),
    "findings": (
        lambda: Finding.objects.order_by("id"),
        _columns("id claim_id view verdict reason known_at policy compared reconciled_at"),
    ),
}


def made(folder: Path) -> list[dict[str, Any]]:
    """The manifests of the dumps in a folder, the newest first; one that is not whole is none."""
    found = []
    for path in sorted(folder.glob(f"*/{MANIFEST}"), reverse=True):
        try:
            found.append(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            continue
    return found
