"""`manage.py export_lines --supplier RU --to lines.csv`: lines as a table that can be imported."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compliance import queries
from compliance.core.ledger import KINDS
from compliance.queries.ledger.exported import as_csv, as_xlsx
from compliance.queries.workbook import TooMany


SAME = {
    "supplier": "supplier",
    "recipient": "recipient",
    "commodity": "commodity__code",
    "kind": "kind",
}


class Command(BaseCommand):
    help = "Write lines of reports as CSV or XLSX; the file can be imported, and adds nothing here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, help="a file (.csv, .xlsx); standard output if none")
        parser.add_argument("--supplier", help="two-letter code of a State")
        parser.add_argument("--recipient", help="two-letter code of a State")
        parser.add_argument("--commodity", help="code of a good, as refined_petroleum")
        parser.add_argument("--kind", choices=KINDS)
        parser.add_argument("--known-at", type=date.fromisoformat, help="only what was public then")
        parser.add_argument("--standing", action="store_true", help="only the latest of each line")

    def handle(self, *, to: Path | None, **options: Any) -> None:
        asked = {field: options[name] for name, field in SAME.items() if options[name] is not None}
        lines = queries.ledger.lines().filter(**asked).order_by("id")
        if options["standing"]:
            lines = queries.ledger.standing(lines, known_at=options["known_at"])
        elif options["known_at"] is not None:
            lines = lines.filter(known_on__lte=options["known_at"])
        if to is None:
            for part in as_csv(lines):
                sys.stdout.buffer.write(part)
            return
        if to.suffix not in (".csv", ".xlsx"):
            raise CommandError(f"{to}: name it .csv or .xlsx")
        try:
            with to.open("wb") as file:
                if to.suffix == ".xlsx":
                    as_xlsx(lines, file)
                else:
                    file.writelines(as_csv(lines))
        except OSError as problem:
            raise CommandError(f"{to}: {problem.strerror}") from problem
        except TooMany as problem:
            raise CommandError(str(problem)) from problem
        self.stderr.write(f"{lines.count():,} lines written to {to}.")
