"""What to try first at an address: the document shows it, and a test asks it of the seeds."""

from __future__ import annotations

from typing import Any


_LINE = {
    "supplier": "RU",
    "recipient": "KP",
    "commodity": "refined_petroleum",
    "first_day": "2026-01-01",
    "last_day": "2026-01-31",
    "amount": "3000",
    "unit": "bbl",
}
_REPORT = {
    "committee": "1718",
    "kind": "notification",
    "reporting_state": "RU",
    "document": "Note verbale of 20 February 2026",
    "known_on": "2026-02-20",
    "lines": [_LINE],
}

# Bodies, by address.
BODIES: dict[str, dict[str, Any]] = {
    "/api/v1/reports/": _REPORT,
    "/api/v1/reports/batch/": {"reports": [_REPORT]},
    "/api/v1/articles/": {
        "text": "Russia supplied North Korea with 44,655 barrels of refined petroleum in January "
        "2023.",
        "publisher": "A newspaper",
        "published_on": "2023-06-14",
    },
    "/api/v1/sources/": {"url": "https://news.example/feed", "name": "A newspaper"},
    "/api/v1/read/": {
        "text": "Russia supplied North Korea with 44,655 barrels of refined petroleum in January "
        "2023.",
        "published_on": "2023-06-14",
    },
    "/api/v1/caps/{slug}/what-if/": {
        "period": "2023",
        "accept": [
            {
                "supplier": "RU",
                "first_day": "2023-12-01",
                "last_day": "2023-12-31",
                "amount": "1000",
                "unit": "bbl",
            }
        ],
    },
}

# Parameters, by address or by the name that they have at every address.
VALUES: dict[str, dict[str, str | int]] = {
    "/api/v1/in-force/": {"on": "2024-01-01", "hs": "271012", "from": "RU", "to": "KP"},
    "/api/v1/caps/{slug}/": {"slug": "dprk-refined-petroleum"},
    "/api/v1/committees/{slug}/": {"slug": "1718"},
    "/api/v1/regimes/{slug}/": {"slug": "1718"},
    "/api/v1/policies/{slug}/": {"slug": "committee-2021"},
    "/api/v1/states/{code}/": {"code": "RU"},
    "/api/v1/commodities/{code}/": {"code": "refined_petroleum"},
    "/api/v1/measures/{key}/": {"key": "2397-p5-cap"},
    "/api/v1/resolutions/{number}/": {"number": 2397},
    "": {"period": "2023", "known_at": "2024-01-17", "policy": "committee-2021"},
}


def value(path: str, name: str) -> str | int | None:
    """What to try for a parameter; None where nothing is better than another."""
    for address, values in VALUES.items():
        if name in values and (not address or path == address or _inside(path, address)):
            return values[name]
    return None


def _inside(path: str, address: str) -> bool:
    return address.endswith("}/") and path.startswith(address)


def show(operation: dict[str, Any], path: str) -> None:
    """Put into an operation of the document what to try."""
    for parameter in operation.get("parameters", []):
        tried = value(path, parameter["name"])
        if tried is not None and parameter["in"] in ("path", "query"):
            parameter["example"] = tried
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is not None and path in BODIES:
        content["example"] = BODIES[path]
