"""Lines as rows of a table that spreadsheets open: what each cell says, and how it is kept inert.

What is written here is read back by `rows`: a line, its row and the line that the row gives are
the same. Text that a spreadsheet would take for a formula is written with an apostrophe in front.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal

from compliance.core.ledger.entries import Entry
from compliance.core.ledger.rows import AMOUNT, COLUMNS, MORE_COLUMNS, REFERENCE, cap_named
from compliance.core.regime import Terms


# What a spreadsheet takes for a formula at the start of a cell, and our own mark.
FORMULA = tuple("=+-@\t\r\n'＝＋－＠")
# A line that was not entered as a row of a table is called by its series and revision.
LINE = re.compile(
    r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/([1-9]\d{0,8})", re.ASCII
)


def inert(text: str) -> str:
    """Text that no spreadsheet evaluates: an apostrophe before what begins like a formula."""
    return "'" + text if text.startswith(FORMULA) else text


def as_meant(text: str) -> str:
    """Text without the apostrophe that `inert` put before it."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text


def digits(amount: Decimal) -> str:
    """Every digit, without an exponent and without the zeros at the end of a column's places."""
    written = f"{amount:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def reference(key: str, entry: Entry, *, own: bool) -> str:
    """What a row calls a line: the reference it was entered by, or else its series and revision.

    `own`: the line is the first of its report, which has `key`.
    """
    if own and REFERENCE.fullmatch(key):
        return key
    return f"{entry.series}/{entry.revision}"


def written(
    entry: Entry,
    *,
    called: str,
    revises: str,
    reporting_state: str | None,
    source_url: str,
    terms: Sequence[Terms],
    beside: Mapping[str, str],
) -> dict[str, str]:
    """The cells of a line, by column."""
    cap, resolution = cap_named(entry, terms)
    return {
        "reference": called,
        "resolution": resolution,
        "cap": cap,
        "commodity": entry.commodity,
        "reporting_state": reporting_state or "",
        "supplier": entry.supplier,
        "recipient": entry.recipient,
        "period_start": entry.period.start.isoformat(),
        "period_end": entry.period.last_day.isoformat(),
        "quantity": digits(entry.quantity.amount) if entry.quantity else "",
        "unit": entry.quantity.unit if entry.quantity else "",
        "reported_on": entry.known_on.isoformat() if entry.known_on else "",
        "status": "withdrawn" if entry.withdrawn else entry.kind,
        "revises": revises,
        "source_url": source_url,
        "remarks": entry.note,
        **beside,
    }


def differing(words: Mapping[str | None, object], cells: Mapping[str, str]) -> list[str]:
    """The columns in which a row says something else than the cells of a line."""
    columns = [*COLUMNS, *(column for column in MORE_COLUMNS if column in words)]
    return [column for column in columns if _plain(column, words.get(column)) != cells[column]]


def _plain(column: str, said: object) -> str:
    text = said if isinstance(said, str) else "\x00"  # equal to no cell
    if column in ("quantity", "stated_quantity") and AMOUNT.fullmatch(text):
        return digits(Decimal(text))
    return unicodedata.normalize("NFC", text) if column == "remarks" else text
