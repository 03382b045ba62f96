"""`manage.py reconcile --claims FILE.jsonl --json`: claims against the ledger, nothing stored.

`manage.py reconcile --again` has every finding held judged anew; the worker does it.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compliance import queries, services
from compliance.core import review


class Command(BaseCommand):
    help = (
        "Set claims against the ledger, one JSON object a line; nothing is stored. --again has "
        "every finding judged anew, and keeps those that are other beside the old ones."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--claims", type=Path, metavar="FILE.jsonl")
        what.add_argument("--again", action="store_true", help="judge what is held anew")
        parser.add_argument("--policy", help="a conversion policy's slug, as committee-2021")
        parser.add_argument("--json", action="store_true", help="one answer a line, for machines")

    def handle(self, *, claims: Path | None, **options: Any) -> None:
        if claims is None:
            services.review.judge_all_anew()
            self.stdout.write("Noted; a running worker judges every finding anew.")
            return
        try:
            policy = queries.regime.policy(options["policy"]).policy
            said = claims.read_text(encoding="utf-8").splitlines()
        except (LookupError, OSError, UnicodeDecodeError) as problem:
            raise CommandError(str(problem)) from problem
        law, entries = queries.review.law(), queries.ledger.every_entry()
        for number, line in enumerate(said, start=1):
            if not line.strip():
                continue
            try:
                case = review.from_json(line)
                verdict = review.reconcile(
                    case.claim, law=law, entries=entries, policy=policy, known_at=case.known_at
                )
            except ValueError as problem:
                raise CommandError(f"line {number}: {problem}") from problem
            self.stdout.write(
                review.to_json(case.id, verdict)
                if options["json"]
                else f"{case.id}: {review.VERDICTS[verdict.code]}. {verdict.reason}"
            )
