"""One status at every door: list filter, detail, command and API say the same of a period.

Every cap period that had begun, on random days of knowledge: `DAYS=50` makes it the full run.
"""

from __future__ import annotations

import json
import os
import random
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from compliance import queries
from compliance.core.ledger.status import CODES


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planted")]

DAYS = int(os.environ.get("DAYS") or 2)


def test_the_status_is_the_same_at_every_door(client: Client) -> None:
    chance = random.Random(2397)
    policy = queries.regime.policy().policy
    caps = [cap for cap in queries.regime.caps() if cap.scheduled]
    asked = 0
    for cap in caps:
        lines = queries.ledger.entries(cap)
        for period in cap.terms.schedule.until(date(2025, 6, 1)):
            for _ in range(DAYS):
                known_at = date.fromordinal(
                    chance.randint(period.start.toordinal() + 1, date(2025, 12, 31).toordinal())
                )
                detail = queries.ledger.usage(cap, period=period, known_at=known_at, policy=policy)
                said = {
                    "given lines": queries.ledger.usage(
                        cap, period=period, known_at=known_at, policy=policy, lines=lines
                    ).status.code,
                    "steps or fold": queries.ledger.summary(
                        cap, period=period, known_at=known_at, policy=policy
                    ).status.code,
                    "command": by_command(cap.slug, period.start, known_at),
                    "API": by_api(client, cap.slug, period.start, known_at),
                    "list": in_list(cap, period.start, known_at, policy),
                }
                wrong = {door: code for door, code in said.items()
                         if code not in (detail.status.code, None)}  # fmt: skip
                assert not wrong, (cap.slug, period, known_at, detail.status, wrong)
                asked += 1
    assert asked >= DAYS * 20


def by_command(slug: str, first_day: date, known_at: date) -> str:
    out = StringIO()
    call_command("usage", slug, period=str(first_day), known_at=known_at, json=True, stdout=out)
    return str(json.loads(out.getvalue())["status"])


def by_api(client: Client, slug: str, first_day: date, known_at: date) -> str:
    answer = client.get(
        f"/api/v1/caps/{slug}/usage/", {"period": str(first_day), "known_at": str(known_at)}
    )
    assert answer.status_code == 200, answer.content
    return str(answer.json()["status"])


def in_list(cap: Any, first_day: date, known_at: date, policy: Any) -> str | None:
    """The one code under which the list of caps shows it, where it is the period shown there."""
    try:
        now = queries.ledger.period(cap, None, today=known_at)
    except queries.ledger.NoSuchPeriod:
        return None
    if now.start != first_day:
        return None
    found = [
        code
        for code in CODES
        if queries.ledger.with_status([cap], code, known_at=known_at, policy=policy)
    ]
    assert len(found) == 1
    return found[0]
