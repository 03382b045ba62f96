"""What the Council decided: the terms of a cap, the shapes caps take, and what is banned."""

from compliance.core.regime.bans import Ban, Proposal
from compliance.core.regime.terms import Duty, Straddles, Terms, Threshold


__all__ = ["Ban", "Duty", "Proposal", "Straddles", "Terms", "Threshold"]
