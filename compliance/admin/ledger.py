"""The account: log a State's report, correct a line, withdraw it. Each act calls one service."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.admin import TabularInline
from unfold.decorators import action

from compliance import queries, services
from compliance.admin.evidence import EvidenceAdmin, show_problems, who
from compliance.admin.exporting import ExportingAdmin
from compliance.admin.forms import CorrectionForm, Lines, ReportForm, WithdrawalForm
from compliance.core import state
from compliance.core.ledger import Draft, Problem, read_draft
from compliance.models import Delivery, Notice, Report, Transfer
from compliance.services.ledger import Rejected, Source


MOST_LINES = 100


def amount_words(line: Transfer) -> str:
    """A quantity as people write it; a blank is a dash, never a zero."""
    if line.amount is None:
        return "—"
    words = f"{line.amount.normalize():,f} {line.unit}"
    if line.stated_amount is not None:
        words += f" = {line.stated_amount.normalize():,f} {line.stated_unit}"
    return words


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
        return f"{line.first_day:%-d %b %Y} to {line.last_day:%-d %b %Y}"

    @admin.display(description="from, to")
    def parties(self, line: Transfer) -> str:
        return f"{state.name(line.supplier)} to {state.name(line.recipient)}"

    @admin.display(description="quantity")
    def quantity(self, line: Transfer) -> str:
        return amount_words(line)


@admin.register(Report)
class ReportAdmin(ExportingAdmin):
    list_display = ["known_on", "reporter", "kind", "lines_held", "document", "confidence"]
    list_display_links = ["known_on", "reporter"]
    list_filter = ["kind", "reporting_state", "confidence"]
    search_fields = ["document", "source_url", "note"]
    date_hierarchy = "known_on"
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
        return super().get_queryset(request).annotate(lines_n=Count("transfers"))

    def lines_of(self, shown: QuerySet[Any]) -> QuerySet[Transfer]:
        return Transfer.objects.filter(report__in=shown.order_by().values("pk")).order_by("pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("compliance.add_report")

    @admin.display(description="reporting State", ordering="reporting_state")
    def reporter(self, report: Report) -> str:
        return state.name(report.reporting_state) if report.reporting_state else "—"

    @admin.display(description="lines", ordering="lines_n")
    def lines_held(self, report: Report) -> int:
        return report.lines_n  # type: ignore[attr-defined]  # annotated above

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self.log(request)
        asked = request.GET.get("lines", "")
        extra = min(int(asked), MOST_LINES) if asked.isascii() and asked.isdigit() else 3
        lines = Lines(prefix="lines")
        lines.extra = max(extra, 1)
        form = ReportForm(initial={"known_on": timezone.localdate()})
        return self.form_page(request, form, lines)

    def log(self, request: HttpRequest) -> HttpResponse:
        form, lines = ReportForm(request.POST), Lines(request.POST, prefix="lines")
        good = form.is_valid()
        lines.is_valid()
        typed = [line for line in lines if line.has_changed()]
        rows = dict(enumerate(typed, start=1))
        read = [read_draft(line.typed, row=row) for row, line in rows.items()]
        drafts = [draft for draft, _ in read]
        unread = [problem for _, found in read for problem in found]
        before = _shares(drafts)
        try:
            report = services.ledger.record(
                source=_source(form.cleaned_data),
                drafts=drafts,
                by=who(request),
                at=timezone.now(),
                unread=[*unread, *_form_problems(form)],
            )
        except Rejected as rejected:
            show_problems(
                [p for p in rejected.problems if p.code != "form"]
                if not good
                else rejected.problems,
                form,
                rows,
            )
            return self.form_page(request, form, lines, problems=len(rejected.problems))
        n = report.transfers.count()
        messages.success(request, f"Recorded: {n} line{'' if n == 1 else 's'}.")
        for sentence in _changes(before, _shares(drafts)):
            messages.info(request, sentence)
        return redirect("admin:compliance_report_change", report.pk)

    def form_page(
        self, request: HttpRequest, form: forms.Form, lines: Any, problems: int = 0
    ) -> HttpResponse:
        return self.page(
            request,
            "admin/compliance/report_form.html",
            "Log a report",
            form=form,
            lines=lines,
            problems=problems,
            most=MOST_LINES,
        )


def _source(cleaned: dict[str, Any]) -> Source:
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


def _form_problems(form: forms.Form) -> list[Problem]:
    """What the form's own fields refuse, so that it is said together with the rest."""
    return [
        Problem(field, "form", str(message))
        for field, found in form.errors.items()
        for message in found
    ]


