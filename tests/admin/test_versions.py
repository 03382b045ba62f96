"""Two people at one record: the second to save sees both values, and nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connections
from django.test import Client
from django.urls import reverse

from compliance.admin import versions
from compliance.admin.history import EditedAdmin
from compliance.admin.versions import Reasoned, Versioned
from compliance.models import Cap, Commodity, Limit, NationalMeasure, Source
from tests.admin.typing_in import page_of, typed
from tests.factories.people import UserFactory
from tests.factories.regime import CommodityFactory, petroleum_cap


EDITED = sorted(
    (m for m, door in admin.site._registry.items() if isinstance(door, EditedAdmin)),
    key=lambda m: m.__name__,
)
pytestmark = pytest.mark.django_db


def desk(name: str = "ana") -> Client:
    client = Client()
    client.force_login(UserFactory(username=name, is_superuser=True))
    return client


def change(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


# Every way of editing has it


def test_every_model_that_is_edited_in_the_admin_carries_a_version() -> None:
    request = desk().get(reverse("admin:index")).wsgi_request
    missing = set()
    for model, door in admin.site._registry.items():
        if door.has_change_permission(request) and not isinstance(door, EditedAdmin):
            missing.add(model.__name__)
        if isinstance(door, EditedAdmin):
            assert issubclass(door.form, Reasoned), model
        for inline in door.inlines:
            shown = inline(model, admin.site)
            if shown.has_change_permission(request) and not set(shown.fields or ["?"]) <= set(
                shown.readonly_fields
            ):
                assert issubclass(shown.form, Versioned), inline
        # No list is edited in place: there a row would need its version too.
        assert not door.list_editable
    assert missing == set()


def test_the_api_changes_what_is_no_evidence_alone_and_asks_for_the_version() -> None:
    from tests.api.document import operations

    changes = {p: said for p, verb, said in operations() if verb in ("put", "patch", "delete")}
    assert set(changes) == {"/api/v1/sources/{id}/"}
    assert all("428" in said["responses"] for said in changes.values())


# Two people


def two_open(row: Any) -> tuple[Client, dict[str, Any], Client, dict[str, Any]]:
    ana, bo = desk("ana"), desk("bo")
    return ana, page_of(ana, change(row)), bo, page_of(bo, change(row))


def test_the_second_to_save_sees_both_values_and_keeps_what_was_typed() -> None:
    row = CommodityFactory(code="coal")
    ana, hers, bo, his = two_open(row)
    saved = ana.post(change(row), hers | {"name": "Anthracite", "why": "S/RES/2371"})
    assert saved.status_code == 302
    page = bo.post(change(row), his | {"name": "Steam coal", "why": "the customs say so"})
    assert page.status_code == 200
    row.refresh_from_db()
    assert row.name == "Anthracite"
    said = page.content.decode()
    assert "ana changed this record" in said
    assert "S/RES/2371" in said
    assert "The record now says Anthracite (it was Coal)" in said
    again = typed(page)
    assert again["name"] == "Steam coal"
    assert again["why"] == "the customs say so"
    assert bo.post(change(row), again).status_code == 302
    row.refresh_from_db()
    assert row.name == "Steam coal"


def test_what_only_the_other_changed_is_taken_over_and_not_undone() -> None:
    row = CommodityFactory(code="coal")
    ana, hers, bo, his = two_open(row)
    ana.post(change(row), hers | {"name": "Anthracite", "why": "a"})
    page = bo.post(change(row), his | {"unit": "kg", "why": "b"})
    assert page.status_code == 200
    again = typed(page)
    assert (again["name"], again["unit"]) == ("Anthracite", "kg")
    assert bo.post(change(row), again).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.unit) == ("Anthracite", "kg")


def test_who_has_changed_nothing_undoes_nothing() -> None:
    row = CommodityFactory(code="coal")
    ana, hers, bo, his = two_open(row)
    ana.post(change(row), hers | {"name": "Anthracite", "why": "a"})
    page = bo.post(change(row), his | {"why": "nothing"})
    assert "Taken over: changed from Coal to Anthracite meanwhile" in page.content.decode()
    assert bo.post(change(row), typed(page)).status_code == 302
    row.refresh_from_db()
    assert row.name == "Anthracite"


def test_a_page_without_its_version_saves_nothing() -> None:
    row = CommodityFactory(code="coal")
    ana = desk()
    form = page_of(ana, change(row)) | {"name": "Peat", "why": "a"}
    for opened in ("", "invented", form["opened"] + "x"):
        page = ana.post(change(row), form | {"opened": opened})
        assert page.status_code == 200
        assert b"open it again" in page.content
    row.refresh_from_db()
    assert row.name == "Coal"


def test_a_change_past_the_desk_is_seen_too() -> None:
    row = CommodityFactory(code="coal")
    ana = desk()
    form = page_of(ana, change(row))
    Commodity.objects.filter(pk=row.pk).update(name="Peat")
    page = ana.post(change(row), form | {"name": "Anthracite", "why": "a"})
    assert page.status_code == 200
    assert b"The record now says Peat" in page.content


def test_a_row_of_a_page_has_a_version_of_its_own() -> None:
    cap = petroleum_cap()
    limit = cap.limits.get()
    ana, hers, bo, his = two_open(cap)
    assert hers["limits-0-amount"] == "500000.000000"
    saved = ana.post(change(cap), hers | {"limits-0-amount": "525000", "why": "a"})
    assert saved.status_code == 302, typed(saved)
    page = bo.post(change(cap), his | {"limits-0-amount": "400000", "why": "b"})
    assert page.status_code == 200
    limit.refresh_from_db()
    assert limit.amount == Decimal(525_000)
    again = typed(page)
    assert again["limits-0-amount"] == "400000"
    assert "The record now says 525000" in page.content.decode()
    assert bo.post(change(cap), again).status_code == 302
    limit.refresh_from_db()
    assert limit.amount == Decimal(400_000)


def test_a_row_that_was_deleted_meanwhile_is_said_and_nothing_is_saved() -> None:
    cap = petroleum_cap()
    ana, hers, bo, his = two_open(cap)
    ana.post(change(cap), hers | {"limits-0-DELETE": "on", "why": "a"})
    page = bo.post(change(cap), his | {"limits-0-amount": "400000", "why": "b"})
    assert page.status_code == 200
    assert Limit.objects.count() == 0


def test_a_change_of_the_law_gives_its_reason() -> None:
    row = CommodityFactory(code="coal")
    ana = desk()
    page = ana.post(change(row), page_of(ana, change(row)) | {"name": "Peat"})
    assert page.status_code == 200
    assert page.context["adminform"].form.errors == {"why": ["This field is required."]}


MAKERS: dict[Any, Callable[[], tuple[Any, str, list[str]]]] = {
    Commodity: lambda: (CommodityFactory(code="coal"), "name", ["Peat", "Anthracite"]),
    Cap: lambda: (petroleum_cap(), "title", ["One", "Another"]),
    Source: lambda: (
        Source.objects.create(name="The Paper", url="https://news.example/feed.xml"),
        "publisher",
        ["One", "Another"],
    ),
    NationalMeasure: lambda: (
        NationalMeasure.objects.create(
            authority="EU", symbol="2017/1509", dated="2017", implements="2397", facts="f"
        ),
        "facts",
        ["One", "Another"],
    ),
    User: lambda: (UserFactory(username="cy"), "last_name", ["One", "Another"]),
    Group: lambda: (Group.objects.create(name="friends"), "name", ["One", "Another"]),
}


@pytest.mark.parametrize("model", MAKERS, ids=lambda m: m.__name__)
def test_of_two_who_save_one_is_told(model: Any) -> None:
    row, field, (first, second) = MAKERS[model]()
    ana, hers, bo, his = two_open(row)
    assert ana.post(change(row), hers | {field: first, "why": "a"}).status_code == 302
    page = bo.post(change(row), his | {field: second, "why": "b"})
    assert page.status_code == 200
    assert typed(page)[field] == second
    row.refresh_from_db()
    assert getattr(row, field) == first
    assert bo.post(change(row), typed(page)).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == second


def test_with_the_version_read_by_the_server_an_update_would_be_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The sabotage: a version that is not the form's own can never tell of anybody else."""
    monkeypatch.setattr(Versioned, "opened_with", lambda form: versions.as_kept(form.instance))
    row = CommodityFactory(code="coal")
    ana, hers, bo, his = two_open(row)
    ana.post(change(row), hers | {"name": "Anthracite", "why": "a"})
    assert bo.post(change(row), his | {"unit": "kg", "why": "b"}).status_code == 302
    row.refresh_from_db()
    assert row.name == "Coal"  # ana's change is gone


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told_every_time() -> None:
    """Each reads the record before the other has saved; the lock lets one through."""
    row = CommodityFactory(code="coal")
    clients = [desk("ana"), desk("bo")]
    for turn in range(25):
        forms = [page_of(client, change(row)) for client in clients]
        codes: list[int] = []
        ready = threading.Barrier(2)

        def save(
            client: Client,
            form: dict[str, Any],
            name: str,
            codes: list[int] = codes,
            ready: threading.Barrier = ready,
        ) -> None:
            try:
                ready.wait()
                answer = client.post(change(row), form | {"name": name, "why": "at once"})
                codes.append(answer.status_code)
            finally:
                connections.close_all()

        works = [
            threading.Thread(target=save, args=(client, form, f"{turn}-{n}"))
            for n, (client, form) in enumerate(zip(clients, forms, strict=True))
        ]
        for work in works:
            work.start()
        for work in works:
            work.join()
        assert sorted(codes) == [200, 302], turn
