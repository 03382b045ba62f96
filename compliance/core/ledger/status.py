"""The one name of a period of a cap on a day, with its reason and what it rests on.

Every door asks this function: list filter, page, API, command and notice can never disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
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
class Status:
    """What to call a period of a cap, the reason in one sentence, and the entries it rests on."""

    code: str
    reason: str
    evidence: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"{self.code!r} is none of {', '.join(CODES)}")

    @property
    def label(self) -> str:
        return CODES[self.code]


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
        return Status("never_applied", f"{terms.citation} was replaced before it began.")
    if on < period.start:
        return Status("not_begun", f"The period begins on {period.start.isoformat()}.")
    evidence = used.evidence if used else ()
    paused = circumstances.suspended
    if paused is not None and paused.start <= on < paused.end:
        return Status("suspended", f"The cap is suspended from {paused}.", evidence)
    over = _over(terms, period, on)
    if used is None:
        return Status("unknown", f"The paragraph sets no published amount to measure by{over}.")
    if not used.counted:
        return Status(
            "unknown",
            f"No figure for this period has been read in public{over}. Unknown is not zero.",
        )
    amount, limit = _said(used.used), _said(used.limit)
    least = "" if coverage.complete and used.whole else "at least "
    missing = "" if coverage.complete else f"; {coverage.missing_words}"
    if used.share > 1:
        return Status("exceeded", f"{least}{amount} reported, over {limit}{over}.", evidence)
    if used.share == 1:
        return Status("reached", f"{least}{amount} reported, all of {limit}{over}.", evidence)
    passed = [t for t in terms.thresholds if t.share <= used.share]
    top = max(passed, key=lambda t: t.share, default=None)
    figures = (
        f"{least}{amount} reported, at or over {_percent(top.share)} of {limit}"
        if top
        else f"{least}{amount}{_below(terms, used)}"
    )
    if over:
        past = f"past {_percent(top.share)}" if top else _ended_below(terms)
        return Status("ended", f"Ended {past}: {figures}{over}{missing}.", evidence)
    if circumstances.held:
        held = "; ".join(_hold(h) for h in circumstances.held)
        return Status("disputed", f"{figures}; {held}{missing}.", evidence)
    if top:
        given = [i for i in circumstances.issued if i.share >= top.share]
        stop = ", where supply stops for the period" if top.effect == "stop" else ""
        if given:
            last = max(given, key=lambda i: i.on)
            return Status(
                "notice_given",
                f"{figures}{stop}; the Secretary gave notice on {last.on.isoformat()}{missing}.",
                evidence,
            )
        return Status("notice_due", f"{figures}{stop}{missing}.", evidence)
    return Status("open", f"{figures}{missing}.", evidence)


def _over(terms: Terms, period: Period, on: date) -> str:
    """In words that the period is over; empty while it runs."""
    last = terms.last_day
    if last is not None and last < period.last_day and on > last:
        return f"; the cap itself ended on {last.isoformat()}"
    if on >= period.end:
        return f"; the period ended on {period.last_day.isoformat()}"
    return ""


def _below(terms: Terms, used: Usage | Sum) -> str:
    first = _first(terms)
    if first is None:
        return f" of {_said(used.limit)} reported"
    notice = Quantity(first.share * used.limit.amount, used.limit.unit)
    return f" reported, below the first Notice at {_said(notice)}"


def _ended_below(terms: Terms) -> str:
    return "below the first Notice" if _first(terms) else "below the limit"


def _first(terms: Terms) -> Threshold | None:
    return min(terms.thresholds, key=lambda t: t.share, default=None)


def _hold(held: Held) -> str:
    until = f" until {held.until.isoformat()}" if held.until else ""
    return (
        f"a proposal ({held.subject}) is on hold by {', '.join(held.states)} since "
        f"{held.since.isoformat()}{until}"
    )


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f} %"


def _said(quantity: Quantity) -> str:
    return f"{quantity.amount.normalize():,f} {quantity.unit}"
