"""`manage.py read_article FILE...`: what the reader finds in texts. Stores nothing."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compliance.core import press
from compliance.core.press.annotation import annotation
from compliance.management.written import as_line


@dataclass(frozen=True)
class Told:
    """A text to read, and what is said of it."""

    identity: str
    text: str
    published_on: date | None
    language: str | None


class Command(BaseCommand):
    help = (
        "Read texts: figures, claims, allegations, silences, resolutions, and why. Nothing is "
        "stored, and no database is needed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", help="texts in UTF-8")
        parser.add_argument(
            "--manifest",
            type=Path,
            metavar="FILE.jsonl",
            help='lines {"id", "path", "published", "language"}; all but path may be absent',
        )
        parser.add_argument(
            "--published", type=date.fromisoformat, metavar="YYYY-MM-DD", help="of each FILE"
        )
        parser.add_argument("--language", metavar="xx", help=", ".join(press.LANGUAGES))
        parser.add_argument("--json", action="store_true", help="a line of JSON an article")

    def handle(
        self, *, files: list[str], manifest: Path | None, json: bool, **options: Any
    ) -> None:
        if not files and manifest is None:
            raise CommandError("Name a text, or a list of texts with --manifest.")
        told: list[Told] = []
        wrong: list[str] = []
        language = options["language"]
        if language and language not in press.LANGUAGES:
            wrong.append(
                f"--language {language!r}: the reader knows {', '.join(press.LANGUAGES)}; "
                "leave it out and the text itself says."
            )
        for name in files:
            try:
                told.append(Told(name, _text(Path(name)), options["published"], language))
            except (OSError, UnicodeError) as problem:
                wrong.append(f"{name}: {_why(problem)}")
        if manifest is not None:
            for item in _listed(manifest):
                (told if isinstance(item, Told) else wrong).append(item)  # type: ignore[arg-type]
        if wrong:
            raise CommandError("\n".join(wrong))
        for each in told:
            reading = press.read(each.text, published_on=each.published_on, language=each.language)
            found = annotation(each.identity, reading)
            self.stdout.write(as_line(found) if json else "\n".join(_in_words(found)))


def _listed(manifest: Path) -> Iterator[Told | str]:
    """The texts of a list, or what is wrong with a line of it. A path is sought from here, and
    else beside the list."""
    try:
        lines = manifest.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeError) as problem:
        yield f"{manifest}: {_why(problem)}"
        return
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{manifest}, line {number}"
        try:
            said = json.loads(line)
            if not isinstance(said, dict) or not isinstance(said.get("path"), str):
                yield f'{where}: it must be an object with a "path".'
                continue
            path = Path(said["path"])
            if not path.exists():
                path = manifest.parent / path
            day = date.fromisoformat(said["published"]) if said.get("published") else None
            language = said.get("language")
            yield Told(
                str(said.get("id") or said["path"]),
                _text(path),
                day,
                # Of a language without a lexicon the reader makes the best by the script.
                language if language in press.LANGUAGES else None,
            )
        except json.JSONDecodeError as problem:
            yield f"{where}: no JSON: {problem.msg} at character {problem.pos + 1}."
        except (OSError, UnicodeError) as problem:
            yield f"{where}: {said['path']}: {_why(problem)}"
        except (TypeError, ValueError):
            yield f'{where}: "published" is {said["published"]!r}; give a day as YYYY-MM-DD.'


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def _why(problem: OSError | UnicodeError) -> str:
    if isinstance(problem, UnicodeError):
        return "it is not in UTF-8; `manage.py ingest` reads other encodings and formats."
    return f"{problem.strerror or problem}."


def _in_words(found: dict[str, Any]) -> Iterator[str]:
    """A reading as a person reads it in a terminal."""
    yield f"{found['id']}: {found['language']}, published {found['published'] or 'on no said day'}"
    for number, figure in enumerate(found["figures"]):
        says = [figure["role"], figure["commodity"], figure["basis"]]
        if figure["supplier"] or figure["recipient"]:
            says.append(f"{'+'.join(figure['supplier'])} to {'+'.join(figure['recipient'])}")
        if figure["period"]:
            says.append(" to ".join(figure["period"]))
        if figure["restates"] is not None:
            says.append(f"says {figure['restates']} again")
        yield f"  {number:>3}  {figure['quote']}: {', '.join(filter(None, says))}"
        for reason in figure["why"]:
            yield f"         {reason['field']}: {reason['rule']} {reason['words']!r}"
    for alleged in found["allegations"]:
        who = f"{'+'.join(alleged['from'])} to {'+'.join(alleged['to'])}"
        by = f", asserted by {', '.join(alleged['asserted_by'])}" if alleged["asserted_by"] else ""
        no = f", denied by {', '.join(alleged['denied_by'])}" if alleged["denied_by"] else ""
        yield f"  alleged: {alleged['category']}, {who}{by}{no}: {alleged['quote']}"
    for silence in found["silences"]:
        who = f"{'+'.join(silence['supplier'])} to {'+'.join(silence['recipient'])}"
        says = [silence["of"], silence["commodity"], who, " to ".join(silence["period"])]
        yield f"  silence: {', '.join(says)}: {silence['quote']}"
    if found["resolutions"]:
        yield f"  cited: {', '.join(found['resolutions'])}"
    for caution in found["cautions"]:
        yield f"  caution, {caution['code']}: {caution['message']}"
