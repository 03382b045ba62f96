"""`manage.py rights` writes docs/rights.md: who may do what, worked out from the code."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from compliance.management.rights import Row, api, desk


HEAD = """# Who may do what

Made by `manage.py rights` from the admin's registry, the API's addresses and
`compliance/services/accounts.py`; the tests compare it, and try it out with people of each role.
The roles are groups; each holds what the one before it holds. Who comes in at the desk is staff
besides (the tick on the account), and a superuser may do all that anybody may.
What is evidence is changed and deleted by nobody.

- **reader**: sees all that is kept.
- **analyst**: logs reports, hands in articles, watches sources, judges findings, edits the law.
- **reviewer**: sees the audit too.
- **administrator**: gives accounts, roles and tokens; deletes what was planted wrongly.
"""


class Command(BaseCommand):
    help = "Write the table of who may do what: docs/rights.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; say if it differs")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs/rights.md"
        words = written()
        if not options["check"]:
            path.write_text(words, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != words:
            raise CommandError("docs/rights.md is not what the code says: manage.py rights")


def written() -> str:
    return "\n".join(
        [HEAD, "## At the desk\n", *table(desk()), "\n## By the API\n", *table(api()), ""]
    )


def table(rows: list[Row]) -> list[str]:
    roles = list(rows[0].may)
    lines = [f"| | {' | '.join(roles)} |", f"|---|{'---|' * len(roles)}"]
    for row in rows:
        cells = [", ".join(row.may[role]) or "—" for role in roles]
        lines.append(f"| `{row.name}` | {' | '.join(cells)} |")
    return lines
