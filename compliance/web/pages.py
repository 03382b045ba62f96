"""Long lists in pages, with the number of a page checked like all that is asked."""

from __future__ import annotations

from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.utils.translation import gettext

from compliance.web.asking import Asked, Refused


EACH = 25


def one_page(rows: Any, asked: Asked) -> Page:
    paginator = Paginator(rows, EACH)
    said = asked.own.get("page", "1")
    try:
        return paginator.page(said)
    except (EmptyPage, PageNotAnInteger):
        raise Refused(
            gettext("Page %(page)s is none of this list") % {"page": repr(said[:20])},
            gettext("Give a number from 1 to %(n)s.") % {"n": paginator.num_pages},
        ) from None
