"""What follows from the lines: notices that are due, taken back when a correction undoes them, and
the Secretary's own, which a person enters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from compliance import core, queries
from compliance.core.ledger import Crossing, Entry, Problem
from compliance.core.period import OutsideSchedule, Period
from compliance.core.quantity import Policy
from compliance.core.regime import Terms
from compliance.models import Cap, Delivery, IssuedNotice, Notice, NoticeWithdrawal
from compliance.services.ledger.rejected import Rejected


if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def issue_notices(*, cap: Cap, at: datetime, spans: Iterable[Period] | None = None) -> list[Notice]:
    """Give the notices that are due and take back those that are not any more, under the cap's
    lock; running it twice adds none. With `spans` only of the periods in which a change in these
    spans has a say.

    A threshold has one open notice a period at most. It re-arms by the withdrawal alone: when the
    total falls under the threshold the notice is withdrawn, and only a later crossing gives the
    next, numbered by its `occasion`.
    """
    locked = Cap.objects.with_terms().select_for_update(of=("self",)).get(pk=cap.pk)
    policy = queries.regime.policy().policy
    terms = locked.terms
    last: dict[tuple[date, Decimal], Notice] = {}
    for held in (
        Notice.objects.filter(cap=locked, book="reported")
        .select_related("withdrawal")
        .order_by("occasion")
    ):
        last[held.first_day, held.share] = held
    changed = (
        None
        if spans is None
        else [e.period for span in spans for e in queries.ledger.scope(locked, span)]
    )
    issued: list[Notice] = []
    for period in terms.schedule.until(at.date()):
        if not terms.in_force(period.start) or (
            changed is not None and not any(period.overlaps(span) for span in changed)
        ):
            continue
        lines = queries.ledger.scope(locked, period)
        for crossing in queries.ledger.crossings(
            cap, terms, period, lines, policy, known_at=at.date()
        ):
            notice = last.get((period.start, crossing.threshold.share))
            given = notice is not None and not hasattr(notice, "withdrawal")
            if crossing.standing_since is not None and not given:
                occasion = notice.occasion + 1 if notice else 1
                issued.append(_notice(locked, terms, period, crossing, lines, policy, occasion, at))
            elif crossing.standing_since is None and given:
                assert notice is not None
                _take_back(notice, terms, period, lines, policy, at)
    return issued


def _notice(
    cap: Cap,
    terms: Terms,
    period: Period,
    crossing: Crossing,
    lines: list[Entry],
    policy: Policy,
    occasion: int,
    at: datetime,
) -> Notice:
    day = crossing.standing_since
    assert day is not None
    share = crossing.threshold.share
    used = core.ledger.usages(terms, period, core.ledger.account(lines, known_at=day), policy)[0]
    return Notice.objects.create(
        cap=cap,
        first_day=period.start,
        last_day=period.last_day,
        share=share,
        effect=crossing.threshold.effect,
        used=used.used.amount.quantize(core.quantity.MILLIONTH),
        limit=used.limit.amount,
        unit=used.limit.unit,
        policy=policy.slug,
        known_on=day,
        reason=(
            f"{used.used.amount.normalize():,f} {used.used.unit} of "
            f"{used.limit.amount.normalize():,f} were reported by what was known on {day} "
            f"(policy {policy.slug}): {share * 100:.0f} per cent reached ({terms.citation}). "
            "Due by our arithmetic; whether the Secretary gave notice is not known here."
        ),
        occasion=occasion,
        issued_at=at,
    )


def _take_back(
    notice: Notice, terms: Terms, period: Period, lines: list[Entry], policy: Policy, at: datetime
) -> None:
    book = core.ledger.account(lines, known_at=at.date())
    used = core.ledger.usages(terms, period, book, policy)[0]
    NoticeWithdrawal.objects.create(
        notice=notice,
        reason=(
            f"{used.used.amount.normalize():,f} {used.used.unit} of "
            f"{used.limit.amount.normalize():,f} stand by what is known on {at.date()}: under "
            f"{notice.share * 100:.0f} per cent again, after a correction or withdrawal."
        ),
        withdrawn_at=at,
    )


@transaction.atomic
def deliver(*, notice: Notice, channel: str, at: datetime, detail: str = "") -> Delivery:
    """That a notice went out by a channel; the same twice is one."""
    row, _ = Delivery.objects.get_or_create(
        notice=notice, channel=channel, defaults={"delivered_at": at, "detail": detail}
    )
    return row


@transaction.atomic
def enter_issued(
    *,
    cap: Cap,
    first_day: date,
    share: Decimal,
    issued_on: date,
    known_on: date,
    document: str,
    by: User | None,
    at: datetime,
    source_url: str = "",
    note: str = "",
) -> IssuedNotice:
    """That the Secretary gave notice, as a document shows; the same document twice is one.

    Raises `Rejected`. Nothing is asked of our own arithmetic: the Secretary may have had figures
    that nobody published.
    """
    found = _issued_problems(cap, first_day, share, issued_on, known_on, document, at)
    if found:
        raise Rejected(found)
    row, _ = IssuedNotice.objects.get_or_create(
        cap=cap,
        first_day=first_day,
        share=share,
        document=document,
        defaults={
            "issued_on": issued_on,
            "known_on": known_on,
            "source_url": source_url,
            "note": note,
            "recorded_at": at,
            "recorded_by": by,
        },
    )
    return row


def _issued_problems(
    cap: Cap,
    first_day: date,
    share: Decimal,
    issued_on: date,
    known_on: date,
    document: str,
    at: datetime,
) -> list[Problem]:
    found = []
    if not document.strip():
        found.append(Problem("document", "missing", "Name the document that shows the notice."))
    shares = sorted({t.share for t in cap.terms.thresholds} | {Decimal(1)})
    if share not in shares:
        allowed = ", ".join(f"{s * 100:.0f} %" for s in shares)
        found.append(
            Problem("share", "no_threshold", f"{share} is no threshold of it; allowed: {allowed}.")
        )
    try:
        if cap.terms.schedule.containing(first_day).start != first_day:
            raise OutsideSchedule
    except OutsideSchedule:
        found.append(
            Problem("first_day", "no_period", f"No period of {cap.title} begins on {first_day}.")
        )
    if known_on > at.date():
        found.append(Problem("known_on", "future", f"{known_on} has not come yet."))
    if issued_on > known_on:
        found.append(
            Problem("issued_on", "backwards", f"It was issued after {known_on}, when it was known.")
        )
    return found
