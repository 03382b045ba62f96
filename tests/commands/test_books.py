"""The commands on a cap: what they print for people and for machines."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]

PETROLEUM = "dprk-refined-petroleum"


def said(command: str, *options: str) -> str:
    out = StringIO()
    call_command(command, *options, stdout=out)
    return out.getvalue()


def value(command: str, *options: str) -> Any:
    return json.loads(said(command, *options, "--json"))


def test_usage_of_the_estimated_book() -> None:
    words = said("usage", PETROLEUM, "--period=2018", "--book=estimated")
    assert "low: 800,000 bbl, 160.0 %" in words
    assert "high: 3,780,000 bbl" in words
    assert "none added to another or to what was reported" in words
    data = value("usage", PETROLEUM, "--period=2018", "--book=estimated", "--known-at=2018-07-12")
    assert (data["book"], data["low"], data["high"]) == ("estimated", 759_793, 1_367_628)
    assert (data["estimates"][0]["calls"], data["status"]) == (89, "exceeded")


def test_usage_prints_the_days_of_every_threshold() -> None:
    data = value("usage", PETROLEUM, "--period=2019")
    assert (data["status"], data["book"]) == ("ended", "reported")
    ninety = data["thresholds"][1]
    assert (ninety["crossed_in"], ninety["learnt_on"], ninety["knowable_on"]) == (
        "2019-12-31",
        "2020-02-21",
        "2021-02-17",
    )
    assert (ninety["lag_days"], ninety["issued_on"]) == (52, None)
    assert [t["share"] for t in data["thresholds"]] == [0.75, 0.9, 0.95, 1.0]
    assert sorted(data["evidence"]) == sorted(e["id"] for e in data["entries"])


def test_coverage() -> None:
    data = value("coverage", PETROLEUM, "--known-at=2024-12-04")
    assert data["coverage"] == {
        "expected": 24,
        "due": 20,
        "received": 9,
        "silent": 11,
        "unclear": 0,
        "unknown": 0,
        "waiting": 4,
        "last_known_on": "2024-12-04",
    }
    assert len(data["missing"]) == 11
    words = said("coverage", PETROLEUM, "--known-at=2024-12-04")
    assert "RU 2024-02-01 to 2024-02-29: silent, due 2024-03-30, 249 days ago" in words
    assert "getting worse" in words


def test_coverage_of_crude_oil_is_by_ninety_days() -> None:
    data = value("coverage", "dprk-crude-oil", "--known-at=2018-07-01")
    assert data["coverage"]["unknown"] == 2
    assert data["expected"][0]["supplier"] is None


def test_explain() -> None:
    data = value("explain", PETROLEUM, "--period=2023", "--known-at=2024-01-17")
    assert data["adds_up"]
    assert data["used"] == 212862.168
    assert {"line", "report", "conversion", "known_on"} <= data["leaves"][0].keys()
    assert "in all" in said("explain", PETROLEUM, "--period=2023")


def test_whatif() -> None:
    options = (
        "--period=2024",
        "--known-at=2025-03-13",
        "--accept=RU:2024-03-01:2024-03-31:165000:bbl",
        "--silent-as-last-year",
        "--other-policy=china-8.33",
    )
    data = value("whatif", PETROLEUM, *options)
    assert (data["present"]["status"], data["then"]["status"]) == ("ended", "exceeded")
    assert data["status_changes"]
    assert data["then"]["policy"] == "china-8.33"
    assert "assumed: RU reports 165,000 bbl" in said("whatif", PETROLEUM, *options)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("usage", "wine"), "held: dprk-"),
        (("coverage", PETROLEUM, "--period=soon"), "give a year as 2023"),
        (("explain", "dprk-bank-accounts"), "no periods"),
        (("whatif", PETROLEUM, "--accept=RU:2024"), "write it as RU:"),
        (("whatif", PETROLEUM, "--withdraw=0"), "no line 0 is held here"),
        (("usage", PETROLEUM, "--policy=guess"), "committee-2021"),
    ],
)
def test_what_cannot_be_asked_is_said_with_what_can(options: tuple[str, ...], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        said(*options)
