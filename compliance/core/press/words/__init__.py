"""The lexicons: one file a language, loaded when a text in that language is first read.

The names of States come from CLDR (Babel) in every language; the files add what CLDR does not
hold: demonyms, capitals, short forms ("the North", "le Kremlin") and bodies.
"""

import re
from functools import cache
from importlib import import_module
from types import ModuleType

from compliance.core.press.marks import Lexicon


LANGUAGES = ("en", "ko", "zh", "ja", "ru", "es", "fr", "de", "ar", "it")
UNSPACED = ("zh", "ja", "ko")

_CLDR = {"zh": ("zh", "zh_Hant")}
_TERRITORY = re.compile(r"[A-Z]{2}")
# CLDR names that are also ordinary words or other names in running text.
_NOT_NAMES = frozenset(("EU", "UN", "EZ", "XA", "XB", "ZZ", "QO", "AQ", "JE", "GG", "IO"))


def tables(language: str) -> ModuleType:
    """Return the module with the tables of a language, English where there is none."""
    name = language if language in LANGUAGES else "en"
    return import_module(f"compliance.core.press.words.{name}")


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language."""
    words = tables(language)
    name = words.__name__.rsplit(".", 1)[-1]
    made = Lexicon(name, spaced=name not in UNSPACED)
    for table in words.TABLES:
        for kind, value, phrases in table:
            made.add(kind, value, (phrase.strip() for phrase in phrases.split("|")))
            if kind == "state" and name == "en":
                made.add(kind, value, _peoples(phrases))
    for code, country in _country_names(name):
        made.add("state", code, (country,))
    return made.close()


def _peoples(phrases: str) -> list[str]:
    """Return the plurals of English adjectives that also name people: "Egyptians"."""
    words = (phrase.strip() for phrase in phrases.split("|"))
    return [word + "s" for word in words if re.fullmatch(r"[A-Z][a-z]+(?:ian|ean|an|i)", word)]


def _country_names(language: str) -> list[tuple[str, str]]:
    """Return the names of States in a language, by ISO code."""
    from babel import Locale  # here, for it costs more than all our own modules together

    names: dict[str, str] = {}
    for locale in _CLDR.get(language, (language,)):
        for code, country in Locale.parse(locale).territories.items():
            if not _TERRITORY.fullmatch(code) or code in _NOT_NAMES:
                continue
            plain = re.sub(r"\s*[(（].*?[)）]|\s+SAR China.*", "", country).strip()
            if len(plain) < 2:
                continue
            if language == "ru":
                plain = _stem(plain)
            names.setdefault(plain, code)
            if language == "de" and " " not in plain and plain[-1] not in "sxz":
                names.setdefault(plain + "s", code)
    return [(code, name) for name, code in names.items()]


def _stem(name: str) -> str:
    """Open the endings of a Russian name, so that every case of it is heard."""
    parts = []
    for word in re.split(r"[ -]", name):
        bare = re.sub(
            r"(?:ия|ая|ые|ий|ый|[аяйьы])$", lambda m: m[0][:1] if m[0] == "ия" else "", word
        )
        parts.append(bare + "*" if len(bare) >= 3 and word[:1].isupper() else word)
    return " ".join(parts)
