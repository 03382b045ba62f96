"""`manage.py archive [ARTICLE …]`: the bytes that were fetched and handed in, as a web archive."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compliance import services


class Command(BaseCommand):
    help = (
        "Write the raw bytes of articles as a web archive (WARC 1.1), each answer with its "
        "headers and digest."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("articles", nargs="*", type=int, metavar="ARTICLE")
        parser.add_argument("--to", type=Path, metavar="FILE.warc.gz")

    def handle(self, *, articles: list[int], to: Path | None, **options: Any) -> None:
        asked = articles or None
        if to is None:
            written = services.press.archive(articles=asked, to=sys.stdout.buffer)
        else:
            try:
                with to.open("xb") as file:
                    written = services.press.archive(articles=asked, to=file)
            except OSError as problem:
                raise CommandError(f"{to}: {problem.strerror}") from problem
        self.stderr.write(f"{written} {'document' if written == 1 else 'documents'} archived.")
