"""Shapes that are made of others, or give each State its own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.core.quantity import Quantity
from compliance.core.regime.shapes import (
    Shares,
    Unreadable,
    read,
)
from tests.core.test_shapes import YEAR, ask, seen


# Each its own


OWN = {
    "form": "baseline",
    "unit": "t",
    "span": ["2019-01-01", "2019-12-31"],
    "inner": {"form": "tumbling", "limit": "unknown t", **YEAR},
}


def test_a_baseline_that_nobody_published_is_not_computable() -> None:
    found = ask(OWN, "2020-12-31", {"day": "2020-02-01", "party": "RU", "amount": "9 t"})
    assert (found.state, found.share, found.limit) == ("not_computable", None, None)


def test_a_baseline_follows_from_a_span_seen_whole() -> None:
    half = {"first_day": "2019-01-01", "last_day": "2019-06-30", "party": "RU", "amount": "4 t"}
    rest = {"first_day": "2019-07-01", "last_day": "2019-12-31", "party": "RU", "amount": "2 t"}
    row = {"day": "2020-02-01", "party": "RU", "amount": "9 t"}
    assert ask(OWN, "2020-12-31", half, rest, row, party="RU").share == Decimal("1.5")
    assert ask(OWN, "2020-12-31", half, row, party="RU").state == "not_computable"


def test_a_known_state_over_its_own_level_is_over_though_another_is_unknown() -> None:
    found = ask(
        {**OWN, "baselines": {"CN": "10 t", "RU": "unknown t"}},
        "2020-12-31",
        {"day": "2020-02-01", "party": "RU", "amount": "9 t"},
        {"day": "2020-02-01", "party": "CN", "amount": "11 t"},
    )
    assert (found.state, found.label) == ("exceeded", "CN")


holders = st.sampled_from("ABCD")


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(holders, st.integers(0, 100), min_size=1),
    st.lists(st.tuples(holders, holders, st.integers(0, 60)), max_size=6),
)
def test_shares_and_transfers_conserve_the_total(
    shares: dict[str, int], passed: list[tuple[str, str, int]]
) -> None:
    total = sum(shares.values()) + 7
    data = {
        "form": "shares",
        "limit": f"{total} t",
        **YEAR,
        "shares": {holder: f"{n} t" for holder, n in shares.items()},
        "transfers": [
            {"from": a, "to": b, "amount": f"{n} t", "decided_on": f"2020-0{i + 1}-01"}
            for i, (a, b, n) in enumerate(passed)
        ],
    }
    try:
        shape = read(data)
    except Unreadable:  # somebody would have passed on more than it had
        return
    assert isinstance(shape, Shares)
    for day in (date(2020, 1, 1), date(2020, 3, 15), date(2020, 12, 31)):
        limits = [shape.limit_on(day, party=holder) for holder in shape.holders()]
        assert sum(q.amount for q in limits if q) + shape.rest.amount == total
        assert all(q.amount >= 0 for q in limits if q)


def test_shares_over_the_total_are_refused() -> None:
    with pytest.raises(Unreadable, match="over the total"):
        read({"form": "shares", "limit": "10 t", **YEAR, "shares": {"A": "8 t", "B": "3 t"}})


def test_silence_by_the_deadline_is_a_quota_of_zero() -> None:
    terms = {
        "form": "self_set",
        "unit": "kg",
        "first_day": "2019-03-01",
        "months": 12,
        "by": "12-31",
        "notices": [
            {"party": "KZ", "window_from": "2020-03-01", "amount": "50 kg",
             "notified_on": "2019-12-30"},
            {"party": "IR", "window_from": "2020-03-01", "amount": "50 kg",
             "notified_on": "2020-01-02"},
        ],
    }  # fmt: skip
    rows = [{"day": "2020-06-01", "party": p, "amount": "5 kg"} for p in ("KZ", "IR")]
    assert ask(terms, "2021-02-28", *rows, party="KZ").state == "within"
    late = ask(terms, "2021-02-28", *rows, party="IR")
    assert (late.state, late.share) == ("exceeded", None)
    last = read({**terms, "if_silent": "last"}).limit_on(date(2021, 6, 1), party="KZ")
    assert last == Quantity(Decimal(50), "kg")
    assert read({**terms, "if_silent": "none"}).limit_on(date(2021, 6, 1), party="KZ") is None


# Made of others


def quarters(**more: Any) -> dict[str, Any]:
    inner = {"form": "tumbling", "limit": "100 t", "first_day": "2020-07-01", "months": 3}
    return {"form": "carry_over", "inner": inner, **more}


USED = [
    {"day": "2020-08-01", "amount": "70 t"},
    {"day": "2020-11-01", "amount": "120 t"},
    {"day": "2021-02-01", "amount": "90 t"},
    {"day": "2021-05-01", "amount": "100 t"},
    {"day": "2021-08-01", "amount": "1 t"},
]


def limits(terms: dict[str, Any], on: str, *rows: dict[str, Any]) -> list[Decimal | None]:
    shape = read(terms)
    found = shape.adjusted(seen(*rows), date.fromisoformat(on))  # type: ignore[attr-defined]
    return [a.limit.amount if a.limit else None for a in found]


def test_what_is_left_rolls_on_inside_its_year_and_no_further() -> None:
    terms = quarters(unused=1, parent_months=12)
    assert limits(terms, "2021-08-01", *USED) == [100, 130, 110, 120, 100]


def test_what_is_over_comes_off_the_next_window() -> None:
    assert limits(quarters(over=1), "2021-08-01", *USED) == [100, 100, 80, 90, 90]


def test_what_may_be_carried_has_a_limit() -> None:
    assert limits(quarters(unused=1, most="0.1"), "2020-12-01", *USED) == [100, 110]


@given(st.lists(st.integers(0, 350), min_size=1, max_size=8))
def test_what_is_carried_is_neither_lost_nor_made(used: list[int]) -> None:
    terms = {
        "form": "carry_over",
        "unused": 1,
        "over": 1,
        "inner": {"form": "tumbling", "limit": "100 t", "first_day": "2020-01-01", "months": 12},
    }
    rows = [{"day": f"{2020 + n}-06-01", "amount": f"{amount} t"} for n, amount in enumerate(used)]
    found = limits(terms, f"{2019 + len(used)}-12-31", *rows)
    assert found == [max(100 * (n + 1) - sum(used[:n]), 0) for n in range(len(used))]


def test_after_a_window_nobody_reported_no_limit_can_be_worked_out() -> None:
    assert limits(quarters(unused=1), "2021-02-01", *USED[1:]) == [100, None, None]


def test_an_excess_may_cost_a_duty_and_be_no_breach() -> None:
    inner = {"form": "tumbling", "limit": "100 t", **YEAR}
    row = {"day": "2020-02-01", "amount": "140 t"}
    duty = ask({"form": "duty", "inner": inner, "rate": "0.25"}, "2020-12-31", row)
    assert (duty.state, duty.consequence) == ("dutiable", "duty")
    assert "25 % duty is due on 40 t" in duty.reason
    taken = ask({"form": "duty", "inner": inner, "consequence": "deduction"}, "2020-12-31", row)
    assert (taken.state, taken.consequence) == ("exceeded", "deduction")
    ban = ask({"form": "duty", "inner": inner, "consequence": "ban"}, "2020-12-31", row)
    assert ban.state == "exceeded"


def test_a_stock_and_a_flow_must_both_hold() -> None:
    terms = {
        "form": "conjunction",
        "parts": [
            {"measure": "stock", "form": "level", "limit": "1 t", "first_day": "1997-04-29"},
            {"measure": "flow", "form": "tumbling", "limit": "1 t", **YEAR},
        ],
    }
    stock = {"day": "2020-03-01", "measure": "stock", "amount": "0.4 t"}
    flows = [{"day": f"2020-0{m}-01", "measure": "flow", "amount": "600 kg"} for m in (2, 5)]
    found = ask(terms, "2020-12-31", stock, *flows)
    assert (found.state, found.label) == ("exceeded", "flow")
    assert ask(terms, "2020-12-31", stock, flows[0]).state == "within"
    assert ask(terms, "2020-12-31", stock).state == "undecided"


def test_a_ban_is_a_cap_of_zero_and_never_a_share() -> None:
    terms = {"form": "zero_unless", "first_day": "2020-01-01", "last_day": "2020-12-31",
             "unit": "t", "conditions": ["certificate"]}  # fmt: skip
    bare = {"day": "2020-02-01", "amount": "3 t"}
    found = ask(terms, "2020-06-01", bare)
    assert (found.state, found.used, found.share) == ("exceeded", Quantity(Decimal(3), "t"), None)
    assert ask(terms, "2020-06-01", {**bare, "meets": ["certificate"]}).state == "within"
    assert ask(terms, "2021-01-01", bare).state == "not_in_force"
    renewed = {**terms, "renewals": [{"last_day": "2021-12-31"}]}
    assert ask(renewed, "2021-01-01", bare).state == "exceeded"
    unknown = ask(terms, "2020-06-01", {"day": "2020-02-01", "amount": "unknown t"})
    assert (unknown.state, unknown.used, unknown.least) == ("exceeded", None, True)


def test_an_unknown_amount_is_neither_nought_nor_infinite() -> None:
    inner = {"form": "rolling", "limit": "unknown bbl", "first_day": "2017-09-11"}
    found = ask(
        {"form": "unknown", "inner": inner}, "2017-12-01", {"day": "2017-10-01", "amount": "9 bbl"}
    )
    assert (found.state, found.used, found.share, found.limit) == (
        "not_computable",
        Quantity(Decimal(9), "bbl"),
        None,
        None,
    )


def test_a_cap_replaced_before_it_began_never_applied() -> None:
    inner = {"form": "tumbling", "limit": "2000000 bbl", "first_day": "2018-01-01", "months": 12}
    terms = {"form": "superseded", "inner": inner, "replaced_on": "2017-12-22", "by": "OP 5"}
    found = ask(terms, "2018-06-01", {"day": "2018-02-01", "amount": "9 bbl"})
    assert (found.state, found.share) == ("superseded", None)
    assert "before it began" in found.reason
    assert read(terms).limit_on(date(2018, 6, 1)) is None
    assert ask(terms, "2017-12-01").state == "not_in_force"
