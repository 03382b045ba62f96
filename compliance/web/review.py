"""The findings: what the press said, set against the ledger and the law."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from compliance import queries
from compliance.core import state
from compliance.web.asking import Asked, Refused, page
from compliance.web.filters import listed
from compliance.web.pages import one_page
from compliance.web.verdicts import LOOKS, look


SECTION = "findings"


@page("verdict", "state", "page")
def findings(request: HttpRequest, asked: Asked) -> HttpResponse:
    wanted = asked.own.get("verdict", "")
    if wanted and wanted not in LOOKS:
        raise Refused(
            f"Verdict {wanted[:40]!r} is one that no finding has",
            f"Verdicts are {listed(list(LOOKS))}.",
        )
    about = asked.own.get("state", "")
    if about and not state.is_state(about):
        raise Refused(
            f"{about[:20]!r} is no State", "Give its two-letter ISO 3166 code, as CN or RU."
        )
    every = queries.review.findings_about(about) if about else queries.review.findings()
    counts = dict(
        every.order_by().prefetch_related(None).values_list("verdict").annotate(n=Count("id"))
    )
    shown = one_page(every.filter(verdict=wanted) if wanted else every, asked)
    return render(
        request,
        "compliance/review/findings.html",
        {
            "asked": asked,
            "section": SECTION,
            "page": shown,
            "appears": queries.copies.of_claims([finding.claim for finding in shown]),
            "wanted": wanted,
            "about": about,
            "look": look(wanted) if wanted else None,
            "counts": [(code, LOOKS[code], counts[code]) for code in LOOKS if code in counts],
            "total": sum(counts.values()),
        },
    )


@page("page")
def changes(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The findings set anew after the ledger, the law or a factor changed."""
    return render(
        request,
        "compliance/review/changes.html",
        {"asked": asked, "section": SECTION, "page": one_page(queries.review.changed(), asked)},
    )
