"""The audit's chain: prove it whole, take it away, note where it stands.

manage.py audit                              where the chain stands
manage.py audit --verify                     the chain as the database holds it
manage.py audit --verify --against ANCHORS   and against what was noted elsewhere
manage.py audit --export FILE                one entry a line; docs/verify_audit.py proves it
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compliance import queries, services
from compliance.core.audit import FIRST, WORDS, faults


MOST = 20  # faults that are told one by one


class Command(BaseCommand):
    help = "Chain the audit's entries, prove the chain whole, or export it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--verify", action="store_true", help="prove the chain whole")
        parser.add_argument(
            "--against", metavar="ANCHORS", help="a file of heads that were noted elsewhere"
        )
        parser.add_argument("--export", metavar="FILE", help="write the chain, a line an entry")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["against"] and not options["verify"]:
            raise CommandError("--against says what --verify compares with: give both.")
        if options["verify"]:
            # As it is found: what was taken from its end must not be chained over first.
            self.verify(anchors(options["against"]) if options["against"] else {})
        if options["export"]:
            self.export(Path(options["export"]))
        if not options["verify"] and not options["export"]:
            head = services.audit.seal()
            self.stdout.write(f"The chain stands at {head.place} {head.digest}")

    def verify(self, noted: dict[int, str]) -> None:
        found = []
        for fault in faults(queries.audit.chain(), anchors=noted):
            found.append(fault)
            if len(found) <= MOST:
                self.stdout.write(str(fault))
        head, waiting = services.audit.head(), queries.audit.waiting()
        if found:
            raise CommandError(
                f"The audit is not as it was written: {len(found)} places, the first at "
                f"{found[0].place}."
            )
        self.stdout.write(
            f"{head.place} entries, each as it was written; {waiting} wait for their place; "
            f"{len(noted)} heads that were noted elsewhere agree. The head: {head.digest}"
        )

    def export(self, path: Path) -> None:
        head = services.audit.seal()
        n, last = 0, FIRST
        with path.open("w", encoding="utf-8") as file:
            for link in queries.audit.chain():
                if link.place > head.place:
                    break
                entry = dict(zip(WORDS, link.words, strict=True))
                line = {"place": link.place, "digest": link.digest, "entry": entry}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                n, last = link.place, link.digest
            file.write(json.dumps({"anchor": {"place": n, "digest": last}}) + "\n")
        self.stdout.write(f"{n} entries in {path}. Keep this elsewhere: {n} {last}")


def anchors(path: str) -> dict[int, str]:
    """What was noted elsewhere: lines that end in a place and its digest."""
    noted = {}
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    for number, line in enumerate(lines, start=1):
        words = line.split()
        if not words:
            continue
        if len(words) < 2 or not words[-2].isdecimal() or len(words[-1]) != 64:
            raise CommandError(f"{path}, line {number}: give a place and its digest.")
        place, digest = int(words[-2]), words[-1]
        if place:
            noted[place] = digest
    return noted
