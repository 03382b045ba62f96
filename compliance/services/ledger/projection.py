"""Keep the steps of usage equal to the fold, in the same transaction as the lines they stand on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Subquery
from django.db.models.functions import Coalesce

from compliance import queries
from compliance.core.ledger import Entry
from compliance.core.ledger.steps import NEVER, Step, Wider, digest, months_of, moved, rules, steps
from compliance.core.period import Period
from compliance.core.quantity import Policy
from compliance.core.regime import Terms
from compliance.models import Cap, Transfer, UsageRun, UsageStep
from compliance.queries.ledger.rows import closed, scope


@transaction.atomic
def project(*, cap: Cap, period: Period, policy: Policy) -> UsageRun:
    """The steps of one period of a cap made anew from its lines, under the cap's lock."""
    locked = Cap.objects.select_for_update(of=("self",)).with_terms().get(pk=cap.pk)
    return _make(locked, period, policy)


def _make(cap: Cap, period: Period, policy: Policy) -> UsageRun:
    UsageRun.objects.filter(cap=cap, first_day=period.start, policy=policy.slug).delete()
    entries, terms = scope(cap, period), cap.terms
    reach = queries.ledger.projection.reach(period, entries)
    run = UsageRun.objects.create(
        cap=cap,
        first_day=period.start,
        policy=policy.slug,
        reach_first_day=reach.start,
        reach_last_day=reach.last_day,
        rules=rules(terms, policy),
    )
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.known_on or NEVER].append(entry)
    found = dict(steps(terms, period, entries, policy))
    held, lines, said = Step(()), 0, 0
    rows = []
    for day in sorted({*found, *by_day}):
        held = found.get(day, held)
        lines, said = lines + len(by_day[day]), said + digest(by_day[day])
        rows.append(
            UsageStep(
                run=run,
                known_on=day,
                value=held.as_data(),
                lines=lines,
                digest=f"{said % 2**256:064x}",
            )
        )
    UsageStep.objects.bulk_create(rows, batch_size=500)
    return run


def keep(caps: Iterable[Cap], rows: Sequence[Transfer]) -> set[int]:
    """Let the steps of these caps follow lines that were written just now, in this transaction.

    Steps that were out of date already stay so: the fold is read in their place until
    `manage.py project` makes them anew. A period that has no steps gets them where its cap has any.

    Gives back the caps for which every period concerned has steps by the first policy, and by
    these no threshold is passed or left on any day: no notice can follow.
    """
    held = {cap.pk: cap for cap in caps if cap.scheduled}
    runs = list(UsageRun.objects.filter(cap__in=held).order_by("pk"))
    if not runs:
        return set()
    policies = [row.policy for row in queries.regime.policies()]
    by_slug = {policy.slug: policy for policy in policies}
    history = _history(rows)
    followed: dict[int, set[date]] = defaultdict(set)
    loud: set[int] = set()
    for run in runs:
        if not run.behind or run.policy not in by_slug:
            continue
        cap, policy = held[run.cap_id], by_slug[run.policy]
        terms = cap.terms
        ours = [series for series in history if _touches(run, terms, series)]
        quiet = False
        if run.behind == len(ours) and run.rules == rules(terms, policy):
            period = terms.schedule.containing(run.first_day)
            reach = Period.through(run.reach_first_day, run.reach_last_day)
            spans = [e.period for series in ours for e in series if _concerned(terms, e)]
            if all(reach.covers(span) for span in spans):
                quiet = _follow(run, cap, terms, period, policy, ours)
            else:
                _make(cap, period, policy)
        if policy == policies[0]:
            followed[cap.pk].add(run.first_day)
            loud |= set() if quiet else {cap.pk}
    _begin(held, runs, history, by_slug)
    return {
        pk
        for pk, cap in held.items()
        if pk not in loud and _starts(cap.terms, history) <= followed[pk]
    }


def catch_up() -> int:
    """Every run of steps that lines came in behind, made anew, each in a transaction of its own:
    after a long table, whose lines are not followed one by one. How many were made."""
    policies = {row.policy.slug: row.policy for row in queries.regime.policies()}
    late = UsageRun.objects.filter(behind__gt=0, policy__in=policies).order_by("pk")
    made = 0
    for run in late:
        cap = Cap.objects.with_terms().get(pk=run.cap_id)
        if cap.scheduled:
            period = cap.terms.schedule.containing(run.first_day)
            project(cap=cap, period=period, policy=policies[run.policy])
            made += 1
    return made


def _starts(terms: Terms, history: list[list[Entry]]) -> set[date]:
    """The periods of a cap in which a line lies or lay; all of its months, for it may be a sum."""
    spans = [e.period for series in history for e in series if _concerned(terms, e)]
    return {
        period.start
        for span in spans
        for period in terms.schedule.until(span.last_day)
        if period.overlaps(span) and terms.in_force(period.start)
    }


