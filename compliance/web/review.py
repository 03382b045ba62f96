"""The findings: what the press said, set against the ledger and the law."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

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
            gettext("Verdict %(said)s is one that no finding has") % {"said": repr(wanted[:40])},
            gettext("Verdicts are %(names)s.") % {"names": listed(list(LOOKS))},
        )
    about = asked.own.get("state", "")
    if about and not state.is_state(about):
        raise Refused(
            gettext("%(said)s is no State") % {"said": repr(about[:20])},
            gettext("Give its two-letter ISO 3166 code, as CN or KP."),
        )
    every: Any = queries.review.findings()
    if about:  # nor by the States that the machine read in it
        every = queries.review.findings_about(about)
        every = every.filter(withheld=False)
    told = every.order_by().prefetch_related(None).values_list("withheld", "verdict")
    tally = {(withheld, code): n for withheld, code, n in told.annotate(n=Count("id"))}
    counts = {code: n for (withheld, code), n in tally.items() if not withheld}
    # What a second person may not see is not found by it.
    shown = one_page(every.filter(verdict=wanted, withheld=False) if wanted else every, asked)
    return render(
        request,
        "compliance/review/findings.html",
        {
            "asked": asked,
            "take_query": asked.query(verdict=wanted),
            "section": SECTION,
            "page": shown,
            "appears": queries.copies.of_claims([finding.claim for finding in shown]),
            "wanted": wanted,
            "about": about,
            "look": look(wanted) if wanted else None,
            "counts": [(code, LOOKS[code], counts[code]) for code in LOOKS if code in counts],
            "total": sum(tally.values()),
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
