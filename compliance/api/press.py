"""What the press claims: articles, their texts as captured, what the reader found in them."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from compliance import queries, services
from compliance.api.bodies import Address, Body
from compliance.api.parameters import Choice, Held, Listing, Number, PastDay, Text
from compliance.api.problems import Refused
from compliance.api.views import Kept, Row, Table, writer
from compliance.core.ledger import Problem
from compliance.models import Article, Capture, Claim, Commodity, Figure, Reading, Sighting
from compliance.models.fields import UNIT_CHOICES
from compliance.queries.copies import Appearances


CLAIM_KINDS = Claim._meta.get_field("kind").choices


class ArticleOut(Row):
    """What was seen: an address, or a text handed in."""

    title = serializers.CharField(
        allow_null=True, help_text="from its newest text; null while there is none"
    )

    class Meta:
        model = Article
        fields = [
            "id",
            "origin",
            "url",
            "name",
            "title",
            "publisher",
            "published_on",
            "seen_at",
        ]


class FigureOut(Kept):
    """A number and unit in the text; `start` and `end` count characters, the end not included."""

    class Meta:
        model = Figure
        fields = ["start", "end", "quote", "value", "low", "high", "unit", "modifier"]


class ReadingOut(Kept):
    """One pass of one version of the reader."""

    figures = FigureOut(many=True)

    class Meta:
        model = Reading
        fields = [
            "id",
            "version",
            "read_at",
            "language",
            "published_on",
            "dated_first_day",
            "dated_last_day",
            "resolutions",
            "cautions",
            "figures",
        ]


class CaptureOut(Kept):
    """The text of an article as it was on a day, or why there is none."""

    text = serializers.SerializerMethodField(
        help_text="null without the right to view captures: the text is its publisher's"
    )
    readings = ReadingOut(many=True)

    class Meta:
        model = Capture
        fields = [
            "id",
            "captured_at",
            "error",
            "digest",
            "title",
            "publisher",
            "published_on",
            "canonical",
            "kind",
            "language",
            "dates",
            "cautions",
            "text",
            "readings",
        ]

    def get_text(self, capture: Capture) -> str | None:
        user = self.context["request"].user
        return capture.text if user.has_perm("compliance.view_capture") else None


class SightingOut(Kept):
    """That the article was come upon, once more or for the first time."""

    class Meta:
        model = Sighting
        fields = ["seen_at", "origin", "url", "name", "publisher", "source", "copy"]


class AppearancesOut(serializers.Serializer):
    """In which articles a story or a claim appears, and whose stories they are."""

    articles = serializers.SerializerMethodField(help_text="the articles: /articles/{id}/")
    sources = serializers.ListField(
        child=serializers.CharField(),
        help_text="independent sources: agencies, else publishers; copies of a story are one",
    )

    def get_articles(self, found: Appearances) -> list[int]:
        return [each.article_id for each in found.articles]


class WholeArticleOut(Kept):
    """An article with its texts and what was read in them, newest first."""

    title = serializers.CharField(
        allow_null=True, help_text="from its newest text; null while there is none"
    )
    captures = CaptureOut(many=True)
    sightings = SightingOut(many=True)
    same_as = serializers.SerializerMethodField(
        help_text="the article that this is word for word, and where it is read; else null"
    )
    appears = serializers.SerializerMethodField(help_text="copies of the story, itself included")

    class Meta:
        model = Article
        fields = [*ArticleOut.Meta.fields, "same_as", "appears", "sightings", "captures"]

    def get_same_as(self, article: Article) -> int | None:
        return queries.copies.same_as(article)

    @extend_schema_field(AppearancesOut)
    def get_appears(self, article: Article) -> Any:
        return AppearancesOut(queries.copies.of_article(article)).data


class ClaimOut(Row):
    """What a figure, or a sentence without one, asserts."""

    article = serializers.IntegerField(
        source="reading.capture.article_id", help_text="the article: /articles/{id}/"
    )
    reading = serializers.IntegerField(source="reading_id")
    value = serializers.DecimalField(
        source="figure.value", max_digits=24, decimal_places=6, allow_null=True
    )
    low = serializers.DecimalField(
        source="figure.low", max_digits=24, decimal_places=6, allow_null=True
    )
    high = serializers.DecimalField(
        source="figure.high", max_digits=24, decimal_places=6, allow_null=True
    )
    unit = serializers.CharField(source="figure.unit", allow_null=True)
    modifier = serializers.CharField(source="figure.modifier", allow_null=True)
    restates = serializers.IntegerField(
        source="restates_id", allow_null=True, help_text="the claim that says the same first"
    )
    continues = serializers.IntegerField(
        source="continues_id",
        allow_null=True,
        help_text="the same claim in an earlier reading; its findings hold for this one",
    )

    class Meta:
        model = Claim
        fields = [
            "id",
            "article",
            "reading",
            "kind",
            "quote",
            "start",
            "end",
            "value",
            "low",
            "high",
            "unit",
            "modifier",
            "role",
            "category",
            "commodity",
            "supplier",
            "recipient",
            "first_day",
            "last_day",
            "candidates",
            "basis",
            "asserted_by",
            "denied_by",
            "restates",
            "continues",
            "confidence",
            "reasons",
        ]


class ArticleIn(Body):
    """An article by its address, or by its text; one of the two."""

    url = Address(required=False)
    text = Text(required=False, help_text="the text itself")
    name = Text(required=False, allow_blank=True, max_length=300, help_text="its title")
    publisher = Text(required=False, allow_blank=True, max_length=200)
    published_on = PastDay(required=False, allow_null=True)


class AskArticles(Listing):
    origin = Choice(Article.ORIGINS, required=False)


class Articles(Table):
    """Articles, the last seen first."""

    queryset = Article.objects.all()
    serializer_class = ArticleOut
    order = ("-id",)
    asks = {"list": AskArticles}
    adds = {"create": Article}

    def get_queryset(self) -> QuerySet[Article]:
        rows = queries.press.articles()
        if self.action == "list":
            return rows
        return rows.prefetch_related(
            Prefetch("captures", Capture.objects.defer("content")),
            Prefetch("captures__readings__figures", queries.review.shown_figures()),
        )

    def get_serializer_class(self) -> Any:
        return WholeArticleOut if self.action == "retrieve" else ArticleOut

    def narrowed(self, rows: QuerySet) -> QuerySet:
        origin = self.asked.get("origin")
        return rows.filter(origin=origin) if origin else rows

    @extend_schema(
        request=ArticleIn,
        responses={
            202: OpenApiResponse(
                ArticleOut,
                description="Taken; what is read in it and found against the ledger appears at "
                "its address and under /findings/.",
            ),
            200: OpenApiResponse(ArticleOut, description="Held already; nothing is new."),
        },
    )
    def create(self, request: Request) -> Response:
        """Hand in an article, by address or as text. It is read and checked in the background."""
        values, found = ArticleIn.read(request.data)
        url, text = values.get("url"), values.get("text")
        both = {"url", "text"} & set(request.data)
        if len(both) != 1:
            found.append(Problem("url", "one_of", "Give url or text, one of the two."))
        if found:
            raise Refused(found)
        try:
            article, new = services.press.hand_in(
                origin="url" if url else "text",
                at=timezone.now(),
                by=writer(request),
                url=url or "",
                content=text.encode() if text else None,
                content_type="text/plain; charset=utf-8" if text else "",
                name=values.get("name", ""),
                publisher=values.get("publisher", ""),
                published_on=values.get("published_on"),
            )
        except services.press.NotTaken as reason:
            field = "url" if url else "text"
            raise Refused([Problem(field, "not_taken", str(reason))]) from reason
        answer = self.one(pk=article.pk)
        answer.status_code = 202 if new else 200
        answer["Location"] = reverse("api-article", args=[article.pk])
        return answer


class FigureRowOut(Row):
    """A number and unit in a text, by itself."""

    article = serializers.IntegerField(
        source="reading.capture.article_id", help_text="the article: /articles/{id}/"
    )
    reading = serializers.IntegerField(source="reading_id")

    class Meta:
        model = Figure
        fields = [
            "id",
            "article",
            "reading",
            "start",
            "end",
            "quote",
            "value",
            "low",
            "high",
            "unit",
            "modifier",
        ]


class AskFigures(Listing):
    article = Number(required=False)
    reading = Number(required=False)
    unit = Choice(UNIT_CHOICES, required=False)


class Figures(Table):
    """Figures of all readings."""

    queryset = Figure.objects.all()
    serializer_class = FigureRowOut
    asks = {"list": AskFigures}

    def narrowed(self, rows: QuerySet) -> QuerySet:
        same = {
            "reading__capture__article": self.asked.get("article"),
            "reading": self.asked.get("reading"),
            "unit": self.asked.get("unit"),
        }
        return rows.filter(**{name: value for name, value in same.items() if value is not None})


class AskClaims(Listing):
    article = Number(required=False)
    kind = Choice(CLAIM_KINDS, required=False)
    role = Choice(["transfer", "cap", "share_of_cap", "change", "context"], required=False)
    commodity = Held(Commodity, "code", required=False)


class Claims(Table):
    """Claims of all readings, but for those that a second person is asked to judge blind."""

    queryset = Claim.objects.all()
    serializer_class = ClaimOut
    asks = {"list": AskClaims}

    def get_queryset(self) -> QuerySet[Claim]:
        return queries.review.shown_claims()

    def narrowed(self, rows: QuerySet) -> QuerySet:
        same = {
            "reading__capture__article": self.asked.get("article"),
            "kind": self.asked.get("kind"),
            "role": self.asked.get("role"),
            "commodity": self.asked.get("commodity"),
        }
        return rows.filter(**{name: value for name, value in same.items() if value is not None})

    @extend_schema(responses=AppearancesOut)
    def appearances(self, request: Request, pk: int) -> Response:
        """Where a claim appears, in any article, and how many independent sources that makes."""
        claim = (
            queries.review.shown_claims()
            .defer("reasons")
            .select_related("figure")
            .filter(pk=pk)
            .first()
        )
        if claim is None:
            raise Http404
        found = queries.copies.of_claims([claim])
        return Response(AppearancesOut(found[claim.pk]).data)
