"""Questions of those who follow us: what has come to stand since, and whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.db.models import QuerySet

from compliance.core.follow import TOPICS, Mark, moment_of
from compliance.models import (
    Cap,
    Change,
    Claim,
    Decision,
    Finding,
    Notice,
    Sending,
    Subscription,
    Transfer,
)
from compliance.queries.review.findings import findings


COUNTED = 10_000  # rows: further than that what waits is not counted


class NotOurs(LookupError):
    """A mark that was never given out here, or in another life of this database."""


@dataclass(frozen=True)
class Row:
    """A row that came in, was corrected or withdrawn, or is to be taken out of its list."""

    topic: str
    id: int
    change: str  # set, withdrawn, removed
    replaces: int | None = None


@dataclass(frozen=True)
class Part:
    """What follows a mark, up to another one, and how much follows that."""

    rows: tuple[Row, ...]
    upto: Mark
    left: int
    counted: bool  # whether so many are left exactly, or at least


def head() -> Mark:
    """Where the changes stand: all that have a place."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select place, at from compliance_change where place is not null "
            "order by place desc limit 1"
        )
        row = cursor.fetchone()
    return Mark(row[0], moment=moment_of(row[1])) if row else Mark()


def without_place(most: int) -> list[int]:
    """The changes that came to stand and have no place yet, oldest first."""
    rows = Change.objects.filter(place=None).order_by("id").values_list("id", flat=True)
    return list(rows[:most])


def since(begun_at: Mark, *, topics: Iterable[str] = TOPICS, most: int) -> Part:
    """What follows a mark: so many rows at most, and all that one of them stands for.

    Raises `NotOurs`. A row is told as it is now, so what is told twice does no harm.
    """
    _check(begun_at)
    wanted = set(topics)
    end = head()
    found: list[tuple[str, list[int]]] = []
    taken, upto, open_end = 0, begun_at, False
    asked = Change.objects.filter(
        place__gt=begun_at.place, place__lte=end.place, what__in=_what(wanted)
    )
    # A change has a row at least, so more than `most` of them are never needed.
    for change in asked.order_by("place")[: most + 1]:
        place = change.place or 0
        begun = begun_at.rows if place == begun_at.place + 1 else 0
        room, left = most - taken, len(change.rows) - begun
        found.append((change.what, change.rows[begun : begun + room]))
        taken += min(room, left)
        if left > room:
            upto = replace(mark(place - 1), rows=begun + room)
            open_end = True
            break
        upto = Mark(place, moment=moment_of(change.at))
    if not open_end:
        upto = end
    rows = tuple(_told(found))
    left, counted = _left(upto, wanted) if open_end else (0, True)
    return Part(rows, upto, left, counted)


def mark(place: int) -> Mark:
    """The mark of a place."""
    at = Change.objects.filter(place=place).values_list("at", flat=True).first()
    return Mark(place, moment=moment_of(at)) if at is not None else Mark()


def _check(said: Mark) -> None:
    held = mark(said.place)
    if (held.place, held.moment) != (said.place, said.moment):
        raise NotOurs


def _what(topics: Iterable[str]) -> list[str]:
    """By what a change of these topics is written down."""
    named = sorted(topics)
    return [*named, "readings"] if "findings" in named else named


