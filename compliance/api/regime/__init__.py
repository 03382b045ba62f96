"""What the Council decided."""

from compliance.api.regime.beside import NationalMeasures, Proposals, States
from compliance.api.regime.caps import Caps, Commodities, Conversions, Policies
from compliance.api.regime.paragraphs import Paragraphs, Regimes
from compliance.api.regime.texts import Committees, InForce, Measures, Resolutions


__all__ = [
    "Caps",
    "Committees",
    "Commodities",
    "Conversions",
    "InForce",
    "Measures",
    "NationalMeasures",
    "Paragraphs",
    "Policies",
    "Proposals",
    "Regimes",
    "Resolutions",
    "States",
]
