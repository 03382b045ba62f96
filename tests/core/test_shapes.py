"""Every shape a cap may take: what it must say, and what it must refuse to say."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.core import ledger
from compliance.core.period import Period, Schedule, months_after
from compliance.core.quantity import Policy, Quantity
from compliance.core.regime import Terms
from compliance.core.regime.shapes import (
    SHAPES,
    STATES,
    Assessment,
    Observation,
    Rolling,
    Unreadable,
    Windows,
    read,
    whole,
)


# The 19 shapes that caps of all regimes were found to take, and two that our brief adds.
CATALOGUE = {
    "fixed single window": "fixed",
    "tumbling 12 months from an anchor": "tumbling",
    "rolling any-12-months": "rolling",
    "instant level": "level",
    "alternative units, lower one binds": "lower_binds",
    "alternative units, plain 'or'": "plain_or",
    "conjunction of two caps": "conjunction",
    "money cap": "money",
    "unit-price ceiling": "unit_price",
    "attribute ceiling": "attribute",
    "per-State baseline": "baseline",
    "allocated shares with transfers": "shares",
    "step-down table": "step_down",
    "negative or positive carry-over": "carry_over",
    "soft cap (duty)": "duty",
    "zero cap with condition": "zero_unless",
    "unknown amount": "unknown",
    "superseded before it starts": "superseded",
    "formula and review calendar": "formula",
    "event-driven steps": "event_steps",
    "windows redrawn after the start": "windows",
}

YEAR = {"first_day": "2020-01-01", "months": 12}


def test_every_shape_of_the_catalogue_has_its_class() -> None:
    assert set(CATALOGUE.values()) <= set(SHAPES)
    assert all(shape.code == code and shape.title for code, shape in SHAPES.items())


def seen(*rows: dict[str, Any]) -> list[Observation]:
    return [Observation.read(row) for row in rows]


def ask(terms: dict[str, Any], on: str, *rows: dict[str, Any], party: str = "") -> Assessment:
    return read(terms).assess(seen(*rows), date.fromisoformat(on), party=party)


# Windows of time


def test_a_month_across_the_edge_of_a_window_is_not_split() -> None:
    found = ask(
        {"form": "fixed", "limit": "100 t", "first_day": "2020-01-15", "last_day": "2020-03-31"},
        "2020-03-31",
        {"first_day": "2020-01-01", "last_day": "2020-01-31", "amount": "90 t"},
        {"first_day": "2020-02-01", "last_day": "2020-02-29", "amount": "20 t"},
    )
    assert (found.state, found.used, found.least) == (
        "undecided",
        Quantity(Decimal(20), "t"),
        True,
    )


def test_nothing_observed_is_not_zero() -> None:
    found = ask({"form": "tumbling", "limit": "100 t", **YEAR}, "2020-12-31")
    assert (found.state, found.used, found.share) == ("not_computable", None, None)


def test_an_explicit_nil_is_zero() -> None:
    found = ask(
        {"form": "tumbling", "limit": "100 t", **YEAR},
        "2020-12-31",
        {"day": "2020-05-01", "amount": "0 t"},
    )
    assert (found.state, found.share) == ("within", Decimal(0))


def test_other_units_of_one_dimension_add_up_by_definition() -> None:
    found = ask(
        {"form": "tumbling", "limit": "2 kt", **YEAR},
        "2020-12-31",
        {"day": "2020-05-01", "amount": "1500 t"},
        {"day": "2020-06-01", "amount": "600000 kg"},
    )
    assert (found.state, found.share) == ("exceeded", Decimal("1.05"))


def test_barrels_do_not_count_against_tons_in_silence() -> None:
    found = ask(
        {"form": "tumbling", "limit": "100 t", **YEAR},
        "2020-12-31",
        {"day": "2020-05-01", "amount": "10 t"},
        {"day": "2020-06-01", "amount": "900 bbl"},
    )
    assert (found.state, found.least) == ("undecided", True)
    assert "not to be turned into t" in found.reason


amounts = st.integers(0, 50)
spans = st.tuples(st.integers(0, 900), st.integers(1, 40), amounts)


def naive_fullest(shape: Rolling, rows: list[Observation], through: date) -> Decimal | None:
    best: Decimal | None = None
    day = shape.first_day
    while day <= through:
        end = day + timedelta(days=1)
        window = Period(max(shape.first_day, months_after(end, -shape.months)), end)
        inside = [o.quantity.amount for o in rows if window.covers(o.period) and o.quantity]
        if inside and (best is None or sum(inside) > best):
            best = sum(inside, Decimal(0))
        day = end
    return best


@settings(max_examples=60, deadline=None)
@given(st.lists(spans, max_size=12))
def test_the_fullest_rolling_window_is_the_fullest_of_all_days(
    drawn: list[tuple[int, int, int]],
) -> None:
    begin = date(2020, 1, 1)
    rows = [
        Observation(
            Quantity(Decimal(amount), "t"),
            Period(begin + timedelta(days=at), begin + timedelta(days=at + days)),
        )
        for at, days, amount in drawn
    ]
    shape = Rolling(Quantity(Decimal(60), "t"), begin, months=3)
    through = begin + timedelta(days=940)
    found = shape.fullest(rows, through)
    assert (found.used.amount if found and found.used else None) == naive_fullest(
        shape, rows, through
    )


def test_a_rolling_window_catches_what_two_calendar_years_hide() -> None:
    rows = [
        {"first_day": "2020-12-01", "last_day": "2020-12-31", "amount": "80 t"},
        {"first_day": "2021-01-01", "last_day": "2021-01-31", "amount": "40 t"},
    ]
    rolling = ask({"form": "rolling", "limit": "100 t", **YEAR}, "2021-12-31", *rows)
    assert rolling.parts[0].state == "exceeded"
    assert rolling.state == "within"  # December has left the window that ends on this day
    assert ask({"form": "tumbling", "limit": "100 t", **YEAR}, "2021-12-31", *rows).state == (
        "within"
    )


def test_a_rolling_window_is_worked_out_in_linear_time() -> None:
    begin = date(2000, 1, 1)
    rows = [
        Observation(
            Quantity(Decimal(1), "t"),
            Period(begin + timedelta(days=n // 20), begin + timedelta(days=n // 20 + 1)),
        )
        for n in range(60_000)
    ]
    found = Rolling(Quantity(Decimal(10_000), "t"), begin).fullest(rows, date(2010, 1, 1))
    assert found is not None
    assert found.used == Quantity(Decimal(366 * 20), "t")


def test_windows_redrawn_keep_the_rows_they_replace() -> None:
    shape = read(
        {
            "form": "windows",
            "windows": [
                {
                    "first_day": "2020-01-01",
                    "days": 90,
                    "limit": "10 t",
                    "decided_on": "2019-12-01",
                },
                {
                    "first_day": "2020-01-01",
                    "days": 120,
                    "limit": "10 t",
                    "decided_on": "2020-02-01",
                },
            ],
        }
    )
    assert isinstance(shape, Windows)
    may = date(2020, 4, 15)
    assert shape.window(may) == Period(date(2020, 1, 1), date(2020, 4, 30))
    before = shape.as_decided(date(2020, 1, 31))
    assert before.window(may) is None
    assert before.window(date(2020, 3, 30)) == Period(date(2020, 1, 1), date(2020, 3, 31))
    assert len(shape.rows) + len(shape.struck) == 2


def test_where_two_steps_meet_the_limit_is_their_mean_by_days() -> None:
    shape = read(
        {
            "form": "step_down",
            "unit": "t",
            "steps": {"2020-01-01": 100, "2021-07-02": 50},
            "first_day": "2020-01-01",
        }
    )
    assert shape.limit_on(date(2020, 6, 1)) == Quantity(Decimal(100), "t")
    mixed = shape.limit_on(date(2021, 6, 1))
    assert mixed == Quantity(Decimal(100 * 182 + 50 * 183) / 365, "t")
    assert shape.limit_on(date(2022, 6, 1)) == Quantity(Decimal(50), "t")


def test_a_table_says_nothing_before_its_first_step() -> None:
    shape = read({"form": "step_down", "unit": "t", "steps": {"2021-01-01": 5}, **YEAR})
    assert shape.limit_on(date(2020, 6, 1)) is None


# Levels and attributes


STOCK = {"form": "level", "limit": "300 kg UF6", "first_day": "2016-01-16",
         "equivalents": ["202.8 kg U"]}  # fmt: skip


def test_the_latest_level_decides_and_a_breach_ends_when_it_falls() -> None:
    rows = [
        {"day": "2019-07-01", "amount": "205 kg U"},
        {"day": "2019-09-01", "amount": "200 kg U"},
    ]
    assert ask(STOCK, "2019-08-01", *rows).state == "exceeded"
    assert ask(STOCK, "2019-09-02", *rows).state == "within"


def test_items_of_a_level_add_up_by_the_limits_own_equivalents() -> None:
    found = ask(
        STOCK,
        "2019-08-01",
        {"day": "2019-07-01", "item": "UF6", "amount": "150 kg UF6"},
        {"day": "2019-07-01", "item": "oxide", "amount": "101.4 kg U"},
    )
    assert (found.state, found.used) == ("reached", Quantity(Decimal(300), "kg UF6"))


def test_each_holder_has_the_limit_for_itself() -> None:
    terms = {"form": "level", "limit": "1 account", "first_day": "2016-11-30", "each_party": True}
    rows = [
        {"day": "2017-01-01", "party": "mission in A", "amount": "1 account"},
        {"day": "2017-01-01", "party": "mission in B", "amount": "2 account"},
    ]
    found = ask(terms, "2017-02-01", *rows)
    assert (found.state, found.label) == ("exceeded", "mission in B")
    assert ask(terms, "2017-02-01", *rows, party="mission in A").state == "reached"


def test_attributes_never_add_up() -> None:
    terms = {"form": "attribute", "limit": "3.67 % U-235", "first_day": "2016-01-16"}
    found = ask(
        terms,
        "2020-01-01",
        {"day": "2019-01-01", "item": "a", "amount": "3 % U-235"},
        {"day": "2019-01-01", "item": "b", "amount": "3.5 % U-235"},
    )
    assert (found.state, found.used) == ("within", Quantity(Decimal("3.5"), "% U-235"))


def test_a_step_waits_for_its_event() -> None:
    terms = {
        "form": "event_steps",
        "limit": "130 t",
        "first_day": "2016-01-16",
        "steps": [{"after": "commissioned", "limit": "90 t"}],
    }
    rows = [{"day": "2020-01-01", "amount": "120 t"}]
    assert ask(terms, "2020-02-01", *rows).state == "within"
    after = {**terms, "events": {"commissioned": "2020-01-15"}}
    assert ask(after, "2020-02-01", *rows).state == "exceeded"
    assert ask(after, "2020-01-14", *rows).limit == Quantity(Decimal(130), "t")


# Money and prices


COAL = {
    "form": "lower_binds",
    "parts": [
        {"form": "money", "limit": "1000 USD", **YEAR},
        {"form": "tumbling", "limit": "20 t", **YEAR},
    ],
}


def test_the_limit_reached_first_binds() -> None:
    dear = ask(COAL, "2020-12-31", {"day": "2020-02-01", "amount": "10 t", "value": "1100 USD"})
    assert (dear.state, dear.label) == ("exceeded", "USD")
    cheap = ask(COAL, "2020-12-31", {"day": "2020-02-01", "amount": "19 t", "value": "100 USD"})
    assert (cheap.state, cheap.label) == ("within", "t")


def test_a_value_that_nobody_priced_leaves_the_lower_limit_undecided() -> None:
    found = ask(COAL, "2020-12-31", {"day": "2020-02-01", "amount": "10 t"})
    assert (found.state, found.share, found.least) == ("undecided", Decimal("0.5"), True)


def test_tons_are_priced_by_a_cited_price_of_their_day() -> None:
    priced = {"price": "50 USD", "per": "t", "first_day": "2020-01-01", "last_day": "2020-06-30"}
    terms = {"form": "money", "limit": "1000 USD", **YEAR, "prices": [priced]}
    rows = [{"day": "2020-02-01", "amount": "0.01 kt"}, {"day": "2020-09-01", "amount": "99 t"}]
    found = ask(terms, "2020-12-31", *rows)
    assert (found.used, found.least, found.state) == (
        Quantity(Decimal(500), "USD"),
        True,
        "undecided",
    )


def test_a_plain_or_measures_each_supply_in_its_own_unit() -> None:
    found = ask(
        {"form": "plain_or", "limits": ["4000000 bbl", "525000 t"], **YEAR},
        "2020-12-31",
        {"day": "2020-02-01", "amount": "2000000 bbl"},
        {"day": "2020-03-01", "amount": "262500 t"},
    )
    assert (found.state, found.share) == ("reached", Decimal(1))


PRICE = {
    "form": "unit_price",
    "ceilings": [
        {"first_day": "2022-12-05", "limit": "60 USD/bbl", "product": "crude"},
        {"first_day": "2025-09-03", "limit": "47.6 USD/bbl", "product": "crude", "party": "EU",
         "wind_down_days": 45},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("party", "on", "contract", "price", "state"),
    [
        ("US", "2025-10-01", None, 55, "within"),
        ("EU", "2025-09-02", None, 55, "within"),
        ("EU", "2025-10-01", None, 55, "exceeded"),
        ("EU", "2025-10-01", "2025-08-01", 55, "within"),  # an old contract runs on
        ("EU", "2025-12-01", "2025-08-01", 55, "exceeded"),  # and runs out
        ("EU", "2022-12-04", None, 90, "no_limit"),
    ],
)
def test_a_price_is_held_to_the_ceiling_of_its_day_place_and_contract(
    party: str, on: str, contract: str | None, price: int, state: str
) -> None:
    row = {"day": on, "party": party, "item": "crude", "amount": f"{price} USD/bbl"}
    found = ask(PRICE, "2026-01-01", {**row, "contract_on": contract})
    assert found.state == state


def test_a_formula_without_its_readings_gives_no_ceiling() -> None:
    terms: dict[str, Any] = {
        "form": "formula",
        "ceilings": [{"first_day": "2025-01-01", "limit": "50 USD/bbl"}],
        "reviews": [{"day": "2025-07-01", "applies_from": "2025-08-01"}],
        "weeks": 2,
        "below": "0.15",
        "readings": {"2025-06-20": "60", "2025-06-27": "64"},
    }
    shape = read(terms)
    assert shape.limit_on(date(2025, 7, 31)) == Quantity(Decimal(50), "USD/bbl")
    assert shape.limit_on(date(2025, 8, 1)) == Quantity(Decimal("52.7"), "USD/bbl")
    blind = read({**terms, "readings": {"2025-06-20": "60"}})
    assert blind.limit_on(date(2025, 8, 1)) is None
    row = seen({"day": "2025-08-02", "amount": "51 USD/bbl"})
    assert blind.assess(row, date(2025, 9, 1)).state == "not_computable"


# The ledger's terms are shapes


def test_the_terms_of_the_ledger_and_their_shapes_say_the_same() -> None:
    bbl = Quantity(Decimal(500), "bbl")
    terms = Terms("x", "OP 5", "oil", (bbl,), Schedule(date(2020, 1, 1), 12), recipient="KP")
    months = [Period.month(2020, m) for m in (1, 2, 5)]
    entries = [
        ledger.Entry(
            id=n, series=uuid4(), revision=1, kind="reported", supplier="CN", recipient="KP",
            commodity="oil", period=month, known_on=date(2021, 1, 1),
            quantity=Quantity(Decimal(n * 100), "bbl"),
        )
        for n, month in enumerate(months, start=1)
    ]  # fmt: skip
    year = terms.year(2020)
    used = ledger.usage(terms, year, ledger.account(entries), Policy("none", "", ()))
    (shape,) = terms.shapes
    found = shape.assess([Observation(e.quantity, e.period) for e in entries], year.last_day)
    assert shape.window(date(2020, 6, 1)) == year
    assert (found.used, found.limit, found.share) == (used.used, used.limit, used.share)


# Data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"form": "pyramid"}, "is no shape"),
        ({"form": "tumbling", "limit": "5 t"}, "needs 'first_day'"),
        ({"form": "tumbling", "limit": "lots", **YEAR}, "is no amount"),
        ({"form": "tumbling", "limit": "5 t", "first_day": "May", "months": 1}, "is no day"),
        ({"form": "fixed", "limit": "5 t", **YEAR}, "does not repeat"),
        ({"form": "carry_over", "inner": STOCK}, "no windows to carry over"),
        ({"form": "duty", "inner": STOCK, "consequence": "fine"}, "ban, duty or deduction"),
    ],
)
def test_data_that_make_no_shape_are_refused_with_why(data: dict[str, Any], words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read(data)


def test_a_cap_with_columns_of_its_own_fills_its_parts() -> None:
    days = {"first_day": "2017-01-01", "months": 12}
    shape = whole(
        "lower_binds", limits=["9 USD", "3 t"], days=days, data={"each": ["money", "tumbling"]}
    )
    assert shape.limit_on(date(2017, 2, 1)) == Quantity(Decimal(9), "USD")
    assert set(STATES) >= {"not_computable", "superseded"}
