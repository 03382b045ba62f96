"""What two people said alike enters its book, with the thread back to the sentence.

Two books take a claim, and never the same one: an estimate enters the estimated book; a press
account of what a State reported to the Committee enters as that account, of low standing beside
the notification itself. What merely repeats a line that is held is merged with it (`judging`);
an allegation enters none.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from compliance import core
from compliance.core.ledger import Draft, Problem
from compliance.core.review import Answer
from compliance.models import Claim, Committee, Estimate, Finding, Transfer
from compliance.services import ledger


if TYPE_CHECKING:
    from django.contrib.auth.models import User


def enter_problems(claim: Claim, answer: Answer) -> list[Problem]:
    """Why a claim, as a person holds it, enters no book; what the book itself says comes later."""
    found = []
    if claim.role != "transfer" or answer.basis not in ("reported", "estimated"):
        found.append(
            Problem(
                "decision",
                "not_a_report",
                "Only what a State reported enters the reported book, and only an estimate the "
                "estimated one; allegations, caps and shares stand beside both.",
            )
        )
    if len(answer.recipient) != 1 or (answer.basis != "estimated" and len(answer.supplier) != 1):
        found.append(
            Problem("supplier", "not_one", "The claim names not one supplier and one recipient.")
        )
    if answer.basis == "estimated" and len(answer.supplier) > 1:
        found.append(Problem("supplier", "not_one", "An estimate is of one supplier, or of none."))
    if answer.basis != "estimated" and (answer.amount is None or answer.modifier != "exact"):
        found.append(Problem("amount", "not_one", "The claim has no single exact number."))
    if answer.first_day is None or answer.last_day is None:
        found.append(Problem("first_day", "missing", "The claim has no certain span of days."))
    return found


def enter(
    finding: Finding, answer: Answer, *, by: User, at: datetime
) -> tuple[Transfer | None, Estimate | None]:
    """The line or the estimate that comes of a claim. Raises `Rejected` with what the book says."""
    if answer.basis == "estimated":
        return None, ledger.enter_estimate(estimate=_estimate(finding, answer), by=by, at=at)
    report = ledger.record(source=_source(finding), drafts=[_draft(answer)], by=by, at=at)
    return report.transfers.get(), None


def _source(finding: Finding) -> ledger.Source:
    claim = finding.claim
    capture = claim.reading.capture
    return ledger.Source(
        committee=Committee.objects.get(slug="1718"),
        kind="press_account",
        reporting_state=claim.supplier[0] if len(claim.supplier) == 1 else None,
        document=str(capture)[:300],
        source_url=capture.article.url,
        known_on=finding.known_at,
        confidence="medium",
        note=_note(claim),
        key=f"finding:{finding.pk}",
    )


def _draft(answer: Answer) -> Draft:
    return Draft(
        supplier=answer.supplier[0],
        recipient=answer.recipient[0],
        commodity=answer.commodity,
        first_day=answer.first_day,
        last_day=answer.last_day,
        kind="nil" if answer.amount == 0 else "reported",
        amount=answer.amount,
        unit=answer.unit,
        row=1,
    )


def _estimate(finding: Finding, answer: Answer) -> ledger.Said:
    claim = finding.claim
    capture = claim.reading.capture
    value, low, high = answer.amount, answer.low, answer.high
    central = value if answer.modifier in ("exact", "about") else None
    if answer.modifier == "over":
        low = value
    elif answer.modifier in ("under", "up_to"):
        high = value
    said_by = ", ".join(core.state.name(code) for code in claim.asserted_by)
    return ledger.Said(
        committee=Committee.objects.get(slug="1718"),
        key=f"finding-{finding.pk}",
        commodity=answer.commodity,
        supplier=answer.supplier[0] if answer.supplier else None,
        recipient=answer.recipient[0],
        first_day=answer.first_day,
        last_day=answer.last_day,
        low=low,
        central=central,
        high=high,
        open_above=answer.modifier == "over",
        unit=answer.unit,
        method=f"As the press tells it; no method is given beyond “{claim.quote}”.",
        made_by=(said_by or capture.publisher or "not said")[:200],
        known_on=finding.known_at,
        source_url=capture.article.url,
        confidence="low",
        note=_note(claim),
    )


def _note(claim: Claim) -> str:
    return f"From the sentence with “{claim.quote}”."
