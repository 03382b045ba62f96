"""`make messages`: what the pages say, gathered into the catalogue of each language.

Words come from templates and from `gettext` in the code; the names that the record holds in English
(of units, statuses, caps, goods) from where they are held. A catalogue keeps what was translated,
gains what is new and loses what is said no more; beside it lies its compiled form, which is what
Django reads, so that nothing is needed to compile it where the tracker runs.
"""

from __future__ import annotations

import ast
import io
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import django
import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize


ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "compliance" / "locale"
LANGUAGES = ("fr", "ko", "zh_Hans", "ar")
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "_": None,
}
_TEXT = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL = re.compile(rf"(?<![A-Za-z])(?:n?p?gettext|_)\((?:[^()\"']|{_TEXT})*\)")
# No catalogue changes because of the day on which it was written.
NO_DAY = datetime(2020, 1, 1, tzinfo=UTC)


def said() -> Catalog:
    """Everything that the pages say, untranslated."""
    found = Catalog(project="tracker", charset="utf-8")
    for message, context in _found():
        found.add(message, context=context)
    for name in _names():
        found.add(name)
    return found


def _found() -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    for path in sorted((ROOT / "compliance" / "web").rglob("*.py")):
        yield from _extracted(path.read_text())
    pages = [*(ROOT / "templates" / "compliance").rglob("*"), *(ROOT / "templates").glob("*.html")]
    for path in sorted(p for p in pages if p.is_file()):
        # what is no message is blanked out with rows of X; only the calls are wanted
        yield from _extracted("\n".join(_CALL.findall(templatize(path.read_text()))))


def _extracted(source: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    for _, message, _, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        yield message, context


def _names() -> Iterator[str]:
    """The names that pages show and the record holds in English."""
    from compliance.core.ledger import CELLS
    from compliance.core.ledger.status import CODES
    from compliance.core.quantity import UNITS
    from compliance.core.regime.rules import FACTS, ROUTES
    from compliance.core.regime.treatment import KINDS, QUESTIONS
    from compliance.models import Article, Measure, Review, Sighting

    yield from _clauses()
    yield from (words for _, words in UNITS.values())
    yield from CODES.values()
    yield from CELLS.values()
    yield from KINDS
    yield from KINDS.values()
    for held in (FACTS, ROUTES, QUESTIONS):
        yield from held.values()
    for field in (
        Measure._meta.get_field("kind"),
        Measure._meta.get_field("strength"),
        Measure._meta.get_field("route"),
        Article._meta.get_field("origin"),
        Sighting._meta.get_field("origin"),
        Review._meta.get_field("decision"),
    ):
        yield from (str(label) for _, label in field.choices or () if label)
    for path in sorted((ROOT / "seeds" / "regime").glob("*.yaml")):
        yield from _named_in(yaml.safe_load(path.read_text()))


def _clauses() -> Iterator[str]:
    """The words of the clauses that reasons of a status are made of, and what joins them."""
    source = (ROOT / "compliance" / "core" / "ledger" / "status.py").read_text()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Clause":
            texts = [node.args[0], *(k.value for k in node.keywords if k.arg == "joint")]
            for part in (each for text in texts for each in ast.walk(text)):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value
    yield "; "


def _named_in(held: object) -> Iterator[str]:
    """Titles and scopes of caps, and names of committees and goods."""
    if isinstance(held, dict):
        cap = held.get("cap")
        if isinstance(cap, dict):
            yield from (cap[key] for key in ("title", "scope") if isinstance(cap.get(key), str))
        if ("code" in held or "slug" in held) and isinstance(held.get("name"), str):
            yield held["name"]
        for value in held.values():
            yield from _named_in(value)
    elif isinstance(held, list):
        for value in held:
            yield from _named_in(value)


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it is kept; an empty one where there is none yet."""
    path = LOCALES / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compiled(kept: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, kept)
    return out.getvalue()


def renew(language: str) -> tuple[int, int]:
    """Bring a catalogue up to what is said; how many messages it has, and how many untranslated."""
    kept = catalogue(language)
    kept.update(said(), no_fuzzy_matching=True)
    kept.obsolete.clear()
    kept.fuzzy = False
    kept.creation_date = kept.revision_date = NO_DAY
    kept.header_comment = f"# What the pages say in {language}; see tests/messages.py."
    folder = LOCALES / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "django.po").open("wb") as file:
        write_po(file, kept, sort_output=True, no_location=True, width=0)
    (folder / "django.mo").write_bytes(compiled(catalogue(language)))
    every = [message for message in kept if message.id]
    return len(every), sum(not _told(message.string) for message in every)


def _told(words: object) -> bool:
    return all(words) if isinstance(words, tuple) else bool(words)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    missing = 0
    for language in LANGUAGES:
        every, without = renew(language)
        missing += without
        print(f"{language}: {every} messages, {without} without words yet")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
