"""Months said to be without a delivery or a report, set against the ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from compliance.core.quantity import Quantity
from compliance.core.review import NotJudged, Silence, Verdict
from tests.core.review.book import days, entries, judge


# Russia from June 2020: two blanks, a delivery between, nils, and deliveries again.
TABLE = """
CN 2020-06    reported       1498 t    -  2020-08-28
RU 2020-06    reported       1320 t    -  2020-10-01
RU 2020-07    blank          -         -  2020-10-01
RU 2020-08    restated       255.4 bbl -  2021-02-17
RU 2020-09    blank          -         -  2021-02-13
RU 2020-10    nil            0 bbl     -  2021-02-13
RU 2020-11    nil            0 bbl     -  2021-02-13
RU 2020-12    nil            0 bbl     -  2021-02-13
RU 2021-01    reported       3225 bbl  -  2021-06-13
RU 2021-02    nil_or_missing 0 bbl     -  2021-06-13
RU 2021-03    reported       44655 bbl -  2021-06-13
CN 2021-04    reported       12 t      -  2021-08-20
CN 2021-07    unknown        -         -  2021-10-01
CN 2021-08/2021-09 sum       3701 t    -  2021-12-31
"""


def silent(of: str, *spans: str, supplier: str = "RU", commodity: str = "refined_petroleum",
           recipient: str = "KP", known_at: str = "2021-09-01") -> Verdict:  # fmt: skip
    said = Silence(
        of,
        commodity,
        tuple(supplier.split()),
        (recipient,),
        days(spans[0]),
        tuple(days(span) for span in spans) if len(spans) > 1 else (),
    )
    return judge(said, known_at, book=entries(TABLE))


def months(n: int) -> Quantity:
    return Quantity(Decimal(n), "months")


def test_explicit_nils_and_blanks_are_months_without_a_transfer() -> None:
    verdict = silent("no_transfer", "2020-09/2020-12", "2020-10/2020-12")
    assert verdict.code == "agrees"
    assert (verdict.stated, verdict.ledger, verdict.difference) == (months(4), months(4), months(0))
    assert verdict.reason == (
        "4 months without a transfer: Russia's September to December 2020 hold 3 explicit nils and "
        "one month without a report (September 2020); August 2020 has 255.4 bbl and January 2021 "
        "has 3,225 bbl, as known on 1 September 2021."
    )
    assert verdict.lines == (4, 5, 6, 7, 8, 9)


def test_an_explicit_nil_is_a_report() -> None:
    verdict = silent("no_report", "2020-09/2020-12")
    assert verdict.code == "differs"
    assert verdict.ledger == months(0)
    assert "3 have one: October 2020 has an explicit nil" in verdict.reason


def test_a_silence_that_says_not_of_what_is_read_as_both() -> None:
    verdict = silent("silence", "2020-09/2020-12")
    assert verdict.code == "ambiguous"
    assert "read as months without a transfer it agrees" in verdict.reason
    assert "read as months without a report it differs" in verdict.reason
    assert silent("silence", "2020-07").code == "agrees"


@pytest.mark.parametrize(("of", "span", "code", "ours"), [
    ("no_transfer", "2020-10/2020-12", "differs", 4),  # it was one month longer
    ("no_transfer", "2020-08/2020-12", "differs", 4),  # August holds a delivery
    ("no_transfer", "2020-07", "agrees", 1),
    ("no_report", "2020-07", "agrees", 1),
    ("no_transfer", "2021-02", "agrees", 1),  # zero or blank: no transfer either way
    ("no_report", "2021-02", "partly_covered", None),
    ("no_report", "2020-09", "agrees", 1),
    ("no_transfer", "2014-01/2015-02", "outside", None),
    ("no_transfer", "2018-01/2020-05", "partly_covered", None),  # nobody has looked so far back
])  # fmt: skip
def test_each_verdict_on_a_silence(of: str, span: str, code: str, ours: int | None) -> None:
    verdict = silent(of, span)
    assert (verdict.code, verdict.ledger) == (code, None if ours is None else months(ours))


def test_of_several_spans_the_one_that_agrees_is_meant() -> None:
    spans = [f"2020-{first:02}/2020-12" for first in (10, 9, 11, 8, 12)]
    verdict = silent("no_transfer", *spans)
    assert (verdict.code, verdict.ledger) == ("agrees", months(4))
    assert verdict.reason.startswith("The words stand for 1 to 5 months: 4 months without")


def test_it_is_judged_by_what_was_known_on_the_day() -> None:
    # Nobody had looked since the report of January was due.
    early = silent("no_report", "2021-02/2021-03", known_at="2021-03-20")
    assert (early.code, early.ledger) == ("partly_covered", None)
    assert silent("no_report", "2021-02/2021-03").code == "differs"


def test_what_nobody_has_looked_at_neither_agrees_nor_differs() -> None:
    assert silent("no_report", "2021-04/2021-05", known_at="2021-07-15").code == "partly_covered"
    # China's line of April was seen on 20 August, after Russia's of May was due.
    assert silent("no_report", "2021-04/2021-06", known_at="2021-09-01").code == "agrees"
    unseen = silent("no_transfer", "2021-05/2021-07", supplier="CN", known_at="2022-01-10")
    assert unseen.code == "partly_covered"
    assert "nobody can say of July 2021" in unseen.reason


def test_a_sum_within_the_span_is_a_transfer_in_it_and_one_across_its_edge_is_open() -> None:
    inside = silent("no_transfer", "2021-05/2021-09", supplier="CN", known_at="2022-01-10")
    assert inside.code == "differs"
    across = silent("no_transfer", "2021-09/2021-10", supplier="CN", known_at="2022-01-10")
    assert across.code == "partly_covered"


def test_of_a_supplier_without_a_line_the_silence_is_unreported() -> None:
    assert silent("no_report", "2021-01/2021-03", supplier="IR").code == "unreported"


def test_what_is_no_silence_is_not_judged() -> None:
    with pytest.raises(NotJudged):
        Silence("no_money", "coal", ("KP",), ("CN",), (date(2020, 1, 1), date(2020, 1, 31)))
