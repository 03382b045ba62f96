"""The estimated book for pages: beside the reports, compared with them, never added to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext, ngettext, pgettext

from compliance.core.ledger import Estimate, Estimated, Range
from compliance.queries.ledger import CapUsage, Compared, EstimatedUsage, Summary
from compliance.web.filters import (
    NB,
    amount,
    days,
    exact,
    month_short,
    share,
    spelled,
    state_name,
    threshold,
    unit,
)
from compliance.web.ledger.common import period_slug


REACHED = ("reached", "exceeded")  # of the estimated book: its floor is at the cap or past it


def said(estimate: Estimate) -> str:
    """The amount in the words of its source: over 1,000,000; about 800,000; 1 to 2; up to 3."""
    low, high = estimate.low, estimate.high
    central = estimate.central
    if estimate.open_above:
        return _over(amount(estimate.range.low))
    if low is not None and high is not None and low != high:
        return _between(amount(low), amount(high))
    if low is None and central is None:
        return _up_to(amount(high))
    if low is None and high is not None:
        form = gettext("about %(amount)s, up to %(high)s")
        return form % {"amount": amount(central), "high": amount(high)}
    if high is None and low is not None and central is None:
        return _at_least(amount(low))
    about = amount(central if central is not None else low)
    return gettext("about %(amount)s") % {"amount": about}


def _over(words: str) -> str:
    return gettext("over %(amount)s") % {"amount": words}


def _up_to(words: str) -> str:
    return gettext("up to %(amount)s") % {"amount": words}


def _at_least(words: str) -> str:
    return gettext("at least %(amount)s") % {"amount": words}


def _between(low: str, high: str) -> str:
    return pgettext("a range", "%(low)s to %(high)s") % {"low": low, "high": high}


def short_span(first: date, last: date) -> str:
    """7 Mar–5 Nov; Jan–Aug; a single month. The year is said by what it stands beside."""
    whole = first.day == 1 and (last.month != first.month or last.day > 27)
    after = date.fromordinal(last.toordinal() + 1)
    names = [month_short(first), month_short(last)]
    if whole and after.day == 1:
        return names[0] if names[0] == names[1] else f"{names[0]}–{names[1]}"
    if names[0] == names[1]:
        return f"{first.day}–{last.day}{NB}{names[1]}"
    return f"{first.day}{NB}{names[0]}–{last.day}{NB}{names[1]}"


def in_short(estimate: Estimate) -> str:
    """over 1,000,000, 7 Mar–5 Nov."""
    whose = (
        gettext(", %(state)s alone") % {"state": state_name(estimate.supplier)}
        if estimate.supplier
        else ""
    )
    span = short_span(estimate.period.start, estimate.period.last_day)
    return f"{said(estimate)}, {span}{whose}"


def ranged(value: Range | None) -> str:
    """A range in words: at least 3,000; 2,000 to 3,000; 3,000."""
    if value is None:
        return ""
    if value.high is None:
        return _at_least(amount(value.low))
    if amount(value.low) == amount(value.high):
        return amount(value.low)
    return _between(amount(value.low), amount(value.high))


def times(value: Range | None) -> str:
    """How many times the reports: at least 2.4 times; 1.2 to 3 times."""
    if value is None:
        return ""

    def one(number: Decimal) -> str:
        return exact(number.quantize(Decimal("0.1")))

    if value.high is None:
        often = _at_least(one(value.low))
    elif one(value.low) == one(value.high):
        often = one(value.low)
    else:
        often = _between(one(value.low), one(value.high))
    return gettext("%(number)s times") % {"number": often}


def of_cap(estimate: Estimate, limit: Decimal) -> str:
    """An estimate as a share of the cap, in its own words: over 200 %; 152 to 273.5 %."""
    low, high = estimate.range.low / limit, estimate.range.high
    if estimate.open_above:
        return _over(_share(low))
    if high is None or low * limit == high:
        return _share(low)
    if not low:
        return _up_to(_share(high / limit))
    return _between(_share(low), _share(high / limit))


def _share(value: Decimal) -> str:
    """A round one without decimals: nobody estimates to a tenth of a per cent."""
    return threshold(value) if value * 100 == int(value * 100) else share(value)


@dataclass(frozen=True)
class Told:
    """One estimate as a page tells it."""

    estimate: Estimate
    compared: Compared | None
    amount: str
    of_cap: str
    span: str
    inputs: tuple[str, ...]

    @property
    def reported(self) -> str:
        """What was reported for the months it touches, as now known."""
        if self.compared is None:
            return ""
        now = self.compared.now
        return ranged(Range(now.low, now.high))

    @property
    def months(self) -> str:
        assert self.compared is not None
        span = self.compared.now.months
        return days(span.start, span.last_day)

    @property
    def gap(self) -> str:
        return ranged(self.compared.gap) if self.compared else ""

    @property
    def times(self) -> str:
        return times(self.compared.ratio) if self.compared else ""


def tell(estimate: Estimate, *, limit: Decimal | None, compared: Compared | None = None) -> Told:
    return Told(
        estimate,
        compared,
        said(estimate),
        of_cap(estimate, limit) if limit else "",
        days(estimate.period.start, estimate.period.last_day),
        tuple(inputs(estimate)),
    )


def inputs(estimate: Estimate) -> list[str]:
    """What it was worked out from, as far as its source says."""
    given, words = estimate.inputs, []
    if given.calls is not None:
        words.append(gettext("%(n)s calls or deliveries") % {"n": amount(given.calls)})
    if given.tonnage is not None:
        words.append(gettext("%(n)s tons a call") % {"n": exact(given.tonnage)})
    fills = [f for f in (given.fill_low, given.fill_high) if f is not None]
    if fills:
        filled = [threshold(f) for f in fills]
        words.append(
            gettext("filled %(share)s")
            % {"share": _between(*filled) if len(filled) == 2 else filled[0]}
        )
    if given.factor is not None:
        words.append(gettext("%(n)s barrels a ton") % {"n": exact(given.factor)})
    return words


def told(value: EstimatedUsage) -> list[Told]:
    """Every estimate of a period beside the reports of its months, the oldest known first."""
    limit = value.book.limit.amount if value.book.limit else None
    return [tell(c.estimate, limit=limit, compared=c) for c in value.compared]


def heading(book: Estimated) -> str:
    """The message of the estimated book of a period of a cap, with its number."""
    if book.low_by is None or book.limit is None:
        return gettext("Estimated, beside the reports: no number")
    by = book.low_by
    return gettext("Estimated, beside the reports: %(amount)s %(unit)s, %(share)s of the cap") % {
        "amount": said(by),
        "unit": unit(book.limit.unit),
        "share": of_cap(by, book.limit.amount),
    }


def years_words(books: Sequence[Estimated]) -> str:
    """How often the estimates reach the cap; empty where there are none."""
    known = [b for b in books if b.estimates]
    if not known:
        return ""
    past = sum(b.code in REACHED for b in known)
    if not past:
        return ngettext(
            "estimates of %(n)s period stay below it",
            "estimates of %(n)s periods stay below it",
            len(known),
        ) % {"n": spelled(len(known))}
    return gettext("estimates reach or pass it in %(past)s of %(all)s periods") % {
        "past": past,
        "all": len(books),
    }


@dataclass(frozen=True)
class Hero:
    """The column beside the reported number of the overview."""

    told: tuple[Told, ...]  # of the period shown, the one with the highest floor first
    last: Told | None  # where there is none: the newest of an earlier period
    last_label: str
    last_slug: str
    alleged: int
    unit: str


def hero(
    value: CapUsage, books: Sequence[tuple[CapUsage | Summary, Estimated]], alleged: int
) -> Hero:
    limit = value.binding.limit if value.binding else None
    amount_ = limit.amount if limit else None
    mine = next((book for v, book in books if v.period == value.period), None)
    inside = sorted(mine.estimates, key=lambda e: -e.range.low) if mine else []
    earlier = [(v, b) for v, b in books if v.period.start < value.period.start and b.low_by]
    last = earlier[-1] if earlier and not inside else None
    return Hero(
        tuple(tell(e, limit=amount_) for e in inside),
        tell(last[1].low_by, limit=amount_) if last and last[1].low_by else None,
        days(last[0].period.start, last[0].period.last_day) if last else "",
        period_slug(last[0].label) if last else "",
        alleged,
        unit(limit.unit) if limit else "",
    )
