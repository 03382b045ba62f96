"""What changed under a cap since a reviewer last looked: words of its paragraphs, factors, and its
own limits and thresholds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from compliance.models import Cap, CapConfirmation, FactVersion, Paragraph, Threshold


@dataclass(frozen=True)
class Changed:
    """A fact under a cap that is not what it was when the cap was last looked at."""

    version: int  # its number among all versions: what a confirmation has seen
    kind: str
    name: str
    at: datetime
    was: str
    now: str


def facts_changed() -> ArraySubquery:
    """Of a cap, the numbers of the versions nobody has confirmed: an annotation, no query more."""
    return ArraySubquery(_changes().values("id"))


def _changes() -> QuerySet[FactVersion]:
    seen = (
        CapConfirmation.objects.filter(cap=OuterRef(OuterRef("pk")))
        .order_by()
        .values("cap")
        .annotate(last=Max("seen_to"))
        .values("last")
    )
    notices = Threshold.objects.filter(cap=OuterRef(OuterRef("pk"))).order_by()
    return FactVersion.objects.filter(
        Q(kind="paragraph", fact=OuterRef("measure__paragraph_id"))
        | Q(kind="paragraph", fact__in=notices.values("measure__paragraph_id"))
        | Q(kind="factor", good=OuterRef("commodity_id"))
        | Q(kind__in=["limit", "threshold"], cap=OuterRef("pk")),
        changes=True,
        pk__gt=Coalesce(Subquery(seen), Value(0)),
    ).order_by("id")


def with_changes(caps: QuerySet[Cap]) -> QuerySet[Cap]:
    return caps.annotate(facts_changed=facts_changed())


def to_be_confirmed() -> list[Cap]:
    """The caps that rest on a fact that changed since a reviewer last looked. One query."""
    rows = with_changes(Cap.objects.with_terms())
    return [cap for cap in rows if vars(cap)["facts_changed"]]


def to_confirm(cap: Cap) -> list[Changed]:
    """What changed under a cap, the oldest change first, each fact once as it is now.

    No query where nothing did and the cap comes from `queries.regime.caps`.
    """
    said = vars(cap)
    if "facts_changed" not in said:
        said = vars(with_changes(Cap.objects.filter(pk=cap.pk)).get())
    ids: list[int] = said["facts_changed"]
    if not ids:
        return []
    first: dict[tuple[str, int], FactVersion] = {}
    last: dict[tuple[str, int], FactVersion] = {}
    for row in FactVersion.objects.filter(pk__in=ids).order_by("pk"):
        first.setdefault((row.kind, row.fact), row)
        last[row.kind, row.fact] = row
    before = _before(first.values())
    cited = {
        row.pk: row.citation
        for row in Paragraph.objects.select_related("resolution").filter(
            pk__in=[fact for kind, fact in last if kind == "paragraph"]
        )
    }
    return [
        Changed(
            version=row.pk,
            kind=row.kind,
            name=(cited.get(row.fact) if row.kind == "paragraph" else None) or _name(row),
            at=row.at,
            was=_words(before[key]) if key in before else "not held",
            now="taken out" if row.gone else _words(row),
        )
        for key, row in last.items()
    ]


def _before(changes: Iterable[FactVersion]) -> dict[tuple[str, int], FactVersion]:
    wanted = Q(pk=None)
    for row in changes:
        wanted |= Q(kind=row.kind, fact=row.fact, version=row.version - 1)
    return {(row.kind, row.fact): row for row in FactVersion.objects.filter(wanted)}


def _name(row: FactVersion) -> str:
    if row.kind == "factor":
        return _factor_name(row.said)
    return f"paragraph {row.fact}" if row.kind == "paragraph" else f"{row.kind} of the cap"


def _factor_name(said: dict[str, Any]) -> str:
    whose = f" of {said['supplier']}" if said["supplier"] else ""
    product = f" ({said['product']})" if said["product"] else ""
    return f"factor from {said['from_unit']} to {said['to_unit']}{product}{whose}"


def _words(row: FactVersion) -> str:
    if row.kind == "paragraph":
        return str(row.said["words"])
    said = row.said
    if row.kind == "limit":
        amount = said["amount"]
        return f"{'unpublished' if amount is None else _plain(amount)} {said['unit']}"
    if row.kind == "threshold":
        return f"{_plain(Decimal(said['share']) * 100)}%, {said['effect']}"
    return f"{_plain(said['factor'])} {said['to_unit']} a {said['from_unit']}, by {said['source']}"


def _plain(number: Decimal | int) -> str:
    return f"{Decimal(number).normalize():f}"


def versions(kind: str, fact: int) -> QuerySet[FactVersion]:
    """Every version of a fact, the newest first."""
    return FactVersion.objects.filter(kind=kind, fact=fact)


def to_confirm_data(cap: Cap) -> list[dict[str, Any]]:
    """The changes for machines."""
    return [
        {"kind": c.kind, "fact": c.name, "changed_at": c.at, "was": c.was, "now": c.now}
        for c in to_confirm(cap)
    ]
