"""What the Council decided."""

from compliance.api.regime.beside import NationalMeasures, Proposals, States
from compliance.api.regime.caps import Caps, Commodities, Policies
from compliance.api.regime.texts import Committees, InForce, Measures, Resolutions


__all__ = [
    "Caps",
    "Committees",
    "Commodities",
    "InForce",
    "Measures",
    "NationalMeasures",
    "Policies",
    "Proposals",
    "Resolutions",
    "States",
]
