"""Readings in the form of the annotations, as `manage.py read_article --json` prints them."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from compliance.core.press import Reading, read
from compliance.core.press.annotation import annotation
from compliance.management.written import as_line


def printed(identity: str, reading: Reading) -> dict[str, Any]:
    """Return a reading as whoever reads the command's output has it."""
    found: dict[str, Any] = json.loads(as_line(annotation(identity, reading)))
    return found


def predictions(folder: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield the gold annotation and our own of each article in a corpus folder."""
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (folder / "text" / f"{path.stem}.txt").read_text(encoding="utf-8")
        day = date.fromisoformat(gold["published"]) if gold.get("published") else None
        reading = read(text, published_on=day, language=gold["language"])
        yield gold, printed(gold["id"], reading)
