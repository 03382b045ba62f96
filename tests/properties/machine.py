"""A machine that does to the ledger whatever people do, beside a naive model of it.

After each act nine things must hold (I1 to I9 of the trust bar): they are the invariants below.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from compliance.core.ledger import Entry, cells, coverage, status
from compliance.core.ledger.steps import Step
from compliance.core.period import Period
from compliance.core.quantity import Quantity, convert
from tests.factories import law
from tests.properties import naive


# The modules, whose names the functions of the package hide: faults are put into them.
ledger = import_module("compliance.core.ledger.entries")
stepping = import_module("compliance.core.ledger.steps")
using = import_module("compliance.core.ledger.usage")
YEARS = (2022, 2023, 2024)
FIRST = date(2022, 1, 1)
SUPPLIERS = ("CN", "RU", "MN")  # MN: no factor turns its tons into barrels
KINDS = ("reported", "reported", "reported", "sum", "sum", "nil", "alleged", "conflict", "blank")
amounts = st.one_of(
    # Parts of the cap, so that thresholds are met to the barrel
    st.sampled_from([Decimal(25_000 * n) for n in (0, 1, 2, 3, 5, 10, 15, 18, 19, 20)]),
    st.decimals(0, 400_000, places=6, allow_nan=False, allow_infinity=False),
)
months = st.one_of(st.integers(9, 14), st.integers(0, 35))  # most at the turn of a year
lengths = st.sampled_from([1, 1, 1, 2, 3, 6])
lags = st.integers(0, 900)
suppliers = st.sampled_from(("CN", "CN", *SUPPLIERS))


def span(first: int, length: int) -> tuple[Period, frozenset[int]]:
    """Some months from January 2022 on, as the ledger and as the model has them."""
    last = min(first + length - 1, 35)
    days = Period(
        Period.month(2022 + first // 12, first % 12 + 1).start,
        Period.month(2022 + last // 12, last % 12 + 1).end,
    )
    return days, frozenset(range(2022 * 12 + first, 2022 * 12 + last + 1))


class Ledger(RuleBasedStateMachine):
    """Lines as written, newest last; `plain` has the same lines for the model."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []
        self.plain: list[naive.Line] = []
        self.terms = law.petroleum()
        self.answers: dict[tuple[date, int], tuple[Any, ...]] = {}
        self.written: list[str] = []
        self.steps: dict[int, dict[date, Step]] = {}
        self.chance = random.Random(0)

    # What people do

    @initialize()
    def nothing_yet(self) -> None:
        self.steps = {year: self.made(year) for year in YEARS}

    @rule(
        supplier=suppliers,
        recipient=st.sampled_from(["KP", "KP", "KP", "SY"]),
        kind=st.sampled_from(KINDS),
        first=months,
        length=lengths,
        amount=amounts,
        unit=st.sampled_from(["bbl", "bbl", "t"]),
        lag=lags,
    )
    def report(self, supplier: str, recipient: str, kind: str, first: int, length: int,
               amount: Decimal, unit: str, lag: int) -> None:  # fmt: skip
        self.write(
            series=len({e.series for e in self.entries}) + 1, revision=1, kind=kind,
            supplier=supplier, recipient=recipient,
            first=first, length=length if kind == "sum" else 1, amount=amount, unit=unit, lag=lag,
        )  # fmt: skip

    @precondition(lambda self: any(line.kind == "sum" for line in self.newest()))
    @rule(data=st.data(), amount=amounts, lag=lags, all_of_them=st.booleans())
    def report_months_of_a_sum(
        self, data: st.DataObject, amount: Decimal, lag: int, all_of_them: bool
    ) -> None:
        """What was known as a sum becomes known by the month: in part, or whole."""
        line = data.draw(st.sampled_from([x for x in self.newest() if x.kind == "sum"]))
        inside = sorted(line.months)[: None if all_of_them else 1]
        for month in inside:
            self.write(
                series=len({e.series for e in self.entries}) + 1, revision=1, kind="reported",
                supplier=line.supplier, recipient=line.recipient, first=month - 2022 * 12, length=1,
                amount=amount, unit="bbl", lag=line.known - FIRST.toordinal() + lag,
            )  # fmt: skip

    @precondition(lambda self: self.entries)
    @rule(data=st.data(), amount=amounts, unit=st.sampled_from(["bbl", "t"]), lag=lags)
    def revise(self, data: st.DataObject, amount: Decimal, unit: str, lag: int) -> None:
        """Another amount, or the same in another unit."""
        self.again(data, lag, amount=amount, unit=unit)

    @precondition(lambda self: self.entries)
    @rule(data=st.data(), supplier=suppliers, lag=lags)
    def re_attribute(self, data: st.DataObject, supplier: str, lag: int) -> None:
        self.again(data, lag, supplier=supplier)

    @precondition(lambda self: self.entries)
    @rule(data=st.data(), first=months, length=lengths, lag=lags)
    def widen_or_move(self, data: st.DataObject, first: int, length: int, lag: int) -> None:
        self.again(data, lag, first=first, length=length, kind="sum")

    @precondition(lambda self: self.entries)
    @rule(data=st.data(), lag=lags)
    def withdraw(self, data: st.DataObject, lag: int) -> None:
        self.again(data, lag, gone=True)

    @precondition(lambda self: any(line.gone for line in self.newest()))
    @rule(data=st.data(), lag=lags)
    def reinstate(self, data: st.DataObject, lag: int) -> None:
        gone = [line for line in self.newest() if line.gone]
        self.again(data, lag, among=gone, gone=False)

    @precondition(lambda self: any(line.revision > 1 for line in self.newest()))
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        """The next revision says again what the one before the last said: as if it had not been."""
        line = data.draw(st.sampled_from([x for x in self.newest() if x.revision > 1]))
        before = next(x for x in self.plain
                      if (x.series, x.revision) == (line.series, line.revision - 1))  # fmt: skip
        self.again(data, 0, among=[line], like=before)

    @rule(amount=st.integers(1, 900_000))
    def new_version_of_the_cap(self, amount: int) -> None:
        """Another limit: answers are other answers, and steps made by the old one lapse."""
        self.terms = law.petroleum(limits=(law.limit(amount, "bbl"),))
        self.answers.clear()

    # How it is written

    def newest(self) -> list[naive.Line]:
        last: dict[int, naive.Line] = {}
        for line in self.plain:
            last[line.series] = line
        return list(last.values())

    def again(self, data: st.DataObject, lag: int, *, among: list[naive.Line] | None = None,
              like: naive.Line | None = None, **new: Any) -> None:  # fmt: skip
        line = data.draw(st.sampled_from(among or self.newest()))
        said = like or line
        first = min(said.months) - 2022 * 12
        self.write(
            **{
                "series": line.series, "revision": line.revision + 1, "kind": said.kind,
                "supplier": said.supplier, "recipient": said.recipient, "first": first,
                "length": len(said.months),
                "amount": Decimal(said.amount.numerator) / Decimal(said.amount.denominator),
                "unit": said.unit, "lag": line.known - FIRST.toordinal() + lag,
                "gone": said.gone, **new,
            }
        )  # fmt: skip

    def write(self, *, series: int, revision: int, kind: str, supplier: str, recipient: str,
              first: int, length: int, amount: Decimal, unit: str, lag: int,
              gone: bool = False) -> None:  # fmt: skip
        days, numbers = span(first, length)
        known_on = FIRST + timedelta(days=min(lag, 3000))
        if kind == "nil":
            amount = Decimal(0)
        said = kind != "blank"
        entry = Entry(
            id=len(self.entries) + 1, series=UUID(int=series), revision=revision, kind=kind,
            supplier=supplier, recipient=recipient, commodity="refined_petroleum", period=days,
            known_on=known_on, quantity=Quantity(amount, unit) if said else None, withdrawn=gone,
        )  # fmt: skip
        before = list(self.entries)
        self.entries.append(entry)
        self.plain.append(
            naive.Line(
                id=entry.id, series=series, revision=revision, kind=kind, supplier=supplier,
                recipient=recipient, months=numbers, amount=Fraction(amount), unit=unit,
                known=known_on.toordinal(), gone=gone,
            )
        )  # fmt: skip
        self.answers = {asked: a for asked, a in self.answers.items() if asked[0] < known_on}
        self.follow(before, entry)

    # The steps follow each line, as `services.ledger.projection` lets them

    def made(self, year: int) -> dict[date, Step]:
        return dict(stepping.steps(self.terms, self.year(year), self.entries, law.COMMITTEE))

    def follow(self, before: list[Entry], entry: Entry) -> None:
        series = [e for e in self.entries if e.series == entry.series]
        for year, held in self.steps.items():
            reach = Period(date(year, 1, 1), date(year + 1, 1, 1))
            near = ledger.near(before, reach)
            whole = stepping.months_of([reach, *(e.period for e in near)])
            if not any(whole.overlaps(e.period) for e in series):
                continue
            day = entry.known_on or date.min
            if day not in held:
                held[day] = held[max(d for d in held if d < day)]
            for supplier in sorted({e.supplier for e in series}):
                for at in sorted(d for d in held if d >= day):
                    held[at] = stepping.moved(
                        self.terms, self.year(year), held[at], supplier=supplier,
                        before=self.of(supplier, before), after=self.of(supplier, self.entries),
                        policy=law.COMMITTEE, known_at=at, months=Period(FIRST, date(2025, 1, 1)),
                    )  # fmt: skip

    def of(self, supplier: str, entries: list[Entry]) -> list[Entry]:
        series = {e.series for e in entries if e.supplier == supplier}
        return [e for e in entries if e.series in series]

    # What must hold

    def year(self, year: int) -> Period:
        return Period(date(year, 1, 1), date(year + 1, 1, 1))

    def days(self) -> list[date]:
        known = sorted({e.known_on for e in self.entries if e.known_on})
        some = self.chance.sample(known, min(1, len(known)))
        return [*some, *(day - timedelta(days=1) for day in some), date(2031, 1, 1)]

    def answer(self, entries: list[Entry], year: int, at: date) -> tuple[Any, ...]:
        period = self.year(year)
        book = ledger.account(entries, known_at=at)
        used = using.usage(self.terms, period, book, law.COMMITTEE)
        sums: dict[str, Fraction] = {}
        for c in used.counted:
            amount = Fraction(c.quantity.amount)
            sums[c.entry.supplier] = sums.get(c.entry.supplier, Fraction(0)) + amount
        assert Fraction(used.used.amount) == sum(sums.values())
        matrix = cells(self.terms, period, book, entries, on=at, known_at=at)
        says = status(self.terms, period, used, coverage(matrix), on=at)
        return (
            sorted(sums.items()),
            says.code,
            [t.share for t in using.reached(used, self.terms.thresholds)],
            [(cell.supplier, cell.month, cell.state) for cell in matrix],
        )

    @invariant()
    def i1_and_i9_usage_is_what_the_model_finds_and_only_reports_count(self) -> None:
        for at in self.days():
            for year in YEARS:
                sums, code, shares, _ = self.answer(self.entries, year, at)
                model = naive.used(self.plain, at.toordinal(), year)
                assert sums == sorted(model.items()), (year, at)
                # I8: over the limit is exceeded, and nothing else is
                limit = Fraction(self.terms.limits[0].amount)
                total = sum(model.values(), Fraction(0))
                begun = at >= date(year, 1, 1)
                assert (code == "exceeded") == (begun and bool(model) and total > limit)
                due = [t.share for t in self.terms.thresholds
                       if total >= Fraction(t.share) * limit]  # fmt: skip
                assert shares == due

    @invariant()
    def i2_rows_stay_byte_for_byte(self) -> None:
        said = [repr(e) for e in self.entries]
        assert said[: len(self.written)] == self.written
        self.written = said

    @invariant()
    def i3_chains_are_lines(self) -> None:
        by_series: dict[UUID, list[int]] = {}
        for e in self.entries:
            by_series.setdefault(e.series, []).append(e.revision)
        assert all(r == list(range(1, len(r) + 1)) for r in by_series.values())
        standing = ledger.standing(self.entries, known_at=date(2031, 1, 1))
        assert len({e.series for e in standing}) == len(standing)

    @invariant()
    def i4_an_answer_about_a_day_stays(self) -> None:
        """Nothing that became known later changes what was known on a day."""
        for (at, year), held in self.answers.items():
            assert self.answer(self.entries, year, at) == held, (at, year)
        for at in self.days()[:1]:
            for year in YEARS:
                self.answers[at, year] = self.answer(self.entries, year, at)
        while len(self.answers) > 6:
            self.answers.pop(next(iter(self.answers)))

    @invariant()
    def i5_amounts_are_finite_and_come_back_from_another_unit(self) -> None:
        for e in self.entries[-3:]:
            if e.quantity is None:
                continue
            assert e.quantity.amount.is_finite()
            there = convert(e.quantity, stated=None, unit="bbl", policy=law.COMMITTEE,
                            commodity=e.commodity, supplier=e.supplier)  # fmt: skip
            if there and there.factor:
                own = naive.BARRELS[e.supplier, "t"]
                assert Fraction(there.factor.factor) == own
                back = Fraction(there.quantity.amount) / own
                assert abs(back - Fraction(e.quantity.amount)) <= Fraction(1, 10**6)

    @invariant()
    def i6_order_does_not_matter_and_what_is_far_has_no_say(self) -> None:
        mixed = list(self.entries)
        self.chance.shuffle(mixed)
        for at in self.days()[:1]:
            for year in self.chance.sample(YEARS, 1):
                asked = self.answer(self.entries, year, at)
                assert self.answer(mixed, year, at) == asked
                near = ledger.near(mixed, self.year(year))
                assert self.answer(near, year, at)[:3] == asked[:3]

    @invariant()
    def i7_steps_are_equal_to_the_fold(self) -> None:
        for year in self.chance.sample(YEARS, 1):
            fold = {
                day: stepping.step(
                    self.terms, self.year(year), self.entries, law.COMMITTEE, known_at=day
                ).as_data()
                for day in self.chance.sample(sorted(self.steps[year]),
                                              min(2, len(self.steps[year])))
            }  # fmt: skip
            assert {day: self.steps[year][day].as_data() for day in fold} == fold
            made = self.made(year)
            assert {d: made[d].as_data() for d in fold if d in made} == {
                d: fold[d] for d in fold if d in made
            }
