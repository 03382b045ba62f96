"""What can be taken along from the other pages: overview, reports due, findings, resolutions."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from compliance import queries
from compliance.web.asking import Asked, Refused
from compliance.web.charts.alone import Said
from compliance.web.charts.drawing import Chart
from compliance.web.filters import listed
from compliance.web.ledger.obligations import owed
from compliance.web.ledger.overview import told
from compliance.web.take.cap import notes
from compliance.web.take.table import About, Table, of_rows
from compliance.web.verdicts import LOOKS


MOST = 10_000  # findings in a file; the API has them all, page by page
OVERVIEW = ("caps", "periods")
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
        raise _none(name, tuple(CHARTS))
    hero: Any = told(asked).get("hero")
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
        raise _none(name, OVERVIEW)
    shown: Any = told(asked)
    hero = shown.get("hero")
    if name == "periods":
        values = [row["value"] for row in hero["history"]] if hero else []
        title = "Every period of the cap"
    else:
        others = [o["value"] for o in shown.get("others", ()) if o["value"]]
        values = ([hero["value"]] if hero else []) + others
        title = "Caps in force, each with its newest period that has a figure"
    columns = (
        *("cap", "title", "citation", "period", "first_day", "last_day", "limit", "unit", "used"),
        *("share", "lower_bound", "status", "reason", "reports_received", "reports_due"),
    )
    rows = []
    for value in values:
        data = queries.ledger.as_data(value)
        received, due = data["coverage"]["received"], data["coverage"]["due"]
        rows.append({**data, "reports_received": received, "reports_due": due})
    return of_rows(name, title, rows, *columns), about(request, asked, title, "/")


def obligations(request: HttpRequest, asked: Asked, name: str) -> tuple[Table, About]:
    if name not in OBLIGATIONS:
        raise _none(name, OBLIGATIONS)
    rows = []
    for duty in owed(asked):
        if name == "lags":
            rows += [{"cap": duty.cap.slug, **queries.ledger.lag_data(lag)} for lag in duty.lags]
        else:
            every = {id(e): e for e in (*duty.due, *duty.soon, *duty.spans)}.values()
            rows += [{"cap": duty.cap.slug, **queries.ledger.expected_data(e)} for e in every]
    titles = {"reports": "Every report due, received or late", "lags": "How late, by State"}
    return of_rows(name, titles[name], rows), about(request, asked, titles[name], "/obligations/")


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
            "verdict": row.verdict,
            "quote": row.claim.quote,
            "reason": row.reason,
            "known_at": row.known_at,
            "policy": row.policy,
            "verdict_now": row.now_verdict,
            "reason_now": row.now_reason,
            "article": row.claim.reading.capture.article_id,
            "url": row.claim.reading.capture.article.url,
            "found_at": row.reconciled_at,
        }
        for row in (every.filter(verdict=wanted) if wanted else every)[:MOST]
    ]
    title = f"Findings: {wanted}" if wanted else "Findings"
    columns = ("finding", "verdict", "quote", "reason", "known_at", "policy", "verdict_now")
    more = ("reason_now", "article", "url", "found_at")
    of = about(request, asked, title, "/findings/", **({"verdict": wanted} if wanted else {}))
    return of_rows("findings", title, rows, *columns, *more), of


def resolutions(request: HttpRequest, asked: Asked) -> tuple[Table, About]:
    rows = [
        {
            "symbol": row.symbol,
            "number": row.number,
            "title": row.title,
            "adopted_on": row.adopted_on,
            "url": row.url,
        }
        for row in queries.regime.resolutions()
        if row.adopted_on <= asked.known_at
    ]
    title = "Resolutions"
    return of_rows("resolutions", title, rows), about(request, asked, title, "/resolutions/")


def _none(name: str, held: tuple[str, ...]) -> Refused:
    return Refused(
        f"There is no {name[:40]!r} of this page", f"There are {listed(list(held))}.", status=404
    )
