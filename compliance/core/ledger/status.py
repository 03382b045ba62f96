"""The one name of a period of a cap on a day, with its reason and what it rests on.

Every door asks this function: list filter, page, API, command and notice can never disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from compliance.core.period import Period
from compliance.core.quantity import Quantity
from compliance.core.regime import Terms, Threshold


if TYPE_CHECKING:
    from compliance.core.ledger.coverage import Coverage
    from compliance.core.ledger.steps import Sum
    from compliance.core.ledger.usage import Usage


# Every code with its plain label, in the order of precedence where two would fit.
CODES: dict[str, str] = {
    "never_applied": "Never applied",
    "not_begun": "Not begun",
    "suspended": "Suspended",
    "exceeded": "Exceeded",
    "reached": "Reached",
    "unknown": "Unknown",
    "ended": "Ended",
    "disputed": "Disputed",
    "notice_given": "Notice given",
    "notice_due": "Notice due",
    "open": "Open",
}


@dataclass(frozen=True, slots=True)
class Issued:
    """That the Secretary gave notice of a threshold, as a document shows."""

    share: Decimal
    on: date
    known_on: date
    document: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A proposal on a cap period that a member of the Committee holds."""

    subject: str
    states: tuple[str, ...]
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What bears on a period besides its figures, as known on the day of the question."""

    issued: tuple[Issued, ...] = ()
    held: tuple[Held, ...] = ()
    suspended: Period | None = None


NOTHING_ELSE = Circumstances()


@dataclass(frozen=True, slots=True)
class Floor:
    """A quantity that may be more: something is missing of it."""

    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Gaps:
    """How many reports are missing, by why."""

    counted: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a reason: words, and the values that stand in them, so that it can be said again.

    Values are quantities, shares of a cap, days, spans, counts, States' codes or texts.
    """

    words: str  # "%(amount)s reported, over %(limit)s"
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    joint: str = "; "  # what stands between it and the clause before

    def __str__(self) -> str:
        return self.words % {name: _written(value) for name, value in self.values.items()}


@dataclass(frozen=True, slots=True)
class Status:
    """What to call a period of a cap, the reason in one sentence, and the entries it rests on.

    `heading` and `clauses` are the parts of the reason, for who says it in another language.
    """

    code: str
    reason: str
    evidence: tuple[int, ...] = ()
    heading: Clause | None = None
    clauses: tuple[Clause, ...] = ()

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"{self.code!r} is none of {', '.join(CODES)}")

    @property
    def label(self) -> str:
        return CODES[self.code]


def because(
    code: str,
    *clauses: Clause | None,
    evidence: tuple[int, ...] = (),
    heading: Clause | None = None,
) -> Status:
    """A status with its reason made of clauses."""
    said = [clause for clause in clauses if clause is not None]
    text = "".join(f"{clause.joint if n else ''}{clause}" for n, clause in enumerate(said))
    if heading is not None:
        text = f"{heading}: {text}"
    return Status(code, f"{text}.", evidence, heading, tuple(said))


