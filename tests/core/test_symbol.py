"""S/RES/2397 (2017), operative paragraph 5: read and written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.symbol import NotASymbol, Symbol


@pytest.mark.parametrize(
    ("words", "symbol"),
    [
        ("S/RES/2397", Symbol(2397)),
        ("S/RES/2397 (2017)", Symbol(2397, 2017)),
        ("S/RES/2397(2017)", Symbol(2397, 2017)),
        (" S/RES/2397 (2017) OP 5 ", Symbol(2397, 2017, "5")),
        ("S/RES/2397 OP 5", Symbol(2397, None, "5")),
        ("S/RES/1718 (2006) OP 8(a)(iii)", Symbol(1718, 2006, "8(a)(iii)")),
        ("S/RES/2397 (2017) paragraph 5", Symbol(2397, 2017, "5")),
        ("S/RES/2397 (2017) p5", Symbol(2397, 2017, "5")),
    ],
)
def test_a_symbol_is_read_as_people_write_it(words: str, symbol: Symbol) -> None:
    assert Symbol.read(words) == symbol


@pytest.mark.parametrize(
    "words", ["", "2397", "A/RES/2397", "S/RES/", "S/RES/23971", "S/2022/431", "S/RES/2397 (17)"]
)
def test_other_words_name_no_resolution(words: str) -> None:
    with pytest.raises(NotASymbol, match="is not a symbol such as"):
        Symbol.read(words)


@given(
    st.builds(
        Symbol,
        st.integers(1, 9999),
        st.none() | st.integers(1946, 2099),
        st.none() | st.sampled_from(["5", "8(a)(i)", "26(b)"]),
    )
)
def test_what_is_written_is_read_back(symbol: Symbol) -> None:
    assert Symbol.read(str(symbol)) == symbol
