"""`manage.py in-force --hs 2713 --from CN --to KP --on 2018-06-01`: banned, capped, or what."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from compliance import queries
from compliance.core import state
from compliance.core.regime.goods import NotACode
from compliance.core.regime.rules import FACTS, ROUTES
from compliance.core.regime.treatment import KINDS
from compliance.management.written import as_json


class Command(BaseCommand):
    help = "How the law held here treats a good on a day, and by which paragraph."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--good", help="a commodity's code or a word of the paragraphs")
        parser.add_argument("--hs", help="an HS code of 2 to 10 digits")
        parser.add_argument("--from", dest="supplier", required=True, help="ISO code of a State")
        parser.add_argument("--to", dest="recipient", required=True, help="ISO code of a State")
        parser.add_argument("--on", type=date.fromisoformat, help="the day asked about; today")
        parser.add_argument("--authority", default="UN", help="whose line around the good: CN, EU")
        parser.add_argument("--shown", nargs="*", default=[], metavar="FACT", help=", ".join(FACTS))
        parser.add_argument("--contract-on", type=date.fromisoformat, help="day of the contract")
        parser.add_argument("--policy", help="a conversion policy's slug, for the amount of a cap")
        parser.add_argument("--json", action="store_true", help="print the value for machines")

    def handle(self, *, supplier: str, recipient: str, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        for code in (supplier, recipient):
            if not state.is_state(code):
                raise CommandError(f"{code!r} is no State; give its two-letter ISO 3166 code.")
        try:
            found = queries.regime.treatment(
                good=options["good"],
                hs=options["hs"],
                supplier=supplier,
                recipient=recipient,
                on=on,
                authority=options["authority"],
                shown=options["shown"],
                contract_on=options["contract_on"],
            )
            policy = queries.regime.policy(options["policy"]).policy
        except (LookupError, NotACode) as problem:
            raise CommandError(str(problem)) from problem
        inside = {
            t.cap: queries.ledger.inside(t.cap, on=on, known_at=timezone.localdate(), policy=policy)
            for t in found.tests
            if t.cap
        }
        if options["json"]:
            self.stdout.write(as_json(queries.regime.treatment_data(found, inside)))
            return
        part = ", and only a part of the heading" if found.partial else ""
        self.stdout.write(f"{found.kind.upper()}: {KINDS[found.kind]}{part}.")
        self.stdout.write(found.reason)
        for cited in found.paragraphs:
            self.stdout.write(f"  {cited.rule.citation}: {cited.rule.words}")
        if found.contested:
            self.stdout.write("  Authorities draw the line differently here:")
        for line, match in found.lines:
            says = "names no code" if line.silent else match or "outside"
            self.stdout.write(f"    {line.authority}, {line.good}: {says} ({line.source})")
        for test in found.tests:
            known = inside.get(test.cap) if test.code == "inside_amount" else test.answer
            answer = {True: "yes", False: "no", None: "not known"}[known]
            self.stdout.write(f"  {test.question} {answer}.")
            for lacking in test.lacking:
                self.stdout.write(f"    to be shown: {FACTS[lacking]}")
        for way in found.ways:
            self.stdout.write(f"  Way out, {way.citation}: {ROUTES[way.route]}. {way.words}")
        for note in found.notes:
            self.stdout.write(f"  Note: {note}")
