"""An article seen again: in the same words at another address, or told by another."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction

from compliance.core.press import bylines, copies
from compliance.models import Article, Capture, Cluster, Figure, Print, Reading, Sighting


if TYPE_CHECKING:
    from django.contrib.auth.models import User

# One text is placed at a time, so that two copies that come together find each other.
_PLACING = 1718004


def same_words(*, capture: Capture, at: datetime) -> Sighting | None:
    """If another article had these very words before, this one is a sighting of it."""
    article = capture.article
    heard = Capture.objects.filter(words_digest=capture.words_digest, pk__lt=capture.pk)
    if not capture.words_digest or not heard.values_list("pk").order_by()[:1]:
        return None  # as nearly every one
    same = heard.filter(article__is_copy=None).exclude(article=article)
    # "This year" says another year in a text of another day, and other things were known then.
    if capture.published_on:
        same = same.filter(published_on=capture.published_on)
    first = same.order_by("pk").values_list("article", flat=True).first()
    if first is None or article.captures.exclude(pk=capture.pk).filter(error="").exists():
        return None
    return Sighting.objects.create(
        article_id=first,
        seen_at=at,
        seen_by=article.seen_by,
        origin=article.origin,
        url=article.url,
        name=article.name,
        publisher=capture.publisher,
        copy=article,
    )


@transaction.atomic
def place(*, reading: Reading) -> Print | None:
    """The article of a reading is put with those that tell the same story in the same words."""
    capture, article = reading.capture, reading.capture.article
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_PLACING])
    Print.objects.filter(article=article).delete()
    figures = Figure.objects.filter(reading=reading).exclude(unit="").values_list("value", "unit")
    said = copies.sketch(capture.text, [(v, unit) for v, unit in figures if v is not None])
    found = _joined(said) if said.told else []
    clusters = list(Cluster.objects.filter(pk__in=found).order_by("pk")) if found else []
    into = clusters[0] if clusters else Cluster.objects.create(rule=copies.RULE)
    if clusters[1:]:
        Print.objects.filter(cluster__in=clusters[1:]).update(cluster=into)
        Cluster.objects.filter(pk__in=[c.pk for c in clusters[1:]]).delete()
    return Print.objects.create(
        article=article,
        capture=capture,
        cluster=into,
        rule=copies.RULE,
        shingles=list(said.shingles),
        keys=list(said.keys) if said.told and (not found or _is_to_be_found(into)) else [],
        figures=[[f"{value.normalize():f}", unit] for value, unit in said.figures],
        agency=bylines.agency(capture.text, publisher=capture.publisher),
        publisher=bylines.publisher_of(article.url, named=capture.publisher)[:200],
    )


def _joined(said: copies.Sketch) -> list[int]:
    """The clusters that a text joins, of those it has keys in common with."""
    keys = list(said.keys)
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.id, count(*) from compliance_print p, unnest(p.keys) k "
            "where p.rule = %s and p.keys && %s::bigint[] and k = any(%s::bigint[]) "
            "group by p.id order by p.id",
            [copies.RULE, keys, keys],
        )
        met = Counter(dict(cursor.fetchall()))
    if not met:
        return []
    others = Print.objects.filter(pk__in=copies.to_compare(met))
    return copies.joined(said, [(other.cluster_id, other.sketch) for other in others])


def _is_to_be_found(cluster: Cluster) -> bool:
    """Of a story that many carry enough are found by their keys; the rest would only be slow."""
    return cluster.prints.exclude(keys=[]).count() < copies.MOST_NAMED


def forget() -> int:
    """Throw the clusters away; the sweep works them out again. How many articles they held."""
    held = Print.objects.count()
    with transaction.atomic():
        Print.objects.all().delete()
        Cluster.objects.all().delete()
    return held


def seen(
    *,
    article: Article,
    at: datetime,
    by: User | None,
    origin: str,
    url: str = "",
    name: str = "",
    publisher: str = "",
    source: str = "",
) -> Sighting:
    """That an article was come upon, once more or for the first time."""
    return Sighting.objects.create(
        article=article,
        seen_at=at,
        seen_by=by,
        origin=origin,
        url=url[:1000],
        name=name[:300],
        publisher=publisher[:200],
        source=source[:300],
    )
