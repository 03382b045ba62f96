"""A claim of the press set against the law and the ledger, as both were known on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from compliance.core.ledger import Entry
from compliance.core.period import Period
from compliance.core.quantity import Policy
from compliance.core.review import wording
from compliance.core.review.agreement import Agreement, agreement
from compliance.core.review.answers import (
    BASES,
    FIELDS,
    LABELS,
    MODIFIERS,
    Answer,
    differing,
    of_kept,
    read_answer,
    written,
)
from compliance.core.review.assertions import Asserted, Checked, check
from compliance.core.review.dealings import judge_dealing
from compliance.core.review.exchange import Case, NotACase, from_json, to_json
from compliance.core.review.limits import judge_limit
from compliance.core.review.lines import Book
from compliance.core.review.readings import candidates, readings, together
from compliance.core.review.severity import SEVERITIES, severity
from compliance.core.review.shares import judge_share
from compliance.core.review.silences import judge_silence
from compliance.core.review.standing import CLOSING, STATES, Judgement, Standing, standing
from compliance.core.review.transfers import judge_transfer
from compliance.core.review.values import (
    ROLES,
    VERDICTS,
    Dealing,
    Law,
    NotJudged,
    Silence,
    Statement,
    Verdict,
)


__all__ = [
    "BASES",
    "CLOSING",
    "FIELDS",
    "LABELS",
    "MODIFIERS",
    "ROLES",
    "SEVERITIES",
    "STATES",
    "VERDICTS",
    "Agreement",
    "Answer",
    "Asserted",
    "Book",
    "Case",
    "Checked",
    "Dealing",
    "Judgement",
    "Law",
    "NotACase",
    "NotJudged",
    "Silence",
    "Standing",
    "Statement",
    "Verdict",
    "agreement",
    "check",
    "differing",
    "from_json",
    "of_kept",
    "read_answer",
    "reconcile",
    "severity",
    "standing",
    "to_json",
    "written",
]


def reconcile(
    statement: Statement | Dealing | Silence,
    *,
    law: Law,
    entries: Iterable[Entry],
    policy: Policy,
    known_at: date,
    book: Book | None = None,
) -> Verdict:
    """The verdict on a claim, by what was known on a day: the book, the law and the drafts.

    `book`: the one of these entries, policy and day, where several claims are judged by it.
    """
    if isinstance(statement, Dealing):
        return judge_dealing(statement, law=law, known_at=known_at)
    book = book or Book(entries, policy=policy, known_at=known_at)
    if isinstance(statement, Silence):
        return judge_silence(statement, law=law, book=book, known_at=known_at)
    spans = dict.fromkeys(statement.periods)
    if len(spans) < 2:
        period = statement.period or next(iter(spans), None)
        return _definite(replace(statement, period=period, periods=()), law, book, known_at)
    judged = []
    for span in spans:
        one = replace(statement, period=span, periods=())
        words = wording.span(Period.through(*span))
        judged.append(((words, one), _definite(one, law, book, known_at)))
    return candidates(statement, judged)


def _definite(statement: Statement, law: Law, book: Book, known_at: date) -> Verdict:
    """One span or none; what else is loose is read in every way it may be meant."""
    found = [
        (reading, _judged(reading.statement, law, book, known_at))
        for reading in readings(statement, law)
    ]
    verdict = together(statement, found)
    return replace(verdict, stated=statement.stated) if statement.unit is None else verdict


def _judged(statement: Statement, law: Law, book: Book, known_at: date) -> Verdict:
    if statement.role == "cap":
        return judge_limit(statement, law=law, known_at=known_at)
    if statement.role == "share_of_cap":
        return judge_share(statement, law=law, book=book, known_at=known_at)
    return judge_transfer(statement, law=law, book=book, known_at=known_at)
