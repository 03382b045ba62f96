"""`manage.py replay ARTICLE... --reason WHY`: try again what was given up after three tries."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from compliance import queries, services
from compliance.models import Article


class Command(BaseCommand):
    help = (
        "List the steps that were given up after three tries; with ids of articles and a reason, "
        "have them tried again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("articles", nargs="*", type=int, metavar="ARTICLE")
        parser.add_argument("--reason", default="", help="why, in a sentence; it is kept")

    def handle(self, *, articles: list[int], reason: str, **_: Any) -> None:
        if not articles:
            for held in queries.press.quarantined():
                self.stdout.write(
                    f"article {held.article}, {held.step}: {held.cause}: {held.reason}"
                )
            return
        for pk in articles:
            article = Article.objects.filter(pk=pk).first()
            if article is None:
                raise CommandError(f"There is no article {pk}.")
            try:
                again = services.press.replay(
                    article=article, reason=reason, at=timezone.now(), by=None
                )
            except services.press.NotReplayed as problem:
                raise CommandError(str(problem)) from problem
            self.stdout.write(f"article {pk}: {', '.join(r.step for r in again)} waits again")
