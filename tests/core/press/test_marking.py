"""Cutting a text at its spans: the text stays whole, whatever the spans are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from compliance.core.press.marking import Span, fitting, marked


spans = st.lists(
    st.builds(
        lambda n, a, b: Span(n, a, b),
        st.integers(1, 99),
        st.integers(-3, 60),
        st.integers(-3, 60),
    ),
    max_size=8,
    unique_by=lambda s: s.number,
)
texts = st.text(alphabet="ab \n\t.", max_size=50)


@given(texts, spans)
def test_joined_again_the_pieces_are_the_text(text: str, some: list[Span]) -> None:
    pieces = "".join(p.text for paragraph in marked(text, some) for p in paragraph.pieces)
    assert pieces.replace("\n", "").split() == text.split() or (
        "".join(pieces.split()) == "".join(text.split())
    )


@given(texts, spans)
def test_every_span_that_fits_begins_once_and_ends_once(text: str, some: list[Span]) -> None:
    paragraphs = marked(text, some)
    begun = [s.number for paragraph in paragraphs for s in paragraph.spans]
    ended = [s.number for para in paragraphs for piece in para.pieces for s in piece.ends]
    assert sorted(begun) == sorted(ended) == sorted(s.number for s in fitting(text, some))


@given(texts, spans)
def test_a_piece_lies_under_the_shortest_span_over_it(text: str, some: list[Span]) -> None:
    for paragraph in marked(text, some):
        for piece in paragraph.pieces:
            assert piece.text
            if piece.under is not None:
                assert piece.under in fitting(text, some)


def test_a_span_that_begins_in_the_white_between_paragraphs_is_not_lost() -> None:
    """It is shown from the next paragraph on, and its note stands there."""
    paragraphs = marked("one\n\ntwo", [Span(1, 3, 8)])
    assert [s.number for p in paragraphs for s in p.spans] == [1]
