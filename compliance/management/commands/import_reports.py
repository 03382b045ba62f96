"""`manage.py import_reports FILE [--dry-run]`: a table of reports, all of it or nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from compliance import services
from compliance.models import Committee, ImportFile, ImportOutcome


MOST_SAID = 100  # problems printed; the error file of the desk has more


class Command(BaseCommand):
    help = (
        "Import a table of reports (CSV or XLSX), all of it or nothing: first a dry run that names "
        "every problem by line and column, then, without --dry-run, the import."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="look at it, and save nothing")
        parser.add_argument(
            "--committee", default="1718", help="slug of the committee that was reported to"
        )

    def handle(self, *, file: Path, dry_run: bool, committee: str, **options: Any) -> None:
        held = Committee.objects.filter(slug=committee).first()
        if held is None:
            slugs = ", ".join(Committee.objects.values_list("slug", flat=True)) or "none, run seed"
            raise CommandError(f"no committee {committee!r}; held: {slugs}")
        try:
            with file.open("rb") as stream:
                table, _ = services.exchange.hand_in(
                    stream=stream, name=file.name, committee=held, by=None, at=timezone.now()
                )
        except OSError as problem:
            raise CommandError(f"{file}: {problem.strerror}") from problem
        except services.exchange.NoTable as wrong:
            for each in wrong.problems:
                self.tell(each.row, each.field, each.message)
            raise CommandError("Nothing was saved.") from wrong
        self.go_through(table, "check")
        if not dry_run:
            self.go_through(table, "enter")

    def go_through(self, table: ImportFile, step: str) -> None:
        try:
            run = services.exchange.ask(file=table, step=step, by=None, at=timezone.now())
        except services.exchange.NotNow as problem:
            raise CommandError(str(problem)) from problem
        with tqdm(
            total=100,
            desc="looking" if step == "check" else "importing",
            unit="%",
            file=self.stderr._out,
            disable=not self.stderr.isatty(),
            leave=False,
        ) as bar:
            done = services.exchange.carry_out(
                run=run, at=timezone.now(), say=lambda rows, share: bar.update(share - bar.n)
            )
        if done is None:
            raise CommandError("Another table is being gone through; try again in a minute.")
        self.report(done)

    def report(self, done: ImportOutcome) -> None:
        for line, column, _, words in [*done.flags, *done.problems][:MOST_SAID]:
            self.tell(line, column, words)
        if done.problems_n > MOST_SAID:
            self.stderr.write(f"… and {done.problems_n - MOST_SAID:,} problems more")
        counts = (
            f"{done.rows:,} rows: {done.new:,} new, {done.corrects:,} correct what is held, "
            f"{done.held:,} held already, {done.wrong:,} wrong"
        )
        if done.outcome not in ("good", "entered"):
            raise CommandError(f"Nothing was saved. {counts}.")
        saved = "Imported. " if done.outcome == "entered" else "Nothing is wrong. "
        self.stdout.write(f"{saved}{counts}.")

    def tell(self, line: object, column: object, words: object) -> None:
        self.stderr.write(f"line {line}, {column}: {words}" if line else f"{column}: {words}")
