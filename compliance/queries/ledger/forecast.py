"""Where a period may end, and what would be if: values, nothing stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from compliance import core
from compliance.core.ledger import RECEIVED, Changes, Entry, Forecast
from compliance.core.ledger.steps import months_of
from compliance.core.period import Period, months_after
from compliance.core.quantity import Policy
from compliance.models import Cap, Transfer
from compliance.queries.ledger.obligations import lags
from compliance.queries.ledger.rows import closed, entries, seen_on
from compliance.queries.ledger.rows import lines as every_line
from compliance.queries.ledger.usage import CapUsage, usage
from compliance.queries.ledger.written import as_data


def forecast(value: CapUsage, *, lines: Iterable[Entry] | None = None) -> Forecast | None:
    """Where the reported book of a period may end, by what is known on its day.

    None where the cap has no published amount, or fewer than three months have a report.
    """
    if value.binding is None:
        return None
    mine = list(lines) if lines is not None else entries(value.cap)
    whole = core.ledger.account(mine, known_at=value.known_at)  # pace asks for earlier years too
    return core.ledger.forecast(
        value.terms,
        value.period,
        value.binding,
        value.cells,
        whole,
        value.policy,
        lags(value.cap, known_at=value.known_at, lines=mine),
    )


def forecast_data(value: CapUsage, made: Forecast | None) -> dict[str, Any]:
    """A projection for machines; the method is in docs/ledger.md."""
    head = {
        "cap": value.cap.slug,
        "period": value.label,
        "known_at": value.known_at,
        "policy": value.policy.slug,
    }
    if made is None:
        return {**head, "projection": None, "why": "Fewer than three months have a report."}
    return {
        **head,
        "projection": {
            "unit": made.unit,
            "used": made.used,
            "low": made.low,
            "central": made.central,
            "high": made.high,
            "low_share": made.share(made.low),
            "central_share": made.share(made.central),
            "high_share": made.share(made.high),
            "reported_months": made.reported_months,
            "pace": made.pace,
            "at_pace": made.at_pace,
            "left_at_pace": made.left_at_pace,
            "thresholds": [
                {"share": r.share, "earliest": r.earliest, "latest": r.latest} for r in made.reaches
            ],
            "states": [
                {
                    "supplier": p.supplier,
                    "missing": [f"{m.start:%Y-%m}" for m in p.missing],
                    "silent": p.silent,
                    "gone": p.gone,
                    "low": p.low,
                    "central": p.central,
                    "high": p.high,
                }
                for p in made.parts
            ],
        },
    }


@dataclass(frozen=True)
class Tried:
    """One trial of the method: made on a day of a past period, held against how it ended."""

    period: Period
    on: date
    forecast: Forecast | None
    ended: Decimal

    @property
    def inside(self) -> bool | None:
        """Whether the end lay in the band; None where no projection was drawn."""
        if self.forecast is None:
            return None
        return self.forecast.low <= self.ended <= self.forecast.high


def backtest(
    cap: Cap,
    *,
    years: Iterable[int],
    days: Sequence[tuple[int, int]],
    known_at: date,
    policy: Policy,
) -> list[Tried]:
    """The method tried on past years, each by what was known on a day of it. One query."""
    mine, found = entries(cap), []
    for year in years:
        period = cap.terms.year(year)
        ended = usage(cap, period=period, known_at=known_at, policy=policy, lines=mine)
        assert ended.binding is not None
        for month, day in days:
            on = date(year, month, day)
            then = usage(cap, period=period, known_at=on, policy=policy, lines=mine)
            found.append(Tried(period, on, forecast(then, lines=mine), ended.binding.used.amount))
    return found


@dataclass(frozen=True)
class WhatIf:
    """The present beside what would be, and what was assumed."""

    present: CapUsage
    then: CapUsage
    assumptions: tuple[str, ...]


def whatif(
    cap: Cap,
    *,
    period: Period,
    known_at: date,
    policy: Policy,
    changes: Changes,
    other_policy: Policy | None = None,
) -> WhatIf:
    """A period as it is and as it would be under stated assumptions. It reads and never writes:
    the lines of the period, and of those silent in it the year before, which they may be taken
    from."""
    spans = [
        Period.through(d.first_day, d.last_day)
        for d in changes.accept
        if d.first_day and d.last_day
    ]
    mine = closed(Transfer.objects.under(cap), months_of([period, *spans]))[0]
    seen = seen_on(cap, known_at)
    present = usage(cap, period=period, known_at=known_at, policy=policy, lines=mine, seen=seen)
    open_to = {c.supplier for c in present.cells if c.state not in RECEIVED}
    if changes.silent_as_last_year and open_to:
        before = Period(months_after(period.start, -12), period.end)
        theirs = Transfer.objects.under(cap).filter(supplier__in=open_to)
        held = {e.id for e in mine}
        mine += [e for e in closed(theirs, months_of([before]))[0] if e.id not in held]
    if elsewhere := changes.withdraw - {e.series for e in mine}:
        mine += [row.entry for row in every_line().filter(series__in=elsewhere)]
    made = core.ledger.supposed(cap.terms, mine, present.cells, changes, on=known_at)
    assumptions = list(made.assumptions)
    if other_policy is not None:
        assumptions.append(f"Tons are turned into barrels by {other_policy.slug}.")
    if other_policy is None and len(made.entries) == len(mine):  # nothing came of what was supposed
        return WhatIf(present, present, tuple(assumptions))
    then = usage(
        cap,
        period=period,
        known_at=known_at,
        policy=other_policy or policy,
        lines=made.entries,
        seen=seen,
    )
    return WhatIf(present, then, tuple(assumptions))


def whatif_data(value: WhatIf) -> dict[str, Any]:
    """Both sides for machines, with the difference and every assumption."""
    present, then = as_data(value.present), as_data(value.then)
    used = [side["used"] for side in (present, then)]
    return {
        "cap": present["cap"],
        "period": present["period"],
        "known_at": present["known_at"],
        "assumptions": list(value.assumptions),
        "present": {name: present[name] for name in _SIDE},
        "then": {name: then[name] for name in _SIDE},
        "difference": used[1] - used[0] if None not in used else None,
        "status_changes": present["status"] != then["status"],
    }


_SIDE = (
    "policy",
    "limit",
    "unit",
    "used",
    "share",
    "lower_bound",
    "status",
    "reason",
    "coverage",
    "thresholds",
)
