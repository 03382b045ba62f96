"""Before anything is planted every page helps on."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/", 200, "make run"),
        ("/resolutions/", 200, "make run"),
        ("/articles/", 200, "manage.py ingest"),
        ("/findings/", 200, "manage.py ingest"),
        ("/caps/dprk-refined-petroleum/", 404, "make run"),
        ("/resolutions/2397/", 404, "make run"),
        ("/?policy=voa-7.9", 400, "make run"),
    ],
)
def test_an_empty_tracker_says_what_to_do(get: Any, address: str, status: int, said: str) -> None:
    assert said in get(address, status).words
