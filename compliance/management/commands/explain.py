"""`manage.py explain dprk-refined-petroleum --period 2023 --known-at 2024-01-17 --json`."""

from __future__ import annotations

from argparse import ArgumentParser
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand

from compliance import queries
from compliance.management.asking import add_questions, answered, value_of
from compliance.management.written import as_json


class Command(BaseCommand):
    help = "How a total comes about: the law, every line that counts, and why the rest does not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_questions(parser)

    def handle(self, **options: Any) -> None:
        with answered(options):
            value = value_of(options)
            lines = queries.ledger.entries(value.cap)
            data = queries.ledger.explained(value, lines=lines)
        if options["json"]:
            self.stdout.write(as_json(data))
            return
        self.stdout.write(f"{value.cap.title}, {value.label}, as known on {value.known_at}")
        self.stdout.write(
            f"{_n(data['used'])} {data['unit']} of {_n(data['limit'])} ({data['citation']})"
        )
        for leaf in data["leaves"]:
            said, by = leaf["reported"], leaf["conversion"]
            factor = f" x {_n(by['factor'])}" if by["factor"] is not None else f" ({by['how']})"
            source = leaf["report"]["source_url"] or leaf["report"]["document"]
            self.stdout.write(
                f"  {_n(leaf['amount'])} {leaf['unit']}  {leaf['supplier']} {leaf['first_day']} to "
                f"{leaf['last_day']}: {_n(said['amount'])} {said['unit']}{factor}, known "
                f"{leaf['known_on']}, line {leaf['line']}, {source}"
            )
        self.stdout.write(f"  {_n(data['sum_of_leaves'])} {data['unit']} in all")
        for out in data["left_out"]:
            self.stdout.write(
                f"  not counted: {out['supplier']} {out['first_day']} to {out['last_day']}, line "
                f"{out['id']}: {out['because']}"
            )


def _n(amount: Decimal | None) -> str:
    return "unknown" if amount is None else f"{amount.normalize():,f}"
