"""Drafts of lines, and everything that is wrong with them at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.ledger import KINDS, Draft, Problem, account, problems, read_draft
from compliance.core.ledger.drafts import FIELDS, LARGEST
from compliance.core.period import Schedule
from tests.factories.law import petroleum
from tests.factories.ledger import book, day, draft


UNITS = {"refined_petroleum": frozenset({"bbl", "t"}), "crude_oil": frozenset({"bbl", "t"})}


def found(*drafts: Draft, held: str = "", **other: Any) -> list[Problem]:
    """What is wrong with drafts that become known on 1 February 2024."""
    asked: dict[str, Any] = {
        "terms": [petroleum()],
        "book": account(book(held)),
        "known_on": day("2024-02-01"),
        "units": UNITS,
    }
    return problems(drafts, **asked | other)


def codes(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(p.field, p.code) for p in problems]


def test_a_line_of_3000_barrels_for_a_month_with_none_is_taken() -> None:
    assert found(draft("2023-03", amount="3000")) == []


TABLE = [
    ({"supplier": "ZZ"}, "supplier", "unknown_state"),
    ({"supplier": ""}, "supplier", "unknown_state"),
    ({"supplier": "ru"}, "supplier", "unknown_state"),
    ({"recipient": "UN"}, "recipient", "unknown_state"),
    ({"supplier": "KP"}, "recipient", "own_recipient"),
    ({"commodity": "jet_fuel"}, "commodity", "unknown_commodity"),
    ({"kind": "guessed"}, "kind", "unknown_kind"),
    ({"unit": "barrels"}, "unit", "unknown_unit"),
    ({"unit": ""}, "unit", "unknown_unit"),
    ({"unit": "USD"}, "unit", "no_factor"),
    ({"amount": None}, "amount", "missing"),
    ({"amount": None, "kind": "nil"}, "amount", "missing"),
    ({"amount": "-3000"}, "amount", "negative"),
    ({"amount": "-0.000001"}, "amount", "negative"),
    ({"amount": "NaN"}, "amount", "not_a_number"),
    ({"amount": "sNaN"}, "amount", "not_a_number"),
    ({"amount": "Infinity"}, "amount", "not_a_number"),
    ({"amount": "1000000000000"}, "amount", "too_large"),
    ({"amount": "0.0000001"}, "amount", "too_precise"),
    ({"kind": "nil"}, "amount", "nil_not_zero"),
    ({"kind": "blank"}, "amount", "blank_amount"),
    ({"kind": "unknown"}, "amount", "blank_amount"),
    ({"stated_amount": Decimal(5), "stated_unit": "pints"}, "stated_unit", "unknown_unit"),
    ({"stated_amount": Decimal(5), "stated_unit": "bbl"}, "stated_unit", "same_unit"),
    ({"stated_amount": Decimal(-5), "stated_unit": "t"}, "stated_amount", "negative"),
    ({"stated_amount": Decimal("NaN"), "stated_unit": "t"}, "stated_amount", "not_a_number"),
    ({"first_day": None}, "first_day", "missing"),
    ({"last_day": None}, "last_day", "missing"),
    ({"last_day": date(2023, 2, 28)}, "last_day", "backwards"),
    ({"first_day": date(2024, 2, 1), "last_day": date(2024, 2, 29)}, "last_day", "future"),
    ({"first_day": date(2022, 12, 1)}, "last_day", "straddles"),
    ({"first_day": date(2017, 3, 1), "last_day": date(2017, 3, 31)}, "first_day", "outside_cap"),
    ({"recipient": "CN"}, "recipient", "no_cap"),
    ({"commodity": "crude_oil"}, "commodity", "no_cap"),
    ({"note": "a\x00b"}, "note", "control_characters"),
    ({"note": "a\x1bb"}, "note", "control_characters"),
]


@pytest.mark.parametrize(("wrong", "field", "code"), TABLE, ids=[f"{c}-{w}" for w, _, c in TABLE])
def test_each_thing_wrong_has_its_field_its_code_and_a_sentence(
    wrong: dict[str, Any], field: str, code: str
) -> None:
    said = found(draft("2023-03", **wrong))
    assert codes(said) == [(field, code)]
    assert said[0].message.endswith(".")


def test_a_line_from_1_december_to_31_january_is_refused_not_split() -> None:
    (problem,) = found(draft("2022-12-01/2023-01-31"))
    assert (problem.field, problem.code) == ("last_day", "straddles")
    assert problem.message == (
        "2022-12-01 to 2023-01-31 runs past 2022-12-31, the last day of the cap period that began "
        "on 2022-01-01 (S/RES/2397 (2017) OP 5). Split the line at that day; nothing is pro-rated."
    )


def test_everything_wrong_is_said_at_once() -> None:
    said = found(
        draft("2023-03", supplier="ZZ", amount="-1", unit="pints", row=1),
        draft("2024-03", supplier="KP", kind="guessed", row=2),
    )
    assert [(p.row, p.field, p.code) for p in said] == [
        (1, "supplier", "unknown_state"),
        (1, "amount", "negative"),
        (1, "unit", "unknown_unit"),
        (2, "recipient", "own_recipient"),
        (2, "kind", "unknown_kind"),
        (2, "last_day", "future"),
    ]


def test_a_blank_needs_no_amount_and_no_cap() -> None:
    assert found(draft("2023-03", kind="blank", amount=None)) == []
    assert found(draft("2022-12/2023-01", kind="unknown", amount=None)) == []


def test_an_allegation_has_an_amount_and_stands_beside_what_is_reported() -> None:
    held = "RU 2023-03 reported 5140 bbl 2023-06-13"
    assert found(draft("2023-03", kind="alleged", amount="9000"), held=held) == []


def test_figures_at_the_edge_of_what_is_kept_are_taken() -> None:
    assert found(draft("2023-03", amount=str(LARGEST))) == []
    assert found(draft("2023-03", amount="0.000001")) == []
    assert found(draft("2023-03", amount="5140.000000000")) == []


def test_a_unit_without_a_factor_will_do_where_the_source_gives_the_caps_own() -> None:
    other = {"unit": "USD", "stated_amount": Decimal(3000), "stated_unit": "bbl"}
    assert found(draft("2023-03", **other)) == []


# What is reported already


HELD = """
    RU 2023-03         reported  5140 bbl 2023-06-13
    CN 2023-06/2023-08 sum      46000 bbl 2023-10-01
    """


def test_a_month_is_reported_once_and_the_sentence_names_the_line() -> None:
    (problem,) = found(draft("2023-03"), held=HELD)
    assert (problem.field, problem.code) == ("first_day", "already_reported")
    assert problem.message == (
        "Russia has already reported 5,140 bbl for 2023-03-01 to 2023-03-31 (line 1, known on "
        "2023-06-13); correct that line instead."
    )


@pytest.mark.parametrize(
    ("months", "other", "refused"),
    [
        ("2023-03-10/2023-03-20", {}, True),
        ("2023-02/2023-03", {"kind": "sum"}, True),
        ("2023-03", {"kind": "nil", "amount": "0"}, True),
        ("2023-03", {"supplier": "CN"}, False),
        ("2023-04", {}, False),
        ("2023-07", {"supplier": "CN"}, False),  # a part of what is known only as a sum
        ("2023-06/2023-08", {"supplier": "CN", "kind": "sum"}, False),  # a new sum of the same
        ("2023-06/2023-09", {"supplier": "CN", "kind": "sum"}, False),  # a wider sum
        ("2023-08/2023-09", {"supplier": "CN", "kind": "sum"}, True),  # across its edge
        ("2023-06/2023-08", {"supplier": "CN"}, True),
    ],
)
def test_what_overlaps_a_line_that_counts_is_refused_unless_a_sum_holds_it(
    months: str, other: dict[str, Any], refused: bool
) -> None:
    said = codes(found(draft(months, **other), held=HELD))
    assert said == ([("first_day", "already_reported")] if refused else [])


def test_a_correction_may_repeat_the_line_it_corrects() -> None:
    assert found(draft("2023-03"), held=HELD, replacing=frozenset({1})) == []


def test_one_report_says_a_month_once() -> None:
    (problem,) = found(draft("2023-03", row=1), draft("2023-03", amount="1", row=2))
    assert (problem.row, problem.field, problem.code) == (2, "first_day", "repeated")
    assert problem.message == "This span is already in line 1 of the same report."


def test_a_state_reports_its_own_dealings() -> None:
    (problem,) = found(draft("2023-03"), reporting_state="CN")
    assert (problem.field, problem.code) == ("reporting_state", "reports_for_another")
    assert found(draft("2023-03"), reporting_state="RU") == []
    assert found(draft("2023-03"), reporting_state="KP") == []


def test_of_two_caps_one_in_force_will_do() -> None:
    autumn = petroleum(schedule=Schedule(date(2017, 10, 1), None, date(2017, 12, 31)))
    assert found(draft("2017-11"), terms=[autumn, petroleum()]) == []
    (problem,) = found(draft("2017-09"), terms=[autumn, petroleum()])
    assert problem.message == (
        "No cap on this good was in force on 2017-09-01; the first began on 2017-10-01."
    )


# As typed


TYPED = {
    "supplier": "RU",
    "recipient": "KP",
    "commodity": "refined_petroleum",
    "kind": "reported",
    "first_day": "2023-03-01",
    "last_day": "2023-03-31",
    "amount": "3,000",
    "unit": "bbl",
}


def test_a_line_as_typed_becomes_a_draft() -> None:
    assert read_draft(TYPED, row=1) == (draft("2023-03"), [])


@pytest.mark.parametrize(
    ("field", "words", "code"),
    [
        ("amount", "NaN", "not_an_amount"),
        ("amount", "-3000", "not_an_amount"),
        ("amount", "3 thousand", "not_an_amount"),
        ("stated_amount", "1e3", "not_an_amount"),
        ("first_day", "31/3/2023", "not_a_day"),
        ("first_day", "2023-02-30", "not_a_day"),
        ("last_day", "2023-W12-1", "not_a_day"),
        ("last_day", "20230331", "not_a_day"),
        ("last_day", "२०२३-०३-३१", "not_a_day"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_named_unread(
    field: str, words: str, code: str
) -> None:
    read, said = read_draft({**TYPED, field: words}, row=7)
    assert [(p.row, p.field, p.code) for p in said] == [(7, field, code)]
    assert read.unread == {field}
    assert getattr(read, field) is None


def test_what_could_not_be_read_is_not_also_called_missing() -> None:
    read, said = read_draft({**TYPED, "amount": "NaN", "first_day": "soon"}, row=1)
    assert codes(said) == [("first_day", "not_a_day"), ("amount", "not_an_amount")]
    assert found(read) == []


def test_an_empty_line_lacks_all_it_needs() -> None:
    read, said = read_draft({}, row=1)
    assert said == []
    assert set(codes(found(read))) >= {
        ("supplier", "unknown_state"),
        ("recipient", "unknown_state"),
        ("commodity", "unknown_commodity"),
        ("amount", "missing"),
        ("first_day", "missing"),
        ("last_day", "missing"),
    }


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=12)))
def test_whatever_is_typed_ends_in_sentences_never_in_an_error(words: dict[str, str]) -> None:
    read, unread = read_draft(words, row=1)
    for problem in [*unread, *found(read)]:
        assert problem.field in (*FIELDS, "reporting_state")
        assert problem.message.endswith(".")


@given(
    st.sampled_from(sorted(KINDS)),
    st.none() | st.decimals(allow_nan=True, allow_infinity=True),
    st.sampled_from(["bbl", "t", "", "x"]),
    st.none() | st.dates(),
    st.none() | st.dates(),
)
def test_any_draft_is_taken_or_refused_with_reasons(
    kind: str, amount: Decimal | None, unit: str, first: date | None, last: date | None
) -> None:
    said = found(Draft("RU", "KP", "refined_petroleum", first, last, kind, amount, unit))
    assert all(p.code and p.message for p in said)
