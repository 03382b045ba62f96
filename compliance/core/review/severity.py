"""How much a finding matters to whoever has little time: what contradicts comes first."""

from __future__ import annotations


# Each with its label and the verdicts that it holds, the gravest first.
SEVERITIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "contradicts": (
        "Contradicts the ledger or the law",
        (
            "exceeds_cap",
            "prohibited_dealing",
            "nil_contradicted",
            "differs",
            "cap_misquoted",
            "share_wrong",
        ),
    ),
    "open": (
        "Not in the ledger, or not clear",
        ("unreported", "partly_covered", "ambiguous"),
    ),
    "beside": ("Stands beside", ("estimate_beside", "cap_superseded", "outside")),
    "agrees": ("Agrees", ("agrees", "cap_agrees", "share_agrees")),
}


def severity(verdict: str) -> str:
    """Raises `LookupError` for what is no verdict."""
    for code, (_, verdicts) in SEVERITIES.items():
        if verdict in verdicts:
            return code
    raise LookupError(f"{verdict!r} is no verdict")
