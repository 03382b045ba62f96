"""Lines of the ledger: a report recorded, a line corrected, withdrawn or reinstated."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from compliance import core, queries
from compliance.core.ledger import Draft, Problem, problems
from compliance.core.ledger.steps import months_of
from compliance.core.period import Period
from compliance.models import (
    Cap,
    Committee,
    Commodity,
    Conversion,
    Report,
    Transfer,
)
from compliance.services.ledger.locking import lock_caps, wait_for
from compliance.services.ledger.notices import issue_notices
from compliance.services.ledger.projection import keep
from compliance.services.ledger.rejected import Rejected


if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True)
class Source:
    """The document a report is: what it is called, where it stands, since when it is known."""

    committee: Committee
    kind: str
    known_on: date | None
    key: str  # made by whoever submits; the same key twice records nothing twice
    reporting_state: str | None = None
    document: str = ""
    source_url: str = ""
    known_not_before: date | None = None
    known_precision: str = "day"
    confidence: str = ""
    note: str = ""
    received_on: date | None = None  # the day it came to the Committee, where that is known


@transaction.atomic
def record(
    *,
    source: Source,
    drafts: Sequence[Draft],
    by: User | None,
    at: datetime,
    unread: Sequence[Problem] = (),
) -> Report:
    """A report with its lines, all or nothing.

    `unread` is what the door could not read of it: said together with the rest. Raises `Rejected`
    with every problem of every line. A report whose key is already held is given back unchanged.
    """
    wait_for(source.key)
    if held := Report.objects.filter(key=source.key).first():
        return held
    caps = lock_caps(draft.commodity for draft in drafts)
    if found := _wrong(source, drafts, caps, at, unread):
        raise Rejected(found)
    report = report_of(source, by, at)
    report.save()
    goods = {cap.commodity.code: cap.commodity for cap in caps if cap.commodity}
    if unlimited := {d.commodity for d in drafts} - set(goods):
        goods |= {c.code: c for c in Commodity.objects.filter(code__in=unlimited)}
    rows = []
    for place, draft in enumerate(drafts, start=1):
        series = uuid.uuid5(uuid.NAMESPACE_URL, f"{source.key}#{place}")
        rows.append(line_of(report, draft, goods[draft.commodity], series, 1, by, at))
        rows[-1].save()
    follow(caps, rows, at)
    return report


def check(
    *, source: Source, drafts: Sequence[Draft], at: datetime, unread: Sequence[Problem] = ()
) -> list[Problem]:
    """What `record` would say of a report now. It locks nothing and stores nothing."""
    return _wrong(source, drafts, _caps(draft.commodity for draft in drafts), at, unread)


def _wrong(
    source: Source,
    drafts: Sequence[Draft],
    caps: Sequence[Cap],
    at: datetime,
    unread: Sequence[Problem],
) -> list[Problem]:
    units, products = countable()
    return [
        *unread,
        *source_problems(source, drafts, at, unread),
        *problems(
            drafts,
            terms=[cap.terms for cap in caps if cap.computed],
            book=_book(drafts),
            known_on=source.known_on or at.date(),
            units=units,
            products=products,
            reporting_state=source.reporting_state,
        ),
    ]


@transaction.atomic
def correct(
    *,
    line: Transfer,
    draft: Draft,
    reason: str,
    by: User | None,
    at: datetime,
    source: Source | None = None,
    unread: Sequence[Problem] = (),
) -> Transfer:
    """The next revision of a line, with its reason.

    Without a `source` the correction is of our own typing: it rests on the same document and
    was known on the same day. With one it is a new statement of the State's, known on its day.
    Raises `Rejected`; also where the line is not the newest revision of its series.
    """
    caps = lock_caps([line.commodity.code, draft.commodity])
    last = _last_revision(line)
    if found := _wrong_correction(line, last, draft, reason, caps, at, source, unread):
        raise Rejected(found)
    report = last.report
    if source:
        report = report_of(source, by, at)
        report.save()
    commodity = Commodity.objects.get(code=draft.commodity)
    row = line_of(
        report, draft, commodity, last.series, last.revision + 1, by, at, reason=reason, like=last
    )
    row.save()
    follow(caps, [row], at, [last])
    return row


def check_correction(
    *,
    line: Transfer,
    draft: Draft,
    reason: str,
    at: datetime,
    source: Source | None = None,
    unread: Sequence[Problem] = (),
) -> list[Problem]:
    """What `correct` would say now. It locks nothing and stores nothing."""
    caps = _caps([line.commodity.code, draft.commodity])
    return _wrong_correction(line, _last_revision(line), draft, reason, caps, at, source, unread)


def _wrong_correction(
    line: Transfer,
    last: Transfer,
    draft: Draft,
    reason: str,
    caps: Sequence[Cap],
    at: datetime,
    source: Source | None,
    unread: Sequence[Problem],
) -> list[Problem]:
    found = [*unread, *revision_problems(line, last, reason)]
    if last.withdrawn:
        found.append(
            Problem("line", "withdrawn", "This line was withdrawn; record it anew instead.")
        )
    known_on = source.known_on if source else last.known_on
    if source:
        found += source_problems(source, [draft], at, unread)
        found += known_before(last, known_on, "A correction", "corrects")
    units, products = countable()
    found += problems(
        [draft],
        terms=[cap.terms for cap in caps if cap.computed],
        book=_book([draft]),
        known_on=known_on or at.date(),
        units=units,
        products=products,
        reporting_state=source.reporting_state if source else None,
        replacing=frozenset({last.pk}),
    )
    return found


@transaction.atomic
def withdraw(
    *,
    line: Transfer,
    reason: str,
    by: User | None,
    at: datetime,
    known_on: date | None = None,
) -> Transfer:
    """A revision that takes a line back, with its reason. Raises `Rejected`."""
    caps = lock_caps([line.commodity.code])
    last = _last_revision(line)
    found = revision_problems(line, last, reason)
    if last.withdrawn:
        found.append(Problem("line", "withdrawn", "This line is already withdrawn."))
    if known_on and known_on > at.date():
        found.append(_not_come_yet("known_on", known_on, "a withdrawal"))
    found += known_before(last, known_on, "A withdrawal", "withdraws")
    if found:
        raise Rejected(found)
    row = _again(last, withdrawn=True, reason=reason, by=by, at=at, known_on=known_on)
    follow(caps, [row], at, [last])
    return row


@transaction.atomic
def reinstate(
    *,
    line: Transfer,
    reason: str,
    by: User | None,
    at: datetime,
    known_on: date | None = None,
) -> Transfer:
    """A revision that lets a withdrawn line stand again as it was, with its reason.

    Raises `Rejected`; also where another line has taken its place meanwhile.
    """
    caps = lock_caps([line.commodity.code])
    last = _last_revision(line)
    found = revision_problems(line, last, reason)
    if not last.withdrawn:
        found.append(Problem("line", "not_withdrawn", "This line stands; nothing is to undo."))
    if known_on and known_on > at.date():
        found.append(_not_come_yet("known_on", known_on, "a reinstatement"))
    found += known_before(last, known_on, "A reinstatement", "undoes")
    draft = _draft_of(last)
    units, products = countable()
    found += problems(
        [draft],
        terms=[cap.terms for cap in caps if cap.computed],
        book=_book([draft]),
        known_on=known_on or last.known_on or at.date(),
        units=units,
        products=products,
    )
    if found:
        raise Rejected(found)
    row = _again(last, withdrawn=False, reason=reason, by=by, at=at, known_on=known_on)
    follow(caps, [row], at, [last])
    return row


def _draft_of(line: Transfer) -> Draft:
    return Draft(
        supplier=line.supplier,
        recipient=line.recipient,
        commodity=line.commodity.code,
        first_day=line.first_day,
        last_day=line.last_day,
        kind=line.kind,
        amount=line.amount,
        unit=line.unit,
        stated_amount=line.stated_amount,
        stated_unit=line.stated_unit,
        product=line.product,
        note=line.note,
    )


def _again(
    last: Transfer,
    *,
    withdrawn: bool,
    reason: str,
    by: User | None,
    at: datetime,
    known_on: date | None,
) -> Transfer:
    """The next revision of a line, the same in all but whether it stands and since when."""
    return Transfer.objects.create(
        report=last.report,
        series=last.series,
        revision=last.revision + 1,
        kind=last.kind,
        supplier=last.supplier,
        recipient=last.recipient,
        commodity=last.commodity,
        first_day=last.first_day,
        last_day=last.last_day,
        amount=last.amount,
        unit=last.unit,
        stated_amount=last.stated_amount,
        stated_unit=last.stated_unit,
        product=last.product,
        known_on=known_on or last.known_on,
        known_precision="day" if known_on else last.known_precision,
        known_not_before=None if known_on else last.known_not_before,
        withdrawn=withdrawn,
        reason=reason,
        confidence=last.confidence,
        note=last.note,
        recorded_at=at,
        recorded_by=by,
    )


def follow(
    caps: Sequence[Cap], rows: Sequence[Transfer], at: datetime, before: Sequence[Transfer] = ()
) -> None:
    """What follows from new lines: the steps of usage, then the notices due.

    Where the steps show that no threshold was passed or left on any day, there is none.
    """
    quiet = keep(caps, rows)
    spans = [Period.through(line.first_day, line.last_day) for line in (*rows, *before)]
    for cap in caps:
        if cap.computed and cap.pk not in quiet:
            issue_notices(cap=cap, at=at, spans=spans)


def _caps(commodities: Iterable[str]) -> list[Cap]:
    """The caps on these goods, not locked: for looking alone."""
    rows = Cap.objects.with_terms().filter(commodity__code__in=set(commodities))
    return list(rows.order_by("pk"))


def _book(drafts: Sequence[Draft]) -> core.ledger.Account:
    """What stands in the months of some drafts, of their goods and suppliers."""
    spans = [
        Period.through(d.first_day, d.last_day)
        for d in drafts
        if d.first_day and d.last_day and d.first_day <= d.last_day < date.max
    ]
    if not spans:
        return core.ledger.account([])
    rows = Transfer.objects.filter(
        commodity__code__in={d.commodity for d in drafts},
        supplier__in={d.supplier for d in drafts},
    )
    entries, _ = queries.ledger.closed(rows, months_of(spans))
    return core.ledger.account(entries)


Held = Mapping[str, frozenset[str]]


def countable() -> tuple[Held, Held]:
    """The goods held: each with the units in which it counts against its caps, and its products."""
    limits: dict[str, set[str]] = {}
    rows = Commodity.objects.values_list("code", "caps__limits__unit", "caps__limits__amount")
    for code, unit, amount in rows.order_by():
        limits.setdefault(code, set()).update([unit] if amount is not None else [])
    units = {code: set(held) for code, held in limits.items()}
    products: dict[str, set[str]] = {code: set() for code in limits}
    factors = Conversion.objects.values_list("commodity__code", "product", "from_unit", "to_unit")
    for code, product, from_unit, to_unit in factors.order_by():
        if to_unit in limits.get(code, ()):
            units[code].add(from_unit)
        if product:
            products[code].add(product)
    return _frozen(units), _frozen(products)


def _frozen(held: dict[str, set[str]]) -> Held:
    return {code: frozenset(names) for code, names in held.items()}


def _last_revision(line: Transfer) -> Transfer:
    return Transfer.objects.with_source().filter(series=line.series).order_by("-revision")[:1].get()


def revision_problems(line: Transfer, last: Transfer, reason: str) -> list[Problem]:
    """What forbids that a line gets its next revision from this one."""
    found = []
    if not reason.strip():
        found.append(
            Problem("reason", "missing", "Say in a sentence why the line changes; it is kept.")
        )
    if last.pk != line.pk:
        found.append(
            Problem(
                "line",
                "changed_meanwhile",
                f"Somebody corrected this line meanwhile (revision {last.revision}); "
                "look at it and correct that.",
            )
        )
    return found


def _not_come_yet(field: str, day: date, what: str) -> Problem:
    return Problem(field, "future", f"{day} has not come yet; {what} is known from a day that has.")


def known_before(last: Transfer, known_on: date | None, what: str, does: str) -> list[Problem]:
    """A change of a figure is not known before the figure."""
    if last.known_on is None or known_on is None or known_on >= last.known_on:
        return []
    return [
        Problem(
            "known_on",
            "before_original",
            f"{what} cannot be known before the figure it {does}, {last.known_on}.",
        )
    ]


def source_problems(
    source: Source, drafts: Sequence[Draft], at: datetime, unread: Sequence[Problem]
) -> list[Problem]:
    """What is wrong with a document by itself, beside what the door has `unread` of it."""
    found = []
    said = {problem.field for problem in unread}
    if source.known_on and source.known_on > at.date():
        found.append(_not_come_yet("known_on", source.known_on, "a report"))
    if source.known_on and source.known_not_before and source.known_not_before > source.known_on:
        found.append(
            Problem(
                "known_not_before",
                "backwards",
                f"The earlier bound, {source.known_not_before}, lies after {source.known_on}.",
            )
        )
    if source.received_on and source.received_on > (source.known_on or at.date()):
        found.append(
            Problem(
                "received_on",
                "backwards",
                f"A report is received before it is public, not on {source.received_on}.",
            )
        )
    if (
        source.known_on is None
        and "known_on" not in said
        and any(d.kind != "unknown" for d in drafts)
    ):
        found.append(
            Problem("known_on", "missing", "Give the first day on which the report was public.")
        )
    if source.reporting_state and not core.state.is_state(source.reporting_state):
        found.append(
            Problem(
                "reporting_state",
                "unknown_state",
                f"{source.reporting_state!r} is no State; give its two-letter ISO 3166 code.",
            )
        )
    if source.kind not in dict(Report.KINDS) and "kind" not in said:
        found.append(
            Problem(
                "kind",
                "unknown_kind",
                f"{source.kind!r} is no kind of document; allowed: "
                f"{', '.join(dict(Report.KINDS))}.",
            )
        )
    if not drafts:
        found.append(Problem("lines", "missing", "A report has at least one line."))
    return found


def report_of(source: Source, by: User | None, at: datetime) -> Report:
    """A report as a document gives it, not kept yet."""
    return Report(
        committee=source.committee,
        kind=source.kind,
        reporting_state=source.reporting_state,
        document=source.document,
        source_url=source.source_url,
        known_on=source.known_on,
        known_not_before=source.known_not_before,
        known_precision=source.known_precision,
        received_on=source.received_on,
        confidence=source.confidence,
        note=source.note,
        key=source.key,
        recorded_at=at,
        recorded_by=by,
    )


def line_of(
    report: Report,
    draft: Draft,
    commodity: Commodity,
    series: uuid.UUID,
    revision: int,
    by: User | None,
    at: datetime,
    *,
    reason: str = "",
    like: Transfer | None = None,
) -> Transfer:
    """A revision of a line as a draft gives it, not kept yet."""
    assert draft.first_day is not None  # `problems` refuses a draft without
    assert draft.last_day is not None
    dated = like if like is not None and like.report_id == report.pk else report
    return Transfer(
        report=report,
        series=series,
        revision=revision,
        kind=draft.kind,
        supplier=draft.supplier,
        recipient=draft.recipient,
        commodity=commodity,
        first_day=draft.first_day,
        last_day=draft.last_day,
        amount=draft.amount,
        unit=draft.unit if draft.amount is not None else "",
        stated_amount=draft.stated_amount,
        stated_unit=draft.stated_unit if draft.stated_amount is not None else "",
        product=draft.product,
        known_on=dated.known_on,
        known_not_before=dated.known_not_before,
        known_precision=dated.known_precision,
        reason=reason,
        confidence=report.confidence,
        note=draft.note,
        recorded_at=at,
        recorded_by=by,
    )
