"""What a shape of cap is given, and what it answers: observations in, an assessment out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Self

from compliance.core.period import Period
from compliance.core.quantity import Quantity, same_dimension


Data = Mapping[str, Any]

# What can be said of a cap on a day. Nothing that is unknown is ever 0 % or infinite.
STATES: dict[str, str] = {
    "within": "below the limit",
    "reached": "the whole limit is used",
    "exceeded": "over the limit",
    "dutiable": "over the quota, which costs a duty and is not forbidden",
    "undecided": "below the limit by what is known, which is a lower bound",
    "not_computable": "cannot be worked out: the amount or what was done is not known",
    "no_limit": "no limit is set for this day",
    "not_in_force": "the rule does not run on this day",
    "superseded": "replaced by another rule",
}
_OVER = ("exceeded", "dutiable", "reached")
_BLIND = ("undecided", "not_computable")
_IDLE = ("no_limit", "not_in_force", "superseded")


class Unreadable(ValueError):
    """Data that make no shape; the message says what is missing or wrong."""


def amount(words: object) -> Quantity | None:
    """500000 bbl, 300 kg UF6; None for "unknown bbl" or nothing: an amount nobody published."""
    if words is None:
        return None
    number, _, unit = str(words).strip().partition(" ")
    if number == "unknown":
        return None
    try:
        return Quantity(Decimal(number.replace(",", "")), unit.strip())
    except (InvalidOperation, ValueError):
        raise Unreadable(f"{words!r} is no amount with a unit, as '500000 bbl'") from None


def surely(words: object) -> Quantity:
    """An amount that must be there."""
    read = amount(words)
    if read is None:
        raise Unreadable(f"an amount is needed here, not {words!r}")
    return read


def number(words: object) -> Decimal:
    try:
        return Decimal(str(words))
    except InvalidOperation:
        raise Unreadable(f"{words!r} is no number") from None


def day(words: object) -> date:
    if isinstance(words, date):
        return words
    try:
        return date.fromisoformat(str(words))
    except ValueError:
        raise Unreadable(f"{words!r} is no day, as 2018-01-01") from None


def maybe_day(words: object) -> date | None:
    return None if words is None else day(words)


def said(quantity: Quantity) -> str:
    """1,000,866 t"""
    value = quantity.amount.normalize()
    return f"{value:,f} {quantity.unit}".strip()


@dataclass(frozen=True, slots=True)
class Observation:
    """Something that was seen: so much, in a span of days or on one.

    A flow is seen over a span, a level on a day; the price or the attribute of a transaction is
    its quantity too ("58 USD/bbl"). No quantity: it took place, and nobody knows how much.
    """

    quantity: Quantity | None
    period: Period
    party: str = ""  # the State, mission or jurisdiction whose it is
    item: str = ""  # what was seen of it: a site, a chemical form, a product
    measure: str = ""  # "stock" or "flow", where a cap limits both
    value: Quantity | None = None  # what it was worth, as its source says
    contract_on: date | None = None
    meets: frozenset[str] = frozenset()  # conditions it was shown to meet

    @classmethod
    def read(cls, data: Data) -> Self:
        first = day(data.get("day") or data.get("first_day"))
        return cls(
            quantity=amount(data.get("amount")),
            period=Period.through(first, day(data.get("last_day") or first)),
            party=str(data.get("party", "")),
            item=str(data.get("item", "")),
            measure=str(data.get("measure", "")),
            value=amount(data.get("value")),
            contract_on=maybe_day(data.get("contract_on")),
            meets=frozenset(data.get("meets", ())),
        )


@dataclass(frozen=True, slots=True)
class Assessment:
    """How a cap stands on a day. `used` is a lower bound where `least` says so.

    `share` is used over limit, None wherever that has no sense: no amount, or a limit of zero.
    `parts` are the assessments it was made of, each with its `label`.
    """

    state: str
    reason: str
    limit: Quantity | None = None
    used: Quantity | None = None
    share: Decimal | None = None
    least: bool = False
    window: Period | None = None
    label: str = ""
    consequence: str = ""  # of an excess: "ban", "duty", "deduction"
    parts: tuple[Assessment, ...] = ()

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"{self.state!r} is none of {', '.join(STATES)}")

    @property
    def excess(self) -> Quantity | None:
        if self.limit is None or self.used is None or self.used.amount <= self.limit.amount:
            return None
        return self.used - self.limit


class Shape(ABC):
    """A kind of cap: data plus the one way to compute it. Registered in SHAPES by its `code`."""

    code: ClassVar[str] = ""
    title: ClassVar[str] = ""
    __slots__ = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.code:
            SHAPES[cls.code] = cls

    @classmethod
    @abstractmethod
    def read(cls, data: Data) -> Self:
        """The shape that data from a seed describe. Raises `Unreadable`, or KeyError for a lack."""

    @abstractmethod
    def window(self, on: date) -> Period | None:
        """The span in which amounts add up on a day; None: an instant, or out of force."""

    @abstractmethod
    def limit_on(self, on: date, *, party: str = "") -> Quantity | None:
        """The limit on a day, for a party where each has its own; None: none, or not known."""

    @abstractmethod
    def assess(
        self, observations: Iterable[Observation], on: date, *, party: str = ""
    ) -> Assessment:
        """How it stands on a day, by what was seen through that day."""

    def limited_to(self, limit: Quantity | None) -> Shape:
        """The same shape with another limit. TypeError where the limit is no single amount."""
        raise TypeError(f"{self.title} has no single limit to set")

    def as_decided(self, by: date) -> Shape:
        """The shape as the decisions through a day had made it."""
        return self

    def happened(self, event: str, on: date) -> Shape:
        """The shape once an event has taken place. TypeError where it waits for none."""
        raise TypeError(f"{self.title} waits for no event")


SHAPES: dict[str, type[Shape]] = {}


def read(data: Data) -> Shape:
    """The shape that data name by their `form`."""
    form = str(data.get("form", ""))
    if form not in SHAPES:
        raise Unreadable(f"{form!r} is no shape; there are {', '.join(sorted(SHAPES))}")
    try:
        return SHAPES[form].read(data)
    except KeyError as lacking:
        raise Unreadable(f"a shape {form!r} needs {lacking}") from lacking


def whole(form: str, *, limits: Sequence[str], days: Data, data: Data) -> Shape:
    """The shape of a cap that keeps its limits and its days in columns of their own.

    `inner` in the data is one shape that another wraps, `each` a list of forms, one a limit.
    """
    first = {"limit": limits[0]} if limits else {}
    filled: dict[str, Any] = {**days, **first, "limits": list(limits), **data, "form": form}
    if "inner" in data:
        filled["inner"] = {**days, **first, **data["inner"]}
    if "each" in data:
        filled["parts"] = [
            {**days, "limit": limit, "form": each}
            for limit, each in zip(limits, data["each"], strict=True)
        ]
    return read(filled)


def measured(
    used: Quantity, limit: Quantity, *, window: Period | None = None, lacks: Sequence[str] = ()
) -> Assessment:
    """A used amount set against a limit; `lacks` say why it is but a lower bound."""
    least = "at least " if lacks else ""
    because = f" ({'; '.join(lacks)})" if lacks else ""
    share = used.amount / limit.amount if limit.amount > 0 else None
    if used.amount > limit.amount:
        state, words = "exceeded", f"{least}{said(used)}, over {said(limit)}{because}"
    elif used.amount == limit.amount and limit.amount > 0:
        state, words = "reached", f"{least}{said(used)}, all of {said(limit)}{because}"
    elif lacks:
        state, words = "undecided", f"at least {said(used)} of {said(limit)}{because}"
    else:
        state, words = "within", f"{said(used)} of {said(limit)}"
    return Assessment(state, f"{words}.", limit, used, share, bool(lacks), window)


def unknown(
    why: str,
    *,
    limit: Quantity | None = None,
    used: Quantity | None = None,
    window: Period | None = None,
) -> Assessment:
    """What cannot be worked out, with why."""
    return Assessment("not_computable", f"{why}.", limit, used, window=window)


def worst(parts: Sequence[Assessment], *, noun: str) -> Assessment:
    """Several that must all hold, as one: what is over decides, then what is not known.

    The figures are those of the part that is used most. One part below its limit beside one that
    nobody can compute is undecided, never "within".
    """
    live = [part for part in parts if part.state not in _IDLE]
    if not live:
        return _with(parts[0], parts) if parts else unknown(f"There is no {noun} to assess")
    over = [part for part in live if part.state in _OVER]
    blind = [part for part in live if part.state in _BLIND]
    if over:
        first = min(over, key=lambda p: (_OVER.index(p.state), -(p.share or Decimal(0))))
        return _with(first, parts)
    sighted = [part for part in live if part.share is not None]
    fullest = max(sighted, key=lambda p: p.share or Decimal(0), default=None)
    if not blind:
        return _with(fullest or live[0], parts)
    if fullest is None:
        return _with(blind[0], parts)
    dark = blind[0] if blind[0] is not fullest else fullest
    reason = fullest.reason if dark is fullest else f"{fullest.reason} But {dark.reason}"
    return Assessment(
        "undecided",
        reason,
        fullest.limit,
        fullest.used,
        fullest.share,
        True,
        fullest.window,
        fullest.label,
        parts=tuple(parts),
    )


def _with(chosen: Assessment, parts: Sequence[Assessment]) -> Assessment:
    return Assessment(
        chosen.state,
        chosen.reason,
        chosen.limit,
        chosen.used,
        chosen.share,
        chosen.least,
        chosen.window,
        chosen.label,
        chosen.consequence,
        tuple(parts),
    )


def labelled(assessment: Assessment, label: str) -> Assessment:
    """The same, named: a State, a unit, a part of a conjunction."""
    return Assessment(
        assessment.state,
        f"{label}: {assessment.reason}" if label else assessment.reason,
        assessment.limit,
        assessment.used,
        assessment.share,
        assessment.least,
        assessment.window,
        label,
        assessment.consequence,
        assessment.parts,
    )


def turned(observation: Observation, unit: str) -> Quantity | None:
    """What was seen, in a unit of the same dimension; its stated value where that fits better."""
    for quantity in (observation.quantity, observation.value):
        if quantity is not None and same_dimension(quantity.unit, unit):
            return quantity.to(unit)
    return None
