"""The seventeen questions an analyst asks, each answered by a public query on the seeds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from compliance import queries
from compliance.core.ledger import Changes, Draft
from compliance.core.quantity import Policy
from compliance.models import Assertion, Cap, Transfer
from compliance.queries.ledger import CapUsage, Compared
from tests.factories.ledger import day, span


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]

TODAY = date(2026, 6, 1)
PETROLEUM = "dprk-refined-petroleum"
D = Decimal


def cap(slug: str = PETROLEUM) -> Cap:
    return queries.regime.caps().get(slug=slug)


def policy(slug: str | None = None) -> Policy:
    return queries.regime.policy(slug).policy


def usage(
    year: str, *, known_at: str = "2026-06-01", by: str | None = None, slug: str = PETROLEUM
) -> CapUsage:
    row = cap(slug)
    return queries.ledger.usage(
        row,
        period=queries.ledger.period(row, year, today=TODAY),
        known_at=day(known_at),
        policy=policy(by),
    )


def used(value: CapUsage) -> Decimal:
    assert value.binding is not None
    return value.binding.used.amount


@pytest.mark.parametrize(
    ("known_at", "barrels", "percent"),
    [
        ("2026-06-01", "362704.168", "72.5"),
        ("2024-01-17", "212862.168", "42.6"),
        ("2024-01-26", "238800.168", "47.8"),
        ("2024-02-02", "325259.168", "65.1"),
        ("2024-04-17", "362704.168", "72.5"),
    ],
)
def test_1_how_much_of_2023_was_used_as_known_on_a_day(
    known_at: str, barrels: str, percent: str
) -> None:
    value = usage("2023", known_at=known_at)
    assert used(value) == D(barrels)
    assert value.binding is not None
    assert f"{value.binding.share * 100:.1f}" == percent


def test_2_how_far_2023_is_from_the_notice_at_75() -> None:
    value = usage("2023")
    assert D("0.75") * 500_000 - used(value) == D("12295.832")
    assert value.status.code == "ended"
    assert "below the first Notice at 375,000 bbl" in value.status.reason
    assert not value.crossings[0].due


def test_3_which_supplier_months_are_missing_and_since_how_many_days() -> None:
    """On 4 December 2024: Russia since February, China's September and October."""
    found = queries.ledger.missing(cap(), period=span("2024"), known_at=day("2024-12-04"))
    days = {(e.supplier, e.span.start.month): e.days_late for e in found}
    assert sorted(days) == [("CN", 9), ("CN", 10)] + [("RU", month) for month in range(2, 11)]
    assert days["RU", 2] == 249
    assert (days["CN", 9], days["CN", 10]) == (35, 4)


@pytest.mark.parametrize(
    ("by", "months"),
    [
        ("diesel-7.5", ["2019-11-30", None]),
        ("voa-7.9", ["2019-10-31", None]),
        ("basket-7.98", ["2019-10-31", None]),
        ("china-8.33", ["2019-10-31", "2019-12-31"]),
    ],
)
def test_4_in_which_month_2019_crossed_75_and_90(by: str, months: list[str | None]) -> None:
    crossed = [c.crossed_in for c in usage("2019", by=by).crossings[:2]]
    assert crossed == [day(month) if month else None for month in months]


def test_5_when_that_was_knowable() -> None:
    """The figures by February 2020; the Committee's factor not before 17 February 2021."""
    china = usage("2019", by="china-8.33").crossings
    assert [c.learnt_on for c in china[:2]] == [day("2020-02-04"), day("2020-02-21")]
    assert [c.knowable_on for c in china[:2]] == [day("2020-02-04"), day("2020-02-21")]
    own = usage("2019").crossings
    assert [c.knowable_on for c in own[:2]] == [day("2021-02-17"), day("2021-02-17")]
    assert own[0].lag_days == 96
    assert own[0].in_time_on == day("2019-11-30")


