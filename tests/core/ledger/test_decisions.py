"""What became of a question by a day."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.core.ledger import Step, outcome
from tests.factories.ledger import day


def steps(table: str) -> list[Step]:
    """A row a step: what, on, until, by whom."""
    found = []
    for row in filter(None, map(str.strip, table.splitlines())):
        what, on, until, states = row.split()
        found.append(
            Step(
                step=what,
                on=day(on),
                known_on=day(on),
                until=None if until == "-" else day(until),
                states=() if states == "-" else tuple(states.split("+")),
            )
        )
    return found


LETTER = steps(
    """
    proposed 2018-07-12 -          US
    silence  2018-07-12 2018-07-19 -
    hold     2018-07-19 2019-01-19 RU
    """
)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ("2018-07-11", "unknown"),
        ("2018-07-12", "silence"),
        ("2018-07-18", "silence"),
        ("2018-07-19", "hold"),
        ("2019-01-19", "hold"),
        ("2019-01-20", "ran_out"),
    ],
)
def test_the_letter_of_july_2018_day_by_day(on: str, code: str) -> None:
    found = outcome(LETTER, known_at=day(on))
    assert found.code == code
    assert found.on_hold == (code == "hold")
    assert found.open == (code in ("silence", "hold"))


def test_a_hold_without_an_end_goes_on() -> None:
    held = steps("hold 2019-06-18 - RU+CN")
    assert outcome(held, known_at=date(2026, 1, 1)).step == held[0]


def test_a_later_step_ends_a_hold() -> None:
    every = [*LETTER, *steps("adopted 2018-09-01 - -")]
    assert outcome(every, known_at=day("2018-09-01")).code == "adopted"
    assert outcome(every, known_at=day("2018-08-31")).code == "hold"


def test_a_step_nobody_knew_of_yet_is_none() -> None:
    secret = [Step("hold", on=day("2018-07-19"), known_on=day("2018-08-01"))]
    assert outcome(secret, known_at=day("2018-07-31")).code == "unknown"


def test_a_step_is_one_of_those_held() -> None:
    with pytest.raises(ValueError, match="none of proposed"):
        Step("forgotten", on=day("2018-07-19"), known_on=day("2018-07-19"))
