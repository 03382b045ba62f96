"""`manage.py ingest PATH|URL|-`: hand in articles; the worker captures, reads and reconciles."""

from __future__ import annotations

import mimetypes
import sys
from argparse import ArgumentParser
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from compliance import queries, services
from compliance.models import Article


SAMPLES = Path(settings.BASE_DIR) / "seeds" / "press"
SUFFIXES = {".txt", ".html", ".htm", ".md", ".pdf", ".eml", ".warc", ".gz"}


def addresses(path: Path) -> list[str]:
    """The addresses of a .urls file, or of a text that is nothing but addresses, one a line."""
    if path.suffix.lower() not in (".urls", ".txt"):
        return []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError):
        return []
    found = [line for line in lines if line.strip() and not line.startswith("#")]
    whole = all(line.strip().startswith(("http://", "https://")) for line in found)
    return found if whole or path.suffix.lower() == ".urls" else []


class Command(BaseCommand):
    help = (
        "Hand in articles: files (HTML, text, PDF, mail, WARC), folders of them, addresses, or - "
        "for a text on standard input. The worker of a running tracker reads them within seconds; "
        "--now does the steps here."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", nargs="*", metavar="PATH|URL|-")
        parser.add_argument("--samples", action="store_true", help="the articles that ship with us")
        parser.add_argument("--published-on", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--publisher", default="")
        parser.add_argument("--now", action="store_true", help="capture, read and reconcile here")

    def handle(self, *, what: list[str], samples: bool, **options: Any) -> None:
        if not what and not samples:
            raise CommandError("name a file, a folder, an address, or - for a text on stdin")
        outcomes: Counter[str] = Counter()
        taken: list[Article] = []
        for said in self.each(what, samples):
            name = said.pop("shown")
            try:
                several = self.hand_in(
                    {
                        "published_on": options["published_on"],
                        "publisher": options["publisher"],
                        **said,
                    }
                )
            except services.press.NotTaken as problem:
                self.stderr.write(f"{name}: not taken. {problem}")
                outcomes["refused"] += 1
                continue
            for article, new in several:
                outcomes["new" if new else "held already"] += 1
                taken.append(article)
                self.stdout.write(
                    f"{name}: {'new' if new else 'held already'}, "
                    f"{reverse('article', args=[article.pk])}"
                )
        if options["now"]:
            for article in taken:
                self.steps(article)
        summary = ", ".join(f"{n} {word}" for word, n in outcomes.items()) or "nothing found"
        self.stdout.write(f"{summary}.")
        if outcomes["refused"]:
            raise CommandError(f"{outcomes['refused']} not taken; the reasons stand above.")

    def hand_in(self, said: dict[str, Any]) -> list[tuple[Article, bool]]:
        """One article, or each of a web archive."""
        said |= {"at": timezone.now(), "by": None}
        if said["origin"] == "file":
            del said["origin"]
            return services.press.hand_in_file(**said)
        return [services.press.hand_in(**said)]

    def each(self, what: list[str], samples: bool) -> Any:
        """What to hand in, one after the other."""
        if samples:
            for seed in yaml.safe_load((SAMPLES / "samples.yaml").read_text(encoding="utf-8")):
                path = SAMPLES / seed["file"]
                yield {
                    "shown": path.name,
                    "origin": "sample",
                    "content": path.read_bytes(),
                    "content_type": "text/plain; charset=utf-8",
                    "name": seed["title"],
                    "publisher": "Sanctions tracker, sample",
                    "published_on": seed["published_on"],
                }
        for said in what:
            if said == "-":
                yield {
                    "shown": "standard input",
                    "origin": "text",
                    "content": sys.stdin.buffer.read(),
                }
            elif said.startswith(("http://", "https://")):
                yield {"shown": said, "origin": "url", "url": said}
            else:
                yield from self.files(Path(said))

    def files(self, path: Path) -> Any:
        if path.is_file() and (urls := addresses(path)):
            yield from ({"shown": url, "origin": "url", "url": url} for url in urls)
            return
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES)
        elif path.is_file():
            found = [path]
        else:
            raise CommandError(f"{path}: no such file or folder")
        for file in found:
            try:
                content = file.read_bytes()
            except OSError as problem:
                raise CommandError(f"{file}: {problem.strerror}") from problem
            yield {
                "shown": str(file),
                "origin": "file",
                "content": content,
                "content_type": mimetypes.guess_type(file.name)[0] or "",
                "name": file.name,
            }

    def steps(self, article: Article) -> None:
        """The same steps that the worker takes, here and now."""
        capture = services.press.capture(article=article, at=timezone.now())
        if capture is not None and capture.error:
            self.stderr.write(f"{article}: {capture.error}")
            return
        for waiting in queries.press.awaiting_reading(1000):
            if waiting.article_id == article.pk:
                services.press.read(capture=waiting, at=timezone.now())
        for reading in queries.copies.awaiting_place(1000):
            if reading.capture.article_id == article.pk:
                services.press.place(reading=reading)
        for reading in queries.press.awaiting_reconciliation(1000):
            if reading.capture.article_id == article.pk:
                for finding in services.review.reconcile(reading=reading, at=timezone.now()):
                    self.stdout.write(
                        f"  {finding.get_verdict_display()}: “{finding.claim.quote}” "
                        f"{finding.reason}"
                    )
