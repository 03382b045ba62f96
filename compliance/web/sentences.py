"""The sentences over the figures: a heading is its message, with the number in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from compliance.core.ledger import Cell, Entry
from compliance.core.period import Period
from compliance.models import Cap
from compliance.queries.ledger import CapUsage, Learnt, Summary
from compliance.web.charts.series import MISSING, Series
from compliance.web.filters import (
    NB,
    amount,
    day,
    days,
    listed,
    month,
    month_name,
    quantity,
    share,
    span,
    state_name,
    status_tag,
    threshold,
    unit,
)
from compliance.web.tables import ByPolicy


def goods(cap: Cap) -> str:
    """What is limited, as the start of a sentence."""
    words = cap.commodity.name if cap.commodity else cap.title
    return words[0].upper() + words[1:]


def in_period(period: Period) -> str:
    """in 2023; from 22 December 2022 to 21 December 2023."""
    words = span(period)
    return f"from {words}" if period.start.day != 1 else f"in {words}"


def count(n: int, one: str, many: str = "") -> str:
    return f"{n:,}{NB}{one if n == 1 else many or one + 's'}"


def missing(value: CapUsage | Summary) -> int:
    """Reports past due and not in, whatever the reason."""
    return value.coverage.silent + value.coverage.unknown + value.coverage.unclear


def is_floor(value: CapUsage | Summary) -> bool:
    """Whether the total can only be read as "at least"."""
    return missing(value) > 0 or not (value.binding is None or value.binding.whole)


def hedge(value: CapUsage) -> str:
    if is_floor(value):
        return f"at least{NB}"
    return f"so far{NB}" if value.coverage.waiting else ""


def heading(value: CapUsage, *, known_said: bool) -> str:
    """The message of a period of a cap, with its number."""
    name, where = goods(value.cap), in_period(value.period)
    if value.status.code == "never_applied":
        return f"{value.cap.title}: replaced before it began"
    if value.binding is None:
        return f"{name} {where}: the amount of this cap is published nowhere"
    if value.status.code == "not_begun":
        return f"{name} {where}: the period begins on {day(value.period.start)}"
    if not value.measured:
        said = f"As known on {day(value.known_at)}: " if known_said else ""
        return f"{said}{name} {where}: no figure has been read; unknown is not zero"
    used, limit = value.binding.used.amount, value.binding.limit
    figures = (
        f"{hedge(value)}{amount(used)} of {quantity(limit)} reported, "
        f"{share(value.binding.share)} of the cap"
    )
    if known_said:
        return f"As known on {day(value.known_at)}: {figures} for {name.lower()} {where}"
    return f"{name} {where}: {figures}"


def overview_heading(value: CapUsage) -> str:
    """The newest period with a figure, and what of it is missing."""
    assert value.binding is not None
    text = f"{goods(value.cap)} {in_period(value.period)}: {share(value.binding.share)}"
    gone = missing(value)
    if gone:
        verb = "is" if gone == 1 else "are"
        of_all = f"{gone} of {value.coverage.due}"
        return f"{text} of the cap is reported, and {of_all} reports {verb} missing"
    if value.coverage.waiting:
        return f"{text} of the cap is reported so far; every report due is in"
    return f"{text} of the cap is reported, and every report is in"


def lead(value: CapUsage) -> str:
    """What the number rests on."""
    cover, binding = value.coverage, value.binding
    if not value.measured or binding is None:
        return ""
    parts = []
    if cover.complete and cover.last_known_on:
        all_in = (
            f"All {cover.expected} monthly reports came in"
            if cover.expected > 1
            else "The report came in"
        )
        text = f"{all_in}, the last on {day(cover.last_known_on)}"
        after = (cover.last_known_on - value.period.last_day).days
        if after > 0:
            text += f", {count(after, 'day')} after the period had ended"
        parts.append(text + ".")
    else:
        has = "has" if cover.received == 1 else "have"
        text = f"{cover.received} of {cover.due} reports due {has} come in"
        if is_floor(value):
            gaps = [
                f"{cover.silent} silent" if cover.silent else "",
                f"{cover.unknown} unknown, as nobody has looked since" if cover.unknown else "",
                f"{cover.unclear} zero or blank" if cover.unclear else "",
            ]
            text += f" ({', '.join(filter(None, gaps))}), so the share is a floor"
        if cover.waiting:
            text += f"; {count(cover.waiting, 'more is', 'more are')} not due yet"
        parts.append(text + ".")
    parts.append(_distance(value))
    return " ".join(filter(None, parts))


def _distance(value: CapUsage) -> str:
    binding = value.binding
    assert binding is not None
    used, limit, unit_words = binding.used.amount, binding.limit.amount, unit(binding.limit.unit)
    if used > limit:
        return f"That is {amount(used - limit)} {unit_words} over the cap."
    passed = [t for t in value.terms.thresholds if t.share <= binding.share]
    ahead = [t for t in value.terms.thresholds if t.share > binding.share]
    if passed:
        text = f"It passed the Notice at {threshold(passed[-1].share)}"
        if ahead:
            gap = ahead[0].share * limit - used
            at = threshold(ahead[0].share)
            text += f" and is {amount(gap)} {unit_words} short of the next at {at}"
        return text + "."
    if ahead:
        gap = ahead[0].share * limit - used
        return (
            f"The total is {amount(gap)} {unit_words} short of the first Notice at "
            f"{threshold(ahead[0].share)}."
        )
    return ""


def chart_heading(shown: Series, earlier: Sequence[Series], *, floor: bool) -> str:
    """By which month how much, and how that compares."""
    at = f"{'at least ' if floor else ''}{share(shown.share)}"
    live = shown.live or len(shown.months)
    text = f"By {month_name(shown.months[live - 1].start)} {at} of the cap was reported as supplied"
    before = [s for s in earlier if s.total]
    if not before or floor:
        return text
    above = sorted((s for s in before if s.share > shown.share), key=lambda s: -s.share)
    if not above:
        return f"{text}, more than in any period before"
    if len(above) <= 2 and len(before) > len(above):
        names = listed(sorted(s.label for s in above))
        return f"{text}, more than in any period before but {names}"
    below = [s for s in before if s.share < shown.share]
    if not below:
        return f"{text}, less than in any period before"
    return text


def knowledge_heading(value: CapUsage, points: Sequence[Learnt]) -> str:
    """What could be known when the period ended, and what came after."""
    usages = [(p.day, p.usage.share) for p in points if p.usage]
    if not usages:
        return "Nothing was known of this period"
    last_day, last = usages[-1]
    at_end = [part for at, part in usages if at < value.period.end]
    if len(at_end) == len(usages):
        return f"{share(last)} could be known by {day(last_day)}"
    then = share(at_end[-1]) if at_end else "nothing"
    return (
        f"When {_the_period(value)} ended {then} could be known; "
        f"by {day(last_day)} it was {share(last)}"
    )


def _the_period(value: CapUsage) -> str:
    return value.label if len(value.label) == 4 else "the period"


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
            words.append(
                f"{state_name(supplier)}: {days(first, last)} gone from the table, the figures stay"
            )
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
    since = f"for {month(silence.since)} or since" if not silence.whole else "at all"
    if silence.last_report:
        since = f"since the one for {month(silence.last_report)}"
    return f"{state_name(silence.supplier)} has sent no report that was read {since}"


def years_heading(shares: Sequence[tuple[str, Decimal]]) -> str:
    label, best = max(shares, key=lambda item: item[1])
    if best < 1:
        return f"The reports never filled the cap: at most {share(best)}, in {label}"
    return f"The reports went as high as {share(best)} of the cap, in {label}"


def crossed_in_words(value: CapUsage, short: Decimal) -> str:
    words = "not known to be crossed" if is_floor(value) else "not crossed"
    return f"{words}; {amount(short)} short" if short > 0 else words


def policy_words(value: CapUsage, ways: Sequence[ByPolicy]) -> list[str]:
    """What follows from converting otherwise: every other way that changes figure or status."""
    if value.binding is None:
        return []
    name = value.label if len(value.label) == 4 else _("this period")
    words, same = [], []
    for way in ways:
        if way.chosen:
            continue
        tag, now = status_tag(way.status), status_tag(value.status)
        change = way.used.amount - value.binding.used.amount
        if not way.measured:
            words.append(
                _("%(way)s has no factor for these figures: by it there is none.")
                % {"way": way.policy.slug}
            )
            continue
        if way.used.unit != value.binding.used.unit:
            words.append(
                _("Under %(way)s another limit of the cap would bind, at %(share)s.")
                % {"way": way.policy.slug, "share": share(way.share)}
            )
            continue
        if not change and tag == now:
            same.append(way.policy.slug)
            continue
        more = _("%(n)s %(unit)s more") if change > 0 else _("%(n)s %(unit)s less")
        words.append(
            _("Under %(way)s %(period)s would be %(share)s, %(change)s; %(status)s.")
            % {
                "way": way.policy.slug,
                "period": name,
                "share": share(way.share) if way.whole else _("at least ") + share(way.share),
                "change": more % {"n": amount(abs(change)), "unit": unit(way.used.unit)},
                "status": _("the status stays “%(now)s”") % {"now": now}
                if tag == now
                else _("the status would be “%(tag)s” and not “%(now)s”")
                % {"tag": tag, "now": now},
            }
        )
    if same and not words:
        return [_("Every way gives the same: no figure of the period is turned by a factor.")]
    if same:
        words.append(_("Nothing changes under %(ways)s.") % {"ways": listed(same)})
    return words
