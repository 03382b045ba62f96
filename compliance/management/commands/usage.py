"""`manage.py usage dprk-refined-petroleum --period 2023 --known-at 2024-01-17 --json`."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from compliance import queries
from compliance.management.written import as_json
from compliance.models import Cap


class Command(BaseCommand):
    help = "How much of a cap a period has used, as known on a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cap", help="a cap's slug, as dprk-refined-petroleum")
        parser.add_argument("--period", help="2023, 2023-05-01 or 2023-01-01/2023-12-31")
        parser.add_argument(
            "--known-at", type=date.fromisoformat, help="the day whose knowledge counts"
        )
        parser.add_argument("--policy", help="a conversion policy's slug, as committee-2021")
        parser.add_argument("--json", action="store_true", help="print the value for machines")

    def handle(self, *, cap: str, period: str | None, **options: Any) -> None:
        today = timezone.localdate()
        try:
            row = queries.regime.caps().get(slug=cap)
            value = queries.ledger.usage(
                row,
                period=queries.ledger.period(row, period, today=options["known_at"] or today),
                known_at=options["known_at"] or today,
                policy=queries.regime.policy(options["policy"]).policy,
            )
        except Cap.DoesNotExist as missing:
            held = ", ".join(queries.regime.caps().values_list("slug", flat=True))
            raise CommandError(f"no cap {cap!r}; held: {held or 'none, run seed'}") from missing
        except LookupError as problem:
            raise CommandError(str(problem)) from problem
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
        self.stdout.write(f"{value.status.label}: {value.status.reason}")
