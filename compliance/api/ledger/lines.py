"""Lines of reports: every revision of what States said of a span."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import (
    extend_schema,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from compliance import queries, services
from compliance.api.ledger.sending import (
    LINE_KINDS,
    CorrectionIn,
    ReinstatementIn,
    SourceIn,
    WithdrawalIn,
    act,
    may,
    new_key,
    read_line,
    read_source,
)
from compliance.api.parameters import (
    Choice,
    Day,
    Held,
    Listing,
    Number,
    PastDay,
    StateCode,
    YesNo,
)
from compliance.api.views import Row, Table, writer
from compliance.models import Commodity, Report, Transfer


class LineOut(Row):
    """One revision of a line of a report: a supply, sale or transfer, a nil, or a silence."""

    report = serializers.IntegerField(source="report_id", help_text="the report: /reports/{id}/")
    commodity = serializers.CharField(source="commodity.code")
    document = serializers.CharField(source="report.document")
    source_url = serializers.CharField(source="report.source_url")

    class Meta:
        model = Transfer
        fields = [
            "id",
            "series",
            "revision",
            "report",
            "kind",
            "supplier",
            "recipient",
            "commodity",
            "first_day",
            "last_day",
            "amount",
            "unit",
            "stated_amount",
            "stated_unit",
            "product",
            "known_on",
            "known_not_before",
            "known_precision",
            "withdrawn",
            "reason",
            "confidence",
            "note",
            "document",
            "source_url",
            "recorded_at",
        ]


class AskLines(Listing):
    supplier = StateCode(required=False)
    recipient = StateCode(required=False)
    commodity = Held(Commodity, "code", required=False)
    kind = Choice(LINE_KINDS, required=False)
    first_day = Day(required=False, help_text="only spans that touch this day or a later one")
    last_day = Day(required=False, help_text="only spans that touch this day or an earlier one")
    known_at = PastDay(required=False, help_text="only what was public on this day")
    series = serializers.UUIDField(required=False, help_text="the revisions of one line")
    report = Number(required=False)
    standing = YesNo(
        required=False,
        help_text="true: of each line the latest revision known (on `known_at`), unless withdrawn",
    )
    order = Choice(
        ["recorded", "-recorded", "first_day", "-first_day"],
        required=False,
        help_text="in the order of recording unless given",
    )


class Lines(Table):
    """Lines of reports, every revision of them."""

    queryset = Transfer.objects.all()
    steady = True
    serializer_class = LineOut
    asks = {"list": AskLines, "series": Listing}
    adds = {"correction": Transfer, "withdrawal": Transfer, "reinstatement": Transfer}
    guarded = frozenset(adds)

    def sorted_by(self) -> Sequence[str]:
        sign, _, name = self.asked.get("order", "recorded").rpartition("-")
        sign = "-" if self.asked.get("order", "").startswith("-") else ""
        return [f"{sign}first_day", f"{sign}id"] if name == "first_day" else [f"{sign}id"]

    def narrowed(self, rows: Any) -> Any:
        asked = self.asked
        same = {
            "supplier": asked.get("supplier"),
            "recipient": asked.get("recipient"),
            "commodity__code": asked.get("commodity"),
            "kind": asked.get("kind"),
            "series": asked.get("series"),
            "report": asked.get("report"),
            "last_day__gte": asked.get("first_day"),
            "first_day__lte": asked.get("last_day"),
        }
        rows = rows.filter(**{name: value for name, value in same.items() if value is not None})
        known_at = asked.get("known_at")
        if asked.get("standing"):
            return queries.ledger.standing(rows, known_at=known_at)
        return rows.filter(known_on__lte=known_at) if known_at else rows

    @extend_schema(responses=LineOut(many=True))
    def series(self, request: Request, series: uuid.UUID) -> HttpResponseBase:
        """The history of one line: its revisions, first to last."""
        rows = self.get_queryset().filter(series=series)
        if not rows.exists():
            raise Http404
        return self.paged(rows)

    @extend_schema(request=CorrectionIn, responses={201: LineOut})
    def correction(self, request: Request, pk: int) -> Response:
        """The next revision of a line, with its reason.

        The address names the revision that is corrected: where it is not the newest the answer
        is 409, where it is no longer the one that `If-Match` names 412. Without a `source` the
        correction is of our own typing and was known on the same day as the line; with one it is
        the State's new statement.
        """
        line = self.line(pk)
        values, found = CorrectionIn.read(request.data, "line", "source")
        draft, problems = read_line(values["line"], 1)
        found += problems
        source = None
        if values["source"] is not None:
            may(request, Report)
            said, problems = SourceIn.read(values["source"])
            found += problems
            source = read_source(said, new_key())
        row = act(
            found,
            lambda: services.ledger.correct(
                line=line,
                draft=draft,
                reason=values.get("reason", ""),
                by=writer(request),
                at=timezone.now(),
                source=source,
            ),
        )
        return self.recorded(row)

    @extend_schema(request=WithdrawalIn, responses={201: LineOut})
    def withdrawal(self, request: Request, pk: int) -> Response:
        """A revision that takes a line back, with its reason."""
        line = self.line(pk)
        values, found = WithdrawalIn.read(request.data)
        row = act(
            found,
            lambda: services.ledger.withdraw(
                line=line,
                reason=values.get("reason", ""),
                by=writer(request),
                at=timezone.now(),
                known_on=values.get("known_on"),
            ),
        )
        return self.recorded(row)

    @extend_schema(request=ReinstatementIn, responses={201: LineOut})
    def reinstatement(self, request: Request, pk: int) -> Response:
        """A revision that lets a withdrawn line stand again as it was, with its reason."""
        line = self.line(pk)
        values, found = ReinstatementIn.read(request.data)
        row = act(
            found,
            lambda: services.ledger.reinstate(
                line=line,
                reason=values.get("reason", ""),
                by=writer(request),
                at=timezone.now(),
                known_on=values.get("known_on"),
            ),
        )
        return self.recorded(row)

    def state(self, **named: Any) -> str | None:
        """The newest revision of the line: whoever changes it means that one."""
        found = Transfer.objects.filter(pk=named["pk"]).values_list("series").first()
        if found is None:
            raise Http404
        newest = Transfer.objects.filter(series=found[0]).order_by("-revision")
        return f"line {named['pk']}, revised to {newest.values_list('pk', flat=True)[0]}"

    def line(self, pk: int) -> Transfer:
        line = queries.ledger.lines().filter(pk=pk).first()
        if line is None:
            raise Http404
        return line

    def recorded(self, row: Transfer) -> Response:
        answer = self.one(pk=row.pk)
        answer.status_code = 201
        answer["Location"] = reverse("api-line", args=[row.pk])
        return self.tagged(answer, pk=row.pk)
