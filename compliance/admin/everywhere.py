"""Find a word everywhere: States, resolutions, caps, reports, articles and their texts, claims, on
one page; ships and firms by their names in these."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from unfold.dataclasses import SearchResult

from compliance import queries
from compliance.admin.places import open_to
from compliance.models import Capture


TITLES = {
    "resolution": "Resolutions",
    "paragraph": "Paragraphs",
    "cap": "Caps",
    "report": "Reports",
    "transfer": "Notes of lines",
    "estimate": "Estimates",
    "article": "Articles",
    "capture": "Texts of articles",
    "claim": "Claims of the press",
}


SEEN_AS = {"capture": "article"}  # a text has no page of its own
NOT_SEARCHED = ("capture", "transfer")  # by their lists: these look at titles and documents


@dataclass(frozen=True)
class Group:
    """What was found of one kind, with the list that shows the rest."""

    title: str
    rows: tuple[tuple[str, str], ...]  # words and address
    rest: str = ""
    more: bool = False


def _groups(request: HttpRequest, words: str) -> list[Group]:
    kinds = [k for k in TITLES if request.user.has_perm(f"compliance.view_{SEEN_AS.get(k, k)}")]
    found = []
    asked = words.casefold()
    pages = tuple((p.title, p.address) for p in open_to(request) if asked in p.title.casefold())
    if pages:
        found.append(Group("Pages of the desk", pages))
    if request.user.has_perm("compliance.view_transfer"):
        lines = reverse("admin:compliance_transfer_changelist")
        states = tuple(
            (f"{party.name}: lines as {what}", f"{lines}?{urlencode({what: party.code})}")
            for party in queries.desk.parties(words)
            for what in ("supplier", "recipient")
        )
        if states:
            found.append(Group("States", states))
    for group in queries.desk.find(words, kinds=kinds):
        rest = reverse(f"admin:compliance_{SEEN_AS.get(group.kind, group.kind)}_changelist")
        found.append(
            Group(
                TITLES[group.kind],
                tuple((_words(row), _address(row)) for row in group.rows),
                "" if group.kind in NOT_SEARCHED else f"{rest}?{urlencode({'q': words})}",
                group.more,
            )
        )
    return found


def _words(row: Model) -> str:
    told = getattr(row, "document", "") or getattr(row, "method", "")
    text = " ".join(str(part) for part in (row, told) if part)
    if around := " ".join(getattr(row, "around", "").split()):
        return f"{text[:80]}: … {around} …"
    return text if len(text) <= 160 else f"{text[:159]}…"


def _address(row: Model) -> str:
    if isinstance(row, Capture):
        row = row.article
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def everywhere(request: HttpRequest) -> HttpResponse:
    """The page: what stands where, by kind, at most ten each."""
    words = " ".join(request.GET.get("q", "").split())[:100]
    return TemplateResponse(
        request,
        "admin/compliance/everywhere.html",
        {
            **admin.site.each_context(request),
            "title": "Find everywhere",
            "words": words,
            "short": len(words) < queries.desk.FEWEST,
            "fewest": queries.desk.FEWEST,
            "groups": _groups(request, words) if words else [],
        },
    )


def command(request: HttpRequest, words: str) -> list[SearchResult]:
    """The same for the theme's own search window (Ctrl K)."""
    return [
        SearchResult(title=said, description=group.title, link=address, icon=None)
        for group in _groups(request, " ".join(words.split())[:100])
        for said, address in group.rows
    ]
