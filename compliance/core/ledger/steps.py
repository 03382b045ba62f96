"""Usage in steps: what a period had used on each day on which knowledge of it changed.

A step is small however many lines it stands on, and steps add: what a supplier's lines in some
months come to is added to what the rest came to. So a step can follow a new line without the
other lines being read again. The fold (`step` over every line) stays the truth; `steps` and
`moved` must give the same, and `tests/properties` and `manage.py project --verify` hold them to it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from compliance.core.ledger.coverage import CELLS, Coverage, cells
from compliance.core.ledger.entries import Account, Entry, account, near
from compliance.core.ledger.usage import usage
from compliance.core.period import Period
from compliance.core.quantity import Policy, Quantity
from compliance.core.regime import Duty, Terms


# Raised with each change of what the fold makes of the same lines: older steps then lapse.
FOLD = 1
NEVER = date.min  # the step before anything was known
LONG_DAYS = 31  # a span longer than a month is looked for by another index


@dataclass(frozen=True, slots=True)
class Totals:
    """What is counted against one limit, and how many lines are left out of it, by why."""

    used: Decimal = Decimal(0)
    counted: int = 0
    unconverted: int = 0
    astride: int = 0
    clashing: int = 0
    turned: int = 0

    def plus(self, other: Totals, sign: int = 1) -> Totals:
        return Totals(
            self.used + sign * other.used,
            self.counted + sign * other.counted,
            self.unconverted + sign * other.unconverted,
            self.astride + sign * other.astride,
            self.clashing + sign * other.clashing,
            self.turned + sign * other.turned,
        )


@dataclass(frozen=True, slots=True)
class Sum:
    """Totals against their limit: what `status` reads of a usage, without its entries."""

    limit: Quantity
    totals: Totals

    @property
    def used(self) -> Quantity:
        return Quantity(self.totals.used, self.limit.unit)

    @property
    def counted(self) -> int:
        return self.totals.counted

    @property
    def turned(self) -> bool:
        return self.totals.turned > 0

    @property
    def evidence(self) -> tuple[int, ...]:
        return ()  # a sum does not know its entries

    @property
    def whole(self) -> bool:
        return not (self.totals.unconverted or self.totals.astride or self.totals.clashing)

    @property
    def share(self) -> Decimal:
        return self.totals.used / self.limit.amount

    @property
    def left(self) -> Quantity:
        return self.limit - self.used


@dataclass(frozen=True, slots=True)
class Share:
    """One supplier's part: lines that touch the period, and totals by limit."""

    lines: int
    totals: tuple[tuple[int, Decimal], ...]

    def __bool__(self) -> bool:
        return bool(self.lines or any(n or used for n, used in self.totals))

    def plus(self, other: Share, sign: int = 1) -> Share:
        return Share(
            self.lines + sign * other.lines,
            tuple(
                (n + sign * m, used + sign * more)
                for (n, used), (m, more) in zip(self.totals, other.totals, strict=True)
            ),
        )


# What a cell is before its report is due; after, the table having been looked at since; after,
# nobody having looked.
Fate = tuple[str, str, str]
Cells = Mapping[date, Mapping[Fate, int]]


