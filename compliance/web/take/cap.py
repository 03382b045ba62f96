"""What can be taken along from the page of a cap: its charts and tables, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from compliance import queries
from compliance.core.ledger import Entry
from compliance.models import Cap
from compliance.queries.ledger import CapUsage
from compliance.web import sentences, tables
from compliance.web.asking import Asked, Refused
from compliance.web.charts.alone import Said
from compliance.web.charts.drawing import Chart
from compliance.web.filters import day, host, quantity, share
from compliance.web.floors import is_floor
from compliance.web.ledger import record
from compliance.web.ledger.cap import MOST_DAYS, asked_for, cap_named, told
from compliance.web.ledger.common import cite_address, period_slug
from compliance.web.take.table import About, Table, of_rows


# Each chart with its table twin, and the tables by what they hold.
CHARTS = {"chart": "cumulative", "knowledge": "knowledge"}


@dataclass(frozen=True)
class Subject:
    """A period of a cap as known on the day asked, with all that its page shows of it."""

    request: HttpRequest
    asked: Asked
    cap: Cap
    held: list[Cap]
    lines: list[Entry]  # with a say in the period, or all of the cap
    value: CapUsage
    shown: dict[str, Any]

    @property
    def at(self) -> str:
        """The address of the page, as which files lie beside."""
        return f"/caps/{self.cap.slug}/{period_slug(self.value.label)}/"

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the lines that count were read, by site."""
        counted = self.value.binding.counted if self.value.binding else ()
        return tuple(dict.fromkeys(host(c.entry.source) for c in counted if c.entry.source))

    @property
    def about(self) -> About:
        value = self.value
        pinned = urlencode({"known_at": value.known_at.isoformat(), "policy": value.policy.slug})
        return About(
            title=self.shown["heading"],
            address=self.request.build_absolute_uri(f"{self.at}?{pinned}"),
            head={
                "cap": value.cap.slug,
                "period": value.label,
                "known_at": value.known_at.isoformat(),
                "policy": value.policy.slug,
            },
            known_at=value.known_at,
            updated=queries.ledger.recorded_last(self.cap),
            policy=value.policy.slug,
            sources=self.sources,
            cite=self.request.build_absolute_uri(cite_address(value)) if value.measured else "",
        )


def subject(request: HttpRequest, asked: Asked, slug: str, period: str) -> Subject:
    held = list(queries.regime.caps())
    cap = cap_named(slug, held)
    if not cap.scheduled:
        raise Refused(f"{cap.title} has no periods", status=404)
    read = asked_for(asked, cap, period)
    shown = told(asked, cap, read)
    return Subject(request, asked, cap, held, read.lines, read.value, shown)


def notes(about: About) -> list[str]:
    """The lines under a chart that stands alone: sources, both clocks, address."""
    sources = f"Sources: {', '.join(about.sources)}. " if about.sources else ""
    policy = f" Converted by {about.policy}." if about.policy else ""
    updated = f" Record updated {about.updated_words}." if about.updated else ""
    return [
        f"{sources}As known on {day(about.known_at)}.{updated}{policy}",
        about.address,
    ]


def chart(one: Subject, name: str) -> tuple[Chart, Said]:
    """A chart of the page, with what it says when it stands alone."""
    value = one.value
    if not value.measured or value.binding is None:
        raise Refused(
            "There is nothing to draw: no figure has been read of this period",
            "Unknown is not zero. The table of months says what each report is.",
            status=404,
        )
    used, limit = value.binding.used, value.binding.limit
    least = "at least " if is_floor(value) else ""
    described = (
        f"{value.cap.title}, {value.label}: {least}{quantity(used)} of {quantity(limit)} reported, "
        f"{share(value.binding.share)}. {one.shown['lead']}"
    )
    headings = {"chart": "cumulative_heading", "knowledge": "knowledge_heading"}
    title = f"{sentences.goods(one.cap)}, {value.label}. {one.shown[headings[name]]}"
    return one.shown[CHARTS[name]], Said(title, described, notes(one.about))


