"""What if: a period with a quantity nobody reported, its consequences in words; nothing kept."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance import core, queries
from compliance.core import state
from compliance.core.ledger import Counted, Draft
from compliance.core.period import Period
from compliance.core.quantity import UNITS, NotAnAmount, read_amount
from compliance.models import Cap
from compliance.queries.ledger import CapUsage, Following, Summary
from compliance.web import sentences, tongues
from compliance.web.asking import Asked, Refused, page
from compliance.web.filters import (
    amount,
    day,
    listed,
    month,
    quantity,
    reason,
    share_told,
    span,
    state_name,
    status_tag,
    threshold,
    unit,
)
from compliance.web.ledger.cap import cap_named, period_of
from compliance.web.ledger.common import SECTION, period_slug


OWN = ("supplier", "month", "amount", "unit", "silent", "other_policy")
LARGEST = Decimal(10) ** 12  # what a line may hold is less


@page(*OWN, converts=True)
def whatif(request: HttpRequest, asked: Asked, *, slug: str, period: str) -> HttpResponse:
    cap = cap_named(slug, list(queries.regime.caps()))
    if asked.policy is None or not cap.scheduled:
        raise Refused(_("%(cap)s has no periods") % {"cap": cap.title}, status=404)
    wanted = period_of(asked, cap, period)
    draft = _draft(asked, cap, wanted)
    silent = asked.own.get("silent") == "last-year"
    if asked.own.get("silent", "last-year") != "last-year":
        raise Refused(
            _("Silent months cannot be taken as %(said)r") % {"said": asked.own["silent"][:20]},
            _("They can be taken as last-year, or left silent."),
        )
    other = _other(asked)
    found = queries.ledger.supposing(
        cap,
        period=wanted,
        known_at=asked.known_at,
        policy=asked.policy.policy,
        draft=draft,
        silent_as_last_year=silent,
        other_policy=other,
    )
    supposed = bool(draft or silent or other)
    return render(
        request,
        "compliance/ledger/whatif.html",
        {
            "asked": asked,
            "section": SECTION,
            "cap": cap,
            "value": found.present,
            "then": found.then,
            "slug": period_slug(found.present.label),
            "name": sentences.goods(cap),
            "heading": _heading(found) if supposed else "",
            "supposed": supposed,
            "consequences": _consequences(found, draft) if supposed else [],
            "assumptions": [reason(words) for words in found.assumptions],
            "sides": _sides(found),
            "months": [m.start for m in wanted.months()],
            "chosen_month": asked.own.get("month", ""),
            "suppliers": _suppliers(cap),
            "supplier": asked.own.get("supplier", ""),
            "units": _units(cap),
            "silent": silent,
            "json_hint": _command(found, draft, silent, asked),
        },
    )


def _draft(asked: Asked, cap: Cap, period: Period) -> Draft | None:
    own = asked.own
    if not any(own.get(name) for name in ("supplier", "month", "amount")):
        return None
    said = own.get("supplier", "")
    if not state.is_state(said):
        raise Refused(
            _("%(said)r is no State that could supply") % {"said": said[:20]},
            _("Give its two-letter ISO 3166 code, as CN or RU."),
        )
    try:
        size = read_amount(own.get("amount", "").strip())
    except NotAnAmount as wrong:
        raise Refused(
            _("%(said)s is no amount") % {"said": repr(own.get("amount", "")[:40])},
            _(
                "Write digits with a point before decimals, as 67300, 67,300 or 255.4. "
                "Zero or more; 0 is an explicit nil."
            ),
        ) from wrong
    if size >= LARGEST:
        raise Refused(_("That is more than a line of the record can hold"))
    months = {f"{m.start:%Y-%m}": m for m in period.months()}
    chosen = months.get(own.get("month", ""))
    if chosen is None:
        raise Refused(
            _("%(said)r is no month of the period") % {"said": own.get("month", "")[:20]},
            _("Its months are %(months)s.") % {"months": listed(list(months))},
        )
    unit_said = own.get("unit", cap.commodity.unit if cap.commodity else "")
    if unit_said not in _units(cap):
        raise Refused(
            _("%(said)r is no unit for this good") % {"said": unit_said[:20]},
            _("Units are %(units)s.") % {"units": listed(_units(cap))},
        )
    ends = {cap.recipient or said, cap.supplier or said}
    if len(ends) == 1:
        raise Refused(_("A State is not its own supplier"))
    assert cap.commodity is not None
    return Draft(
        supplier=cap.supplier or said,
        recipient=cap.recipient or said,
        commodity=cap.commodity.code,
        first_day=max(chosen.start, period.start),
        last_day=min(chosen.last_day, period.last_day),
        amount=size,
        unit=unit_said,
    )


def _other(asked: Asked) -> core.quantity.Policy | None:
    said = asked.own.get("other_policy", "")
    if not said:
        return None
    for row in asked.policies:
        if row.slug == said:
            return row.policy
    raise Refused(
        _("Policy %(said)r is no way of converting that is held here") % {"said": said[:40]},
        _("Held are %(policies)s.") % {"policies": listed([row.slug for row in asked.policies])},
    )


def _units(cap: Cap) -> list[str]:
    mine = [limit.unit for limit in cap.limits.all() if limit.unit in UNITS]
    return list(dict.fromkeys([*mine, cap.commodity.unit if cap.commodity else "t", "t"]))


def _suppliers(cap: Cap) -> list[tuple[str, str]]:
    """Those who report first, then every State by name."""
    first = [(code, state_name(code)) for code in cap.reporters]
    return first + [
        item for item in tongues.states_by_name().items() if item[0] not in cap.reporters
    ]


@dataclass(frozen=True)
class Side:
    """One of the two sides, as the table prints it."""

    label: str
    value: CapUsage | Summary


def _sides(found: Following) -> tuple[Side, Side]:
    return Side(_("As it is"), found.present), Side(_("As it would be"), found.then)


def _heading(found: Following) -> str:
    then = found.then
    if then.binding is None:
        return _("The amount of this cap is published nowhere: no share can be given")
    if not then.measured:
        return _("There would still be no figure; unknown is not zero")
    now = found.present
    text = _("%(share)s of the cap, %(used)s") % {
        "share": share_told(then),
        "used": quantity(then.binding.used),
    }
    if now.measured and now.binding:
        return _("It would be %(then)s; it is %(now)s") % {
            "then": text,
            "now": share_told(now),
        }
    return _("It would be %(then)s; today there is no figure") % {"then": text}


def _consequences(found: Following, draft: Draft | None) -> list[str]:
    words = []
    now, then = found.present, found.then
    if draft is not None and then.binding is not None:
        words.append(_placed(found))
    if now.measured and then.measured and now.binding and then.binding:
        if now.binding.limit == then.binding.limit:
            change = then.binding.used.amount - now.binding.used.amount
            name = unit(then.binding.limit.unit)
            if change:
                grown = _("The total would grow by %(n)s %(unit)s.")
                fallen = _("The total would fall by %(n)s %(unit)s.")
                words.append(
                    (grown if change > 0 else fallen) % {"n": amount(abs(change)), "unit": name}
                )
            else:
                words.append(_("The total would stay as it is."))
        else:
            words.append(_("Another of the cap’s limits would bind."))
    before, after = status_tag(now.status), status_tag(then.status)
    if before == after:
        words.append(_("The status would stay “%(status)s”.") % {"status": before})
    else:
        words.append(
            _("The status would go from “%(now)s” to “%(then)s”.") % {"now": before, "then": after}
        )
    words += _thresholds(found)
    return words


def _placed(found: Following) -> str:
    """What becomes of the supposed line beside the lines that are there."""
    if found.line is None:
        if found.unconverted:
            return _(
                "No factor of this policy turns it into the cap’s unit: it is not in the total."
            )
        return _(
            "The record already holds a line that covers that month: the supposed one is inside it "
            "and adds nothing."
        )
    if found.instead_of:
        return _(
            "It would take the place of what the record holds for that month: %(amounts)s."
        ) % {"amounts": listed([_line(c) for c in found.instead_of])}
    return _("It would count whole: %(line)s.") % {"line": _line(found.line)}


def _line(counted: Counted) -> str:
    entry = counted.entry
    return f"{state_name(entry.supplier)}, {span(entry.period)}, {quantity(counted.quantity)}"


def _thresholds(found: Following) -> list[str]:
    then, words = found.then, list[str]()
    for crossing in found.passed:
        part = crossing.threshold.share
        values = {
            "share": threshold(part),
            "month": month(crossing.crossed_in),
            "day": day(crossing.learnt_on),
        }
        if crossing.threshold.effect == "stop":
            text = _(
                "Supply would stop for the period: %(share)s would be passed in %(month)s, "
                "which could be seen on %(day)s."
            )
        elif part >= 1:
            text = _(
                "The whole cap would be used: it would be reached in %(month)s, which could be "
                "seen on %(day)s."
            )
        else:
            text = _(
                "A Notice at %(share)s would be due: it would be passed in %(month)s, which "
                "could be seen on %(day)s."
            )
        words.append(text % values)
    words += [
        _("The Notice at %(share)s would no longer be due.") % {"share": threshold(part)}
        for part in found.fallen
    ]
    if not words:
        words.append(_("No Notice would follow, and none would fall away."))
    binding = then.binding
    if binding and then.measured and binding.share > 1:
        words.append(
            _("That would be %(n)s over the cap.") % {"n": quantity(binding.used - binding.limit)}
        )
    elif binding and then.measured:
        ahead = [t for t in then.terms.thresholds if t.share > binding.share]
        if ahead:
            first = min(ahead, key=lambda t: t.share)
            gap = first.share * binding.limit.amount - binding.used.amount
            words.append(
                _("%(n)s %(unit)s would be left to the next mark at %(share)s.")
                % {
                    "n": amount(gap),
                    "unit": unit(binding.limit.unit),
                    "share": threshold(first.share),
                }
            )
    waiting = then.coverage.silent + then.coverage.unknown + then.coverage.unclear
    if waiting:
        words.append(
            ngettext(
                "%(n)s report would still be missing, so that the share is a floor.",
                "%(n)s reports would still be missing, so that the share is a floor.",
                waiting,
            )
            % {"n": waiting}
        )
    return words


def _command(found: Following, draft: Draft | None, silent: bool, asked: Asked) -> str:
    """The same question on the command line."""
    parts = [f"manage.py whatif {found.present.cap.slug} --period {found.present.label}"]
    if asked.known_said:
        parts.append(f"--known-at {asked.known_at.isoformat()}")
    if draft:
        party = draft.recipient if found.present.cap.supplier else draft.supplier
        parts.append(
            f"--accept {party}:{draft.first_day}:{draft.last_day}:{draft.amount}:{draft.unit}"
        )
    if silent:
        parts.append("--silent-as-last-year")
    if asked.own.get("other_policy"):
        parts.append(f"--other-policy {asked.own['other_policy']}")
    return " ".join(parts)
