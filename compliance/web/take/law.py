"""What can be taken along of the law: resolutions, what was in force on a day, one good."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from compliance import queries
from compliance.models import Resolution
from compliance.queries.regime import Span
from compliance.web.asking import Asked, Refused
from compliance.web.charts.alone import Said
from compliance.web.charts.drawing import Chart
from compliance.web.filters import day
from compliance.web.regime import held_here, in_force, treated
from compliance.web.take.cap import notes
from compliance.web.take.everywhere import about, none
from compliance.web.take.table import About, Table, of_rows


LAW = ("measures", "goods", "days")
GOOD = ("paragraphs", "ways", "tests", "lines")
RESOLUTION = ("paragraphs", "measures", "deadlines")
SPAN = (
    *("key", "citation", "kind", "strength", "about", "direction", "words", "goods"),
    *("first_day", "last_day", "grace_until", "superseded_by", "parts", "confidence"),
)


def resolutions(request: HttpRequest, asked: Asked) -> tuple[Table, About]:
    held: Any = queries.regime.resolutions()  # annotated: django-stubs loses what is added
    rows = [
        {
            "symbol": row.symbol,
            "number": row.number,
            "title": row.title,
            "adopted_on": row.adopted_on,
            "status": row.status,
            "paragraphs_held": row.paragraphs_held,
            "measures_held": row.measures_held,
            "confidence": row.confidence,
            "url": row.url,
        }
        for row in held.order_by("-number")
        if row.adopted_on <= asked.known_at
    ]
    title = "Resolutions"
    return of_rows("resolutions", title, rows), about(request, asked, title, "/resolutions/")


def resolution(request: HttpRequest, asked: Asked, number: int, name: str) -> tuple[Table, About]:
    """A resolution: its paragraphs in our words, its measures, its deadlines."""
    if name not in RESOLUTION:
        raise none(name, RESOLUTION)
    found = held_here(number)
    of: dict[str, Any] = {"paragraphs": _paragraphs, "measures": _measures, "deadlines": _due}
    columns = {
        "paragraphs": ("number", "citation", "words", "measures"),
        "measures": (
            *("key", "citation", "kind", "route", "strength", "about", "direction", "words"),
            *("first_day", "last_day", "grace_until", "superseded_by", "hs_codes", "cap"),
            *("confidence", "source"),
        ),
        "deadlines": ("measure", "what", "due_on", "computed", "words"),
    }
    title = f"{found.symbol}: {name}"
    said = about(request, asked, title, f"/resolutions/{number}/")
    return of_rows(name, title, of[name](found), *columns[name]), said


def _paragraphs(found: Resolution) -> Iterable[dict[str, Any]]:
    for row in found.paragraphs.all():
        yield {
            "number": row.number,
            "citation": f"{found.symbol} OP {row.number}",
            "words": row.words,
            "measures": [measure.key for measure in row.measures.all()],
        }


def _measures(found: Resolution) -> Iterable[dict[str, Any]]:
    for paragraph in found.paragraphs.all():
        for row in paragraph.measures.all():
            cap = getattr(row, "cap", None)
            yield {
                "key": row.key,
                "citation": f"{found.symbol} OP {paragraph.number}",
                "about": row.goods_words,
                "words": row.summary,
                "cap": cap.slug if cap else None,
                "source": row.source_url,
                **{name: getattr(row, name) for name in ("kind", "route", "strength")},
                **{name: getattr(row, name) for name in ("direction", "first_day", "last_day")},
                **{name: getattr(row, name) for name in ("grace_until", "superseded_by")},
                **{name: getattr(row, name) for name in ("hs_codes", "confidence")},
            }


def _due(found: Resolution) -> Iterable[dict[str, Any]]:
    measures = [m for p in found.paragraphs.all() for m in p.measures.all()]
    every = [(m.key, row) for m in measures for row in m.deadlines.all()]
    for key, row in sorted(every, key=lambda pair: pair[1].due_on):
        yield {
            "measure": key,
            "what": row.what,
            "due_on": row.due_on,
            "computed": row.computed,
            "words": row.summary,
        }


def _span(span: Span) -> dict[str, Any]:
    return {name: getattr(span, name) for name in SPAN}


def law(request: HttpRequest, asked: Asked, name: str) -> tuple[Table, About]:
    """What was in force on the day asked; of goods and days the whole account that was known."""
    if name not in LAW:
        raise none(name, LAW)
    shown = in_force(asked)
    on = shown["on"]
    if name == "measures":
        title = f"In force on {day(on)}"
        rows = [_span(span) for _, every in shown["kinds"] for span in every]
        table = of_rows(name, title, rows, *SPAN)
    elif name == "goods":
        title = "When each good was banned or capped"
        rows = [{"good": good, **_span(bar)} for good, bars in shown["rows"] for bar in bars]
        table = of_rows(name, title, rows, "good", *SPAN)
    else:
        title = "Days on which the law changed or something fell due"
        rows = [
            {
                "day": event.day,
                "what": event.what,
                "meaning": what,
                "citation": event.citation,
                "words": event.words,
                "measure": event.key,
            }
            for event, what in shown["events"]
        ]
        columns = ("day", "what", "meaning", "citation", "words", "measure")
        table = of_rows(name, title, rows, *columns)
    return table, about(request, asked, title, "/law/", on=on.isoformat())


def chart(request: HttpRequest, asked: Asked, name: str) -> tuple[Chart, Said, About]:
    """The chart of goods, with what it says when it stands alone."""
    if name != "goods":
        raise none(name, ("goods",))
    shown = in_force(asked)
    if not shown["rows"]:
        raise Refused("There is nothing to draw: no good was banned or capped yet", status=404)
    title = "When each good was banned or capped"
    how = "Solid: banned. Hatched: allowed up to an amount, on conditions."
    said = about(request, asked, title, "/law/", on=shown["on"].isoformat())
    words = f"{title}. {how} The line is {day(shown['on'])}."
    return shown["chart"], Said(title, words, notes(said)), said


def good(request: HttpRequest, asked: Asked, name: str) -> tuple[Table, About]:
    """How the law treats one good: by which paragraphs, by whose line, with which ways out."""
    if name not in GOOD:
        raise none(name, GOOD)
    shown = treated(asked)
    found = shown["found"]
    if name == "paragraphs":
        rows = [
            {
                "citation": c.rule.citation,
                "measure": c.rule.key,
                "kind": c.rule.kind,
                "strength": c.rule.strength,
                "words": c.rule.words,
                "match": c.match,
                "line_by": list(c.by),
                "first_day": c.rule.first_day,
                "last_day": c.rule.last_day,
                "cap": c.rule.cap or None,
                "confidence": c.rule.confidence,
            }
            for c in found.paragraphs
        ]
        columns: tuple[str, ...] = (
            *("citation", "measure", "kind", "strength", "words", "match", "line_by"),
            *("first_day", "last_day", "cap", "confidence"),
        )
    elif name == "ways":
        rows = [
            {
                "citation": way.citation,
                "route": way.route,
                "words": way.words,
                "open": way.open,
                "to_be_shown": lacking,
            }
            for way, _, lacking in shown["ways"]
        ]
        columns = ("citation", "route", "words", "open", "to_be_shown")
    elif name == "tests":
        rows = [
            {
                "test": test.code,
                "question": test.question,
                "answer": test.answer,
                "cap": test.cap or None,
                "to_be_shown": lacking,
            }
            for test, lacking in shown["tests"]
        ]
        columns = ("test", "question", "answer", "cap", "to_be_shown")
    else:
        rows = [
            {
                "authority": line.authority,
                "good": line.good,
                "codes": [heading.written for heading in line.headings],
                "holds": match,
                "source": line.source,
                "confidence": line.confidence,
            }
            for line, match in found.lines
        ]
        columns = ("authority", "good", "codes", "holds", "source", "confidence")
    title = f"{shown['subject']}: {found.kind}. {found.reason}"
    said = about(request, asked, title, "/law/good/", **asked.own)
    return of_rows(name, title, rows, *columns), said
