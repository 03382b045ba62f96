"""The account: reports and their lines, each figure with its history and its acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.admin import TabularInline
from unfold.decorators import action

from compliance import queries, services
from compliance.admin.evidence import show_problems, who
from compliance.admin.exporting import ExportingAdmin
from compliance.admin.forms import CorrectionForm, ReinstatementForm, WithdrawalForm
from compliance.admin.lists import GrowingPaginator, NamedFilter, by_state, by_year
from compliance.admin.reporting import Reporting, form_problems
from compliance.core import state
from compliance.core.ledger import Draft, read_draft
from compliance.core.period import Period
from compliance.models import Report, Transfer
from compliance.queries.ledger import Drafted
from compliance.queries.regime import NoSuchPolicy
from compliance.services.ledger import Rejected, Source


def amount_words(line: Transfer) -> str:
    """A quantity as people write it; a blank is a dash, never a zero."""
    if line.amount is None:
        return "—"
    words = f"{line.amount.normalize():,f} {line.unit}"
    if line.stated_amount is not None:
        words += f" = {line.stated_amount.normalize():,f} {line.stated_unit}"
    return words


def span_words(line: Transfer) -> str:
    """A month by its name, any other span by its days."""
    return _span(line.first_day, line.last_day)


@lru_cache(maxsize=1024)
def _span(first: date, last: date) -> str:
    if Period.through(first, last).is_month:
        return f"{first:%B %Y}"
    return f"{first:%-d %b %Y} to {last:%-d %b %Y}"


class LineInline(TabularInline):
    model = Transfer
    fields = ["span", "parties", "commodity", "kind", "quantity", "revision", "note"]
    readonly_fields = fields
    extra = 0
    can_delete = False
    show_change_link = True
    verbose_name_plural = "lines"

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    @admin.display(description="span")
    def span(self, line: Transfer) -> str:
        return span_words(line)

    @admin.display(description="from, to")
    def parties(self, line: Transfer) -> str:
        return f"{state.name(line.supplier)} to {state.name(line.recipient)}"

    @admin.display(description="quantity")
    def quantity(self, line: Transfer) -> str:
        return amount_words(line)


@admin.register(Report)
class ReportAdmin(Reporting, ExportingAdmin):
    paginator = GrowingPaginator
    list_display = ["known_on", "reporter", "kind", "lines_held", "document", "confidence"]
    list_display_links = ["known_on", "reporter"]
    list_filter = [
        "kind",
        by_state("reporting_state", "reporting State"),
        by_year("known_on", "year it became known"),
        "confidence",
    ]
    list_filter_submit = True
    search_fields = ["document", "note"]
    search_help_text = "a part of the document's symbol, title or number, or of the note"
    inlines = [LineInline]
    fields = [
        "committee",
        "kind",
        "reporter",
        "document",
        "source_url",
        ("known_on", "known_not_before", "known_precision"),
        "confidence",
        "note",
        ("recorded_at", "recorded_by"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        lines = Transfer.objects.filter(report=OuterRef("pk")).order_by().values("report")
        return (
            super()
            .get_queryset(request)
            .annotate(lines_n=Coalesce(Subquery(lines.annotate(n=Count("id")).values("n")), 0))
        )

    def lines_of(self, shown: QuerySet[Any]) -> QuerySet[Transfer]:
        return Transfer.objects.filter(report__in=shown.order_by().values("pk")).order_by("pk")

    @admin.display(description="reporting State", ordering="reporting_state")
    def reporter(self, report: Report) -> str:
        return state.name(report.reporting_state) if report.reporting_state else "—"

    @admin.display(description="lines")
    def lines_held(self, report: Report) -> int:
        return report.lines_n  # type: ignore[attr-defined]  # annotated above


@admin.register(Transfer)
class TransferAdmin(ExportingAdmin):
    paginator = GrowingPaginator
    list_display = ["span", "from_state", "to_state", "commodity", "what", "quantity", "known_on"]
    list_display_links = ["span"]
    list_filter = [
        by_state("supplier", "supplier"),
        by_state("recipient", "recipient"),
        by_year("first_day", "year"),
        ("commodity", NamedFilter),
        "kind",
        "withdrawn",
        "confidence",
    ]
    list_filter_submit = True
    list_select_related = ["commodity", "report"]
    search_fields = ["report__document"]
    search_help_text = "a part of the document's symbol, title or number"
    ordering = ["-first_day", "supplier", "-pk"]
    actions_detail = ["correct", "withdraw", "reinstate"]
    fields = [
        "span",
        ("from_state", "to_state", "commodity"),
        ("kind", "quantity"),
        ("known_on", "known_not_before", "known_precision"),
        "report",
        "confidence",
        "note",
        ("withdrawn", "reason"),
        ("recorded_at", "recorded_by"),
        "history",
    ]
    readonly_fields = ["history"]
    verbose_name = "line"

    @admin.display(description="span", ordering="first_day")
    def span(self, line: Transfer) -> str:
        return span_words(line)

    @admin.display(description="kind", ordering="kind")
    def what(self, line: Transfer) -> str:
        return "withdrawn" if line.withdrawn else line.kind.replace("_", " ")

    @admin.display(description="supplier", ordering="supplier")
    def from_state(self, line: Transfer) -> str:
        return state.name(line.supplier)

    @admin.display(description="recipient", ordering="recipient")
    def to_state(self, line: Transfer) -> str:
        return state.name(line.recipient)

    @admin.display(description="quantity", ordering="amount")
    def quantity(self, line: Transfer) -> str:
        return amount_words(line)

    @admin.display(description="every revision of this line")
    def history(self, line: Transfer) -> str:
        return format_html(
            "<ol>{}</ol>",
            format_html_join(
                "",
                "<li>{}. {} {}, known on {}, recorded {}{}</li>",
                (
                    (
                        row.revision,
                        "withdrawn" if row.withdrawn else row.kind,
                        amount_words(row),
                        row.known_on or "an unknown day",
                        f"{row.recorded_at:%-d %b %Y %H:%M}",
                        f". Reason: {row.reason}" if row.reason else "",
                    )
                    for row in queries.ledger.revisions(str(line.series))
                ),
            ),
        )

    def lines_of(self, shown: QuerySet[Any]) -> QuerySet[Transfer]:
        return shown

    def has_act_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm("compliance.add_transfer")

    @action(description="Correct", url_path="correct", permissions=["act"])
    def correct(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The line as it should read; what changes is shown once, and recorded when confirmed."""
        line = self.row_or_404(request, object_id)
        sent = request.POST if request.method == "POST" else None  # an empty form is sent too
        form = CorrectionForm(sent, initial=_as_typed(line))
        context: dict[str, Any] = {}
        if request.method == "POST":
            form.is_valid()
            draft, unread = read_draft(form.typed, row=1)
            asked: dict[str, Any] = {
                "line": line,
                "draft": draft,
                "reason": form.cleaned_data.get("reason", ""),
                "at": timezone.now(),
                "source": _restatement(line, form.cleaned_data),
                "unread": [*unread, *form_problems(form)],
            }
            try:
                if request.POST.get("confirmed") == form.digest:
                    new = services.ledger.correct(by=who(request), **asked)
                    messages.success(
                        request, f"Revision {new.revision} recorded: {amount_words(new)}."
                    )
                    return redirect("admin:compliance_transfer_change", new.pk)
                if found := services.ledger.check_correction(**asked):
                    raise Rejected(found)
            except Rejected as rejected:
                show_problems([p for p in rejected.problems if p.code != "form"], form)
            else:
                context = {
                    "difference": _difference(line, draft),
                    "would": _would([draft], line),
                    "confirmed": form.digest,
                }
        button = "Record the correction" if context else "Show what changes"
        return self.act_page(request, line, form, "Correct a line", button, **context)

    @action(description="Withdraw", url_path="withdraw", permissions=["act"])
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        line = self.row_or_404(request, object_id)
        return self.turn(
            request,
            line,
            WithdrawalForm(request.POST or None),
            services.ledger.withdraw,
            ("Withdraw a line", "Withdraw it", "Withdrawn; every earlier revision is kept."),
            [("whether it stands", "it stands", "withdrawn"), *_same(line)],
            _would([], line),
        )

    @action(description="Reinstate", url_path="reinstate", permissions=["act"])
    def reinstate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        line = self.row_or_404(request, object_id)
        return self.turn(
            request,
            line,
            ReinstatementForm(request.POST or None),
            services.ledger.reinstate,
            ("Reinstate a line", "Let it stand again", "It stands again."),
            [("whether it stands", "withdrawn", "it stands again"), *_same(line)],
            _would([_draft_of(line)], None) if line.withdrawn else None,
        )

    def turn(
        self,
        request: HttpRequest,
        line: Transfer,
        form: forms.Form,
        act: Callable[..., Transfer],
        words: tuple[str, str, str],
        difference: list[tuple[str, str, str]],
        would: Drafted | None,
    ) -> HttpResponse:
        """Take a line back or let it stand again, with a reason."""
        title, button, done = words
        if request.method == "POST" and form.is_valid():
            try:
                new = act(
                    line=line,
                    reason=form.cleaned_data["reason"],
                    known_on=form.cleaned_data["known_on"],
                    by=who(request),
                    at=timezone.now(),
                )
            except Rejected as rejected:
                show_problems(rejected.problems, form)
            else:
                messages.success(request, done)
                return redirect("admin:compliance_transfer_change", new.pk)
        return self.act_page(request, line, form, title, button, difference=difference, would=would)

    def act_page(
        self,
        request: HttpRequest,
        line: Transfer,
        form: forms.Form,
        title: str,
        button: str,
        **context: Any,
    ) -> HttpResponse:
        return self.page(
            request,
            "admin/compliance/act_form.html",
            title,
            form=form,
            button=button,
            about=str(line),
            back=reverse("admin:compliance_transfer_change", args=[line.pk]),
            **context,
        )


