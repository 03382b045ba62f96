"""`manage.py dump DIR`: all that is public, as files with a manifest."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from compliance import services


class Command(BaseCommand):
    help = (
        "Write all that is public into a new folder of DIR: a file a table, and manifest.json with "
        "rows, SHA-256, data version and licence."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--format", choices=services.dumps.FORMATS, default="csv")
        parser.add_argument(
            "--keep", type=int, default=services.dumps.KEPT, help="dumps that stay; older ones go"
        )

    def handle(self, *, folder: Path, format: str, keep: int, **options: object) -> None:
        if keep < 1:
            raise CommandError("--keep: at least the one that is made stays.")
        try:
            made = services.dumps.make(
                folder=folder.absolute(), at=timezone.now(), format=format, kept=keep
            )
        except OSError as problem:
            raise CommandError(f"{folder}: {problem.strerror}") from problem
        rows = sum(file["rows"] for file in made["files"])
        self.stdout.write(
            f"{made['name']}: {len(made['files'])} files, {rows:,} rows, "
            f"data version {made['data_version']}."
        )
