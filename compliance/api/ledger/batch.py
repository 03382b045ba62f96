"""Several reports in one request: all of them, or none, or each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from compliance import services
from compliance.api.bodies import Body
from compliance.api.ledger.sending import (
    MOST_LINES,
    ReportIn,
    act,
    new_key,
    read_line,
    read_source,
)
from compliance.api.problems import Clash, ProblemOut, Refused, as_data
from compliance.api.views import Door, writer
from compliance.core.ledger import Draft, Problem
from compliance.models import Report


MOST_REPORTS = 100


@dataclass(frozen=True)
class Sent:
    """A report as it was sent: as far as it could be read, and what is wrong with the rest."""

    source: services.ledger.Source | None
    drafts: Sequence[Draft]
    found: list[Problem]

    def recorded(self, request: Request) -> Report:
        """The report, recorded whole. Raises `Refused` with every reason why not."""
        source = self.source
        if source is None:
            raise Refused(self.found)
        report: Report = act(
            self.found,
            lambda: services.ledger.record(
                source=source, drafts=self.drafts, by=writer(request), at=timezone.now()
            ),
        )
        return report


def read_report(data: Any) -> Sent:
    """A report with its lines. Raises `Refused` where it is no object at all."""
    values, found = ReportIn.read(data, "lines")
    sent = values.pop("lines") or []
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
    return Sent(read_source(values, new_key()), drafts, found)


class BatchIn(Body):
    """Several reports, each with its lines."""

    reports = ReportIn(
        many=True, help_text=f"1 to {MOST_REPORTS} reports of {MOST_LINES:,} lines in all"
    )
    atomic = serializers.BooleanField(
        required=False,
        help_text="true unless given: all are recorded or none; false: those that can be",
    )


class ItemOut(serializers.Serializer):
    """What became of one of them."""

    item = serializers.IntegerField(help_text="its place in what was sent, from 1")
    status = serializers.IntegerField(help_text="as if it had been sent alone")
    report = serializers.IntegerField(allow_null=True, help_text="the report: /reports/{id}/")
    address = serializers.CharField(allow_null=True)
    problems = ProblemOut(many=True)


class BatchOut(serializers.Serializer):
    """What became of each."""

    results = ItemOut(many=True)


class Batch(Door):
    """Reports, several at once."""

    adds = {"create": Report}

    @extend_schema(
        request=BatchIn,
        responses={
            201: OpenApiResponse(BatchOut, description="All are recorded."),
            207: OpenApiResponse(BatchOut, description="Some are: only with `atomic` false."),
        },
    )
    def create(self, request: Request) -> Response:
        """Record several reports: all of them, or none and every reason why.

        `item` in a problem is the report, `row` its line, both counted from 1. A report that
        rests on another of the same request comes after it.
        """
        values, found = BatchIn.read(request.data, "reports", "atomic")
        atomic = values["atomic"] if values["atomic"] is not None else True
        if not isinstance(atomic, bool):
            found.append(Problem("atomic", "invalid", "Give true or false."))
        sent = values["reports"]
        found += _wrong(sent)
        if found:
            raise Refused(found)
        results = [one_of(request, item, data) for item, data in enumerate(sent, start=1)]
        wrong = [result for result in results if result.problems]
        if wrong and (atomic or len(wrong) == len(results)):
            clash = all(result.status == 409 for result in wrong)
            problems = [problem for result in wrong for problem in result.problems]
            raise (Clash if clash else Refused)(problems)
        told = [result.as_data() for result in results]
        return Response({"results": told}, status=207 if wrong else 201)


@dataclass(frozen=True)
class Result:
    """What became of one of several reports."""

    item: int
    status: int
    report: Report | None = None
    problems: Sequence[Problem] = ()

    def as_data(self) -> dict[str, Any]:
        report = self.report
        return {
            "item": self.item,
            "status": self.status,
            "report": report.pk if report else None,
            "address": reverse("api-report", args=[report.pk]) if report else None,
            "problems": [as_data(problem) for problem in self.problems],
        }


def one_of(request: Request, item: int, data: Any) -> Result:
    """One of them recorded, by itself whole or not at all."""
    try:
        return Result(item, 201, read_report(data).recorded(request))
    except Refused as refused:
        problems = [replace(problem, item=item) for problem in refused.problems]
        return Result(item, refused.status_code, problems=problems)


def _wrong(sent: Any) -> list[Problem]:
    if not isinstance(sent, list) or not sent:
        return [Problem("reports", "not_a_list", "`reports` is a list of one report or more.")]
    if len(sent) > MOST_REPORTS:
        return [Problem("reports", "too_many", f"At most {MOST_REPORTS} reports at once.")]
    lines = (each.get("lines") for each in sent if isinstance(each, dict))
    if sum(len(each) for each in lines if isinstance(each, list)) > MOST_LINES:
        return [Problem("lines", "too_many", f"At most {MOST_LINES:,} lines at once.")]
    return []
