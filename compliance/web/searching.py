"""One box: resolutions, paragraphs, caps, States, articles and findings."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from compliance.queries.search import bare, search
from compliance.web import tongues
from compliance.web.asking import Asked, Refused, page


LONGEST = 100


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """What each State is called in the languages of the pages and of the United Nations."""
    return {code: tuple(dict.fromkeys(map(bare, names))) for code, names in tongues.names().items()}


@page("q")
def search_page(request: HttpRequest, asked: Asked) -> HttpResponse:
    said = asked.own.get("q", "").replace("\x00", " ").strip()
    if len(said) > LONGEST:
        raise Refused(
            _("A search of %(n)s letters is too long") % {"n": len(said)},
            _("Give %(most)s letters or less.") % {"most": LONGEST},
        )
    found = search(said, known_at=asked.known_at, names=_names())
    return render(
        request,
        "compliance/search.html",
        {
            "asked": asked,
            "section": "search",
            "said": said,
            "found": found,
            "examples": ("2397", "refined petroleum", "Russia", "thirty days"),
        },
    )
