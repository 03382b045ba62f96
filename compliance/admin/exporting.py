"""What a list shows, as a file: the same rows by the same filters, in CSV and XLSX."""

from __future__ import annotations

import tempfile
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone

from compliance.admin.evidence import EvidenceAdmin
from compliance.models import Transfer
from compliance.queries.ledger.exported import as_csv, as_xlsx
from compliance.queries.workbook import TooMany


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportingAdmin(EvidenceAdmin):
    """A list with a way to take what it shows along, for whoever may see it."""

    list_before_template = "admin/compliance/parts/export.html"

    def lines_of(self, shown: QuerySet[Any]) -> QuerySet[Transfer]:
        """The lines that stand in a list of these rows."""
        raise NotImplementedError

    def get_urls(self) -> list[Any]:
        name = f"compliance_{self.opts.model_name}_export"
        own = path("export/<slug:kind>/", self.admin_site.admin_view(self.export), name=name)
        return [own, *super().get_urls()]

    def export(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """The lines behind what the list shows by the filters of this address.

        A filter that is not known is refused, never passed over: the file would hold too much.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            shown = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters as wrong:
            raise BadRequest("There is no such filter.") from wrong
        lines = self.lines_of(shown)
        file = f"lines-{timezone.now():%Y%m%d-%H%M}.{kind}"
        if kind == "csv":
            return StreamingHttpResponse(
                as_csv(lines),
                content_type="text/csv; charset=utf-8",
                headers={"Content-Disposition": f'attachment; filename="{file}"'},
            )
        if kind != "xlsx":
            raise Http404("Lines are exported as csv or xlsx.")
        book = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
        try:
            as_xlsx(lines, book)
        except TooMany as problem:
            raise BadRequest(str(problem)) from problem
        book.seek(0)
        return FileResponse(book, as_attachment=True, filename=file, content_type=XLSX)
