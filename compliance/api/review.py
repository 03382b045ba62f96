"""What differs between press and ledger, and what a person decided of it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from compliance import queries, services
from compliance.api.bodies import Body
from compliance.api.ledger.sending import act, may
from compliance.api.parameters import Choice, Listing, Number, Text, YesNo
from compliance.api.views import Kept, Table, writer
from compliance.models import Finding, Report, Review
from compliance.models.review import VERDICTS


class ReviewOut(Kept):
    """A person's decision on a finding."""

    decided_by = serializers.SerializerMethodField(
        help_text="who decided; null for those who are not signed in"
    )
    transfer = serializers.IntegerField(
        source="transfer_id", allow_null=True, help_text="the line recorded by this decision"
    )

    class Meta:
        model = Review
        fields = ["id", "decision", "note", "transfer", "decided_at", "decided_by"]

    def get_decided_by(self, review: Review) -> str | None:
        signed_in = self.context["request"].user.is_authenticated
        return review.decided_by.get_username() if signed_in else None


class FindingOut(Kept):
    """A claim set against the law and the ledger, with its reason in one sentence."""

    claim = serializers.IntegerField(source="claim_id", help_text="the claim: /claims/{id}/")
    article = serializers.IntegerField(
        source="claim.reading.capture.article_id", help_text="the article: /articles/{id}/"
    )
    quote = serializers.CharField(source="claim.quote")
    lines = serializers.SerializerMethodField(help_text="the lines compared: /lines/{id}/")
    reviews = ReviewOut(many=True)
    now = serializers.SerializerMethodField(
        help_text="verdict and reason by what is known now, where they are others; else null"
    )

    class Meta:
        model = Finding
        fields = [
            "id",
            "claim",
            "article",
            "quote",
            "verdict",
            "reason",
            "known_at",
            "policy",
            "compared",
            "lines",
            "paragraphs",
            "reconciled_at",
            "now",
            "reviews",
        ]

    def get_now(self, finding: Finding) -> dict[str, str] | None:
        verdict = getattr(finding, "now_verdict", None)
        return {"verdict": verdict, "reason": finding.now_reason} if verdict else None  # type: ignore[attr-defined]  # annotated

    def get_lines(self, finding: Finding) -> list[int]:
        return sorted(line.pk for line in finding.lines.all())


class ReviewIn(Body):
    """What is decided, and why."""

    decision = Choice(Review.DECISIONS)
    note = Text(
        required=False,
        allow_blank=True,
        max_length=10_000,
        help_text="needed to reject, or to ask for a second look",
    )


class AskFindings(Listing):
    verdict = Choice(VERDICTS, required=False)
    article = Number(required=False)
    undecided = YesNo(required=False, help_text="true: only those that nobody has reviewed")


class Findings(Table):
    """Of each claim its newest finding, the last first."""

    queryset = Finding.objects.all()
    serializer_class = FindingOut
    order = ("-id",)
    asks = {"list": AskFindings}
    adds = {"reviews": Review}

    def get_queryset(self) -> QuerySet[Finding]:
        return queries.review.findings().prefetch_related("reviews__decided_by")

    def narrowed(self, rows: QuerySet) -> QuerySet:
        if verdict := self.asked.get("verdict"):
            rows = rows.filter(verdict=verdict)
        if article := self.asked.get("article"):
            rows = rows.filter(claim__reading__capture__article=article)
        if self.asked.get("undecided"):
            rows = rows.filter(reviews=None)
        return rows

    @extend_schema(request=ReviewIn, responses={201: ReviewOut})
    def reviews(self, request: Request, pk: int) -> Response:
        """Decide on a finding.

        `record` also enters the claim in the ledger as a report, and needs the right to add one.
        A finding that is decided, or of which a newer one exists, answers 409.
        """
        finding = Finding.objects.filter(pk=pk).first()
        if finding is None:
            raise Http404
        values, found = ReviewIn.read(request.data)
        decision: str = values.get("decision", "")
        if decision == "record":
            may(request, Report)
        review: Any = act(
            found,
            lambda: services.review.decide(
                finding=finding,
                decision=decision,
                by=writer(request),
                at=timezone.now(),
                note=values.get("note", ""),
            ),
            possible=bool(decision),
        )
        body = ReviewOut(review, context=self.get_serializer_context()).data
        return Response(
            body, status=201, headers={"Location": reverse("api-finding", args=[finding.pk])}
        )
