"""`manage.py usage dprk-refined-petroleum --period 2023 --known-at 2024-01-17 --json`."""

from __future__ import annotations

from argparse import ArgumentParser
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand

from compliance import queries
from compliance.management.asking import (
    add_questions,
    answered,
    cap_of,
    known_at_of,
    policy_of,
    value_of,
)
from compliance.management.written import as_json


class Command(BaseCommand):
    help = "How much of a cap a period has used, as known on a day; of either book."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_questions(parser)
        parser.add_argument(
            "--book",
            choices=["reported", "estimated"],
            default="reported",
            help="what States reported, or what others estimate; never both in one sum",
        )

    def handle(self, **options: Any) -> None:
        with answered(options):
            if options["book"] == "estimated":
                self.estimated(options)
            else:
                self.reported(options)

    def reported(self, options: dict[str, Any]) -> None:
        value = value_of(options)
        if options["json"]:
            self.stdout.write(as_json(queries.ledger.as_data(value)))
            return
        self.stdout.write(f"{value.cap.title}, {value.label}, as known on {value.known_at}")
        if value.measured and value.binding:
            least = "at least " if not value.coverage.complete else ""
            used, limit = value.binding.used, value.binding.limit
            self.stdout.write(
                f"{least}{used.amount:,.0f} of {limit.amount:,.0f} {limit.unit}, "
                f"{value.binding.share * 100:.1f} % ({value.terms.citation}; {value.policy.slug})"
            )
        self.stdout.write(f"{value.status.label}. {value.status.reason}")

    def estimated(self, options: dict[str, Any]) -> None:
        cap, known_at = cap_of(options), known_at_of(options)
        value = queries.ledger.estimates(
            cap,
            period=queries.ledger.period(cap, options["period"], today=known_at),
            known_at=known_at,
            policy=policy_of(options),
        )
        data = queries.ledger.estimates_data(value)
        if options["json"]:
            self.stdout.write(as_json(data))
            return
        self.stdout.write(
            f"{value.cap.title}, {value.label}, estimated, as known on {value.known_at}"
        )
        for name in ("low", "central", "high"):
            open_above = name == "high" and value.book.high_open
            more = "; no upper bound is given" if open_above else ""
            self.stdout.write(f"{name}: {_amount(data[name], data['unit'], data['limit'])}{more}")
        for one in value.compared:
            e, gap = one.estimate, one.gap
            to = "" if gap.high == gap.low else f" to {_plain(gap.high)}"
            self.stdout.write(
                f"{e.known_on} {e.made_by}, {e.period}: {_plain(gap.low)}{to} {e.unit} more than "
                f"the {_plain(one.now.low)} reported for those months"
            )
        self.stdout.write(data["reason"])


def _amount(amount: Decimal | None, unit: str, limit: Decimal | None) -> str:
    if amount is None:
        return "none stated"
    share = f", {amount / limit * 100:.1f} %" if limit else ""
    return f"{amount:,.0f} {unit}{share}"


def _plain(amount: Decimal | None) -> str:
    return "no bound" if amount is None else f"{amount:,.0f}"
