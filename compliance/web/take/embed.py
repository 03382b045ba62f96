"""A chart in somebody else's page: the only pages of ours that may be framed.

No script, no cookie, nothing but the drawing, its sentence, its sources and the way back.
"""

from __future__ import annotations

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt

from compliance.web.asking import Asked, Refused, page
from compliance.web.take import cap
from compliance.web.tongues import ENGLISH


@override(ENGLISH)
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@page("chart", converts=True)
def embed(request: HttpRequest, asked: Asked, *, slug: str, period: str) -> HttpResponse:
    name = asked.own.get("chart", "chart")
    if name not in cap.CHARTS:
        raise Refused(
            f"There is no chart {name[:40]!r} of this page",
            f"There are {', '.join(cap.CHARTS)}.",
            status=404,
        )
    one = cap.subject(request, asked, slug, period)
    drawn, said = cap.chart(one, name)
    context = {
        "asked": asked,
        "title": said.title,
        "description": said.description,
        "chart": drawn,
        "about": one.about,
        "value": one.value,
    }
    return render(request, "compliance/take/embed.html", context)
