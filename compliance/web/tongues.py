"""The languages of the pages: how each writes numbers, days, months, rows of words and States.

What is in a catalogue is said by `gettext`; here is what grammar and custom make of values. The
separators are those of `tracker/formats/`, so that numbers which a template writes by itself look
the same. Names of States come from CLDR, but for the few that the United Nations call otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale
from babel.lists import format_list
from django.conf import settings
from django.utils import dateformat
from django.utils.dates import MONTHS, MONTHS_AP
from django.utils.formats import get_format
from django.utils.translation import (
    get_language,
    get_language_bidi,
    gettext,
    pgettext,
    to_locale,
)

from compliance.core import state as states


NB = "\u00a0"
MINUS = "\u2212"
ENGLISH = "en-gb"
IN_ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SHORT_IN_ENGLISH = tuple(name[:3] for name in IN_ENGLISH)
# What the United Nations call a State in its official languages, where CLDR has another name.
USUAL = {
    "fr": {"KP": "RPDC", "KR": "République de Corée", "SY": "Syrie"},
    "zh-hans": {"KP": "朝鲜", "KR": "大韩民国"},
    "ko": {"KP": "북한", "KR": "대한민국"},
    "ar": {"KP": "جمهورية كوريا الشعبية الديمقراطية", "KR": "جمهورية كوريا"},
}


# In which States may be asked for: the languages of the pages and those of the United Nations.
SPOKEN_OF = ("en", "fr", "es", "ru", "zh_Hans", "zh_Hant", "ar", "ko")


def spoken() -> str:
    """The language a page is written in, by its code in the settings."""
    return get_language() or ENGLISH


def in_english() -> bool:
    return spoken() == ENGLISH


def number(words: str) -> str:
    """A number written as 1,234.5 and with a hyphen for minus, as the language writes it."""
    words = words.replace("-", MINUS)
    return words if in_english() else words.translate(_separators(spoken()))


@cache
def _separators(language: str) -> dict[int, str]:
    thousands = get_format("THOUSAND_SEPARATOR", language)
    point = get_format("DECIMAL_SEPARATOR", language)
    return str.maketrans({",": str(thousands), ".": str(point)})


def day(value: date) -> str:
    """17 January 2024."""
    if in_english():
        return f"{value.day}{NB}{IN_ENGLISH[value.month - 1]}{NB}{value.year}"
    return _written(value, pgettext("how a day is written", "j F Y"))


def day_short(value: date) -> str:
    """17 Jan 2024."""
    if in_english():
        return f"{value.day}{NB}{SHORT_IN_ENGLISH[value.month - 1]}{NB}{value.year}"
    return _written(value, pgettext("how a day is written where there is little room", "j M Y"))


def month(value: date) -> str:
    """January 2024."""
    if in_english():
        return f"{IN_ENGLISH[value.month - 1]}{NB}{value.year}"
    return _written(value, pgettext("how a month is written", "F Y"))


def day_in_year(value: date) -> str:
    """17 Jan, where the year is said beside it."""
    if in_english():
        return f"{value.day}{NB}{SHORT_IN_ENGLISH[value.month - 1]}"
    return _written(value, pgettext("how a day is written beside its year", "j M"))


def _written(value: date, form: str) -> str:
    return dateformat.format(value, form).replace(" ", NB)


def months() -> Sequence[str]:
    """The twelve months by name."""
    return IN_ENGLISH if in_english() else [str(MONTHS[n]) for n in range(1, 13)]


def months_short() -> Sequence[str]:
    """The twelve months by their short names."""
    if in_english():
        return SHORT_IN_ENGLISH
    return [str(MONTHS_AP[n]) for n in range(1, 13)]


def month_letter(value: date) -> str:
    """A month where there is room for a letter or two: its first letter, or its number."""
    name = months_short()[value.month - 1]
    return name[0] if name[0].isalpha() and name.isascii() else str(value.month)


def state(code: str) -> str:
    """The name of a State."""
    return states.name(code) if in_english() else _state(code, spoken())


@cache
def _state(code: str, language: str) -> str:
    usual = USUAL.get(language, {}).get(code)
    return usual or _locale(language).territories.get(code) or states.name(code)


def states_by_name() -> dict[str, str]:
    """Every State's code with its name, in the order of names."""
    every = {code: state(code) for code in states.names()}
    return every if in_english() else dict(sorted(every.items(), key=lambda item: item[1]))


def names() -> dict[str, list[str]]:
    """Each State's names: in every language here and of the United Nations, short and usual."""
    found = {code: [] if name == code else [name] for code, name in states.names().items()}
    for language in SPOKEN_OF:
        territories = Locale.parse(language).territories
        for code, held in found.items():
            if name := territories.get(code):
                held.append(name)
    for usual in USUAL.values():
        for code, name in usual.items():
            found[code].append(name)
    return found


def listed(words: Sequence[str]) -> str:
    """China, Russia and Viet Nam."""
    if len(words) < 2:
        return "".join(words)
    if in_english():
        return f"{', '.join(words[:-1])} and {words[-1]}"
    return str(format_list(words, locale=_locale(spoken())))


def row(words: Sequence[str]) -> str:
    """Words one after the other, without an "and" before the last."""
    return gettext(", ").join(words)


def isolated(words: str) -> str:
    """Words from left to right, as a document's symbol, in order in a text that is not."""
    return f"\u2066{words}\u2069" if get_language_bidi() else words


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(to_locale(language))


@dataclass(frozen=True, slots=True)
class Edition:
    """A page in one of the languages."""

    tag: str
    name: str  # in its own language
    address: str
    current: bool


def editions(address: str | None) -> list[Edition]:
    """A page in each language, by its address; without one the first page."""
    now = spoken()
    plain = "/" if address is None else address.removeprefix("" if in_english() else f"/{now}")
    return [
        Edition(tag, name, plain if tag == ENGLISH else f"/{tag}{plain}", tag == now)
        for tag, name in settings.LANGUAGES
    ]
