"""Tables of reports as people hand them in: CSV and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from compliance.core.ledger import COLUMNS


GOOD = {
    "reference": "FR-2018-001",
    "resolution": "S/RES/2397 (2017)",
    "cap": "refined_petroleum_2018",
    "commodity": "refined_petroleum",
    "reporting_state": "FR",
    "supplier": "FR",
    "recipient": "KP",
    "period_start": "2018-04-01",
    "period_end": "2018-04-30",
    "quantity": "1234.567",
    "unit": "bbl",
    "reported_on": "2018-05-20",
    "status": "reported",
    "revises": "",
    "source_url": "https://reports.example/2397",
    "remarks": "",
}


def several(n: int) -> list[dict[str, str]]:
    """Good rows, a day each, of States that report nothing in the seeds."""
    suppliers = ("FR", "DE", "IT", "ES", "SE", "PL", "GR", "PT", "FI", "DK", "NO", "AT", "BE", "NL")
    return [
        {
            **GOOD,
            "reference": f"{supplier}-2018-{n}",
            "supplier": supplier,
            "reporting_state": supplier,
            "period_start": f"2018-{month:02}-{day:02}",
            "period_end": f"2018-{month:02}-{day:02}",
            "reported_on": "2019-01-20",
            "quantity": "12.5",
        }
        for n in range(n)
        for supplier in [suppliers[n // 336]]
        for month in [n % 336 // 28 + 1]
        for day in [n % 28 + 1]
    ]


def as_csv(rows: Sequence[Mapping[str, str]], columns: Sequence[str] = COLUMNS) -> bytes:
    page = io.StringIO()
    writer = csv.DictWriter(page, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return page.getvalue().encode()


def as_xlsx(rows: Sequence[Sequence[Any]], **others: Sequence[Sequence[Any]]) -> bytes:
    """A workbook of these cells as they are, the header first; `others` are sheets by name."""
    book = Workbook()
    book.active.title = "lines"
    for row in rows:
        book.active.append(list(row))
    for name, cells in others.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(rows: Sequence[Mapping[str, Any]]) -> bytes:
    return as_xlsx([COLUMNS, *([row[column] for column in COLUMNS] for row in rows)])
