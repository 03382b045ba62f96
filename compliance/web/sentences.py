"""The sentences over the figures: a heading is its message, with the number in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from compliance.core.ledger import Cell, Entry
from compliance.core.period import Period
from compliance.models import Cap
from compliance.queries.ledger import CapUsage, Learnt, Summary
from compliance.web import tongues
from compliance.web.charts.series import MISSING, Series
from compliance.web.filters import (
    NB,
    amount,
    day,
    days,
    hedged,
    listed,
    month,
    month_name,
    named,
    quantity,
    share,
    share_told,
    span,
    state_name,
    status_tag,
    threshold,
    unit,
)
from compliance.web.floors import is_floor, missing
from compliance.web.tables import ByPolicy


def goods(cap: Cap) -> str:
    """What is limited, as the start of a sentence."""
    words = named(cap.commodity.name if cap.commodity else cap.title)
    return words[0].upper() + words[1:]


def in_period(period: Period) -> str:
    """in 2023; from 22 December 2022 to 21 December 2023."""
    form = gettext("from %(span)s") if period.start.day != 1 else gettext("in %(span)s")
    return form % {"span": span(period)}


def hedge(value: CapUsage) -> str:
    if is_floor(value):
        return gettext("at least") + NB
    return gettext("so far") + NB if value.coverage.waiting else ""


def heading(value: CapUsage, *, known_said: bool) -> str:
    """The message of a period of a cap, with its number."""
    name, where = goods(value.cap), in_period(value.period)
    words = {"goods": name, "period": where, "day": day(value.known_at)}
    if value.status.code == "never_applied":
        return gettext("%(cap)s: replaced before it began") % {"cap": named(value.cap.title)}
    if value.binding is None:
        return gettext("%(goods)s %(period)s: the amount of this cap is published nowhere") % words
    if value.status.code == "not_begun":
        begins = {**words, "day": day(value.period.start)}
        return gettext("%(goods)s %(period)s: the period begins on %(day)s") % begins
    if not value.measured:
        form = (
            gettext(
                "As known on %(day)s: %(goods)s %(period)s: no figure has been read; "
                "unknown is not zero"
            )
            if known_said
            else gettext("%(goods)s %(period)s: no figure has been read; unknown is not zero")
        )
        return form % words
    words["figures"] = gettext("%(hedge)s%(used)s of %(limit)s reported, %(share)s of the cap") % {
        "hedge": hedge(value),
        "used": amount(value.binding.used.amount),
        "limit": quantity(value.binding.limit),
        "share": share(value.binding.share),
    }
    if known_said:
        words["goods"] = name.lower()
        return gettext("As known on %(day)s: %(figures)s for %(goods)s %(period)s") % words
    return gettext("%(goods)s %(period)s: %(figures)s") % words


def overview_heading(value: CapUsage) -> str:
    """The newest period with a figure, and what of it is missing."""
    assert value.binding is not None
    gone = missing(value)
    words = {
        "goods": goods(value.cap),
        "period": in_period(value.period),
        "share": share_told(value),
        "gone": gone,
        "due": value.coverage.due,
    }
    if gone:
        form = ngettext(
            "%(goods)s %(period)s: %(share)s of the cap is reported, and %(gone)s of %(due)s "
            "reports is missing",
            "%(goods)s %(period)s: %(share)s of the cap is reported, and %(gone)s of %(due)s "
            "reports are missing",
            gone,
        )
    elif value.coverage.waiting:
        form = gettext(
            "%(goods)s %(period)s: %(share)s of the cap is reported so far; every report due is in"
        )
    else:
        form = gettext(
            "%(goods)s %(period)s: %(share)s of the cap is reported, and every report is in"
        )
    return form % words


def lead(value: CapUsage) -> str:
    """What the number rests on."""
    cover, binding = value.coverage, value.binding
    if not value.measured or binding is None:
        return ""
    parts = [_all_in(value) if cover.complete and cover.last_known_on else _come_in(value)]
    parts.append(_distance(value))
    return " ".join(filter(None, parts))


def _all_in(value: CapUsage) -> str:
    cover = value.coverage
    assert cover.last_known_on is not None
    after = (cover.last_known_on - value.period.last_day).days
    words = {"n": cover.expected, "day": day(cover.last_known_on), "after": so_many_days(after)}
    if after <= 0:
        form = ngettext(
            "The report came in, on %(day)s.",
            "All %(n)s monthly reports came in, the last on %(day)s.",
            cover.expected,
        )
    else:
        form = ngettext(
            "The report came in, on %(day)s, %(after)s after the period had ended.",
            "All %(n)s monthly reports came in, the last on %(day)s, %(after)s after the period "
            "had ended.",
            cover.expected,
        )
    return form % words


def so_many_days(n: int) -> str:
    return ngettext("%(n)s\u00a0day", "%(n)s\u00a0days", n) % {"n": amount(n)}


def _come_in(value: CapUsage) -> str:
    cover = value.coverage
    text = ngettext(
        "%(received)s of %(due)s reports due has come in",
        "%(received)s of %(due)s reports due have come in",
        cover.received,
    ) % {"received": cover.received, "due": cover.due}
    if is_floor(value):
        gaps = [
            gettext("%(n)s silent") % {"n": cover.silent} if cover.silent else "",
            gettext("%(n)s unknown, as nobody has looked since") % {"n": cover.unknown}
            if cover.unknown
            else "",
            gettext("%(n)s zero or blank") % {"n": cover.unclear} if cover.unclear else "",
        ]
        missing_words = tongues.row([words.replace(" ", NB, 1) for words in gaps if words])
        text += gettext(" (%(gaps)s), so the share is a floor") % {"gaps": missing_words}
    if cover.waiting:
        text += ngettext(
            "; %(n)s\u00a0more is not due yet", "; %(n)s\u00a0more are not due yet", cover.waiting
        ) % {"n": cover.waiting}
    return text + gettext(".")


def _distance(value: CapUsage) -> str:
    binding = value.binding
    assert binding is not None
    used, limit, unit_words = binding.used.amount, binding.limit.amount, unit(binding.limit.unit)
    words = {"unit": unit_words}
    if used > limit:
        words["amount"] = amount(used - limit)
        return gettext("That is %(amount)s %(unit)s over the cap.") % words
    passed = [t for t in value.terms.thresholds if t.share <= binding.share]
    ahead = [t for t in value.terms.thresholds if t.share > binding.share]
    if ahead:
        words["amount"] = amount(ahead[0].share * limit - used)
        words["next"] = threshold(ahead[0].share)
    if passed:
        words["passed"] = threshold(passed[-1].share)
        if ahead:
            return (
                gettext(
                    "It passed the Notice at %(passed)s and is %(amount)s %(unit)s short of the "
                    "next at %(next)s."
                )
                % words
            )
        return gettext("It passed the Notice at %(passed)s.") % words
    if ahead:
        return (
            gettext("The total is %(amount)s %(unit)s short of the first Notice at %(next)s.")
            % words
        )
    return ""


def chart_heading(shown: Series, earlier: Sequence[Series], *, floor: bool) -> str:
    """By which month how much, and how that compares."""
    least = gettext("at least") + " " if floor else ""
    live = shown.live or len(shown.months)
    words = {
        "month": month_name(shown.months[live - 1].start),
        "share": f"{least}{share(shown.share)}",
    }
    text = gettext("By %(month)s %(share)s of the cap was reported as supplied") % words
    words["text"] = text
    before = [s for s in earlier if s.total]
    if not before or floor:
        return text
    above = sorted((s for s in before if s.share > shown.share), key=lambda s: -s.share)
    if not above:
        return gettext("%(text)s, more than in any period before") % words
    if len(above) <= 2 and len(before) > len(above):
        words["others"] = listed(sorted(s.label for s in above))
        return gettext("%(text)s, more than in any period before but %(others)s") % words
    below = [s for s in before if s.share < shown.share]
    if not below:
        return gettext("%(text)s, less than in any period before") % words
    return text


def knowledge_heading(value: CapUsage, points: Sequence[Learnt]) -> str:
    """What could be known when the period ended, and what came after."""
    usages = [(p.day, p.usage.share, p.least) for p in points if p.usage]
    if not usages:
        return gettext("Nothing was known of this period")
    last_day, last, _ = usages[-1]
    words = {
        "share": hedged(share(last), is_floor(value)),
        "day": day(last_day),
        "period": _the_period(value),
    }
    at_end = [(part, floor) for at, part, floor in usages if at < value.period.end]
    if len(at_end) == len(usages):
        return gettext("%(share)s could be known by %(day)s") % words
    part, floor = at_end[-1] if at_end else (None, False)
    words["then"] = hedged(share(part), floor) if at_end else gettext("nothing")
    return (
        gettext("When %(period)s ended %(then)s could be known; by %(day)s it was %(share)s")
        % words
    )


def _the_period(value: CapUsage) -> str:
    return value.label if len(value.label) == 4 else gettext("the period")


def came(entries: Sequence[Entry]) -> str:
    """What a day of knowledge brought: China March to May; Russia October (nil)."""
    words = []
    for supplier in dict.fromkeys(e.supplier for e in entries):
        mine = sorted((e for e in entries if e.supplier == supplier), key=lambda e: e.period.start)
        gone = [e for e in mine if e.kind == "vanished" or e.withdrawn]
        new = [e for e in mine if e not in gone]
        if new:
            first, last = new[0].period.start, new[-1].period.last_day
            words.append(f"{state_name(supplier)}: {days(first, last)}")
        if gone:
            first, last = gone[0].period.start, gone[-1].period.last_day
            gone_words = gettext("%(state)s: %(span)s gone from the table, the figures stay")
            words.append(gone_words % {"state": state_name(supplier), "span": days(first, last)})
    return "; ".join(words)


@dataclass(frozen=True)
class Silence:
    """A State's months without a report, up to the newest that was due."""

    supplier: str
    since: date | None  # first day of the first month missing
    until: date | None
    silent: int
    unknown: int
    days_late: int
    last_report: date | None  # first day of the last month with a report
    whole: bool = True  # whether every month was looked at

    @property
    def months(self) -> int:
        return self.silent + self.unknown