def months(one: Subject) -> Table:
    """The months of a period and the lines behind them, one row a month and supplier."""
    value, rows = one.value, []
    by_id = {c.entry.id: c for c in value.binding.counted} if value.binding else {}
    for row in queries.ledger.matrix_data(value):
        counted = by_id.get(row["entry"])
        entry = counted.entry if counted else None
        factor = counted.converted.factor if counted else None
        rows.append(
            {
                **{k: row[k] for k in ("supplier", "month", "state", "amount", "unit")},
                **{k: row[k] for k in ("sum_first_day", "sum_last_day")},
                "reported_amount": entry.quantity.amount if entry and entry.quantity else None,
                "reported_unit": entry.quantity.unit if entry and entry.quantity else None,
                "how": counted.converted.how if counted else None,
                "factor": factor.factor if factor else None,
                "factor_source": factor.source if factor else None,
                **{k: row[k] for k in ("due_on", "known_on", "days_late", "marks")},
                "confidence": entry.confidence if entry else None,
                "source": entry.source if entry else None,
                "entry": row["entry"],
            }
        )
    return of_rows("months", "Month by month", rows)


def cumulative(one: Subject) -> Table:
    """The twin of the chart: so far, by month's end, of the period and of earlier ones."""
    shown = one.shown
    every = [shown["shown"], *shown["ghosts"]] if "shown" in shown else []
    rows = [
        {
            "of_period": series.label,
            "month": row.month.start.month,
            "so_far": row.cells[n][0],
            "at_least": row.cells[n][1],
            "limit": series.limit,
        }
        for n, series in enumerate(every)
        for row in shown["cumulated"]
    ]
    columns = ("of_period", "month", "so_far", "at_least", "limit")
    return of_rows("cumulative", "So far, by month", rows, *columns)


def knowledge(one: Subject) -> Table:
    rows = [
        {
            "day": row["point"].day,
            "what": row["what"],
            "used": row["point"].usage.used.amount if row["point"].usage else None,
            "unit": row["point"].usage.used.unit if row["point"].usage else None,
            "share": row["point"].usage.share if row["point"].usage else None,
            "at_least": row["point"].least,
            "reports_received": row["point"].coverage.received,
            "reports_due": row["point"].coverage.due,
        }
        for row in one.shown.get("learnt", ())
    ]
    columns = (
        *("day", "what", "used", "unit", "share", "at_least", "reports_received", "reports_due"),
    )
    title = "Days on which knowledge changed"
    if len(one.shown["points"]) == MOST_DAYS:  # what the page shows of a long account
        title = f"{title}, the newest {MOST_DAYS} at most"
    return of_rows("knowledge", title, rows, *columns)


def lines(one: Subject) -> Table:
    rows = queries.ledger.as_data(one.value)["entries"]
    columns = (
        *("supplier", "first_day", "last_day", "kind", "amount", "unit", "reported_amount"),
        *("reported_unit", "how", "factor", "factor_source", "known_on", "known_not_before"),
        *("confidence", "marks", "source", "id"),
    )
    ordered = sorted(rows, key=lambda row: (row["first_day"], row["supplier"]))
    return of_rows("lines", "Every line that counts", ordered, *columns)


def thresholds(one: Subject) -> Table:
    rows = queries.ledger.as_data(one.value)["thresholds"]
    columns = (
        *("share", "amount", "effect", "crossed_in", "learnt_on", "standing_since"),
        *("knowable_on", "in_time_on", "lag_days", "issued_on"),
    )
    return of_rows("thresholds", "What was crossed, and when that was known", rows, *columns)


def suppliers(one: Subject) -> Table:
    unit = one.value.binding.limit.unit if one.value.binding else ""
    used = one.value.by_supplier() if one.value.measured else {}
    rows = [{"supplier": s, "amount": amount, "unit": unit} for s, amount in used.items()]
    return of_rows("suppliers", "By State", rows, "supplier", "amount", "unit")


def limits(one: Subject) -> Table:
    least = is_floor(one.value)
    rows = [{**row, "at_least": least} for row in queries.ledger.as_data(one.value)["limits"]]
    columns = ("limit", "unit", "used", "share", "at_least")
    return of_rows("limits", "Against each limit", rows, *columns)


def conversions(one: Subject) -> Table:
    rows = [
        {
            "by": p.policy.slug,
            "title": p.policy.title,
            "used": p.used.amount if p.measured else None,
            "unit": p.used.unit,
            "share": p.share if p.measured else None,
            "at_least": p.least,
            "chosen": p.chosen,
        }
        for p in one.shown.get("by_policy", ())
    ]
    columns = ("by", "title", "used", "unit", "share", "at_least", "chosen")
    return of_rows("conversions", "The period by each way of converting", rows, *columns)


