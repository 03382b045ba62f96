"""Every page of the desk follows the roles: the table is written by the code, and tried whole."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance import services
from compliance.management.commands.rights import written
from compliance.management.rights import ROLES, Row, desk
from compliance.models import Commodity, Token
from tests.admin.typing_in import page_of
from tests.factories.people import UserFactory
from tests.factories.regime import CommodityFactory


pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).resolve().parents[2] / "docs/rights.md"


def somebody(role: str) -> Client:
    user = UserFactory(username=f"a-{role}")
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def page(model: Any, which: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{which}", args=args)


def test_the_document_is_what_the_code_says() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == written(), "manage.py rights"


def test_the_four_groups_hold_the_rights_of_their_role() -> None:
    named = "content_type__app_label", "codename"
    for role in ROLES:
        held = Group.objects.get(name=role).permissions.values_list(*named)
        assert {f"{app}.{code}" for app, code in held} == services.accounts.rights(role)
    every = {f"{app}.{code}" for app, code in Permission.objects.values_list(*named)}
    assert services.accounts.rights("administrator") <= every


def test_each_role_holds_what_the_one_before_it_holds() -> None:
    for less, more in pairwise(ROLES):
        assert services.accounts.rights(less) < services.accounts.rights(more)


def test_what_somebody_gave_a_role_by_hand_is_taken_back_when_the_tracker_is_migrated() -> None:
    group = Group.objects.get(name="reader")
    group.permissions.add(Permission.objects.get(codename="delete_cap"))
    other = Group.objects.create(name="friends")
    other.permissions.add(Permission.objects.get(codename="delete_cap"))
    services.accounts.plant_roles()
    assert not group.permissions.filter(codename="delete_cap").exists()
    assert other.permissions.filter(codename="delete_cap").exists()


TABLE: list[Row] = desk()


@pytest.mark.parametrize("role", ROLES)
def test_every_page_answers_as_the_table_says(role: str) -> None:
    client = somebody(role)
    models = {model._meta.label: model for model in admin.site._registry}
    assert {row.name for row in TABLE} == set(models)
    CommodityFactory(code="coal")
    for row in TABLE:
        model, may = models[row.name], row.may[role]
        seen = client.get(page(model, "changelist")).status_code
        assert seen == (200 if "see" in may else 403), row.name
        added = client.get(page(model, "add")).status_code
        assert added == (200 if "add" in may else 403), row.name
        one = model._default_manager.order_by("pk").first()
        if one is not None:
            for which, needed in (("change", "see"), ("history", "see"), ("delete", "delete")):
                answer = client.get(page(model, which, one.pk)).status_code
                assert answer == (200 if needed in may else 403), (row.name, which)


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_may_not_change_stays_whatever_is_sent(role: str) -> None:
    row = CommodityFactory(code="coal")
    chief = Client()
    chief.force_login(UserFactory(username="chief", is_superuser=True))
    form = page_of(chief, page(Commodity, "change", row.pk)) | {"name": "Peat", "why": "x"}
    answer = somebody(role).post(page(Commodity, "change", row.pk), form)
    row.refresh_from_db()
    if role == "reader":
        assert (answer.status_code, row.name) == (403, "Coal")
    else:
        assert (answer.status_code, row.name) == (302, "Peat")


def test_a_role_that_is_taken_away_works_no_longer() -> None:
    client = somebody("analyst")
    address = page(Commodity, "add")
    assert client.get(address).status_code == 200
    User.objects.get(username="a-analyst").groups.clear()
    assert client.get(address).status_code == 403
    User.objects.filter(username="a-analyst").update(is_active=False)
    assert client.get(address).status_code == 302


def test_an_administrator_rises_no_higher_than_that() -> None:
    client = somebody("administrator")
    myself = User.objects.get(username="a-administrator")
    form = page_of(client, page(User, "change", myself.pk))
    assert "is_superuser" not in form
    client.post(page(User, "change", myself.pk), form | {"is_superuser": "on"})
    myself.refresh_from_db()
    assert not myself.is_superuser
    above = UserFactory(username="chief", is_superuser=True)
    services.access.make_token(
        owner=above, name="theirs", scopes=["read"], days=1, by=None, at=timezone.now()
    )
    assert client.post(page(User, "change", above.pk), form).status_code == 403
    assert client.get(page(User, "delete", above.pk)).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[above.pk])
    assert client.get(password).status_code == 403
    assert "theirs" not in client.get(page(Token, "changelist")).content.decode()
    other = UserFactory(username="chief-2", is_superuser=True)
    typed = {"owner": other.pk, "name": "mine", "days": 1, "scope_read": "on"}
    assert "No token was made" in client.post(page(Token, "add"), typed).content.decode()
    assert not Token.objects.filter(owner=other).exists()