def _history(rows: Sequence[Transfer]) -> list[list[Entry]]:
    """Each line written with the revisions before it, itself last."""
    corrected = {row.series for row in rows if row.revision > 1}
    before: dict[object, list[Entry]] = defaultdict(list)
    if corrected:
        for row in queries.ledger.lines().filter(series__in=corrected).order_by("revision"):
            before[row.series].append(row.entry)
    return [
        [*(e for e in before[row.series] if e.revision < row.revision), row.entry] for row in rows
    ]


def _touches(run: UsageRun, terms: Terms, series: list[Entry]) -> bool:
    reach = Period.through(run.reach_first_day, run.reach_last_day)
    return any(reach.overlaps(e.period) and _concerned(terms, e) for e in series)


def _concerned(terms: Terms, entry: Entry) -> bool:
    return terms.concerns(
        commodity=entry.commodity, supplier=entry.supplier, recipient=entry.recipient
    )


def _follow(
    run: UsageRun, cap: Cap, terms: Terms, period: Period, policy: Policy, ours: list[list[Entry]]
) -> bool:
    """Move the steps of a run; whether each still reaches the thresholds that it did."""
    fresh = [series[-1] for series in ours]
    first = min(e.known_on or NEVER for e in fresh)
    last_before = run.steps.filter(known_on__lt=first).order_by("-known_on").values("known_on")[:1]
    kept = list(run.steps.filter(known_on__gte=Coalesce(Subquery(last_before), first)))
    by_supplier: dict[str, list[Period]] = defaultdict(list)
    for series in ours:
        for supplier in {e.supplier for e in series}:
            by_supplier[supplier] += [e.period for e in series]
    rows = _rows(run, kept, sorted({e.known_on or NEVER for e in fresh}))
    values = {day: Step.of_data(row.value) for day, row in rows.items()}
    passed = {day: _passed(terms, value) for day, value in values.items()}
    duty = terms.duty.reporters if terms.duty else ()
    for supplier, spans in sorted(by_supplier.items()):
        months, whole = months_of(spans), months_of([period, *spans])
        if supplier not in duty and not all(held.present(supplier) for held in values.values()):
            months = whole
        try:
            values = _moved(cap, terms, period, policy, supplier, fresh, values, months)
        except Wider:
            values = _moved(cap, terms, period, policy, supplier, fresh, values, whole)
    for day, row in rows.items():
        mine = [e for e in fresh if (e.known_on or NEVER) <= day]
        row.value = values[day].as_data()
        row.lines += len(mine)
        row.digest = f"{(int(row.digest, 16) + digest(mine)) % 2**256:064x}"
    UsageStep.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["run", "known_on"],
        update_fields=["value", "lines", "digest"],
    )
    UsageRun.objects.filter(pk=run.pk).update(behind=0)
    return passed == {day: _passed(terms, value) for day, value in values.items()}


def _passed(terms: Terms, value: Step) -> list[bool]:
    """Which thresholds a step is at or over; the whole of the cap is always one."""
    share = max((s.share for s in value.sums(terms)), default=Decimal(0))
    return [share >= mark for mark in (*(t.share for t in terms.thresholds), Decimal(1))]


def _rows(run: UsageRun, kept: list[UsageStep], days: list[date]) -> dict[date, UsageStep]:
    """The steps from the first of some days on, with one on each of those days."""
    found = {row.known_on: row for row in kept}
    for day in days:
        if day not in found:
            last = found[max(d for d in found if d < day)]
            found[day] = UsageStep(
                run=run, known_on=day, value=last.value, lines=last.lines, digest=last.digest
            )
    return {
        day: UsageStep(run=run, known_on=day, value=row.value, lines=row.lines, digest=row.digest)
        for day, row in sorted(found.items())
        if day >= days[0]
    }


def _moved(
    cap: Cap,
    terms: Terms,
    period: Period,
    policy: Policy,
    supplier: str,
    fresh: list[Entry],
    values: dict[date, Step],
    months: Period,
) -> dict[date, Step]:
    rows = Transfer.objects.under(cap).filter(supplier=supplier)
    after, months = closed(rows, months)
    new = {e.id for e in fresh}
    before = [e for e in after if e.id not in new]
    return {
        day: moved(
            terms,
            period,
            held,
            supplier=supplier,
            before=before,
            after=after,
            policy=policy,
            known_at=day,
            months=months,
        )
        for day, held in values.items()
    }


def _begin(
    caps: dict[int, Cap],
    runs: list[UsageRun],
    history: list[list[Entry]],
    policies: dict[str, Policy],
) -> None:
    """Steps for a period in which the first line came, where the cap's other periods have them."""
    held = {(run.cap_id, run.policy, run.first_day) for run in runs}
    for cap_id, slug in sorted({(run.cap_id, run.policy) for run in runs}):
        cap, policy = caps[cap_id], policies.get(slug)
        for first_day in sorted(_starts(cap.terms, history)):
            if policy and (cap_id, slug, first_day) not in held:
                _make(cap, cap.terms.schedule.containing(first_day), policy)
