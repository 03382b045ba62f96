"""The shapes that caps take. Each is data plus one small class; none knows a regime by its name.

    shape = read({"form": "tumbling", "limit": "500000 bbl", "first_day": "2018-01-01",
                  "months": 12})
    shape.assess(observations, on)

The `Terms` the ledger counts by are the shapes on a schedule: `terms.shapes`.
"""

from compliance.core.regime.shapes.examples import Question, Worked, work
from compliance.core.regime.shapes.flows import (
    Fixed,
    Flow,
    PlainOr,
    Rolling,
    Scheduled,
    Tumbling,
)
from compliance.core.regime.shapes.joined import (
    CarryOver,
    Conjunction,
    Consequence,
    LowerBinds,
    Superseded,
    UnknownAmount,
    ZeroUnless,
)
from compliance.core.regime.shapes.levels import Attribute, EventSteps, Level
from compliance.core.regime.shapes.parties import Baseline, SelfSet, Shares
from compliance.core.regime.shapes.prices import Formula, Money, UnitPrice
from compliance.core.regime.shapes.tables import Row, StepDown, Windows
from compliance.core.regime.shapes.values import (
    SHAPES,
    STATES,
    Assessment,
    Observation,
    Shape,
    Unreadable,
    read,
    whole,
)


__all__ = [
    "SHAPES",
    "STATES",
    "Assessment",
    "Attribute",
    "Baseline",
    "CarryOver",
    "Conjunction",
    "Consequence",
    "EventSteps",
    "Fixed",
    "Flow",
    "Formula",
    "Level",
    "LowerBinds",
    "Money",
    "Observation",
    "PlainOr",
    "Question",
    "Rolling",
    "Row",
    "Scheduled",
    "SelfSet",
    "Shape",
    "Shares",
    "StepDown",
    "Superseded",
    "Tumbling",
    "UnitPrice",
    "UnknownAmount",
    "Unreadable",
    "Windows",
    "Worked",
    "ZeroUnless",
    "read",
    "whole",
    "work",
]