def test_6_did_russia_report_67_300_from_december_2022_to_april_2023() -> None:
    said = Assertion.objects.get(
        supplier="RU", first_day=day("2022-12-01"), last_day=day("2023-04-30")
    )
    found = queries.ledger.checked(said, known_at=TODAY, policy=policy())
    assert found.code == "holds"
    assert found.ours is not None
    assert found.ours.amount == 67_298
    assert len(found.lines) == 5
    before = [
        c
        for year in ("2020", "2021", "2022")
        for c in (usage(year).binding or pytest.fail(year)).counted
        if c.entry.supplier == "RU" and c.entry.period.last_day < day("2022-12-01")
    ]
    last = max(c.entry.period.start for c in before if c.quantity.amount > 0)
    assert last == day("2020-08-01")
    zeros = [c for c in before if c.entry.period.start > last and c.entry.kind == "nil"]
    assert len(zeros) == 26  # its silence was not empty: October 2020 to November 2022


def test_7_which_months_were_revised_or_withdrawn_by_whom_by_how_much() -> None:
    """Two months of 2020 were expressed anew in barrels on 17 February 2021; two of Russia's 2023
    had gone from the table and still count."""
    revised = []
    for row in Transfer.objects.filter(revision__gt=1).order_by("first_day"):
        first, last = list(queries.ledger.revisions(str(row.series)))
        assert (last.report.known_on, first.withdrawn) == (day("2021-02-17"), False)
        revised.append((row.supplier, f"{row.first_day:%Y-%m}", first.amount, last.amount))
    assert revised == [
        ("CN", "2020-07", D(1498), D(12479)),
        ("RU", "2020-08", D(32), D("255.4")),
    ]
    value = usage("2020")
    then = usage("2020", known_at="2021-02-16")
    assert used(value) - used(then) == (D(12479) - D(1498) * D("8.33")) + (
        D("255.4") - D(32) * D("7.98")
    )
    gone = [
        f"{c.entry.period.start:%Y-%m}"
        for c in (usage("2023").binding or pytest.fail("2023")).counted
        if "vanished" in c.marks
    ]
    assert gone == ["2023-01", "2023-02"]


def compared(year: str, key: str, known_at: date = TODAY) -> Compared:
    value = queries.ledger.estimates(cap(), period=span(year), known_at=known_at, policy=policy())
    return next(c for c in value.compared if c.estimate.key == key)


def test_8_reported_against_estimated() -> None:
    letter = compared("2018", "us-letter-2018-07").ratio_then
    assert letter is not None
    assert letter.high is not None
    assert (round(letter.low, 1), round(letter.high, 1)) == (D("9.2"), D("16.6"))
    now = compared("2018", "us-letter-2018-07").ratio
    assert now is not None
    assert round(now.low, 1) == D("5.7")
    of_43 = compared("2020", "letter-of-43-2020-07").ratio
    assert of_43 is not None
    assert (round(of_43.low, 1), of_43.high) == (D("15.1"), None)
    panel = compared("2022", "panel-2023").ratio
    assert panel is not None
    assert round(panel.low, 1) == D("12.1")
    books = queries.ledger.both_books(cap(), period=span("2024"), known_at=TODAY, policy=policy())
    assert books.ratio is not None
    assert books.gap is not None
    assert (round(books.ratio.low, 2), books.ratio.high) == (D("3.33"), None)
    assert books.gap.low == 1_000_000 - used(usage("2024"))
    at_the_time = queries.ledger.both_books(
        cap(), period=span("2024"), known_at=day("2024-12-04"), policy=policy()
    )
    assert at_the_time.ratio is not None
    assert round(at_the_time.ratio.low, 2) == D("5.93")


