"""Drafts of lines before they are recorded, and everything that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from compliance.core.ledger.entries import COUNTING, KINDS, Account
from compliance.core.period import OutsideSchedule, Period
from compliance.core.quantity import UNITS, Quantity
from compliance.core.regime import Straddles, Terms
from compliance.core.state import is_state, name


# The largest amount a line may hold: twelve digits before the point, three after.
LARGEST = Decimal("999999999999.999")
PLACES = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A line as somebody typed or sent it, not yet believed."""

    supplier: str
    recipient: str
    commodity: str
    first_day: date | None
    last_day: date | None
    kind: str = "reported"
    amount: Decimal | None = None
    unit: str = ""
    stated_amount: Decimal | None = None
    stated_unit: str = ""
    note: str = ""
    row: int = 0  # its place in the form or file, counted from 1

    @property
    def quantity(self) -> Quantity | None:
        return Quantity(self.amount, self.unit) if self.amount is not None else None

    @property
    def stated(self) -> Quantity | None:
        return Quantity(self.stated_amount, self.stated_unit) if self.stated_amount else None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where, by which rule, and in a sentence that says what is allowed."""

    field: str
    code: str
    message: str
    row: int = 0


def problems(
    drafts: Sequence[Draft],
    *,
    terms: Iterable[Terms],
    book: Account,
    known_on: date,
    commodities: Iterable[str],
    replacing: frozenset[int] = frozenset(),
) -> list[Problem]:
    """Every problem of every draft, in the order of rows.

    `terms` are the caps the drafts may fall under, `book` what stands already, `known_on` the day
    the document became known (nothing can be reported before it has happened), `replacing` the
    ids of entries that the drafts correct and hence may repeat.
    """
    terms, allowed = list(terms), set(commodities)
    found: list[Problem] = []
    seen: list[tuple[Draft, Period]] = []
    for draft in drafts:
        found += _field_problems(draft, allowed, known_on)
        span = _span(draft)
        if span is None:
            continue
        found += _cap_problems(draft, span, terms)
        found += _repeat_problems(draft, span, book, seen, replacing)
        seen.append((draft, span))
    return sorted(found, key=lambda p: p.row)


def _field_problems(draft: Draft, commodities: set[str], known_on: date) -> list[Problem]:
    found: list[Problem] = []

    def wrong(field: str, code: str, message: str) -> None:
        found.append(Problem(field, code, message, draft.row))

    for field in ("supplier", "recipient"):
        code = getattr(draft, field)
        if not is_state(code):
            wrong(
                field, "unknown_state", f"{code!r} is no State; give its two-letter ISO 3166 code."
            )
    if draft.supplier == draft.recipient and is_state(draft.supplier):
        wrong(
            "recipient",
            "own_recipient",
            f"{name(draft.supplier)} cannot be its own recipient; supplier and recipient differ.",
        )
    if draft.commodity not in commodities:
        wrong(
            "commodity",
            "unknown_commodity",
            f"{draft.commodity!r} is not held here; allowed: {', '.join(sorted(commodities))}.",
        )
    if draft.kind not in KINDS:
        wrong("kind", "unknown_kind", f"{draft.kind!r} is none of {', '.join(KINDS)}.")
    found += _amount_problems(draft)
    if draft.first_day is None:
        wrong("first_day", "missing", "Give the first day of the span, as 2023-03-01.")
    if draft.last_day is None:
        wrong("last_day", "missing", "Give the last day of the span, as 2023-03-31.")
    if draft.first_day and draft.last_day and draft.last_day < draft.first_day:
        wrong(
            "last_day",
            "backwards",
            f"The last day, {draft.last_day}, lies before the first, {draft.first_day}.",
        )
    if draft.last_day and draft.last_day > known_on:
        wrong(
            "last_day",
            "future",
            f"The span ends on {draft.last_day}, after {known_on}, the day the report became "
            "known; what has not happened cannot be reported.",
        )
    return found


def _amount_problems(draft: Draft) -> list[Problem]:
    found: list[Problem] = []

    def wrong(field: str, code: str, message: str) -> None:
        found.append(Problem(field, code, message, draft.row))

    units = ", ".join(UNITS)
    if draft.amount is None:
        if draft.kind in COUNTING:
            wrong(
                "amount",
                "missing",
                f"A line that is {draft.kind} has an amount; 0 for an explicit nil. "
                "For nothing reported choose the kind blank.",
            )
    else:
        found += _number_problems("amount", draft.amount, draft.row)
        if draft.unit not in UNITS:
            wrong("unit", "unknown_unit", f"{draft.unit!r} is no unit held here; allowed: {units}.")
        if draft.kind == "nil" and draft.amount.is_finite() and draft.amount != 0:
            wrong("amount", "nil_not_zero", f"A nil is 0, not {draft.amount}.")
        if draft.kind == "blank":
            wrong("amount", "blank_amount", "A blank has no amount; a zero is the kind nil.")
    if draft.stated_amount is not None:
        found += _number_problems("stated_amount", draft.stated_amount, draft.row)
        if draft.stated_unit not in UNITS:
            wrong(
                "stated_unit",
                "unknown_unit",
                f"{draft.stated_unit!r} is no unit held here; allowed: {units}.",
            )
        elif draft.stated_unit == draft.unit:
            wrong(
                "stated_unit",
                "same_unit",
                f"The second amount is the same quantity in another unit than {draft.unit}.",
            )
    return found


def _number_problems(field: str, amount: Decimal, row: int) -> list[Problem]:
    if not amount.is_finite():
        return [Problem(field, "not_a_number", f"{amount} is not a number.", row)]
    if amount < 0:
        return [
            Problem(
                field,
                "negative",
                f"{amount} is below zero; a quantity supplied is 0 or more. "
                "To take a figure back, correct or withdraw its line.",
                row,
            )
        ]
    if amount > LARGEST:
        return [Problem(field, "too_large", f"{amount} is over {LARGEST:,f}.", row)]
    exponent = amount.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > PLACES:
        return [
            Problem(
                field, "too_precise", f"{amount} has more than {PLACES} decimals; none is cut.", row
            )
        ]
    return []


def _span(draft: Draft) -> Period | None:
    if draft.first_day and draft.last_day and draft.first_day <= draft.last_day:
        return Period.through(draft.first_day, draft.last_day)
    return None


def _cap_problems(draft: Draft, span: Period, terms: list[Terms]) -> list[Problem]:
    """A counting line lies in one period of each cap that it concerns."""
    if draft.kind not in COUNTING:
        return []
    concerned = [
        t
        for t in terms
        if t.concerns(commodity=draft.commodity, supplier=draft.supplier, recipient=draft.recipient)
    ]
    found: list[Problem] = []
    inside = False
    for t in concerned:
        try:
            t.period_of(span)
            inside = True
        except Straddles as straddles:
            inside = True
            found.append(
                Problem(
                    "last_day",
                    "straddles",
                    f"{straddles}. Split the line at that day; nothing is pro-rated.",
                    draft.row,
                )
            )
        except OutsideSchedule:
            continue
    if concerned and not inside:
        first = min(t.begins for t in concerned)
        found.append(
            Problem(
                "first_day",
                "outside_cap",
                f"No cap on this good was in force on {span.start}; the first began on {first}.",
                draft.row,
            )
        )
    if not concerned:
        found.append(
            Problem(
                "commodity",
                "no_cap",
                f"No cap held here limits this good from {name(draft.supplier)} "
                f"to {name(draft.recipient)}.",
                draft.row,
            )
        )
    return found


def _repeat_problems(
    draft: Draft,
    span: Period,
    book: Account,
    seen: list[tuple[Draft, Period]],
    replacing: frozenset[int],
) -> list[Problem]:
    """A span is reported once; a new figure for it is a correction of the line that stands."""
    if draft.kind not in COUNTING:
        return []
    flow = draft.commodity, draft.supplier, draft.recipient
    for entry in book.counted:
        if entry.flow != flow or entry.id in replacing or not entry.period.overlaps(span):
            continue
        if draft.kind == "sum" and entry.kind == "sum" and span.covers(entry.period):
            continue  # a wider sum takes the place of a narrower one
        if entry.kind == "sum" and entry.period.covers(span) and span != entry.period:
            continue  # a part of what is known only as a sum
        assert entry.quantity is not None
        return [
            Problem(
                "first_day",
                "already_reported",
                f"{name(draft.supplier)} has already reported {entry.quantity.amount:,f} "
                f"{entry.quantity.unit} for {entry.period} (line {entry.id}, known on "
                f"{entry.known_on}); correct that line instead.",
                draft.row,
            )
        ]
    for other, other_span in seen:
        other_flow = other.commodity, other.supplier, other.recipient
        if other.kind in COUNTING and other_flow == flow and other_span.overlaps(span):
            return [
                Problem(
                    "first_day",
                    "repeated",
                    f"This span is already in line {other.row} of the same report.",
                    draft.row,
                )
            ]
    return []
