"""What the press said, and what waits for its next step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncHour

from compliance.core.press import VERSION
from compliance.models import (
    Article,
    Attempt,
    Capture,
    Claim,
    Figure,
    Finding,
    Outcome,
    Reading,
    Sighting,
)
from compliance.models.hosts import Host, host_of
from compliance.models.press import INTERRUPTED, MOST_ATTEMPTS, PAUSES, RESTS, STEPS


def articles() -> QuerySet[Article]:
    """Newest first, without the bytes; each with its newest capture's and reading's ids."""
    captured = Capture.objects.filter(article=OuterRef("pk"), error="").order_by("-id")
    return Article.objects.defer("content").annotate(
        same_as=F("is_copy__article"),
        capture_id=Subquery(captured.values("id")[:1]),
        title=Subquery(captured.values("title")[:1]),
        reading_id=Subquery(
            Reading.objects.filter(capture__article=OuterRef("pk")).order_by("-id").values("id")[:1]
        ),
    )


def newest_reading(article: Article) -> Reading | None:
    return (
        Reading.objects.filter(capture__article=article)
        .select_related("capture")
        .defer("capture__content")
        .order_by("-id")
        .first()
    )


def claims(reading: Reading) -> QuerySet[Claim]:
    """The claims of a reading in the order of the text."""
    return (
        Claim.objects.filter(reading=reading)
        .select_related("figure", "restates")
        .order_by("start", "place")
    )


# What waits for a step at a moment; the question is the same at every other.
Waiting = Callable[[datetime], QuerySet[Any]]
# Any moment: each moment in a question for what waits lies so far from the one it is asked at.
_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


@cache
def written(waiting: Waiting) -> tuple[str, tuple[Any, ...]]:
    """The question for the ids of rows that wait, as SQL, and its values at `_ONCE`.

    Written once: that takes Django longer than PostgreSQL to answer it.
    """
    sql, values = waiting(_ONCE).order_by("pk").values_list("pk").query.sql_with_params()
    return sql, tuple(values)


def asked(waiting: Waiting, at: datetime) -> tuple[str, list[Any]]:
    """The same question at a moment."""
    sql, values = written(waiting)
    return sql, [v + (at - _ONCE) if isinstance(v, datetime) else v for v in values]


def awaiting_capture(most: int, *, at: datetime) -> list[Article]:
    return list(Article.objects.awaiting_capture(at=at).order_by("pk")[:most])


def awaiting_reading(most: int, *, at: datetime | None = None) -> list[Capture]:
    waiting = Capture.objects.awaiting_reading(version=VERSION, at=at)
    return list(waiting.select_related("article").defer("content").order_by("pk")[:most])


def awaiting_reconciliation(most: int, *, at: datetime | None = None) -> list[Reading]:
    waiting = Reading.objects.awaiting_reconciliation(at=at)
    return list(waiting.select_related("capture__article").order_by("pk")[:most])


def shelf() -> QuerySet[Article]:
    """The articles with how far each has come, in one query, for a list of them."""
    texts = Capture.objects.filter(article=OuterRef("pk"), error="").order_by("-id")
    failed = Capture.objects.filter(article=OuterRef("pk")).exclude(error="").order_by("-id")
    reading = OuterRef("reading_id")

    def counted(rows: QuerySet[Any], by: str) -> Coalesce:
        n = rows.order_by().values(by).annotate(n=Count("id")).values("n")
        return Coalesce(Subquery(n), 0)

    return articles().annotate(
        same_as=Subquery(Sighting.objects.filter(copy=OuterRef("pk")).values("article")[:1]),
        page_publisher=Subquery(texts.values("publisher")[:1]),
        page_date=Subquery(texts.values("published_on")[:1]),
        why_not=Subquery(failed.values("error")[:1]),
        tries=counted(Attempt.objects.filter(step="capture", article=OuterRef("pk")), "article"),
        figures_read=counted(Figure.objects.filter(reading=reading), "reading"),
        claims_read=counted(Claim.objects.filter(reading=reading, restates=None), "reading"),
        claims_judged=counted(
            Claim.objects.filter(
                Exists(
                    Finding.objects.filter(claim=Coalesce(OuterRef("continues"), OuterRef("pk")))
                ),
                reading=reading,
            ),
            "reading",
        ),
        claims_waiting=counted(
            Claim.objects.comparable().filter(findings=None, reading=reading), "reading"
        ),
    )


def newest_text(article: Article) -> Capture | None:
    """The newest capture that has a text."""
    return (
        Capture.objects.filter(article=article, error="").defer("content").order_by("-id").first()
    )


# The pipeline: how far each article is, in the words of an operator. Nothing of it is stored.

# Numbers of the steps in PostgreSQL's advisory locks: who holds one has the step in hand.
# An attempt without an end that nobody has in hand.
KILLED = ("killed", "Its worker never came back.")
LOCKS = {
    "capture": 1718001,
    "read": 1718002,
    "reconcile": 1718003,
    "look": 1718004,
    "judge anew": 1718005,
}


@dataclass(frozen=True)
class Work:
    """One step that an article has before it."""

    step: str
    subject: str
    article: int
    state: str  # pending, running, failed, quarantined
    tries: int
    since: datetime | None = None  # running since, or failed at
    worker: str = ""
    cause: str = ""
    reason: str = ""
    next_try: datetime | None = None


@dataclass(frozen=True)
class Queue:
    """What waits before a step."""

    step: str
    pending: int
    running: int
    failed: int
    quarantined: int
    oldest: datetime | None


@dataclass(frozen=True)
class Pipeline:
    """The press at work, as it is now."""

    queues: list[Queue]
    running: list[Work]
    quarantined: list[Work]
    causes: list[tuple[str, str, int]]  # step, cause, how often in a day
    done: dict[str, int]  # steps done in the last hour
    hours: list[tuple[datetime, int]]  # steps done in each hour of the last day
    workers: list[tuple[str, datetime]]  # seen in the last hour, and when last


def _open(step: str) -> tuple[QuerySet[Any], str, str, str]:
    """The rows that a step has before it, where they name their article, subject's end, since."""
    if step == "capture":
        return Article.objects.without_text(), "pk", "", "seen_at"
    if step == "read":
        return Capture.objects.unread(version=VERSION), "article_id", f":{VERSION}", "captured_at"
    return Reading.objects.unreconciled(), "capture__article_id", "", "read_at"