def silences(every: Sequence[CapUsage], *, whole: bool = True) -> list[Silence]:
    """How long each reporter has been without a report, longest first. Where not every period is
    given, a silence is at least as long."""
    by_supplier: dict[str, list[Cell]] = {}
    for value in every:
        for cell in value.cells:
            by_supplier.setdefault(cell.supplier, []).append(cell)
    found = []
    for supplier, cells in by_supplier.items():
        run: list[Cell] = []
        last = None
        for cell in reversed(cells):
            if cell.state == "waiting":
                continue
            if cell.state not in MISSING:
                last = cell.month.start
                break
            run.append(cell)
        if run:
            oldest = run[-1]
            found.append(
                Silence(
                    supplier,
                    oldest.month.start,
                    run[0].month.start,
                    sum(c.state == "silent" for c in run),
                    sum(c.state != "silent" for c in run),
                    oldest.days_late or 0,
                    last,
                    whole,
                )
            )
    return sorted(found, key=lambda s: -s.days_late)


def silence_words(silence: Silence) -> str:
    words = {"state": state_name(silence.supplier)}
    if silence.last_report is None and not silence.whole:
        words["month"] = month(silence.since)
        return gettext("%(state)s has sent no report that was read for %(month)s or since") % words
    if silence.last_report is None:
        return gettext("%(state)s has sent no report that was read at all") % words
    words["month"] = month(silence.last_report)
    return gettext("%(state)s has sent no report that was read since the one for %(month)s") % words


