"""The form in which a State's report is logged: typed, pasted, looked over, kept, recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from compliance import queries, services
from compliance.admin.everywhere import everywhere
from compliance.admin.evidence import EvidenceAdmin, show_problems, who
from compliance.admin.forms import LineForm, Lines, ReportForm
from compliance.core.ledger import Draft, Problem, read_draft
from compliance.core.ledger.pasted import read_pasted
from compliance.models import ReportDraft
from compliance.queries.ledger import Drafted
from compliance.queries.regime import NoSuchPolicy
from compliance.services.ledger import Rejected, Source


MOST_LINES = 100
ADD = "admin:compliance_report_add"


@dataclass(frozen=True)
class Typed:
    """A form as sent: what is in it, and what could not be read of it."""

    form: ReportForm
    lines: Any  # a formset of LineForm
    rows: dict[int, LineForm]
    drafts: list[Draft]
    unread: list[Problem]

    @classmethod
    def read(cls, post: QueryDict) -> Typed:
        form, lines = ReportForm(post), Lines(post, prefix="lines")
        form.is_valid()
        lines.is_valid()
        rows = dict(enumerate((line for line in lines if line.has_changed()), start=1))
        read = [read_draft(line.typed, row=row) for row, line in rows.items()]
        return cls(
            form,
            lines,
            rows,
            [draft for draft, _ in read],
            [problem for _, found in read for problem in found],
        )

    @property
    def source(self) -> Source:
        return source_of(self.form.cleaned_data)

    @property
    def said(self) -> list[Problem]:
        """What could not be read and what the form itself refuses, to be said with the rest."""
        return [*self.unread, *form_problems(self.form)]

    def drafted(self) -> Drafted:
        """What the lines would do today. Nothing where no way of converting is held yet."""
        try:
            policy = queries.regime.policy().policy
        except NoSuchPolicy:
            return Drafted((), (), ())
        return queries.ledger.drafted(
            self.drafts,
            known_on=self.form.cleaned_data.get("known_on"),
            at=timezone.localdate(),
            policy=policy,
        )


class Reporting(EvidenceAdmin):
    """The page to log a report; `ReportAdmin` is one."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("add/check/", view(self.check_typed), name="compliance_report_check"),
            path("everywhere/", view(everywhere), name="compliance_everywhere"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("compliance.add_report")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self.open(request)
        acts = {
            "_paste": self.paste,
            "_more": self.more,
            "_draft": self.keep,
            "_drop": self.drop,
            "_check": self.look_over,
        }
        for name, act in acts.items():
            if name in request.POST:
                return act(request)
        return self.log(request)

    # Open: empty, or as it was kept

    def open(self, request: HttpRequest) -> HttpResponse:
        said = request.GET.get("draft", "")
        if said:
            pk = int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0
            draft = queries.desk.drafts(who(request)).filter(pk=pk).first()
            if draft is not None:
                return self.again(request, draft.typed, _typed_lines(draft.typed), draft=draft)
            messages.warning(request, "This draft is recorded, dropped or somebody else's.")
        asked = request.GET.get("lines", "")
        extra = min(int(asked), MOST_LINES) if asked.isascii() and asked.isdigit() else 3
        lines = Lines(prefix="lines")
        lines.extra = max(extra, 1)
        form = ReportForm(initial={"known_on": timezone.localdate()})
        return self.form_page(request, form, lines)

    def again(
        self,
        request: HttpRequest,
        head: Mapping[str, str],
        typed: list[dict[str, str]],
        *,
        extra: int = 1,
        **context: Any,
    ) -> HttpResponse:
        """The form as it was typed, before anybody has judged it."""
        form = ReportForm(initial={name: head.get(name, "") for name in ReportForm.base_fields})
        lines = Lines(initial=typed, prefix="lines")
        lines.extra = extra
        return self.form_page(request, form, lines, **context)

    def more(self, request: HttpRequest) -> HttpResponse:
        """One line more, with the cursor in it."""
        typed = _typed_lines(request.POST)
        return self.again(request, request.POST.dict(), typed, cursor=len(typed))

    def paste(self, request: HttpRequest) -> HttpResponse:
        """The rows of a spreadsheet as lines of the form, with what is wrong with them."""
        pasted, unplaced = read_pasted(request.POST.get("pasted", "")[:500_000])
        usual = {
            "supplier": request.POST.get("reporting_state", ""),
            **{
                name: field.initial
                for name, field in LineForm.base_fields.items()
                if isinstance(field.initial, str)
            },
        }
        typed = [*_typed_lines(request.POST), *({**usual, **row} for row in pasted)][:MOST_LINES]
        read = [read_draft(line, row=row) for row, line in enumerate(typed, start=1)]
        found = services.ledger.check(
            source=source_of(Typed.read(request.POST).form.cleaned_data),
            drafts=[draft for draft, _ in read],
            unread=[problem for _, said in read for problem in said],
            at=timezone.now(),
        )
        if len(pasted) + len(typed) > MOST_LINES < len(typed) + 1:
            messages.warning(
                request, f"The form takes {MOST_LINES} lines; import longer tables as a file."
            )
        if pasted:
            n = len(pasted)
            messages.info(
                request,
                f"{n} row{'' if n == 1 else 's'} put into the lines below; nothing is recorded "
                "yet.",
            )
        return self.again(
            request,
            request.POST.dict(),
            typed,
            extra=0 if typed else 1,
            pasted_problems=[*unplaced, *(p for p in found if p.row and p.code != "missing")],
        )

    def keep(self, request: HttpRequest) -> HttpResponse:
        """As far as it is typed; it need not be right yet."""
        typed: dict[str, str] = {
            name: str(value)
            for name, value in request.POST.items()
            if name != "csrfmiddlewaretoken" and not name.startswith("_") and name != "pasted"
        }
        try:
            draft = services.desk.keep_draft(
                key=typed.get("key", ""), typed=typed, by=who(request), at=timezone.now()
            )
        except services.desk.NotKept as problem:
            messages.error(request, str(problem))
            return self.again(request, request.POST.dict(), _typed_lines(request.POST))
        messages.success(request, "Kept as a draft; it counts nowhere until it is recorded.")
        return redirect(f"{reverse(ADD)}?draft={draft.pk}")

    def drop(self, request: HttpRequest) -> HttpResponse:
        draft = ReportDraft.objects.filter(
            key=request.POST.get("key", ""), owner=who(request)
        ).first()
        if draft is not None:
            services.desk.drop_draft(draft=draft, by=who(request))
            messages.success(request, "The draft is dropped.")
        return redirect("admin:compliance_report_changelist")

    # Look over, without storing

    def look_over(self, request: HttpRequest) -> HttpResponse:
        typed = Typed.read(request.POST)
        found = services.ledger.check(
            source=typed.source, drafts=typed.drafts, at=timezone.now(), unread=typed.said
        )
        show_problems(_beside_the_form(found), typed.form, typed.rows)
        return self.form_page(
            request,
            typed.form,
            typed.lines,
            problems=len(found),
            would=typed.drafted(),
            looked_over=True,
        )

    def check_typed(self, request: HttpRequest) -> HttpResponse:
        """The same for the page's script, while somebody types. It stores nothing."""
        if request.method != "POST" or not self.has_add_permission(request):
            raise PermissionDenied
        typed = Typed.read(request.POST)
        found = services.ledger.check(
            source=typed.source, drafts=typed.drafts, at=timezone.now(), unread=typed.said
        )
        would = typed.drafted()
        places = {row: str(line.prefix).removeprefix("lines-") for row, line in typed.rows.items()}

        def placed(row: int) -> int | None:
            return int(places[row]) if row in places else None

        return JsonResponse(
            {
                "missing": sum(problem.code == "missing" for problem in found),
                "problems": [
                    {"line": placed(p.row), "field": p.field, "message": p.message}
                    for p in found
                    if p.code != "missing" and not (p.code == "form" and p.message == REQUIRED)
                ],
                "warnings": [
                    {"line": placed(w.row), "field": w.field, "message": w.message}
                    for w in would.warnings
                ],
                "conversions": [
                    {"line": placed(c.row), "field": c.field, "message": c.message}
                    for c in would.conversions
                ],
                "totals": [str(total) for total in would.totals],
            }
        )

    # Record

    def log(self, request: HttpRequest) -> HttpResponse:
        typed = Typed.read(request.POST)
        would = typed.drafted()
        try:
            report = services.ledger.record(
                source=typed.source,
                drafts=typed.drafts,
                by=who(request),
                at=timezone.now(),
                unread=typed.said,
            )
        except Rejected as rejected:
            show_problems(_beside_the_form(rejected.problems), typed.form, typed.rows)
            return self.form_page(
                request, typed.form, typed.lines, problems=len(rejected.problems), would=would
            )
        n = report.transfers.count()
        messages.success(request, f"Recorded: {n} line{'' if n == 1 else 's'}.")
        for total in would.totals:
            messages.info(request, str(total))
        return redirect("admin:compliance_report_change", report.pk)

    def form_page(
        self, request: HttpRequest, form: forms.Form, lines: Any, **context: Any
    ) -> HttpResponse:
        return self.page(
            request,
            "admin/compliance/report_form.html",
            "Log a report",
            **{
                "form": form,
                "lines": lines,
                "problems": 0,
                "cursor": 0,
                "most": MOST_LINES,
                "law": queries.regime.duties_to_report(on=timezone.localdate()),
                "drafts": queries.desk.drafts(who(request))[:10],
                **context,
            },
        )


REQUIRED = str(forms.Field.default_error_messages["required"])


def _beside_the_form(found: list[Problem]) -> list[Problem]:
    """Those that the form does not show by itself."""
    return [problem for problem in found if problem.code != "form"]


def _typed_lines(post: Mapping[str, str]) -> list[dict[str, str]]:
    """The lines of a form that have something in them, field by field."""
    said = post.get("lines-TOTAL_FORMS", "")
    total = min(int(said), MOST_LINES) if said.isascii() and said.isdecimal() else 0
    lines = [
        {name: post.get(f"lines-{n}-{name}", "") for name in LineForm.base_fields}
        for n in range(total)
    ]
    return [line for line in lines if any(line[name] for name in LineForm.telling)]


def source_of(cleaned: dict[str, Any]) -> Source:
    bounded = cleaned.get("known_not_before") is not None
    return Source(
        committee=cleaned.get("committee"),  # type: ignore[arg-type]  # missing: the form says so
        kind=cleaned.get("kind", ""),
        reporting_state=cleaned.get("reporting_state") or None,
        document=cleaned.get("document", ""),
        source_url=cleaned.get("source_url", ""),
        known_on=cleaned.get("known_on"),
        known_not_before=cleaned.get("known_not_before"),
        known_precision="bounded" if bounded else "day",
        confidence=cleaned.get("confidence", ""),
        note=cleaned.get("note", ""),
        key=cleaned.get("key", ""),
    )


def form_problems(form: forms.Form) -> list[Problem]:
    """What the form's own fields refuse, so that it is said together with the rest."""
    return [
        Problem(field, "form", str(message))
        for field, found in form.errors.items()
        for message in found
    ]