def _shares(drafts: list[Draft]) -> dict[tuple[str, str], queries.ledger.CapUsage]:
    """The usage of every period of a cap in force that the drafts fall in, as known today."""
    today = timezone.localdate()
    found: dict[tuple[str, str], queries.ledger.CapUsage] = {}
    policy = queries.regime.policy().policy
    goods = {d.commodity for d in drafts}
    for cap in queries.regime.caps().filter(commodity__code__in=goods):
        if not cap.computed or cap.terms.never_applied:
            continue
        for draft in drafts:
            if draft.commodity != cap.terms.commodity or draft.first_day is None:
                continue
            try:
                period = queries.ledger.period(cap, draft.first_day.isoformat(), today=today)
            except LookupError:
                continue
            value = queries.ledger.usage(cap, period=period, known_at=today, policy=policy)
            found[cap.title, value.label] = value
    return found


def _changes(
    before: dict[tuple[str, str], queries.ledger.CapUsage],
    after: dict[tuple[str, str], queries.ledger.CapUsage],
) -> list[str]:
    sentences = []
    for key, now in after.items():
        was = before.get(key)
        if now.binding is None or (was is not None and was.binding == now.binding):
            continue
        old = (
            f"{was.binding.share * 100:.1f} %"
            if was and was.measured and was.binding
            else "no figure"
        )
        sentences.append(
            f"{key[0]}, {key[1]}: {now.binding.used.amount:,.0f} of "
            f"{now.binding.limit.amount:,.0f} {now.binding.limit.unit}, "
            f"{now.binding.share * 100:.1f} % (before: {old}). {now.status.label}."
        )
    return sentences


