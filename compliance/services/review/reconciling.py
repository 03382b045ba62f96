"""A reading's claims set against the ledger, and set anew when ledger or law change."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from compliance import core, queries
from compliance.core.quantity import Quantity
from compliance.models import (
    Attempt,
    Claim,
    Finding,
    FindingLine,
    LedgerChange,
    Reading,
)
from compliance.services.press.alone import attempt, done


def reconcile(
    *, reading: Reading, at: datetime, bench: queries.review.Bench | None = None
) -> list[Finding]:
    """A finding for each claim of a reading that can be compared and has none yet.

    `bench`: law and ledger loaded just now for several readings; without it they are loaded here.
    Judged by what was known on the last day that the text itself supports as its date; and where
    what is known now says otherwise, by that too.
    """
    article, subject = reading.capture.article, str(reading.pk)
    with attempt(article=article, step="reconcile", subject=subject, at=at) as row:
        return _reconciled(reading, row, _Judge(at, bench or queries.review.bench()))


def _reconciled(reading: Reading, row: Attempt, judge: _Judge) -> list[Finding]:
    at, today = judge.at, judge.at.date()
    with transaction.atomic():
        held = Reading.objects.select_for_update().filter(pk=reading.pk).values_list("pk").get()
        waiting = Claim.objects.comparable().filter(reading=held, findings=None)
        found = []
        for claim in waiting.select_related("figure"):
            claim.reading = reading
            known_at = _day(claim, at)
            then = judge(claim, known_at)
            found.append(_found(claim, then, judge, known_at, "then"))
            if known_at < today and (now := judge(claim, today)) != then:
                found.append(_found(claim, now, judge, today, "now"))
        _keep(found)
        done(row)
        return [finding for finding, _ in found if finding.view == "then"]


def _day(claim: Claim, at: datetime) -> date:
    """The day of a claim's article, as its text supports it."""
    reading = claim.reading
    return min(reading.dated_last_day or reading.published_on or at.date(), at.date())


class _Judge:
    """The law, the ledger and the factors at a moment, and what follows for a claim on a day."""

    def __init__(self, at: datetime, bench: queries.review.Bench) -> None:
        self.at, self.bench, self.policy = at, bench, bench.policy

    def __call__(self, claim: Claim, known_at: date) -> core.review.Verdict:
        bench = self.bench
        return core.review.reconcile(
            _said(claim),
            law=bench.law,
            entries=bench.entries,
            policy=bench.policy,
            known_at=known_at,
            book=bench.book(known_at),
        )


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


# A finding about to be kept, and the ids of the lines that it was set against.
Found = tuple[Finding, tuple[int, ...]]


def _found(
    claim: Claim,
    verdict: core.review.Verdict,
    judge: _Judge,
    known_at: date,
    view: str,
    *,
    supersedes: Finding | None = None,
    because: str = "",
) -> Found:
    finding = Finding(
        claim=claim,
        verdict=verdict.code,
        reason=verdict.reason,
        view=view,
        known_at=known_at,
        policy=judge.policy.slug,
        compared=_compared(verdict),
        paragraphs=list(verdict.paragraphs),
        reconciled_at=judge.at,
        supersedes=supersedes,
        because=because,
    )
    return finding, tuple(verdict.lines)


def _keep(found: list[Found]) -> list[Finding]:
    kept = Finding.objects.bulk_create([finding for finding, _ in found])
    FindingLine.objects.bulk_create(
        FindingLine(finding=finding, transfer_id=line) for finding, lines in found for line in lines
    )
    return kept


def judge_anew(*, change: LedgerChange, at: datetime, most: int = 100) -> list[Finding] | None:
    """The findings that a change of ledger or law has made other, set anew beside the old ones.

    A hundred claims at a time; the change is gone once no claim is left that it concerns. None
    if another worker has it in hand. What is as it was gets no new row, and so keeps what a
    person decided of it.
    """
    with transaction.atomic():
        held = LedgerChange.objects.select_for_update(skip_locked=True).filter(pk=change.pk)
        if (locked := held.first()) is None:
            return None
        change = locked
        claims = list(queries.review.concerned(change)[:most])
        judge = _Judge(at, queries.review.bench()) if claims else None
        kept = []
        for claim in claims:
            assert judge is not None
            kept += _judged_anew(claim, judge, queries.review.what_changed(change))
        if len(claims) < most:
            change.delete()
        else:
            change.done_to = claims[-1].pk
            change.save()
        return kept


def _judged_anew(claim: Claim, judge: _Judge, because: str) -> list[Finding]:
    kept = []
    then, now = (_last(claim, view) for view in ("then", "now"))
    assert then is not None
    verdict = judge(claim, then.known_at)
    if _other(then, verdict):
        anew = _found(
            claim, verdict, judge, then.known_at, "then", supersedes=then, because=because
        )
        kept += _keep([anew])
        then = kept[0]
    today = judge.at.date()
    verdict = judge(claim, today)
    if _other(now or then, verdict):
        anew = _found(claim, verdict, judge, today, "now", supersedes=now, because=because)
        kept += _keep([anew])
    return kept


def _last(claim: Claim, view: str) -> Finding | None:
    return claim.findings.filter(view=view).order_by("-id").first()


def _other(finding: Finding, verdict: core.review.Verdict) -> bool:
    """Whether a judgement says anything else than a finding that is kept."""
    return (
        finding.verdict != verdict.code
        or finding.compared != _compared(verdict)
        or finding.paragraphs != list(verdict.paragraphs)
        or set(finding.lines.values_list("pk", flat=True)) != set(verdict.lines)
    )


def judge_all_anew() -> LedgerChange:
    """Every claim is to be judged anew, as after a change of everything."""
    return LedgerChange.objects.create(what="asked")


def _compared(verdict: core.review.Verdict) -> dict[str, dict[str, str] | None]:
    return {
        "stated": _plain(verdict.stated),
        "ledger": _plain(verdict.ledger),
        "difference": _plain(verdict.difference),
    }


def _plain(quantity: Quantity | None) -> dict[str, str] | None:
    if quantity is None:
        return None
    return {"amount": f"{quantity.amount.normalize():f}", "unit": quantity.unit}
