"""Reports: documents that put transfers before a Committee; notices that follow."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from compliance import queries
from compliance.api.ledger.batch import read_report
from compliance.api.ledger.lines import LineOut
from compliance.api.ledger.sending import ReportIn
from compliance.api.parameters import (
    Choice,
    Held,
    Listing,
    PastDay,
    StateCode,
)
from compliance.api.views import Kept, Row, Table
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
        responses={201: WholeReportOut},
    )
    def create(self, request: Request) -> Response:
        """Record a report with its lines: all of them, or none and every reason why.

        `row` in a problem is the line, counted from 1.
        """
        report = read_report(request.data).recorded(request)
        answer = self.one(pk=report.pk)
        answer.status_code = 201
        answer["Location"] = reverse("api-report", args=[report.pk])
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
