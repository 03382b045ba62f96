"""Acts of judgement: set a reading's claims against the ledger; keep what a person decides."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from compliance import core, queries
from compliance.core.ledger import Draft, Problem
from compliance.core.quantity import Quantity
from compliance.models import (
    Attempt,
    Claim,
    Committee,
    Finding,
    FindingLine,
    LedgerChange,
    Reading,
    Review,
)
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
    newer = Finding.objects.filter(claim=finding.claim, view=finding.view, pk__gt=finding.pk)
    if newer.exists():
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
