"""`manage.py project` makes the steps of usage; `manage.py project --verify` proves them."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from compliance import queries, services
from compliance.core.period import Period
from compliance.models import Cap, UsageRun


class Command(BaseCommand):
    help = (
        "Make the steps from which usage is read in one query; the fold of the lines stays the "
        "truth, and --verify compares every step with it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("caps", nargs="*", metavar="CAP", help="caps' slugs; none: every cap")
        parser.add_argument("--period", help="one period only, as `manage.py usage` takes it")
        parser.add_argument("--policy", help="a conversion policy's slug; none: the usual one")
        parser.add_argument("--every-policy", action="store_true")
        parser.add_argument(
            "--verify", action="store_true", help="change nothing; say the first difference"
        )

    def handle(self, *, caps: list[str], verify: bool, **options: Any) -> None:
        try:
            policies = (
                [row.policy for row in queries.regime.policies()]
                if options["every_policy"]
                else [queries.regime.policy(options["policy"]).policy]
            )
            rows = list(self.rows(caps))
            if verify:
                return self.verify(rows, {p.slug: p for p in policies}, options["period"])
            made = 0
            for cap in rows:
                for period in self.periods(cap, options["period"]):
                    for policy in policies:
                        services.ledger.projection.project(cap=cap, period=period, policy=policy)
                        made += 1
        except LookupError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{made} periods projected.")

    def rows(self, slugs: list[str]) -> Iterator[Cap]:
        held = {cap.slug: cap for cap in queries.regime.caps()}
        if unheld := set(slugs) - set(held):
            raise CommandError(f"no cap {min(unheld)!r}; held: {', '.join(sorted(held))}")
        return (held[slug] for slug in slugs or sorted(held) if held[slug].scheduled)

    def periods(self, cap: Cap, said: str | None) -> Iterator[Period]:
        today = timezone.localdate()
        if said:
            yield queries.ledger.period(cap, said, today=today)
            return
        yield from cap.terms.schedule.until(today)

    def verify(self, caps: list[Cap], policies: dict[str, Any], said: str | None) -> None:
        runs = UsageRun.objects.filter(cap__in=caps, policy__in=policies)
        if said:
            starts = [p.start for cap in caps for p in self.periods(cap, said)]
            runs = runs.filter(first_day__in=starts)
        if not runs:
            self.stdout.write("Nothing is projected, so nothing was compared: manage.py project")
            return
        steps = 0
        for run in runs.order_by("cap__slug", "first_day"):
            found = queries.ledger.projection.differences(run, policies[run.policy])
            if first := next(found, None):
                raise CommandError(f"not equal to the fold: {first}")
            steps += run.steps.count()
        self.stdout.write(f"{len(runs)} periods, {steps} steps: each equal to the fold.")
