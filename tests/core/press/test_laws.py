# ruff: noqa: E501 - a sentence stands on one line
"""Laws of the reader that hold for any text whatever."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.core.press import read
from compliance.core.press.reader import LIMIT
from compliance.core.press.tongue import tongue


DAY = date(2024, 5, 28)
PIECES = st.lists(
    st.sampled_from(
        [
            "Russia", "China", "North Korea", "sold", "reported", "to", "from", "67,300", "barrels",
            "of refined petroleum", "in May", "last year", "500,000", "million", "tons", "limit", "and",
            "since", "between", "January", "2023", ".", ",", "(", "\n", "no oil", "illegal", "percent",
            "북한에", "8만7천 배럴", "중국이", "50万バレル", "ロシア", "٦٧ ألفاً", "برميل", "тысяч", "баррелей",
        ]
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(
    st.one_of(st.text(max_size=300), PIECES.map(" ".join)),
    st.sampled_from(["en", "ko", "zh", "ja", "ru", "es", "fr", "de", "ar", None]),
)
def test_any_text_is_read_and_every_span_holds(text: str, language: str | None) -> None:
    reading = read(text, published_on=DAY, language=language)
    last = -1
    for claim in reading.claims:
        figure = claim.figure
        assert text[figure.start : figure.end] == figure.quote
        assert figure.start >= last
        last = figure.start
        assert 0 <= claim.confidence <= 1
        assert (claim.basis is not None) == (claim.role == "transfer")
        if claim.period:
            assert claim.period[0] <= claim.period[1]
        for reason in claim.reasons:
            assert reason.start < 0 or 0 <= reason.start <= reason.end <= len(text)
    for allegation in reading.allegations:
        assert text[allegation.start : allegation.end] == allegation.quote


@settings(max_examples=40, deadline=None)
@given(PIECES.map(" ".join))
def test_a_reading_is_the_same_each_time(text: str) -> None:
    assert read(text, published_on=DAY) == read(text, published_on=DAY)


LONG = {
    "digits": "1234567890",
    "groups": "123,",
    "ranges": "60-",
    "words": "twenty-three hundred thousand and ",
    "figures": "Russia reported 1,234 barrels of refined petroleum in May 2018. ",
    "states": "Russia, China, ",
    "months": "January ",
    "no end": "oil and ",
    "brackets": "(1 ",
    "east": "6만7천3백 배럴 ",
}


@pytest.mark.parametrize("unit", LONG.values(), ids=LONG.keys())
def test_time_grows_with_length_and_not_with_its_square(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        best = 9.0
        for _ in range(2):
            start = time.process_time()
            read(text, published_on=DAY, language="ko" if "배럴" in unit else "en")
            best = min(best, time.process_time() - start)
        return best

    small, large = seconds(10_000), seconds(40_000)
    assert large < max(0.05, 4 * 2.2 * small)


def test_a_text_beyond_the_limit_is_cut_and_says_so() -> None:
    reading = read("oil " * LIMIT, published_on=DAY)
    assert [caution.code for caution in reading.cautions] == ["truncated"]
    assert str(LIMIT) in reading.cautions[0].message


TONGUES = [
    ("en", "The United States said on Tuesday that the oil was sold to the North."),
    ("ko", "중국이 북한에 정제유를 공급했다."),
    ("zh", "中国去年向朝鲜出口精炼油。"),
    ("ja", "ロシアは北朝鮮に精製油を供給した。"),
    ("ru", "Россия поставила нефтепродукты в КНДР."),
    ("es", "Rusia vendió a Corea del Norte barriles de petróleo en el mes de enero."),
    ("fr", "La Chine a livré des barils de pétrole à la Corée du Nord dans le mois."),
    ("de", "Russland hat im Januar Öl an das Land geliefert, und die Menge ist gestiegen."),
    ("it", "La Russia ha venduto il petrolio alla Corea del Nord con una nave della Cina."),
    ("ar", "صدرت روسيا النفط إلى كوريا الشمالية."),
]


@pytest.mark.parametrize(("code", "text"), TONGUES)
def test_the_language_of_a_text_is_heard(code: str, text: str) -> None:
    assert tongue(text) == code
    assert read(text, published_on=DAY).language == code


def test_a_page_of_nothing_but_numbers_is_cut_and_says_so() -> None:
    reading = read("7% " * 9000, published_on=DAY, language="en")
    assert [caution.code for caution in reading.cautions] == ["truncated"]
