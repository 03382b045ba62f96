"""Lines as rows of a table, as an import takes them back: what is exported can be imported, and
adds nothing where it came from."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO
from itertools import islice
from typing import IO, TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Upper

from compliance.core.ledger.rows import COLUMNS, MORE_COLUMNS
from compliance.core.ledger.spreadsheet import LINE, digits, inert, reference, written
from compliance.core.regime import Terms
from compliance.models import Cap, Report, Transfer
from compliance.queries import workbook


CHUNK = 2_000
EXPORTED = COLUMNS + MORE_COLUMNS
NUMBERS = ("quantity", "stated_quantity")
Each = TypeVar("Each")


def by_reference(
    references: Iterable[str], *, terms: Sequence[Terms]
) -> dict[str, tuple[Transfer, dict[str, str]]]:
    """The lines that some references name, by the reference in upper case, with their cells."""
    keys = {said.upper() for said in references}
    found = [m for m in (LINE.fullmatch(key.lower()) for key in keys) if m]
    named = {(uuid.UUID(m[1]), int(m[2])) for m in found}
    reports = Report.objects.annotate(upper=Upper("key")).filter(upper__in=keys)
    held = list(reports.values_list("pk", flat=True).order_by()) if keys else []
    answer: dict[str, tuple[Transfer, dict[str, str]]] = {}
    if not held and not named:
        return answer
    lines = Transfer.objects.filter(report__in=held)
    if named:
        lines |= Transfer.objects.filter(series__in={series for series, _ in named})
    for line, cells in rows(lines, terms=terms):
        key = cells["reference"].upper()
        if key in keys:
            answer.setdefault(key, (line, cells))
    return answer


def rows(
    lines: QuerySet[Transfer], *, terms: Sequence[Terms] | None = None
) -> Iterator[tuple[Transfer, dict[str, str]]]:
    """Each line with its cells by column, in the order of the lines and in constant memory.

    `terms` are those of every cap that can be computed, where the caller has them.
    """
    terms = every_term() if terms is None else terms
    for chunk in batched(_called(lines).iterator(chunk_size=CHUNK), CHUNK):
        before = {
            (line.series, line.revision): line
            for line in _called(
                Transfer.objects.filter(series__in={x.series for x in chunk if x.revision > 1})
            )
        }
        for line in chunk:
            last = before.get((line.series, line.revision - 1))
            yield (
                line,
                written(
                    line.entry,
                    called=_reference(line),
                    revises=_reference(last) if last else "",
                    reporting_state=line.report.reporting_state,
                    source_url=line.report.source_url,
                    terms=terms,
                    beside=_beside(line),
                ),
            )


def _beside(line: Transfer) -> dict[str, str]:
    """What else is held of a line, in the columns that only an export has."""
    stated, since, how = line.stated_amount, line.known_not_before, line.known_precision
    said = (
        line.product,
        "" if stated is None else digits(stated),
        line.stated_unit,
        "" if since is None else since.isoformat(),
        "" if how == "day" else how,
        line.confidence,
    )
    return dict(zip(MORE_COLUMNS, said, strict=True))


def every_term() -> list[Terms]:
    """The terms of every cap that can be computed, in the order in which rows name them."""
    return [cap.terms for cap in Cap.objects.with_terms().order_by("pk") if cap.computed]


def as_csv(lines: QuerySet[Transfer]) -> Iterator[bytes]:
    """A CSV of lines, a part at a time: UTF-8, commas, CRLF."""
    return as_csv_of(EXPORTED, ([cells[c] for c in EXPORTED] for _, cells in rows(lines)))


def as_csv_of(columns: Sequence[str], table: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """A CSV of rows, every cell inert."""
    page = StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(columns)
    for chunk in batched(table, CHUNK):
        writer.writerows([inert(cell) for cell in row] for row in chunk)
        yield page.getvalue().encode()
        page.seek(0)
        page.truncate()
    yield page.getvalue().encode()


def as_xlsx(lines: QuerySet[Transfer], to: IO[bytes]) -> None:
    """A workbook of lines. Raises `workbook.TooMany`."""
    workbook.check(lines)
    book = workbook.new()
    table = ([_value(column, cells[column]) for column in EXPORTED] for _, cells in rows(lines))
    workbook.add(book, "lines", EXPORTED, table)
    workbook.write_to(book, to)


def _value(column: str, text: str) -> Decimal | str:
    return Decimal(text) if text and column in NUMBERS else text


def _called(lines: QuerySet[Transfer]) -> QuerySet[Transfer]:
    """Lines, and of each whether it is the first of its report."""
    earlier = Transfer.objects.filter(report=OuterRef("report"), pk__lt=OuterRef("pk"))
    return lines.select_related("report", "commodity").annotate(not_first=Exists(earlier))


def _reference(line: Transfer) -> str:
    return reference(line.report.key, line.entry, own=not line.not_first)  # type: ignore[attr-defined]  # annotated


def batched(each: Iterable[Each], most: int) -> Iterator[list[Each]]:
    """Parts of so many, the last one smaller."""
    left = iter(each)
    while part := list(islice(left, most)):
        yield part
