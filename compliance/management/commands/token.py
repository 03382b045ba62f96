"""`manage.py token`: make a token of the API, list those there are, revoke one."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from compliance import queries, services
from compliance.core.access import SCOPES


class Command(BaseCommand):
    help = "Make a token of the API, list those there are, or revoke one by how it begins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="make|list|revoke")
        make = acts.add_parser("make", help="the secret is printed once, and kept nowhere")
        make.add_argument("owner", help="the account that it acts for")
        make.add_argument("name", help="what will use it")
        make.add_argument(
            "--scopes", default="read", help=f"by commas; there are {', '.join(SCOPES)}"
        )
        make.add_argument("--days", type=int, default=365, help="how long it lasts")
        acts.add_parser("list", help="every token: whose, what for, until when, last used")
        revoke = acts.add_parser("revoke", help="it opens nothing from here on")
        revoke.add_argument("prefix", help="how it begins, as `list` shows it")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, options["act"])(options)

    def make(self, options: dict[str, Any]) -> None:
        owner = User.objects.filter(username=options["owner"]).first()
        if owner is None:
            raise CommandError(f"There is no account {options['owner']!r}.")
        try:
            token, secret = services.access.make_token(
                owner=owner,
                name=options["name"],
                scopes=[each.strip() for each in options["scopes"].split(",") if each.strip()],
                days=options["days"],
                by=None,
                at=timezone.now(),
            )
        except services.access.NotMade as reason:
            raise CommandError(str(reason)) from reason
        self.stderr.write(
            f"For {owner}, may {', '.join(token.scopes)}, until {token.expires_at:%-d %B %Y}. "
            "It is shown this once:"
        )
        self.stdout.write(secret)

    def list(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        for token in queries.access.tokens():
            use = getattr(token, "use", None)
            state = "revoked" if token.revoked_at else "good" if token.stands(at=now) else "expired"
            used = f"{use.last_used_at:%Y-%m-%d %H:%M}" if use else "never"
            self.stdout.write(
                f"{token.prefix}  {token.owner}  {','.join(token.scopes)}  {state}  "
                f"until {token.expires_at:%Y-%m-%d}  used {used}  {token.name}"
            )

    def revoke(self, options: dict[str, Any]) -> None:
        found = list(queries.access.tokens().filter(prefix=options["prefix"])[:2])
        if len(found) != 1:
            raise CommandError(f"No single token begins with {options['prefix']!r}.")
        if not services.access.revoke_token(token=found[0], by=None, at=timezone.now()):
            raise CommandError(f"{found[0]} was revoked before.")
        self.stdout.write(f"{found[0]} opens nothing from here on.")
