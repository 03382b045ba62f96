"""Acts of judgement: set a reading's claims against the ledger; keep what a person decides."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from compliance import core, queries
from compliance.core.ledger import Draft, Problem
from compliance.core.quantity import Quantity
from compliance.models import Attempt, Claim, Committee, Finding, FindingLine, Reading, Review
from compliance.services import ledger
from compliance.services.ledger import Rejected
from compliance.services.press.alone import attempt, done


if TYPE_CHECKING:
    from django.contrib.auth.models import User


def reconcile(
    *, reading: Reading, at: datetime, bench: queries.review.Bench | None = None
) -> list[Finding]:
    """A finding for each claim of a reading that can be compared and has none yet.

    `bench`: law and ledger loaded just now for several readings; without it they are loaded here.
    Judged by what was known on the last day that the text itself supports as its date.
    """
    article, subject = reading.capture.article, str(reading.pk)
    with attempt(article=article, step="reconcile", subject=subject, at=at) as row:
        return _reconciled(reading, row, at, bench or queries.review.bench())


def _reconciled(
    reading: Reading, row: Attempt, at: datetime, bench: queries.review.Bench
) -> list[Finding]:
    known_at = min(reading.dated_last_day or reading.published_on or at.date(), at.date())
    law, policy, entries = bench.law, bench.policy, bench.entries
    book = core.review.Book(entries, policy=policy, known_at=known_at)
    with transaction.atomic():
        locked = Reading.objects.select_for_update().get(pk=reading.pk)
        waiting = Claim.objects.comparable().filter(reading=locked, findings=None)
        found = [
            _finding(
                claim,
                core.review.reconcile(
                    _said(claim),
                    law=law,
                    entries=entries,
                    policy=policy,
                    known_at=known_at,
                    book=book,
                ),
                known_at,
                policy.slug,
                at,
            )
            for claim in waiting.select_related("figure")
        ]
        done(row)
        return found


def _said(claim: Claim) -> core.review.Statement | core.review.Dealing:
    """The kept claim as the core judges it."""
    period = (claim.first_day, claim.last_day) if claim.first_day and claim.last_day else None
    if claim.kind == "allegation" or claim.figure is None:
        return core.review.Dealing(
            category=claim.category,
            sender=tuple(claim.supplier),
            recipient=tuple(claim.recipient),
            period=period,
            asserted_by=tuple(claim.asserted_by),
            denied_by=tuple(claim.denied_by),
        )
    figure = claim.figure
    return core.review.Statement(
        value=figure.value,
        low=figure.low,
        high=figure.high,
        unit=figure.unit,
        modifier=figure.modifier,
        commodity=claim.commodity or None,
        role=claim.role,
        basis=claim.basis or None,
        supplier=tuple(claim.supplier),
        recipient=tuple(claim.recipient),
        period=period,
        periods=tuple(
            (date.fromisoformat(first), date.fromisoformat(last))
            for first, last in claim.candidates
        ),
    )


def _finding(
    claim: Claim, verdict: core.review.Verdict, known_at: date, policy: str, at: datetime
) -> Finding:
    finding = Finding.objects.create(
        claim=claim,
        verdict=verdict.code,
        reason=verdict.reason,
        known_at=known_at,
        policy=policy,
        compared={
            "stated": _plain(verdict.stated),
            "ledger": _plain(verdict.ledger),
            "difference": _plain(verdict.difference),
        },
        paragraphs=list(verdict.paragraphs),
        reconciled_at=at,
    )
    FindingLine.objects.bulk_create(
        FindingLine(finding=finding, transfer_id=line) for line in verdict.lines
    )
    return finding


def _plain(quantity: Quantity | None) -> dict[str, str] | None:
    if quantity is None:
        return None
    return {"amount": f"{quantity.amount.normalize():f}", "unit": quantity.unit}


@transaction.atomic
def decide(
    *,
    finding: Finding,
    decision: str,
    by: User,
    at: datetime,
    note: str = "",
) -> Review:
    """What a person decides of a finding; `record` also enters the claim in the ledger.

    Raises `Rejected` with every reason why not.
    """
    finding = (
        Finding.objects.select_for_update(of=("self",))
        .select_related("claim__figure", "claim__reading__capture__article")
        .get(pk=finding.pk)
    )
    found = _decision_problems(finding, decision, note)
    if found:
        raise Rejected(found)
    transfer = None
    if decision == "record":
        source, draft = _as_report(finding)
        report = ledger.record(source=source, drafts=[draft], by=by, at=at)
        transfer = report.transfers.get()
    return Review.objects.create(
        finding=finding,
        decision=decision,
        note=note,
        transfer=transfer,
        decided_at=at,
        decided_by=by,
    )


def _decision_problems(finding: Finding, decision: str, note: str) -> list[Problem]:
    found = []
    allowed = [code for code, _ in Review.DECISIONS]
    if decision not in allowed:
        found.append(
            Problem(
                "decision",
                "unknown",
                f"{decision!r} is no decision; allowed: {', '.join(allowed)}.",
            )
        )
    if decision in ("reject", "second_look") and not note.strip():
        found.append(Problem("note", "missing", "Say in a sentence why; it is kept."))
    if Finding.objects.filter(claim=finding.claim, pk__gt=finding.pk).exists():
        found.append(
            Problem("finding", "outdated", "A newer finding on this claim exists; decide on that.")
        )
    final = finding.reviews.exclude(decision="second_look").first()
    if final is not None:
        found.append(
            Problem(
                "finding",
                "decided",
                f"Already decided: {final.get_decision_display()} "
                f"({final.decided_by}, {final.decided_at:%d %B %Y}).",
            )
        )
    if decision == "record":
        found += _record_problems(finding.claim)
    return found


def _record_problems(claim: Claim) -> list[Problem]:
    """A claim enters the reported book only whole: one State to another, a span, one number."""
    found = []
    if claim.role != "transfer" or claim.basis != "reported":
        found.append(
            Problem(
                "decision",
                "not_a_report",
                "Only a figure that a State reported enters the reported book; "
                "estimates and allegations stand beside it.",
            )
        )
    if len(claim.supplier) != 1 or len(claim.recipient) != 1:
        found.append(
            Problem("supplier", "not_one", "The claim names not one supplier and one recipient.")
        )
    if claim.figure is None or claim.figure.value is None or claim.figure.modifier != "exact":
        found.append(Problem("amount", "not_one", "The claim has no single exact number."))
    if claim.first_day is None or claim.candidates:
        found.append(Problem("first_day", "missing", "The claim has no certain span of days."))
    return found


def _as_report(finding: Finding) -> tuple[ledger.Source, Draft]:
    claim = finding.claim
    capture = claim.reading.capture
    assert claim.figure is not None
    return (
        ledger.Source(
            committee=Committee.objects.get(slug="1718"),
            kind="press_account",
            reporting_state=claim.supplier[0],
            document=str(capture),
            source_url=capture.article.url,
            known_on=finding.known_at,
            confidence="medium",
            note=f"From the sentence with “{claim.quote}”.",
            key=f"finding:{finding.pk}",
        ),
        Draft(
            supplier=claim.supplier[0],
            recipient=claim.recipient[0],
            commodity=claim.commodity,
            first_day=claim.first_day,
            last_day=claim.last_day,
            kind="nil" if claim.figure.value == 0 else "reported",
            amount=Decimal(claim.figure.value or 0),
            unit=claim.figure.unit,
            row=1,
        ),
    )
