"""Worked examples of a shape: terms, what was seen, a question, and the answer it must give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from compliance.core.period import Period
from compliance.core.regime.shapes.values import (
    Assessment,
    Data,
    Observation,
    Shape,
    amount,
    day,
    maybe_day,
    number,
    read,
)


@dataclass(frozen=True, slots=True)
class Question:
    """How the cap stands on a day, for a party; by earlier decisions, or with an event supposed."""

    on: date
    party: str = ""
    as_decided: date | None = None
    happened: tuple[tuple[str, date], ...] = ()

    @classmethod
    def read(cls, data: Data) -> Question:
        return cls(
            day(data["day"]),
            str(data.get("party", "")),
            maybe_day(data.get("as_decided")),
            tuple((event, day(at)) for event, at in data.get("happened", {}).items()),
        )

    def put(self, shape: Shape, observations: Iterable[Observation]) -> Assessment:
        if self.as_decided is not None:
            shape = shape.as_decided(self.as_decided)
        for event, at in self.happened:
            shape = shape.happened(event, at)
        return shape.assess(observations, self.on, party=self.party)


@dataclass(frozen=True, slots=True)
class Worked:
    """A question with the answer found, and each point in which it is not the one expected."""

    question: Question
    found: Assessment
    expected: Mapping[str, Any]
    differs: tuple[str, ...]


def work(data: Data) -> tuple[Worked, ...]:
    """The questions of a worked example, answered. Raises `Unreadable` where the data are wrong."""
    shape = read(data["terms"])
    observations = [Observation.read(row) for row in data["observations"]]
    answers = []
    for asked in data["asked"]:
        question = Question.read(asked)
        found = question.put(shape, observations)
        expected = asked["expect"]
        differs = tuple(
            f"{name}: {held}, not {wanted}"
            for name, wanted in expected.items()
            if (held := _held(found, name)) != _meant(name, wanted)
        )
        answers.append(Worked(question, found, expected, differs))
    return tuple(answers)


_NEAR = Decimal("0.0001")


def _held(found: Assessment, name: str) -> object:
    if name == "share_near":
        return found.share.quantize(_NEAR) if found.share is not None else None
    return getattr(found, name)


def _meant(name: str, wanted: Any) -> object:
    if wanted is None or isinstance(wanted, bool):
        return wanted
    if name in ("limit", "used"):
        return amount(wanted)
    if name in ("share", "share_near"):
        return number(wanted)
    if name == "window":
        return Period.through(day(wanted[0]), day(wanted[1]))
    return wanted
