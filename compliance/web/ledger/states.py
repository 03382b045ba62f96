"""The States: who supplied how much, whose reports come late, and who is silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance import queries
from compliance.core import state
from compliance.core.ledger import Cell, Estimate
from compliance.models import Cap
from compliance.queries.ledger import OwnAccount, OwnPeriod
from compliance.web import sentences
from compliance.web.asking import Asked, Refused, page
from compliance.web.charts.drawing import Chart
from compliance.web.charts.months import Row, months
from compliance.web.charts.series import MISSING
from compliance.web.filters import amount, day_short, month, share, state_name, unit
from compliance.web.ledger import estimating
from compliance.web.ledger.common import period_slug


SECTION = "states"
IN_FULL = 2  # accounts told month by month on one page; the others are a link away
FINDINGS = 8


@page(converts=True)
def states(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Who has supplied or must report, and whose trade is limited."""
    codes = queries.ledger.suppliers()
    caps = list(queries.regime.caps())
    targets = sorted({c for cap in caps for c in (cap.recipient, cap.supplier) if c})
    asked_of = {code for cap in caps for code in cap.reporters}
    return render(
        request,
        "compliance/ledger/states.html",
        {
            "asked": asked,
            "section": SECTION,
            "reporting": [code for code in codes if code in asked_of],
            "supplying": [c for c in codes if c not in asked_of and c not in targets],
            "targets": [
                (code, [cap for cap in caps if code in (cap.recipient, cap.supplier)])
                for code in targets
            ],
        },
    )


@dataclass(frozen=True)
class Shown:
    """A State's account under one cap, as the page tells it."""

    account: OwnAccount
    name: str
    unit: str
    heading: str
    rows: tuple[tuple[OwnPeriod, str, tuple[str, ...]], ...]
    missing: tuple[tuple[int, Cell], ...]  # runs of months without a report, with the oldest
    chart: Chart | None
    chart_heading: str

    @property
    def slug(self) -> str:
        return self.account.cap.slug

    @property
    def dated(self) -> list[tuple[Cell, Decimal | None, str, str]]:
        """Every month that was due, newest first, with its amount, the period's slug and label."""
        return [
            (cell, own.amounts.get(cell.month.start), period_slug(own.label), own.label)
            for own in reversed(self.account.periods)
            for cell in reversed(own.cells)
            if cell.state != "waiting"
        ]


@page("cap", converts=True)
def state_page(request: HttpRequest, asked: Asked, *, code: str) -> HttpResponse:
    if not state.is_state(code):
        raise Refused(
            _("%(code)r is no State") % {"code": code[:20]},
            _("Give its two-letter ISO 3166 code, as CN or RU."),
            status=404,
        )
    caps = [c for c in queries.ledger.supplied_under(code) if not c.terms.never_applied]
    wanted = asked.own.get("cap", "")
    if wanted and wanted not in [cap.slug for cap in caps]:
        raise Refused(
            _("%(state)s has no account under a cap %(cap)r")
            % {"state": state_name(code), "cap": wanted[:60]},
            _("It has one under %(caps)s.") % {"caps": ", ".join(cap.slug for cap in caps) or "–"},
        )
    in_full, elsewhere = _chosen(caps, wanted)
    shown = []
    if asked.policy:
        shown = [
            _shown(account)
            for account in queries.ledger.own_accounts(
                in_full, code, known_at=asked.known_at, policy=asked.policy.policy
            )
        ]
    about: Any = queries.review.findings_about(code)
    return render(
        request,
        "compliance/ledger/state.html",
        {
            "asked": asked,
            "section": SECTION,
            "code": code,
            "heading": _heading(code, shown),
            "lead": _lead(code, shown),
            "accounts": shown,
            "elsewhere": elsewhere,
            "limited": [c for c in queries.ledger.on_its_trade(code) if _known(c, asked)],
            "findings": list(about.filter(withheld=False)[:FINDINGS]),
        },
    )


def _known(cap: Cap, asked: Asked) -> bool:
    return cap.measure.paragraph.resolution.adopted_on <= asked.known_at


def _chosen(caps: Sequence[Cap], wanted: str) -> tuple[list[Cap], list[Cap]]:
    """The caps told in full, first those with figures, and the rest."""
    order = sorted(caps, key=lambda c: (c.slug != wanted, not c.has_lines, not c.computed))  # type: ignore[attr-defined]
    most = 1 if wanted else IN_FULL
    return order[:most], order[most:]


def _shown(account: OwnAccount) -> Shown:
    limits = account.cap.terms.limits
    periods = [own for own in account.periods if own.cells or own.measured or own.estimates]
    unit_words = unit(limits[0].unit) if limits else ""
    rows = [
        Row(
            own.label if len(own.label) == 4 else day_short(own.period.start),
            own.cells,
            own.amounts,
        )
        for own in periods
        if own.cells
    ]
    whole = any(own.measured for own in periods)
    return Shown(
        account=account,
        name=sentences.goods(account.cap),
        unit=unit_words,
        heading=_account_heading(account, periods, unit_words),
        rows=tuple(
            (own, period_slug(own.label), tuple(_guess(e) for e in own.estimates))
            for own in reversed(periods)
        ),
        missing=tuple(_runs(account.cells)),
        chart=months(rows, name=f"m-{account.cap.slug}") if rows and whole else None,
        chart_heading=_chart_heading(account),
    )


