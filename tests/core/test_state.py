"""States by ISO code, with the names this system prints."""

from __future__ import annotations

import pytest

from compliance.core import state


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("KP", "DPRK"),
        ("RU", "Russia"),
        ("CN", "China"),
        ("KR", "Republic of Korea"),
        ("FR", "France"),
    ],
)
def test_a_state_is_called_as_the_un_calls_it(code: str, name: str) -> None:
    assert state.name(code) == name


@pytest.mark.parametrize("code", ["", "cn", "ZZ", "UN", "EU", "CHN", "China", "K P", "КР"])
def test_what_is_no_state_is_told_apart(code: str) -> None:
    assert not state.is_state(code)
    assert state.name(code) == code


def test_every_state_has_one_name_and_each_name_one_state() -> None:
    names = state.names()
    assert len(names) == len(set(names.values())) > 240
    assert set(state.USUAL) <= set(names)
    assert list(names.values()) == sorted(names.values())
