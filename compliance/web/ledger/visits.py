"""What changed since a day, and the mark a reader may leave on their own machine to ask it by.

The mark is a cookie with a day in it and nothing else. It is set when its reader presses the
button, says nothing of who they are, and goes when they press the other. Whoever wants none asks
with `since=` in the address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from compliance.models import Cap, Transfer
from compliance.queries.ledger import period_label
from compliance.queries.news import MOST, News, news
from compliance.web.asking import Asked
from compliance.web.filters import amount
from compliance.web.kept import MARK
from compliance.web.ledger.common import period_slug


KEPT_S = 400 * 24 * 3600  # as long as browsers keep one


@csrf_exempt  # it changes nothing here: the asker's own machine keeps the day, or forgets it
@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    answer = redirect(f"{reverse('overview')}#since")
    if "forget" in request.POST:
        answer.delete_cookie(MARK, samesite="Lax")
    else:
        answer.set_cookie(
            MARK,
            timezone.localdate().isoformat(),
            max_age=KEPT_S,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return answer


def marked_on(request: HttpRequest, asked: Asked) -> date | None:
    """The day the reader marked, if there is one that can be."""
    said = request.COOKIES.get(MARK, "")
    try:
        found = date.fromisoformat(said) if len(said) == 10 else None
    except ValueError:
        return None
    return found if found and found <= asked.today else None


@dataclass(frozen=True)
class Line:
    """A line that came in, with where it counts."""

    row: Transfer
    what: str
    cap: Cap | None
    slug: str


@dataclass(frozen=True)
class Since:
    """What came in since a day, as the overview tells it."""

    day: date | None
    by_mark: bool
    marked: date | None
    counts: tuple[tuple[str, str, str], ...] = ()  # how many, of what, on which page
    lines: tuple[Line, ...] = ()

    @property
    def anything(self) -> bool:
        return bool(self.counts)


def since(request: HttpRequest, asked: Asked, caps: Sequence[Cap]) -> Since:
    said = asked.own_day("since")
    marked = marked_on(request, asked)
    day = said or marked
    if day is None:
        return Since(None, False, marked)
    start = timezone.make_aware(datetime.combine(day, time.min))
    found = news(start)
    return Since(
        day,
        said is None,
        marked,
        tuple(_counts(found)),
        tuple(_line(row, caps) for row in found.newest),
    )


def _counts(found: News) -> list[tuple[str, str, str]]:
    words = {
        "reports": (_("new report"), _("new reports"), "obligations"),
        "lines": (_("new line"), _("new lines"), ""),
        "corrections": (_("corrected line"), _("corrected lines"), ""),
        "withdrawals": (_("withdrawn line"), _("withdrawn lines"), ""),
        "estimates": (_("estimate, kept apart"), _("estimates, kept apart"), ""),
        "notices": (_("Notice due"), _("Notices due"), ""),
        "notices_withdrawn": (_("Notice withdrawn"), _("Notices withdrawn"), ""),
        "decisions": (
            _("question put to the Committee or the Council"),
            _("questions put to the Committee or the Council"),
            "",
        ),
        "findings": (_("finding"), _("findings"), "findings"),
        "judgements": (
            _("judgement of a person on a finding"),
            _("judgements of people on findings"),
            "findings",
        ),
    }
    return [
        (
            _("%(n)s or more") % {"n": amount(MOST)} if n >= MOST else amount(n),
            words[kind][0 if n == 1 else 1],
            words[kind][2],
        )
        for kind, n in found.counts.items()
        if n
    ]


def _line(row: Transfer, caps: Sequence[Cap]) -> Line:
    what = _("new") if row.revision == 1 else _("corrected")
    if row.withdrawn:
        what = _("withdrawn")
    for cap in caps:
        terms = cap.terms
        if not terms.concerns(
            commodity=row.commodity.code, supplier=row.supplier, recipient=row.recipient
        ):
            continue
        for period in reversed(list(terms.schedule.until(row.last_day))):
            if period.start <= row.first_day and terms.in_force(period.start):
                return Line(row, what, cap, period_slug(period_label(period)))
    return Line(row, what, None, "")
