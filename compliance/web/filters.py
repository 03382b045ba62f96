"""How values are written for people: registered as template builtins in settings.

English: a comma for thousands, U+2212 for minus, a no-break space before % and inside days; other
languages by `tongues.py`. Amounts on screen are whole unless that would make something of it
nothing; shares have one decimal, and nothing below the whole cap is ever rounded up to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from urllib.parse import urlsplit

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import (
    get_language_bidi,
    gettext,
    ngettext,
    pgettext,
    pgettext_lazy,
)

from compliance.core.ledger.status import Clause, Floor, Gaps
from compliance.core.period import Period
from compliance.core.quantity import UNITS, Quantity
from compliance.core.symbol import NotASymbol, Symbol
from compliance.queries.ledger import CapUsage, Summary
from compliance.web import tongues, verdicts
from compliance.web.floors import is_floor, missing
from compliance.web.verdicts import Look


register = template.Library()
register.filter(is_floor)
register.filter(missing)

NB = "\u00a0"
MINUS = "\u2212"
# The smallest whole numbers as words, before a noun.
SMALL = (
    *(pgettext_lazy("small number", "no"), pgettext_lazy("small number", "one")),
    *(pgettext_lazy("small number", "two"), pgettext_lazy("small number", "three")),
    *(pgettext_lazy("small number", "four"), pgettext_lazy("small number", "five")),
    *(pgettext_lazy("small number", "six"), pgettext_lazy("small number", "seven")),
    *(pgettext_lazy("small number", "eight"), pgettext_lazy("small number", "nine")),
)
TENTH = Decimal("0.1")
# Suppliers that have a colour of their own; all others share one.
TONES = {"CN": "china", "RU": "russia"}


@register.filter
def amount(value: Decimal | int | None) -> str:
    """12,345; what would round to nothing keeps the decimals that show it."""
    if value is None:
        return ""
    value = Decimal(value)
    whole = value.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if whole == 0 and value != 0:
        return exact(value)
    return tongues.number(f"{whole:,f}")


@register.filter
def exact(value: Decimal | int | None) -> str:
    """All decimals that are held, none that only pad."""
    if value is None:
        return ""
    words = f"{Decimal(value):,f}"
    if "." in words:
        words = words.rstrip("0").rstrip(".")
    return tongues.number(words)


@register.filter
def quantity(value: object) -> str:
    """An amount with its unit, whole: 500,000 barrels."""
    if value is None:
        return ""
    return f"{amount(value.amount)}{NB}{unit(value.unit)}"  # type: ignore[attr-defined]


@register.filter
def exact_quantity(value: object) -> str:
    if value is None:
        return ""
    return f"{exact(value.amount)}{NB}{unit(value.unit)}"  # type: ignore[attr-defined]


@register.filter
def unit(code: str) -> str:
    """barrels, tons, US dollars."""
    return gettext(UNITS[code][1]) if code in UNITS else code


@register.filter
def share(value: Decimal | None) -> str:
    """0.725408 is 72.5 %. Less than the whole is never written as the whole, nor some as none."""
    if value is None:
        return ""
    percent = (value * 100).quantize(TENTH, rounding=ROUND_HALF_UP)
    if value < 1 and percent >= 100:
        percent = Decimal("99.9")
    if value > 0 and percent == 0:
        return gettext("under\u00a0%(share)s") % {"share": tongues.number(f"0.1{NB}%")}
    return tongues.number(f"{percent:,f}{NB}%")


@register.filter
def share_told(value: CapUsage | Summary) -> str:
    """The share of a period as it may be quoted: 72.5 %, or at least 33.7 % where it is a floor;
    what was not read is no share."""
    if value.binding is None or not value.measured:
        return "?"
    return hedged(share(value.binding.share), is_floor(value))


def hedged(words: str, floor: bool) -> str:
    """In a sentence, with "at least" before what is only a floor."""
    return gettext("at least %(amount)s") % {"amount": words} if floor else words


@register.filter
def least(words: str, floor: bool) -> str:
    """In a table or beside a bar, with the sign before what is only a floor: ≥ 33.7 %."""
    return tongues.isolated(f"≥{NB}{words}") if words and floor else words


@register.filter
def percent(value: Decimal | None) -> str:
    """The number of a share alone, for where the sign is set apart."""
    return share(value).removesuffix(f"{NB}%")


@register.filter
def spelled(n: int) -> str:
    """Small numbers as words."""
    return str(SMALL[n]) if 0 <= n < len(SMALL) else tongues.number(f"{n:,}")


@register.filter
def threshold(value: Decimal | None) -> str:
    """0.7500 is 75 %."""
    return "" if value is None else f"{exact(value * 100)}{NB}%"


@register.filter
def day(value: date | None) -> str:
    """17 January 2024."""
    return "" if value is None else tongues.day(value)


@register.filter
def day_short(value: date | None) -> str:
    """17 Jan 2024."""
    return "" if value is None else tongues.day_short(value)


@register.filter
def when(value: date | datetime | None) -> SafeString:
    """A day as <time>, in full."""
    return _time(value, day)


@register.filter
def when_short(value: date | datetime | None) -> SafeString:
    return _time(value, day_short)


def _time(value: date | datetime | None, words: object) -> SafeString:
    if value is None:
        return SafeString("")
    return format_html(
        '<time datetime="{}">{}</time>',
        value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat(),
        words(value),  # type: ignore[operator]
    )


@register.filter
def month(value: date | None) -> str:
    """January 2023."""
    return "" if value is None else tongues.month(value)


@register.filter
def month_name(value: date) -> str:
    return tongues.months()[value.month - 1]


@register.filter
def month_short(value: date) -> str:
    return tongues.months_short()[value.month - 1]


@register.filter
def span(value: object) -> str:
    """A period as people name it: 2023, May 2023, April to May 2019, or its two days."""
    first, last = value.start, value.last_day  # type: ignore[attr-defined]
    return days(first, last)


def days(first: date, last: date) -> str:
    from_first = first.day == 1
    to_last = (last.month, last.day) in _LAST_DAYS or (last.month == 2 and last.day >= 28)
    if from_first and to_last and (last.day != 28 or not _leap(last.year)):
        if first.year == last.year:
            if (first.month, last.month) == (1, 12):
                return str(first.year)
            if first.month == last.month:
                return month(first)
            return from_to(month_name(first), month(last))
        return from_to(month(first), month(last))
    if first == last:
        return day(first)
    return from_to(day(first), day(last))


def from_to(first: str, last: str) -> str:
    """A span by its two ends: April to May 2019."""
    return pgettext("a span of time", "%(first)s to %(last)s") % {"first": first, "last": last}


_LAST_DAYS = {
    *((m, 31) for m in (1, 3, 5, 7, 8, 10, 12)),
    *((m, 30) for m in (4, 6, 9, 11)),
}


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@register.filter
def state_name(code: str) -> str:
    return tongues.state(code)


@register.filter
def state_names(codes: list[str] | None) -> str:
    """China, Russia and Viet Nam."""
    return listed([tongues.state(code) for code in codes or ()])


def listed(words: list[str]) -> str:
    return tongues.listed(words)


@register.filter
def tone(code: str) -> str:
    """The colour of a supplier, by name."""
    return TONES.get(code, "others")


@register.filter
def host(address: str) -> str:
    """The site an address is at."""
    return urlsplit(address).netloc.removeprefix("www.") if is_web(address) else address


@register.filter
def is_web(address: str) -> bool:
    """Whether it may stand behind a link: nothing but http and https."""
    return address.startswith(("https://", "http://"))


@register.filter
def sentence(words: str) -> str:
    """With a capital and a full stop, whatever it came with."""
    words = words.strip()
    if not words:
        return ""
    return words[0].upper() + words[1:] + ("" if words[-1] in ".!?”)。！？؟" else ".")


@register.filter
def sentence_start(words: str) -> str:
    """With a capital, and no stop: the start of a line."""
    return words[:1].upper() + words[1:]


_AMOUNT = re.compile(rf"(\d[\d,]*(?:\.\d+)?) ({'|'.join(UNITS)})\b")
_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
_COUNTED = re.compile(r"\b(\d+) (silent|unknown|not yet due)\b")  # a number stays by its word
_STATES = re.compile(r"\bby ([A-Z]{2}(?:, [A-Z]{2})*) since\b")


@register.filter
def reason(words: str) -> str:
    """The reason of a status as people read it: units, days and States by name, amounts whole.

    Where two different amounts would look the same when made whole, they keep their decimals.
    """
    said = {Decimal(n.replace(",", "")) for n, _ in _AMOUNT.findall(words)}
    written = amount if len({amount(n) for n in said}) == len(said) else exact
    words = _AMOUNT.sub(
        lambda m: f"{written(Decimal(m[1].replace(',', '')))}{NB}{unit(m[2])}", words
    )
    words = _DAY.sub(lambda m: day(date.fromisoformat(m[1])), words)
    words = _STATES.sub(lambda m: f"by {state_names(m[1].split(', '))} since", words)
    words = _COUNTED.sub(rf"\1{NB}\2", words)
    return words.replace(" %", f"{NB}%")


@register.filter
def status_tag(status: object) -> str:
    """The short name of a status: its label, or where it has ended how far it came."""
    return _told(status)[0]


@register.filter
def status_words(status: object) -> str:
    """The reason of a status as a sentence, without what its tag says already."""
    return sentence(reason(_told(status)[1]))


def _told(status: object) -> tuple[str, str]:
    label, why = gettext(status.label), status.reason  # type: ignore[attr-defined]
    if not tongues.in_english() and status.clauses:  # type: ignore[attr-defined]
        heading = status.heading  # type: ignore[attr-defined]
        return _clause(heading) if heading else label, _clauses(status.clauses)  # type: ignore[attr-defined]
    tag, colon, rest = why.partition(": ")
    if status.code == "ended" and colon:  # type: ignore[attr-defined]
        return reason(tag), rest
    return label, why


def _clauses(clauses: tuple[Clause, ...]) -> str:
    """The parts of a reason as one sentence of the page's language."""
    words = ""
    for n, clause in enumerate(clauses):
        words += (gettext(clause.joint) if n else "") + _clause(clause)
    return words + gettext(".")


