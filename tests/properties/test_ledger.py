"""The nine invariants of the ledger under whatever people do to it, and that they have teeth."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis.stateful import run_state_machine_as_test

from compliance.core import regime
from compliance.core.ledger.entries import Entry
from compliance.core.period import Period
from compliance.core.quantity import Policy, Quantity
from tests.properties.machine import Ledger, stepping
from tests.properties.machine import ledger as entries
from tests.properties.machine import using as usage


EXAMPLES = int(os.environ.get("EXAMPLES") or 20)
STEPS = int(os.environ.get("STEPS") or 25)
COMMON: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def test_the_nine_invariants_hold_whatever_people_do() -> None:
    run_state_machine_as_test(
        Ledger, settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS, **COMMON)
    )


# A proof without teeth proves nothing: each of these faults is found.

MUTANTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {}
M = Callable[[pytest.MonkeyPatch], None]


def mutant(make: M) -> M:
    MUTANTS[make.__name__] = make
    return make


@mutant
def what_was_withdrawn_counts(patch: pytest.MonkeyPatch) -> None:
    real = entries.standing

    def standing(rows: Any, *, known_at: date | None = None) -> list[Entry]:
        from dataclasses import replace

        return real(
            [replace(e, withdrawn=False) if e.quantity else e for e in rows], known_at=known_at
        )

    patch.setattr(entries, "standing", standing)


@mutant
def the_day_of_knowledge_is_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(entries, "known", lambda rows, *, known_at: list(rows))


@mutant
def a_day_early(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        entries,
        "known",
        lambda rows, *, known_at: [e for e in rows if e.known_on and e.known_on < known_at],
    )


@mutant
def a_sum_counts_beside_its_months(patch: pytest.MonkeyPatch) -> None:
    real = entries.account

    def account(rows: Any, *, known_at: date | None = None) -> Any:
        from dataclasses import replace

        book = real(rows, known_at=known_at)
        inside = [e for e in entries.standing(rows, known_at=known_at) if e.id in book.inside]
        return replace(book, counted=(*book.counted, *inside))

    patch.setattr(entries, "account", account)


@mutant
def the_first_revision_stands(patch: pytest.MonkeyPatch) -> None:
    real = entries.standing
    patch.setattr(
        entries,
        "standing",
        lambda rows, *, known_at=None: real(
            [e for e in rows if e.revision == 1], known_at=known_at
        ),
    )


@mutant
def what_is_alleged_counts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(entries, "COUNTING", entries.COUNTING | {"alleged"})


@mutant
def a_sum_gives_way_to_any_month_in_it(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(entries, "_tile", lambda whole, parts: bool(parts))


@mutant
def a_sum_never_gives_way(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(entries, "_tile", lambda whole, parts: False)


@mutant
def a_line_across_the_edge_counts_in_both_years(patch: pytest.MonkeyPatch) -> None:
    real = usage.usage

    class Wide(Period):
        def covers(self, other: Period) -> bool:
            return self.overlaps(other)

    patch.setattr(
        usage,
        "usage",
        lambda terms, period, *rest, **more: real(
            terms, Wide(period.start, period.end), *rest, **more
        ),
    )


@mutant
def every_supplier_has_the_same_factor(patch: pytest.MonkeyPatch) -> None:
    def factor(self: Policy, *, from_unit: str, **other: Any) -> Any:
        return next((f for f in self.factors if f.from_unit == from_unit), None)

    patch.setattr(Policy, "factor", factor)


@mutant
def the_last_line_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    def total(quantities: Any, *, unit: str) -> Quantity:
        from decimal import Decimal

        return sum(list(quantities)[:-1], start=Quantity(Decimal(0), unit))

    patch.setattr(usage, "total", total)


@mutant
def a_threshold_must_be_passed_not_reached(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        usage,
        "reached",
        lambda used, thresholds: sorted(
            (t for t in thresholds if used.share > t.share), key=lambda t: t.share
        ),
    )


@mutant
def supplies_to_anybody_count(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(regime.Terms, "concerns", lambda self, *, commodity, supplier, recipient: True)


@mutant
def a_line_that_moved_still_stands_where_it_was(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        entries, "near", lambda rows, period: [e for e in rows if e.period.overlaps(period)]
    )


@mutant
def a_step_forgets_what_a_correction_replaced(patch: pytest.MonkeyPatch) -> None:
    real = stepping.moved
    patch.setattr(stepping, "moved", lambda *args, before, **more: real(*args, before=[], **more))


@pytest.mark.parametrize("name", MUTANTS)
def test_each_fault_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    MUTANTS[name](monkeypatch)
    with pytest.raises(BaseException) as found:  # noqa: PT011 - any of the invariants
        run_state_machine_as_test(
            Ledger,
            settings=settings(
                max_examples=400,  # ends with the first that fails
                stateful_step_count=20,
                phases=[Phase.generate],
                derandomize=True,
                database=None,
                verbosity=Verbosity.quiet,
                **COMMON,
            ),
        )
    invariants = (AssertionError, ExceptionGroup, LookupError, ValueError)
    assert isinstance(found.value, invariants), found.value
