"""What differs between press and ledger, and what a person decided of it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
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
from compliance.core.ledger import Problem
from compliance.core.review import BASES, MODIFIERS, Answer, read_answer
from compliance.models import Commodity, Finding, Report, Review, Transfer
from compliance.models.review import VERDICTS


class ReviewOut(Kept):
    """A person's decision on a finding."""

    decided_by = serializers.SerializerMethodField(
        help_text="who decided; null for those who are not signed in"
    )
    transfer = serializers.IntegerField(
        source="transfer_id", allow_null=True, help_text="the line recorded by this decision"
    )

    answer = serializers.DictField(
        allow_null=True,
        help_text="what the person holds the text to say, field by field; the machine's own "
        "reading stands in the claim",
    )
    seconds = serializers.IntegerField(
        source="seconds_id", allow_null=True, help_text="the other person's review beside it"
    )
    undoes = serializers.IntegerField(
        source="undoes_id", allow_null=True, help_text="the review that it takes back"
    )
    accounts_for = serializers.IntegerField(
        source="accounts_for_id", allow_null=True, help_text="the line merged with: /lines/{id}/"
    )
    estimate = serializers.IntegerField(
        source="estimate_id", allow_null=True, help_text="the estimate recorded by this decision"
    )

    class Meta:
        model = Review
        fields = [
            "id",
            "decision",
            "note",
            "answer",
            "blind",
            "seconds",
            "undoes",
            "accounts_for",
            "transfer",
            "estimate",
            "decided_at",
            "decided_by",
        ]

    def get_decided_by(self, review: Review) -> str | None:
        signed_in = self.context["request"].user.is_authenticated
        return review.decided_by.get_username() if signed_in else None


# What a second person is not to see of a finding.
UNTOLD = ("verdict", "reason", "compared", "lines", "paragraphs", "now")


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
    withheld = serializers.BooleanField(
        help_text="a second person is asked, who judges without it: until then verdict, reason, "
        "compared, lines, paragraphs and now are null"
    )
    verdict = serializers.ChoiceField(choices=VERDICTS, allow_null=True)
    reason = serializers.CharField(allow_null=True)
    compared = serializers.DictField(allow_null=True, help_text="stated, ledger, difference")
    paragraphs = serializers.ListField(child=serializers.CharField(), allow_null=True)

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
            "withheld",
            "reviews",
        ]

    def to_representation(self, finding: Any) -> dict[str, Any]:
        said = super().to_representation(finding)
        if finding.withheld:
            said.update(dict.fromkeys(UNTOLD))
        return said

    def get_now(self, finding: Finding) -> dict[str, str] | None:
        verdict = getattr(finding, "now_verdict", None)
        return {"verdict": verdict, "reason": finding.now_reason} if verdict else None  # type: ignore[attr-defined]  # annotated

    def get_lines(self, finding: Finding) -> list[int] | None:
        return sorted(line.pk for line in finding.lines.all())


class AnswerIn(Body):
    """What the text says, field by field, each a string as in a line; left out: not said."""

    modifier = Text(required=False, allow_blank=True, help_text=", ".join(MODIFIERS))
    amount = Text(required=False, allow_blank=True)
    low = Text(required=False, allow_blank=True, help_text="of a range")
    high = Text(required=False, allow_blank=True, help_text="of a range")
    unit = Text(required=False, allow_blank=True)
    commodity = Text(required=False, allow_blank=True, help_text="code, from /commodities/")
    supplier = Text(required=False, allow_blank=True, help_text="codes, with commas between")
    recipient = Text(required=False, allow_blank=True, help_text="codes, with commas between")
    first_day = Text(required=False, allow_blank=True)
    last_day = Text(required=False, allow_blank=True)
    basis = Text(required=False, allow_blank=True, help_text=", ".join(BASES))


class ReviewIn(Body):
    """What is decided, and why."""

    decision = Choice(Review.DECISIONS)
    note = Text(
        required=False,
        allow_blank=True,
        max_length=10_000,
        help_text="needed to reject, or to ask for a second look",
    )
    answer = AnswerIn(
        required=False,
        help_text="needed to correct, and to record as second or third person; else what the "
        "reader says",
    )
    line = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        help_text="the line to merge with: /lines/{id}/",
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
    guarded = frozenset(adds)

    def get_queryset(self) -> QuerySet[Finding]:
        return queries.review.findings().prefetch_related("reviews__decided_by")

    def narrowed(self, rows: QuerySet) -> QuerySet:
        if verdict := self.asked.get("verdict"):
            rows = rows.filter(verdict=verdict, withheld=False)
        if article := self.asked.get("article"):
            rows = rows.filter(claim__reading__capture__article=article)
        if self.asked.get("undecided"):
            rows = rows.filter(pk__in=Finding.objects.undecided().values("pk"))
        return rows

    def state(self, **named: Any) -> str | None:
        """What was said of the finding, as far as anybody may see it, and whether it is newest."""
        finding = Finding.objects.filter(pk=named["pk"]).first()
        if finding is None:
            raise Http404
        said = Review.objects.told().filter(finding=finding).order_by("id")
        newest = Finding.objects.newest().filter(pk=finding.pk).exists()
        return f"finding {finding.pk}, {newest}, {list(said.values_list('pk', flat=True))}"

    @extend_schema(request=ReviewIn, responses={201: ReviewOut})
    def reviews(self, request: Request, pk: int) -> Response:
        """Decide on a finding.

        `record` has the claim enter its book once a second person has sent the same `answer`
        without having seen the first; it needs the right to add a report. Until then the first
        is told to nobody. Where the two differ a third person sends the answer of one of them, or
        rejects. `undo` takes back one's own last review while nobody has built on it. A finding
        that is decided, or of which a newer one exists, answers 409.
        """
        finding = Finding.objects.filter(pk=pk).first()
        if finding is None:
            raise Http404
        values, found = ReviewIn.read(request.data, "answer")
        if values["answer"] is not None:
            values["answer"], more = AnswerIn.read(values["answer"])
            found += more
        decision: str = values.get("decision", "")
        if decision == "record":
            may(request, Report)
        review: Any = act(
            found,
            lambda: _done(finding, decision, values, by=writer(request)),
            possible=bool(decision),
        )
        body = ReviewOut(review, context=self.get_serializer_context()).data
        return Response(
            body, status=201, headers={"Location": reverse("api-finding", args=[finding.pk])}
        )


def _done(finding: Finding, decision: str, values: dict[str, Any], *, by: User) -> Review:
    if decision == "undo":
        return services.review.undo(finding=finding, by=by, at=timezone.now())
    answer: Answer | None = None
    unread: list[Problem] = []
    if values.get("answer") is not None:
        goods = frozenset(Commodity.objects.values_list("code", flat=True))
        answer, unread = read_answer(values["answer"], goods=goods)
    line = Transfer.objects.filter(pk=values["line"]).first() if "line" in values else None
    return services.review.decide(
        finding=finding,
        decision=decision,
        by=by,
        at=timezone.now(),
        note=values.get("note", ""),
        answer=answer,
        line=line if decision == "merge" else None,
        unread=unread,
    )
