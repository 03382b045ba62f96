"""Which reports are due, which came in and how late, and who is silent: by State and month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy, ngettext

from compliance import core, queries
from compliance.core.ledger import Entry, Expected, Lag
from compliance.core.period import Period
from compliance.models import Cap
from compliance.web import sentences, tongues
from compliance.web.asking import Asked, Refused, page
from compliance.web.filters import amount, listed, month, state_name
from compliance.web.ledger.common import concerning


YEARS = 2  # of a cap with very many lines
AHEAD = 30  # days in which what falls due next is listed
NOT_IN = ("silent", "unknown", "unclear")


@dataclass(frozen=True)
class Year:
    """The twelve months of one State's reports; None where none is expected."""

    year: int
    supplier: str
    months: tuple[Expected | None, ...]

    @property
    def label(self) -> str:
        return str(self.year)


@dataclass(frozen=True)
class Duty:
    """The reports of one cap: counted, as a calendar, and how late each State's come."""

    cap: Cap
    due: tuple[Expected, ...]  # past their day, or in before it
    n: dict[str, int]
    years: tuple[Year, ...]
    spans: tuple[Expected, ...]
    lags: tuple[Lag, ...]
    soon: tuple[Expected, ...]

    @property
    def received(self) -> int:
        return sum(e.received for e in self.due)

    @property
    def heading(self) -> str:
        name = sentences.goods(self.cap)
        if not self.received:
            return ngettext(
                "%(goods)s: %(due)s\u00a0report fell due, and none was read in public",
                "%(goods)s: %(due)s\u00a0reports fell due, and none was read in public",
                len(self.due),
            ) % {"goods": name, "due": amount(len(self.due))}
        gone = [f"{self.n[s]} {WORDS[s]}" for s in NOT_IN if self.n[s]]
        text = gettext("%(goods)s: %(received)s of %(due)s reports due have come in") % {
            "goods": name,
            "received": self.received,
            "due": len(self.due),
        }
        return f"{text}; {tongues.row(gone)}" if gone else text


WORDS = {
    "silent": gettext_lazy("silent"),
    "unknown": gettext_lazy("unknown"),
    "unclear": gettext_lazy("zero or blank"),
}


@page("cap")
def obligations(request: HttpRequest, asked: Asked) -> HttpResponse:
    caps = [cap for cap in queries.regime.in_force(asked.known_at) if cap.scheduled]
    said = asked.own.get("cap", "")
    if said and said not in [cap.slug for cap in caps]:
        raise Refused(
            gettext("No reports are due under a cap %(cap)r") % {"cap": said[:60]},
            gettext("Caps in force are %(caps)s.") % {"caps": listed([cap.slug for cap in caps])},
        )
    chosen = [cap for cap in caps if said in ("", cap.slug)]
    whole = queries.ledger.few(caps)
    reported = queries.ledger.duties_of(caps)
    if not whole:  # one cap at a time, its newest years
        chosen = [cap for cap in chosen if cap.reporters][:1] or chosen[:1]
    since = None if whole else date(asked.known_at.year - YEARS + 1, 1, 1)
    every_line = queries.ledger.every_entry() if whole else []
    duties = [
        duty
        for cap in chosen
        if (
            duty := _duty(
                cap,
                concerning(cap, every_line) if whole else _newest_lines(cap, since, asked),
                asked.known_at,
                since=since,
                seen=None if whole else queries.ledger.seen_on(cap, asked.known_at),
                reported=reported,
            )
        )
    ]
    return render(
        request,
        "compliance/ledger/obligations.html",
        {
            "asked": asked,
            "section": "obligations",
            "duties": duties,
            "elsewhere": [cap for cap in caps if cap not in chosen],
            "since": since,
            "heading": _heading(duties),
            "lead": _lead(duties),
            "months": tongues.months_short(),
        },
    )


def _newest_lines(cap: Cap, since: date | None, asked: Asked) -> Sequence[Entry]:
    """The lines of the years that are shown of a cap with very many."""
    assert since is not None
    return queries.ledger.scope(cap, Period(since, asked.known_at + timedelta(days=AHEAD)))


def _duty(
    cap: Cap,
    lines: Sequence[Entry],
    known_at: date,
    *,
    since: date | None,
    seen: date | None,
    reported: queries.ledger.Duties,
) -> Duty | None:
    ahead = known_at + timedelta(days=AHEAD)
    every = queries.ledger.expected(
        cap,
        known_at=known_at,
        since=since,
        until=ahead,
        lines=lines,
        seen=seen,
        duties=reported,
    )
    due = [e for e in every if e.state != "waiting"]
    if not every:
        return None
    terms = cap.terms
    named = [e for e in every if e.supplier]
    return Duty(
        cap=cap,
        due=tuple(due),
        n=Counter(e.state for e in due),
        years=tuple(_years(named)),
        spans=tuple(reversed([e for e in every if not e.supplier and e.span.start <= known_at])),
        lags=tuple(
            core.ledger.lags(
                [e for e in lines if terms.in_force(e.period.start)],
                known_at=known_at,
                open_reports=due,
            )
        ),
        soon=tuple(e for e in every if known_at < e.due_on <= ahead and e.state == "waiting"),
    )


def _years(every: Sequence[Expected]) -> list[Year]:
    """The newest first, a State under the other."""
    held = {(e.supplier, e.span.start.year, e.span.start.month): e for e in every}
    suppliers = list(dict.fromkeys(e.supplier for e in every if e.supplier))
    years = sorted({e.span.start.year for e in every}, reverse=True)
    return [
        Year(year, s, tuple(held.get((s, year, m)) for m in range(1, 13)))
        for year in years
        for s in suppliers
    ]


def _heading(duties: Sequence[Duty]) -> str:
    silent = [lag for duty in duties for lag in duty.lags if lag.silent_since]
    if silent:
        first = gettext("Reports due: %(state)s is silent since %(month)s")
        more = gettext("%(state)s since %(month)s")
        return gettext(", ").join(
            (more if n else first)
            % {"state": state_name(lag.supplier), "month": month(lag.silent_since)}
            for n, lag in enumerate(silent)
        )
    if duties:
        return gettext("Reports due: nobody is silent")
    return gettext("No report was due")


def _lead(duties: Sequence[Duty]) -> str:
    late = [lag for duty in duties for lag in duty.lags if lag.median_days is not None]
    if not late:
        return ""
    words = [
        gettext("%(n)s days (%(state)s)")
        % {"n": f"{lag.median_days:.0f}", "state": state_name(lag.supplier)}
        for lag in late
    ]
    return gettext(
        "Half of the reports that came took longer than %(days)s from the end of their month "
        "until they were seen. They are due after 30."
    ) % {"days": listed(words)}
