"""What was in force when: a span a measure, and the days on which the law changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch

from compliance.models import Deadline, Measure


@dataclass(frozen=True)
class Span:
    """A measure with its first and last day. `never_applied`: replaced before it began."""

    key: str
    citation: str
    kind: str
    words: str
    about: str  # the goods or dealings, as the paragraph says
    direction: str
    first_day: date
    last_day: date | None
    strength: str
    never_applied: bool
    grace_until: date | None
    superseded_by: str
    parts: tuple[dict[str, Any], ...]  # superseded in part: which, by what, from when
    confidence: str
    goods: tuple[str, ...] = ()
    adopted_on: date | None = None  # of the resolution: since when the rule was known

    def on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class Event:
    """A day on which the law changed, or on which something was due under it."""

    day: date
    what: str  # begins, ends, part, grace, due, never
    citation: str
    words: str
    key: str


WHAT = {
    "begins": "begins to apply",
    "ends": "no longer applies",
    "part": "is replaced in part",
    "grace": "last day for old contracts",
    "due": "is due",
    "never": "would have begun, and never did",
}


@dataclass(frozen=True)
class Timeline:
    spans: tuple[Span, ...]
    events: tuple[Event, ...]

    def on(self, day: date) -> tuple[Span, ...]:
        """What was in force on a day."""
        return tuple(span for span in self.spans if span.on(day))


def timeline(*, kinds: tuple[str, ...] = (), good: str | None = None) -> Timeline:
    """The whole law in time, or of some kinds or of one good. Two queries."""
    rows = Measure.objects.select_related("paragraph__resolution").prefetch_related(
        Prefetch("deadlines", queryset=Deadline.objects.order_by("due_on"))
    )
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if good:
        rows = rows.filter(goods__contains=[good])
    held = list(rows)
    spans = tuple(sorted((_span(row) for row in held), key=lambda s: (s.first_day, s.citation)))
    events = [event for row in held for event in _events(row)]
    return Timeline(spans, tuple(sorted(events, key=lambda e: (e.day, e.citation, e.what))))


def _span(row: Measure) -> Span:
    return Span(
        key=row.key,
        citation=row.paragraph.citation,
        kind=row.kind,
        words=row.summary,
        about=row.goods_words,
        direction=row.direction,
        first_day=row.first_day,
        last_day=row.last_day,
        strength=row.strength,
        never_applied=row.last_day is not None and row.last_day < row.first_day,
        grace_until=row.grace_until,
        superseded_by=row.superseded_by,
        parts=tuple(row.details.get("superseded", ())),
        confidence=row.confidence,
        goods=tuple(row.goods),
        adopted_on=row.paragraph.resolution.adopted_on,
    )


def _events(row: Measure) -> Iterator[Event]:
    def event(day: date, what: str, words: str) -> Event:
        return Event(day, what, row.paragraph.citation, words, row.key)

    about = row.goods_words or row.get_kind_display()
    if row.last_day is not None and row.last_day < row.first_day:
        yield event(row.first_day, "never", f"{about}: replaced by {row.superseded_by}")
        return
    yield event(row.first_day, "begins", about)
    if row.last_day is not None:
        by = f": replaced by {row.superseded_by}" if row.superseded_by else ""
        yield event(row.last_day + timedelta(days=1), "ends", f"{about}{by}")
    for part in row.details.get("superseded", ()):
        yield event(date.fromisoformat(part["from"]), "part", f"{part['part']} ({part['by']})")
    grace = row.details.get("grace", {}).get("deliver_by")
    if until := (date.fromisoformat(grace) if grace else row.grace_until):
        yield event(until, "grace", about)
    for deadline in row.deadlines.all():
        yield event(deadline.due_on, "due", deadline.summary)
