"""A briefing of a cap: the number with what it rests on, chart, months, notes, sources, clocks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from compliance import queries
from compliance.web.asking import Refused
from compliance.web.charts.alone import bare
from compliance.web.charts.series import MISSING
from compliance.web.charts.setting import composed
from compliance.web.filters import (
    amount,
    citation,
    day,
    day_short,
    host,
    is_web,
    month,
    month_short,
    quantity,
    sentence,
    share,
    span,
    state_name,
    status_tag,
    status_words,
    threshold,
    unit,
)
from compliance.web.filters import least as at_least
from compliance.web.floors import is_floor
from compliance.web.tables import ByPolicy, Mark, Matrix, Month
from compliance.web.take.cap import Subject, chart
from compliance.web.take.citing import sentence as cited


PAGE = Path(__file__).with_name("briefing.typ")
MOST_STATES = 6  # side by side on a page; where there are more, the table is of their sums
MOST_SOURCES, MOST_NOTES, NOTE_LENGTH = 14, 10, 240


def briefing(one: Subject) -> bytes:
    """One to three pages of PDF, of the same values as the page."""
    if not one.value.measured or one.value.binding is None:
        raise Refused(
            "There is no number to brief on: no figure has been read of this period",
            "Unknown is not zero. The page of the cap says what is missing.",
            status=404,
        )
    drawing, said = chart(one, "chart")
    words = told(one) | {"alt": said.description}
    return composed(
        {
            "main": PAGE.read_bytes(),
            "briefing.json": json.dumps(words, sort_keys=True).encode(),
            "chart.svg": bare(drawing).encode(),
        },
        form="pdf",
    )


def told(one: Subject) -> dict[str, Any]:
    """Every word of the briefing."""
    value, shown, about = one.value, one.shown, one.about
    binding = value.binding
    assert binding is not None
    least = "at least " if is_floor(value) else ""
    committee = value.cap.measure.paragraph.resolution.committee.name
    in_units = unit(binding.limit.unit)
    return {
        "eyebrow": f"Briefing · {committee} · {citation(value.terms.citation)}",
        "title": f"{value.cap.title}, {span(value.period)}",
        "least": least.strip(),
        "share": share(binding.share),
        "amount": f"{least}{amount(binding.used.amount)} of {quantity(binding.limit)} reported",
        "coverage": shown["lead"],
        "status": f"{status_tag(value.status)}. {status_words(value.status)}",
        "chart_title": shown["cumulative_heading"],
        "chart_note": (
            f"{in_units.capitalize()} supplied since {day(value.period.start)}, by month of supply."
            + (" Thin lines: earlier periods." if shown["ghosts"] else "")
            + (
                " Hatched: silent; dotted: unknown. There, anything up to the cap is possible."
                if least
                else ""
            )
        ),
        "matrix": matrix(one, shown["matrix"]),
        "matrix_note": (
            f"{in_units.capitalize()}. “Silent”: past due, nothing reported; no zero. “In”: only "
            "the sum over several months is known. ≥ at least. † gone from the table later; the "
            "figure still counts. ‡ another figure contradicts it."
        ),
        "unit": in_units.capitalize(),
        "thresholds": [_mark(m) for m in shown["marks"]],
        "notes": notes(one),
        "sources": sources(one),
        "cite": cited(value),
        "clocks": (
            f"As known on {day(value.known_at)}; record updated {about.updated_words}; "
            f"converted by {value.policy.slug}."
        ),
        "url": about.cite,
        "digest": queries.ledger.digest(value),
        "footer": f"Sanctions tracker · as known on {day(value.known_at)} · not of the UN",
    }


def matrix(one: Subject, held: Matrix) -> dict[str, Any]:
    """Months down and States across; the States and their sums where they are too many."""
    value = one.value
    binding = value.binding
    assert binding is not None
    least = "≥ " if is_floor(value) else ""
    last = [f"{least}{amount(binding.used.amount)}", f"{least}{share(binding.share)}"]
    if len(held.suppliers) > MOST_STATES:
        sums = sorted(value.by_supplier().items(), key=lambda item: -item[1])
        late = {c.supplier for c in value.cells if c.state in MISSING}

        def said(name: str, n: Decimal, floor: bool) -> list[str]:
            part = share(n / binding.limit.amount)
            return [name, at_least(amount(n), floor), at_least(part, floor)]

        rows = [said(state_name(s), a, s in late) for s, a in sums[:25]]
        if len(sums) > 25:
            rest = sum((a for _, a in sums[25:]), Decimal(0))
            rows.append(said(f"{len(sums) - 25} more States", rest, bool(late)))
        return {"head": ["State", "Reported", "Share"], "rows": rows, "foot": ["Period", *last]}
    rows = []
    for row in held.rows:
        so_far = (
            f"{'≥ ' if row.floor else ''}{amount(row.so_far)}" if row.so_far is not None else ""
        )
        months = f"{month_short(row.month.start)} {row.month.start.year}"
        rows.append(
            [months, *(cell(c) for c in row.cells), so_far, at_least(share(row.share), row.floor)]
        )
    return {
        "head": ["Month", *(state_name(s) for s in held.suppliers), "So far", "Share"],
        "rows": rows,
        "foot": ["Period", *(amount(t) or "none read" for t in held.totals), *last],
    }


WORDS = {"silent": "silent", "unclear": "0 or blank", "unknown": "? unknown"}


def cell(held: Month) -> str:
    """A month of a State in a word; what is not known is never a zero."""
    marks = "".join({"vanished": " †", "conflict": " ‡"}.get(m, "") for m in held.cell.marks)
    if held.state == "quantity":
        return f"{amount(held.amount)}{marks}"
    if held.state == "nil":
        return f"0 nil{marks}"
    if held.state == "sum":
        return f"in {amount(held.amount)}{marks}"
    return WORDS.get(held.state, "not yet due")


def _mark(mark: Mark) -> list[str]:
    crossed, learnt = mark.crossing.crossed_in, mark.crossing.learnt_on
    return [
        threshold(mark.crossing.threshold.share),
        amount(mark.amount),
        month(crossed) if crossed else f"{amount(mark.short)} short",
        day_short(learnt) if learnt else "–",
        day_short(mark.issued_on) if mark.issued_on else ("none read" if learnt else "–"),
    ]


def notes(one: Subject) -> list[str]:
    """What a reader must know of the number besides it."""
    found: list[str] = []
    shown = one.shown
    for book in shown.get("estimates", ())[:3]:
        found.append(
            f"Estimated by {book.estimate.made_by} for {book.span}: {book.amount}; no report, and "
            "added to nothing."
        )
    if shown["beside"]:
        n = len(shown["beside"])
        are = "line stands" if n == 1 else "lines stand"
        found.append(f"{n} {are} beside the count and {'adds' if n == 1 else 'add'} nothing to it.")
    for said in shown["decided"]:
        found.append(f"{said.at.decision.subject}: {said.outcome}.")
    if shown["projection"] and shown["projection"].made:
        found.append(shown["projection"].sentence)
    by = [f"{p.policy.slug} {_by(p)}" for p in shown["by_policy"]]
    if len(set(by)) > 1:
        found.append(f"By each way of converting: {', '.join(by)}.")
    cut = [n if len(n) <= NOTE_LENGTH else f"{n[: NOTE_LENGTH - 1]}…" for n in found]
    return [sentence(note) for note in cut[:MOST_NOTES]]


def _by(way: ByPolicy) -> str:
    if not way.measured:
        return "no factor"
    return at_least(share(way.share), way.least)


def sources(one: Subject) -> list[str]:
    """Where the lines that count were read, and how many each."""
    binding = one.value.binding
    counted = binding.counted if binding else ()
    held = Counter(c.entry.source for c in counted if c.entry.source)
    rows = [
        f"{_short(source)} ({n} {'line' if n == 1 else 'lines'})"
        for source, n in held.most_common()
    ]
    return _first(rows, MOST_SOURCES, "more, in the table of lines")


def _short(source: str) -> str:
    if is_web(source) and len(source) > 110:
        return f"{source[:100]}… ({host(source)})"
    return source


def _first(rows: Sequence[str], most: int, rest: str) -> list[str]:
    if len(rows) <= most:
        return list(rows)
    return [*rows[:most], f"{len(rows) - most} {rest}"]
