"""Where a story appears, how many independent sources it has, and what is to be looked at again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from compliance.core.press import bylines, copies
from compliance.models import Article, Capture, Claim, Print, Reading, Sighting
from compliance.models.copies import due_for_a_look
from compliance.models.review import OF_A_CLAIM, second_asked
from compliance.queries.press import asked


def awaiting_place(most: int) -> list[Reading]:
    """The newest readings of articles that are not yet put with their copies."""
    placed = Print.objects.filter(capture=OuterRef("capture"), rule=copies.RULE)
    newer = Reading.objects.filter(
        capture__article=OuterRef("capture__article"), pk__gt=OuterRef("pk")
    )
    rows = Reading.objects.filter(~Exists(placed), ~Exists(newer), capture__article__is_copy=None)
    rows = rows.select_related("capture__article").order_by("pk")
    return list(rows.defer("capture__content", "capture__article__content")[:most])


def awaiting_look(most: int, *, at: datetime) -> list[Article]:
    """Articles whose page is due to be looked at again."""
    question, values = asked(_due, at)
    with connection.cursor() as cursor:
        cursor.execute(f"{question} limit %s", [*values, most])
        due = [pk for (pk,) in cursor.fetchall()]
    return list(Article.objects.filter(pk__in=due).order_by("pk")) if due else []


def _due(at: datetime) -> QuerySet[Article]:
    return due_for_a_look(at=at)


@dataclass(frozen=True)
class Appearances:
    """In which articles a story or a claim appears, and whose stories they are."""

    articles: tuple[Print, ...]  # first seen first
    sources: tuple[str, ...]

    def __bool__(self) -> bool:
        return len(self.articles) > 1


def _gathered(prints: Iterable[Print]) -> Appearances:
    """Copies of each other are one source, whoever carries them; so are two stories of one."""
    by_cluster: dict[int, list[Print]] = defaultdict(list)
    every = sorted(prints, key=lambda p: (p.article.seen_at, p.article_id))
    for one in every:
        by_cluster[one.cluster_id].append(one)
    sources = {
        bylines.origin(bylines.Carried(p.agency, p.publisher) for p in group)
        for group in by_cluster.values()
    }
    # Where nobody says whose a story is, all such are one at most.
    return Appearances(tuple(every), tuple(sorted(s for s in sources if s)) or ("",))


def of_article(article: Article) -> Appearances:
    """The copies of an article, itself among them."""
    mine = Print.objects.filter(article=article).values("cluster")
    rows = Print.objects.filter(cluster__in=mine).select_related("article")
    return _gathered(rows.defer("shingles", "keys", "article__content"))


def of_claims(claims: Sequence[Claim]) -> dict[int, Appearances]:
    """Where each of some claims appears: the same figure of the same good, parties and days in
    any article; in copies of its story the same figure, whatever an editor's words made of its
    days, and in another unit. Four queries."""
    if not claims:
        return {}
    own = Claim.objects.filter(pk__in=[c.pk for c in claims])
    article_of = dict(own.values_list("pk", "reading__capture__article"))
    clusters = dict(
        Print.objects.filter(article__in=set(article_of.values())).values_list("article", "cluster")
    )
    # Three questions, each with an index of its own, in place of one whose plan is a guess.
    every = Claim.objects.order_by()
    alike = every.filter(pk__in=list(article_of)).values("pk")
    found_in = every.filter(reading__capture__article__print__cluster__in=set(clusters.values()))
    keys = Q(pk__in=[])
    for kind, role, category, good, first, last in {_key(claim)[:6] for claim in claims}:
        if first is not None:
            keys |= Q(
                kind=kind, role=role, category=category, commodity=good,
                first_day=first, last_day=last,
            )  # fmt: skip
    alike = alike.union(found_in.values("pk"), every.filter(keys).values("pk"))
    newest = Subquery(
        Reading.objects.filter(capture__article=OuterRef("reading__capture__article"))
        .order_by("-pk")
        .values("pk")[:1]
    )
    same = list(
        Claim.objects.filter(pk__in=alike.order_by("pk")[:MOST_ALIKE])
        .select_related("figure")
        .annotate(
            article_id=F("reading__capture__article"),
            cluster=F("reading__capture__article__print__cluster"),
            newest=newest,
        )
        .defer("reasons")
        .order_by("pk")
    )
    same = [c for c in same if c.reading_id == c.newest]
    prints = {
        one.article_id: one
        for one in Print.objects.filter(article__in={c.article_id for c in same})
        .select_related("article")
        .defer("shingles", "keys", "article__content")
    }
    found = {}
    for claim in claims:
        key, cluster = _key(claim), clusters.get(article_of[claim.pk])
        where = {
            c.article_id
            for c in same
            if (_key(c) == key or (c.cluster == cluster is not None and _key(c)[:4] == key[:4]))
            and _amounts(c, claim)
        }
        found[claim.pk] = _gathered(prints[a] for a in where if a in prints)
    return found


# Claims looked through for those that say the same.
MOST_ALIKE = 5000
Key = tuple[str, str, str, str, date | None, date | None, tuple[str, ...], tuple[str, ...]]


def _key(claim: Claim) -> Key:
    """What two claims that say the same have in common beside the amount."""
    return (
        claim.kind, claim.role, claim.category, claim.commodity, claim.first_day, claim.last_day,
        tuple(sorted(claim.supplier)), tuple(sorted(claim.recipient)),
    )  # fmt: skip


def _amounts(a: Claim, b: Claim) -> bool:
    if a.figure is None or b.figure is None:
        return a.figure is b.figure
    if a.figure.value is None or b.figure.value is None:
        return (a.figure.low, a.figure.high) == (b.figure.low, b.figure.high)
    return copies.same_amount((a.figure.value, a.figure.unit), (b.figure.value, b.figure.unit))


def same_as(article: Article) -> int | None:
    """The article that this one is word for word, if it came after it."""
    rows = Sighting.objects.filter(copy=article.pk)
    return rows.values_list("article", flat=True).first()


def texts(article: Article) -> list[Capture]:
    """The texts of an article, first first."""
    rows = Capture.objects.filter(article=article, error="").defer("content")
    return list(rows.order_by("pk"))


def vanished(reading: Reading) -> list[Claim]:
    """What earlier readings of the article found and this one does not, each once."""
    still = Claim.objects.filter(reading=reading).filter(
        Q(pk=OuterRef("pk")) | Q(continues=OuterRef("pk"))
    )
    rows = Claim.objects.exclude(second_asked(*OF_A_CLAIM)).filter(
        reading__capture__article=reading.capture.article, continues=None, reading__lt=reading.pk
    )
    return list(rows.filter(~Exists(still)).select_related("figure").order_by("start", "pk"))


def edited(capture: Capture) -> bool:
    """Whether the article had another text before this one."""
    before = Capture.objects.filter(article=capture.article_id, error="", pk__lt=capture.pk)
    return before.exists()


def identical(claim: Claim) -> list[Claim]:
    """The same statement in the other copies of a story, as read last: the same figure of the
    same good, parties and days."""
    cluster = Print.objects.filter(article=claim.reading.capture.article_id).values("cluster")
    newer = Reading.objects.filter(
        capture__article=OuterRef("reading__capture__article"), pk__gt=OuterRef("reading")
    )
    rows = (
        Claim.objects.filter(
            ~Exists(newer),
            reading__capture__article__print__cluster__in=cluster,
            kind=claim.kind,
            role=claim.role,
            commodity=claim.commodity,
        )
        .exclude(reading__capture__article=claim.reading.capture.article_id)
        .select_related("figure")
        .order_by("pk")
    )
    key = _key(claim)
    found = [each for each in rows if _key(each) == key and _amounts(each, claim)]
    # What a person decides is of the finding, which the first of the readings of a text has.
    continued = Claim.objects.filter(pk__in=[c.continues_id for c in found if c.continues_id])
    return [*(c for c in found if c.continues_id is None), *continued]
