"""Files handed in and gone through, as tests ask for it: nothing is kept of a dry run."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from compliance import services
from compliance.models import Committee, ImportFile, ImportOutcome, Notice, Report, Transfer
from compliance.services.exchange import NoTable


NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def hand_in(content: bytes, name: str = "reports.csv") -> ImportFile:
    file, _ = services.exchange.hand_in(
        stream=io.BytesIO(content),
        name=name,
        committee=Committee.objects.get(slug="1718"),
        by=None,
        at=NOW,
    )
    return file


def go(file: ImportFile, step: str) -> ImportOutcome:
    run = services.exchange.ask(file=file, step=step, by=None, at=NOW)
    outcome = services.exchange.carry_out(run=run, at=NOW)
    assert outcome is not None
    return outcome


def check(content: bytes, name: str = "reports.csv") -> ImportOutcome:
    before = kept()
    outcome = go(hand_in(content, name), "check")
    assert kept() == before, "a dry run saved something"
    return outcome


def enter(content: bytes, name: str = "reports.csv") -> ImportOutcome:
    """The dry run, and the import where it allows one; both say the same of every row."""
    file = hand_in(content, name)
    seen = go(file, "check")
    if seen.outcome != "good":
        return seen
    done = go(file, "enter")
    assert (done.outcome, done.verdicts) == ("entered", seen.verdicts)
    return done


def kept() -> tuple[int, ...]:
    return tuple(m.objects.count() for m in (Report, Transfer, Notice))


def said(outcome: ImportOutcome) -> set[tuple[int, str]]:
    return {(line, column) for line, column, _, _ in outcome.problems}


def refused(content: bytes, name: str = "reports.csv") -> set[tuple[int, str]]:
    """The lines and columns at which a file is refused, by its handing in or its dry run."""
    before = kept()
    try:
        outcome = check(content, name)
    except NoTable as wrong:
        return {(p.row, p.field) for p in wrong.problems}
    assert outcome.outcome == "refused"
    assert outcome.problems_n == len(outcome.problems) > 0
    assert kept() == before
    return said(outcome)
