"""Where caps stand, from steps made beforehand: for pages of an account too long to be read whole.

A period without steps that stand is left out here; whoever asks folds its lines, or leaves it to
the page of the cap. So nothing is said that the fold would not say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection

from compliance.core.ledger import COUNTING
from compliance.core.ledger.steps import Step, rules
from compliance.core.period import OutsideSchedule, Period
from compliance.core.quantity import Policy
from compliance.models import Cap, Transfer
from compliance.queries.ledger.projection import Summary, summed
from compliance.queries.ledger.rows import seen_under


FEW = 2_000  # lines that a page reads whole


def few(caps: Iterable[Cap] | None = None) -> bool:
    """Whether the account, or that of some caps, is short enough for a page to read it whole."""
    rows = Transfer.objects.order_by()
    if caps is not None:
        rows = rows.filter(commodity__in={cap.commodity_id for cap in caps})
    return len(rows.values_list("pk", flat=True)[: FEW + 1]) <= FEW


_AT = """
    select {newest} run.cap_id, run.first_day, run.rules, step.value::text
    from compliance_usagerun run
    join lateral (
        select value from compliance_usagestep
        where run_id = run.id and known_on <= %(known_at)s
        order by known_on desc limit 1
    ) step on true
    where run.cap_id = any(%(caps)s) and run.policy = %(policy)s and run.behind = 0
        and run.first_day <= %(known_at)s {measured}
    order by run.cap_id, run.first_day {order}
"""
_EVERY = _AT.format(newest="", measured="", order="")
_NEWEST = _AT.format(
    newest="distinct on (run.cap_id)",
    measured="and exists (select from jsonb_array_elements(step.value -> 'totals') total"
    " where (total ->> 1)::int > 0)",
    order="desc",
)


def standing_steps(
    caps: Sequence[Cap], *, known_at: date, policy: Policy, newest: bool = False
) -> dict[int, list[Summary]]:
    """Of each cap the periods whose steps stand, oldest first; with `newest` of each the newest
    that has a figure. Two queries, however many caps and lines."""
    by_pk = {cap.pk: cap for cap in caps if cap.scheduled}
    if not by_pk:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            _NEWEST if newest else _EVERY,
            {"known_at": known_at, "caps": list(by_pk), "policy": policy.slug},
        )
        rows = cursor.fetchall()
    seen = seen_under(by_pk.values(), known_at)
    found: dict[int, list[Summary]] = {}
    for pk, first_day, made_by, value in rows:
        cap = by_pk[pk]
        terms = cap.terms
        if made_by != rules(terms, policy) or not terms.in_force(first_day):
            continue
        found.setdefault(pk, []).append(
            summed(
                cap,
                terms,
                terms.schedule.containing(first_day),
                Step.of_data(json.loads(value)),
                known_at=known_at,
                policy=policy,
                seen_on=seen.get(pk),
                from_step=True,
            )
        )
    return found


def newest_with_figure(cap: Cap, known_at: date) -> Period | None:
    """The newest period in which a line that counts was known by a day. One query."""
    rows = Transfer.objects.under(cap).filter(
        kind__in=COUNTING, withdrawn=False, known_on__lte=known_at, first_day__lte=known_at
    )
    last = rows.order_by("-first_day").values_list("first_day", flat=True).first()
    try:
        return cap.terms.schedule.containing(last) if last else None
    except OutsideSchedule:
        return None
