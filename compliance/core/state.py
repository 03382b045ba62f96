"""States by ISO 3166-1 code, with the names this system prints."""

from __future__ import annotations

from functools import cache

import pycountry


# What the UN and readers of its papers call a State, where ISO's own short name is not it.
USUAL: dict[str, str] = {
    "KP": "DPRK",
    "KR": "Republic of Korea",
    "RU": "Russia",
    "US": "United States",
    "GB": "United Kingdom",
    "IR": "Iran",
    "SY": "Syria",
    "VN": "Viet Nam",
    "LA": "Lao PDR",
    "TZ": "Tanzania",
    "VE": "Venezuela",
    "BO": "Bolivia",
    "MD": "Moldova",
    "CD": "DR Congo",
    "TW": "Taiwan",
}


@cache
def names() -> dict[str, str]:
    """Every State's code with its usual name in English, in the order of names."""
    every = {
        country.alpha_2: USUAL.get(country.alpha_2, country.name) for country in pycountry.countries
    }
    return dict(sorted(every.items(), key=lambda item: item[1]))


def name(code: str) -> str:
    """The usual name of a State; the code itself if it is none."""
    return names().get(code, code)


def is_state(code: str) -> bool:
    return code in names()
