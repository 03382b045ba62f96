"""The numbers of the seeded ledger, as known on any day: one value for page, API and command."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compliance import queries
from compliance.core.ledger import Counted
from compliance.models import Cap
from compliance.queries.ledger import CapUsage, NoSuchPeriod, NotComputed
from tests.factories.ledger import day


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]

TODAY = date(2026, 6, 1)
PETROLEUM = "dprk-refined-petroleum"


def cap(slug: str = PETROLEUM) -> Cap:
    return queries.regime.caps().get(slug=slug)


def usage(
    year: str | None = "2023",
    *,
    known_at: str = "2026-06-01",
    policy: str | None = None,
    slug: str = PETROLEUM,
) -> CapUsage:
    row = cap(slug)
    return queries.ledger.usage(
        row,
        period=queries.ledger.period(row, year, today=TODAY),
        known_at=day(known_at),
        policy=queries.regime.policy(policy).policy,
    )


def used(*args: Any, **kwargs: Any) -> tuple[str, str]:
    """Whole barrels and per cent, as people write them."""
    binding = usage(*args, **kwargs).binding
    assert binding is not None
    return f"{binding.used.amount:,.3f}", f"{binding.share * 100:.1f}"


def counted(year: str, **asked: Any) -> tuple[Counted, ...]:
    binding = usage(year, **asked).binding
    assert binding is not None
    return binding.counted


@pytest.mark.parametrize(
    ("year", "known_at", "barrels", "percent"),
    [
        ("2023", "2026-06-01", "362,704.168", "72.5"),
        ("2023", "2024-01-17", "212,862.168", "42.6"),
        ("2024", "2024-12-04", "168,679.000", "33.7"),
    ],
)
def test_the_numbers_that_must_hold(year: str, known_at: str, barrels: str, percent: str) -> None:
    assert used(year, known_at=known_at) == (barrels, percent)


@pytest.mark.parametrize(
    ("year", "barrels"),
    [
        ("2018", 393_235),
        ("2019", 455_383),
        ("2020", 143_629),
        ("2021", 91_909),
        ("2022", 113_136),
        ("2023", 362_704),
    ],
)
def test_the_years_by_the_rows_of_the_account(year: str, barrels: int) -> None:
    binding = usage(year).binding
    assert binding is not None
    assert round(binding.used.amount) == barrels


def test_russia_from_december_2022_to_april_2023() -> None:
    months = [
        c.quantity.amount
        for year in ("2022", "2023")
        for c in counted(year)
        if c.entry.supplier == "RU" and "2022-12" <= str(c.entry.period) < "2023-05"
    ]
    assert sum(months) == 67_298
    assert len(months) == 5


def test_500_000_barrels_by_paragraph_5() -> None:
    value = usage()
    assert value.binding is not None
    assert (value.binding.limit.amount, value.binding.limit.unit) == (500_000, "bbl")
    assert value.terms.citation == "S/RES/2397 (2017) OP 5"


def test_by_supplier_is_the_whole_told_apart() -> None:
    value = usage()
    assert value.binding is not None
    assert list(value.by_supplier()) == ["CN", "RU"]
    assert sum(value.by_supplier().values()) == value.binding.used.amount


def test_months_gone_from_the_table_still_count_and_are_marked() -> None:
    marks = {
        str(c.entry.period)[:7]: c.marks
        for c in counted("2023")
        if c.entry.supplier == "RU" and "vanished" in c.marks
    }
    assert set(marks) == {"2023-01", "2023-02"}
    then = usage(known_at="2024-01-29").binding
    assert then is not None
    assert not any("vanished" in c.marks for c in then.counted)


def test_a_wider_sum_takes_the_place_of_the_narrower_on_its_day() -> None:
    def sums(known_at: str) -> list[Decimal]:
        binding = usage("2024", known_at=known_at).binding
        assert binding is not None
        return [c.quantity.amount for c in binding.counted if c.entry.kind == "sum"]

    assert sums("2024-12-03") == [93_935]
    assert sums("2024-12-04") == [146_424]


def test_a_restated_month_changes_from_its_own_day() -> None:
    def july(known_at: str) -> Decimal:
        binding = usage("2020", known_at=known_at).binding
        assert binding is not None
        (found,) = (
            c.quantity.amount
            for c in binding.counted
            if c.entry.supplier == "CN" and c.entry.period.start == date(2020, 7, 1)
        )
        return found

    assert july("2021-02-16") == Decimal("1498") * Decimal("8.33")
    assert july("2021-02-17") == 12_479


def test_on_the_days_between_nothing_changes() -> None:
    days = usage().days
    assert list(days) == sorted(set(days))
    for a, b in pairwise(days):
        before = date.fromordinal(b.toordinal() - 1)
        assert used(known_at=a.isoformat()) == used(known_at=before.isoformat())


def test_usage_takes_two_queries_at_most_and_none_with_the_lines_given() -> None:
    row, policy = cap(), queries.regime.policy().policy
    period = queries.ledger.period(row, "2023", today=TODAY)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queries.ledger.usage(row, period=period, known_at=TODAY, policy=policy)
    assert len(asked) <= 2
    lines = queries.ledger.entries(row)
    with CaptureQueriesContext(connection) as asked:
        queries.ledger.usage(row, period=period, known_at=TODAY, policy=policy, lines=lines)
        queries.ledger.years(row, lines=lines, known_at=TODAY, policy=policy)
    assert len(asked) == 0


def test_history_takes_one_query_and_gives_every_year() -> None:
    row, policy = cap(), queries.regime.policy().policy
    with CaptureQueriesContext(connection) as asked:
        found = queries.ledger.history(row, known_at=TODAY, policy=policy)
    assert len(asked) == 1
    assert [v.label for v in found] == [str(year) for year in range(2018, 2027)]
    years = queries.ledger.years(
        row, lines=queries.ledger.entries(row), known_at=TODAY, policy=policy
    )
    assert [(v.usages, v.status) for v in years] == [(v.usages, v.status) for v in found]


# Periods


@pytest.mark.parametrize(
    ("slug", "said", "label"),
    [
        (PETROLEUM, "2023", "2023"),
        (PETROLEUM, "2023-05-01", "2023"),
        (PETROLEUM, "2023-01-01/2023-12-31", "2023"),
        (PETROLEUM, None, "2026"),
        ("dprk-crude-oil", "2018", "2017-12-22/2018-12-21"),
        ("dprk-crude-oil", "2018-12-22", "2018-12-22/2019-12-21"),
        ("dprk-refined-petroleum-late-2017", "2017", "2017-10-01/2017-12-31"),
        ("dprk-refined-petroleum-late-2017", None, "2017-10-01/2017-12-31"),
    ],
)
def test_a_period_is_asked_for_as_people_name_it(slug: str, said: str | None, label: str) -> None:
    found = queries.ledger.period(cap(slug), said, today=TODAY)
    assert queries.ledger.period_label(found) == label


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("", "is no period; give a year as 2023"),
        ("nonsense", "is no period; give a year as 2023"),
        ("23", "is no period"),
        ("2023-13-01", "is no period"),
        ("2023-05-01/soon", "is no period"),
        ("٢٠٢٣", "is no period"),
        ("0000", "is no period"),
        ("9999", "is no period"),
        ("2017", "Refined petroleum to the DPRK counts from 2018-01-01."),
        ("2017-12-31", "counts from 2018-01-01."),
        ("2023-01-01/2023-06-30", "2023-06-30 is not its last day."),
    ],
)
def test_nonsense_is_answered_with_a_sentence(said: str, sentence: str) -> None:
    with pytest.raises(NoSuchPeriod) as raised:
        queries.ledger.period(cap(), said, today=TODAY)
    assert sentence in str(raised.value)


def test_a_cap_without_a_schedule_says_that_it_has_no_periods() -> None:
    for row in queries.regime.caps():
        if not row.scheduled:
            with pytest.raises(NotComputed, match=row.title):
                queries.ledger.period(row, "2023", today=TODAY)
            with pytest.raises(NotComputed):
                queries.ledger.history(row, known_at=TODAY, policy=usage().policy)


def test_every_scheduled_cap_answers_for_every_period_it_had() -> None:
    policy = queries.regime.policy().policy
    for row in queries.regime.caps():
        if row.scheduled:
            for value in queries.ledger.history(row, known_at=TODAY, policy=policy):
                assert value.status.reason.endswith(".")


# Policies


@pytest.mark.parametrize(
    ("policy", "barrels"),
    [("committee-2021", 455_383), ("china-8.33", 467_069), ("voa-7.9", 442_958)],
)
def test_a_year_in_tons_hangs_on_the_policy(policy: str, barrels: int) -> None:
    binding = usage("2019", policy=policy).binding
    assert binding is not None
    tons = {"china-8.33": Decimal("8.33"), "voa-7.9": Decimal("7.9")}
    if factor := tons.get(policy):
        assert {c.converted.factor.factor for c in binding.counted if c.converted.factor} == {
            factor
        }
    assert round(binding.used.amount) == barrels


def test_an_unknown_policy_is_answered_with_those_held() -> None:
    with pytest.raises(queries.regime.NoSuchPolicy) as raised:
        queries.regime.policy("guess")
    assert "'guess' is no conversion policy held here; allowed: committee-2021" in str(raised.value)


# For machines


def test_the_value_for_machines_has_what_the_issue_names() -> None:
    data = queries.ledger.as_data(usage(known_at="2024-01-17"))
    assert set(data) >= {
        "limit", "unit", "used", "share", "status", "known_at", "policy", "entries",
    }  # fmt: skip
    assert data["used"] == Decimal("212862.168")
    assert sum(entry["amount"] for entry in data["entries"]) == data["used"]
    assert data["lower_bound"] is True


def test_what_is_not_measured_is_null_and_never_zero() -> None:
    data = queries.ledger.as_data(usage("2026"))
    assert (data["used"], data["share"], data["status"]) == (None, None, "unknown")
    for row in queries.ledger.matrix_data(usage("2026")):
        assert row["amount"] is None


def test_every_line_of_the_period_counts_or_is_left_out_with_a_reason() -> None:
    lines = queries.ledger.entries(cap())
    for known_at in ("2023-06-13", "2024-01-17", "2026-06-01"):
        value = usage(known_at=known_at)
        data = queries.ledger.explain_data(value, lines=lines)
        ids = [e["id"] for e in (*data["counted"], *data["left_out"])]
        assert sorted(ids) == sorted(e.id for e in lines if e.period.overlaps(value.period))
        assert len(ids) == len(set(ids))
        assert all(e["because"].endswith(".") for e in data["left_out"])
