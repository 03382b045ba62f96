"""`manage.py ingest PATH|URL|-`: hand in articles; the worker captures, reads and reconciles.

At a terminal a bar shows how far it is. At the end stands what was taken in, what was held already,
and what was refused, by reason; where something was, the exit code says so.
"""

from __future__ import annotations

import mimetypes
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone
from tqdm import tqdm

from compliance import queries, services
from compliance.models import Article


SAMPLES = Path(settings.BASE_DIR) / "seeds" / "press"
# How long --now waits for a host that is to be left alone; beyond that it is the worker's.
MOST_WAIT_S = 60.0
MOST_NAMED = 5  # of what was refused for one reason
Each = TypeVar("Each")
SUFFIXES = {".txt", ".html", ".htm", ".md", ".pdf", ".eml", ".warc", ".gz", ".urls"}


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
        "Hand in articles: files (HTML, text, PDF, mail, WARC), lists of addresses, folders of "
        "both, addresses, or - for a text on standard input. The worker of a running tracker "
        "reads them within seconds; --now does the steps here."
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
        outcomes = Counter({"new": 0, "held already": 0, "refused": 0, "without a text yet": 0})
        taken: list[Article] = []
        refused: dict[str, list[str]] = {}

        def refuse(name: str, outcome: str, reason: str) -> None:
            outcomes[outcome] += 1
            refused.setdefault(reason, []).append(name)

        for said in self.bar(list(self.each(what, samples)), "handing in"):
            name = said.pop("shown")
            try:
                if path := said.pop("path", None):
                    said["content"] = path.read_bytes()
                several = self.hand_in(
                    {
                        "published_on": options["published_on"],
                        "publisher": options["publisher"],
                        **said,
                    }
                )
            except (services.press.NotTaken, OSError) as problem:
                reason = str(getattr(problem, "strerror", None) or problem)
                self.tell(f"{name}: not taken. {reason}", wrong=True)
                refuse(name, "refused", reason)
                continue
            for article, new in several:
                outcomes["new" if new else "held already"] += 1
                taken.append(article)
                self.tell(
                    f"{name}: {'new' if new else 'held already'}, "
                    f"{reverse('article', args=[article.pk])}"
                )
        if options["now"]:
            for article in self.bar(taken, "reading"):
                if why := self.steps(article):
                    self.tell(f"{article}: {why}", wrong=True)
                    refuse(str(article), "without a text yet", why)
        summary = ", ".join(f"{n} {word}" for word, n in outcomes.items() if n) or "nothing found"
        self.stdout.write(f"{summary}.")
        for reason, names in sorted(refused.items(), key=lambda each: -len(each[1])):
            more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
            self.stdout.write(f"  {len(names)} × {reason} {', '.join(names[:MOST_NAMED])}{more}")
        if refused:
            raise CommandError(
                f"{sum(map(len, refused.values()))} not taken; the reasons stand above."
            )

    def tell(self, line: str, *, wrong: bool = False) -> None:
        """A line; while it is written the bar makes room for it."""
        with tqdm.external_write_mode(file=self.stderr._out):
            (self.stderr if wrong else self.stdout).write(line)

    def bar(self, rows: Sequence[Each], doing: str) -> Iterator[Each]:
        """The rows one by one, with a bar that shows how far they are where a person looks on."""
        yield from tqdm(
            rows,
            desc=doing,
            unit="article",
            file=self.stderr._out,
            disable=not self.stderr.isatty() or len(rows) < 2,
            leave=False,
        )

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
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES)
        elif path.is_file():
            found = [path]
        else:
            raise CommandError(f"{path}: no such file or folder")
        for file in found:
            if urls := addresses(file):
                yield from ({"shown": url, "origin": "url", "url": url} for url in urls)
                continue
            yield {
                "shown": str(file),
                "origin": "file",
                "path": file,
                "content_type": mimetypes.guess_type(file.name)[0] or "",
                "name": file.name,
            }

    def capture(self, article: Article) -> str:
        """The article's text is captured here; where that fails, why. Its host has its pause."""
        while True:
            captured = services.press.capture(article=article, at=timezone.now())
            if captured is not None:
                return captured.error
            at = timezone.now()
            until = queries.press.host_rests_until(article, at=at)
            if until is None:
                return ""  # it has its text already, or a worker is at it
            if (wait := (until - at).total_seconds()) > MOST_WAIT_S:
                return (
                    f"Its host is left alone until {until:%Y-%m-%d %H:%M} UTC; a running tracker "
                    "fetches it then."
                )
            time.sleep(wait)

    def steps(self, article: Article) -> str:
        """The same steps that the worker takes, here and now; where no text came, why."""
        if problem := self.capture(article):
            return problem
        for waiting in queries.press.awaiting_reading(1000):
            if waiting.article_id == article.pk:
                services.press.read(capture=waiting, at=timezone.now())
        for reading in queries.copies.awaiting_place(1000):
            if reading.capture.article_id == article.pk:
                services.press.place(reading=reading)
        for reading in queries.press.awaiting_reconciliation(1000):
            if reading.capture.article_id == article.pk:
                for finding in services.review.reconcile(reading=reading, at=timezone.now()):
                    self.tell(
                        f"  {finding.get_verdict_display()}: “{finding.claim.quote}” "
                        f"{finding.reason}"
                    )
        return ""
