"""What the commands on caps ask for alike: a cap, a period, a day of knowledge, a policy."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from compliance import queries
from compliance.core.quantity import Policy
from compliance.models import Cap


def add_questions(parser: ArgumentParser) -> None:
    parser.add_argument("cap", help="a cap's slug, as dprk-refined-petroleum")
    parser.add_argument("--period", help="2023, 2023-05-01 or 2023-01-01/2023-12-31")
    parser.add_argument(
        "--known-at", type=date.fromisoformat, help="the day whose knowledge counts; today if none"
    )
    parser.add_argument("--policy", help="a conversion policy's slug, as committee-2021")
    parser.add_argument("--json", action="store_true", help="print the value for machines")


@contextmanager
def answered(options: dict[str, Any]) -> Iterator[None]:
    """What cannot be asked is said in a sentence, with what can."""
    try:
        yield
    except Cap.DoesNotExist as missing:
        held = ", ".join(queries.regime.caps().values_list("slug", flat=True))
        raise CommandError(
            f"no cap {options['cap']!r}; held: {held or 'none, run seed'}"
        ) from missing
    except (LookupError, ValueError) as problem:
        raise CommandError(str(problem)) from problem


def cap_of(options: dict[str, Any]) -> Cap:
    return queries.regime.caps().get(slug=options["cap"])


def known_at_of(options: dict[str, Any]) -> date:
    """The day whose knowledge counts; today where none is said. Raises CommandError."""
    today = timezone.localdate()
    said: date = options["known_at"] or today
    if said > today:
        raise CommandError(f"{said} has not come yet; nobody knows what will be known then.")
    return said


def policy_of(options: dict[str, Any]) -> Policy:
    return queries.regime.policy(options["policy"]).policy


def value_of(options: dict[str, Any]) -> queries.ledger.CapUsage:
    """The period of a cap that the options ask for."""
    cap, known_at = cap_of(options), known_at_of(options)
    return queries.ledger.usage(
        cap,
        period=queries.ledger.period(cap, options["period"], today=known_at),
        known_at=known_at,
        policy=policy_of(options),
    )
