"""The resolutions: what the Council decided, paragraph by paragraph."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from compliance import queries
from compliance.models import Resolution
from compliance.web.asking import Asked, Refused, page
from compliance.web.filters import listed


SECTION = "resolutions"


@page()
def resolutions(request: HttpRequest, asked: Asked) -> HttpResponse:
    held = list(queries.regime.resolutions().order_by("-number"))
    known = [r for r in held if r.adopted_on <= asked.known_at]
    return render(
        request,
        "compliance/regime/resolutions.html",
        {
            "asked": asked,
            "section": SECTION,
            "resolutions": known,
            "later": len(held) - len(known),
            "in_force": sum(r.status.startswith("in force") for r in known),
        },
    )


@page()
def resolution(request: HttpRequest, asked: Asked, *, number: int) -> HttpResponse:
    try:
        found = queries.regime.resolution(number)
    except Resolution.DoesNotExist:
        held = [str(n) for n in queries.regime.resolutions().values_list("number", flat=True)]
        raise Refused(
            f"Resolution {number} is not held here",
            f"Held are {listed(held)}." if held else "None is held yet: run `make run`.",
            status=404,
        ) from None
    paragraphs = list(found.paragraphs.all())
    measures = [measure for paragraph in paragraphs for measure in paragraph.measures.all()]
    return render(
        request,
        "compliance/regime/resolution.html",
        {
            "asked": asked,
            "section": SECTION,
            "resolution": found,
            "paragraphs": paragraphs,
            "measures": len(measures),
            "caps": [m.cap for m in measures if hasattr(m, "cap")],
            "deadlines": sorted(
                (d for m in measures for d in m.deadlines.all()), key=lambda d: d.due_on
            ),
            "not_yet": found.adopted_on > asked.known_at,
        },
    )
