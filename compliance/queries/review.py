"""What differs, and what a person has said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from compliance.core.ledger import Entry
from compliance.core.quantity import Policy, Quantity
from compliance.core.regime import Proposal as Proposed
from compliance.core.review import Law
from compliance.models import Article, Finding, Measure, Notice, Proposal, Resolution
from compliance.queries.ledger import every_entry
from compliance.queries.regime import caps, policy


def findings() -> QuerySet[Finding]:
    """The newest finding of each claim, with what a page or an answer shows of it."""
    return (
        Finding.objects.newest()
        .select_related("claim__figure", "claim__reading__capture__article")
        .defer(
            "claim__reading__capture__content",
            "claim__reading__capture__text",
            "claim__reading__capture__article__content",
        )
        .prefetch_related("lines", "reviews")
    )


def law() -> Law:
    """The caps, bans and failed drafts as values, for setting a claim against them."""
    measures = list(Measure.objects.select_related("paragraph__resolution").exclude(goods=[]))
    adopted = Resolution.objects.values_list("symbol", "adopted_on")
    return Law(
        terms=(
            *(cap.terms for cap in caps() if cap.scheduled),
            *(terms for measure in measures for terms in measure.open_terms),
        ),
        bans=tuple(ban for measure in measures for ban in measure.bans),
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


def bench() -> Bench:
    """The law, the lines and the factors as they are held now."""
    return Bench(law(), policy().policy, every_entry())


# Verdicts that say that the ledger or the law is contradicted.
CONTRADICTIONS = (
    "differs",
    "nil_contradicted",
    "cap_misquoted",
    "share_wrong",
    "exceeds_cap",
    "prohibited_dealing",
)


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
