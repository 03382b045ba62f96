"""The page of a cap, as known on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from compliance import queries
from compliance.core.ledger import Entry, Forecast
from compliance.core.period import Period
from compliance.core.quantity import Policy
from compliance.core.regime import Terms
from compliance.models import Cap
from compliance.queries.ledger import CapUsage, Learnt, NoSuchPeriod, NotComputed
from compliance.web import sentences, tables, tongues
from compliance.web.asking import Asked, Refused, page
from compliance.web.charts.bar import unknown_bar
from compliance.web.charts.cumulative import cumulative
from compliance.web.charts.knowledge import knowledge
from compliance.web.charts.series import Series, series
from compliance.web.filters import day, days, hedged, listed, named, share, unit
from compliance.web.floors import is_floor
from compliance.web.ledger import record
from compliance.web.ledger.between import side_by_side
from compliance.web.ledger.common import (
    SECTION,
    cite_address,
    in_order,
    newest_measured,
    period_slug,
)


@page("and_known_at", converts=True)
def cap(request: HttpRequest, asked: Asked, *, slug: str, period: str = "") -> HttpResponse:
    held = list(queries.regime.caps())
    found = cap_named(slug, held)
    if not found.scheduled:
        if period:
            raise Refused(
                gettext("%(cap)s is %(shape)s: it has no periods")
                % {"cap": named(found.title), "shape": found.shape},
                gettext("Its page has no period in its address."),
                status=404,
            )
        return render(
            request,
            "compliance/ledger/level.html",
            {
                "asked": asked,
                "section": SECTION,
                "cap": found,
                "bar": unknown_bar("level", gettext("no count has been published")),
            },
        )
    read = asked_for(asked, found, period)
    lines, value = read.lines, read.value
    context = told(asked, found, read)
    second = asked.own_day("and_known_at")
    if second is not None:
        context["between"] = side_by_side(asked, value, lines, second)
    context["to_confirm"] = queries.regime.to_confirm(found)
    context["stated"] = record.stated(value, lines, held)
    return render(request, "compliance/ledger/cap.html", context)


# What one page shows of a long account; the rest is in its data.
MOST_DAYS = 60
MOST_LINES = 100


def cap_named(slug: str, held: Sequence[Cap]) -> Cap:
    """The cap of an address."""
    for found in held:
        if found.slug == slug:
            return found
    raise Refused(
        gettext("There is no cap %(cap)s") % {"cap": repr(slug[:60])},
        gettext("Held are %(names)s.") % {"names": listed([c.slug for c in held])}
        if held
        else gettext("None is held yet: run `make run`."),
        status=404,
    )


@dataclass(frozen=True)
class Read:
    """What a page of a cap is made of. `whole`: every line of the cap was read; else those that
    have a say in the period, and of the other periods what their steps say."""

    lines: list[Entry]
    history: tuple[CapUsage, ...]
    value: CapUsage
    periods: tuple[Period, ...]
    whole: bool


def asked_for(asked: Asked, cap: Cap, period: str) -> Read:
    """The period of an address, as known on the day asked, and what was read for it."""
    if asked.policy is None:
        raise Refused(
            gettext("No conversion policy is held yet"), gettext("Run `make run`."), status=404
        )
    policy, known_at = asked.policy.policy, asked.known_at
    if not queries.ledger.few([cap]):
        return _read_of_many(asked, cap, period, policy)
    lines = queries.ledger.entries(cap)
    history = queries.ledger.years(cap, lines=lines, known_at=known_at, policy=policy)
    newest = newest_measured(history)
    wanted = newest.period if newest and not period else period_of(asked, cap, period)
    value = queries.ledger.usage(cap, period=wanted, known_at=known_at, policy=policy, lines=lines)
    return Read(lines, history, value, tuple(v.period for v in history), whole=True)


def _read_of_many(asked: Asked, cap: Cap, period: str, policy: Policy) -> Read:
    """The period alone, of a cap with more lines than a page can read."""
    newest = None if period else queries.ledger.newest_with_figure(cap, asked.known_at)
    wanted = newest or period_of(asked, cap, period)
    lines = queries.ledger.scope(cap, wanted)
    value = queries.ledger.usage(
        cap,
        period=wanted,
        known_at=asked.known_at,
        policy=policy,
        lines=lines,
        seen=queries.ledger.seen_on(cap, asked.known_at),
    )
    begun = tuple(
        p for p in cap.terms.schedule.until(asked.known_at) if cap.terms.in_force(p.start)
    )
    return Read(lines, (), value, begun, whole=False)


def period_of(asked: Asked, cap: Cap, period: str) -> Period:
    """The period in an address, in which the cap was in force on some day."""
    try:
        wanted = queries.ledger.period(cap, period.replace("..", "/") or None, today=asked.known_at)
    except (NoSuchPeriod, NotComputed) as wrong:
        raise _no_period(wrong, cap) from wrong
    terms = cap.terms
    if not terms.never_applied and not _applied(terms, wanted):
        applied = (
            gettext("It applied from %(first)s to %(last)s.")
            if terms.last_day
            else gettext("It applied from %(first)s on.")
        )
        raise Refused(
            gettext("%(cap)s was not in force in that period") % {"cap": named(cap.title)},
            applied % {"first": day(terms.begins), "last": day(terms.last_day)},
            status=404,
        )
    return wanted


def _no_period(wrong: Exception, cap: Cap) -> Refused:
    there_is_none = gettext("%(cap)s has no such period") % {"cap": named(cap.title)}
    return Refused(
        str(wrong).rstrip(".") if tongues.in_english() else there_is_none,
        gettext("In an address write 2023, or a first and last day as 2017-10-01..2017-12-31."),
        status=404,
    )


def _applied(terms: Terms, period: Period) -> bool:
    """Whether the cap was in force on any day of the period."""
    return terms.begins < period.end and (terms.last_day is None or period.start <= terms.last_day)


def told(asked: Asked, cap: Cap, read: Read) -> dict[str, object]:
    """All that is shown of a period: the page says it, and what is taken along holds it."""
    lines, history, value = read.lines, read.history, read.value
    place = next((i for i, v in enumerate(history) if v.period == value.period), len(history))
    paragraph = cap.measure.paragraph
    context: dict[str, object] = {
        "asked": asked,
        "section": SECTION,
        "cap": cap,
        "value": value,
        "slug": period_slug(value.label),
        "name": sentences.goods(cap),
        "heading": sentences.heading(value, known_said=asked.known_said),
        "lead": sentences.lead(value),
        "floor": is_floor(value),
        "paragraph": paragraph,
        "periods": [
            {"period": p, "label": label, "slug": period_slug(label)}
            for p in read.periods
            for label in (queries.ledger.period_label(p),)
        ],
        "whole": read.whole,
        "json_url": _api(value, asked),
        "cite": cite_address(value) if value.measured else "",
        "at": f"/caps/{cap.slug}/{period_slug(value.label)}/",
        "query": asked.query(),
        "beside": tables.beside(value, lines)[:MOST_LINES],
        "running": history[-1] if history and place < len(history) - 1 else None,
        "bar": None
        if value.measured
        else unknown_bar("used", labelled_by="h1", described_by="status"),
    }
    points = None
    if not read.whole:
        points = queries.ledger.learnt_of_many(value, lines=lines, most=MOST_DAYS)
    if points is None:
        points = queries.ledger.learnt(value, lines=lines)[-MOST_DAYS:]
    known = [p for p in points if p.day <= asked.known_at]
    context |= {
        "points": points,
        "newest": points[-1] if points else None,
        "newest_share": _share(points[-1]) if points else "",
        "chosen": known[-1].day if known else None,
    }
    context |= record.estimated(value, lines)
    context["decided"] = record.decided(value)
    context["projection"] = record.projection(value, lines) if read.whole else None
    if value.measured and value.binding:
        projected = context["projection"]
        made = projected.made if isinstance(projected, record.Projected) else None
        context |= _figures(asked, value, history[:place], known, made)
    return context


def _share(point: Learnt) -> str:
    return hedged(share(point.usage.share), point.least) if point.usage else "?"


def _figures(
    asked: Asked,
    value: CapUsage,
    earlier: Sequence[CapUsage],
    known: Sequence[Learnt],
    made: Forecast | None,
) -> dict[str, object]:
    assert value.binding is not None
    shown = series(value)
    ghosts: list[Series] = [
        series(v)
        for v in earlier
        if v.measured and v.binding and v.binding.limit == value.binding.limit
    ]
    matrix = tables.matrix(value, shown)
    lines = tables.lines(value)[:MOST_LINES]
    ways = tables.by_policy(value, asked.policies)
    return {
        "shown": shown,
        "ghosts": list(reversed(ghosts)),
        "unit": unit(value.binding.limit.unit),
        "cumulative": cumulative(
            shown,
            ghosts=[g for g in ghosts if len(g.months) == len(shown.months)],
            thresholds=value.terms.thresholds,
            unit=unit(value.binding.limit.unit),
            name="cumulative",
            band=(made.low, made.high) if made else None,
        ),
        "cumulative_heading": sentences.chart_heading(shown, ghosts, floor=is_floor(value)),
        "cumulated": tables.cumulated([shown, *reversed(ghosts)]),
        "knowledge": knowledge(
            [(p.day, p.usage.share, p.least) for p in known if p.usage],
            period=value.period,
            period_words=days(value.period.start, value.period.last_day)
            if len(value.label) == 4
            else gettext("the period"),
            known_at=asked.known_at,
            thresholds=value.terms.thresholds,
            name="knowledge",
        ),
        "knowledge_heading": sentences.knowledge_heading(value, known),
        "learnt": [{"point": p, "what": sentences.came(p.came)} for p in known],
        "matrix": matrix,
        "lines": lines,
        "said_of": queries.review.sentences_on([line.entry.id for line in lines]),
        "lines_n": len(value.binding.counted),
        "marks": tables.marks(value),
        "by_policy": ways,
        "policy_words": sentences.policy_words(value, ways),
        "by_supplier": in_order(value),
    }


def _api(value: CapUsage, asked: Asked) -> str:
    said = {
        "period": value.label,
        "known_at": asked.known_at.isoformat(),
        "policy": value.policy.slug,
    }
    return f"/api/v1/caps/{value.cap.slug}/usage/?{urlencode(said)}"
