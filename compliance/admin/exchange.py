"""Tables of reports: handed in, gone through without saving, looked at, entered or put right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from compliance import queries, services
from compliance.admin.evidence import EvidenceAdmin, who
from compliance.core.ledger import COLUMNS
from compliance.models import Committee, ImportFile, ImportOutcome, ImportRun
from compliance.services.exchange import SHORT


MOST_SHOWN = 200  # problems on the page; the error file has more
# A row is wide: what tells it apart stands on the page, the whole of it in the file.
ON_PAGE = ("reference", "cap", "supplier", "recipient", "period_start", "period_end", "quantity",
           "unit", "reported_on", "status", "revises")  # fmt: skip


class ImportForm(forms.Form):
    """A table of reports, and the committee that they go to."""

    file = forms.FileField(
        label="The file",
        widget=UnfoldAdminFileFieldWidget,
        help_text="CSV in UTF-8 with commas, up to 64 MB; or one sheet of XLSX, up to 100,000 "
        "rows. Nothing is saved until you have seen what would come of it.",
    )
    committee = forms.ModelChoiceField(
        Committee.objects.all(), widget=UnfoldAdminSelectWidget, empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].initial = Committee.objects.order_by("pk").first()


@admin.register(ImportFile)
class ImportFileAdmin(EvidenceAdmin):
    list_display = ["name", "handed_in_at", "handed_in_by", "rows", "state"]
    empty_words = "A table of reports that somebody hands in stands here, with what came of it."
    search_fields = ["name", "digest"]
    list_filter = ["kind"]
    date_hierarchy = "handed_in_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportFile]:
        return queries.exchange.files()

    @admin.display(description="rows")
    def rows(self, file: ImportFile) -> str:
        rows: int | None = file.last_rows  # type: ignore[attr-defined]  # annotated
        return "—" if rows is None else f"{rows:,}"

    @admin.display(description="state")
    def state(self, file: ImportFile) -> str:
        step, outcome = file.last_step, file.last_outcome  # type: ignore[attr-defined]  # annotated
        if step is None:
            return "handed in"
        if outcome is None:
            return "in hand" if step == "enter" else "being looked at"
        return str(dict(ImportOutcome.OUTCOMES)[outcome])

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An import records reports: whoever may not do that by hand may not by the thousand."""
        needed = ("add_importfile", "add_importrun", "add_report", "add_transfer")
        return all(request.user.has_perm(f"compliance.{right}") for right in needed)

    def get_urls(self) -> list[Any]:
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"compliance_{called}")
            for name, view, called in (
                ("check", self.check_again, "importfile_check"),
                ("enter", self.enter, "importfile_enter"),
                ("progress", self.progress, "importfile_progress"),
                ("reasons", self.reasons, "importfile_reasons"),
            )
        ]
        return [*own, *super().get_urls()]

    # Handing in

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                file, new = services.exchange.hand_in(
                    stream=form.cleaned_data["file"],
                    name=form.cleaned_data["file"].name,
                    committee=form.cleaned_data["committee"],
                    by=who(request),
                    at=timezone.now(),
                )
            except services.exchange.NoTable as wrong:
                for problem in wrong.problems:
                    form.add_error("file", problem.message)
            else:
                if not new:
                    words = f"These very bytes were handed in before, as {file.name}."
                    messages.info(request, words)
                self.go_through(request, file, "check")
                return redirect("admin:compliance_importfile_change", file.pk)
        return self.page(
            request,
            "admin/compliance/import_form.html",
            "Import a table",
            form=form,
            columns=COLUMNS,
        )

    def go_through(self, request: HttpRequest, file: ImportFile, step: str) -> None:
        """Ask for a pass; a short table is gone through at once, a long one by the worker."""
        try:
            run = services.exchange.ask(file=file, step=step, by=who(request), at=timezone.now())
        except services.exchange.NotNow as problem:
            messages.warning(request, str(problem))
            return
        if file.size <= SHORT:
            services.exchange.carry_out(run=run, at=timezone.now())

    # Looking

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        file = self.row_or_404(request, object_id)
        runs = queries.exchange.runs(file)
        run = runs[0] if runs else None
        seen = queries.exchange.outcome(run) if run else None
        asked = request.GET.get("page", "")
        page = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 1
        rows, pages = queries.exchange.shown(file, seen, page=page) if seen else ([], 1)
        kept = [COLUMNS.index(column) for column in ON_PAGE]
        return self.page(
            request,
            "admin/compliance/import.html",
            f"Import: {file.name}",
            file=file,
            run=run,
            runs=[each for each in runs if getattr(each, "outcome", None)],
            seen=seen,
            columns=ON_PAGE,
            rows=[(row, [row.cells[at] for at in kept]) for row in rows],
            problems=seen.problems[:MOST_SHOWN] if seen else [],
            page=min(max(page, 1), pages),
            pages=pages,
            wide=len(ON_PAGE) + 2,
            may=self.has_add_permission(request),
        )

    def progress(self, request: HttpRequest, pk: int) -> JsonResponse:
        """How far the last pass is, for the page that waits for it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        run = self.last(request, pk)
        if run is None or queries.exchange.outcome(run) is not None:
            return JsonResponse({"done": True})
        far = queries.exchange.progress(run)
        if far is None:
            return JsonResponse({"done": False, "share": 0, "words": "It waits for the worker."})
        words = f"{far.share} per cent of the file, {far.rows:,} rows."
        return JsonResponse({"done": False, "share": far.share, "words": words})

    def reasons(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The file with a reason at every wrong row, to be put right and handed in again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        file, run = self.row_or_404(request, str(pk)), self.last(request, pk)
        seen = queries.exchange.outcome(run) if run else None
        if seen is None:
            return redirect("admin:compliance_importfile_change", pk)
        return StreamingHttpResponse(
            queries.exchange.with_reasons(file, seen),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="import-{pk}-reasons.csv"'},
        )

    def last(self, request: HttpRequest, pk: int) -> ImportRun | None:
        runs = queries.exchange.runs(self.row_or_404(request, str(pk)))
        return runs[0] if runs else None

    # Acting

    def check_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.act(request, pk, "check")

    def enter(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.act(request, pk, "enter")

    def act(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        if request.method != "POST" or not self.has_add_permission(request):
            raise PermissionDenied
        self.go_through(request, self.row_or_404(request, str(pk)), step)
        return redirect(reverse("admin:compliance_importfile_change", args=[pk]))
