"""The overview: caps in force, the newest period with a figure, what is missing or new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

from compliance import core, queries
from compliance.core.ledger import Entry, Estimated
from compliance.core.quantity import Policy
from compliance.models import Cap
from compliance.queries.ledger import CapUsage, Seen, Summary
from compliance.web import sentences, tables
from compliance.web.asking import Asked, page
from compliance.web.charts.bar import bar, unknown_bar
from compliance.web.charts.ribbon import ribbon
from compliance.web.charts.series import series
from compliance.web.charts.years import Mark, Row, years
from compliance.web.filters import least, share, span
from compliance.web.floors import is_floor, missing
from compliance.web.ledger import estimating, visits
from compliance.web.ledger.common import SECTION, concerning, in_order, newest_measured, period_slug


NEWS = 5
MOST_STATES = 12  # told one by one on the overview; the page of the cap has them all
MOST_ASKED = 3  # caps asked for a figure where no steps were made


@page("since", converts=True)
def overview(request: HttpRequest, asked: Asked) -> HttpResponse:
    held = list(queries.regime.caps())
    context = told(asked, held)
    if asked.policy:
        scheduled = [cap for cap in held if cap.scheduled]
        context["since"] = visits.since(request, asked, scheduled)
    answer = render(request, "compliance/ledger/overview.html", context)
    patch_vary_headers(answer, ["Cookie"])  # a reader's mark makes another page of it
    return answer


def told(asked: Asked, held: Sequence[Cap]) -> dict[str, object]:
    """All that the overview shows of the caps held, whoever reads it."""
    in_force = queries.regime.of_those_in_force(held, asked.known_at)
    context: dict[str, object] = {
        "asked": asked,
        "take_query": asked.query(),
        "section": SECTION,
        "in_force": in_force,
        "findings": list(queries.review.findings()[:4]),
        "articles": list(queries.press.shelf()[:4]),
        "seeded": bool(asked.policy),
    }
    if asked.policy:
        scheduled = [cap for cap in held if cap.scheduled]
        policy = asked.policy.policy
        board = (
            _whole(asked, scheduled, policy)
            if queries.ledger.few()
            else _from_steps(asked, scheduled, in_force, policy)
        )
        context |= _caps(asked, scheduled, in_force, board)
    return context


@dataclass(frozen=True)
class Board:
    """Where the caps stand. `whole`: every line was read; else what steps say, and the lines of
    the hero's period alone."""

    histories: dict[str, Sequence[CapUsage | Summary]]
    lines: Sequence[Entry]
    hero: Cap | None
    told: Sequence[CapUsage]  # the hero's periods whose months are known here
    whole: bool


def _whole(asked: Asked, held: Sequence[Cap], policy: Policy) -> Board:
    every_line = queries.ledger.every_entry()
    histories = {
        cap.slug: queries.ledger.years(
            cap, lines=concerning(cap, every_line), known_at=asked.known_at, policy=policy
        )
        for cap in held
    }
    hero = next(
        (
            cap
            for cap in queries.regime.of_those_in_force(held, asked.known_at)
            if newest_measured(histories[cap.slug])
        ),
        None,
    )
    return Board(
        dict(histories),
        concerning(hero, every_line) if hero else (),
        hero,
        histories[hero.slug] if hero else (),
        whole=True,
    )


def _from_steps(
    asked: Asked, held: Sequence[Cap], in_force: Sequence[Cap], policy: Policy
) -> Board:
    """Of an account too long to read: the hero's period from its lines, all else from steps."""
    known_at = asked.known_at
    newest = queries.ledger.standing_steps(held, known_at=known_at, policy=policy, newest=True)
    hero = next((cap for cap in in_force if cap.pk in newest), None)
    period = newest[hero.pk][-1].period if hero else None
    if hero is None:  # no steps were made: the first cap with a figure, by its lines
        for cap in [cap for cap in in_force if cap.scheduled][:MOST_ASKED]:
            period = queries.ledger.newest_with_figure(cap, known_at)
            if period:
                hero = cap
                break
    histories: dict[str, Sequence[CapUsage | Summary]] = {
        cap.slug: newest.get(cap.pk, ()) for cap in held
    }
    if hero is None or period is None:
        return Board(histories, (), None, (), whole=False)
    seen = queries.ledger.seen_on(hero, known_at)
    now = queries.ledger.period(hero, None, today=known_at)
    told: list[CapUsage] = []
    lines: dict[int, Entry] = {}
    for wanted in dict.fromkeys((period, now)):
        mine = queries.ledger.scope(hero, wanted)
        lines |= {line.id: line for line in mine}
        told.append(
            queries.ledger.usage(
                hero, period=wanted, known_at=known_at, policy=policy, lines=mine, seen=seen
            )
        )
    by_start = {v.period.start: v for v in told}
    steps = queries.ledger.standing_steps([hero], known_at=known_at, policy=policy)
    history = [s for s in steps.get(hero.pk, ()) if s.period.start not in by_start]
    histories[hero.slug] = sorted([*history, *told], key=lambda v: v.period.start)
    return Board(histories, list(lines.values()), hero, told, whole=False)


