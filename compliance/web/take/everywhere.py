"""What can be taken along from the other pages: overview, reports due, findings."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from compliance import queries
from compliance.queries.ledger import CapUsage, Summary
from compliance.web.asking import Asked, Refused
from compliance.web.charts.alone import Said
from compliance.web.charts.drawing import Chart
from compliance.web.filters import day, listed
from compliance.web.ledger.obligations import owed
from compliance.web.ledger.overview import told
from compliance.web.take.cap import notes
from compliance.web.take.table import About, Table, of_rows
from compliance.web.verdicts import LOOKS


MOST = 10_000  # findings in a file; the API has them all, page by page
ASKED = "a second person is asked, who judges without it: until then it is told to nobody"
OVERVIEW = ("caps", "periods")
ELSEWHERE = "not worked out for this file; the page of the cap has it"
CHARTS = {"used": "bar", "months": "ribbon", "years": "years"}
OBLIGATIONS = ("reports", "lags")


def about(request: HttpRequest, asked: Asked, title: str, path: str, **said: str) -> About:
    """What a file of a page without a cap of its own says of itself."""
    question = {"known_at": asked.known_at.isoformat(), **said}
    if asked.policy:
        question["policy"] = asked.policy.slug
    head = {"known_at": asked.known_at.isoformat()}
    if asked.policy:
        head["policy"] = asked.policy.slug
    return About(
        title=title,
        address=request.build_absolute_uri(f"{path}?{urlencode(question)}"),
        head=head,
        known_at=asked.known_at,
        updated=queries.ledger.recorded_last(None),
        policy=asked.policy.slug if asked.policy else "",
    )


def chart(request: HttpRequest, asked: Asked, name: str) -> tuple[Chart, Said, About]:
    """A chart of the overview, with what it says when it stands alone."""
    if name not in CHARTS:
        raise none(name, tuple(CHARTS))
    hero: Any = told(asked, list(queries.regime.caps())).get("hero")
    if not hero:
        raise Refused(
            "There is nothing to draw: no figure had been read", "Unknown is not zero.", status=404
        )
    value = hero["value"]
    title = f"{value.cap.title}: {hero['years_heading']}" if name == "years" else hero["heading"]
    said_of = about(request, asked, title, "/")
    return hero[CHARTS[name]], Said(title, f"{title}. {hero['lead']}", notes(said_of)), said_of


def overview(request: HttpRequest, asked: Asked, name: str) -> tuple[Table, About]:
    if name not in OVERVIEW:
        raise none(name, OVERVIEW)
    shown: Any = told(asked, list(queries.regime.caps()))
    hero, elsewhere = shown.get("hero"), []
    if name == "periods":
        values = [row["value"] for row in hero["history"]] if hero else []
        title = "Every period of the cap"
        if not shown.get("whole", True):  # a long account
            title = "The periods of the cap whose figures have been worked out beforehand"
    else:
        others = [o["value"] for o in shown.get("others", ()) if o["value"]]
        values = ([hero["value"]] if hero else []) + others
        elsewhere = [o["cap"] for o in shown.get("others", ()) if o["elsewhere"]]
        title = "Caps in force, each with its newest period that has a figure"
    columns = (
        *("cap", "title", "citation", "period", "first_day", "last_day", "limit", "unit", "used"),
        *("share", "lower_bound", "status", "reason", "reports_received", "reports_due"),
    )
    rows = [_standing(value) for value in values]
    for cap in elsewhere:
        said = {"cap": cap.slug, "title": cap.title, "reason": ELSEWHERE}
        rows.append(dict.fromkeys(columns) | said)
    return of_rows(name, title, rows, *columns), about(request, asked, title, "/")


def _standing(value: CapUsage | Summary) -> dict[str, Any]:
    """Where a cap stands in a period: of a long account only the sums are read."""
    binding = value.binding
    figure = binding if value.measured else None
    return {
        "cap": value.cap.slug,
        "title": value.cap.title,
        "citation": value.terms.citation,
        "period": value.label,
        "first_day": value.period.start,
        "last_day": value.period.last_day,
        "limit": binding.limit.amount if binding else None,
        "unit": binding.limit.unit if binding else None,
        "used": figure.used.amount if figure else None,
        "share": figure.share if figure else None,
        "lower_bound": not (value.coverage.complete and (binding is None or binding.whole)),
        "status": value.status.code,
        "reason": value.status.reason,
        "reports_received": value.coverage.received,
        "reports_due": value.coverage.due,
    }


def obligations(request: HttpRequest, asked: Asked, name: str) -> tuple[Table, About]:
    if name not in OBLIGATIONS:
        raise none(name, OBLIGATIONS)
    owing, rows = owed(asked), []
    for duty in owing.duties:
        if name == "lags":
            rows += [{"cap": duty.cap.slug, **queries.ledger.lag_data(lag)} for lag in duty.lags]
        else:
            every = {id(e): e for e in (*duty.due, *duty.soon, *duty.spans)}.values()
            rows += [{"cap": duty.cap.slug, **queries.ledger.expected_data(e)} for e in every]
    titles = {"reports": "Every report due, received or late", "lags": "How late, by State"}
    title = titles[name]
    if owing.since:  # a long account: what the page shows
        title = f"{title}, of one cap, from {day(owing.since)} on"
    said = {"cap": asked.own["cap"]} if asked.own.get("cap") else {}
    return of_rows(name, title, rows), about(request, asked, title, "/obligations/", **said)


def findings(request: HttpRequest, asked: Asked) -> tuple[Table, About]:
    wanted = asked.own.get("verdict", "")
    if wanted and wanted not in LOOKS:
        raise Refused(
            f"Verdict {wanted[:40]!r} is one that no finding has",
            f"Verdicts are {listed(list(LOOKS))}.",
        )
    every: Any = queries.review.findings()  # annotated: django-stubs loses what is added
    rows = [
        {
            "finding": row.pk,
            "verdict": None if row.withheld else row.verdict,
            "quote": row.claim.quote,
            "reason": ASKED if row.withheld else row.reason,
            "known_at": row.known_at,
            "policy": row.policy,
            "verdict_now": None if row.withheld else row.now_verdict,
            "reason_now": None if row.withheld else row.now_reason,
            "article": row.claim.reading.capture.article_id,
            "url": row.claim.reading.capture.article.url,
            "found_at": row.reconciled_at,
        }
        for row in (every.filter(verdict=wanted, withheld=False) if wanted else every)[:MOST]
    ]
    title = f"Findings: {wanted}" if wanted else "Findings"
    columns = ("finding", "verdict", "quote", "reason", "known_at", "policy", "verdict_now")
    more = ("reason_now", "article", "url", "found_at")
    of = about(request, asked, title, "/findings/", **({"verdict": wanted} if wanted else {}))
    return of_rows("findings", title, rows, *columns, *more), of


def none(name: str, held: tuple[str, ...]) -> Refused:
    return Refused(
        f"There is no {name[:40]!r} of this page", f"There are {listed(list(held))}.", status=404
    )
