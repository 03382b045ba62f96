"""`manage.py whatif dprk-refined-petroleum --period 2024 --silent-as-last-year --json`."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from compliance import queries
from compliance.core.ledger import Changes, Draft
from compliance.core.quantity import read_amount
from compliance.management.asking import (
    add_questions,
    answered,
    cap_of,
    known_at_of,
    policy_of,
)
from compliance.management.written import as_json
from compliance.models import Cap, Transfer


class Command(BaseCommand):
    help = "What a period would be under stated assumptions, beside what it is; nothing is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_questions(parser)
        parser.add_argument(
            "--accept",
            action="append",
            default=[],
            metavar="RU:2024-03-01:2024-03-31:165000:bbl",
            help="a claim taken as reported: State, first day, last day, amount, unit",
        )
        parser.add_argument(
            "--withdraw", action="append", type=int, default=[], metavar="LINE", help="a line's id"
        )
        parser.add_argument("--other-policy", help="turn tons into barrels by this policy")
        parser.add_argument(
            "--silent-as-last-year",
            action="store_true",
            help="months without a report bring what the same month brought a year before",
        )

    def handle(self, **options: Any) -> None:
        with answered(options):
            cap, known_at = cap_of(options), known_at_of(options)
            other = options["other_policy"]
            value = queries.ledger.whatif(
                cap,
                period=queries.ledger.period(cap, options["period"], today=known_at),
                known_at=known_at,
                policy=policy_of(options),
                other_policy=queries.regime.policy(other).policy if other else None,
                changes=Changes(
                    accept=tuple(_claim(cap, words) for words in options["accept"]),
                    withdraw=frozenset(_series(pk) for pk in options["withdraw"]),
                    silent_as_last_year=options["silent_as_last_year"],
                ),
            )
        data = queries.ledger.whatif_data(value)
        if options["json"]:
            self.stdout.write(as_json(data))
            return
        for said in value.assumptions:
            self.stdout.write(f"assumed: {said}")
        for name in ("present", "then"):
            side = data[name]
            self.stdout.write(
                f"{name}: {_n(side['used'])} {side['unit']} ({side['policy']}). {side['reason']}"
            )
        self.stdout.write(f"difference: {_n(data['difference'])} {data['present']['unit']}")


def _claim(cap: Cap, words: str) -> Draft:
    """RU:2024-03-01:2024-03-31:165000:bbl, under the cap asked about."""
    parts = words.split(":")
    if len(parts) != 5:
        raise ValueError(f"{words!r} is no claim; write it as RU:2024-03-01:2024-03-31:165000:bbl.")
    party, first_day, last_day, amount, unit = parts
    assert cap.commodity is not None
    return Draft(
        supplier=cap.supplier or party,
        recipient=cap.recipient or party,
        commodity=cap.commodity.code,
        first_day=date.fromisoformat(first_day),
        last_day=date.fromisoformat(last_day),
        amount=read_amount(amount),
        unit=unit,
    )


def _series(pk: int) -> UUID:
    line = Transfer.objects.filter(pk=pk).first()
    if line is None:
        raise LookupError(f"no line {pk} is held here")
    return line.series


def _n(amount: Decimal | None) -> str:
    return "unknown" if amount is None else f"{amount.normalize():,f}"
