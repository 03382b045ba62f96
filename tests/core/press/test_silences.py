"""Months without a delivery or a report, as an article tells of them."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.core.press import Silence, read
from tests.core.press.shorthand import span


ABOUT = (
    "Russia reported to the UN committee on North Korea that it supplied the North with 3,225"
    " barrels of refined petroleum in December 2022, and 44,655 in January 2023.\n\n"
)


def heard(words: str, published: str = "2023-06-14") -> tuple[Silence, ...]:
    return read(ABOUT + words, published_on=date.fromisoformat(published)).silences


TOLD = [
    ("The December delivery was the first in 27 months.", "no_transfer RU 2020-09..2022-11 2"),
    ("The delivery in December was its first for 27 months.", "no_transfer RU 2020-09..2022-11 2"),
    ("In December Moscow shipped fuel for the first time in twenty-seven months.",
     "no_transfer RU 2020-09..2022-11 2"),
    ("In December Moscow filed a report for the first time in five months.",
     "no_report RU 2022-07..2022-11 2"),
    ("In December 2022 Russia reported after five months without a report.",
     "no_report RU 2022-07..2022-11 1"),
    ("Deliveries resumed in December 2022 after more than two years without any shipments.",
     "no_transfer RU 2020-12..2022-11 13"),
    ("In December 2022 Moscow broke 27 months of silence.", "silence RU 2020-09..2022-11 1"),
    ("In December 2022 Russian deliveries ended a 27-month pause.",
     "no_transfer RU 2020-09..2022-11 1"),
    ("Russia has been silent since January.", "silence RU 2023-02..2023-05 2"),
    ("China had not reported for over two years.", "no_report CN 2021-06..2023-05 13"),
    ("China has filed nothing for five months.", "no_report CN 2023-01..2023-05 1"),
    ("There has been no data from China since January.", "no_report CN 2023-02..2023-05 2"),
    ("China has not reported since August 2020.", "no_report CN 2020-09..2023-05 2"),
    ("Russia reported no deliveries since August 2020.", "no_transfer RU 2020-09..2023-05 2"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), TOLD)
def test_a_silence_is_read_with_its_months(words: str, expected: str) -> None:
    (silence,) = heard(words)
    assert (silence.commodity, silence.recipient) == ("refined_petroleum", ("KP",))
    have = f"{silence.of} {','.join(silence.supplier)} {span(silence.period)}"
    assert f"{have} {len(silence.periods) or 1}" == expected


@pytest.mark.parametrize("words", [
    "It was the first missile test in 27 months.",
    "Russia's minister visited the North for the first time in five years.",
    "The December delivery was the largest in 27 months.",
    "Was the December delivery the first in 27 months?",
    "Not since 2020 had Russia sent oil to North Korea; now it does so again.",
    "The committee has not met since January.",
    "China has not commented since January.",
    "Russia's envoy has not been seen for five months.",
    "In December Russia saw its first increase in 27 months.",
    "Russia's governor came back after a gap of three years.",
    "In December Russia delivered more coal for the first time in 27 months.",
])  # fmt: skip
def test_what_is_the_first_in_years_in_other_things_is_no_silence(words: str) -> None:
    assert heard(words) == ()


def test_it_counts_the_months_between_and_leaves_open_whether_the_last_is_counted() -> None:
    (silence,) = heard("The December delivery was the first in 27 months.")
    assert [span(period) for period in silence.periods] == ["2020-09..2022-11", "2020-10..2022-11"]
    assert silence.quote == "first in 27 months"
    assert [(r.field, r.rule, r.words) for r in silence.reasons][:2] == [
        ("period", "first_in", "first in 27 months"),
        ("period", "the_end_of_the_gap", "December"),
    ]


def test_round_words_leave_as_many_months_open_as_they_are_round() -> None:
    def lengths(words: str) -> set[int]:
        (silence,) = heard(f"China has filed nothing for {words}.")
        return {
            (last.year - first.year) * 12 + last.month - first.month + 1
            for first, last in silence.periods or (silence.period,)
        }

    assert lengths("two years") == set(range(18, 31))
    assert lengths("over two years") == set(range(24, 37))
    assert lengths("nearly two years") == set(range(12, 25))
    assert lengths("about 20 months") == {19, 20, 21}
    assert lengths("20 months") == {20}


def test_of_another_subject_nothing_is_heard() -> None:
    text = "Saudi Arabia shipped oil to Japan in May, its first delivery in 27 months."
    assert read(text, published_on=date(2023, 6, 14)).silences == ()
