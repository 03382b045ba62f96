"""The overview: caps in force, the newest period with a figure, what is missing or new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from compliance import core, queries
from compliance.core.ledger import Entry, Estimated
from compliance.models import Cap
from compliance.queries.ledger import CapUsage
from compliance.web import sentences, tables
from compliance.web.asking import Asked, page
from compliance.web.charts.bar import bar, unknown_bar
from compliance.web.charts.ribbon import ribbon
from compliance.web.charts.series import series
from compliance.web.charts.years import Mark, Row, years
from compliance.web.filters import span
from compliance.web.ledger import estimating, visits
from compliance.web.ledger.common import SECTION, concerning, in_order, newest_measured, period_slug


NEWS = 5


@page("since", converts=True)
def overview(request: HttpRequest, asked: Asked) -> HttpResponse:
    in_force = queries.regime.in_force(asked.known_at)
    every_line = queries.ledger.every_entry()
    context: dict[str, object] = {
        "asked": asked,
        "section": SECTION,
        "in_force": in_force,
        "findings": list(queries.review.findings()[:4]),
        "articles": list(queries.press.shelf()[:4]),
        "seeded": bool(asked.policy),
    }
    if asked.policy:
        held = [cap for cap in queries.regime.caps() if cap.scheduled]
        context |= _caps(asked, held, in_force, every_line)
        context["since"] = visits.since(request, asked, held)
    answer = render(request, "compliance/ledger/overview.html", context)
    patch_vary_headers(answer, ["Cookie"])  # a reader's mark makes another page of it
    return answer


def _caps(
    asked: Asked, held: Sequence[Cap], in_force: Sequence[Cap], every_line: Sequence[Entry]
) -> dict[str, object]:
    assert asked.policy is not None
    histories = {
        cap.slug: queries.ledger.years(
            cap,
            lines=concerning(cap, every_line),
            known_at=asked.known_at,
            policy=asked.policy.policy,
        )
        for cap in held
    }
    now = {cap.slug for cap in in_force}
    hero_cap = next((cap for cap in in_force if newest_measured(histories.get(cap.slug, ()))), None)
    others = []
    for cap in in_force:
        if cap is not hero_cap:
            history = histories.get(cap.slug, ())
            others.append(
                {
                    "cap": cap,
                    "value": (newest_measured(history) or history[-1]) if history else None,
                    "bar": unknown_bar(
                        f"u-{cap.slug}",
                        wide=450,
                        labelled_by=f"c-{cap.slug}",
                        described_by=f"u-{cap.slug}",
                    ),
                }
            )
    ended = [
        value
        for cap in held
        if cap.slug not in now
        for value in histories[cap.slug]
        if value.status.code != "never_applied"
    ]
    context: dict[str, object] = {"others": others, "ended": ended}
    if hero_cap is not None:
        context["hero"] = _hero(asked, hero_cap, histories[hero_cap.slug], every_line)
    return context


def _hero(
    asked: Asked, cap: Cap, history: Sequence[CapUsage], every_line: Sequence[Entry]
) -> dict[str, object]:
    value = newest_measured(history)
    assert value is not None
    assert value.binding is not None
    measured = [v for v in history if v.measured]
    all_series = [series(v) for v in measured]
    silent = sentences.silences(history)
    running = history[-1]
    books = _estimated(cap, history, known_at=asked.known_at)
    alleged = sum(
        e.kind == "alleged"
        and e.period.overlaps(value.period)
        and e.known_on is not None
        and e.known_on <= asked.known_at
        for e in concerning(cap, every_line)
    )
    rows = [
        Row(
            span_label(v),
            tuple(
                (s, part / v.binding.limit.amount) for s, part in in_order(v).items() if v.binding
            )
            if v.measured
            else (),
            f"{v.coverage.received} of {v.coverage.due} reports",
            sentences.is_floor(v),
            tuple(
                Mark(
                    e.range.low / book.limit.amount,
                    None if e.range.high is None else e.range.high / book.limit.amount,
                    estimating.in_short(e),
                )
                for e in book.estimates
                if book.limit
            ),
        )
        for v, book in books
    ]
    past = estimating.years_words([book for _, book in books])
    return {
        "value": value,
        "heading": sentences.overview_heading(value),
        "lead": sentences.lead(value),
        "floor": sentences.is_floor(value),
        "running": running if running is not value else None,
        "missing": sentences.missing(value),
        "silences": silent,
        "silence_words": [sentences.silence_words(s) for s in silent],
        "bar": bar(
            in_order(value),
            limit=value.binding.limit.amount,
            thresholds=value.terms.thresholds,
            floor=sentences.is_floor(value),
            name="used",
            labelled_by="h-hero",
            described_by="t-months",
        ),
        "ribbon": ribbon(
            {s.supplier: s.cells for s in series(value).stacks},
            name="months",
            labelled_by="h-cover",
        ),
        "matrix": tables.matrix(value, series(value)),
        "years": years(rows, name="years"),
        "years_heading": "; ".join(filter(None, [sentences.years_heading(all_series), past])),
        "estimated": estimating.hero(value, books, alleged),
        "any_estimates": any(book.estimates for _, book in books),
        "history": [
            {
                "value": v,
                "floor": sentences.is_floor(v),
                "slug": period_slug(v.label),
                "estimates": [estimating.in_short(e) for e in book.estimates],
            }
            for v, book in books
        ],
        "suppliers": list(dict.fromkeys(s for v in measured for s in in_order(v))),
        "news": _news(asked, cap, history, concerning(cap, every_line)),
        "slug": period_slug(value.label),
    }


def _estimated(
    cap: Cap, history: Sequence[CapUsage], *, known_at: date
) -> list[tuple[CapUsage, Estimated]]:
    """The estimated book of every period, from one query."""
    every = queries.ledger.every_estimate(cap)
    return [
        (v, core.ledger.estimated(v.terms, v.period, every, known_at=known_at)) for v in history
    ]


def span_label(value: CapUsage) -> str:
    return value.label if len(value.label) == 4 else span(value.period)


def _news(
    asked: Asked, cap: Cap, history: Sequence[CapUsage], lines: Sequence[Entry]
) -> list[dict[str, object]]:
    """The newest days on which a figure became known, with what each moved."""
    assert asked.policy is not None
    new = [e for e in lines if e.counts and e.known_on and e.known_on <= asked.known_at]
    found = []
    for known in sorted({e.known_on for e in new if e.known_on}, reverse=True)[:NEWS]:
        entries = [e for e in new if e.known_on == known]
        moved = []
        for value in history:
            if value.binding and any(value.period.covers(e.period) for e in entries):
                mine = queries.ledger.near(lines, value.period)
                before, after = queries.ledger.shares_around(value, lines=mine, day=known)
                moved.append(
                    {
                        "value": value,
                        "before": before,
                        "after": after,
                        "slug": period_slug(value.label),
                    }
                )
        found.append({"day": known, "what": sentences.came(entries), "moved": moved})
    return found
