"""For those who may see who did what: what people decided, and the audit."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from compliance import queries
from compliance.api.parameters import Choice, Day, Listing, Number, Text
from compliance.api.views import Row, Table
from compliance.models import AuditEntry, Review


class ReviewRowOut(Row):
    """A person's decision on a finding, by itself."""

    finding = serializers.IntegerField(source="finding_id", help_text="/findings/{id}/")
    seconds = serializers.IntegerField(source="seconds_id", allow_null=True)
    undoes = serializers.IntegerField(source="undoes_id", allow_null=True)
    accounts_for = serializers.IntegerField(source="accounts_for_id", allow_null=True)
    transfer = serializers.IntegerField(source="transfer_id", allow_null=True)
    estimate = serializers.IntegerField(source="estimate_id", allow_null=True)
    decided_by = serializers.CharField(source="decided_by.username")
    answer = serializers.DictField(
        allow_null=True, help_text="what the person holds the text to say, field by field"
    )

    class Meta:
        model = Review
        fields = [
            "id",
            "finding",
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


class AskReviews(Listing):
    finding = Number(required=False)
    decision = Choice(Review.DECISIONS, required=False)


class Reviews(Table):
    """What people decided of findings."""

    queryset = Review.objects.all()
    serializer_class = ReviewRowOut
    sees = Review
    order = ("-id",)
    asks = {"list": AskReviews}

    def get_queryset(self) -> QuerySet[Any]:
        """Those that may be told: what the first of two said stays untold until it is settled."""
        return Review.objects.told()

    def narrowed(self, rows: QuerySet) -> QuerySet:
        same = {"finding": self.asked.get("finding"), "decision": self.asked.get("decision")}
        return rows.filter(**{name: value for name, value in same.items() if value is not None})


class AuditOut(Row):
    """One row that was written, as it was before and as it is after."""

    table = serializers.CharField(source="table_name")
    row = serializers.CharField(source="row_id")
    transaction = serializers.IntegerField(source="txid")
    before = serializers.DictField(allow_null=True, help_text="of a change what differs alone")
    after = serializers.DictField(allow_null=True)

    class Meta:
        model = AuditEntry
        fields = [
            "id",
            "at",
            "table",
            "row",
            "verb",
            "before",
            "after",
            "actor",
            "origin",
            "address",
            "door",
            "why",
            "db_role",
            "transaction",
            "place",
            "digest",
        ]


class AskAudit(Listing):
    table = Text(required=False, max_length=63, help_text="as compliance_transfer")
    row = Text(required=False, max_length=100)
    verb = Choice(AuditEntry.VERBS, required=False)
    actor = Text(required=False, max_length=150)
    first_day = Day(required=False)
    last_day = Day(required=False)


class Audit(Table):
    """The audit: who changed what, when, from where and why."""

    queryset = AuditEntry.objects.all()
    serializer_class = AuditOut
    sees = AuditEntry
    order = ("-id",)
    asks = {"list": AskAudit}

    def get_queryset(self) -> QuerySet[Any]:
        return queries.audit.entries()

    def narrowed(self, rows: QuerySet) -> QuerySet:
        same = {
            "table_name": self.asked.get("table"),
            "row_id": self.asked.get("row"),
            "verb": self.asked.get("verb"),
            "actor": self.asked.get("actor"),
            "at__date__gte": self.asked.get("first_day"),
            "at__date__lte": self.asked.get("last_day"),
        }
        return rows.filter(**{name: value for name, value in same.items() if value is not None})
