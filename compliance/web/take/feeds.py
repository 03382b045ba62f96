"""Atom feeds of notices, findings and changes of the ledger: the newest fifty, ids that stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.translation import override
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from compliance import queries
from compliance.models import Cap, Transfer
from compliance.web.asking import Refused
from compliance.web.filters import amount, day, days, exact, listed, state_name, threshold, unit
from compliance.web.ledger.cap import cap_named
from compliance.web.tongues import ENGLISH
from compliance.web.verdicts import look


MOST = 50
ASKED = "Two people judge it, the second without what the first or the machine said."
SINCE = 2026  # of the ids: the year from which the host's names are ours
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Item:
    """One entry: its id stays, its words may change with `updated`."""

    id: str
    title: str
    words: str
    path: str
    at: datetime
    updated: datetime


def notices(cap: Cap | None) -> Iterable[Item]:
    """The thresholds that were reached by what was known, and the notices the Secretary gave."""
    given = queries.ledger.notices().select_related("withdrawal").order_by("-issued_at", "-id")
    for row in (given.filter(cap=cap) if cap else given)[:MOST]:
        back = getattr(row, "withdrawal", None)
        span = days(row.first_day, row.last_day)
        yield Item(
            f"notice/{row.pk}",
            f"{'Withdrawn: ' if back else ''}{row.cap.title}, {span}: {threshold(row.share)} of "
            "the cap is reached by our arithmetic",
            f"{amount(row.used)} of {amount(row.limit)} {unit(row.unit)}, known on "
            f"{day(row.known_on)}, converted by {row.policy}. {row.reason}"
            + (f" Withdrawn: {back.reason}" if back else ""),
            _cap_path(row.cap.slug, row.first_day.isoformat()),
            row.issued_at,
            back.withdrawn_at if back else row.issued_at,
        )
    issued = queries.ledger.issued_notices()
    for by in (issued.filter(cap=cap) if cap else issued)[:MOST]:
        yield Item(
            f"issued/{by.pk}",
            f"{by.cap.title}: notice of {threshold(by.share)} given by the Secretary on "
            f"{day(by.issued_on)}",
            f"{by.document}. Known on {day(by.known_on)}. {by.note}",
            _cap_path(by.cap.slug, by.first_day.isoformat()),
            by.recorded_at,
            by.recorded_at,
        )


def findings(cap: Cap | None) -> Iterable[Item]:
    """The newest judgement of each claim of the press."""
    every: Any = queries.review.findings()  # annotated: django-stubs loses what is added
    if cap:
        # what a second person may not see is not found by it
        of_cap = every.filter(withheld=False)
        every = (
            of_cap.filter(claim__commodity=cap.commodity.code) if cap.commodity else of_cap.none()
        )
    for row in every[:MOST]:
        article = row.claim.reading.capture.article
        yield Item(
            f"finding/{row.pk}",
            f"{'A second person is asked' if row.withheld else look(row.verdict).word}: "
            f"“{row.claim.quote[:120]}”",
            ASKED
            if row.withheld
            else f"{row.reason} Judged by what was known on {day(row.known_at)}.",
            f"/articles/{article.pk}/",
            row.reconciled_at,
            row.reconciled_at,
        )


def changes(cap: Cap | None) -> Iterable[Item]:
    """What was written into the ledger: reports, corrections, withdrawals, silences seen."""
    rows = queries.ledger.lines()
    for row in (rows.under(cap) if cap else rows).order_by("-pk")[:MOST]:
        how = "withdrawn" if row.withdrawn else "corrected" if row.revision > 1 else row.kind
        what = f"{exact(row.amount)} {unit(row.unit)}" if row.amount is not None else "no amount"
        known = f"Known on {day(row.known_on)}. " if row.known_on else ""
        yield Item(
            f"line/{row.pk}",
            f"{state_name(row.supplier)}, {days(row.first_day, row.last_day)}: {what} of "
            f"{row.commodity.name}, {how.replace('_', ' ')}",
            f"{known}{row.reason or row.note} Source: {row.report.source_url or 'not on the web'}",
            _page_of(row, cap),
            row.recorded_at,
            row.recorded_at,
        )


FEEDS: dict[str, tuple[str, Callable[[Cap | None], Iterable[Item]]]] = {
    "notices": ("Notices", notices),
    "findings": ("Findings", findings),
    "changes": ("Changes of the ledger", changes),
}


@override(ENGLISH)
@require_safe
@gzip_page
@conditional_page
def feed(request: HttpRequest, name: str) -> HttpResponse:
    try:
        cap = _cap(request)
    except Refused as refused:
        return render(
            request, "compliance/refused.html", {"refused": refused}, status=refused.status
        )
    title, read = FEEDS[name]
    items = sorted(read(cap), key=lambda item: (item.updated, item.id), reverse=True)[:MOST]
    updated = items[0].updated if items else datetime(SINCE, 1, 1, tzinfo=UTC)
    tag = f"tag:{request.get_host().partition(':')[0]},{SINCE}:"
    whole = f"{title}: {cap.title}" if cap else title
    made = Feed(
        f"Sanctions tracker: {whole}",
        request.build_absolute_uri(f"/caps/{cap.slug}/" if cap else "/"),
        "",
        language="en",
        author_name="Sanctions tracker",
        feed_url=request.build_absolute_uri(),
        feed_guid=f"{tag}feed/{name}{'/' + cap.slug if cap else ''}",
        updated=updated,
    )
    for item in items:
        made.add_item(
            _clean(item.title),
            request.build_absolute_uri(item.path),
            escape(_clean(item.words)),
            unique_id=tag + item.id,
            pubdate=item.at,
            updateddate=item.updated,
        )
    return HttpResponse(
        made.writeString("utf-8"),
        content_type="application/atom+xml; charset=utf-8",
        headers={
            "Last-Modified": http_date(updated.timestamp()),
            "Cache-Control": "no-cache",
            "Access-Control-Allow-Origin": "*",
        },
    )


class Feed(Atom1Feed):
    """Atom whose date is that of its newest entry, also where there is none yet."""

    def latest_post_date(self) -> Any:
        return self.feed["updated"]


def _cap(request: HttpRequest) -> Cap | None:
    strange = sorted(set(request.GET) - {"cap"})
    if strange:
        raise Refused(
            f"This feed does not know {listed([repr(name) for name in strange])}",
            "It can be asked for cap.",
        )
    if len(request.GET.getlist("cap")) > 1:
        raise Refused("cap is said more than once")
    slug = request.GET.get("cap", "")
    return cap_named(slug, list(queries.regime.caps())) if slug else None


def _cap_path(slug: str, first_day: str) -> str:
    """The period that holds a day: a day is a period in an address too."""
    return f"/caps/{slug}/{first_day}/"


def _page_of(line: Transfer, cap: Cap | None) -> str:
    if cap and cap.scheduled and cap.terms.schedule.first_day <= line.first_day:
        return f"{_cap_path(cap.slug, line.first_day.isoformat())}#line-{line.pk}"
    return f"/api/v1/lines/series/{line.series}/"


def _clean(words: str) -> str:
    return _ILLEGAL.sub("\ufffd", words)
