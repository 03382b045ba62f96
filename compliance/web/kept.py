"""Pages that are given again, while nothing was written that any of them shows.

Whoever is signed in, or asks by anything but GET, gets a page of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from compliance import queries


MARK = "last_visit"  # the one cookie of ours that makes another page


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page whose answer, zipped and tagged, is kept for the next who asks the same."""

    @wraps(view)
    def answered(request: HttpRequest, **at: object) -> HttpResponse:
        if not queries.kept.keeps() or not _for_anybody(request):
            return view(request, **at)
        place = queries.kept.Place(*_asked(request), today=timezone.localdate())
        given = place.given()
        if given is None:
            # Made whole, so that it can be kept; whether the asker has it already is asked below.
            known = request.META.pop("HTTP_IF_NONE_MATCH", None)
            made = view(request, **at)
            if known is not None:
                request.META["HTTP_IF_NONE_MATCH"] = known
            if made.status_code != 200 or made.streaming or made.cookies:
                return made
            given = made.content, dict(made.headers)
            place.keep(*given)
        answer = HttpResponse(given[0], headers=given[1])
        etag = answer.get("ETag")
        return get_conditional_response(request, etag=etag, response=answer) or answer

    return answered


def _for_anybody(request: HttpRequest) -> bool:
    return request.method == "GET" and settings.SESSION_COOKIE_NAME not in request.COOKIES


def _asked(request: HttpRequest) -> tuple[object, ...]:
    """All that a page for somebody unknown may depend on, besides data and day."""
    return (
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        get_language(),
        "gzip" in request.headers.get("Accept-Encoding", ""),
        request.COOKIES.get(MARK, "")[:10],
    )
