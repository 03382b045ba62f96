"""What the law is on a day: what is held, what binds, and what follows for one good."""

from compliance.queries.regime.held import (
    NoSuchPolicy,
    applying,
    binding,
    caps,
    computed,
    in_force,
    policies,
    policy,
    resolution,
    resolutions,
)
from compliance.queries.regime.shapes import illustrations, shape, worked
from compliance.queries.regime.timeline import Event, Span, Timeline, timeline
from compliance.queries.regime.treatment import NoSuchGood, rules, scopes, treatment
from compliance.queries.regime.written import timeline_data, treatment_data


__all__ = [
    "Event",
    "NoSuchGood",
    "NoSuchPolicy",
    "Span",
    "Timeline",
    "applying",
    "binding",
    "caps",
    "computed",
    "illustrations",
    "in_force",
    "policies",
    "policy",
    "resolution",
    "resolutions",
    "rules",
    "scopes",
    "shape",
    "timeline",
    "timeline_data",
    "treatment",
    "treatment_data",
    "worked",
]