def _restatement(line: Transfer, cleaned: dict[str, Any]) -> Source | None:
    """The State's own new statement, where that is what a correction is."""
    restated_on: date | None = cleaned.get("restated_on")
    if restated_on is None:
        return None
    return Source(
        committee=line.report.committee,
        kind=line.report.kind,
        reporting_state=line.report.reporting_state,
        document=line.report.document,
        source_url=cleaned.get("restated_at", ""),
        known_on=restated_on,
        key=f"restates:{line.pk}",
    )


def _as_typed(line: Transfer) -> dict[str, str]:
    """A line as somebody would type it."""
    return {
        "supplier": line.supplier,
        "recipient": line.recipient,
        "commodity": line.commodity.code,
        "kind": line.kind,
        "first_day": line.first_day.isoformat(),
        "last_day": line.last_day.isoformat(),
        "amount": _typed(line.amount),
        "unit": line.unit,
        "stated_amount": _typed(line.stated_amount),
        "stated_unit": line.stated_unit,
        "product": line.product,
        "note": line.note,
    }


def _difference(line: Transfer, draft: Draft) -> list[tuple[str, str, str]]:
    """What a correction changes, field by field: as it stands, and as it would read."""
    now = _in_words(_draft_of(line))
    then = _in_words(draft)
    return [(name, now[name], then[name]) for name in now if now[name] != then[name]] or [
        ("nothing", "as it stands", "the same; only the reason is new")
    ]


