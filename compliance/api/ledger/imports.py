"""Tables of reports, sent as files: gone through without saving, then entered whole or not."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response

from compliance import queries, services
from compliance.api.formats import StrictJSONParser
from compliance.api.parameters import Held, Parameters, Text, YesNo
from compliance.api.problems import Clash, ProblemOut, Refused, as_data
from compliance.api.tables import CSVParser, Sheet, XLSXParser
from compliance.api.views import Kept, Table, writer
from compliance.core.ledger import Problem
from compliance.models import Committee, ImportFile, ImportRun, Report, Transfer
from compliance.services.exchange import SHORT


STATES = ["waiting", "good", "entered", "refused", "failed"]
RECORDS = (ImportFile, ImportRun, Report, Transfer)


class ImportOut(Kept):
    """A table that was handed in, and what came of the last pass over it."""

    committee = serializers.CharField(source="committee.slug")
    state = serializers.SerializerMethodField(
        help_text="waiting: being gone through; good: every row can be entered; refused: nothing "
        "was saved, see the problems; failed: given up"
    )

    class Meta:
        model = ImportFile
        fields = ["id", "name", "kind", "committee", "size", "digest", "handed_in_at", "state"]

    @extend_schema_field({"type": "string", "enum": STATES})
    def get_state(self, file: Any) -> str:
        return file.last_outcome or "waiting"


class WholeImportOut(ImportOut):
    """A table with how many of its rows are new, and every problem of the last pass."""

    rows = serializers.SerializerMethodField()
    new = serializers.SerializerMethodField(help_text="rows that are, or would be, recorded")
    corrects = serializers.SerializerMethodField(help_text="rows that correct a line held")
    held = serializers.SerializerMethodField(help_text="rows that are held already, word by word")
    wrong = serializers.SerializerMethodField(help_text="rows with a problem")
    problems_n = serializers.SerializerMethodField(help_text="all of them; 5,000 are told")
    problems = serializers.SerializerMethodField(help_text="`row` is the line of the file")
    flags = serializers.SerializerMethodField(help_text="what is entered, and is to be looked at")

    class Meta:
        model = ImportFile
        fields = [*ImportOut.Meta.fields, "rows", "new", "corrects", "held", "wrong",
                  "problems_n", "problems", "flags"]  # fmt: skip

    def _of_outcome(self, name: str) -> Any:
        outcome = self.context["outcome"]
        return None if outcome is None else getattr(outcome, name)

    def get_rows(self, file: ImportFile) -> int | None:
        return self._of_outcome("rows")

    def get_new(self, file: ImportFile) -> int | None:
        return self._of_outcome("new")

    def get_corrects(self, file: ImportFile) -> int | None:
        return self._of_outcome("corrects")

    def get_held(self, file: ImportFile) -> int | None:
        return self._of_outcome("held")

    def get_wrong(self, file: ImportFile) -> int | None:
        return self._of_outcome("wrong")

    def get_problems_n(self, file: ImportFile) -> int | None:
        return self._of_outcome("problems_n")

    @extend_schema_field(ProblemOut(many=True))
    def get_problems(self, file: ImportFile) -> list[dict[str, Any]]:
        return _told(self._of_outcome("problems"))

    @extend_schema_field(ProblemOut(many=True))
    def get_flags(self, file: ImportFile) -> list[dict[str, Any]]:
        return _told(self._of_outcome("flags"))


def _told(kept: Any) -> list[dict[str, Any]]:
    return [as_data(Problem(field, code, words, row)) for row, field, code, words in kept or ()]


class AskImport(Parameters):
    committee = Held(Committee, "slug", help_text="a slug, from /committees/")
    name = Text(required=False, max_length=300, help_text="of the file, to know it by")
    dry_run = YesNo(
        required=False,
        help_text="true unless given: nothing is entered; false: entered if every row is good",
    )


SENT = {
    CSVParser.media_type: OpenApiTypes.BINARY,
    XLSXParser.media_type: OpenApiTypes.BINARY,
}
ANSWERS = {
    201: OpenApiResponse(WholeImportOut, description="Gone through; `state` says what came of it."),
    202: OpenApiResponse(
        WholeImportOut, description="Kept; it is long, and gone through in the background."
    ),
}


class Imports(Table):
    """Tables of reports that were handed in, the last first; told to whoever may see them."""

    queryset = ImportFile.objects.all()
    serializer_class = ImportOut
    parser_classes = [StrictJSONParser, CSVParser, XLSXParser]
    order = ("-id",)
    asks = {"create": AskImport}
    adds = {"create": RECORDS, "entry": RECORDS}
    sees = ImportFile

    def get_queryset(self) -> QuerySet[ImportFile]:
        return queries.exchange.files()

    def get_serializer_class(self) -> Any:
        return ImportOut if self.action == "list" else WholeImportOut

    @extend_schema(responses=WholeImportOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A table, and what came of the last pass over it."""
        return self.shown(kwargs["pk"])

    @extend_schema(request=SENT, responses=ANSWERS)
    def create(self, request: Request) -> Response:
        """Hand in a table of reports, CSV or XLSX: the file itself is the body.

        The same bytes again are the same table. Nothing is entered unless `dry_run=false`, and
        then every row or none.
        """
        sheet = request.data
        if not isinstance(sheet, Sheet):
            raise UnsupportedMediaType(request.content_type or "none")
        by, at = writer(request), timezone.now()
        with sheet.stream as stream:
            try:
                file, _ = services.exchange.hand_in(
                    stream=stream,
                    name=self.asked.get("name", ""),
                    committee=Committee.objects.get(slug=self.asked["committee"]),
                    by=by,
                    at=at,
                )
            except services.exchange.NoTable as wrong:
                raise Refused(wrong.problems) from wrong
        if queries.exchange.entered(file) is None:
            self.go_through(request, file, "check")
            if self.asked.get("dry_run") is False and self.outcome(file) == "good":
                self.go_through(request, file, "enter")
        return self.recorded(file)

    @extend_schema(request=None, responses=ANSWERS)
    def entry(self, request: Request, pk: int) -> Response:
        """Enter a table whose last dry run found nothing wrong: every row, or none."""
        file = self.get_queryset().filter(pk=pk).first()
        if file is None:
            raise Http404
        self.go_through(request, file, "enter")
        return self.recorded(file)

    def go_through(self, request: Request, file: ImportFile, step: str) -> None:
        """Ask for a pass; a short table is gone through at once, a long one by the worker."""
        at = timezone.now()
        try:
            run = services.exchange.ask(file=file, step=step, by=writer(request), at=at)
        except services.exchange.NotNow as reason:
            if step == "check" or self.action == "create":
                return  # nothing to add: told by what is held of it
            raise Clash([Problem("file", "not_now", str(reason))]) from reason
        if file.size <= SHORT:
            services.exchange.carry_out(run=run, at=at)

    def outcome(self, file: ImportFile) -> str | None:
        last: Any = self.get_queryset().get(pk=file.pk)
        return str(last.last_outcome) if last.last_outcome else None

    def shown(self, pk: int) -> Response:
        file = self.get_queryset().filter(pk=pk).first()
        if file is None:
            raise Http404
        runs = queries.exchange.runs(file)
        outcome = queries.exchange.outcome(runs[0]) if runs else None
        return Response(WholeImportOut(file, context={"outcome": outcome}).data)

    def recorded(self, file: ImportFile) -> Response:
        answer = self.shown(file.pk)
        answer.status_code = 202 if answer.data["state"] == "waiting" else 201
        answer["Location"] = reverse("api-import", args=[file.pk])
        return answer