@admin.register(Transfer)
class TransferAdmin(ExportingAdmin):
    list_display = ["span", "from_state", "to_state", "commodity", "kind", "quantity", "known_on"]
    list_display_links = ["span"]
    list_filter = ["kind", "supplier", "commodity", "withdrawn", "confidence"]
    list_select_related = ["commodity", "report"]
    search_fields = ["note", "reason", "report__document", "report__source_url"]
    date_hierarchy = "first_day"
    ordering = ["-first_day", "supplier"]
    actions_detail = ["correct", "withdraw"]
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
        return f"{line.first_day:%-d %b %Y} to {line.last_day:%-d %b %Y}"

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
        line = self.row_or_404(request, object_id)
        form = CorrectionForm(
            request.POST or None,
            initial={
                name: getattr(line, name)
                for name in (
                    "supplier",
                    "recipient",
                    "kind",
                    "unit",
                    "stated_unit",
                    "product",
                    "note",
                )
            }
            | {
                "commodity": line.commodity.code,
                "first_day": line.first_day.isoformat(),
                "last_day": line.last_day.isoformat(),
                "amount": _typed(line.amount),
                "stated_amount": _typed(line.stated_amount),
            },
        )
        if request.method == "POST":
            form.is_valid()
            draft, unread = read_draft(form.typed, row=1)
            restated_on: date | None = form.cleaned_data.get("restated_on")
            source = (
                Source(
                    committee=line.report.committee,
                    kind=line.report.kind,
                    reporting_state=line.report.reporting_state,
                    document=line.report.document,
                    source_url=form.cleaned_data.get("restated_at", ""),
                    known_on=restated_on,
                    key=f"restates:{line.pk}",
                )
                if restated_on
                else None
            )
            try:
                new = services.ledger.correct(
                    line=line,
                    draft=draft,
                    reason=form.cleaned_data.get("reason", ""),
                    by=who(request),
                    at=timezone.now(),
                    source=source,
                    unread=[*unread, *_form_problems(form)],
                )
            except Rejected as rejected:
                show_problems([p for p in rejected.problems if p.code != "form"], form)
            else:
                messages.success(request, f"Revision {new.revision} recorded: {amount_words(new)}.")
                return redirect("admin:compliance_transfer_change", new.pk)
        return self.act_page(request, line, form, "Correct a line", "Record the correction")

    @action(description="Withdraw", url_path="withdraw", permissions=["act"])
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        line = self.row_or_404(request, object_id)
        form = WithdrawalForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                new = services.ledger.withdraw(
                    line=line,
                    reason=form.cleaned_data["reason"],
                    known_on=form.cleaned_data["known_on"],
                    by=who(request),
                    at=timezone.now(),
                )
            except Rejected as rejected:
                show_problems(rejected.problems, form)
            else:
                messages.success(request, "Withdrawn; every earlier revision is kept.")
                return redirect("admin:compliance_transfer_change", new.pk)
        return self.act_page(request, line, form, "Withdraw a line", "Withdraw it")

    def act_page(
        self, request: HttpRequest, line: Transfer, form: forms.Form, title: str, button: str
    ) -> HttpResponse:
        return self.page(
            request,
            "admin/compliance/act_form.html",
            title,
            form=form,
            button=button,
            about=str(line),
            back=reverse("admin:compliance_transfer_change", args=[line.pk]),
        )


def _typed(amount: Decimal | None) -> str:
    return f"{amount.normalize():f}" if amount is not None else ""


class DeliveryInline(TabularInline):
    model = Delivery
    fields = ["channel", "delivered_at", "detail"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Notice)
class NoticeAdmin(EvidenceAdmin):
    list_display = ["cap", "year", "threshold", "known_on", "used_words", "sent"]
    list_filter = ["cap", "effect"]
    list_select_related = ["cap"]
    inlines = [DeliveryInline]
    actions_detail = ["mark_sent"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        sent = Count("deliveries", filter=Q(deliveries__isnull=False))
        return super().get_queryset(request).annotate(sent_n=sent)

    @admin.display(description="period", ordering="first_day")
    def year(self, notice: Notice) -> str:
        return f"{notice.first_day:%-d %b %Y} to {notice.last_day:%-d %b %Y}"

    @admin.display(description="threshold", ordering="share")
    def threshold(self, notice: Notice) -> str:
        return f"{notice.share:.0%}"

    @admin.display(description="used")
    def used_words(self, notice: Notice) -> str:
        return f"{notice.used:,.0f} of {notice.limit:,.0f} {notice.unit}"

    @admin.display(description="sent", boolean=True)
    def sent(self, notice: Notice) -> bool:
        return bool(notice.sent_n)  # type: ignore[attr-defined]  # annotated above

    def has_act_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm("compliance.add_delivery")

    @action(description="Mark as sent by hand", url_path="sent", permissions=["act"])
    def mark_sent(self, request: HttpRequest, object_id: str) -> HttpResponse:
        notice = self.row_or_404(request, object_id)
        if request.method == "POST":
            services.ledger.deliver(notice=notice, channel="by hand", at=timezone.now())
            messages.success(request, "Marked as sent.")
            return HttpResponseRedirect(reverse("admin:compliance_notice_change", args=[notice.pk]))
        return self.page(
            request,
            "admin/compliance/act_form.html",
            "Mark a notice as sent",
            form=forms.Form(),
            button="It has been sent",
            about=notice.reason,
            back=reverse("admin:compliance_notice_change", args=[notice.pk]),
        )
