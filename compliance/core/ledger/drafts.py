"""Drafts of lines before they are recorded, and everything that is wrong with them at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from compliance.core.ledger.entries import COUNTING, KINDS, Account, Entry
from compliance.core.period import OutsideSchedule, Period
from compliance.core.quantity import UNITS, NotAnAmount, Quantity, read_amount
from compliance.core.regime import Straddles, Terms
from compliance.core.state import is_state, name


# The largest amount a line may hold: twelve digits before the point, six after.
LARGEST = Decimal("999999999999.999999")
PLACES = 6


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
    product: str = ""  # of the good, where the source names it: bitumen
    row: int = 0  # its place in the form or file, counted from 1
    unread: frozenset[str] = frozenset()  # fields whose words could not be read at all

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
    item: int = 0  # of several sent at once, counted from 1
    allowed: tuple[str, ...] = ()


FIELDS = (
    "supplier",
    "recipient",
    "commodity",
    "kind",
    "first_day",
    "last_day",
    "amount",
    "unit",
    "stated_amount",
    "stated_unit",
    "product",
    "note",
)


def read_draft(words: Mapping[str, str], *, row: int) -> tuple[Draft, list[Problem]]:
    """A line as a form, file or request spells it, and what could not be read of it.

    The draft is given back also where something could not be read, with that field empty and
    named in `unread`, so that its other problems show at once.
    """
    found: list[Problem] = []
    text = {field: words.get(field) or "" for field in FIELDS}

    def amount(field: str) -> Decimal | None:
        if not text[field].strip():
            return None
        try:
            return read_amount(text[field].strip())
        except NotAnAmount as problem:
            found.append(Problem(field, "not_an_amount", str(problem), row))
            return None

    def day(field: str) -> date | None:
        if not text[field].strip():
            return None
        try:
            if not _ISO_DAY.fullmatch(text[field].strip()):
                raise ValueError(field)
            return date.fromisoformat(text[field].strip())
        except ValueError:
            found.append(
                Problem(
                    field,
                    "not_a_day",
                    f"{text[field][:40]!r} is no day; write it as 2023-03-31.",
                    row,
                )
            )
            return None

    draft = Draft(
        supplier=text["supplier"],
        recipient=text["recipient"],
        commodity=text["commodity"],
        kind=text["kind"] or "reported",
        first_day=day("first_day"),
        last_day=day("last_day"),
        amount=amount("amount"),
        unit=text["unit"],
        stated_amount=amount("stated_amount"),
        stated_unit=text["stated_unit"],
        note=text["note"],
        product=text["product"].strip(),
        row=row,
    )
    return replace(draft, unread=frozenset(p.field for p in found)), found


_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def problems(
    drafts: Sequence[Draft],
    *,
    terms: Iterable[Terms],
    book: Account,
    known_on: date,
    units: Mapping[str, frozenset[str]],
    reporting_state: str | None = None,
    replacing: frozenset[int] = frozenset(),
    products: Mapping[str, frozenset[str]] = MappingProxyType({}),
) -> list[Problem]:
    """Every problem of every draft, in the order of rows.

    `terms` are the caps the drafts may fall under, `book` what stands already, `known_on` the day
    the document became known (nothing can be reported before it has happened), `units` the goods
    held with the units each can be counted in, `products` those that some cited factor knows of
    each good, `replacing` the ids of entries that the drafts correct and hence may repeat.
    """
    terms = list(terms)
    found: list[Problem] = []
    seen: list[tuple[Draft, Period]] = []
    for draft in drafts:
        own = _party_problems(draft, reporting_state) + _field_problems(draft, units, known_on)
        own += _product_problems(draft, products)
        found += own
        span = span_of(draft)
        if span is None:
            continue
        unheard = any(p.code in ("unknown_state", "unknown_commodity") for p in own)
        found += [
            p for p in _cap_problems(draft, span, terms) if not (unheard and p.code == "no_cap")
        ]
        found += _repeat_problems(draft, span, book, seen, replacing)
        seen.append((draft, span))
    unread = {(d.row, field) for d in drafts for field in d.unread}
    return sorted(
        (p for p in found if (p.row, p.field) not in unread or p.code != "missing"),
        key=lambda p: p.row,
    )


def _party_problems(draft: Draft, reporting_state: str | None) -> list[Problem]:
    found: list[Problem] = []
    for field in ("supplier", "recipient"):
        code = getattr(draft, field)
        if not is_state(code):
            found.append(
                Problem(
                    field,
                    "unknown_state",
                    f"{code!r} is no State; give its two-letter ISO 3166 code, as CN or RU.",
                    draft.row,
                )
            )
    if draft.supplier == draft.recipient and is_state(draft.supplier):
        found.append(
            Problem(
                "recipient",
                "own_recipient",
                f"{name(draft.supplier)} cannot be its own recipient; supplier and recipient "
                "differ.",
                draft.row,
            )
        )
    if reporting_state and reporting_state not in (draft.supplier, draft.recipient):
        found.append(
            Problem(
                "reporting_state",
                "reports_for_another",
                f"{name(reporting_state)} reports its own dealings, not those of "
                f"{name(draft.supplier)} with {name(draft.recipient)}.",
                draft.row,
            )
        )
    return found


def _product_problems(draft: Draft, products: Mapping[str, frozenset[str]]) -> list[Problem]:
    allowed = products.get(draft.commodity, frozenset())
    if not draft.product or draft.product in allowed:
        return []
    known = f"allowed: {', '.join(sorted(allowed))}" if allowed else "none is held of this good"
    return [
        Problem(
            "product",
            "unknown_product",
            f"{draft.product[:60]!r} is no product with a factor here; leave it empty, or {known}.",
            draft.row,
        )
    ]


def _field_problems(
    draft: Draft, units: Mapping[str, frozenset[str]], known_on: date
) -> list[Problem]:
    found: list[Problem] = []

    def wrong(field: str, code: str, message: str) -> None:
        found.append(Problem(field, code, message, draft.row))

    if draft.commodity not in units:
        wrong(
            "commodity",
            "unknown_commodity",
            f"{draft.commodity!r} is not held here; allowed: {', '.join(sorted(units))}.",
        )
    elif _has(draft, "amount") and draft.unit in UNITS:
        allowed = units[draft.commodity]
        if allowed and draft.unit not in allowed and draft.stated_unit not in allowed:
            wrong(
                "unit",
                "no_factor",
                f"No cited factor turns {draft.unit} of {draft.commodity} into its cap's unit; "
                f"allowed: {', '.join(sorted(allowed))}.",
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
    if any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in draft.note):
        wrong("note", "control_characters", "A note has no control characters in it.")
    return found


def _has(draft: Draft, field: str) -> bool:
    """Whether an amount was given, even one that could not be read: its unit is judged too."""
    return getattr(draft, field) is not None or field in draft.unread


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
        if draft.kind == "nil" and draft.amount.is_finite() and draft.amount != 0:
            wrong("amount", "nil_not_zero", f"A nil is 0, not {draft.amount}.")
        if draft.kind in ("blank", "unknown"):
            wrong(
                "amount",
                "blank_amount",
                f"A line that is {draft.kind} has no amount; a zero is the kind nil.",
            )
    if _has(draft, "amount") and draft.unit not in UNITS:
        wrong("unit", "unknown_unit", f"{draft.unit!r} is no unit held here; allowed: {units}.")
    if draft.stated_amount is not None:
        found += _number_problems("stated_amount", draft.stated_amount, draft.row)
    if _has(draft, "stated_amount"):
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


def span_of(draft: Draft) -> Period | None:
    """The days of a draft, where both are given and in order."""
    if draft.first_day and draft.last_day and draft.first_day <= draft.last_day < date.max:
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
        same_good = [t for t in terms if t.commodity == draft.commodity]
        other_end = any(t.recipient not in (None, draft.recipient) for t in same_good)
        found.append(
            Problem(
                ("recipient" if other_end else "supplier") if same_good else "commodity",
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
    if (held := already(draft, span, book.counted, replacing)) is not None:
        return [
            Problem(
                "first_day",
                "already_reported",
                f"{name(draft.supplier)} has already reported {_amount(held)} for {held.period} "
                f"(line {held.id}, known on {held.known_on}); correct that line instead.",
                draft.row,
            )
        ]
    if draft.kind not in COUNTING:
        return []
    flow = draft.commodity, draft.supplier, draft.recipient
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


def already(
    draft: Draft, span: Period, counted: Iterable[Entry], replacing: frozenset[int] = frozenset()
) -> Entry | None:
    """The entry that counts and says already what a draft of this span would say again."""
    if draft.kind not in COUNTING:
        return None
    flow = draft.commodity, draft.supplier, draft.recipient
    for entry in counted:
        if entry.flow != flow or entry.id in replacing or not entry.period.overlaps(span):
            continue
        if draft.kind == "sum" and entry.kind == "sum" and span.covers(entry.period):
            continue  # a wider sum takes the place of a narrower one
        if entry.kind == "sum" and entry.period.covers(span) and span != entry.period:
            continue  # a part of what is known only as a sum
        return entry
    return None


def _amount(entry: Entry) -> str:
    assert entry.quantity is not None  # an entry that counts has one
    return f"{entry.quantity.amount.normalize():,f} {entry.quantity.unit}"
