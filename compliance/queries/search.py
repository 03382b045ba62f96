"""One box over what can be read in public: each kind of thing in one bounded question."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from compliance.core import state
from compliance.models import Article, Cap, Capture, Finding, Paragraph, Resolution
from compliance.queries import regime, review


MOST = 8  # of a kind; whoever wants more says more
MOST_WORDS = 6
Names = Mapping[str, Sequence[str]]  # of each State by its code, as `bare` writes them
SHORTEST = 2  # letters of a word that is looked for


@dataclass(frozen=True)
class Found:
    """What was found of each kind, and of which there is more than is shown."""

    words: tuple[str, ...]
    states: tuple[tuple[str, str], ...]
    caps: tuple[Cap, ...]
    resolutions: tuple[Resolution, ...]
    paragraphs: tuple[Paragraph, ...]
    articles: tuple[Article, ...]
    findings: tuple[Finding, ...]
    more: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return any(
            (
                self.states,
                self.caps,
                self.resolutions,
                self.paragraphs,
                self.articles,
                self.findings,
            )
        )


def words_of(said: str) -> tuple[str, ...]:
    """The words that are looked for: the first few, each long enough to mean something."""
    found = [w for w in said.replace("\x00", " ").split() if len(w) >= SHORTEST or w.isdigit()]
    return tuple(dict.fromkeys(found))[:MOST_WORDS]


def search(said: str, *, known_at: date, names: Names | None = None) -> Found:
    """Every word in each thing found; of the law what was adopted by a day. A bounded number of
    queries, whatever is asked; none for no word. `names`: what each State is called."""
    words = words_of(said)
    if not words:
        return Found((), (), (), (), (), (), ())
    more: set[str] = set()

    def first(kind: str, rows: QuerySet[Any] | Sequence[Any]) -> tuple[Any, ...]:
        found = tuple(rows[: MOST + 1])
        if len(found) > MOST:
            more.add(kind)
        return found[:MOST]

    texts = Capture.objects.filter(article=OuterRef("pk"), error="").order_by("-id")
    titled = Capture.objects.filter(_every(words, "title"), error="").order_by()
    articles = Article.objects.defer("content").annotate(title=Subquery(texts.values("title")[:1]))
    return Found(
        words,
        first("states", _states(words, names or {})),
        first(
            "caps",
            regime.caps().filter(
                _every(words, "title", "slug", "commodity__name", "commodity__code"),
                measure__paragraph__resolution__adopted_on__lte=known_at,
            ),
        ),
        first(
            "resolutions",
            regime.resolutions()
            .filter(_every(words, "symbol", "title", "role"), adopted_on__lte=known_at)
            .order_by("-number"),
        ),
        first(
            "paragraphs",
            Paragraph.objects.select_related("resolution")
            .filter(
                _every(words, "words", "resolution__symbol"),
                resolution__adopted_on__lte=known_at,
            )
            .order_by("-resolution__number", "place"),
        ),
        first(
            "articles",
            articles.filter(_every(words, "name") | Q(pk__in=titled.values("article"))).order_by(
                "-seen_at", "-id"
            ),
        ),
        first("findings", review.findings().filter(_every(words, "claim__quote"))),
        frozenset(more),
    )


def _every(words: Sequence[str], *fields: str) -> Q:
    """That each word stands in one of the fields."""
    return reduce(
        and_,
        (reduce(lambda a, b: a | b, (Q(**{f"{f}__icontains": w}) for f in fields)) for w in words),
    )


def _states(words: Sequence[str], names: Names) -> list[tuple[str, str]]:
    """The States of which one name has every word, whatever its accents; or by their code."""
    looked_for = [bare(word) for word in words]
    return [
        (code, name)
        for code, name in state.names().items()
        if any(
            all(w in called or w == code.casefold() for w in looked_for)
            for called in (bare(name), *names.get(code, ()))
        )
    ]


def bare(words: str) -> str:
    """As it is compared: without case and without accents."""
    parts = unicodedata.normalize("NFD", words.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))