def _clause(clause: Clause) -> str:
    amounts = [v for v in clause.values.values() if isinstance(v, Quantity)]
    alike = len({amount(v.amount) for v in amounts}) < len({v.amount for v in amounts})
    wrote = exact_quantity if alike else quantity
    return gettext(clause.words) % {
        name: _clause_value(value, wrote) for name, value in clause.values.items()
    }


def _clause_value(value: object, wrote: Callable[[object], str]) -> str:
    match value:
        case Floor(quantity=least):
            return f"{gettext('at least')} {wrote(least)}"
        case Quantity():
            return wrote(value)
        case Decimal():
            return threshold(value)
        case date():
            return day(value)
        case Period():
            return span(value)
        case Gaps(counted=counted):
            return tongues.row([f"{n} {gettext(word)}" for n, word in counted])
        case tuple():
            return state_names(list(value))
    return str(value)


@register.filter
def spoken(word: str) -> str:
    """A code as words: share_of_cap is "share of cap"."""
    return gettext(word.replace("_", " ")) if word else ""


@register.filter
def named(words: str) -> str:
    """What the record names in English, by its name in the reader's language where there is one."""
    return gettext(words) if words else ""


@register.filter
def citation(words: str) -> str:
    """S/RES/2397 (2017) OP 5 as people write it: S/RES/2397 (2017), paragraph 5."""
    symbol, op, rest = words.partition(" OP ")
    symbol = tongues.isolated(symbol)
    if not op:
        return symbol
    return gettext("%(symbol)s, paragraph %(number)s") % {"symbol": symbol, "number": rest}