def beside(one: Subject) -> Table:
    rows = [
        {
            "supplier": b.entry.supplier,
            "first_day": b.entry.period.start,
            "last_day": b.entry.period.last_day,
            "kind": b.entry.kind,
            "amount": b.entry.quantity.amount if b.entry.quantity else None,
            "unit": b.entry.quantity.unit if b.entry.quantity else None,
            "why": b.why,
            "known_on": b.entry.known_on,
            "note": b.entry.note,
            "source": b.entry.source,
            "id": b.entry.id,
        }
        for b in tables.beside(one.value, one.lines)
    ]
    columns = (
        *("supplier", "first_day", "last_day", "kind", "amount", "unit", "why", "known_on"),
        *("note", "source", "id"),
    )
    return of_rows("beside", "Beside the count", rows, *columns)


def estimates(one: Subject) -> Table:
    """The estimated book, each beside the reports of its months and never added to them."""
    value = one.value
    book = queries.ledger.estimates(
        value.cap,
        period=value.period,
        known_at=value.known_at,
        policy=value.policy,
        lines=one.lines,
    )
    rows = [
        {
            **{name: said for name, said in row.items() if not isinstance(said, dict)},
            **{
                f"{name}_{end}": (row[name] or {}).get(end)
                for name in ("reported", "gap", "ratio")
                for end in ("low", "high")
            },
        }
        for row in queries.ledger.estimates_data(book)["estimates"]
    ]
    columns = (
        *("key", "made_by", "supplier", "first_day", "last_day", "low", "central", "high"),
        *("open_above", "unit", "reported_low", "reported_high", "gap_low", "gap_high"),
        *("ratio_low", "ratio_high", "method", "calls", "tonnage", "fill_low", "fill_high"),
        *("factor", "known_on", "source", "confidence", "note", "id"),
    )
    return of_rows("estimates", "Estimated, beside the reports", rows, *columns)


def decisions(one: Subject) -> Table:
    rows = [
        {
            **{k: data[k] for k in ("key", "body", "subject", "outcome", "by")},
            **{k: step[k] for k in ("step", "on", "until", "states", "supporters")},
            **{k: step[k] for k in ("known_on", "confidence", "source")},
        }
        for decided in one.shown["decided"]
        for data in [queries.ledger.decision_data(decided.at)]
        for step in data["steps"]
    ]
    columns = (
        *("key", "body", "subject", "outcome", "by", "step", "on", "until", "states"),
        *("supporters", "known_on", "confidence", "source"),
    )
    return of_rows("decisions", "Committee and Council", rows, *columns)


def stated(one: Subject) -> Table:
    """Totals that somebody stated, and whether the lines bear them out."""
    found: Any = record.stated(one.value, one.lines, one.held)["rows"]
    rows = [queries.ledger.assertion_data(s.row, s.check) for s in found]
    columns = (
        *("key", "kind", "commodity", "supplier", "first_day", "last_day", "amount", "unit"),
        *("modifier", "known_on", "made_by", "source", "check", "reason", "ours", "difference"),
        *("as_known_on", "factor", "lines", "explanation"),
    )
    return of_rows("stated", "Stated totals, checked", rows, *columns)


def projection(one: Subject) -> Table:
    made = one.shown["projection"].made if one.shown["projection"] else None
    rows = queries.ledger.forecast_data(one.value, made)["projection"] if made else None
    return of_rows(
        "projection",
        "Where the reported book may end, by State",
        rows["states"] if rows else (),
        *("supplier", "missing", "silent", "gone", "low", "central", "high"),
    )


TABLES: dict[str, Callable[[Subject], Table]] = {
    "months": months,
    "cumulative": cumulative,
    "knowledge": knowledge,
    "lines": lines,
    "thresholds": thresholds,
    "suppliers": suppliers,
    "limits": limits,
    "conversions": conversions,
    "beside": beside,
    "estimates": estimates,
    "decisions": decisions,
    "stated": stated,
    "projection": projection,
}


def table(one: Subject, name: str) -> Table:
    if name not in TABLES:
        raise Refused(
            f"There is no table {name[:40]!r} of this page",
            f"There are {', '.join(TABLES)}.",
            status=404,
        )
    return TABLES[name](one)