def _caps(
    asked: Asked, held: Sequence[Cap], in_force: Sequence[Cap], board: Board
) -> dict[str, object]:
    assert asked.policy is not None
    histories, now = board.histories, {cap.slug for cap in in_force}
    others = []
    for cap in in_force:
        if cap is not board.hero:
            history = histories.get(cap.slug, ())
            others.append(
                {
                    "cap": cap,
                    "value": (newest_measured(history) or history[-1]) if history else None,
                    "elsewhere": not board.whole and not history,
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
    context: dict[str, object] = {"others": others, "ended": ended, "whole": board.whole}
    if board.hero is not None:
        context["hero"] = _hero(asked, board.hero, board)
    return context


def _hero(asked: Asked, cap: Cap, board: Board) -> dict[str, object]:
    history, lines = board.histories[cap.slug], board.lines
    value = newest_measured(board.told)
    assert value is not None
    assert value.binding is not None
    measured = [v for v in history if v.measured]
    shown = series(value)
    silent = sentences.silences(board.told, whole=board.whole)
    running = history[-1]
    books = _estimated(cap, history, known_at=asked.known_at)
    alleged = sum(
        e.kind == "alleged"
        and e.period.overlaps(value.period)
        and e.known_on is not None
        and e.known_on <= asked.known_at
        for e in lines
    )
    rows = [
        Row(
            span_label(v),
            tuple(
                (s, part / v.binding.limit.amount) for s, part in in_order(v).items() if v.binding
            )
            if v.measured
            else (),
            gettext("%(received)s of %(due)s reports")
            % {"received": v.coverage.received, "due": v.coverage.due},
            is_floor(v),
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
    first = [s.supplier for s in shown.stacks][:MOST_STATES]
    return {
        "value": value,
        "heading": sentences.overview_heading(value),
        "lead": sentences.lead(value),
        "floor": is_floor(value),
        "running": running if running is not value else None,
        "missing": missing(value),
        "silences": silent[:MOST_STATES],
        "silences_more": max(len(silent) - MOST_STATES, 0),
        "silence_words": [sentences.silence_words(s) for s in silent[:MOST_STATES]],
        "bar": bar(
            in_order(value),
            limit=value.binding.limit.amount,
            thresholds=value.terms.thresholds,
            floor=is_floor(value),
            name="used",
            labelled_by="h-hero",
            described_by="t-months",
        ),
        "ribbon": ribbon(
            {s.supplier: s.cells for s in shown.stacks if s.supplier in first},
            name="months",
            labelled_by="h-cover",
        ),
        "matrix": tables.matrix(value, shown) if len(shown.stacks) <= MOST_STATES else None,
        "years": years(rows, name="years"),
        "years_heading": "; ".join(
            filter(
                None,
                [
                    sentences.years_heading(measured),
                    past,
                ],
            )
        ),
        "estimated": estimating.hero(value, books, alleged),
        "any_estimates": any(book.estimates for _, book in books),
        "history": [
            {
                "value": v,
                "floor": is_floor(v),
                "slug": period_slug(v.label),
                "estimates": [estimating.in_short(e) for e in book.estimates],
            }
            for v, book in books
        ],
        "suppliers": list(dict.fromkeys(s for v in measured for s in in_order(v)))[:MOST_STATES],
        "news": _news(asked, board.told, lines, whole=board.whole),
        "slug": period_slug(value.label),
    }


def _estimated(
    cap: Cap, history: Sequence[CapUsage | Summary], *, known_at: date
) -> list[tuple[CapUsage | Summary, Estimated]]:
    """The estimated book of every period, from one query."""
    every = queries.ledger.every_estimate(cap)
    return [
        (v, core.ledger.estimated(v.terms, v.period, every, known_at=known_at)) for v in history
    ]


def span_label(value: CapUsage | Summary) -> str:
    return value.label if len(value.label) == 4 else span(value.period)


def _news(
    asked: Asked, history: Sequence[CapUsage], lines: Sequence[Entry], *, whole: bool
) -> list[dict[str, object]]:
    """The newest days on which a figure became known, with what each moved."""
    assert asked.policy is not None
    new = [e for e in lines if e.counts and e.known_on and e.known_on <= asked.known_at]
    steps = {} if whole else {v.period: _steps(v) for v in history}
    found = []
    for known in sorted({e.known_on for e in new if e.known_on}, reverse=True)[:NEWS]:
        entries = [e for e in new if e.known_on == known]
        moved = []
        for value in history:
            if value.binding and any(value.period.covers(e.period) for e in entries):
                before, after = _around(value, lines, known, steps.get(value.period))
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


def _steps(value: CapUsage) -> Seen | None:
    return queries.ledger.seen_in_steps(
        value.cap, value.terms, value.period, value.policy, known_at=value.known_at
    )


def _around(
    value: CapUsage, lines: Sequence[Entry], day: date, steps: Seen | None
) -> tuple[str, str]:
    """The share known the day before a day, and on it: of many lines by their steps, if any."""
    stood = (
        queries.ledger.stood_around(value, lines=lines, day=day)
        if steps is None
        else queries.ledger.stood_in_steps(steps, day=day)
    )
    before, after = (
        least(share(s.usage.share), s.least) if s and s.usage else gettext("nothing") for s in stood
    )
    return before, after