def test_9_what_is_left_at_the_pace_of_three_months_and_when_thresholds_come() -> None:
    """On 1 October 2023, from what was known of January to May."""
    made = queries.ledger.forecast(usage("2023", known_at="2023-10-01"))
    assert made is not None
    assert made.pace == D("22380")
    assert made.at_pace == D("314520.168")
    assert made.left_at_pace is not None
    assert round(made.left_at_pace * 100, 1) == D("37.1")
    assert made.low <= used(usage("2023")) <= made.high
    days = {r.share: (r.earliest, r.latest) for r in made.reaches}
    assert days[D("0.75")] == (day("2023-09-27"), None)
    assert days[D("0.9")] == (day("2023-11-12"), None)
    assert days[D("0.95")] == (day("2023-11-27"), None)
    assert queries.ledger.forecast(usage("2024", known_at="2024-04-17")) is None  # two months


def test_10_which_caps_were_in_force_on_a_day_for_a_good() -> None:
    def caps(on: str, good: str) -> list[str]:
        return [
            row.slug
            for row in queries.regime.in_force(day(on))
            if row.commodity and row.commodity.code == good
        ]

    assert caps("2023-05-01", "refined_petroleum") == [PETROLEUM]
    assert caps("2017-11-01", "refined_petroleum") == ["dprk-refined-petroleum-late-2017"]
    assert caps("2017-07-01", "coal") == ["dprk-coal-2017"]
    assert caps("2017-08-05", "coal") == []
    assert caps("2017-12-21", "crude_oil") == ["dprk-crude-oil-2375"]
    assert caps("2017-12-22", "crude_oil") == ["dprk-crude-oil"]


def test_11_which_state_is_latest_on_average_and_whether_it_gets_worse() -> None:
    russia, china = queries.ledger.lags(cap(), known_at=TODAY)
    assert (russia.supplier, china.supplier) == ("RU", "CN")
    assert (russia.median_days, russia.shortest, russia.longest, russia.within_30) == (
        80,
        26,
        187,
        1,
    )
    assert (china.median_days, china.shortest, china.longest, china.within_30) == (73, 18, 201, 9)
    assert russia.silent_since == day("2024-02-01")
    assert russia.worse
    assert china.worse


def test_12_which_unit_bound_coal_in_2017_and_2016() -> None:
    """In tons 2017 stood at 35.7 per cent; dollars are known for March alone, so that they bound
    (57 per cent in the press) cannot be worked out from the lines, and the total is a floor."""
    value = usage("2017", slug="dprk-coal-2017")
    shares = {u.limit.unit: u for u in value.usages}
    assert f"{shares['t'].share * 100:.1f}" == "35.7"
    assert not shares["USD"].whole
    assert [e.period.start.month for e in shares["USD"].unconverted] == [1, 2]
    assert value.status.code == "ended"
    assert "the cap itself ended on 2017-08-04" in value.status.reason
    late = usage("2016", slug="dprk-coal-late-2016")
    assert [u.limit.unit for u in late.usages] == ["USD", "t"]
    assert [round(u.share * 100) for u in late.usages] == [344, 200]
    assert late.status.code == "exceeded"


@pytest.mark.parametrize(
    ("year", "month", "bitumen", "reported", "at_density"),
    [
        ("2024", "2024-09", "7151", "65386.918", "49082.638"),
        ("2023", "2023-12", "4133", "37445", "28021.760"),
    ],
)
def test_13_what_if_all_bitumen_counted_at_its_own_density(
    year: str, month: str, bitumen: str, reported: str, at_density: str
) -> None:
    """6.05 bbl a ton instead of 8.33 for what customs call bitumen: about a quarter less."""
    line = Transfer.objects.get(supplier="CN", first_day=span(month).start, revision=1)
    assert line.stated_amount == D(reported)
    instead = D(reported) - D(bitumen) * (D("8.33") - D("6.05"))
    value = queries.ledger.whatif(
        cap(),
        period=span(year),
        known_at=TODAY,
        policy=policy(),
        changes=Changes(
            withdraw=frozenset({line.series}),
            accept=(
                Draft(
                    supplier="CN",
                    recipient="KP",
                    commodity="refined_petroleum",
                    first_day=line.first_day,
                    last_day=line.last_day,
                    amount=instead,
                    unit="bbl",
                ),
            ),
        ),
    )
    assert instead == D(at_density)
    assert used(value.then) - used(value.present) == instead - D(reported)
    assert D("0.24") < 1 - instead / D(reported) < D("0.26")
    assert len(value.assumptions) == 2


