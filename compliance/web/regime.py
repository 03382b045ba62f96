"""The resolutions: what the Council decided, paragraph by paragraph."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from compliance import queries
from compliance.core import state
from compliance.core.regime.goods import NotACode
from compliance.core.regime.rules import FACTS, ROUTES
from compliance.core.regime.treatment import KINDS, Treatment
from compliance.models import Commodity, Measure, Resolution
from compliance.queries.regime import Event
from compliance.queries.regime.timeline import WHAT
from compliance.queries.regime.treatment import NoSuchAuthority
from compliance.web import tongues
from compliance.web.asking import Asked, Refused, page
from compliance.web.charts import spans
from compliance.web.filters import citation, day, listed, named


SECTION = "resolutions"
# How a treatment is coloured: the tags of the caps' statuses say it already.
TAGS = {"banned": "exceeded", "capped": "notice_due", "exempt": "open", "free": "unknown"}


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
            "take_query": asked.query(),
        },
    )


def held_here(number: int) -> Resolution:
    """The resolution of an address."""
    try:
        return queries.regime.resolution(number)
    except Resolution.DoesNotExist:
        held = [str(n) for n in queries.regime.resolutions().values_list("number", flat=True)]
        raise Refused(
            gettext("Resolution %(n)s is not held here") % {"n": number},
            gettext("Held are %(names)s.") % {"names": listed(held)}
            if held
            else gettext("None is held yet: run `make run`."),
            status=404,
        ) from None


@page()
def resolution(request: HttpRequest, asked: Asked, *, number: int) -> HttpResponse:
    found = held_here(number)
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
            "take_at": f"/resolutions/{number}/",
            "take_query": asked.query(),
        },
    )


@page("on")
def law(request: HttpRequest, asked: Asked) -> HttpResponse:
    return render(request, "compliance/regime/law.html", in_force(asked) | _choices())


def in_force(asked: Asked) -> dict[str, Any]:
    """What was in force on a day, and the days on which the law changed."""
    on = _day(asked.own.get("on", ""), asked.known_at)
    whole = queries.regime.timeline()
    known = [s for s in whole.spans if s.adopted_on and s.adopted_on <= asked.known_at]
    running = [s for s in known if s.on(on)]
    kinds = [
        (label, [s for s in running if s.kind == kind])
        for kind, label in Measure.KINDS
        if any(s.kind == kind for s in running)
    ]
    rows = spans.rows([s for s in known if s.goods and s.kind in ("ban", "cap")], asked.known_at)
    keys = {s.key for s in known}
    names = dict(Commodity.objects.values_list("code", "name"))
    return {
        "asked": asked,
        "section": SECTION,
        "take_query": asked.query(own=True),
        "on": on,
        "kinds": kinds,
        "running": len(running),
        "held": len(whole.spans),
        "calls": sum(s.strength not in ("decides", "requires") for s in running),
        "rows": [(names.get(good, good), bars) for good, bars in rows],
        "chart": spans.spans(rows, names, on=on, end=asked.known_at),
        "events": [
            (e, WHAT[e.what])
            for e in reversed(whole.events)
            if e.key in keys and _told(e, asked.known_at)
        ],
    }


def _told(event: Event, known_at: date) -> bool:
    """Whether a day of the law was known: due days and grace days stand in the text beforehand."""
    return event.day <= known_at or event.what in ("due", "grace")


GOOD = ("good", "hs", "from", "to", "on", "authority", "contract_on")


@page(*GOOD)
def good(request: HttpRequest, asked: Asked) -> HttpResponse:
    return render(request, "compliance/regime/good.html", treated(asked) | _choices())


def treated(asked: Asked) -> dict[str, Any]:
    """Is this good, from here to there, on this day: banned, capped, exempt or free."""
    own = asked.own
    on = _day(own.get("on", ""), asked.known_at)
    for name in ("from", "to"):
        if not state.is_state(own.get(name, "")):
            raise Refused(
                gettext("%(said)s is no State") % {"said": repr(own.get(name, "")[:40])},
                gettext("Give its two-letter ISO 3166 code, as CN or KP."),
            )
    try:
        found = queries.regime.treatment(
            good=own.get("good"),
            hs=own.get("hs"),
            supplier=own["from"],
            recipient=own["to"],
            on=on,
            authority=own.get("authority", "UN"),
            contract_on=_day(own["contract_on"], on) if "contract_on" in own else None,
        )
    except (LookupError, NotACode) as wrong:
        raise _not_asked(asked, wrong) from wrong
    policy = queries.regime.policy(asked.policy.slug if asked.policy else None).policy
    tests = [
        replace(
            test,
            answer=queries.ledger.inside(test.cap, on=on, known_at=asked.known_at, policy=policy),
        )
        if test.code == "inside_amount"
        else test
        for test in found.tests
    ]
    commodity = Commodity.objects.filter(code=own.get("good", "")).first()
    return {
        "asked": asked,
        "section": SECTION,
        "take_query": asked.query(own=True),
        "on": on,
        "found": found,
        "reason": found.reason if tongues.in_english() else _because(found),
        "meaning": named(KINDS[found.kind]),
        "tag": TAGS[found.kind],
        "subject": named(commodity.name if commodity else own.get("good", ""))
        or f"HS {found.asked.hs}",
        "sender": own["from"],
        "receiver": own["to"],
        "tests": [(test, [named(FACTS[fact]) for fact in test.lacking]) for test in tests],
        "ways": [
            (way, named(ROUTES.get(way.route, "")), [named(FACTS[fact]) for fact in way.lacking])
            for way in found.ways
        ],
    }


def _because(found: Treatment) -> str:
    """The reason of an answer in the language of the page."""
    words: dict[str, object] = {
        "cited": listed(list(dict.fromkeys(citation(c.rule.citation) for c in found.paragraphs))),
        "day": day(found.asked.on),
    }
    if found.kind == "free":
        if "KP" not in (found.asked.supplier, found.asked.recipient):
            return gettext("The goods measures held here bind trade with the DPRK.")
        return gettext("No ban or cap held here binds it on %(day)s.") % words
    if found.kind == "exempt":
        way = next((way for way in found.ways if way.open), None)
        if way is None:
            form = gettext("Banned by %(cited)s, an old contract in its grace days.")
            return form % words
        words["way"] = citation(way.citation)
        return gettext("Banned by %(cited)s, exempt by %(way)s.") % words
    if found.kind == "capped":
        return gettext("Allowed up to an amount and on conditions by %(cited)s.") % words
    if found.partial:
        return gettext("A part of it is banned by %(cited)s.") % words
    return gettext("Banned by %(cited)s.") % words


def _not_asked(asked: Asked, wrong: LookupError | NotACode) -> Refused:
    """Why nothing can be said of a good, in the language of the page."""
    own = asked.own
    if isinstance(wrong, NotACode):
        return Refused(
            gettext("%(said)s is no HS code") % {"said": repr(own["hs"][:20])},
            gettext("Give 2 to 10 digits, as 2710 or 2711 11."),
        )
    if "good" not in own and "hs" not in own:
        return Refused(
            gettext("Say what it is"),
            gettext("Give a good, as refined_petroleum, or an HS code, as 2710."),
        )
    if isinstance(wrong, NoSuchAuthority):
        return Refused(
            gettext("%(said)s draws no line held here") % {"said": repr(own["authority"][:40])},
            gettext("There are %(names)s.") % {"names": listed(wrong.held)},
        )
    codes = list(Commodity.objects.values_list("code", flat=True))
    return Refused(
        gettext("No paragraph held here names %(said)s") % {"said": repr(own["good"][:40])},
        gettext("Ask by its HS code, or by one of %(names)s.") % {"names": listed(codes)},
    )


def _day(said: str, otherwise: date) -> date:
    if not said:
        return otherwise
    try:
        if len(said) != 10:
            raise ValueError(said)
        return date.fromisoformat(said)
    except ValueError:
        raise Refused(
            gettext("%(said)s is no day") % {"said": repr(said[:40])},
            gettext("Give it as 2018-06-01; %(day)s if not said.") % {"day": day(otherwise)},
        ) from None


def _choices() -> dict[str, object]:
    """What the form for a good can be asked with."""
    lines = {line.authority for line in queries.regime.scopes()} - {"Committee"}
    return {
        "goods": list(Commodity.objects.values_list("code", "name")),
        "states": tongues.states_by_name(),
        "authorities": ["UN", *sorted(lines - {"UN"})],
    }