@dataclass(frozen=True, slots=True)
class Step:
    """A period as known on a day: totals by limit, suppliers, and cells by the day they are due."""

    totals: tuple[Totals, ...]
    suppliers: Mapping[str, Share] = field(default_factory=dict)
    cells: Cells = field(default_factory=dict)

    def plus(self, other: Step, sign: int = 1) -> Step:
        suppliers = dict(self.suppliers)
        for supplier, share in other.suppliers.items():
            held = suppliers.get(supplier, Share(0, tuple((0, Decimal(0)) for _ in share.totals)))
            suppliers[supplier] = held.plus(share, sign)
        return Step(
            tuple(a.plus(b, sign) for a, b in zip(self.totals, other.totals, strict=True)),
            {s: share for s, share in sorted(suppliers.items()) if share},
            _add(self.cells, other.cells, sign),
        )

    def present(self, supplier: str) -> bool:
        return supplier in self.suppliers and self.suppliers[supplier].lines > 0

    def sums(self, terms: Terms) -> tuple[Sum, ...]:
        """One a limit, the binding one first, as `usages` orders them."""
        every = [Sum(limit, t) for limit, t in zip(terms.limits, self.totals, strict=True)]
        return tuple(sorted(every, key=lambda s: -s.share))

    def coverage(self, *, on: date, seen_on: date | None) -> Coverage:
        """The cells counted as they are on a day; `seen_on` is when the table was last seen."""
        n = dict.fromkeys(CELLS, 0)
        for due_on, fates in self.cells.items():
            which = 0 if on <= due_on else 1 if seen_on is not None and seen_on > due_on else 2
            for fate, count in fates.items():
                n[fate[which]] += count
        return Coverage(
            expected=sum(n.values()),
            received=n["quantity"] + n["nil"] + n["sum"],
            silent=n["silent"],
            unclear=n["unclear"],
            unknown=n["unknown"],
            waiting=n["waiting"],
            last_known_on=None,
        )

    # How it is kept

    def as_data(self) -> dict[str, Any]:
        return {
            "totals": [
                [_words(t.used), t.counted, t.unconverted, t.astride, t.clashing, t.turned]
                for t in self.totals
            ],
            "suppliers": {
                supplier: [share.lines, *([n, _words(used)] for n, used in share.totals)]
                for supplier, share in sorted(self.suppliers.items())
            },
            "cells": {
                due_on.isoformat(): {"/".join(fate): n for fate, n in sorted(fates.items())}
                for due_on, fates in sorted(self.cells.items())
            },
        }

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Step:
        return cls(
            tuple(Totals(Decimal(used), *counts) for used, *counts in data["totals"]),
            {
                supplier: Share(lines, tuple((n, Decimal(used)) for n, used in totals))
                for supplier, (lines, *totals) in data["suppliers"].items()
            },
            {
                date.fromisoformat(due_on): {_fate(words): n for words, n in fates.items()}
                for due_on, fates in data["cells"].items()
            },
        )


def _words(amount: Decimal) -> str:
    """The amount with no more digits than it needs: equal amounts are written alike."""
    return f"{amount.normalize():f}" if amount else "0"


@lru_cache(maxsize=256)
def _fate(words: str) -> Fate:
    before, seen, unseen = words.split("/")
    return before, seen, unseen


def _add(a: Cells, b: Cells, sign: int) -> Cells:
    found = {due_on: dict(fates) for due_on, fates in a.items()}
    for due_on, fates in b.items():
        mine = found.setdefault(due_on, {})
        for fate, n in fates.items():
            mine[fate] = mine.get(fate, 0) + sign * n
    return {
        due_on: {fate: n for fate, n in fates.items() if n}
        for due_on, fates in sorted(found.items())
        if any(fates.values())
    }


def nothing(terms: Terms) -> Step:
    return Step(tuple(Totals() for _ in terms.limits))


def step(
    terms: Terms, period: Period, entries: Iterable[Entry], policy: Policy, *, known_at: date
) -> Step:
    """The fold: a period as known on a day, from every line that has a say in it."""
    mine = list(entries)
    book = account(mine, known_at=known_at)
    return _counted(terms, period, book, policy).plus(
        Step(nothing(terms).totals, {}, _fates(terms, period, book, mine, known_at))
    )


