"""Which reports are expected, what came of each, how late they come, and which fall due next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from compliance import core
from compliance.core.ledger import Entry, Expected, Lag
from compliance.core.period import Period
from compliance.models import Cap, Deadline, Measure
from compliance.queries import regime
from compliance.queries.ledger.rows import entries
from compliance.queries.ledger.usage import CapUsage, NotComputed
from compliance.queries.ledger.written import as_data


@dataclass(frozen=True)
class Falling:
    """Something to be reported that falls due: by whom, of what span, under which paragraph."""

    due_on: date
    citation: str
    who: str | None  # None: each State that the paragraph binds
    what: str
    span: Period | None
    state: str  # of the report, as known on the day of the question


def expected(
    cap: Cap,
    *,
    known_at: date,
    since: date | None = None,
    until: date | None = None,
    lines: Iterable[Entry] | None = None,
    seen: date | None = None,
    duties: Duties | None = None,
    within: Period | None = None,
) -> list[Expected]:
    """Every report that the cap's duty asks for, for spans begun by a day, as known on a day; with
    `since` none of a cap period that had ended by then, with `within` no month outside it. Where
    the lines given are not all of the cap's, `seen` is the day on which its table was last seen;
    `duties` are those of its paragraph where somebody has them already."""
    if not cap.scheduled:
        raise NotComputed(f"{cap.title} is {cap.shape}: no periodic report is due under it.")
    terms = cap.terms
    if terms.never_applied:
        return []
    mine = list(lines) if lines is not None else entries(cap)
    last = min(d for d in (until or known_at, terms.last_day, terms.schedule.last_day) if d)
    every = _every_days(cap, duties)
    if every is not None:
        days, first_day = every
        return core.ledger.every_so_many_days(
            terms,
            mine,
            first_day=first_day,
            every_days=days,
            reporters=cap.reporters,
            on=known_at,
            until=last,
        )
    if terms.duty is None:
        return []
    periods = [
        p
        for p in terms.schedule.until(last)
        if terms.in_force(p.start) and (since is None or p.end > since)
    ]
    matrix = core.ledger.matrix(terms, periods, mine, on=known_at, seen_on=seen, within=within)
    return [e for e in core.ledger.of_months(terms, matrix) if e.span.start <= last]


def missing(
    cap: Cap, *, period: Period, known_at: date, lines: Iterable[Entry] | None = None
) -> list[Expected]:
    """The reports of a period that were due by a day and have not come in, each with its days."""
    return [
        e
        for e in expected(cap, known_at=known_at, since=period.start, lines=lines, within=period)
        if e.span.overlaps(period) and not e.received and e.state != "waiting"
    ]


def lags(cap: Cap, *, known_at: date, lines: Iterable[Entry] | None = None) -> list[Lag]:
    """How late each State's reports come, the latest on average first."""
    mine = list(lines) if lines is not None else entries(cap)
    due = expected(cap, known_at=known_at, lines=mine)
    own = [e for e in mine if cap.terms.in_force(e.period.start)]
    return core.ledger.lags(own, known_at=known_at, open_reports=due)


def falling_due(on: date, *, days: int = 30) -> list[Falling]:
    """What falls due from the day after a day through so many days later, under every paragraph
    held: periodic reports of caps in force, and deadlines."""
    last = on + timedelta(days=days)
    found = []
    held = list(regime.caps())
    duties = duties_of(held)
    for cap in held:
        if not cap.scheduled:
            continue
        found += [
            Falling(e.due_on, e.citation, e.supplier, f"report under {cap.title}", e.span, e.state)
            for e in expected(cap, known_at=on, until=last, duties=duties)
            if on < e.due_on <= last
        ]
    deadlines = Deadline.objects.filter(due_on__gt=on, due_on__lte=last)
    found += [
        Falling(
            row.due_on,
            row.measure.paragraph.citation,
            None,
            row.summary or row.what.replace("_", " "),
            None,
            "waiting",
        )
        for row in deadlines.select_related("measure__paragraph__resolution")
    ]
    return sorted(found, key=lambda f: (f.due_on, f.citation, f.who or ""))


Duties = dict[int, list[Measure]]  # by the paragraph they stand in


def duties_of(caps: Iterable[Cap]) -> Duties:
    """The duties to report in the paragraphs of some caps. One query."""
    found: Duties = {}
    rows = Measure.objects.filter(
        paragraph__in={cap.measure.paragraph_id for cap in caps}, kind="reporting"
    )
    for row in rows:
        found.setdefault(row.paragraph_id, []).append(row)
    return found


def _every_days(cap: Cap, held: Duties | None = None) -> tuple[int, date] | None:
    """The due rule of a cap that is not by the month: every so many days, from a first day.

    It is the cap's own, or that of the duty to report in the same paragraph. Every thirty days is
    kept by the month, as the Committee's table is.
    """
    if cap.report_every_days:
        first_day = cap.report_from or cap.schedule_first_day
        return (cap.report_every_days, first_day) if first_day else None
    if cap.reporters:
        return None
    held = duties_of([cap]) if held is None else held
    for duty in held.get(cap.measure.paragraph_id, ()):
        if not set(duty.goods) & set(cap.measure.goods):
            continue
        days = duty.details.get("report_every_days")
        if days and days > 31:
            return int(days), duty.first_day
    return None


def coverage_data(value: CapUsage, *, lines: Iterable[Entry]) -> dict[str, Any]:
    """Coverage of a period for machines: counts, what is missing since when, lags by State."""
    mine = list(lines)
    whole = as_data(value)
    due = [
        e
        for e in expected(
            value.cap, known_at=value.known_at, until=value.period.last_day, lines=mine
        )
        if e.span.overlaps(value.period)
    ]
    return {
        **{name: whole[name] for name in _HEAD},
        "coverage": _counts(due, whole["coverage"]["last_known_on"]),
        "expected": [expected_data(e) for e in due],
        "missing": [expected_data(e) for e in due if not e.received and e.state != "waiting"],
        "lags": [lag_data(lag) for lag in lags(value.cap, known_at=value.known_at, lines=mine)],
    }


def _counts(due: list[Expected], last_known_on: date | None) -> dict[str, Any]:
    """The reports of a duty counted, whether it is by the month or not."""
    n = {state: sum(e.state == state for e in due) for state in core.ledger.CELLS}
    return {
        "expected": len(due),
        "due": len(due) - n["waiting"],
        "received": sum(e.received for e in due),
        "silent": n["silent"],
        "unclear": n["unclear"],
        "unknown": n["unknown"],
        "waiting": n["waiting"],
        "last_known_on": last_known_on,
    }


_HEAD = ("cap", "title", "citation", "period", "first_day", "last_day", "known_at", "status")


def expected_data(e: Expected) -> dict[str, Any]:
    return {
        "supplier": e.supplier,
        "first_day": e.span.start,
        "last_day": e.span.last_day,
        "citation": e.citation,
        "due_on": e.due_on,
        "state": e.state,
        "received_on": e.received_on,
        "days_late": e.days_late,
        "entry": e.entry,
    }


def lag_data(lag: Lag) -> dict[str, Any]:
    return {
        "supplier": lag.supplier,
        "months": lag.months,
        "dated": lag.dated,
        "median_days": lag.median_days,
        "shortest": lag.shortest,
        "longest": lag.longest,
        "within_30": lag.within_30,
        "recent": lag.recent,
        "earlier": lag.earlier,
        "worse": lag.worse,
        "silent": lag.silent,
        "silent_since": lag.silent_since,
        "overdue_days": lag.overdue_days,
    }
