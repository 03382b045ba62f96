"""The corpus of broken files and wrong rows (`../shared/trust/cases`): each ends as it is marked.

On the law alone, for the ledger of the seeds holds some months of the corpus.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from compliance.core.ledger import COLUMNS
from tests.factories import tables as make
from tests.factories.exchange import check, enter, refused
from tests.factories.seeds import law


pytestmark = [pytest.mark.usefixtures("law"), pytest.mark.django_db]
__all__ = ["law"]

CORPUS = Path(settings.BASE_DIR).parent / "shared" / "trust" / "cases"


def corpus() -> list[dict[str, Any]]:
    index = CORPUS / "bad_csv_files" / "index.json"
    return json.loads(index.read_text(encoding="utf-8")) if index.exists() else []


def bad_rows() -> Iterator[dict[str, str]]:
    path = CORPUS / "bad_transfers.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file, strict=True)


@pytest.mark.skipif(not corpus(), reason="../shared/trust/cases is not beside this folder")
@pytest.mark.parametrize("case", corpus() or [{}], ids=lambda case: case.get("file", ""))
def test_each_file_of_the_corpus_ends_as_it_expects(case: dict[str, Any]) -> None:
    content = (CORPUS / "bad_csv_files" / case["file"]).read_bytes()
    if case["expect"] == "accept":
        assert enter(content, case["file"]).new == 3
        return
    found = refused(content, case["file"])
    assert case["line"] is None or case["line"] in {line for line, _ in found}, found


PAIR = {"t121": {"reference": "RU-2018-R0", "revises": "RU-2018-G01", "period_start": "2018-01-01",
                 "period_end": "2018-01-31"}}  # fmt: skip


@pytest.mark.skipif(not corpus(), reason="../shared/trust/cases is not beside this folder")
def test_each_row_of_the_corpus_ends_as_it_expects_in_a_file_of_good_ones() -> None:
    good = (CORPUS / "good_transfers.csv").read_bytes()
    with (CORPUS / "good_transfers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    otherwise = {}
    for case in bad_rows():
        row = {column: case[column] for column in COLUMNS}
        table = [*rows, *([{**row, **PAIR[case["case"]]}] if case["case"] in PAIR else []), row]
        outcome = check(make.as_csv(table))
        at = outcome.verdicts.rfind("w")
        columns = {column for _, column, _, _ in outcome.problems}
        if case["expect"] in ("reject", "needs_pair"):
            as_marked = at == len(table) - 1 and case["field"] in columns
        else:
            as_marked = outcome.outcome == "good"
            as_marked &= bool(outcome.flags) == (case["expect"] == "flag")
        if not as_marked:
            otherwise[case["case"]] = (case["what_is_wrong"], outcome.verdicts, outcome.problems)
    assert otherwise == {}
    assert enter(good).new == 3
