"""What the desk shows of findings: the inbox, and what stands beside one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)

from compliance import core
from compliance.core.ledger import COUNTING, Changes, Draft
from compliance.core.review import SEVERITIES, Answer, Standing
from compliance.core.state import name
from compliance.models import Cap, Claim, Finding, Paragraph, Review, Transfer
from compliance.models.review import VERDICTS, ReviewQuerySet
from compliance.queries import copies, ledger, regime


# Filters by age: waiting for at least so many days.
AGES = {"1": 1, "7": 7, "30": 30, "90": 90}
MOST_LINES = 24  # beside a claim; a year of two suppliers


@dataclass(frozen=True)
class Wanted:
    """What of the inbox is asked for; empty: all."""

    severity: str = ""
    verdict: str = ""
    supplier: str = ""
    language: str = ""
    waits: str = ""
    age: str = ""

    def said(self) -> dict[str, str]:
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name)}


SECOND = -1  # where a second person is asked: before all, and in an order that tells nothing


def _severity() -> Case:
    """Place of the severity, the gravest first, by which the inbox is sorted."""
    return Case(
        When(first_by__isnull=False, second_by=None, then=Value(SECOND)),
        *(
            When(verdict__in=verdicts, then=Value(place))
            for place, (_, verdicts) in enumerate(SEVERITIES.values())
        ),
    )


def _waiting() -> Any:
    """The findings that wait, with for whom, as `core.review.standing` says it of each."""
    live = Review.objects.live().filter(finding=OuterRef("pk"))
    first = live.filter(decision="record", blind=False).order_by("id")
    second = live.filter(blind=True).order_by("id")
    return (
        Finding.objects.undecided()
        .annotate(
            first_by=Subquery(first.values("decided_by")[:1]),
            second_by=Subquery(second.values("decided_by")[:1]),
            asked=Exists(live.filter(decision="second_look")),
            language=F("claim__reading__language"),
        )
        .annotate(
            severity=_severity(),
            waits=Case(
                When(second_by__isnull=False, then=Value("third")),
                When(first_by__isnull=False, then=Value("second")),
                When(asked=True, then=Value("look")),
                default=Value("judgement"),
                output_field=CharField(),
            ),
        )
    )


# What a second person is not to know cannot be asked for of what waits for one.
MACHINES = ("severity", "verdict", "supplier")


def _narrowed(rows: Any, wanted: Wanted, at: datetime) -> Any:
    if any(getattr(wanted, name) for name in MACHINES):
        rows = rows.exclude(waits="second")
    if wanted.severity:
        rows = rows.filter(verdict__in=SEVERITIES[wanted.severity][1])
    if wanted.verdict:
        rows = rows.filter(verdict=wanted.verdict)
    if wanted.supplier:
        none = wanted.supplier == "none"
        rows = rows.filter(
            Q(claim__supplier=[]) if none else Q(claim__supplier__contains=[wanted.supplier])
        )
    if wanted.language:
        rows = rows.filter(language="" if wanted.language == "none" else wanted.language)
    if wanted.waits:
        rows = rows.filter(waits=wanted.waits)
    if wanted.age:
        rows = rows.filter(reconciled_at__lte=at - timedelta(days=AGES[wanted.age]))
    return rows


def inbox(wanted: Wanted, *, at: datetime) -> Any:
    """What waits for a person: the gravest first, of these the oldest. One query a page."""
    return (
        _narrowed(_waiting(), wanted, at)
        .select_related("claim__figure", "claim__reading__capture__article")
        .defer(
            "claim__reading__capture__content",
            "claim__reading__capture__text",
            "claim__reading__capture__article__content",
        )
        .order_by("severity", "reconciled_at", "pk")
    )


@dataclass(frozen=True)
class Facet:
    """A value that the inbox can be narrowed to, and how many findings it would leave."""

    value: str
    label: str
    n: int


def facets(*, at: datetime) -> dict[str, list[Facet]]:
    """How many wait, by each of what the inbox can be asked for. Two queries."""
    rows = (
        _waiting()
        .order_by()
        .values_list("verdict", "claim__supplier", "language", "waits")
        .annotate(n=Count("pk"))
    )
    by: dict[str, Counter[str]] = {
        f: Counter() for f in ("severity", "verdict", "supplier", "language", "waits")
    }
    for verdict, suppliers, language, waits, n in rows:
        by["language"][language or "none"] += n
        by["waits"][waits] += n
        if waits == "second":
            continue
        by["severity"][core.review.severity(verdict)] += n
        by["verdict"][verdict] += n
        for supplier in suppliers or ["none"]:
            by["supplier"][supplier] += n
    ages = Finding.objects.undecided().aggregate(
        **{
            f"d{code}": Count("pk", filter=Q(reconciled_at__lte=at - timedelta(days=days)))
            for code, days in AGES.items()
        }
    )
    verdicts = dict(VERDICTS)
    return {
        "severity": [
            Facet(code, label, by["severity"][code]) for code, (label, _) in SEVERITIES.items()
        ],
        "verdict": _facets(by["verdict"], verdicts),
        "supplier": _facets(
            by["supplier"], {c: name(c) for c in by["supplier"]} | {"none": "not said"}
        ),
        "language": _facets(by["language"], {"none": "not told"}),
        "waits": [
            Facet(code, label, by["waits"][code])
            for code, label in core.review.STATES.items()
            if code != "decided"
        ],
        "age": [
            Facet(code, f"{days} day{'' if days == 1 else 's'} or more", ages[f"d{code}"])
            for code, days in AGES.items()
        ],
    }


def _facets(counts: Counter[str], labels: dict[str, str]) -> list[Facet]:
    return [Facet(code, labels.get(code, code), n) for code, n in counts.most_common()]


def neighbours(
    finding: Finding, wanted: Wanted, *, at: datetime, blind: bool = False
) -> tuple[int | None, int | None]:
    """The findings before and after one in the inbox, whether or not it still waits itself.

    `blind`: it stood among those that a second person is asked of.
    """
    rank = SECOND if blind else _place(finding)
    place = Q(severity__lt=rank) | Q(severity=rank, reconciled_at__lt=finding.reconciled_at)
    same = Q(severity=rank, reconciled_at=finding.reconciled_at)
    rows = _narrowed(_waiting(), wanted, at).exclude(pk=finding.pk)
    before = rows.filter(place | (same & Q(pk__lt=finding.pk)))
    after = rows.exclude(place | (same & Q(pk__lt=finding.pk)))
    order = ("severity", "reconciled_at", "pk")
    last = before.order_by(*(f"-{key}" for key in order)).values_list("pk", flat=True).first()
    return last, after.order_by(*order).values_list("pk", flat=True).first()


def _place(finding: Finding) -> int:
    return list(SEVERITIES).index(core.review.severity(finding.verdict))


def standing(finding: Finding) -> Standing:
    """Where a finding stands, by the reviews that were not taken back."""
    return core.review.standing([each.judgement for each in said(finding).live()])


def said(finding: Finding) -> ReviewQuerySet:
    """All reviews of a finding: `finding.reviews` may have been fetched without the untold."""
    return Review.objects.filter(finding=finding)


def last_said(finding: Finding) -> int:
    """The last review of a finding, by which a form tells whether it is still up to date."""
    return said(finding).order_by("-id").values_list("pk", flat=True).first() or 0


def machine_answer(claim: Claim) -> Answer:
    """What the reader holds a claim to say, in the fields that a person answers."""
    figure = claim.figure
    ranges = figure is not None and figure.modifier == "range"  # else both ends are the value
    return Answer(
        modifier=figure.modifier if figure else "",
        amount=figure.value if figure and not ranges else None,
        low=figure.low if figure and ranges else None,
        high=figure.high if figure and ranges else None,
        unit=figure.unit if figure else "",
        commodity=claim.commodity,
        supplier=tuple(sorted(claim.supplier)),
        recipient=tuple(sorted(claim.recipient)),
        first_day=claim.first_day,
        last_day=claim.last_day,
        basis=claim.basis,
    )


@dataclass(frozen=True)
class Beside:
    """What stands beside a claim: lines that were compared, lines it may be an account of, law."""

    compared: tuple[Transfer, ...]
    others: tuple[Transfer, ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def lines(self) -> tuple[Transfer, ...]:
        return (*self.compared, *self.others)


def beside(finding: Finding) -> Beside:
    """The ledger and the law next to a claim. Three queries."""
    claim = finding.claim
    compared = list(finding.lines.select_related("report", "commodity"))
    held = [line.pk for line in compared]
    others: Iterable[Transfer] = ()
    if claim.first_day and claim.last_day and claim.role in ("transfer", ""):
        rows = (
            ledger.standing(Transfer.objects.all())
            .filter(
                kind__in=COUNTING,
                first_day__lte=claim.last_day,
                last_day__gte=claim.first_day,
            )
            .exclude(pk__in=held)
        )
        if claim.commodity:
            rows = rows.filter(commodity__code=claim.commodity)
        if claim.supplier:
            rows = rows.filter(supplier__in=claim.supplier)
        others = rows.select_related("report", "commodity")[:MOST_LINES]
    cited = Q(pk__in=[])
    for words in finding.paragraphs:
        symbol, _, number = words.rpartition(" OP ")
        cited |= Q(resolution__symbol__in=[symbol, symbol.split(" (")[0]], number=number)
        cited |= Q(resolution__symbol__startswith=f"{symbol} (", number=number)
    paragraphs = Paragraph.objects.filter(cited).select_related("resolution")
    return Beside(tuple(compared), tuple(others), tuple(paragraphs))


def twins(finding: Finding) -> list[Finding]:
    """The findings on the same statement in copies of the same story, which still wait."""
    same = [claim.pk for claim in copies.identical(finding.claim)]
    rows = _waiting().filter(claim__in=same, verdict=finding.verdict, waits="judgement")
    return list(rows.select_related("claim__reading__capture__article").exclude(pk=finding.pk))


@dataclass(frozen=True)
class Consequence:
    """What a cap's period would come to if a claim entered the reported book."""

    cap: Cap
    present: ledger.CapUsage
    then: ledger.CapUsage

    @property
    def another_status(self) -> bool:
        return self.present.status.code != self.then.status.code


