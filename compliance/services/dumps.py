"""Dumps of all that is public: files, and a manifest that says what they are and proves it."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from compliance import queries
from compliance.queries.dumps import MANIFEST, TABLES
from compliance.queries.tables import written
from compliance.services.follow import place


KEPT = 3  # dumps of a folder; the older ones go
FORMATS = ("csv", "ndjson", "parquet")


def make(*, folder: Path, at: datetime, format: str = "csv", kept: int = KEPT) -> dict[str, Any]:
    """Write a dump into a folder of its own and return its manifest.

    All of it is read from one moment of the database. It appears under its name when it is whole;
    then the oldest beyond those that are kept go.
    """
    place()
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{at:%Y%m%dT%H%M%SZ}-{format}"
    beside = Path(tempfile.mkdtemp(prefix=".making-", dir=folder))
    try:
        manifest = _files(beside, name, at, format)
        (beside / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
        beside.chmod(0o755)
        final = folder / name
        if final.exists():
            shutil.rmtree(final)
        os.replace(beside, final)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    for older in queries.dumps.made(folder)[kept:]:
        shutil.rmtree(folder / older["name"], ignore_errors=True)
    return manifest


def _files(into: Path, name: str, at: datetime, format: str) -> dict[str, Any]:
    with transaction.atomic():
        if not connection.savepoint_ids:  # nobody has begun one, with a moment of its own
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read")
        version = str(queries.follow.head())
        files = [_file(into, table, format) for table in TABLES]
    return {
        "name": name,
        "made_at": at.isoformat(),
        "data_version": version,
        "licence": settings.DATA_LICENCE or None,
        "format": format,
        "files": files,
    }


def _file(into: Path, table: str, format: str) -> dict[str, Any]:
    make_rows, columns = TABLES[table]
    rows = make_rows()
    squeezed = format != "parquet"
    file = f"{table}.{format}{'.gz' if squeezed else ''}"
    parts = written(rows, columns, format)
    with (into / file).open("wb") as raw:
        if squeezed:
            with gzip.GzipFile("", "wb", 6, raw, mtime=0) as zipped:
                _write(zipped, parts)
        else:
            _write(raw, parts)
    return {
        "file": file,
        "table": table,
        "rows": rows.order_by().count(),
        "bytes": (into / file).stat().st_size,
        "sha256": _digest(into / file),
        "columns": list(columns),
    }


def _write(file: Any, parts: Iterable[bytes]) -> None:
    for part in parts:
        file.write(part)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
