"""Plant what ships with the tracker: the law, the conversions, the monthly account."""

from __future__ import annotations

import csv
import hashlib
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from compliance import queries, services
from compliance.core.ledger import Draft
from compliance.models import Committee, Transfer


SEEDS = Path(settings.BASE_DIR) / "seeds"
REGIME = SEEDS / "regime"
NOT_RESOLUTIONS = {"committee", "commodities", "proposals", "national_measures"}


class Command(BaseCommand):
    help = (
        "Create what is missing of the law, the conversions and the account of reports; print what "
        "differs from the seeds; overwrite nothing."
    )

    def handle(self, **options: Any) -> None:
        planted = services.regime.plant(
            committee=_yaml(REGIME / "committee.yaml"),
            commodities=_yaml(REGIME / "commodities.yaml"),
            resolutions=[
                _yaml(path)
                for path in sorted(REGIME.glob("*.yaml"))
                if path.stem not in NOT_RESOLUTIONS
            ],
            proposals=_yaml(REGIME / "proposals.yaml"),
            national_measures=_yaml(REGIME / "national_measures.yaml"),
            conversions=_yaml(SEEDS / "conversions.yaml"),
            illustrations=[
                _yaml(path) for path in sorted((SEEDS / "illustrations").glob("*.yaml"))
            ],
        )
        for difference in planted.differs:
            self.stderr.write(f"differs: {difference}")
        before = Transfer.objects.count()
        try:
            for path in sorted((SEEDS / "ledger").glob("*.csv")):
                self.account(path)
        except services.ledger.Rejected as rejected:
            raise CommandError(
                "the account was not planted:\n"
                + "\n".join(f"  {p.field}: {p.message}" for p in rejected.problems)
            ) from rejected
        books = self.books()
        for difference in books.differs:
            self.stderr.write(f"differs: {difference}")
        self.stdout.write(
            f"law: {planted.created} rows created, {len(planted.differs)} differ; "
            f"account: {Transfer.objects.count() - before} lines created; "
            f"books: {books.created} rows created."
        )

    def books(self) -> services.ledger.Books:
        """What stands beside the account: estimates, allegations, decisions, stated totals."""
        beside = SEEDS / "ledger" / "books"
        with (beside / "totals.csv").open(encoding="utf-8", newline="") as file:
            totals = list(csv.DictReader(file, strict=True))
        return services.ledger.plant_books(
            **_yaml(beside / "estimates.yaml"),
            decisions=_yaml(beside / "decisions.yaml"),
            totals=totals,
            at=timezone.now(),
        )

    def account(self, path: Path) -> None:
        """The rows of one file in the order they became known; a report a source and day."""
        committee = Committee.objects.get(slug="1718")
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
        rows.sort(key=_report_of)
        now = timezone.now()
        for key, group in groupby(rows, key=_report_of):
            same = list(group)
            fresh = [row for row in same if row["kind"] != "restated"]
            source = _source(committee, path.stem, key, same[0])
            if fresh:
                services.ledger.record(
                    source=source, drafts=[_draft(row) for row in fresh], by=None, at=now
                )
            for row in same:
                if row["kind"] == "restated":
                    self.restate(source, row, now)

    def restate(self, source: services.ledger.Source, row: dict[str, str], now: Any) -> None:
        """A month expressed anew is the next revision of the line that stands for it."""
        standing = (
            queries.ledger.lines()
            .filter(
                supplier=row["supplier"],
                recipient=row["recipient"],
                commodity__code=row["commodity"],
                first_day=row["first_day"],
                last_day=row["last_day"],
                kind__in=["reported", "restated"],
            )
            .order_by("-revision")
            .first()
        )
        if standing is None:
            raise CommandError(f"no line to restate for {row['supplier']} {row['first_day']}")
        if standing.kind == "restated":
            return
        services.ledger.correct(
            line=standing,
            draft=_draft(row),
            reason=row["note"],
            by=None,
            at=now,
            source=source,
        )


def _yaml(path: Path) -> Any:
    with path.open(encoding="utf-8") as file:
        return yaml.safe_load(file)


def _report_of(row: dict[str, str]) -> tuple[str, str, str, str, str]:
    return (
        row["known_on"] or "9999",
        row["known_not_before"],
        row["source_url"],
        row["supplier"],
        row["confidence"] + row["known_precision"],
    )


def _source(
    committee: Committee, file: str, key: tuple[str, ...], row: dict[str, str]
) -> services.ledger.Source:
    return services.ledger.Source(
        committee=committee,
        kind="press_account",
        reporting_state=row["supplier"] if row["supplier"] != "KP" else row["recipient"],
        document="Committee's table, by way of the press",
        source_url=row["source_url"],
        known_on=_day(row["known_on"]),
        known_not_before=_day(row["known_not_before"]),
        known_precision=row["known_precision"],
        confidence=row["confidence"],
        key=f"seed:{file}:{hashlib.sha256('|'.join(key).encode()).hexdigest()[:24]}",
    )


def _draft(row: dict[str, str]) -> Draft:
    return Draft(
        supplier=row["supplier"],
        recipient=row["recipient"],
        commodity=row["commodity"],
        first_day=_day(row["first_day"]),
        last_day=_day(row["last_day"]),
        kind=row["kind"],
        amount=Decimal(row["amount"]) if row["amount"] else None,
        unit=row["unit"],
        stated_amount=Decimal(row["stated_amount"]) if row["stated_amount"] else None,
        stated_unit=row["stated_unit"],
        note=row["note"],
    )


def _day(words: str) -> date | None:
    return date.fromisoformat(words) if words else None