def _left(said: Mark, topics: set[str]) -> tuple[int, bool]:
    """How many rows follow a mark, and whether that is all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(sum(n), 0), count(*) from (select cardinality(rows) as n "
            "from compliance_change where place > %s and what = any(%s) "
            "order by place limit %s) waiting",
            [said.place, _what(topics), COUNTED],
        )
        rows, changes = cursor.fetchone()
    # Of a claim or an article that is told there may be several findings, or none.
    exact = changes < COUNTED and "findings" not in topics
    return int(rows) - said.rows, exact


def _told(found: Sequence[tuple[str, list[int]]]) -> Iterable[Row]:
    """Each row once, at its first place: it is told as it is now.

    Each kind is looked up once for all changes together, however many they are.
    """
    every: dict[str, dict[int, None]] = {}
    for what, named in found:
        every.setdefault(what, {}).update(dict.fromkeys(named))
    told = {what: _OF[what](list(named)) for what, named in every.items()}
    seen: set[tuple[str, int]] = set()
    for what, named in found:
        for row in (row for number in named for row in told[what].get(number, ())):
            if (row.topic, row.id) not in seen:
                seen.add((row.topic, row.id))
                yield row


def _reports(named: list[int]) -> dict[int, list[Row]]:
    return {pk: [Row("reports", pk, "set")] for pk in named}


def _lines(named: list[int]) -> dict[int, list[Row]]:
    """Each revision, and the one in whose place it stands."""
    lines = {
        pk: (series, revision, withdrawn)
        for pk, series, revision, withdrawn in Transfer.objects.filter(pk__in=named)
        .order_by()
        .values_list("pk", "series", "revision", "withdrawn")
    }
    again = {series for series, revision, _ in lines.values() if revision > 1}
    earlier = {
        (series, revision): pk
        for pk, series, revision in Transfer.objects.filter(series__in=again)
        .order_by()
        .values_list("pk", "series", "revision")
    }
    return {
        pk: [
            Row(
                "lines",
                pk,
                "withdrawn" if withdrawn else "set",
                earlier.get((series, revision - 1)),
            )
        ]
        for pk, (series, revision, withdrawn) in lines.items()
    }


def _notices(named: list[int]) -> dict[int, list[Row]]:
    gone = set(
        Notice.objects.filter(pk__in=named, withdrawal__isnull=False).values_list("pk", flat=True)
    )
    return {pk: [Row("notices", pk, "withdrawn" if pk in gone else "set")] for pk in named}


def _decisions(named: list[int]) -> dict[int, list[Row]]:
    return {pk: [Row("decisions", pk, "set")] for pk in named}


def _findings(claims: list[int]) -> dict[int, list[Row]]:
    """Of each claim the finding that the list shows, and those that it shows no longer."""
    held = Finding.objects.filter(claim__in=claims, view="then").order_by("claim", "id")
    shown = set(findings().filter(claim__in=claims).values_list("pk", flat=True))
    rows: dict[int, list[Row]] = {}
    for claim, pk in held.values_list("claim_id", "pk"):
        rows.setdefault(claim, []).append(Row("findings", pk, "set" if pk in shown else "removed"))
    return rows


def _readings(articles: list[int]) -> dict[int, list[Row]]:
    claims = list(
        Claim.objects.filter(reading__capture__article__in=articles)
        .order_by("id")
        .values_list("reading__capture__article", "pk")
    )
    of_claims = _findings([pk for _, pk in claims])
    rows: dict[int, list[Row]] = {}
    for article, pk in claims:
        rows.setdefault(article, []).extend(of_claims.get(pk, ()))
    return rows


_OF = {
    "reports": _reports,
    "lines": _lines,
    "notices": _notices,
    "decisions": _decisions,
    "findings": _findings,
    "readings": _readings,
}


# Whom it concerns


def subscriptions(of: User | AnonymousUser) -> QuerySet[Subscription]:
    """Somebody's own, with how far each has been told."""
    mine = Subscription.objects.filter(owner=of) if of.pk else Subscription.objects.none()
    return mine.select_related("progress", "cap").order_by("id")


def sendings(subscription: Subscription) -> QuerySet[Sending]:
    return Sending.objects.filter(subscription=subscription).order_by("-id")


def due(at: datetime) -> list[int]:
    """The subscriptions that are behind and may be told now."""
    rows = Subscription.objects.filter(
        active=True,
        owner__is_active=True,
        progress__due_at__lte=at,
        progress__told_to__lt=head().place,
    )
    return list(rows.order_by("progress__due_at").values_list("pk", flat=True))


def next_for(subscription: Subscription, told_to: int) -> tuple[Change | None, int]:
    """The first change after a place that a subscription is about, with the rows it is about;
    and the place up to which nothing else is."""
    end = head().place
    asked = Change.objects.filter(
        place__gt=told_to, place__lte=end, what__in=_what(subscription.events)
    )
    for change in asked.order_by("place").iterator(chunk_size=200):
        rows = change.rows
        if subscription.cap is not None:
            rows = concerning(subscription.cap, change.what, rows)
        if rows:
            change.rows = rows
            return change, (change.place or 1) - 1
    return None, end


def concerning(cap: Cap, what: str, rows: list[int]) -> list[int]:
    """Those of some rows that concern a cap: its good and its direction."""
    found: QuerySet
    if what == "lines":
        found = Transfer.objects.under(cap).filter(pk__in=rows)
    elif what == "reports":
        lines = Transfer.objects.under(cap).filter(report__in=rows)
        return sorted(set(lines.order_by().values_list("report", flat=True)))
    elif what == "notices":
        found = Notice.objects.filter(cap=cap, pk__in=rows)
    elif what == "decisions":
        found = Decision.objects.filter(cap=cap, pk__in=rows)
    else:
        good = cap.commodity.code if cap.commodity else ""
        named = "pk__in" if what == "findings" else "reading__capture__article__in"
        claims = Claim.objects.filter(**{named: rows}).filter(commodity=good)
        if what == "findings":
            found = claims
        else:
            articles = claims.order_by().values_list("reading__capture__article", flat=True)
            return sorted(articles.distinct())
    return sorted(found.values_list("pk", flat=True))
