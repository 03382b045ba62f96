"""The press at work, for those who run it: queues, failures by cause, what was given up."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from compliance import queries, services
from compliance.admin.evidence import who
from compliance.models import Article


HIGH, WIDE, GAP = 60, 16, 4  # of the drawing: its height, and an hour's bar with the gap after it


def pipeline(request: HttpRequest) -> HttpResponse:
    """The page; a form on it has an article's steps tried again."""
    if not request.user.has_perm("compliance.view_attempt"):
        raise PermissionDenied
    if request.method == "POST":
        return _replay(request)
    at = timezone.now()
    seen = queries.press.pipeline(at=at)
    most = max((n for _, n in seen.hours), default=0) or 1
    bars = [
        {"hour": hour, "n": n, "x": place * (WIDE + GAP), "y": HIGH - h, "height": h}
        for place, (hour, n) in enumerate(seen.hours)
        for h in [round(HIGH * n / most)]
    ]
    return TemplateResponse(
        request,
        "admin/compliance/pipeline.html",
        {
            **admin.site.each_context(request),
            "title": "The press at work",
            "seen": seen,
            "rows": [(queue, seen.done[queue.step]) for queue in seen.queues],
            "bars": bars,
            "most": most,
            "day": sum(n for _, n in seen.hours),
            "wide": len(bars) * (WIDE + GAP),
            "may_replay": request.user.has_perm("compliance.add_replay"),
        },
    )


def _replay(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("compliance.add_replay"):
        raise PermissionDenied
    said = request.POST.get("article", "")
    pk = int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0
    article = get_object_or_404(Article.objects.defer("content"), pk=pk)
    try:
        again = services.press.replay(
            article=article,
            reason=request.POST.get("reason", "")[:1000],
            at=timezone.now(),
            by=who(request),
        )
    except services.press.NotReplayed as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"Waits again: {', '.join(r.step for r in again)}.")
    return redirect("admin:compliance_pipeline")
