"""A reading's claims set against the ledger, and set anew when ledger or law change.

Ledger and law may change between the moment when they are loaded and the one when a finding is
kept. Whoever changes them leaves a `LedgerChange`, and `judge_anew` goes through the findings that
it concerns; a finding that is kept later than that, by what was loaded before it, would stay wrong.
So going through is counted, under a lock, and a finding is kept under the same lock, shared, and
only by what was loaded since the last count: either the one that goes through sees the finding, or
the one that keeps it sees the count and judges again.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection, transaction

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
from compliance.services.press.alone import alone, attempt, done


# Held by all who keep a finding, and by the one alone who counts and goes through.
_KEEPING = 1718005
# Held by a change of ledger or law that found no claim, and so noted nothing (a trigger).
_UNNOTED = 1718006


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
        return _reconciled(reading, row, at, bench)


def bench() -> queries.review.Bench:
    """Law and ledger as they are now, for a handful of readings that wait.

    Before the first finding of all, changes that began when there was no claim are waited for:
    they have left no note of themselves.
    """
    if not Finding.objects.exists():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_UNNOTED])
    return queries.review.bench()


def _reconciled(
    reading: Reading, row: Attempt, at: datetime, loaded: queries.review.Bench | None
) -> list[Finding]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock_shared(%s)", [_KEEPING])
        if loaded is None or loaded.gone_through != queries.review.gone_through():
            loaded = bench()
        judge, today = _Judge(at, loaded), at.date()
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


def _said(claim: Claim) -> core.review.Statement | core.review.Dealing | core.review.Silence:
    """The kept claim as the core judges it."""
    period = (claim.first_day, claim.last_day) if claim.first_day and claim.last_day else None
    spans = tuple(
        (date.fromisoformat(first), date.fromisoformat(last)) for first, last in claim.candidates
    )
    if claim.kind == "silence" and period is not None:
        return core.review.Silence(
            of=claim.category,
            commodity=claim.commodity,
            supplier=tuple(claim.supplier),
            recipient=tuple(claim.recipient),
            period=period,
            periods=spans,
        )
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
        periods=spans,
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
    if another worker has a change in hand: they are worked off one after the other, so that what
    one judged by an older ledger is never kept after what another judged by a newer. What is as it
    was gets no new row, and so keeps what a person decided of it.
    """
    with alone("judge anew", 0) as mine:
        held = LedgerChange.objects.filter(pk=change.pk).select_related("commodity")
        if not mine or (now := held.first()) is None:
            return None
        claims = _gone_through(now, most)
        with transaction.atomic():
            judge = _Judge(at, queries.review.bench()) if claims else None
            kept = []
            for claim in claims:
                assert judge is not None
                kept += _judged_anew(claim, judge, queries.review.what_changed(now))
            if len(claims) < most:
                now.delete()
            else:
                now.done_to = claims[-1].pk
                now.save()
            return kept


def _gone_through(change: LedgerChange, most: int) -> list[Claim]:
    """The next claims with a finding that a change concerns; the others will see the count."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_KEEPING])
            cursor.execute("select nextval('compliance_gone_through')")
        return list(queries.review.concerned(change)[:most])


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
