# ruff: noqa: INP001 - a script beside the script that calls it
"""Ask a tracker that runs for the figures that everything else rests on."""

import json
import sys
import urllib.request


def get(path: str) -> str:
    with urllib.request.urlopen(sys.argv[1] + path, timeout=10) as answer:  # noqa: S310 - ours
        return answer.read().decode()


def usage(period: int, known_at: str = "") -> str:
    """Barrels used of the refined petroleum cap, and the share of it."""
    known = f"&known_at={known_at}" if known_at else ""
    said = json.loads(get(f"/api/v1/caps/dprk-refined-petroleum/usage/?period={period}{known}"))
    assert float(said["limit"]) == 500_000
    return f"{float(said['used']):,.0f} bbl, {float(said['share']):.1%}"


assert get("/readyz") == "ready\n"
assert "<html" in get("/")
for wanted, period, known_at in (
    ("362,704 bbl, 72.5%", 2023, ""),
    ("212,862 bbl, 42.6%", 2023, "2024-01-17"),
    ("168,679 bbl, 33.7%", 2024, "2024-12-04"),
):
    found = usage(period, known_at)
    print(f"{period}, as known {known_at or 'today'}: {found}")
    assert found == wanted, f"{wanted} was wanted"
