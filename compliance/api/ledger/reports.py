"""Reports: documents that put transfers before a Committee; notices that follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from compliance import queries, services
from compliance.api.ledger.lines import LineOut
from compliance.api.ledger.sending import MOST_LINES, ReportIn, act, new_key, read_line, read_source
from compliance.api.parameters import (
    Choice,
    Held,
    Listing,
    PastDay,
    StateCode,
)
from compliance.api.problems import Refused
from compliance.api.views import Kept, Row, Table, writer
from compliance.core.ledger import Draft, Problem
from compliance.models import Cap, Committee, Notice, Report, Transfer


class ReportOut(Row):
    """A document that puts transfers before a Committee, and the day it became known."""

    committee = serializers.CharField(source="committee.slug")

    class Meta:
        model = Report
        fields = [
            "id",
            "committee",
            "kind",
            "reporting_state",
            "document",
            "source_url",
            "known_on",
            "known_not_before",
            "known_precision",
            "confidence",
            "note",
            "key",
            "recorded_at",
        ]


class ReportLineOut(Kept):
    """A line inside its report."""

    commodity = serializers.CharField(source="commodity.code")

    class Meta:
        model = Transfer
        fields = [f for f in LineOut.Meta.fields if f not in ("report", "document", "source_url")]


class WholeReportOut(Kept):
    """A report with its lines, first revisions and later ones."""

    committee = serializers.CharField(source="committee.slug")
    lines = ReportLineOut(many=True, source="transfers")

    class Meta:
        model = Report
        fields = [*ReportOut.Meta.fields, "lines"]


class AskReports(Listing):
    committee = Held(Committee, "slug", required=False)
    kind = Choice(Report.KINDS, required=False)
    reporting_state = StateCode(required=False)
    known_at = PastDay(required=False, help_text="only what was public on this day")


IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="made by you, 1 to 60 letters, digits, and . _ ~ : -; the same key with the same "
    "report records nothing twice and gives the first answer, with another report 422",
    pattern="^[A-Za-z0-9._~:-]{1,60}$",
)


class Reports(Table):
    """Reports, the last recorded first."""

    queryset = Report.objects.all()
    serializer_class = ReportOut
    order = ("-id",)
    asks = {"list": AskReports}
    adds = {"create": Report}

    def get_queryset(self) -> QuerySet[Report]:
        rows = queries.ledger.reports()
        if self.action == "list":
            return rows
        return rows.prefetch_related("transfers__commodity")

    def get_serializer_class(self) -> Any:
        return ReportOut if self.action == "list" else WholeReportOut

    def narrowed(self, rows: QuerySet) -> QuerySet:
        same = {
            "committee__slug": self.asked.get("committee"),
            "kind": self.asked.get("kind"),
            "reporting_state": self.asked.get("reporting_state"),
            "known_on__lte": self.asked.get("known_at"),
        }
        return rows.filter(**{name: value for name, value in same.items() if value is not None})

    @extend_schema(
        request=ReportIn,
        parameters=[IDEMPOTENCY],
        responses={
            201: OpenApiResponse(WholeReportOut, description="Recorded, now or before by this key.")
        },
    )
    def create(self, request: Request) -> Response:
        """Record a report with its lines: all of them, or none and every reason why.

        `row` in a problem is the line, counted from 1.
        """
        values, found = ReportIn.read(request.data, "lines")
        sent = values.pop("lines") or []
        key = new_key(request)
        source = read_source(values, key)
        drafts: list[Draft] = []
        if not isinstance(sent, list):
            found.append(Problem("lines", "not_a_list", "`lines` is a list of lines."))
        elif len(sent) > MOST_LINES:
            found.append(Problem("lines", "too_many", f"At most {MOST_LINES:,} lines a report."))
        else:
            for row, line in enumerate(sent, start=1):
                draft, problems = read_line(line, row)
                drafts.append(draft)
                found += problems
        replayed = Report.objects.filter(key=key).first()
        if source is None:
            raise Refused(found)
        report = act(
            found,
            lambda: services.ledger.record(
                source=source, drafts=drafts, by=writer(request), at=timezone.now()
            ),
        )
        if replayed and not same(report, source, drafts):
            raise Refused(
                [
                    Problem(
                        "Idempotency-Key",
                        "key_reused",
                        f"Report {report.pk} was sent with this key and says something else.",
                    )
                ],
                422,
            )
        answer = self.one(pk=report.pk)
        answer.status_code = 201
        answer["Location"] = reverse("api-report", args=[report.pk])
        if replayed:
            answer["Idempotency-Replayed"] = "true"
        return answer


class NoticeOut(Row):
    """That a period of a cap has reached a threshold, by what was known on a day."""

    cap = serializers.CharField(source="cap.slug")
    withdrawn_at = serializers.DateTimeField(
        source="withdrawal.withdrawn_at",
        allow_null=True,
        help_text="null: it holds; else a correction took the total back under the threshold",
    )
    withdrawn_because = serializers.CharField(source="withdrawal.reason", allow_null=True)

    class Meta:
        model = Notice
        fields = [
            "id",
            "cap",
            "first_day",
            "last_day",
            "book",
            "share",
            "effect",
            "used",
            "limit",
            "unit",
            "policy",
            "known_on",
            "reason",
            "issued_at",
            "withdrawn_at",
            "withdrawn_because",
        ]


class AskNotices(Listing):
    cap = Held(Cap, "slug", required=False)
    book = Choice([("reported", "reported"), ("estimated", "estimated")], required=False)
    known_at = PastDay(required=False, help_text="only those that were known on this day")


class Notices(Table):
    """Notices that thresholds were reached, the last first."""

    queryset = Notice.objects.all()
    serializer_class = NoticeOut
    order = ("-id",)
    asks = {"list": AskNotices}

    def narrowed(self, rows: QuerySet) -> QuerySet:
        same = {
            "cap__slug": self.asked.get("cap"),
            "book": self.asked.get("book"),
            "known_on__lte": self.asked.get("known_at"),
        }
        return rows.filter(**{name: value for name, value in same.items() if value is not None})


def same(report: Report, source: services.ledger.Source, drafts: Sequence[Draft]) -> bool:
    """Whether a report held says what was sent again."""
    document = (
        "committee",
        "kind",
        "reporting_state",
        "document",
        "source_url",
        "known_on",
        "known_not_before",
        "known_precision",
        "confidence",
        "note",
    )
    if any(getattr(report, name) != getattr(source, name) for name in document):
        return False
    held = [
        (
            *(getattr(line, f) for f in ("supplier", "recipient", "kind", "first_day", "last_day")),
            *(line.commodity.code, line.amount, line.unit, line.stated_amount, line.note),
        )
        for line in report.transfers.filter(revision=1).select_related("commodity").order_by("id")
    ]
    sent = [
        (
            *(getattr(line, f) for f in ("supplier", "recipient", "kind", "first_day", "last_day")),
            *(line.commodity, line.amount, line.unit if line.amount is not None else ""),
            *(line.stated_amount, line.note),
        )
        for line in drafts
    ]
    return held == sent
