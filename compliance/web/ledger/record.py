"""What stands beside the figures of a period: the estimated book, decisions, stated totals, and
where the year may end. Nothing of it is part of the count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext, gettext_lazy

from compliance import queries
from compliance.core import review
from compliance.core.ledger import Entry, Forecast, Step
from compliance.models import Assertion, Cap
from compliance.queries.ledger import CapUsage, DecisionAt
from compliance.web.filters import (
    NB,
    amount,
    day,
    days,
    exact,
    share,
    state_name,
    state_names,
    unit,
)
from compliance.web.ledger import estimating


def estimated(value: CapUsage, lines: Sequence[Entry]) -> dict[str, object]:
    """The estimated book of the period, each estimate beside the reports of its months."""
    book = queries.ledger.estimates(
        value.cap, period=value.period, known_at=value.known_at, policy=value.policy, lines=lines
    )
    return {
        "estimates": estimating.told(book),
        "estimates_heading": estimating.heading(book.book),
        "estimates_unit": unit(book.book.limit.unit) if book.book.limit else "",
    }


STEP_WORDS = {
    "proposed": gettext_lazy("Proposed"),
    "silence": gettext_lazy("Silence procedure"),
    "hold": gettext_lazy("On hold"),
    "objection": gettext_lazy("Objected to"),
    "lapsed": gettext_lazy("Lapsed"),
    "adopted": gettext_lazy("Adopted"),
    "vetoed": gettext_lazy("Vetoed"),
}
OUTCOME_WORDS = STEP_WORDS | {
    "ran_out": gettext_lazy("The hold ran out; nothing later was read"),
    "proposed": gettext_lazy("Proposed; no decision was read"),
    "silence": gettext_lazy("Under a silence procedure"),
    "unknown": gettext_lazy("Not begun"),
}


@dataclass(frozen=True)
class Decided:
    """A question, its steps in words, and where it stood."""

    at: DecisionAt
    steps: tuple[tuple[Step, str], ...]

    @property
    def outcome(self) -> str:
        words = str(OUTCOME_WORDS[self.at.outcome.code])
        by = state_names(list(self.at.by))
        if self.at.outcome.code in ("hold", "objection", "vetoed") and by:
            words = gettext("%(step)s by %(states)s") % {"step": words, "states": by}
        return words


def decided(value: CapUsage) -> list[Decided]:
    """The questions on this period, and those put to the Council in it that name no cap."""
    mine = []
    committee = value.cap.measure.paragraph.resolution.committee_id
    for one in queries.ledger.decisions(value.known_at):
        row = one.decision
        on_this = row.cap_id == value.cap.pk and row.period_first_day == value.period.start
        of_all = row.cap_id is None and row.committee_id == committee
        if on_this or (of_all and _within(one.steps[0].on, value)):
            mine.append(one)
    return [Decided(one, tuple((s, _step(s)) for s in one.steps)) for one in mine]


def _within(on: date, value: CapUsage) -> bool:
    return value.period.start <= on < value.period.end


def _step(step: Step) -> str:
    words = str(STEP_WORDS[step.step])
    if step.states:
        states = state_names(list(step.states))
        words = gettext("%(step)s by %(states)s") % {"step": words, "states": states}
    if step.supporters:
        words += gettext(", supported by %(n)s States") % {"n": step.supporters}
    if step.until:
        words += gettext(", until %(day)s") % {"day": day(step.until)}
    return words


@dataclass(frozen=True)
class Stated:
    """A total or share somebody stated, and whether the lines bear it out."""

    row: Assertion
    check: review.Checked

    @property
    def whose(self) -> str:
        return state_name(self.row.supplier) if self.row.supplier else gettext("All States")

    @property
    def span(self) -> str:
        return days(self.row.first_day, self.row.last_day)

    @property
    def amount(self) -> str:
        return _measure(self.row.amount, self.row.unit)

    @property
    def ours(self) -> str:
        ours = self.check.ours
        return _measure(ours.amount.quantize(Decimal("0.001")), ours.unit) if ours else ""


def _measure(value: Decimal, code: str) -> str:
    return f"{exact(value)}{NB}%" if code == "percent" else f"{exact(value)}{NB}{unit(code)}"


def stated(value: CapUsage, lines: Sequence[Entry], caps: Sequence[Cap]) -> dict[str, object]:
    """What was stated of spans inside the period by its day, checked; failing ones first."""
    good = value.cap.commodity
    rows = queries.ledger.assertions(known_at=value.known_at).filter(
        commodity=good,
        known_on__isnull=False,
        first_day__gte=value.period.start,
        last_day__lt=value.period.end,
    )
    mine = queries.ledger.near(lines, value.period)  # no other line has a say in these spans
    every = [
        Stated(
            row,
            queries.ledger.checked(
                row, known_at=value.known_at, policy=value.policy, lines=mine, caps=caps
            ),
        )
        for row in (rows if good else ())
    ]
    return {
        "rows": sorted(every, key=lambda s: s.check.code != "fails"),
        "holding": sum(s.check.code == "holds" for s in every),
        "failing": sum(s.check.code == "fails" for s in every),
    }


@dataclass(frozen=True)
class Projected:
    """Where the reported book may end, in words; or why nothing is said."""

    sentence: str
    made: Forecast | None = None
    reaches: tuple[tuple[Decimal, str], ...] = ()


def projection(value: CapUsage, lines: Sequence[Entry]) -> Projected | None:
    """None where nothing is left to come: every report is in, or none is expected."""
    if value.binding is None or not value.cells or value.coverage.complete:
        return None
    made = queries.ledger.forecast(value, lines=lines) if value.measured else None
    if made is None:
        return Projected(
            gettext(
                "No projection is made of where this period may end: fewer than three of its "
                "months have a report."
            )
        )
    low, high = made.share(made.low), made.share(made.high)
    return Projected(
        gettext(
            "By the pace of the reports this period may end between %(low)s and %(high)s %(unit)s "
            "reported, %(low_share)s to %(high_share)s of the cap."
        )
        % {
            "low": amount(made.low),
            "high": amount(made.high),
            "unit": unit(made.unit),
            "low_share": share(low),
            "high_share": share(high),
        },
        made,
        tuple((r.share, _reach(r.earliest, r.latest)) for r in made.reaches),
    )


def _reach(earliest: date | None, latest: date | None) -> str:
    if earliest is None:
        return gettext("not passed, even on the fast path")
    words = {"first": day(earliest), "last": day(latest)}
    if latest is None:
        return gettext("at the earliest on %(first)s; on the slow path not at all") % words
    if earliest == latest:
        return gettext("on %(first)s") % words
    return gettext("between %(first)s and %(last)s") % words
