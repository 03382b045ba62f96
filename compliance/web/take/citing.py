"""Cite this number: an address with a digest and both clocks, and the words to put it in."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from compliance import queries
from compliance.core.ledger import Counted
from compliance.queries.ledger import CapUsage, Cited
from compliance.web import sentences
from compliance.web.asking import Asked, Refused, page
from compliance.web.filters import amount, citation, day, hedged, share, share_told, unit
from compliance.web.floors import is_floor
from compliance.web.ledger.cap import MOST_LINES, asked_for, cap_named
from compliance.web.ledger.common import SECTION, cite_address, period_slug
from compliance.web.tongues import ENGLISH


@dataclass(frozen=True)
class Moved:
    """A line that counts differently today than in what was cited."""

    counted: Counted
    what: str | Promise


@page("cap", "period", converts=True)
def cite(request: HttpRequest, asked: Asked, *, digest: str) -> HttpResponse:
    """The number as it was cited, and what has changed since."""
    if not (asked.own.get("cap") and asked.own.get("period") and asked.known_said):
        raise Refused(
            _("This address of a citation has lost its second half"),
            _("It goes on with ?cap=…&period=…&known_at=…&policy=… after the digest."),
        )
    cap = cap_named(asked.own["cap"], list(queries.regime.caps()))
    if not cap.scheduled:
        raise Refused(_("%(cap)s has no periods") % {"cap": cap.title}, status=404)
    today = Asked(asked.today, asked.today, False, asked.policy, asked.policies)
    now = asked_for(today, cap, asked.own["period"]).value
    assert asked.policy is not None
    found = queries.ledger.cited(
        cap,
        period=now.period,
        known_at=asked.known_at,
        policy=asked.policy.policy,
        digest_=digest,
    )
    if found is None or not found.value.measured:
        raise Refused(
            _("The record never gave a number with this digest to this question"),
            _(
                "Either a letter of the address was changed, or the law or a factor that the "
                "number rested on has been put right since. What the record says to the same "
                "question today stands at %(address)s"
            )
            % {"address": request.build_absolute_uri(_page_address(now, asked))},
            status=404,
        )
    value = found.value
    changed = moved(value, now)
    with override(ENGLISH):  # what is quoted is quoted in one language, whoever reads the page
        url = request.build_absolute_uri(cite_address(value))
        ready = styles(value, url=url, on=asked.today, digest=digest)
    context = {
        "url": url,
        "sentence": sentence(value),
        "change": change(found, now),
        "styles": ready,
        "asked": asked,
        "section": SECTION,
        "found": found,
        "value": value,
        "now": now,
        "digest": digest,
        "moved": changed[:MOST_LINES],
        "moved_n": len(changed),
        "page_address": _page_address(value, asked),
        "now_address": reverse("cap", args=[cap.slug, period_slug(value.label)]),
    }
    return render(request, "compliance/take/cite.html", context)


def _page_address(value: CapUsage, asked: Asked) -> str:
    said = {"known_at": asked.known_at.isoformat(), "policy": value.policy.slug}
    path = reverse("cap", args=[value.cap.slug, period_slug(value.label)])
    return f"{path}?{urlencode(said)}"


def sentence(value: CapUsage) -> str:
    """What a citation says: the number, the share, what it rests on, both clocks."""
    assert value.binding is not None
    used, limit = value.binding.used, value.binding.limit
    return _(
        "%(goods)s %(period)s: %(amount)s %(unit)s reported by States, %(share)s of the cap of "
        "%(limit)s in %(citation)s (%(received)s of %(due)s reports due), as known on %(day)s, "
        "converted by %(policy)s."
    ) % {
        "goods": sentences.goods(value.cap),
        "period": sentences.in_period(value.period),
        "amount": hedged(amount(used.amount), is_floor(value)),
        "unit": unit(limit.unit),
        "share": share(value.binding.share),
        "limit": amount(limit.amount),
        "citation": citation(value.terms.citation),
        "received": value.coverage.received,
        "due": value.coverage.due,
        "day": day(value.known_at),
        "policy": value.policy.slug,
    }


def change(found: Cited, now: CapUsage) -> str:
    """What became of the number, in a sentence: Today 72.5 %: 3 reports since."""
    then = found.value.binding
    assert then is not None
    since = len([m for m in moved(found.value, now) if m.what != GONE])
    if now.binding is None or not now.measured:
        return _("Today the record gives no number.")
    words = {"share": share_told(now), "n": since}
    if now.binding.used == then.used and not since:
        return _("Today it is the same: %(share)s, no report since.") % words
    form = ngettext(
        "Today %(share)s: %(n)s report since.", "Today %(share)s: %(n)s reports since.", since
    )
    return form % words


NEW = gettext_lazy("came since")
OTHER = gettext_lazy("is counted otherwise")
GONE = gettext_lazy("no longer counts")


def moved(then: CapUsage, now: CapUsage) -> list[Moved]:
    """The lines by which today's number differs from the one cited."""
    before = {c.entry.series: c for c in (then.binding.counted if then.binding else ())}
    after = {c.entry.series: c for c in (now.binding.counted if now.binding else ())}
    found = [Moved(c, NEW) for line, c in after.items() if line not in before]
    found += [
        Moved(c, OTHER)
        for line, c in after.items()
        if line in before and before[line].quantity != c.quantity
    ]
    found += [Moved(c, GONE) for line, c in before.items() if line not in after]
    return sorted(found, key=lambda m: (m.counted.entry.known_on or date.min, m.counted.entry.id))


def styles(value: CapUsage, *, url: str, on: date, digest: str) -> list[tuple[str, str, str]]:
    """Ready text in the ways that people and programs cite: id, name, text."""
    said = sentence(value).replace("\u00a0", " ")
    title = f"{value.cap.title}, {value.label}, as known on {value.known_at.isoformat()}"
    key = f"{value.cap.slug}-{period_slug(value.label)}-{value.known_at:%Y%m%d}"
    plain = f"Sanctions tracker. {said} {url} (digest {digest}; accessed {on.isoformat()})."
    bibtex = (
        f"@misc{{{key},\n"
        f"  author = {{{{Sanctions tracker}}}},\n"
        f"  title = {{{{{_tex(title)}}}}},\n"
        f"  year = {{{value.known_at.year}}},\n"
        f"  note = {{{_tex(said)} Digest {digest}}},\n"
        f"  howpublished = {{\\url{{{url}}}}},\n"
        f"  urldate = {{{on.isoformat()}}}\n"
        "}"
    )
    csl = _on_one_line(
        json.dumps(
            [
                {
                    "id": key,
                    "type": "dataset",
                    "title": title,
                    "author": [{"literal": "Sanctions tracker"}],
                    "issued": {"date-parts": [_parts(value.known_at)]},
                    "accessed": {"date-parts": [_parts(on)]},
                    "abstract": said,
                    "version": digest,
                    "URL": url,
                }
            ],
            indent=2,
            ensure_ascii=False,
        )
    )
    return [("plain", "Plain", plain), ("bibtex", "BibTeX", bibtex), ("csl", "CSL-JSON", csl)]


def _on_one_line(text: str) -> str:
    """JSON whose days take a line each, and not nine."""
    return re.sub(r"\[\s+\[\s+(\d+),\s+(\d+),\s+(\d+)\s+\]\s+\]", r"[[\1, \2, \3]]", text)


def _parts(on: date) -> list[int]:
    return [on.year, on.month, on.day]


_TEX = {"%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$", "{": r"\{", "}": r"\}"}


def _tex(words: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in words)