def _guess(estimate: Estimate) -> str:
    span = estimating.short_span(estimate.period.start, estimate.period.last_day)
    return f"{estimating.said(estimate)}, {span} ({estimate.made_by})"


def _runs(cells: Sequence[Cell]) -> list[tuple[int, Cell]]:
    """Months without a report in a row: how many, and the first of them; the newest run first."""
    runs: list[list[Cell]] = []
    before = None
    for cell in cells:
        if cell.state not in MISSING:
            before = None
            continue
        if before is not None and before.month.end == cell.month.start:
            runs[-1].append(cell)
        else:
            runs.append([cell])
        before = cell
    return [(len(run), run[0]) for run in reversed(runs)]


def _open(account: OwnAccount) -> tuple[int, Cell] | None:
    """The run of missing months that no report follows, if the last due month is one of it."""
    due = [cell for cell in account.cells if cell.state != "waiting"]
    if not due or due[-1].state not in MISSING:
        return None
    return _runs(account.cells)[0]


def _heading(code: str, shown: Sequence[Shown]) -> str:
    name = state_name(code)
    for one in shown:
        if not one.account.expected or not any(own.measured for own in one.account.periods):
            continue
        run = _open(one.account)
        if run is None:
            return _("%(state)s: every report due on %(goods)s has come in") % {
                "state": name,
                "goods": one.name.lower(),
            }
        n, first = run
        return ngettext(
            "%(state)s: no report on %(goods)s for %(month)s has been read; it is %(days)s overdue",
            "%(state)s: no report on %(goods)s has been read for %(month)s or since; %(n)s are "
            "missing, the oldest by %(days)s",
            n,
        ) % {
            "state": name,
            "goods": one.name.lower(),
            "month": month(first.month.start),
            "n": n,
            "days": sentences.so_many_days(first.days_late or 0),
        }
    measured = [one for one in shown if any(own.measured for own in one.account.periods)]
    if measured:
        return _("%(state)s as a supplier of %(goods)s") % {
            "state": name,
            "goods": measured[0].name.lower(),
        }
    if shown:
        return _("%(state)s: no report of it has been read; unknown is not zero") % {"state": name}
    return _("%(state)s: nothing of it is in the account") % {"state": name}


def _lead(code: str, shown: Sequence[Shown]) -> str:
    for one in shown:
        measured = [own for own in one.account.periods if own.measured]
        if not measured:
            continue
        best = max(measured, key=lambda own: own.share or Decimal(0))
        cells = one.account.cells
        zeros = sum(cell.state == "nil" for cell in cells)
        figures = sum(cell.state in ("quantity", "sum") for cell in cells)
        words = _(
            "Its largest reported period was %(period)s: %(least)s%(used)s %(unit)s, %(share)s of "
            "the cap."
        ) % {
            "period": best.label,
            "used": amount(best.used),
            "unit": one.unit,
            "share": share(best.share),
            "least": _("at least ") if best.least else "",
        }
        return (
            words
            + " "
            + _(
                "Of the months due it reported an amount for %(figures)s, a zero for %(zeros)s; "
                "for %(missing)s nothing was read. Silence is not zero."
            )
            % {
                "figures": figures,
                "zeros": zeros,
                "missing": sum(cell.state in MISSING for cell in cells),
            }
        )
    return ""


def _account_heading(account: OwnAccount, periods: Sequence[OwnPeriod], unit_words: str) -> str:
    measured = [own for own in periods if own.measured]
    name = sentences.goods(account.cap)
    if not measured:
        return _("%(goods)s: no figure of it has been read") % {"goods": name}
    last = measured[-1]
    return _(
        "%(goods)s: %(least)s%(used)s %(unit)s reported in %(period)s, %(share)s of the cap"
    ) % {
        "goods": name,
        "least": _("at least ") if last.least else "",
        "used": amount(last.used),
        "unit": unit_words,
        "period": last.label,
        "share": share(last.share),
    }


def _chart_heading(account: OwnAccount) -> str:
    cells = account.cells
    zeros = sum(cell.state == "nil" for cell in cells)
    gone = sum(cell.state in MISSING for cell in cells)
    if zeros and gone:
        return _(
            "%(zeros)s zeros and %(gone)s months without a report are two different things"
        ) % {
            "zeros": zeros,
            "gone": gone,
        }
    if gone:
        return ngettext("%(n)s month without a report", "%(n)s months without a report", gone) % {
            "n": gone
        }
    return _("A report for every month that was due")