def steps(
    terms: Terms, period: Period, entries: Iterable[Entry], policy: Policy
) -> Iterator[tuple[date, Step]]:
    """Every step of a period, from `NEVER` on, made supplier by supplier and month by month."""
    by_supplier: dict[str, list[Entry]] = defaultdict(list)
    for same in _by_series(near(entries, months_of([period]))):
        for supplier in {e.supplier for e in same if _concerned(terms, e)}:
            by_supplier[supplier] += same
    moves: dict[date, list[tuple[Step, Step]]] = defaultdict(list, {NEVER: []})
    duty = terms.duty.reporters if terms.duty else ()
    for supplier in sorted({*duty, *by_supplier}):
        empty = part(terms, period, supplier, [], policy, known_at=NEVER, months=period)
        deltas: dict[date, Step] = {NEVER: empty}
        for months, group in _groups(by_supplier[supplier], months_of([period])):
            held = part(terms, period, supplier, [], policy, known_at=NEVER, months=months)
            for day in sorted({NEVER, *(e.known_on for e in group if e.known_on)}):
                now = part(terms, period, supplier, group, policy, known_at=day, months=months)
                deltas[day] = deltas.get(day, nothing(terms)).plus(now.plus(held, -1))
                held = now
        at, shown = nothing(terms), nothing(terms)
        for day, delta in sorted(deltas.items()):
            at = at.plus(delta)
            showing = at if supplier in duty or at.present(supplier) else replace(at, cells={})
            moves[day].append((showing, shown))
            shown = showing
    whole = nothing(terms)
    for day, changes in sorted(moves.items()):
        for new, old in changes:
            whole = whole.plus(new).plus(old, -1)
        yield day, whole


def seen(
    terms: Terms, period: Period, entries: Iterable[Entry], policy: Policy
) -> Iterator[tuple[date, Sum]]:
    """The binding sum of a period on each day on which something became known."""
    for day, found in steps(terms, period, entries, policy):
        yield day, found.sums(terms)[0]


class Wider(Exception):
    """A supplier came or went: its cells of the whole period come or go with it."""


def moved(
    terms: Terms,
    period: Period,
    held: Step,
    *,
    supplier: str,
    before: Iterable[Entry],
    after: Iterable[Entry],
    policy: Policy,
    known_at: date,
    months: Period,
) -> Step:
    """A step after some of a supplier's lines changed; `before` and `after` have its lines with a
    say in `months`, `Wider` is raised where that is not enough."""
    then = part(terms, period, supplier, before, policy, known_at=known_at, months=months)
    now = part(terms, period, supplier, after, policy, known_at=known_at, months=months)
    found = held.plus(Step(now.totals, now.suppliers)).plus(Step(then.totals, then.suppliers), -1)
    if terms.duty and supplier in terms.duty.reporters:
        was = is_now = True
    else:
        was, is_now = held.present(supplier), found.present(supplier)
    if was != is_now and not months.covers(period):
        raise Wider(supplier)
    grown = _add(found.cells, now.cells, 1) if is_now else found.cells
    return replace(found, cells=_add(grown, then.cells, -1) if was else grown)


def part(
    terms: Terms,
    period: Period,
    supplier: str,
    entries: Iterable[Entry],
    policy: Policy,
    *,
    known_at: date,
    months: Period,
) -> Step:
    """What one supplier's lines in some months come to; `entries` hold all with a say in them."""
    mine = list(entries)
    book = _of(supplier, account(mine, known_at=known_at)) if mine else Account(())
    narrow = replace(terms, duty=replace(terms.duty or Duty(()), reporters=(supplier,)))
    counted = _counted(terms, period, book, policy) if mine else nothing(terms)
    if not months.overlaps(period):  # near enough to be looked at, and of another period
        return counted
    return replace(counted, cells=_fates(narrow, _within(months, period), book, mine, known_at))


def _of(supplier: str, book: Account) -> Account:
    """What of a book is one supplier's: a line that was re-attributed is another's now."""
    return Account(
        tuple(e for e in book.counted if e.supplier == supplier),
        clashing=tuple(e for e in book.clashing if e.supplier == supplier),
        others=tuple(e for e in book.others if e.supplier == supplier),
    )


