"""Tables that were handed in: their rows as they are read, and what came of each."""

from __future__ import annotations

import io
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from compliance.core.ledger import COLUMNS, MORE_COLUMNS, TableRow
from compliance.models import ImportFile, ImportOutcome, ImportProgress, ImportRun
from compliance.queries.ledger.exported import as_csv_of
from compliance.sources import tables


VERDICTS = {"n": "new", "c": "corrects", "h": "held already", "w": "wrong"}
A_PAGE = 50  # rows


class Unpacked(io.RawIOBase):
    """Bytes that were packed, read a part at a time; `share` is how many of a hundred are read."""

    def __init__(self, packed: bytes) -> None:
        self._packed, self._at = memoryview(packed), 0
        self._pump = zlib.decompressobj()

    def readable(self) -> bool:
        return True

    def readinto(self, into: bytearray) -> int:  # type: ignore[override]
        got = b""
        while not got:
            rest = self._pump.unconsumed_tail
            if not rest:
                rest = bytes(self._packed[self._at : self._at + 2**14])
                self._at += len(rest)
            if not rest:
                return 0
            got = self._pump.decompress(rest, len(into))
        into[: len(got)] = got
        return len(got)

    @property
    def share(self) -> int:
        return 100 * self._at // max(1, len(self._packed))


def rows_of(file: ImportFile) -> tuple[Iterator[TableRow], Unpacked]:
    """The rows of a file, and the bytes that they are read from. Raises `tables.NoTable`."""
    packed = Unpacked(bytes(file.content if file.table is None else file.table))
    stream = io.BufferedReader(packed, 2**16)  # type: ignore[type-var]  # it is a raw stream
    read = tables.rows_of_csv if file.kind == "csv" else tables.rows_of_workbook
    return read(stream, columns=COLUMNS), packed


def files() -> QuerySet[ImportFile]:
    """Every file without its bytes, with how its last pass went."""
    last = ImportRun.objects.filter(file=OuterRef("pk")).order_by("-id")
    return (
        ImportFile.objects.defer("content", "table")
        .select_related("handed_in_by", "committee")
        .annotate(
            last_step=Subquery(last.values("step")[:1]),
            last_outcome=Subquery(last.values("outcome__outcome")[:1]),
            last_rows=Subquery(last.values("outcome__rows")[:1]),
        )
    )


def runs(file: ImportFile) -> list[ImportRun]:
    """Every pass over a file, newest first, with its outcome but for the rows of it."""
    outcomes = Prefetch("outcome", ImportOutcome.objects.defer("verdicts", "problems", "flags"))
    return list(
        file.runs.select_related("asked_by").prefetch_related(outcomes).order_by("-id")[:20]
    )


def outcome(run: ImportRun) -> ImportOutcome | None:
    return ImportOutcome.objects.filter(run=run).first()


def progress(run: ImportRun) -> ImportProgress | None:
    return ImportProgress.objects.filter(run=run).first()


def entered(file: ImportFile) -> ImportOutcome | None:
    """How the file was entered, if it was: the same bytes are entered once."""
    return (
        ImportOutcome.objects.filter(run__file=file, outcome="entered")
        .defer("verdicts", "problems", "flags")
        .select_related("run__asked_by")
        .first()
    )


@dataclass(frozen=True)
class Shown:
    """A row of a file with its line, what becomes of it, its cells and what is said of them."""

    place: int
    verdict: str
    cells: tuple[str, ...]
    problems: tuple[tuple[str, str], ...]  # column and sentence
    flags: tuple[tuple[str, str], ...]


def shown(file: ImportFile, seen: ImportOutcome, *, page: int) -> tuple[list[Shown], int]:
    """A page of the rows of a file as a pass left them, and how many pages there are."""
    pages = max(1, -(-len(seen.verdicts) // A_PAGE))
    page = min(max(page, 1), pages)
    return list(islice(_shown(file, seen), (page - 1) * A_PAGE, page * A_PAGE)), pages


def _shown(file: ImportFile, seen: ImportOutcome) -> Iterator[Shown]:
    said, flagged = _by_line(seen.problems), _by_line(seen.flags)
    try:
        rows, _ = rows_of(file)
        for row, letter in zip(rows, seen.verdicts, strict=False):
            yield Shown(
                row.place,
                VERDICTS[letter],
                tuple(str(row.words.get(column, "")) for column in COLUMNS + MORE_COLUMNS),
                tuple(said[row.place]),
                tuple(flagged[row.place]),
            )
    except tables.NoTable:
        return


def _by_line(kept: list[list[object]]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for line, column, _, sentence in kept:
        found[int(str(line))].append((str(column), str(sentence)))
    return found


def with_reasons(file: ImportFile, seen: ImportOutcome) -> Iterator[bytes]:
    """The file as a CSV with a column more: what is wrong with each row. Put right, it can be
    handed in as it is; the columns `line` and `reason` are not read."""
    rows = (
        [*row.cells, str(row.place), " ".join(f"{at}: {words}" for at, words in row.problems)]
        for row in _shown(file, seen)
    )
    return as_csv_of([*COLUMNS, *MORE_COLUMNS, "line", "reason"], rows)
