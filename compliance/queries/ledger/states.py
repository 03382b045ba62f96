"""A State as supplier and as reporter: its own lines under each cap, month by month.

A State's lines are judged by flow, so what they come to needs nobody else's: a page of one State
reads that State's lines, however many the table holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from compliance import core
from compliance.core.ledger import Cell, Entry, Estimate, Lag, Usage
from compliance.core.period import Period
from compliance.core.quantity import Policy
from compliance.core.regime import Duty
from compliance.models import Cap, Report, Transfer
from compliance.models import Estimate as EstimateRow
from compliance.queries import regime
from compliance.queries.ledger.estimates import estimate
from compliance.queries.ledger.rows import lines, seen_under
from compliance.queries.ledger.usage import period_label


@dataclass(frozen=True)
class OwnPeriod:
    """One period of a cap, of one State's reports alone; what others estimate of it stands apart.

    `share` is of the whole cap, which all States fill together.
    """

    period: Period
    usage: Usage | None
    cells: tuple[Cell, ...]
    estimates: tuple[Estimate, ...]

    @property
    def label(self) -> str:
        return period_label(self.period)

    @property
    def measured(self) -> bool:
        return self.usage is not None and bool(self.usage.counted)

    @property
    def used(self) -> Decimal | None:
        return self.usage.used.amount if self.usage and self.measured else None

    @property
    def share(self) -> Decimal | None:
        return self.usage.share if self.usage and self.measured else None

    def count(self, *states: str) -> int:
        return sum(cell.state in states for cell in self.cells)

    @property
    def received(self) -> int:
        return self.count("quantity", "nil", "sum")

    @property
    def zeros(self) -> int:
        return self.count("nil")

    @property
    def silent(self) -> int:
        return self.count("silent")

    @property
    def unknown(self) -> int:
        """Nobody has looked since, or the source cannot tell a zero from a blank."""
        return self.count("unknown", "unclear")

    @property
    def amounts(self) -> dict[date, Decimal]:
        """What was reported of each month that has a figure of its own, by its first day."""
        counted = {c.entry.id: c.quantity.amount for c in self.usage.counted} if self.usage else {}
        return {
            cell.month.start: counted[cell.entry.id]
            for cell in self.cells
            if cell.entry and cell.state in ("quantity", "nil") and cell.entry.id in counted
        }

    @property
    def least(self) -> bool:
        """Whether a report is missing, or a line is left out: the figure is a lower bound."""
        return self.count("silent", "unknown", "unclear") > 0 or not (
            self.usage is None or self.usage.whole
        )


@dataclass(frozen=True)
class OwnAccount:
    """A State's reports under one cap: its periods, oldest first, and how late they come."""

    cap: Cap
    supplier: str
    expected: bool  # whether the cap's duty names it
    periods: tuple[OwnPeriod, ...]
    lag: Lag | None
    alleged: tuple[Entry, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(cell for own in self.periods for cell in own.cells)


def suppliers() -> list[str]:
    """The States that have a line, and those whose reports a cap asks for. Two queries."""
    asked = {code for cap in Cap.objects.only("reporters") for code in cap.reporters}
    with connection.cursor() as cursor:
        cursor.execute(
            "select code from unnest(%s::text[]) asked (code) where exists"
            " (select from compliance_transfer line where line.supplier = asked.code)",
            [list(core.state.names())],
        )
        return sorted({*asked, *(code for (code,) in cursor.fetchall())}, key=core.state.name)


def supplied_under(code: str) -> QuerySet[Cap]:
    """The caps on flows of which a State has a line, or whose duty names it; the caps' own query,
    with `has_lines`."""
    rows = Transfer.objects.filter(commodity=OuterRef("commodity"), supplier=code)
    return (
        regime.caps()
        .filter(schedule_first_day__isnull=False, commodity__isnull=False)
        .filter(Q(supplier=None) | Q(supplier=code))
        .annotate(has_lines=Exists(rows))
        .filter(Q(has_lines=True) | Q(reporters__contains=[code]))
    )


def on_its_trade(code: str) -> QuerySet[Cap]:
    """The caps that limit what goes into a State, or comes out of it."""
    return regime.caps().filter(Q(recipient=code) | Q(supplier=code))


def own_accounts(
    caps: Sequence[Cap], code: str, *, known_at: date, policy: Policy
) -> list[OwnAccount]:
    """A State's reports under some caps, as known on a day. Three queries, however many caps."""
    if not caps:
        return []
    goods = {cap.commodity_id for cap in caps}
    mine = Transfer.objects.filter(supplier=code, commodity__in=goods).order_by()
    every = [line.entry for line in lines().filter(series__in=mine.values("series"))]
    guessed = [
        estimate(row)
        for row in EstimateRow.objects.filter(
            commodity__in=goods, supplier=code, known_on__lte=known_at
        ).select_related("commodity", "replaces")
    ]
    seen = seen_under(caps, known_at)
    return [_account(cap, code, every, guessed, seen.get(cap.pk), known_at, policy) for cap in caps]


def _account(
    cap: Cap,
    code: str,
    every: Iterable[Entry],
    guessed: Sequence[Estimate],
    seen_on: date | None,
    known_at: date,
    policy: Policy,
) -> OwnAccount:
    terms = cap.terms
    # Of this State alone: its cells, and no other's.
    mine = replace(terms, duty=replace(terms.duty or Duty(()), reporters=(code,)))
    own = core.ledger.concerning(terms, every)
    book = core.ledger.account(own, known_at=known_at)
    book = replace(
        book,
        counted=tuple(e for e in book.counted if e.supplier == code),
        clashing=tuple(e for e in book.clashing if e.supplier == code),
    )
    expected = code in cap.reporters
    periods = []
    for period in terms.schedule.until(known_at):
        if not terms.in_force(period.start):
            continue
        usages = core.ledger.usages(terms, period, book, policy)
        cells = (
            core.ledger.cells(
                mine, period, book, own, on=known_at, known_at=known_at, seen_on=seen_on
            )
            if expected or any(period.overlaps(e.period) for e in book.counted)
            else ()
        )
        periods.append(
            OwnPeriod(
                period,
                usages[0] if usages else None,
                cells,
                core.ledger.estimated(terms, period, guessed, known_at=known_at).estimates,
            )
        )
    every_cell = [cell for p in periods for cell in p.cells]
    due = [e for e in core.ledger.of_months(mine, every_cell) if e.state != "waiting"]
    in_force = [e for e in own if terms.in_force(e.period.start)]
    lags = core.ledger.lags(in_force, known_at=known_at, open_reports=due if expected else ())
    return OwnAccount(
        cap,
        code,
        expected,
        tuple(periods),
        next((lag for lag in lags if lag.supplier == code), None),
        tuple(e for e in book.others if e.kind == "alleged" and terms.in_force(e.period.start)),
    )


def of_state(code: str) -> dict[str, Any]:
    """A State for machines: the caps that name it, and how many lines and reports are held."""
    caps = [
        {"cap": slug, "part": part}
        for slug, supplier, recipient, reporters in Cap.objects.order_by("slug").values_list(
            "slug", "supplier", "recipient", "reporters"
        )
        for part, named in (
            ("reporter", code in reporters),
            ("supplier", supplier == code),
            ("recipient", recipient == code),
        )
        if named
    ]
    return {
        "code": code,
        "name": core.state.name(code),
        "caps": caps,
        "supplied": Transfer.objects.filter(supplier=code).count(),
        "received": Transfer.objects.filter(recipient=code).count(),
        "reports": Report.objects.filter(reporting_state=code).count(),
    }
