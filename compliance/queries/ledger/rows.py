"""The lines as they are kept: every revision, and what stands of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from compliance.core.ledger import COUNTING, Entry
from compliance.core.ledger.steps import months_of
from compliance.core.period import Period
from compliance.core.quantity import Quantity
from compliance.models import Cap, Notice, Report, Transfer
from compliance.models.ledger import TransferQuerySet


def lines() -> TransferQuerySet:
    return Transfer.objects.with_source()


def reports() -> QuerySet[Report]:
    return Report.objects.select_related("committee")


def notices() -> QuerySet[Notice]:
    return Notice.objects.select_related("cap")


def entries(cap: Cap) -> list[Entry]:
    """Every revision of every line that the cap concerns, or concerned until it was corrected."""
    return _read(_whole(Transfer.objects.under(cap)))


def scope(cap: Cap, period: Period) -> list[Entry]:
    """The lines that can have a say in a period, as `core.ledger.near` finds them among all."""
    return closed(Transfer.objects.under(cap), months_of([period]))[0]


def closed(rows: TransferQuerySet, months: Period) -> tuple[list[Entry], Period]:
    """Of some lines those with a say in some months, and all the months they have it in.

    One query; one more for each time that a sum across the edge makes the months wider.
    """
    while True:
        found = _read(_whole(rows.touching(months)))
        wider = months_of([months, *(entry.period for entry in found)])
        if wider == months:
            return found, months
        months = wider


Span = tuple[int, str, str, date, date]  # commodity, supplier, recipient, first and last day

_TOUCHED = """
    select distinct line.series
    from unnest(%s::bigint[], %s::text[], %s::text[], %s::date[], %s::date[])
        asked (commodity, supplier, recipient, first_day, last_day)
    join lateral (
        select series from compliance_transfer
        where commodity_id = asked.commodity and recipient = asked.recipient
            and supplier = asked.supplier
            and first_day between asked.first_day - 31 and asked.last_day
            and last_day >= asked.first_day
        union all
        select series from compliance_transfer
        where commodity_id = asked.commodity and recipient = asked.recipient
            and supplier = asked.supplier and first_day <= asked.last_day
            and last_day >= asked.first_day and last_day >= first_day + interval '31 days'
    ) line on true
"""


def standing_near(spans: Iterable[Span]) -> list[Entry]:
    """The lines that stand and count in some spans of flows, and those that these hang together
    with: a sum with every month inside it. One query for all, one more for each time it widens."""
    found: dict[UUID, Entry] = {}
    asked: set[Span] = set()
    wanted = set(spans)
    while wanted:
        asked |= wanted
        with connection.cursor() as cursor:
            cursor.execute(_TOUCHED, [list(column) for column in zip(*wanted, strict=True)])
            series = [each for (each,) in cursor.fetchall()]
        new = lines().filter(series__in=[each for each in series if each not in found])
        wanted = set()
        by_series: dict[UUID, Transfer] = {}
        for line in new.order_by("series", "revision"):
            by_series[line.series] = line
        for line in by_series.values():
            found[line.series] = line.entry
            if line.kind in COUNTING and not line.withdrawn:
                wanted.add(
                    (line.commodity_id, line.supplier, line.recipient,
                     line.first_day, line.last_day)
                )  # fmt: skip
        wanted -= asked
    return [entry for entry in found.values() if entry.counts and not entry.withdrawn]


# What an `Entry` is made of: read as bare values, which takes a third of the time of rows.
_READ = (
    *("pk", "series", "revision", "kind", "supplier", "recipient", "commodity__code", "product"),
    *("first_day", "last_day", "known_on", "amount", "unit", "stated_amount", "stated_unit"),
    *("known_not_before", "withdrawn", "confidence", "report__source_url", "report__document"),
    *("note", "report__received_on"),
)


def _read(rows: TransferQuerySet) -> list[Entry]:
    """The lines as the core knows them, equal to `Transfer.entry` of each."""
    return [
        Entry(
            id=pk,
            series=series,
            revision=revision,
            kind=kind,
            supplier=supplier,
            recipient=recipient,
            commodity=good,
            product=product,
            period=Period.through(first_day, last_day),
            known_on=known_on,
            quantity=Quantity(amount, unit) if amount is not None else None,
            stated=Quantity(stated, stated_unit) if stated is not None else None,
            known_not_before=known_not_before,
            withdrawn=withdrawn,
            confidence=confidence,
            source=url or document,
            note=note,
            received_on=received_on,
        )
        for (
            pk, series, revision, kind, supplier, recipient, good, product, first_day, last_day,
            known_on, amount, unit, stated, stated_unit, known_not_before, withdrawn,
            confidence, url, document, note, received_on,
        ) in rows.values_list(*_READ)
    ]  # fmt: skip


def _whole(rows: TransferQuerySet) -> TransferQuerySet:
    """Lines with all their revisions: a line that moved no longer stands where it was."""
    return lines().filter(series__in=rows.order_by().values("series"))


def seen_on(cap: Cap, known_at: date) -> date | None:
    """The last day by a day on which the table was seen: an allegation has not looked at it."""
    seen = Transfer.objects.under(cap).exclude(kind="alleged")
    days = seen.filter(known_on__lte=known_at).order_by("-known_on")
    return days.values_list("known_on", flat=True).first()


_SEEN = """
    select cap.id, (
        select line.known_on from compliance_transfer line
        where line.commodity_id = cap.commodity_id and line.known_on <= %s
            and line.kind <> 'alleged'
            and (cap.recipient is null or line.recipient = cap.recipient)
            and (cap.supplier is null or line.supplier = cap.supplier)
        order by line.known_on desc limit 1)
    from compliance_cap cap where cap.id = any(%s)
"""


def seen_under(caps: Iterable[Cap], known_at: date) -> dict[int, date | None]:
    """`seen_on` of several caps, by their ids. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, [known_at, [cap.pk for cap in caps]])
        return dict(cursor.fetchall())


def every_entry() -> list[Entry]:
    """All lines of all goods, for setting claims against them."""
    return _read(lines())


def revisions(series: str) -> QuerySet[Transfer]:
    """The history of one line, first revision first."""
    return lines().filter(series=series).order_by("revision")


def standing(rows: TransferQuerySet, *, known_at: date | None = None) -> TransferQuerySet:
    """What stands on a day, as `core.ledger.standing` says it, in SQL."""
    later = Transfer.objects.filter(series=OuterRef("series"), revision__gt=OuterRef("revision"))
    if known_at is not None:
        later, rows = later.filter(known_on__lte=known_at), rows.filter(known_on__lte=known_at)
    return rows.filter(~Exists(later), withdrawn=False)
