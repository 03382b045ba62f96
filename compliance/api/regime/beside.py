"""What stands beside the law: States, drafts not adopted, rules of States and of the EU."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from compliance import queries
from compliance.api import pagination
from compliance.api.parameters import Parameters
from compliance.api.problems import NotHere
from compliance.api.views import Door, Row, Table
from compliance.core import state
from compliance.core.ledger import Problem
from compliance.models import (
    Committee,
    NationalMeasure,
    Proposal,
)


class StateOut(serializers.Serializer):
    """A State by its ISO 3166-1 code, with the name this system prints."""

    code = serializers.CharField()
    name = serializers.CharField()


class WholeStateOut(StateOut):
    """A State with the caps that name it, and what the ledger holds of it."""

    caps = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField()),
        help_text="each with `cap`, and `part`: reporter, supplier or recipient",
    )
    supplied = serializers.IntegerField(help_text="lines of reports, every revision, as supplier")
    received = serializers.IntegerField(help_text="the same, as recipient")
    reports = serializers.IntegerField(help_text="reports that it submitted")


class ProposalOut(Row):
    """A draft resolution that was tabled and not adopted."""

    class Meta:
        model = Proposal
        fields = [
            "symbol",
            "tabled_on",
            "result",
            "content",
            "limits",
            "source",
            "confidence",
        ]


class NationalMeasureOut(Row):
    """A rule by which a State or the EU carries resolutions out."""

    class Meta:
        model = NationalMeasure
        fields = [
            "authority",
            "symbol",
            "dated",
            "implements",
            "facts",
            "source",
            "confidence",
        ]


class States(Door):
    """States by code."""

    serializer_class = StateOut
    queryset = Committee.objects.none()
    asks = {"list": Parameters, "retrieve": Parameters}

    def list(self, request: Request) -> Response:
        """Every State, in the order of names."""
        return Response(
            pagination.whole([{"code": c, "name": n} for c, n in state.names().items()])
        )

    @extend_schema(responses=WholeStateOut)
    def retrieve(self, request: Request, code: str) -> Response:
        """A State: the caps that name it, and how much the ledger holds of it."""
        if not state.is_state(code):
            raise NotHere([Problem("code", "unknown_state", "No State has this two-letter code.")])
        return Response(queries.ledger.of_state(code))


class Proposals(Table):
    """Drafts that were not adopted."""

    queryset = Proposal.objects.all()
    serializer_class = ProposalOut
    order = ("tabled_on", "id")


class NationalMeasures(Table):
    """Rules of States and of the EU."""

    queryset = NationalMeasure.objects.all()
    serializer_class = NationalMeasureOut
    order = ("authority", "dated", "id")
