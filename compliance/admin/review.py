"""Findings: what differs, and what people say of it, one after the other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST
from unfold.admin import TabularInline
from unfold.decorators import action

from compliance import core, queries, services
from compliance.admin.evidence import EvidenceAdmin, show_problems, who
from compliance.admin.forms import AnswerForm
from compliance.admin.inbox import agreement, asked, inbox
from compliance.core.ledger import Problem
from compliance.core.press.marking import Span, marked
from compliance.core.review import Answer, Standing
from compliance.models import Claim, Finding, Review, Transfer
from compliance.services.ledger import Rejected


WITHHELD = (
    "One person would have it enter a book, and a second is asked, who judges without it. Until "
    "then what the machine reads is shown to nobody: judge it from the inbox."
)
# The pages of a finding that see to it themselves that the second person is shown nothing.
OWN_PAGES = {"compliance_finding_decide", "compliance_finding_undo"}
# Which of a reader's reasons speaks of which field of the answer.
REASONS = {"first_day": "period", "last_day": "period", "recipient": "recipient"}
# What each act asks for besides the right to judge.
ENTERS = "record"
SAID = {
    "confirm": "Accepted",
    "correct": "Corrected; the machine's values are kept beside yours",
    "reject": "Rejected",
    "merge": "Merged with its line",
    "record": "Accepted into its book: it waits for a second person",
    "second_look": "A second look is asked for",
}


class ReviewInline(TabularInline):
    model = Review
    fields = ["decision", "note", "decided_by", "decided_at", "transfer", "estimate"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        return Review.objects.told()

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class Decided(admin.SimpleListFilter):
    title = "decided"
    parameter_name = "decided"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "not yet"), ("yes", "yes")]

    def queryset(self, request: HttpRequest, rows: QuerySet[Finding]) -> QuerySet[Finding]:
        if self.value() == "no":
            return rows.filter(pk__in=Finding.objects.undecided().values("pk"))
        if self.value() == "yes":
            return rows.filter(pk__in=Finding.objects.decided().values("pk"))
        return rows


@admin.register(Finding)
class FindingAdmin(EvidenceAdmin):
    list_display = ["verdict", "said", "reason", "known_at", "decided", "article_page"]
    empty_words = "Findings come when an article has been read and set against the ledger."
    list_filter = ["verdict", Decided, "claim__commodity"]
    search_fields = ["reason", "claim__quote"]
    actions_detail = ["decide"]
    inlines = [ReviewInline]
    fields = [
        "verdict",
        "said",
        "reason",
        "paragraphs",
        "lines_compared",
        ("known_at", "policy"),
        "article_page",
        ("reconciled_at", "shown_to"),
    ]
    readonly_fields = ["said", "lines_compared", "article_page", "shown_to"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Finding]:
        rows: Any = queries.review.findings()
        # Neither a list nor its filters and search tell what a second person may not see.
        lists = request.resolver_match and request.resolver_match.url_name in OWN_PAGES
        return rows if lists else rows.filter(withheld=False)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        found = self.get_object(request, object_id)
        if found is not None and self.has_act_permission(request):
            services.review.show(finding=found, to=who(request), at=timezone.now())
        if found is None and Finding.objects.filter(pk=_number(object_id) or 0).exists():
            messages.info(request, WITHHELD)
            return redirect("admin:compliance_inbox")
        return super().change_view(request, object_id, form_url, extra_context)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("inbox/", wrap(inbox), name="compliance_inbox"),
            path("agreement/", wrap(agreement), name="compliance_agreement"),
            path("<path:object_id>/undo/", wrap(self.undo), name="compliance_finding_undo"),
            *super().get_urls(),
        ]

    @admin.display(description="said")
    def said(self, finding: Finding) -> str:
        return f"“{finding.claim.quote}”"

    @admin.display(description="decided", boolean=True)
    def decided(self, finding: Finding) -> bool:
        told = finding.reviews.all()
        undone = {review.undoes_id for review in told}
        return any(r.judgement.closes for r in told if r.pk not in undone)

    @admin.display(description="lines compared")
    def lines_compared(self, finding: Finding) -> str:
        return "; ".join(str(line) for line in finding.lines.all()) or "none"

    @admin.display(description="article")
    def article_page(self, finding: Finding) -> str:
        article = finding.claim.reading.capture.article
        address = reverse("article", args=[article.pk])
        return format_html('<a href="{}">{}</a>', address, finding.claim.reading.capture.title)

    @admin.display(description="shown to, so that they cannot judge it blind")
    def shown_to(self, finding: Finding) -> str:
        return ", ".join(queries.review.shown_to(finding)) or "nobody yet"

    def has_act_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm("compliance.add_review")

    @action(description="Judge", url_path="decide", permissions=["act"])
    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The review page: the text beside the form; for a second person the text alone."""
        finding = self.row_or_404(request, object_id)
        stands = queries.review.standing(finding)
        role = _role(finding, stands, who(request))
        machine = core.review.written(_machine(finding)) if role == "judge" else {}
        form = AnswerForm(initial=machine)
        if request.method == "POST":
            answered = "amount" in request.POST
            form = AnswerForm(request.POST if answered else {**machine, **request.POST.dict()})
            try:
                self._judge(request, finding, form.read() if answered else (None, []))
            except Rejected as rejected:
                show_problems(rejected.problems, form)
                return self._review_page(request, finding, stands, role, form, rejected.problems)
            return redirect(self._next(request, finding, blind=_blind(stands, who(request))))
        return self._review_page(request, finding, stands, role, form, [])

    def _judge(
        self, request: HttpRequest, finding: Finding, read: tuple[Answer | None, list[Problem]]
    ) -> None:
        """One act, as it was posted. Raises `Rejected`."""
        decision = request.POST.get("decision", "")
        if decision == ENTERS and not request.user.has_perm("compliance.add_report"):
            raise PermissionDenied
        answer, unread = read
        if decision == "confirm" and answer and core.review.differing(answer, _machine(finding)):
            unread = [
                *unread,
                Problem(
                    "decision",
                    "changed",
                    "You have changed the values: correct them (C), or put them back and accept.",
                ),
            ]
        if decision not in ("correct", ENTERS, "confirm"):
            answer, unread = None, []
        line, strange = _line(request.POST.get("line", ""))
        review = services.review.decide(
            finding=finding,
            decision=decision,
            by=who(request),
            at=timezone.now(),
            note=request.POST.get("note", "")[:10_000],
            answer=answer,
            line=line if decision == "merge" else None,
            seen=_number(request.POST.get("seen", "")),
            copies="copies" in request.POST,
            unread=[*unread, *(strange if decision == "merge" else [])],
        )
        messages.success(request, _said(review))

    def _next(self, request: HttpRequest, finding: Finding, *, blind: bool) -> str:
        """The next of the inbox as it was asked for; the inbox itself when none is left."""
        question = asked(request)
        _, after = queries.review.neighbours(
            finding, question.wanted, at=timezone.now(), blind=blind
        )
        query = question.query(last=finding.pk)
        if after is None:
            return reverse("admin:compliance_inbox") + question.query(last=finding.pk)
        return reverse("admin:compliance_finding_decide", args=[after]) + query

    def undo(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take back one's last word on a finding, and see it again."""
        return require_POST(self._undo)(request, object_id)

    def _undo(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.has_act_permission(request):
            raise PermissionDenied
        finding = self.row_or_404(request, object_id)
        try:
            services.review.undo(
                finding=finding,
                by=who(request),
                at=timezone.now(),
                seen=_number(request.POST.get("seen", "")),
            )
        except Rejected as rejected:
            for problem in rejected.problems:
                messages.error(request, problem.message)
        else:
            messages.success(request, "Taken back; both are kept in the history.")
        address = reverse("admin:compliance_finding_decide", args=[finding.pk])
        return redirect(address + asked(request).query())

    def _review_page(
        self,
        request: HttpRequest,
        finding: Finding,
        stands: Standing,
        role: str,
        form: AnswerForm,
        problems: list[Problem],
    ) -> HttpResponse:
        question, at = asked(request), timezone.now()
        me, claim = who(request), finding.claim
        capture = claim.reading.capture
        blind = _blind(stands, me)
        before, after = queries.review.neighbours(finding, question.wanted, at=at, blind=blind)
        if not blind:
            services.review.show(finding=finding, to=me, at=at)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Judge blind" if blind else "Judge a finding",
            "finding": finding,
            "claim": claim,
            "capture": capture,
            "article": capture.article,
            "stands": stands,
            "role": role,
            "blind": blind,
            "form": form,
            "problems": problems,
            "text": _text(finding, blind=blind),
            "seen": queries.review.last_said(finding),
            "query": question.query(),
            "before": _address(before, question.query()),
            "after": _address(after, question.query()),
            "last": self._last(request, finding),
            "may_enter": request.user.has_perm("compliance.add_report"),
            "may_undo": _may_undo(finding, stands, me.pk),
            "waits": core.review.STATES[stands.state],
        }
        if not blind:
            context |= _told(finding, stands, role, form)
        return TemplateResponse(
            request,
            "admin/compliance/review_blind.html" if blind else "admin/compliance/review.html",
            context,
            status=409 if any(p.code in CLASHES for p in problems) else 200,
        )

    def _last(self, request: HttpRequest, finding: Finding) -> dict[str, Any] | None:
        """The finding judged just before this page, if one may still take that back."""
        number = _number(request.GET.get("last", ""))
        if not number or number == finding.pk:
            return None
        last = Finding.objects.filter(pk=number).select_related("claim").first()
        if last is None:
            return None
        stands = queries.review.standing(last)
        if not _may_undo(last, stands, who(request).pk):
            return None
        return {"finding": last, "seen": queries.review.last_said(last)}


# Said with status 409: the form stood before what somebody else did meanwhile.
CLASHES = {"changed_meanwhile", "outdated", "decided", "another_person", "has_seen"}


def _machine(finding: Finding) -> Answer:
    return queries.review.machine_answer(finding.claim)


def _blind(stands: Standing, person: User) -> bool:
    """Whether a second person is asked, and this is not the first."""
    first = stands.first.by if stands.first else None
    return stands.state == "second" and person.pk != first


def _role(finding: Finding, stands: Standing, person: User) -> str:
    """What a person may be to a finding; whoever has seen the machine's reading is no second."""
    role = stands.role(person.pk)
    return "" if role == "second" and queries.review.has_seen(finding, person) else role


def _may_undo(finding: Finding, stands: Standing, person: int) -> bool:
    """As `services.review.undo` has it, for whether the button is shown."""
    last = queries.review.said(finding).live().order_by("-id").first()
    return (
        last is not None
        and last.decided_by_id == person
        and not last.blind
        and not last.judgement.entered
        and stands.second is None
    )


def _said(review: Review) -> str:
    if review.transfer_id:
        return "Two people say the same: it is a line of the reported book now."
    if review.estimate_id:
        return "Two people say the same: it stands in the estimated book now."
    if review.blind:
        return "Kept. You and the first person differ; a third person decides."
    return f"{SAID[review.decision]}."


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else None


def _line(said: str) -> tuple[Transfer | None, list[Problem]]:
    if not said:
        return None, []
    line = Transfer.objects.filter(pk=_number(said) or 0).first()
    if line is None:
        return None, [Problem("line", "unknown", f"There is no line {said[:20]!r}.")]
    return line, []


def _address(pk: int | None, query: str) -> str:
    return reverse("admin:compliance_finding_decide", args=[pk]) + query if pk else ""


@dataclass(frozen=True)
class Shown:
    """A piece of the text and how it looks: here, other (figures, dimmed), hint, or plain."""

    text: str
    look: str
    first: bool = False  # of the figure in question: where the page scrolls to


LOOKS = ("here", "other", "hint")


def _text(finding: Finding, *, blind: bool) -> list[list[Shown]]:
    """The article's text with this figure, the other figures, and the words relied on."""
    claim = finding.claim
    spans = [Span(0, claim.start, claim.end)]
    others = Claim.objects.filter(reading=claim.reading).exclude(pk=claim.pk)
    for start, end in others.values_list("start", "end"):
        if end <= claim.start or claim.end <= start:
            spans.append(Span(1, start, end))
    if not blind:
        for reason in claim.reasons:
            if reason["end"] <= claim.start or claim.end <= reason["start"]:
                spans.append(Span(2, reason["start"], reason["end"]))
    shown: list[list[Shown]] = []
    met = False
    for paragraph in marked(claim.reading.capture.text, list(dict.fromkeys(spans))):
        shown.append([])
        for piece in paragraph.pieces:
            look = LOOKS[piece.under.number] if piece.under else ""
            shown[-1].append(Shown(piece.text, look, look == "here" and not met))
            met = met or look == "here"
    return shown


def _told(finding: Finding, stands: Standing, role: str, form: AnswerForm) -> dict[str, Any]:
    """What stands beside the text for everybody but a second person."""
    claim = finding.claim
    machine = _machine(finding)
    why: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for reason in claim.reasons:
        why[reason["field"]].append(reason)
    beside = queries.review.beside(finding)
    answers = [
        (title, core.review.written(core.review.of_kept(said.answer)) if said.answer else None)
        for title, said in (("First person", stands.first), ("Second person", stands.second))
        if said is not None
    ]
    written = core.review.written(machine)
    return {
        "fields": [
            (form[name], written[name], why[REASONS.get(name, name)]) for name in core.review.FIELDS
        ],
        "answers": [
            (
                core.review.LABELS[name],
                written[name],
                [(title, said[name] if said else "rejected") for title, said in answers],
            )
            for name in core.review.FIELDS
        ],
        "people": [title for title, _ in answers],
        "choices": [(title, said) for title, said in answers if said is not None],
        "candidates": claim.candidates,
        "beside": beside,
        "appears": queries.copies.of_claims([claim])[claim.pk],
        "twins": queries.review.twins(finding) if role == "judge" else [],
        "consequences": queries.review.consequences(machine, at=timezone.now())
        if role == "judge"
        else [],
        "reviews": queries.review.said(finding).select_related("decided_by"),
    }


@admin.register(Review)
class ReviewAdmin(EvidenceAdmin):
    list_display = ["finding", "decision", "decided_by", "decided_at", "note"]
    empty_words = "What is judged in the inbox stands here, with who said so and when."
    list_filter = ["decision"]
    list_select_related = ["finding__claim", "decided_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        return Review.objects.told()
