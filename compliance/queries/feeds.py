"""The sources of the press: which are due for a look, and how each does, in plain words."""

from __future__ import annotations

from datetime import datetime

from django.db.models import CharField, DateTimeField, F, IntegerField, OuterRef, QuerySet, Subquery

from compliance.models import Answer, Look, Source


# What the text of a page comes as, which no feed is.
DOCUMENTS = ("html", "plain", "pdf", "email")


def due(most: int, *, at: datetime) -> list[Source]:
    """Those due for a look, the longest overdue first; one a host."""
    rows = Source.objects.due(at=at).order_by(F("last_look").asc(nulls_first=True), "pk")
    by_host: dict[str, Source] = {}
    for source in rows[: most * 5]:
        by_host.setdefault(source.host, source)
    return list(by_host.values())[:most]


def sources() -> QuerySet[Source]:
    """Each with its last news (a story, or a page's new text) and its last look."""
    looks = Look.objects.filter(source=OuterRef("pk")).order_by("-id")
    news = looks.filter(answer__outcome="new")

    def last(name: str, field: object) -> Subquery:
        return Subquery(looks.values(name)[:1], output_field=field)  # type: ignore[arg-type]

    return Source.objects.annotate(
        last_story_at=Subquery(news.values("begun_at")[:1]),
        last_look_at=last("begun_at", DateTimeField()),
        last_outcome=last("answer__outcome", CharField()),
        last_status=last("answer__status", IntegerField()),
        last_problem=last("answer__problem", CharField()),
        next_look_at=last("answer__next_at", DateTimeField()),
    )


def last_good(source: Source) -> Answer | None:
    """The last answer that told how to ask for what is new since; of what the source is now."""
    good = Answer.objects.filter(look__source=source, outcome__in=("new", "nothing_new"))
    of_pages = good.filter(format__in=DOCUMENTS)
    good = of_pages if source.kind == "page" else good.exclude(format__in=DOCUMENTS)
    return good.order_by("-look_id").first()


def last_answer(source: Source) -> Answer | None:
    answers = Answer.objects.filter(look__source=source).select_related("look")
    return answers.order_by("-look_id").first()


def health(source: Source, *, at: datetime) -> str:
    """How a row of `sources` does, in one line, hung on its last new story."""
    row: object = source
    news = "text" if source.kind == "page" else "story"

    def of(name: str) -> object:
        return getattr(row, name)

    looked, story = of("last_look_at"), of("last_story_at")
    if not isinstance(looked, datetime):
        return "not looked at yet"
    if isinstance(story, datetime):
        days = (at - story).days
        said = f"no new {news} for {days} days" if days > 1 else f"a new {news} within two days"
    else:
        said = f"no {news} yet"
    outcome, status = of("last_outcome"), of("last_status")
    if outcome is None:
        return f"{said}; the last look was broken off"
    if outcome == "failed":
        return f"{said}; last answer {status}" if status else f"{said}; {of('last_problem')}"
    return said