def test_14_whether_the_months_add_up_to_the_published_total() -> None:
    found = {
        said.key: check
        for said, check in queries.ledger.all_checked(known_at=TODAY, policy=policy())
    }
    november = found["all-2024-01-2024-11-2025-03-13"]
    assert november.code == "holds"
    assert "within the rounding of the lines" in november.reason
    assert november.difference == D("300202.651") - D("300200.918")
    assert found["share-all-2024-01-2024-11-2025-03-13"].code == "holds"
    assert found["ru-2023-01-2023-12-2024-01-30"].code == "holds"
    wrong = found["ru-2023-01-2023-12-2024-01-30-2"]
    assert (wrong.code, wrong.difference) == ("fails", D(83_152) - D(105_842))


def test_15_which_reports_fall_due_in_the_next_thirty_days() -> None:
    found = queries.ledger.falling_due(day("2024-01-17"), days=30)
    assert [(f.due_on, f.who, f.citation) for f in found] == [
        (day("2024-01-30"), "CN", "S/RES/2397 (2017) OP 5"),
        (day("2024-01-30"), "RU", "S/RES/2397 (2017) OP 5"),
    ]
    assert {f.span for f in found} == {span("2023-12")}
    crude = queries.ledger.falling_due(day("2018-03-01"), days=30)
    assert ("S/RES/2397 (2017) OP 4", None, day("2018-03-22")) in [
        (f.citation, f.who, f.due_on) for f in crude
    ]
    workers = queries.ledger.falling_due(day("2020-03-01"), days=30)
    assert any(f.citation == "S/RES/2397 (2017) OP 8" for f in workers)


@pytest.mark.parametrize(
    ("hs", "on", "kind", "citations"),
    [
        ("2713", "2016-01-01", "free", []),
        ("2713", "2017-10-15", "capped", ["S/RES/2375 (2017) OP 14"]),
        ("2713", "2023-05-01", "capped", ["S/RES/2397 (2017) OP 5"]),
        ("271111", "2023-05-01", "banned", ["S/RES/2375 (2017) OP 13"]),
    ],
)
def test_16_whether_a_shipment_is_banned_capped_or_free(
    hs: str, on: str, kind: str, citations: list[str]
) -> None:
    """HS 2713, bitumen and petroleum coke, to the DPRK; and liquefied gas, whose ban goes first."""
    found = queries.regime.treatment(hs=hs, supplier="CN", recipient="KP", on=day(on))
    assert (found.kind, [c.rule.citation for c in found.paragraphs]) == (kind, citations)


def test_17_which_proposals_are_on_hold_by_whom_since_when() -> None:
    def held(on: str) -> list[tuple[str, tuple[str, ...], Any, Any]]:
        return [
            (one.decision.key, one.by, one.since, one.until)
            for one in queries.ledger.on_hold(day(on))
        ]

    assert held("2018-07-18") == []
    assert held("2018-12-31") == [("petroleum-2018", ("RU",), day("2018-07-19"), day("2019-01-19"))]
    assert held("2026-06-01") == [("petroleum-2019", ("RU", "CN"), day("2019-06-18"), None)]
    outcomes = {one.decision.key: one.outcome.code for one in queries.ledger.decisions(TODAY)}
    assert outcomes == {
        "petroleum-2018": "ran_out",
        "petroleum-2019": "hold",
        "petroleum-2020": "proposed",
        "council-2022-05-26": "vetoed",
        "council-2024-03-28": "vetoed",
    }
    assert usage("2019", known_at="2019-07-01").status.code == "disputed"
