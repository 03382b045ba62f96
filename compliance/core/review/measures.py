"""Which measures concern a good that goes a certain way, and which of them run when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from compliance.core.period import Period
from compliance.core.regime import Ban, Terms
from compliance.core.review.values import Law, paragraph


@dataclass(frozen=True, slots=True)
class Held:
    """The caps and bans on one good in one direction."""

    caps: tuple[Terms, ...]
    bans: tuple[Ban, ...]
    beside: tuple[Ban, ...] = ()  # what says again, or of a part, what one of the bans forbids

    @property
    def measures(self) -> tuple[Terms | Ban, ...]:
        return (*self.caps, *self.bans)

    def capped(self, span: Period) -> tuple[tuple[Terms, Period], ...]:
        """The cap periods that a span touches while the cap was in force, in order."""
        found = []
        for terms in self.caps:
            if not touches(terms, span):
                continue
            last = runs(terms)[1]
            found += [
                (terms, period)
                for period in terms.schedule.until(min(span.last_day, last or span.last_day))
                if period.overlaps(span)
            ]
        return tuple(sorted(found, key=lambda pair: (pair[1].start, pair[0].citation)))

    def covers(self, span: Period) -> bool:
        """Whether any day of the span lies under a measure."""
        return any(touches(measure, span) for measure in self.measures)

    @property
    def first_day(self) -> date | None:
        """The first day on which any of them applied."""
        firsts = [runs(measure)[0] for measure in self.measures if applied(measure)]
        return min(firsts, default=None)


def held(
    law: Law, *, commodity: str, supplier: tuple[str, ...], recipient: tuple[str, ...]
) -> Held:
    """The measures on a good from these to those; a party that is not said may be any State."""

    def concerned(measure: Terms | Ban) -> bool:
        return _meant(measure.supplier, supplier, recipient) and _meant(
            measure.recipient, recipient, supplier
        )

    return Held(
        tuple(t for t in law.terms if t.commodity == commodity and concerned(t)),
        tuple(b for b in law.bans if b.good == commodity and concerned(b)),
        tuple(b for b in law.beside if b.good == commodity and concerned(b)),
    )


def _meant(target: str | None, said: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether a measure's party can be the one said; nobody deals with himself."""
    if target is None:
        return True
    return target in said if said else others != (target,)


def applied(measure: Terms | Ban) -> bool:
    """False for a cap that was replaced before it began."""
    return not (isinstance(measure, Terms) and measure.never_applied)


def runs(measure: Terms | Ban) -> tuple[date, date | None]:
    """First and last day on which a measure applies."""
    if isinstance(measure, Ban):
        return measure.first_day, measure.last_day
    ends = [day for day in (measure.last_day, measure.schedule.last_day) if day is not None]
    return measure.begins, min(ends, default=None)


def touches(measure: Terms | Ban, span: Period) -> bool:
    """Whether a measure applies on any day of a span."""
    first, last = runs(measure)
    return applied(measure) and first <= span.last_day and (last is None or span.start <= last)


@dataclass(frozen=True, slots=True)
class Prohibition:
    """How bans meet a span of days: `whole` under them, or `turning` within it."""

    bans: tuple[Ban, ...]
    turning: bool


def prohibition(bans: Iterable[Ban], span: Period) -> Prohibition | None:
    """The bans that a dealing in this span meets; None if it ended before the first of them.

    A span that holds the first day of a ban, or days on which old contracts still ran, may lie
    on either side of it: that is `turning`. A later ban does not unsettle an earlier one.
    """
    met = [ban for ban in bans if touches(ban, span)]
    if not met:
        return None
    graced = [ban for ban in met if ban.grace_until is not None and span.start <= ban.grace_until]
    if graced:
        return Prohibition(tuple(graced), turning=True)
    whole = throughout(met, span)
    if whole:
        return Prohibition(tuple(whole), turning=False)
    return Prohibition(tuple(met), turning=True)


def throughout(bans: Iterable[Ban], span: Period) -> list[Ban]:
    """Those that had begun before a span and ran through all of it."""
    return [
        ban
        for ban in bans
        if ban.first_day < span.start and (ban.last_day is None or span.last_day <= ban.last_day)
    ]


def citations(measures: Iterable[Terms | Ban]) -> tuple[str, ...]:
    """Their paragraphs, each once, in order."""
    return tuple(dict.fromkeys(paragraph(measure.citation) for measure in measures))
