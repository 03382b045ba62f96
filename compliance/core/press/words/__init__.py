"""The lexicons: one file a language, loaded when a text in that language is first read."""

from functools import lru_cache
from importlib import import_module
from types import ModuleType

from compliance.core.press.marks import Lexicon

LANGUAGES = ("en", "ko", "zh", "ja", "ru", "es", "fr", "de", "ar", "it")


def tables(language: str) -> ModuleType:
    """Return the module with the tables of a language, English where there is none."""
    name = language if language in LANGUAGES else "en"
    return import_module(f"compliance.core.press.words.{name}")


@lru_cache(maxsize=None)
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language."""
    words = tables(language)
    made = Lexicon(language, spaced=language not in ("zh", "ja", "ko"))
    for table in words.TABLES:
        for kind, value, phrases in table:
            made.add(kind, value, (phrase.strip() for phrase in phrases.split("|")))
    return made.close()
