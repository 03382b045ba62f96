"""What somebody holds a figure to say, field by field: the machine's answer, or a person's.

The two are never mixed: the machine's stands in its claim for ever, a person's in the review.
Answers are compared as they are kept, so "3,125" and "3125.0" are the same amount.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from compliance.core.ledger.drafts import LARGEST, Problem
from compliance.core.quantity import UNITS, NotAnAmount, read_amount
from compliance.core.state import names


BASES = {"reported": "reported to the Committee", "estimated": "estimated", "alleged": "alleged"}
MODIFIERS = {
    "exact": "exactly",
    "about": "about",
    "over": "over",
    "under": "under",
    "up_to": "up to",
    "range": "from … to",
}
LABELS = {
    "modifier": "How exact",
    "amount": "Amount",
    "low": "Low",
    "high": "High",
    "unit": "Unit",
    "commodity": "Good",
    "supplier": "Supplier",
    "recipient": "Recipient",
    "first_day": "First day",
    "last_day": "Last day",
    "basis": "Basis",
}
FIELDS = tuple(LABELS)


@dataclass(frozen=True, slots=True)
class Answer:
    """A quantity, good, way and span, and on what footing it was said. Empty: not said."""

    modifier: str = ""
    amount: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    commodity: str = ""
    supplier: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    basis: str = ""
    unread: frozenset[str] = field(default=frozenset(), compare=False)

    def kept(self) -> dict[str, Any]:
        """The answer as it is kept: one way of writing each value."""
        return {name: _kept(getattr(self, name)) for name in FIELDS}


def of_kept(kept: Mapping[str, Any]) -> Answer:
    """The answer that was kept."""
    return Answer(
        modifier=kept.get("modifier") or "",
        amount=_amount(kept.get("amount")),
        low=_amount(kept.get("low")),
        high=_amount(kept.get("high")),
        unit=kept.get("unit") or "",
        commodity=kept.get("commodity") or "",
        supplier=tuple(kept.get("supplier") or ()),
        recipient=tuple(kept.get("recipient") or ()),
        first_day=_day(kept.get("first_day")),
        last_day=_day(kept.get("last_day")),
        basis=kept.get("basis") or "",
    )


def differing(answer: Answer, other: Answer) -> tuple[str, ...]:
    """The fields in which two answers differ."""
    one, two = answer.kept(), other.kept()
    return tuple(name for name in FIELDS if one[name] != two[name])


def written(answer: Answer) -> dict[str, str]:
    """The answer in the words of a form: what `read_answer` reads back."""
    return {
        name: ", ".join(value) if isinstance(value, list) else str(value or "")
        for name, value in answer.kept().items()
    }


def read_answer(words: Mapping[str, str], *, goods: frozenset[str]) -> tuple[Answer, list[Problem]]:
    """An answer as a form or a request spells it, with everything that could not be read of it."""
    found: list[Problem] = []

    def one_of(name: str, allowed: Mapping[str, str] | frozenset[str]) -> str:
        said = words.get(name, "").strip()
        if said and said not in allowed:
            found.append(
                Problem(name, "unknown", f"{said[:40]!r} is none of {', '.join(sorted(allowed))}.")
            )
            return ""
        return said

    def amount(name: str) -> Decimal | None:
        said = words.get(name, "").strip()
        try:
            value = read_amount(said) if said else None
        except NotAnAmount as problem:
            found.append(Problem(name, "not_an_amount", str(problem)))
            return None
        if value is not None and value > LARGEST:
            found.append(Problem(name, "too_large", f"At most {LARGEST:,f} can be kept."))
            return None
        return value

    def day(name: str) -> date | None:
        said = words.get(name, "").strip()
        try:
            return _day(said)
        except ValueError:
            problem = f"{said[:40]!r} is no day; write it as 2023-03-31."
            found.append(Problem(name, "not_a_day", problem))
            return None

    def states(name: str) -> tuple[str, ...]:
        codes = set()
        for each in filter(None, map(str.strip, words.get(name, "").split(","))):
            code = _state(each)
            if code is None:
                found.append(
                    Problem(
                        name,
                        "unknown_state",
                        f"{each[:40]!r} is no State; give its name or two-letter code, several "
                        "with commas between.",
                    )
                )
            else:
                codes.add(code)
        return tuple(sorted(codes))

    answer = Answer(
        modifier=one_of("modifier", MODIFIERS),
        amount=amount("amount"),
        low=amount("low"),
        high=amount("high"),
        unit=one_of("unit", frozenset(UNITS)),
        commodity=one_of("commodity", goods),
        supplier=states("supplier"),
        recipient=states("recipient"),
        first_day=day("first_day"),
        last_day=day("last_day"),
        basis=one_of("basis", BASES),
    )
    unread = {problem.field for problem in found}
    found += _together(answer, unread)
    return replace(answer, unread=frozenset(unread)), found


def _together(answer: Answer, unread: set[str]) -> list[Problem]:
    """What is wrong with values that are each right alone."""
    found = []
    first, last = answer.first_day, answer.last_day
    if (first is None) != (last is None) and not unread & {"first_day", "last_day"}:
        found.append(
            Problem(
                "first_day" if first is None else "last_day",
                "missing",
                "A span has a first and a last day; or leave both empty.",
            )
        )
    if first and last and first > last:
        found.append(Problem("last_day", "backwards", f"{last} is before the first day, {first}."))
    if answer.low is not None and answer.high is not None and answer.low > answer.high:
        found.append(Problem("high", "backwards", f"{answer.high} is less than the low end."))
    ends = answer.low is not None or answer.high is not None
    if ends and answer.modifier != "range" and "modifier" not in unread:
        found.append(
            Problem("modifier", "no_range", "Low and high are the ends of a range: from … to.")
        )
    number = (answer.amount, answer.low, answer.high) != (None, None, None)
    if number and not answer.unit and "unit" not in unread:
        found.append(Problem("unit", "missing", "An amount has a unit."))
    return found


def _kept(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return sorted(value)
    return value


def _amount(said: str | None) -> Decimal | None:
    return Decimal(said) if said else None


def _day(said: str | None) -> date | None:
    if not said:
        return None
    if len(said) != 10:
        raise ValueError(said)
    return date.fromisoformat(said)


def _state(said: str) -> str | None:
    held = names()
    if said.upper() in held:
        return said.upper()
    return next((code for code, name in held.items() if name.casefold() == said.casefold()), None)
