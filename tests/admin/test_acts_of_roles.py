"""Every act of the desk with an address of its own, from the resolver, by every role and verb."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from compliance import queries
from compliance.admin.review import FindingAdmin
from compliance.management.rights import ROLES
from compliance.models import AuditEntry, Cap, Committee, Finding, Notice, Transfer
from compliance.services import exchange
from tests.admin.acts import ACTS, OF_ALL, OF_THE_SITE, ONLY_ACTS
from tests.factories import tables
from tests.factories.ledger import draft
from tests.factories.people import UserFactory
from tests.factories.press import read_article
from tests.factories.regime import petroleum_cap
from tests.factories.reports import NOW, line


pytestmark = pytest.mark.django_db
STRANGERS = ("anonymous", "nobody", "former")
OTHER_VERBS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def routed() -> Iterator[tuple[str, int]]:
    """The names of the desk's own addresses, and how many values each takes."""
    for pattern in admin.site.get_urls():
        for each in getattr(pattern, "url_patterns", [pattern]):
            name = each.name
            if name in OF_THE_SITE or name.endswith(OF_ALL):
                continue
            yield name.removeprefix("compliance_"), len(each.pattern.converters)


def test_every_act_has_its_row_and_no_row_is_left_over() -> None:
    assert {name for name, _ in routed()} == set(ACTS)


@pytest.fixture
def rows(db: None) -> dict[str, Any]:
    """A row for each act."""
    petroleum_cap()
    row = line(draft("2023-03", amount="400000"))
    file, _ = exchange.hand_in(
        stream=io.BytesIO(tables.as_csv(tables.several(2))),
        name="a.csv", committee=Committee.objects.get(), by=None, at=NOW,
    )  # fmt: skip
    exchange.carry_out(run=exchange.ask(file=file, step="check", by=None, at=NOW), at=NOW)
    return {
        "transfer": row.pk,
        "notice": Notice.objects.get().pk,
        "finding": read_article()[0].pk,
        "cap": Cap.objects.get().pk,
        "importfile": file.pk,
    }


def filled(name: str, takes: int, rows: dict[str, Any]) -> str:
    value = ["csv"] if name.endswith("_export") else [rows.get(name.partition("_")[0])]
    return reverse(f"admin:compliance_{name}", args=value[:takes])


def somebody(role: str) -> Client:
    client = Client()
    if role == "anonymous":
        return client
    user = UserFactory(username=f"a-{role}", is_staff=True)
    if role in ROLES:
        user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    if role == "former":
        User.objects.filter(pk=user.pk).update(is_active=False)
    return client


def refused(role: str, least: str) -> bool:
    return role in STRANGERS or ROLES.index(role) < ROLES.index(least)


@pytest.mark.parametrize("role", [*STRANGERS, *ROLES])
def test_every_act_answers_as_the_table_says(role: str, rows: dict[str, Any]) -> None:
    client = somebody(role)
    said = AuditEntry.objects.latest("id").pk
    for name, takes in routed():
        address, (looks, acts) = filled(name, takes, rows), ACTS[name]
        for verb, least in (("GET", looks), ("HEAD", looks), ("POST", acts)):
            answer = client.generic(verb, address)
            code = answer.status_code
            if role in ("anonymous", "former"):
                assert code == 302, (name, verb, code)
                assert "/login/" in answer["Location"], (name, verb)
            elif verb != "POST" and name in ONLY_ACTS:
                assert code in (403, 405), (name, verb, code)
            elif refused(role, least):
                assert code == 403 or (role == "nobody" and name == "everywhere"), (name, verb)
            else:
                assert code != 403, (name, verb, code)
                assert code < 500, (name, verb, code)
        if role in STRANGERS or role == "reader":
            for verb in OTHER_VERBS:
                assert client.generic(verb, address).status_code < 500, (name, verb)
    if role in STRANGERS or role == "reader":
        by = AuditEntry.objects.filter(pk__gt=said).exclude(table_name__startswith="auth")
        assert not by.exists(), "somebody without the right has changed something"


def test_with_an_act_that_asks_for_nothing_the_table_would_not_hold(
    rows: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sabotage: a check that always says yes is seen as a reader who may judge."""
    monkeypatch.setattr(FindingAdmin, "has_act_permission", lambda *a, **k: True)
    code = somebody("reader").get(filled("finding_decide", 1, rows)).status_code
    assert code == 200, "and the table says 403"
    assert queries.review.standing(Finding.objects.get(pk=rows["finding"])).state == "judgement"
    assert Transfer.objects.exists()