def consequences(answer: Answer, *, at: datetime) -> list[Consequence]:
    """What would follow for the caps if an answer entered the reported book. It reads only."""
    if answer.basis != "reported" or answer.amount is None or not answer.unit:
        return []
    if len(answer.supplier) != 1 or len(answer.recipient) != 1:
        return []
    if answer.first_day is None or answer.last_day is None:
        return []
    draft = Draft(
        supplier=answer.supplier[0],
        recipient=answer.recipient[0],
        commodity=answer.commodity,
        first_day=answer.first_day,
        last_day=answer.last_day,
        kind="nil" if answer.amount == 0 else "reported",
        amount=answer.amount,
        unit=answer.unit,
    )
    found = []
    for cap in regime.caps():
        if not (
            cap.computed
            and cap.terms.concerns(
                commodity=answer.commodity, supplier=draft.supplier, recipient=draft.recipient
            )
        ):
            continue
        try:
            period = ledger.period(cap, answer.first_day.isoformat(), today=at.date())
        except ledger.NoSuchPeriod:
            continue
        if answer.last_day > period.last_day:
            continue  # it straddles two periods, and enters neither
        made = ledger.whatif(
            cap,
            period=period,
            known_at=at.date(),
            policy=regime.policy().policy,
            changes=Changes(accept=(draft,)),
        )
        found.append(Consequence(cap, made.present, made.then))
    return found