@register.filter
def cited(words: str) -> Symbol | None:
    """The resolution and paragraph that a finding cites, for a link to where they stand."""
    try:
        return Symbol.read(words)
    except NotASymbol:
        return None  # a rule of another body, which has no page here


@register.simple_tag(takes_context=True)
def kept(context: Context, view: str, *args: object, **changes: object) -> str:
    """The address of a page, with the day and the policy asked for kept; changes override."""
    asked = context.get("asked")
    address = reverse(view, args=[a for a in args if a != ""])
    return address + (asked.query(**changes) if asked else "")


@register.simple_tag(takes_context=True)
def here(context: Context, **changes: object) -> str:
    """This page with something else asked of it."""
    asked, request = context["asked"], context["request"]
    return request.path + asked.query(own=True, **changes)


@register.simple_tag(takes_context=True)
def tongues_of(context: Context) -> list[tongues.Edition]:
    """This page in each language; where it is none of the pages, the first page."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    ours = match is not None and match.func.__module__.startswith("compliance.web")
    return tongues.editions(request.get_full_path() if request and ours else None)


@register.filter
def look(verdict: str) -> Look:
    """How a verdict is shown."""
    return verdicts.look(verdict)


@register.filter
def of(table: dict[object, object], key: object) -> object:
    """What a table holds under a key."""
    return table.get(key)


@register.filter
def kept_quantity(value: dict[str, str]) -> str:
    """A quantity as a finding keeps it: amount and unit as texts; of a silence so many months."""
    if value["unit"] == "months":
        n = int(value["amount"])
        return ngettext("%(n)s month", "%(n)s months", n) % {"n": exact(Decimal(n))}
    return f"{exact(Decimal(value['amount']))}{NB}{unit(value['unit'])}"


@register.filter
def kept_value(value: object) -> str:
    """One value of an answer as a review keeps it."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@register.filter
def two_places(value: Fraction | Decimal) -> str:
    """A coefficient: 0.87, −0.05."""
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / value.denominator
    return f"{value.quantize(Decimal('0.01')) + 0:.2f}".replace("-", MINUS)


@register.filter
def line_days(line: object) -> str:
    """The span of a line of the ledger."""
    return days(line.first_day, line.last_day)  # type: ignore[attr-defined]


@register.simple_tag
def arrow() -> str:
    """From one to the next, the way the page is read."""
    return "←" if get_language_bidi() else "→"


@register.simple_tag
def source(address: str) -> SafeString:
    """Where something was read: a link to its site, or the name of the document."""
    if not is_web(address):
        return format_html("{}", address)
    return format_html('<a href="{}" rel="noreferrer">{}</a>', address, host(address))


@register.filter
def language(code: str) -> str:
    """A tag for `lang`, or nothing where it is not known."""
    return code if code.replace("-", "").isalnum() and code.isascii() else ""
