"""`manage.py token`: made and told once, listed, revoked; what cannot be is said in a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from compliance import queries
from tests.factories.people import UserFactory


pytestmark = pytest.mark.django_db


def test_a_token_is_made_listed_and_revoked(capsys: Any) -> None:
    UserFactory(username="ana")
    call_command("token", "make", "ana", "the import", "--scopes", "read,report", "--days", "90")
    said = capsys.readouterr()
    secret = said.out.strip()
    token = queries.access.token(secret)
    assert token is not None
    assert (token.name, token.scopes, str(token.owner)) == ("the import", ["read", "report"], "ana")
    assert "shown this once" in said.err
    call_command("token", "list")
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{token.prefix}  ana  read,report  good  until ")
    assert secret not in line
    call_command("token", "revoke", token.prefix)
    assert "opens nothing" in capsys.readouterr().out
    call_command("token", "list")
    assert "  revoked  " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("make", "nobody", "x"), "no account 'nobody'"),
        (("make", "ana", "x", "--scopes", "all"), "'all' is no scope; there are read, read:text"),
        (("make", "ana", "x", "--scopes", ""), "A token needs a scope"),
        (("make", "ana", "x", "--days", "0"), "from 1 to 730 days"),
        (("make", "ana", " "), "Name what will use it"),
        (("revoke", "sct_none"), "No single token begins with 'sct_none'"),
    ],
)
def test_what_cannot_be_is_said(said: tuple[str, ...], words: str) -> None:
    UserFactory(username="ana")
    with pytest.raises(CommandError, match=words):
        call_command("token", *said)
