"""`manage.py coverage dprk-refined-petroleum --known-at 2024-12-04 --json`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from compliance import queries
from compliance.management.asking import add_questions, answered, value_of
from compliance.management.written import as_json


class Command(BaseCommand):
    help = "Which reports of a period were expected by a day, which came, and how late they come."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_questions(parser)

    def handle(self, **options: Any) -> None:
        with answered(options):
            value = value_of(options)
            lines = queries.ledger.entries(value.cap)
            data = queries.ledger.coverage_data(value, lines=lines)
        if options["json"]:
            self.stdout.write(as_json(data))
            return
        self.stdout.write(f"{value.cap.title}, {value.label}, as known on {value.known_at}")
        counts = data["coverage"]
        self.stdout.write(
            f"{counts['received']} of {counts['due']} reports due have come in; "
            f"{counts['silent']} silent, {counts['unknown']} unknown, {counts['unclear']} zero or "
            f"blank, {counts['waiting']} not yet due."
        )
        for one in data["missing"]:
            who = one["supplier"] or "each State that supplies"
            self.stdout.write(
                f"{who} {one['first_day']} to {one['last_day']}: {one['state']}, due "
                f"{one['due_on']}, {one['days_late']} days ago"
            )
        for lag in data["lags"]:
            trend = {True: "; getting worse", False: "; not getting worse", None: ""}[lag["worse"]]
            self.stdout.write(
                f"{lag['supplier']}: median {lag['median_days']} days after the month's end "
                f"({lag['shortest']} to {lag['longest']}; {lag['within_30']} of {lag['dated']} "
                f"within 30 days){trend}"
            )