def _draft_of(line: Transfer) -> Draft:
    return read_draft(_as_typed(line), row=1)[0]


def _same(line: Transfer) -> list[tuple[str, str, str]]:
    """The line that is turned, in words: the same on both sides."""
    words = _in_words(_draft_of(line))
    return [(name, words[name], words[name]) for name in ("supplier", "span", "quantity")]


def _in_words(draft: Draft) -> dict[str, str]:
    def day(said: date | None) -> str:
        return f"{said:%-d %b %Y}" if said else "—"

    def quantity(amount: Decimal | None, unit: str) -> str:
        return f"{amount.normalize():,f} {unit}" if amount is not None else "—"

    return {
        "supplier": state.name(draft.supplier),
        "recipient": state.name(draft.recipient),
        "good": draft.commodity.replace("_", " "),
        "what the line is": draft.kind,
        "span": f"{day(draft.first_day)} to {day(draft.last_day)}",
        "quantity": quantity(draft.amount, draft.unit),
        "also stated as": quantity(draft.stated_amount, draft.stated_unit),
        "product": draft.product or "—",
        "note": draft.note or "—",
    }


def _would(drafts: list[Draft], instead_of: Transfer | None) -> Drafted | None:
    """What the periods of caps would then hold."""
    try:
        policy = queries.regime.policy().policy
    except NoSuchPolicy:
        return None
    today = timezone.localdate()
    return queries.ledger.drafted(
        drafts,
        known_on=today,
        at=today,
        policy=policy,
        instead_of=instead_of.entry if instead_of else None,
    )


def _typed(amount: Decimal | None) -> str:
    return f"{amount.normalize():f}" if amount is not None else ""
