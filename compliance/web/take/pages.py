"""The files of the pages: a chart as SVG, PNG or PDF, a table as CSV, workbook or JSON.

Files are in English, whatever the language of the page that leads to them: they are quoted away
from it, and the font that they are set in has no Arabic, Chinese or Korean.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from compliance import queries
from compliance.queries import workbook
from compliance.web import sentences
from compliance.web.asking import Asked, Refused, page
from compliance.web.charts.alone import Said, alone
from compliance.web.charts.drawing import Chart
from compliance.web.charts.setting import NotSet, picture
from compliance.web.filters import listed
from compliance.web.ledger.common import SECTION, period_slug
from compliance.web.regime import GOOD
from compliance.web.take import cap, everywhere, law, press
from compliance.web.take.briefing import briefing as made_briefing
from compliance.web.take.citing import styles
from compliance.web.take.table import TYPES, About, Table, written
from compliance.web.tongues import ENGLISH


DRAWN = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png", "pdf": "application/pdf"}


@override(ENGLISH)
@page(converts=True)
def of_cap(
    request: HttpRequest, asked: Asked, *, slug: str, period: str, name: str, form: str
) -> HttpResponse:
    """A chart or a table of a cap's period, under the day and the policy asked."""
    _known_form(form)
    if form in DRAWN and name not in cap.CHARTS:
        raise Refused(
            f"There is no chart {name[:40]!r} of this page",
            f"There are {listed(list(cap.CHARTS))}; tables come as {listed(list(TYPES))}.",
            status=404,
        )
    one = cap.subject(request, asked, slug, period)
    if form in DRAWN:
        return drawn(*cap.chart(one, name), one.about, name, form)
    return tabled(cap.table(one, name), one.about, form)


@override(ENGLISH)
@page(converts=True)
def of_overview(request: HttpRequest, asked: Asked, *, name: str, form: str) -> HttpResponse:
    _known_form(form)
    if form in DRAWN:
        return drawn(*everywhere.chart(request, asked, name), name, form)
    return tabled(*everywhere.overview(request, asked, name), form)


@override(ENGLISH)
@page("cap")
def of_obligations(request: HttpRequest, asked: Asked, *, name: str, form: str) -> HttpResponse:
    _known_form(form, TYPES)
    return tabled(*everywhere.obligations(request, asked, name), form)


@override(ENGLISH)
@page("verdict")
def of_findings(request: HttpRequest, asked: Asked, *, form: str) -> HttpResponse:
    _known_form(form, TYPES)
    return tabled(*everywhere.findings(request, asked), form)


@override(ENGLISH)
@page()
def of_resolutions(request: HttpRequest, asked: Asked, *, form: str) -> HttpResponse:
    _known_form(form, TYPES)
    return tabled(*law.resolutions(request, asked), form)


@override(ENGLISH)
@page()
def of_resolution(
    request: HttpRequest, asked: Asked, *, number: int, name: str, form: str
) -> HttpResponse:
    _known_form(form, TYPES)
    return tabled(*law.resolution(request, asked, number, name), form)


@override(ENGLISH)
@page("on")
def of_law(request: HttpRequest, asked: Asked, *, name: str, form: str) -> HttpResponse:
    _known_form(form)
    if form in DRAWN:
        return drawn(*law.chart(request, asked, name), name, form)
    return tabled(*law.law(request, asked, name), form)


@override(ENGLISH)
@page(*GOOD)
def of_good(request: HttpRequest, asked: Asked, *, name: str, form: str) -> HttpResponse:
    _known_form(form, TYPES)
    return tabled(*law.good(request, asked, name), form)


@override(ENGLISH)
@page()
def of_articles(request: HttpRequest, asked: Asked, *, form: str) -> HttpResponse:
    _known_form(form, TYPES)
    return tabled(*press.articles(request, asked), form)


@override(ENGLISH)
@page()
def of_article(
    request: HttpRequest, asked: Asked, *, pk: int, name: str, form: str
) -> HttpResponse:
    _known_form(form, TYPES)
    return tabled(*press.article(request, asked, pk, name), form)


@override(ENGLISH)
@page(converts=True)
def briefing(request: HttpRequest, asked: Asked, *, slug: str, period: str) -> HttpResponse:
    """A cap's period on one to three pages of PDF."""
    one = cap.subject(request, asked, slug, period)
    try:
        content = made_briefing(one)
    except NotSet as wrong:
        raise _unset(wrong) from wrong
    return _file(content, DRAWN["pdf"], f"{one.about.name}-briefing.pdf")


@page(converts=True)
def take(request: HttpRequest, asked: Asked, *, slug: str, period: str) -> HttpResponse:
    """All that can be taken along of a cap's period, with the code that embeds its chart."""
    one = cap.subject(request, asked, slug, period)
    value = one.value
    with override(ENGLISH):
        about = one.about
        ready = (
            styles(value, url=about.cite, on=asked.today, digest=queries.ledger.digest(value))
            if value.measured
            else []
        )
    embedded = request.build_absolute_uri(f"/embed{one.at}")
    context = {
        "asked": asked,
        "section": SECTION,
        "value": value,
        "name": sentences.goods(one.cap),
        "at": one.at,
        "slug": period_slug(value.label),
        "query": asked.query(),
        "charts": [(name, one.shown[f"{name_of}_heading"]) for name, name_of in cap.CHARTS.items()]
        if value.measured
        else [],
        "tables": [
            (table.name, table.title, len(table.rows))
            for table in (cap.table(one, name) for name in cap.TABLES)
            if table.rows
        ],
        "about": about,
        "embed_url": embedded + asked.query(),
        "embed_title": one.shown["heading"],
        "styles": ready,
    }
    return render(request, "compliance/take/take.html", context)


def drawn(chart: Chart, said: Said, about: About, name: str, form: str) -> HttpResponse:
    content = alone(chart, said)
    if form == "svg":
        return _file(content.encode(), DRAWN[form], f"{about.name}-{name}.svg")
    try:
        made = picture(content, form=form, title=said.title, alt=said.description)
    except NotSet as wrong:
        raise _unset(wrong) from wrong
    return _file(made, DRAWN[form], f"{about.name}-{name}.{form}")


def tabled(table: Table, about: About, form: str) -> HttpResponse:
    if form == "xlsx" and len(table.rows) > workbook.MOST:
        raise Refused(
            f"A workbook holds at most {workbook.MOST:,} rows here",
            "Take the table as CSV or JSON.",
        )
    return _file(written(table, about, form), TYPES[form], f"{about.name}-{table.name}.{form}")


def _file(content: bytes, media: str, name: str) -> HttpResponse:
    shown = media.startswith(("image/", "application/pdf", "application/json"))
    way = "inline" if shown else "attachment"
    return HttpResponse(
        content,
        content_type=media,
        headers={
            "Content-Disposition": f'{way}; filename="{name}"',
            # read by anybody's page or notebook: it is public, and no cookie has a say in it
            "Access-Control-Allow-Origin": "*",
        },
    )


def _known_form(form: str, held: dict[str, str] | None = None) -> None:
    forms = held if held is not None else DRAWN | TYPES
    if form not in forms:
        raise Refused(
            f"Nothing is written as {form[:20]!r} here",
            f"There are {listed(list(forms))}.",
            status=404,
        )


def _unset(wrong: NotSet) -> Refused:
    return Refused(str(wrong), "Try again, or take the SVG, which needs nothing made.", status=503)
