"""Cases and answers as lines of JSON."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from compliance.core.review import Dealing, NotACase, Silence, Statement, from_json, to_json
from tests.core.review.book import claim, judge


CLAIM = {
    "value": 67300.0,
    "low": 67300,
    "high": 67300,
    "unit": "bbl",
    "modifier": "exact",
    "commodity": "refined_petroleum",
    "role": "transfer",
    "basis": "reported",
    "supplier": ["RU"],
    "recipient": ["KP"],
    "period": ["2022-12-01", "2023-04-30"],
}


def line(**changes: object) -> str:
    return json.dumps({"id": "r-1", "claim": CLAIM | changes, "known_at": "2023-07-10"})


def test_a_figure_is_read_exactly() -> None:
    case = from_json(line())
    assert (case.id, case.known_at) == ("r-1", date(2023, 7, 10))
    assert isinstance(case.claim, Statement)
    assert case.claim.value == Decimal(67300)
    assert case.claim.supplier == ("RU",)
    assert case.claim.period == (date(2022, 12, 1), date(2023, 4, 30))
    tenth = from_json(line(value=0.1)).claim
    assert isinstance(tenth, Statement)
    assert tenth.value == Decimal("0.1")  # not 0.1000000000000000055


def test_an_allegation_is_read_as_a_dealing() -> None:
    text = '{"id": 7, "claim": {"category": "arms", "from": ["KP"], "to": ["RU"], "period": null, '
    case = from_json(text + '"asserted_by": ["US"], "denied_by": []}, "known_at": "2022-09-22"}')
    assert case.id == "7"
    assert case.claim == Dealing("arms", ("KP",), ("RU",), None, ("US",), ())


def test_a_silence_is_read_as_the_reader_prints_it() -> None:
    said = {
        "of": "no_transfer", "commodity": "refined_petroleum", "supplier": ["RU"],
        "recipient": ["KP"], "period": ["2020-09-01", "2022-11-30"], "quote": "first in 27 months",
        "periods": [["2020-09-01", "2022-11-30"], ["2020-10-01", "2022-11-30"]],
    }  # fmt: skip
    case = from_json(json.dumps({"id": "s-1", "claim": said, "known_at": "2023-07-10"}))
    spans = (date(2020, 9, 1), date(2022, 11, 30)), (date(2020, 10, 1), date(2022, 11, 30))
    assert case.claim == Silence(
        "no_transfer", "refined_petroleum", ("RU",), ("KP",), spans[0], spans
    )
    for wrong in ({"of": "no_money"}, {"period": None}, {"supplier": "RU"}, {"of": []}):
        with pytest.raises(NotACase):
            from_json(json.dumps({"id": 1, "claim": said | wrong, "known_at": "2023-07-10"}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        '{"id": 1}',
        '{"id": 1, "claim": [], "known_at": "2023-07-10"}',
        line(value="many"),
        line(value=True),
        line(value=-5),
        line(low="1e999999"),
        '{"id": 1, "claim": {"role": "transfer", "value": NaN}, "known_at": "2023-07-10"}',
        line(supplier="RU"),  # would be read as R and U
        line(period=["2023-04-30", "2022-12-01"]),
        line(period=["2023-04-30"]),
        line(role="change"),
        line().replace("2023-07-10", "10 July 2023"),
    ],
)
def test_what_is_no_case_is_refused_with_its_reason(text: str) -> None:
    with pytest.raises(NotACase):
        from_json(text)


def test_an_answer_carries_numbers_and_nulls_that_are_no_zeros() -> None:
    known = json.loads(
        to_json("r-1", judge(claim("67300 bbl", "2022-12/2023-04", "RU"), "2023-07-10"))
    )
    assert known["id"] == "r-1"
    assert known["verdict"] == "agrees"
    assert (known["stated"], known["ledger"], known["difference"]) == (67300, 67298, 2)
    assert len(known["lines"]) == 5
    assert known["paragraphs"] == []
    unknown = json.loads(to_json("r-2", judge(claim("67300 bbl", "2022-12", "RU"), "2023-01-10")))
    assert (unknown["ledger"], unknown["difference"]) == (None, None)
