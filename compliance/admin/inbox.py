"""The inbox of the desk: what waits for whom, and how far those who judge agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from compliance import queries
from compliance.core.review import SEVERITIES, STATES
from compliance.core.state import is_state
from compliance.models.review import VERDICTS
from compliance.queries.review import AGES, Wanted


EACH = 25
TITLES = {
    "severity": "How grave",
    "waits": "Waits for",
    "verdict": "Verdict",
    "supplier": "Supplier",
    "language": "Language",
    "age": "Waiting for",
}
ALLOWED = {
    "severity": list(SEVERITIES),
    "waits": [code for code in STATES if code != "decided"],
    "verdict": [code for code, _ in VERDICTS],
    "age": list(AGES),
}
OTHERS = ("page", "last")


@dataclass(frozen=True)
class Asked:
    """What an address of the desk asks for, and what of it cannot be."""

    wanted: Wanted
    page: str
    problems: tuple[str, ...]

    def query(self, **changes: object) -> str:
        """The same question in another address; None leaves a part out."""
        said = {**self.wanted.said(), **changes}
        said = {name: value for name, value in said.items() if value not in (None, "")}
        return f"?{urlencode(said)}" if said else ""


def asked(request: HttpRequest) -> Asked:
    """Nothing is guessed: what is unknown is refused with what is allowed."""
    found = [
        f"The inbox cannot be asked for {name[:40]!r}, only for {', '.join(TITLES)}."
        for name in sorted(set(request.GET) - {*TITLES, *OTHERS})
    ]
    said: dict[str, str] = {}
    for name in TITLES:
        value = request.GET.get(name, "")
        if not value:
            continue
        if problem := _refused(name, value):
            found.append(problem)
        else:
            said[name] = value
    return Asked(Wanted(**said), request.GET.get("page", "1"), tuple(found))


def _refused(name: str, value: str) -> str:
    if name in ALLOWED and value not in ALLOWED[name]:
        return f"{TITLES[name]}: {value[:40]!r} is none of {', '.join(ALLOWED[name])}."
    if name == "supplier" and value != "none" and not is_state(value):
        return f"Supplier: {value[:40]!r} is no State's two-letter code, nor none."
    if name == "language" and not (len(value) <= 10 and value.replace("-", "").isalnum()):
        return f"Language: {value[:40]!r} is no tag of a language, as en or zh."
    return ""


def inbox(request: HttpRequest) -> HttpResponse:
    """What waits: the gravest first, of these the oldest."""
    if not request.user.has_perm("compliance.view_finding"):
        raise PermissionDenied
    question, at = asked(request), timezone.now()
    problems = list(question.problems)
    facets = queries.review.facets(at=at)
    paginator = Paginator(queries.review.inbox(question.wanted, at=at), EACH)
    try:
        page = paginator.page(question.page)
    except (EmptyPage, PageNotAnInteger):
        problems.append(
            f"Page {question.page[:20]!r} is none of this list; it has {paginator.num_pages}."
        )
        page = paginator.page(1)
    context = {
        **admin.site.each_context(request),
        "title": "Inbox",
        "problems": problems,
        "question": question,
        "page": page,
        "rows": [_row(finding, request, question) for finding in page],
        "total": sum(facet.n for facet in facets["waits"]),
        "grave": facets["severity"][0].n,
        "groups": [
            {
                "name": name,
                "title": title,
                "chosen": getattr(question.wanted, name),
                "all": question.query(**{name: None}),
                "facets": [
                    (facet, question.query(**{name: facet.value}))
                    for facet in facets[name]
                    if facet.n or facet.value == getattr(question.wanted, name)
                ],
            }
            for name, title in TITLES.items()
        ],
        "may_judge": request.user.has_perm("compliance.add_review"),
        "before": question.query(page=page.previous_page_number()) if page.has_previous() else "",
        "after": question.query(page=page.next_page_number()) if page.has_next() else "",
    }
    return TemplateResponse(
        request,
        "admin/compliance/inbox.html",
        context,
        status=400 if problems else 200,
    )


def _row(finding: Any, request: HttpRequest, question: Asked) -> dict[str, Any]:
    mine = request.user.pk in (finding.first_by, finding.second_by)
    return {
        "finding": finding,
        # Whoever may come second is told nothing of what machine and first person say.
        "blind": finding.waits == "second" and not mine,
        "mine": mine,
        "waits": STATES[finding.waits],
        "capture": finding.claim.reading.capture,
        "query": question.query(),
    }


def agreement(request: HttpRequest) -> HttpResponse:
    """Cohen's kappa of reader and people, each reader version and source."""
    if not request.user.has_perm("compliance.view_review"):
        raise PermissionDenied
    groups: dict[tuple[str, str], list[queries.review.Measured]] = {}
    for row in queries.review.agreements():
        groups.setdefault((row.version, row.source), []).append(row)
    return TemplateResponse(
        request,
        "admin/compliance/agreement.html",
        {
            **admin.site.each_context(request),
            "title": "Agreement",
            "groups": [
                {
                    "version": version,
                    "source": source,
                    "n": max((row.reader.n for row in rows if row.reader), default=0),
                    "rows": rows,
                }
                for (version, source), rows in groups.items()
            ],
        },
    )