def _in_hand() -> dict[tuple[str, int], Attempt]:
    """The tries that a living worker is at: begun, without an end, and its lock held."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select classid::bigint, objid::bigint from pg_locks where locktype = 'advisory' "
            "and objsubid = 2 and granted and classid::bigint = any(%s) "
            "and database = (select oid from pg_database where datname = current_database())",
            [[LOCKS[step] for step in STEPS]],
        )
        held = set(cursor.fetchall())
    steps = {number: step for step, number in LOCKS.items()}
    subjects = {
        (steps[number], f"{pk}:{VERSION}" if steps[number] == "read" else str(pk)): int(pk)
        for number, pk in held
    }
    if not subjects:
        return {}
    begun = Attempt.objects.filter(subject__in=[s for _, s in subjects], outcome=None)
    return {
        (a.step, subjects[a.step, a.subject]): a
        for a in begun.order_by("id")
        if (a.step, a.subject) in subjects
    }


def _work(step: str, rows: QuerySet[Any], in_hand: dict[tuple[str, int], Attempt]) -> list[Work]:
    _, article, suffix, _ = _open(step)
    found = list(rows.values_list("pk", article, "tries", "tried_at"))
    last: dict[str, Attempt] = {}
    for each in (
        Attempt.objects.filter(step=step, subject__in=[f"{pk}{suffix}" for pk, *_ in found])
        .select_related("outcome")
        .order_by("id")
    ):
        last[each.subject] = each
    rest = _host_rests([pk for pk, *_ in found]) if step == "capture" else {}
    work = []
    for pk, of, tries, tried_at in found:
        subject = f"{pk}{suffix}"
        if running := in_hand.get((step, pk)):
            work.append(Work(step, subject, of, "running", tries, running.begun_at, running.worker))
            continue
        if not tries:
            work.append(Work(step, subject, of, "pending", 0))
            continue
        end = getattr(last.get(subject), "outcome", None)
        cause, reason = (end.cause, end.reason) if end else KILLED
        rests = RESTS if cause in ("Failed", "Refused", "Disallowed", "NoText") else PAUSES
        over = tries >= MOST_ATTEMPTS
        rested = tried_at + rests[min(tries, 2) - 1]
        work.append(
            Work(
                step, subject, of, "quarantined" if over else "failed", tries, tried_at,
                cause=cause, reason=reason,
                next_try=None if over else max(rested, rest.get(pk, rested)),
            )
        )  # fmt: skip
    return work


def _host_rests(articles: list[int]) -> dict[int, datetime]:
    """Until when the hosts of articles are left alone, by article."""
    rows = Article.objects.filter(pk__in=articles, origin="url").annotate(host=host_of())
    hosts = dict(rows.values_list("pk", "host"))
    free = dict(Host.objects.filter(name__in=set(hosts.values())).values_list("name", "free_at"))
    return {pk: free[host] for pk, host in hosts.items() if host in free}


def host_rests_until(article: Article, *, at: datetime) -> datetime | None:
    """When the host of an article may be asked again; None where it may be now."""
    until = _host_rests([article.pk]).get(article.pk)
    return until if until and until > at else None


def steps_of(article: Article) -> list[Work]:
    """What an article has before it, step by step; nothing where all is done."""
    in_hand = _in_hand()
    found = []
    for step in STEPS:
        rows, of, _, _ = _open(step)
        found += _work(step, rows.filter(**{of: article.pk}).order_by("pk"), in_hand)
    return found


def quarantined(*, article: Article | None = None, most: int = 50) -> list[Work]:
    """Steps given up after three tries, the oldest first."""
    found = []
    for step in STEPS:
        rows, of, _, _ = _open(step)
        rows = rows.filter(tries__gte=MOST_ATTEMPTS).order_by("pk")
        if article is not None:
            rows = rows.filter(**{of: article.pk})
        found += _work(step, rows[:most], {})
    return found


def pipeline(*, at: datetime) -> Pipeline:
    """The whole line, for those who run it. A fixed number of queries, each list bounded."""
    in_hand = _in_hand()
    queues = []
    for step in STEPS:
        rows, _, _, since = _open(step)
        n = rows.aggregate(
            fresh=Count("pk", filter=Q(tries=0)),
            failed=Count("pk", filter=Q(tries__gt=0, tries__lt=MOST_ATTEMPTS)),
            quarantined=Count("pk", filter=Q(tries__gte=MOST_ATTEMPTS)),
            oldest=Min(since, filter=Q(tries__lt=MOST_ATTEMPTS)),
        )
        running = sum(1 for at_step, _ in in_hand if at_step == step)
        queues.append(
            Queue(
                step=step, pending=n["fresh"], running=running,
                failed=max(0, n["failed"] - running),
                quarantined=n["quarantined"], oldest=n["oldest"],
            )
        )  # fmt: skip
    day, hour = at - timedelta(days=1), at - timedelta(hours=1)
    good = Outcome.objects.filter(cause="", ended_at__gte=day).order_by()
    hours = dict(
        good.annotate(hour=TruncHour("ended_at")).values("hour").annotate(n=Count("id"))
        .values_list("hour", "n")
    )  # fmt: skip
    first = (at - timedelta(hours=23)).replace(minute=0, second=0, microsecond=0)
    lately = good.filter(ended_at__gte=hour).values("attempt__step").annotate(n=Count("id"))
    bad = Outcome.objects.filter(ended_at__gte=day).exclude(cause__in=["", INTERRUPTED]).order_by()
    seen = Outcome.objects.filter(ended_at__gte=hour).exclude(attempt__worker="").order_by()
    return Pipeline(
        queues=queues,
        running=[
            Work(step, a.subject, a.article_id, "running", 0, a.begun_at, a.worker)
            for (step, _), a in list(in_hand.items())[:50]
        ],
        quarantined=quarantined(),
        causes=list(
            bad.values("attempt__step", "cause").annotate(n=Count("id")).order_by("-n")
            .values_list("attempt__step", "cause", "n")[:20]
        ),
        done=dict.fromkeys(STEPS, 0) | dict(lately.values_list("attempt__step", "n")),
        hours=[(h, hours.get(h, 0)) for h in (first + timedelta(hours=n) for n in range(24))],
        workers=list(
            seen.values("attempt__worker").annotate(last=Max("ended_at")).order_by("-last")
            .values_list("attempt__worker", "last")[:50]
        ),
    )  # fmt: skip
