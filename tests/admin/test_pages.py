"""Every page of the admin, enumerated from its registry, on seeded data."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.test import Client
from django.urls import reverse

from compliance.models.evidence import Evidence
from tests.factories.people import UserFactory, chief, someone
from tests.factories.press import read_article


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]

OURS = sorted(
    (m for m in admin.site._registry if m._meta.app_label == "compliance"), key=lambda m: m.__name__
)
KEPT = [m for m in OURS if issubclass(m, Evidence)]
names = {"ids": lambda model: model.__name__}


def desk(user: Any = None) -> Client:
    client = Client()
    client.force_login(user or chief())
    return client


def address(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_the_first_page_says_what_needs_a_person_today() -> None:
    read_article()
    page = desk().get(reverse("admin:index"))
    assert page.status_code == 200
    items = {item.label: item for item in page.context["today"]}
    assert items["Findings not decided yet"].n >= 3
    assert items["Reports overdue"].n > 0
    assert items["Articles in quarantine"].n == 0
    assert "No article was given up." in page.content.decode()
    for item in items.values():
        answer = desk().get(item.link)
        assert answer.status_code == 200
        if "cl" in answer.context and "drafts" not in item.label:
            assert answer.context["cl"].result_count == item.n, item.label


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=str), **names)
def test_every_list_answers_and_can_be_searched_and_filtered(model: Any) -> None:
    read_article()
    client, door = desk(), admin.site._registry[model]
    assert client.get(address(model, "changelist")).status_code == 200
    if door.search_fields:
        found = client.get(address(model, "changelist"), {"q": "a'\"<b>%"})
        assert found.status_code == 200
        assert b"a'\"<b>%" not in found.content


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=str), **names)
def test_every_row_has_a_page_that_answers(model: Any) -> None:
    read_article()
    row = model._default_manager.order_by("pk").last()
    if row is not None:
        assert desk().get(address(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", OURS, **names)
def test_every_form_to_add_answers_where_there_is_one(model: Any) -> None:
    door: ModelAdmin = admin.site._registry[model]
    client = desk()
    request = client.get(reverse("admin:index")).wsgi_request
    answer = client.get(address(model, "add"))
    assert answer.status_code == (200 if door.has_add_permission(request) else 403)


@pytest.mark.parametrize("model", KEPT, **names)
def test_evidence_is_looked_at_and_never_changed_or_deleted(model: Any) -> None:
    read_article()
    client, door = desk(), admin.site._registry[model]
    request = client.get(reverse("admin:index")).wsgi_request
    assert not door.has_change_permission(request)
    assert not door.has_delete_permission(request)
    row = model._default_manager.order_by("pk").last()
    if row is None:
        return
    page = client.get(address(model, "change", row.pk)).content.decode()
    assert 'name="_save"' not in page
    assert client.post(address(model, "change", row.pk), {}).status_code == 403
    assert client.get(address(model, "delete", row.pk)).status_code == 403
    assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    actions = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(address(model, "changelist"), actions)
    assert model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", OURS, **names)
def test_without_a_right_nothing_is_seen(model: Any) -> None:
    reader = desk(UserFactory())
    row = model._default_manager.order_by("pk").last()
    pages = [address(model, "changelist"), address(model, "add")]
    if row is not None:
        pages += [address(model, "change", row.pk), address(model, "delete", row.pk)]
    assert {reader.get(page).status_code for page in pages} == {403}


@pytest.mark.parametrize("model", OURS, **names)
def test_who_may_look_may_look_and_no_more(model: Any) -> None:
    reader = desk(someone(f"view_{model._meta.model_name}"))
    assert reader.get(address(model, "changelist")).status_code == 200
    assert reader.get(address(model, "add")).status_code == 403


def test_who_is_no_staff_does_not_come_in() -> None:
    answer = desk(UserFactory(is_staff=False)).get(reverse("admin:index"))
    assert answer.status_code == 302


@pytest.mark.parametrize("model", OURS, **names)
def test_a_list_takes_a_bounded_number_of_queries(
    model: Any, django_assert_max_num_queries: Any
) -> None:
    client = desk()
    with django_assert_max_num_queries(25):
        client.get(address(model, "changelist"))


def test_every_model_is_in_the_admin_or_inside_another_page() -> None:
    inside = {inline.model for door in admin.site._registry.values() for inline in door.inlines}
    missing = {m.__name__ for m in apps.get_app_config("compliance").get_models()} - {
        m.__name__ for m in [*OURS, *inside]
    }
    assert missing <= PARTS | PROJECTION | DESK | KEPT | COUNTED, missing


# Shown in words on the page of what they belong to.
PARTS = {
    "Attempt", "Change", "DecisionStep", "Figure", "FindingLine", "GoodScope", "ImportOutcome",
    "ImportProgress", "ImportRun", "LookRequest", "Outcome", "Relook", "Replay", "Sending",
    "Sight", "Sighting", "SubscriptionProgress", "TokenUse",
}  # fmt: skip
# What a machine was answered is said to it alone.
KEPT = {"KeptAnswer"}
# On the first page, and above the lists.
DESK = {"ReportDraft", "SavedFilter"}
# Worked out from the lines and texts, for speed alone: `manage.py project` and the sweep look
# after them.
PROJECTION = {"Cluster", "LedgerChange", "Print", "UsageRun", "UsageStep"}
# Counted, never read: whether anything was written.
COUNTED = {"Touch"}


@pytest.mark.parametrize(
    "page", ["transfer/{}/correct", "transfer/{}/withdraw", "finding/{}/decide", "notice/{}/sent"]
)
@pytest.mark.parametrize("which", ["abc", "0", "9" * 30, "-1"])
def test_an_act_on_what_is_not_there_is_not_found(page: str, which: str) -> None:
    root = reverse("admin:index")
    assert desk().get(f"{root}compliance/{page.format(which)}").status_code in (301, 404)
    assert desk().get(f"{root}compliance/{page.format(which)}/").status_code == 404


def test_who_may_add_nothing_is_offered_nothing_to_add() -> None:
    page = desk(someone("view_finding")).get(reverse("admin:index")).content.decode()
    assert "Log a report" not in page
    assert "Hand in an article" not in page
    assert "Log a report" in desk().get(reverse("admin:index")).content.decode()


def test_after_the_door_nobody_is_led_elsewhere() -> None:
    user = chief()
    user.set_password("a long pass phrase")
    user.save()
    asked = {"username": user.username, "password": "a long pass phrase"}
    answer = Client().post(reverse("admin:login"), {**asked, "next": "//elsewhere.example/"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("admin:index"))
