"""What somebody at the desk asks: what waits today, where a word stands, which filters are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest, StrIndex, Substr, Upper

from compliance.core import state
from compliance.core.ledger import Expected
from compliance.core.period import Period
from compliance.models import (
    Article,
    Cap,
    Capture,
    Claim,
    Estimate,
    Finding,
    Notice,
    Paragraph,
    Report,
    ReportDraft,
    Resolution,
    SavedFilter,
    Transfer,
)
from compliance.models.review import OF_A_CLAIM, second_asked
from compliance.queries import feeds, ledger, regime
from compliance.queries.review import CONTRADICTIONS


# What weighs most, first: a breach of the law, then what contradicts the ledger or the text.
BREACHES = ("prohibited_dealing", "exceeds_cap")
YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Today:
    """What needs a person, counted; in a number of queries that no row adds to."""

    breaches: int
    contradictions: int
    undecided: int
    given_up: int
    on_their_way: int
    notices: int
    failing: int
    overdue: tuple[Expected, ...]
    to_confirm: tuple[Cap, ...]
    drafts: tuple[ReportDraft, ...]


def today(*, at: datetime, by: AbstractBaseUser) -> Today:
    undecided = Finding.objects.undecided().order_by().withheld()
    told = undecided.values_list("withheld", "verdict").annotate(n=Count("id"))
    counted = {(withheld, verdict): n for withheld, verdict, n in told}
    verdicts = {verdict: n for (withheld, verdict), n in counted.items() if not withheld}
    return Today(
        breaches=sum(verdicts.get(v, 0) for v in BREACHES),
        contradictions=sum(verdicts.get(v, 0) for v in CONTRADICTIONS if v not in BREACHES),
        undecided=sum(counted.values()),
        given_up=Article.objects.given_up().count(),
        on_their_way=Article.objects.awaiting_capture(at=at).count(),
        notices=unsent(Notice.objects.all()).count(),
        failing=failing(at=at).count(),
        overdue=tuple(overdue(on=at.date())),
        to_confirm=tuple(regime.to_be_confirmed()),
        drafts=tuple(drafts(by)),
    )


def unsent(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    """Notices that stand and went out by no channel."""
    return rows.filter(deliveries=None, withdrawal=None)


def failing(*, at: datetime) -> QuerySet:
    """Sources that are watched and whose last look brought no answer, or was broken off."""
    rows: QuerySet[Any] = feeds.sources()
    rows = rows.filter(watched=True, last_look_at__lt=at - timedelta(minutes=5))
    return rows.filter(Q(last_outcome="failed") | Q(last_outcome=None))


def overdue(*, on: date) -> list[Expected]:
    """Reports of the year before a day that were due by it and have not come, the oldest first.

    One query a cap: of the lines of that year alone.
    """
    year = Period(on - YEAR, on)
    found = []
    for cap in regime.in_force(on):
        if cap.scheduled:
            lines = ledger.scope(cap, year)
            found += ledger.missing(cap, period=year, known_at=on, lines=lines)
    late = [e for e in found if e.state in ("silent", "unknown") and e.due_on < on]
    return sorted(late, key=lambda e: (e.due_on, e.supplier or ""))


# Drafts and filters: one's own


def drafts(by: AbstractBaseUser) -> QuerySet[ReportDraft]:
    """Somebody's reports that are typed and not recorded."""
    recorded = Report.objects.filter(key=OuterRef("key"))
    return ReportDraft.objects.filter(~Exists(recorded), owner_id=by.pk)


def filters(of: str, by: AbstractBaseUser) -> QuerySet[SavedFilter]:
    """The filters of a list that somebody sees: their own, and what others share."""
    rows = SavedFilter.objects.filter(Q(owner_id=by.pk) | Q(shared=True), of=of)
    shown = ("name", "query", "shared", "owner__username")
    return rows.select_related("owner").only(*shown)


# Where a word stands


FEWEST = 3  # letters: what an index of parts needs
MOST = 10  # of each kind
LOOKED_AT = 200


@dataclass(frozen=True)
class Found:
    """The rows of one kind in which the words stand."""

    kind: str  # the model's name
    rows: tuple[Model, ...]
    more: bool


@dataclass(frozen=True)
class Party:
    """A State whose name or code the words are."""

    code: str
    name: str


def parties(words: str) -> list[Party]:
    asked = words.strip().casefold()
    if not asked:
        return []
    return [
        Party(code, name)
        for code, name in state.names().items()
        if asked in name.casefold() or asked == code.casefold()
    ][:MOST]


def find(words: str, *, kinds: Collection[str]) -> Iterator[Found]:
    """Where words stand, by kind, the newest first: at most ten each, in two queries a kind.

    Ships and firms have no table of their own: they are named in the texts of articles, in claims,
    and in the notes of reports, lines and estimates, and found there.
    """
    asked = words.strip()
    if len(asked) < FEWEST:
        return
    codes = [party.code for party in parties(asked)]
    reports = Q(document__icontains=asked) | Q(note__icontains=asked)
    if codes:
        reports |= Q(reporting_state__in=codes)
    titled = Capture.objects.filter(title__icontains=asked).order_by().values("article")
    found: dict[str, QuerySet] = {
        "resolution": Resolution.objects.filter(
            Q(symbol__icontains=asked) | Q(title__icontains=asked)
        ),
        "paragraph": Paragraph.objects.filter(words__icontains=asked),
        "cap": Cap.objects.filter(title__icontains=asked),
        "report": Report.objects.filter(reports),
        "transfer": Transfer.objects.filter(note__icontains=asked),
        "estimate": Estimate.objects.filter(Q(method__icontains=asked) | Q(note__icontains=asked)),
        "article": Article.objects.filter(
            Q(pk__in=Article.objects.filter(name__icontains=asked).order_by().values("pk"))
            | Q(pk__in=titled)
        ),
        "capture": Capture.objects.filter(text__icontains=asked),
        "claim": Claim.objects.filter(quote__icontains=asked),
    }
    for kind, rows in found.items():
        if kind not in kinds:
            continue
        few = list(rows.order_by().values_list("pk", flat=True)[:LOOKED_AT])
        shown = rows.model._default_manager.filter(pk__in=few).order_by("-pk")
        if kind == "paragraph":
            shown = shown.select_related("resolution")
        if kind == "article":
            shown = shown.defer("content")
        if kind == "capture":
            shown = _in_their_words(shown, asked)
        if kind == "claim":
            shown = shown.exclude(second_asked(*OF_A_CLAIM))
        if few:
            yield Found(kind, tuple(shown[:MOST]), len(few) > MOST)


AROUND = 60  # characters before and after the words that are shown of a text


def _in_their_words(captures: QuerySet[Capture], asked: str) -> QuerySet[Capture]:
    """The newest text of each article that has the words, with a little of what stands around
    them; nothing else of it is read."""
    newest = captures.order_by("article_id", "-pk").distinct("article_id").values("pk")
    place = StrIndex(Upper("text"), Upper(Value(asked)))
    begin = Greatest(place - AROUND, 1)
    return (
        Capture.objects.filter(pk__in=newest)
        .annotate(around=Substr("text", begin, 2 * AROUND + len(asked)))
        .select_related("article")
        .only("title", "article__name")
        .order_by("-pk")
    )
