"""The lines as they are kept: every revision, and what stands of them."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from compliance.core.ledger import (
    Entry,
)
from compliance.models import Cap, Notice, Report, Transfer
from compliance.models.ledger import TransferQuerySet


def lines() -> TransferQuerySet:
    return Transfer.objects.with_source()


def reports() -> QuerySet[Report]:
    return Report.objects.select_related("committee")


def notices() -> QuerySet[Notice]:
    return Notice.objects.select_related("cap")


def entries(cap: Cap) -> list[Entry]:
    """Every revision of every line that the cap concerns, in one query."""
    return [line.entry for line in lines().under(cap)]


def every_entry() -> list[Entry]:
    """All lines of all goods, for setting claims against them."""
    return [line.entry for line in lines()]


def revisions(series: str) -> QuerySet[Transfer]:
    """The history of one line, first revision first."""
    return lines().filter(series=series).order_by("revision")


def standing(rows: TransferQuerySet, *, known_at: date | None = None) -> TransferQuerySet:
    """What stands on a day, as `core.ledger.standing` says it, in SQL."""
    later = Transfer.objects.filter(series=OuterRef("series"), revision__gt=OuterRef("revision"))
    if known_at is not None:
        later, rows = later.filter(known_on__lte=known_at), rows.filter(known_on__lte=known_at)
    return rows.filter(~Exists(later), withdrawn=False)
