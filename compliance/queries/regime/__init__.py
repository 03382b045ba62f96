"""What the law is on a day: what is held, what binds, and what follows for one good."""

from compliance.queries.regime.confirmed import (
    Changed,
    to_be_confirmed,
    to_confirm,
    to_confirm_data,
    versions,
    with_changes,
)
from compliance.queries.regime.held import (
    NoSuchPolicy,
    applying,
    binding,
    caps,
    computed,
    duties_to_report,
    in_force,
    of_those_in_force,
    on_notices,
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
    "Changed",
    "Event",
    "NoSuchGood",
    "NoSuchPolicy",
    "Span",
    "Timeline",
    "applying",
    "binding",
    "caps",
    "computed",
    "duties_to_report",
    "illustrations",
    "in_force",
    "of_those_in_force",
    "on_notices",
    "policies",
    "policy",
    "resolution",
    "resolutions",
    "rules",
    "scopes",
    "shape",
    "timeline",
    "timeline_data",
    "to_be_confirmed",
    "to_confirm",
    "to_confirm_data",
    "treatment",
    "treatment_data",
    "versions",
    "with_changes",
    "worked",
]
