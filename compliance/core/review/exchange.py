"""Claims and verdicts as lines of JSON, the form in which they are exchanged and scored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from compliance.core.quantity import Quantity
from compliance.core.review.values import Dealing, Silence, Statement, Verdict
from compliance.core.review.wording import LONGEST


class NotACase(ValueError):
    """A line that is no claim with a day to judge it by."""


@dataclass(frozen=True, slots=True)
class Case:
    """A claim, with the day whose knowledge it is judged by."""

    id: str
    claim: Statement | Dealing | Silence
    known_at: date


def from_json(line: str) -> Case:
    """The case of a line; `NotACase` says what is wrong with it."""
    try:
        item = json.loads(line, parse_float=Decimal, parse_int=Decimal)
        return Case(str(item["id"]), _claim(item["claim"]), date.fromisoformat(item["known_at"]))
    except (ValueError, TypeError, KeyError, ArithmeticError) as problem:
        raise NotACase(f"not a claim with a day to judge it by: {problem!r}") from problem


def to_json(case_id: str, verdict: Verdict) -> str:
    """The answer to a case as one line."""
    return json.dumps(
        {
            "id": case_id,
            "verdict": verdict.code,
            "reason": verdict.reason,
            "stated": _number(verdict.stated),
            "ledger": _number(verdict.ledger),
            "difference": _number(verdict.difference),
            "lines": list(verdict.lines),
            "paragraphs": list(verdict.paragraphs),
        },
        ensure_ascii=False,
    )


def _claim(claim: Any) -> Statement | Dealing | Silence:
    if not isinstance(claim, Mapping):
        raise TypeError("a claim is an object with fields")
    spans = tuple(span for each in claim.get("periods") or () if (span := _span(each)) is not None)
    if "of" in claim:
        period = _span(claim["period"])
        if period is None:
            raise ValueError("a silence has a period")
        return Silence(
            of=claim["of"],
            commodity=claim["commodity"],
            supplier=_codes(claim["supplier"]),
            recipient=_codes(claim["recipient"]),
            period=period,
            periods=spans,
        )
    if "category" in claim:
        return Dealing(
            category=claim["category"],
            sender=_codes(claim.get("from")),
            recipient=_codes(claim.get("to")),
            period=_span(claim.get("period")),
            asserted_by=_codes(claim.get("asserted_by")),
            denied_by=_codes(claim.get("denied_by")),
        )
    return Statement(
        value=_amount(claim.get("value")),
        low=_amount(claim.get("low")),
        high=_amount(claim.get("high")),
        unit=claim.get("unit"),
        modifier=claim.get("modifier") or "exact",
        commodity=claim.get("commodity"),
        role=claim["role"],
        basis=claim.get("basis"),
        supplier=_codes(claim.get("supplier")),
        recipient=_codes(claim.get("recipient")),
        period=_span(claim.get("period")),
        periods=spans,
    )


def _codes(codes: Any) -> tuple[str, ...]:
    """States by code; a bare word is none, or its letters would be taken for States."""
    if isinstance(codes, str) or not all(isinstance(code, str) for code in codes or ()):
        raise TypeError(f"{codes!r} is no list of States")
    return tuple(codes or ())


def _amount(value: Any) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool):
        raise TypeError(f"{value} is no amount of anything")
    amount = Decimal(value)
    if not amount.is_finite() or amount < 0 or amount.adjusted() > LONGEST:
        raise ValueError(f"{value} is no amount of anything")
    return amount


def _span(days: Any) -> tuple[date, date] | None:
    if not days:
        return None
    first, last = (date.fromisoformat(day) for day in days)
    if last < first:
        raise ValueError(f"a period that ends on {last}, before it begins on {first}")
    return first, last


def _number(quantity: Quantity | None) -> int | float | None:
    """JSON has one kind of number; a float is written at this edge and nowhere read."""
    if quantity is None:
        return None
    amount = quantity.amount
    return int(amount) if amount == amount.to_integral_value() else float(amount)
