"""Laws of the comparison, for any ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.core.ledger import Entry
from compliance.core.period import Period
from compliance.core.quantity import Quantity
from compliance.core.review import Statement, Verdict
from tests.core.review.book import judge


YEAR = 2023
KNOWN = date(YEAR + 1, 6, 1)


def entry(
    number: int, supplier: str, month: int, amount: Decimal, unit: str, year: int = YEAR
) -> Entry:
    return Entry(
        id=number,
        series=UUID(int=number),
        revision=1,
        kind="nil" if amount == 0 else "reported",
        supplier=supplier,
        recipient="KP",
        commodity="refined_petroleum",
        period=Period.month(year, month),
        known_on=date(year + 1, 1, 30),
        quantity=Quantity(amount, unit),
    )


Lines = list[tuple[Decimal, str]]

# Never so much that a year is over the cap by any factor, nor so little that our figure, which
# has three decimals, would be a nil in another unit.
amounts = st.just(Decimal(0)) | st.decimals(min_value=1, max_value=2000, places=3)
units = st.sampled_from(["bbl", "t"])
months = st.lists(st.tuples(amounts, units), min_size=12, max_size=12)
spans = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(sorted)


def book(china: Lines, russia: Lines) -> list[Entry]:
    return [
        entry(100 * place + month, supplier, month, amount, unit)
        for place, (supplier, lines) in enumerate((("CN", china), ("RU", russia)))
        for month, (amount, unit) in enumerate(lines, 1)
    ]


def statement(amount: Decimal, unit: str, span: list[int], role: str = "transfer") -> Statement:
    first, last = span
    return Statement(
        value=amount,
        low=amount,
        high=amount,
        unit=unit,
        modifier="exact",
        commodity="refined_petroleum",
        role=role,
        basis="reported",
        supplier=("CN", "RU"),
        recipient=("KP",),
        period=(date(YEAR, first, 1), Period.month(YEAR, last).last_day),
    )


def verdict(said: Statement, entries: list[Entry]) -> Verdict:
    return judge(said, KNOWN.isoformat(), book=entries)


@given(months, months, spans, units)
def test_a_claim_of_the_exact_sum_of_covered_lines_agrees(
    china: Lines, russia: Lines, span: list[int], unit: str
) -> None:
    entries = book(china, russia)
    ledger = verdict(statement(Decimal(1), unit, span), entries).ledger
    assert ledger is not None
    again = verdict(statement(ledger.amount, unit, span), entries)
    assert again.code == "agrees", again.reason
    assert again.difference == Quantity(Decimal(0), unit)


@given(months, months, spans, amounts, units)
def test_lines_out_of_the_span_change_nothing(
    china: Lines, russia: Lines, span: list[int], amount: Decimal, unit: str
) -> None:
    entries = book(china, russia)
    said = statement(amount, unit, span)
    first, last = span
    inside = [e for e in entries if first <= e.period.start.month <= last]
    more = [*inside, entry(900, "CN", 5, Decimal(77), "bbl", YEAR - 1)]
    few = verdict(said, more)
    all_of_them = verdict(said, entries)
    assert (few.code, few.ledger, few.lines) == (
        all_of_them.code,
        all_of_them.ledger,
        all_of_them.lines,
    )


@given(months, months, spans, amounts, units, st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(
    china: Lines, russia: Lines, span: list[int], amount: Decimal, unit: str, random: Random
) -> None:
    entries = book(china, russia)
    said = statement(amount, unit, span)
    before = verdict(said, entries)
    random.shuffle(entries)
    assert verdict(said, entries) == before


@given(months, spans, amounts)
def test_a_month_without_a_line_is_never_called_right_or_wrong(
    china: Lines, span: list[int], amount: Decimal
) -> None:
    entries = [e for e in book(china, china) if e.period.start.month != span[0]]
    said = statement(amount, "bbl", span)
    assert verdict(said, entries).code in ("partly_covered", "unreported", "nil_contradicted")


@given(months, months, spans)
@settings(max_examples=50)
def test_the_share_that_the_sum_makes_agrees(china: Lines, russia: Lines, span: list[int]) -> None:
    entries = book(china, russia)
    said = statement(Decimal(1), "percent", span, role="share_of_cap")
    ours = verdict(said, entries).ledger
    assert ours is not None
    used = sum(
        (
            e.quantity.amount * (1 if e.quantity.unit == "bbl" else factor)
            for e in entries
            for factor in [Decimal("8.33") if e.supplier == "CN" else Decimal("7.98")]
            if e.quantity is not None and span[0] <= e.period.start.month <= span[1]
        ),
        Decimal(0),
    )
    assert abs(ours.amount - used / 5000) <= Decimal("0.005")


dates = st.dates(date(2005, 1, 1), date(2026, 1, 1))
ordered = st.tuples(dates, dates).map(lambda pair: (min(pair), max(pair)))
states = st.lists(st.sampled_from(["CN", "RU", "KP", "KR"]), max_size=2).map(tuple)
numbers = st.none() | st.decimals(0, 10**7, places=1) | st.sampled_from([Decimal("9E+20")])
goods = ["refined_petroleum", "crude_oil", "petroleum", "coal", "seafood", "workers", "other", None]

statements = st.builds(
    Statement,
    value=numbers,
    low=numbers,
    high=numbers,
    unit=st.sampled_from(["bbl", "t", "kt", "kg", "L", "m3", "USD", "percent", "count", None]),
    modifier=st.sampled_from(["exact", "about", "over", "under", "up_to", "range"]),
    commodity=st.sampled_from(goods),
    role=st.sampled_from(["transfer", "cap", "share_of_cap"]),
    basis=st.sampled_from(["reported", "estimated", "alleged", None]),
    supplier=states,
    recipient=states,
    period=st.none() | ordered,
    periods=st.lists(ordered, max_size=3).map(tuple),
)


@given(statements, dates)
@settings(max_examples=400)
def test_every_claim_has_a_verdict_and_a_reason_of_one_sentence(
    said: Statement, known_at: date
) -> None:
    found = judge(said, known_at.isoformat())
    assert found.reason.endswith(".")
    assert "\n" not in found.reason
    assert ". " not in found.reason.replace("St. ", "")
    if found.code in ("ambiguous", "outside", "prohibited_dealing", "unreported"):
        assert found.ledger is None