def _by_series(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Lines with their revisions together."""
    found: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.series].append(entry)
    return list(found.values())


def months_of(spans: Iterable[Period]) -> Period:
    """The whole months that some spans touch, with those between them."""
    spans = list(spans)
    first, last = min(s.start for s in spans), max(s.last_day for s in spans)
    return Period(
        Period.month(first.year, first.month).start, Period.month(last.year, last.month).end
    )


def _within(months: Period, period: Period) -> Period:
    return Period(max(months.start, period.start), min(months.end, period.end))


def _groups(entries: list[Entry], reach: Period) -> Iterator[tuple[Period, list[Entry]]]:
    """A supplier's lines in groups that touch no month in common, each with its months.

    A line that moved in a correction brings its groups together.
    """
    wholes = sorted(
        ((months_of(e.period for e in same), same) for same in _by_series(entries)),
        key=lambda pair: pair[0],
    )
    at: Period | None = None
    group: list[Entry] = []
    for months, same in wholes:
        if at is not None and at.overlaps(months):
            at = Period(at.start, max(at.end, months.end))
        else:
            if at is not None and at.overlaps(reach):
                yield at, group
            at, group = months, []
        group += same
    if at is not None and at.overlaps(reach):
        yield at, group


def _concerned(terms: Terms, entry: Entry) -> bool:
    return terms.concerns(
        commodity=entry.commodity, supplier=entry.supplier, recipient=entry.recipient
    )


def _counted(terms: Terms, period: Period, book: Account, policy: Policy) -> Step:
    totals = []
    shares: dict[str, list[tuple[int, Decimal]]] = {}
    lines: dict[str, int] = defaultdict(int)
    for entry in book.counted:
        if period.overlaps(entry.period) and _concerned(terms, entry):
            lines[entry.supplier] += 1
    for place, limit in enumerate(terms.limits):
        used = usage(terms, period, book, policy, limit=limit)
        totals.append(
            Totals(
                used.used.amount,
                len(used.counted),
                len(used.unconverted),
                len(used.astride),
                len(used.clashing),
                sum(c.converted.factor is not None for c in used.counted),
            )
        )
        for c in used.counted:
            share = shares.setdefault(c.entry.supplier, [(0, Decimal(0)) for _ in terms.limits])
            n, amount = share[place]
            share[place] = n + 1, amount + c.quantity.amount
    none = tuple((0, Decimal(0)) for _ in terms.limits)
    return Step(
        tuple(totals),
        {s: Share(n, tuple(shares[s]) if s in shares else none) for s, n in sorted(lines.items())},
    )


def _fates(
    terms: Terms, period: Period, book: Account, entries: list[Entry], known_at: date
) -> Cells:
    found: dict[date, dict[Fate, int]] = {}
    asked = ((date.min, date.min), (date.max, date.max), (date.max, date.min))
    matrices = [
        cells(terms, period, book, entries, on=on, known_at=known_at, seen_on=seen_on)
        for on, seen_on in asked
    ]
    for before, seen, unseen in zip(*matrices, strict=True):
        fates = found.setdefault(before.due_on, {})
        fate = before.state, seen.state, unseen.state
        fates[fate] = fates.get(fate, 0) + 1
    return dict(sorted(found.items()))


# What a step stands on


@lru_cache(maxsize=512)
def rules(terms: Terms, policy: Policy) -> str:
    """The digest of all that a step stands on beside its lines: the law, the factors, the fold."""
    return hashlib.sha256(repr((FOLD, terms, policy)).encode()).hexdigest()


def digest(entries: Iterable[Entry]) -> int:
    """The digest of some lines in any order: of two sets, the sum of theirs (modulo 2^256)."""
    return sum(_digest(entry) for entry in entries) % 2**256


def _digest(e: Entry) -> int:
    said = (
        str(e.series), e.revision, e.kind, e.supplier, e.recipient, e.commodity,
        e.period.start.isoformat(), e.period.end.isoformat(),
        e.known_on.isoformat() if e.known_on else None,
        (_words(e.quantity.amount), e.quantity.unit) if e.quantity else None,
        (_words(e.stated.amount), e.stated.unit) if e.stated else None,
        e.withdrawn,
        *([e.product] if e.product else []),
    )  # fmt: skip
    return int.from_bytes(hashlib.sha256(repr(said).encode()).digest(), "big")
