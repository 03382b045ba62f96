"""Articles: hand one in, see how far each has come, look at what was read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.admin import TabularInline

from compliance import queries, services
from compliance.admin.evidence import EvidenceAdmin, who
from compliance.admin.forms import ArticleForm
from compliance.admin.pipeline import pipeline
from compliance.admin.review import WITHHELD
from compliance.models import Article, Capture, Claim, Reading


class CaptureInline(TabularInline):
    model = Capture
    fields = ["captured_at", "title", "published_on", "error", "digest"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Capture]:
        return super().get_queryset(request).defer("content", "text")


class HowFar(admin.SimpleListFilter):
    title = "how far"
    parameter_name = "how_far"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waiting", "on their way"), ("given_up", "given up: in quarantine")]

    def queryset(self, request: HttpRequest, rows: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() == "given_up":
            return rows.filter(pk__in=Article.objects.given_up().order_by().values("pk"))
        if self.value() == "waiting":
            waiting = Article.objects.awaiting_capture(at=timezone.now())
            return rows.filter(pk__in=waiting.order_by().values("pk"))
        return rows


@admin.register(Article)
class ArticleAdmin(EvidenceAdmin):
    list_display = ["shown", "publisher", "origin", "seen_at", "state", "on_its_page"]
    empty_words = "Articles come from the sources that are watched, or are handed in."
    list_filter = [HowFar, "origin"]
    search_fields = ["name", "url", "publisher", "captures__title"]
    inlines = [CaptureInline]
    fields = ["shown", "url", "publisher", "origin", ("seen_at", "seen_by"), "on_its_page"]
    readonly_fields = ["shown", "on_its_page"]
    actions = ["look_again"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return queries.press.articles()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("compliance.add_article")

    @admin.action(description="Look at the page again", permissions=["add"])
    def look_again(self, request: HttpRequest, chosen: QuerySet[Article]) -> None:
        for article in chosen:
            try:
                services.press.ask(article=article, at=timezone.now(), by=who(request))
            except services.press.NotTaken as problem:
                self.message_user(request, f"{article}: {problem}", messages.WARNING)
            else:
                self.message_user(request, f"{article} will be looked at within seconds.")

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(pipeline)
        return [path("pipeline/", page, name="compliance_pipeline"), *super().get_urls()]

    @admin.display(description="article")
    def shown(self, article: Article) -> str:
        return article.title or str(article)  # type: ignore[attr-defined]  # annotated

    @admin.display(description="how far")
    def state(self, article: Article) -> str:
        if article.reading_id:  # type: ignore[attr-defined]  # annotated
            return "read"
        return "captured" if article.capture_id else "waiting"  # type: ignore[attr-defined]

    @admin.display(description="page")
    def on_its_page(self, article: Article) -> str:
        address = reverse("article", args=[article.pk])
        return format_html('<a href="{}">figures and findings</a>', address)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ArticleForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                said = _handed(form.cleaned_data)
                hand_in = services.press.hand_in
                if said["origin"] == "file":
                    del said["origin"]
                    taken = services.press.hand_in_file(by=who(request), at=timezone.now(), **said)
                else:
                    taken = [hand_in(by=who(request), at=timezone.now(), **said)]
            except services.press.NotTaken as problem:
                form.add_error(None, str(problem))
            else:
                article, new = taken[0]
                if len(taken) > 1:
                    fresh = sum(new for _, new in taken)
                    messages.success(
                        request, f"{len(taken)} articles in the archive, {fresh} of them new."
                    )
                    return redirect("articles")
                messages.success(
                    request,
                    "Taken; it is read within seconds." if new else "This article is held already.",
                )
                return redirect("article", article.pk)
        return self.page(
            request,
            "admin/compliance/act_form.html",
            "Hand in an article",
            form=form,
            button="Hand it in",
            about="The worker captures it, reads every figure, and sets it against the ledger.",
            back=reverse("admin:compliance_article_changelist"),
            files=True,
        )


def _handed(cleaned: dict[str, Any]) -> dict[str, Any]:
    about = {name: cleaned[name] for name in ("name", "publisher", "published_on")}
    if cleaned["url"]:
        return {"origin": "url", "url": cleaned["url"], **about}
    if cleaned["text"]:
        return {
            "origin": "text",
            "content": cleaned["text"].encode(),
            "content_type": "text/plain; charset=utf-8",
            **about,
        }
    file = cleaned["file"]
    return {
        "origin": "file",
        "content": file.read(),
        "content_type": file.content_type or "",
        **about,
        "name": about["name"] or file.name,
    }


@admin.register(Reading)
class ReadingAdmin(EvidenceAdmin):
    list_display = ["capture", "version", "read_at", "language", "published_on"]
    list_select_related = ["capture__article"]
    list_filter = ["version", "language"]


@admin.register(Claim)
class ClaimAdmin(EvidenceAdmin):
    list_display = ["quote", "role", "category", "commodity", "supplier", "recipient", "first_day"]
    list_filter = ["kind", "role", "commodity", "basis", "category"]
    search_fields = ["quote"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        return queries.review.shown_claims()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        held = Claim.objects.filter(pk=int(object_id) if object_id.isdecimal() else 0)
        if self.get_object(request, object_id) is None and held.exists():
            messages.info(request, WITHHELD)
            return redirect("admin:compliance_inbox")
        return super().change_view(request, object_id, form_url, extra_context)