def years_heading(periods: Sequence[CapUsage | Summary]) -> str:
    """The fullest of some periods that have a figure, and whether it is known to be that."""
    value, best = max(
        ((v, v.binding.share) for v in periods if v.binding), key=lambda item: item[1]
    )
    words = {"share": share_told(value), "period": value.label}
    if best < 1 and any(is_floor(v) for v in periods):
        form = gettext(
            "The reports that are in never filled the cap: the most is %(share)s, in %(period)s"
        )
        return form % words
    if best < 1:
        return gettext("The reports never filled the cap: at most %(share)s, in %(period)s") % words
    return gettext("The reports went as high as %(share)s of the cap, in %(period)s") % words


def crossed_in_words(value: CapUsage, short: Decimal) -> str:
    words = gettext("not known to be crossed") if is_floor(value) else gettext("not crossed")
    if short <= 0:
        return words
    return gettext("%(words)s; %(amount)s short") % {"words": words, "amount": amount(short)}


def policy_words(value: CapUsage, ways: Sequence[ByPolicy]) -> list[str]:
    """What follows from converting otherwise: every other way that changes figure or status."""
    if value.binding is None:
        return []
    name = value.label if len(value.label) == 4 else gettext("this period")
    words, same = [], []
    for way in ways:
        if way.chosen:
            continue
        tag, now = status_tag(way.status), status_tag(value.status)
        change = way.used.amount - value.binding.used.amount
        if not way.measured:
            words.append(
                gettext("%(way)s has no factor for these figures: by it there is none.")
                % {"way": way.policy.slug}
            )
            continue
        if way.used.unit != value.binding.used.unit:
            words.append(
                gettext("Under %(way)s another limit of the cap would bind, at %(share)s.")
                % {"way": way.policy.slug, "share": hedged(share(way.share), way.least)}
            )
            continue
        if not change and tag == now:
            same.append(way.policy.slug)
            continue
        more = gettext("%(n)s %(unit)s more") if change > 0 else gettext("%(n)s %(unit)s less")
        words.append(
            gettext("Under %(way)s %(period)s would be %(share)s, %(change)s; %(status)s.")
            % {
                "way": way.policy.slug,
                "period": name,
                "share": hedged(share(way.share), way.least),
                "change": more % {"n": amount(abs(change)), "unit": unit(way.used.unit)},
                "status": gettext("the status stays “%(now)s”") % {"now": now}
                if tag == now
                else gettext("the status would be “%(tag)s” and not “%(now)s”")
                % {"tag": tag, "now": now},
            }
        )
    if same and not words:
        return [gettext("Every way gives the same: no figure of the period is turned by a factor.")]
    if same:
        words.append(gettext("Nothing changes under %(ways)s.") % {"ways": listed(same)})
    return words
