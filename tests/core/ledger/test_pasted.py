"""Rows of a spreadsheet as lines: what is sure is spelt out, nothing is guessed or lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.ledger.pasted import MOST_ROWS, read_pasted


def test_a_head_names_the_columns_in_any_order() -> None:
    lines, found = read_pasted(
        "Unit\tQuantity\tTo day\tFrom day\tFrom\nt\t5\t2025-05-31\t2025-05-01\tRU"
    )
    assert found == []
    assert lines == [
        {
            "unit": "t",
            "amount": "5",
            "last_day": "2025-05-31",
            "first_day": "2025-05-01",
            "supplier": "RU",
        }
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "Russia\t2025-05",
            {"supplier": "RU", "first_day": "2025-05-01", "last_day": "2025-05-31"},
        ),
        ("cn\t2024-02", {"supplier": "CN", "first_day": "2024-02-01", "last_day": "2024-02-29"}),
        ("RU\t2025-13", {"supplier": "RU", "first_day": "2025-13"}),
        ("RU\t0000-05", {"supplier": "RU", "first_day": "0000-05"}),
        ("Atlantis\t", {"supplier": "Atlantis"}),
        ("RU\t\t\t67,300 bbl", {"supplier": "RU", "amount": "67,300", "unit": "bbl"}),
        ("RU\t\t\t67,300 kegs", {"supplier": "RU", "amount": "67,300 kegs"}),
        ("RU\t\t\t5 t\tbbl", {"supplier": "RU", "amount": "5 t", "unit": "bbl"}),
        ("RU\t\t\t", {"supplier": "RU"}),
    ],
)
def test_what_is_sure_is_spelt_out_and_the_rest_left(row: str, said: dict[str, str]) -> None:
    assert read_pasted(row) == ([said], [])


def test_what_has_no_place_is_said() -> None:
    _, found = read_pasted("Supplier\tAmount\tShip\nRU\t5\tNoname\tmore")
    assert [(p.code, p.row) for p in found] == [("unknown_column", 1), ("too_many_cells", 2)]
    assert "'Ship' heads no column known here" in found[0].message
    assert [p.code for p in read_pasted("\n \n")[1]] == ["missing"]
    lines, found = read_pasted("RU\n" * (MOST_ROWS + 1))
    assert len(lines) == MOST_ROWS
    assert [p.code for p in found] == ["too_many_rows"]


@given(st.text())
def test_whatever_is_pasted_is_read_without_an_error(text: str) -> None:
    lines, found = read_pasted(text)
    assert lines or found