def status(
    terms: Terms,
    period: Period,
    used: Usage | Sum | None,
    coverage: Coverage,
    *,
    on: date,
    circumstances: Circumstances = NOTHING_ELSE,
) -> Status:
    """The status of a period on a day, by what was known on it."""
    if terms.never_applied:
        clause = Clause("%(citation)s was replaced before it began", {"citation": terms.citation})
        return because("never_applied", clause)
    if on < period.start:
        return because("not_begun", Clause("The period begins on %(day)s", {"day": period.start}))
    evidence = used.evidence if used else ()
    paused = circumstances.suspended
    if paused is not None and paused.start <= on < paused.end:
        clause = Clause("The cap is suspended from %(span)s", {"span": paused})
        return because("suspended", clause, evidence=evidence)
    over = _over(terms, period, on)
    if used is None:
        clause = Clause("The paragraph sets no published amount to measure by")
        return because("unknown", clause, over)
    if not used.counted:
        return because(
            "unknown",
            Clause("No figure for this period has been read in public"),
            over,
            Clause("Unknown is not zero", joint=". "),
        )
    least = Floor(used.used) if not (coverage.complete and used.whole) else used.used
    values: dict[str, object] = {"amount": least, "limit": used.limit}
    missing = None if coverage.complete else _missing(coverage)
    if used.share > 1:
        clause = Clause("%(amount)s reported, over %(limit)s", values)
        return because("exceeded", clause, over, evidence=evidence)
    if used.share == 1:
        clause = Clause("%(amount)s reported, all of %(limit)s", values)
        return because("reached", clause, over, evidence=evidence)
    passed = [t for t in terms.thresholds if t.share <= used.share]
    top = max(passed, key=lambda t: t.share, default=None)
    figures = (
        Clause(
            "%(amount)s reported, at or over %(share)s of %(limit)s", {**values, "share": top.share}
        )
        if top
        else _below(terms, used, values)
    )
    if over:
        heading = (
            Clause("Ended past %(share)s", {"share": top.share}) if top else _ended_below(terms)
        )
        return because("ended", figures, over, missing, heading=heading, evidence=evidence)
    if circumstances.held:
        held = [_hold(h) for h in circumstances.held]
        return because("disputed", figures, *held, missing, evidence=evidence)
    if top:
        given = [i for i in circumstances.issued if i.share >= top.share]
        stop = (
            Clause("where supply stops for the period", joint=", ")
            if top.effect == "stop"
            else None
        )
        if given:
            last = max(given, key=lambda i: i.on)
            notice = Clause("the Secretary gave notice on %(day)s", {"day": last.on})
            return because("notice_given", figures, stop, notice, missing, evidence=evidence)
        return because("notice_due", figures, stop, missing, evidence=evidence)
    return because("open", figures, missing, evidence=evidence)


def _over(terms: Terms, period: Period, on: date) -> Clause | None:
    """That the period is over; None while it runs."""
    last = terms.last_day
    if last is not None and last < period.last_day and on > last:
        return Clause("the cap itself ended on %(day)s", {"day": last})
    if on >= period.end:
        return Clause("the period ended on %(day)s", {"day": period.last_day})
    return None


def _missing(coverage: Coverage) -> Clause:
    values: dict[str, object] = {"received": coverage.received, "due": coverage.due}
    if not coverage.gaps:
        return Clause("%(received)s of %(due)s reports due have come in", values)
    return Clause(
        "%(received)s of %(due)s reports due have come in (%(gaps)s)",
        {**values, "gaps": Gaps(coverage.gaps)},
    )


def _below(terms: Terms, used: Usage | Sum, values: Mapping[str, object]) -> Clause:
    first = _first(terms)
    if first is None:
        return Clause("%(amount)s of %(limit)s reported", values)
    notice = Quantity(first.share * used.limit.amount, used.limit.unit)
    return Clause(
        "%(amount)s reported, below the first Notice at %(notice)s", {**values, "notice": notice}
    )


def _ended_below(terms: Terms) -> Clause:
    return Clause("Ended below the first Notice" if _first(terms) else "Ended below the limit")


def _first(terms: Terms) -> Threshold | None:
    return min(terms.thresholds, key=lambda t: t.share, default=None)


def _hold(held: Held) -> Clause:
    values: dict[str, object] = {
        "subject": held.subject,
        "states": held.states,
        "since": held.since,
        "until": held.until,
    }
    return Clause(
        "a proposal (%(subject)s) is on hold by %(states)s since %(since)s"
        if held.until is None
        else "a proposal (%(subject)s) is on hold by %(states)s since %(since)s until %(until)s",
        values,
    )


def _written(value: object) -> str:
    if isinstance(value, Floor):
        return f"at least {_said(value.quantity)}"
    if isinstance(value, Quantity):
        return _said(value)
    if isinstance(value, Decimal):
        return _percent(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Gaps):
        return ", ".join(f"{n} {word}" for n, word in value.counted)
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value)


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f} %"


def _said(quantity: Quantity) -> str:
    return f"{quantity.amount.normalize():,f} {quantity.unit}"
