"""What differs, and what a person has said of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from compliance.core.ledger import Entry
from compliance.core.quantity import Policy, Quantity
from compliance.core.regime import Proposal as Proposed
from compliance.core.review import SEVERITIES, Book, Law
from compliance.models import (
    Article,
    Claim,
    Finding,
    FindingLine,
    LedgerChange,
    Measure,
    Notice,
    Proposal,
    Resolution,
    Review,
)
from compliance.queries.ledger import every_entry
from compliance.queries.regime import caps, policy


_now = Finding.objects.filter(claim=OuterRef("claim"), view="now").order_by("-id")


def findings() -> QuerySet[Finding]:
    """The newest finding of each claim that stands, with what a page or an answer shows of it:
    judged by what was known then, and in `now_…` by what is known now where that differs."""
    rows: Any = (  # django-stubs loses the model where rows are annotated
        Finding.objects.newest()
        .standing()
        .withheld()
        .annotate(
            now_id=Subquery(_now.values("id")[:1]),
            now_verdict=Subquery(_now.values("verdict")[:1]),
            now_reason=Subquery(_now.values("reason")[:1]),
        )
        .select_related("claim__figure", "claim__reading__capture__article")
        .defer(
            "claim__reading__capture__content",
            "claim__reading__capture__text",
            "claim__reading__capture__article__content",
        )
        .prefetch_related("lines", Prefetch("reviews", Review.objects.told()))
    )
    return rows


def findings_about(code: str) -> QuerySet[Finding]:
    """Those whose claim names a State as supplier or as recipient."""
    return findings().filter(
        Q(claim__supplier__contains=[code]) | Q(claim__recipient__contains=[code])
    )


@dataclass(frozen=True)
class Sentence:
    """Words of an article that speak of a line: that it was recorded from, or was compared with."""

    article: int
    claim: int
    quote: str
    recorded: bool


EACH_LINE = 3  # sentences told of one line


def sentences_on(lines: Collection[int]) -> dict[int, list[Sentence]]:
    """The sentences behind lines of the ledger, and those set against them. Two queries."""
    through = "claim__reading__capture__article_id", "claim_id", "claim__quote"
    recorded = (
        Review.objects.filter(transfer__in=lines, undone_by=None)
        .order_by("id")
        .values_list("transfer_id", *(f"finding__{name}" for name in through))
    )
    compared = (
        FindingLine.objects.filter(
            transfer__in=lines, finding__in=Finding.objects.newest().standing()
        )
        .order_by("id")
        .values_list("transfer_id", *(f"finding__{name}" for name in through))
    )
    found: dict[int, list[Sentence]] = {}
    for rows, is_source in ((recorded, True), (compared, False)):
        for line, article, claim, quote in rows:
            mine = found.setdefault(line, [])
            if len(mine) < EACH_LINE and claim not in [s.claim for s in mine]:
                mine.append(Sentence(article, claim, quote, is_source))
    return found


# What a good that is left open may be.
LOOSE = {"refined_petroleum": ["petroleum"], "crude_oil": ["petroleum"]}


def concerned(change: LedgerChange) -> QuerySet[Claim]:
    """The claims with a finding that a change of ledger or law may make other, in order.

    What a claim leaves open, its good, supplier or days, may be any.
    """
    claims = (
        Claim.objects.comparable()
        .filter(pk__gt=change.done_to)
        .filter(Exists(Finding.objects.filter(claim=OuterRef("pk"))))
        .select_related("figure", "reading")
        .order_by("pk")
    )
    if change.commodity is None:
        return claims
    good = change.commodity.code
    claims = claims.filter(Q(commodity__in=["", good, *LOOSE.get(good, [])]))
    claims = claims.filter(Q(supplier=[]) | Q(supplier__contains=[change.supplier]))
    if change.first_day is None or change.last_day is None:
        return claims
    # A cap's period and a share's may reach a year beyond the days that are said.
    year = timedelta(days=366)
    return claims.filter(
        Q(first_day=None)
        | Q(first_day__lte=change.last_day + year, last_day__gte=change.first_day - year)
    )


def what_changed(change: LedgerChange) -> str:
    """A change in a few words, for the finding that follows from it."""
    if change.what != "transfer" or change.commodity is None:
        named = {"asked": "A new judgement was asked for."}
        return named.get(change.what, f"The law or a factor changed ({change.what}).")
    days = f"{change.first_day:%d %B %Y} to {change.last_day:%d %B %Y}"
    return f"The ledger holds new lines: {change.supplier}, {change.commodity}, {days}."


def changes_waiting(most: int) -> list[LedgerChange]:
    rows = LedgerChange.objects.select_related("commodity").order_by("pk")
    return list(rows[:most])


def changed() -> QuerySet[Finding]:
    """Findings that took the place of others or differ from what was known then, newest first."""
    return (
        Finding.objects.exclude(because="")
        .withheld()
        .select_related("claim__figure", "claim__reading__capture__article", "supersedes")
        .defer(
            "claim__reading__capture__content",
            "claim__reading__capture__text",
            "claim__reading__capture__article__content",
        )
        .order_by("-id")
    )


def law() -> Law:
    """The caps, bans and failed drafts as values, for setting a claim against them."""
    measures = list(
        Measure.objects.select_related("paragraph__resolution").filter(
            ~Q(goods=[]) | Q(details__has_key="also_bans")
        )
    )
    adopted = Resolution.objects.values_list("symbol", "adopted_on")
    return Law(
        terms=(
            *(cap.terms for cap in caps() if cap.scheduled),
            *(terms for measure in measures for terms in measure.open_terms),
        ),
        bans=tuple(ban for measure in measures for ban in measure.bans),
        beside=tuple(ban for measure in measures for ban in measure.bans_beside),
        proposals=tuple(
            Proposed(
                symbol=proposal.symbol,
                tabled_on=proposal.tabled_on,
                commodity=good,
                limits=tuple(
                    Quantity(Decimal(str(limit["amount"])), limit["unit"])
                    for limit in proposal.limits
                    if limit["commodity"] == good
                ),
            )
            for proposal in Proposal.objects.all()
            for good in sorted({limit["commodity"] for limit in proposal.limits})
        ),
        adopted=tuple(adopted),
    )


@dataclass(frozen=True)
class Bench:
    """What claims are set against, loaded once for a handful of them."""

    law: Law
    policy: Policy
    entries: list[Entry]
    gone_through: int
    books: dict[date, Book] = field(default_factory=dict)

    def book(self, known_at: date) -> Book:
        """The lines that stood on a day, worked out once a day."""
        if known_at not in self.books:
            self.books[known_at] = Book(self.entries, policy=self.policy, known_at=known_at)
        return self.books[known_at]


def bench() -> Bench:
    """The law, the lines and the factors as they are held now.

    How often claims had been gone through is asked first: what is counted meanwhile only makes it
    be loaded once more.
    """
    before = gone_through()
    return Bench(law(), policy().policy, every_entry(), before)


def gone_through() -> int:
    """How often claims were looked for that a change of ledger or law concerns, until now.

    A finding that is about to be kept was not among them. So if there is one more than when the
    bench was loaded, the change may be missing in the bench, and nobody else would come back to it.
    """
    with connection.cursor() as cursor:
        cursor.execute("select last_value - 1 + is_called::int from compliance_gone_through")
        (times,) = cursor.fetchone()
    return int(times)


# Verdicts that say that the ledger or the law is contradicted.
_, CONTRADICTIONS = SEVERITIES["contradicts"]


@dataclass(frozen=True)
class Waiting:
    """How many things wait for a person, or for the worker."""

    undecided: int
    contradictions: int
    given_up: int
    on_their_way: int
    notices: int


def waiting(*, at: datetime) -> Waiting:
    """What waits at a moment. Five counts."""
    undecided = Finding.objects.undecided()
    return Waiting(
        undecided=undecided.count(),
        contradictions=undecided.filter(verdict__in=CONTRADICTIONS).count(),
        given_up=Article.objects.given_up().count(),
        on_their_way=Article.objects.awaiting_capture(at=at).count(),
        notices=Notice.objects.filter(deliveries=None).count(),
    )
