"""What became of a record, in plain words; and all that was written down, to read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from compliance import services
from compliance.models import AuditEntry, Commodity
from tests.admin.typing_in import page_of
from tests.factories.people import UserFactory, someone
from tests.factories.regime import CommodityFactory, petroleum_cap


pytestmark = pytest.mark.django_db


def desk(name: str = "ana") -> Client:
    client = Client(REMOTE_ADDR="192.0.2.7")
    client.force_login(UserFactory(username=name, is_superuser=True))
    return client


def at(row: Any, which: str = "change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{which}", args=[row.pk])


def words(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_a_change_is_told_in_plain_words_with_its_reason() -> None:
    row = CommodityFactory(code="coal")
    client = desk()
    form = page_of(client, at(row)) | {"name": "Anthracite", "why": "OP 8 names no other"}
    assert client.post(at(row), form).status_code == 302
    said = words(client.get(at(row, "history")))
    assert "ana</strong> changed the commodity" in said
    assert "name: from Coal to Anthracite" in said
    assert "Why: OP 8 names no other" in said
    assert "by a page of the admin from 192.0.2.7" in said
    assert "added a commodity" in said


def test_the_rows_of_a_page_are_told_with_it_also_once_they_are_gone() -> None:
    cap = petroleum_cap()
    limit = cap.limits.get()
    client = desk()
    client.post(at(cap), page_of(client, at(cap)) | {"limits-0-amount": "525000", "why": "a"})
    limit.delete()
    said = words(client.get(at(cap, "history")))
    assert "amount: from 500,000" in said
    assert "deleted the limit" in said
    assert "share: 0.75" in said


def test_codes_and_keys_are_told_by_name() -> None:
    cap = petroleum_cap()
    threshold = cap.thresholds.first()
    threshold.effect = "stop"
    threshold.save()
    said = words(desk().get(at(cap, "history")))
    assert "effect: from notice to all States to notice, and supply stops" in said
    cap.commodity = CommodityFactory(code="coal")
    cap.save()
    said = words(desk("bo").get(at(cap, "history")))
    assert "commodity: from Refined petroleum" in said
    assert f"to Coal (no. {cap.commodity.pk})" in said


def test_a_record_of_the_press_says_that_it_tells_of_itself() -> None:
    article, _ = services.press.hand_in(
        origin="text",
        at="2024-01-01T00:00Z",  # type: ignore[arg-type]  # Django reads it
        by=None,
        content=b"Nothing.",
        content_type="text/plain",
    )
    assert "evidence that the worker adds" in words(desk().get(at(article, "history")))


def test_who_may_not_see_a_record_sees_no_history_of_it() -> None:
    row = CommodityFactory()
    client = Client()
    client.force_login(someone("view_cap"))
    assert client.get(at(row, "history")).status_code == 403


def test_a_record_that_is_not_there_has_no_history() -> None:
    address = reverse("admin:compliance_commodity_history", args=["9" * 12])
    assert desk().get(address).status_code == 404


def test_words_from_outside_are_words_in_the_history() -> None:
    row = CommodityFactory(code="coal")
    Commodity.objects.filter(pk=row.pk).update(name="<script>alert(1)</script>")
    said = words(desk().get(at(row, "history")))
    assert "<script>alert" not in said
    assert "&lt;script&gt;alert(1)" in said


def test_every_record_has_a_history() -> None:
    for model, door in admin.site._registry.items():
        if model is not AuditEntry:
            assert type(door).history_view.__module__ == "compliance.admin.history", model


# All that was written down


def test_the_audit_is_read_and_filtered_and_never_written(
    django_assert_max_num_queries: Any,
) -> None:
    for n in range(30):
        CommodityFactory(code=f"good_{n}")
    Commodity.objects.update(name="Peat")
    client = desk()
    address = reverse("admin:compliance_auditentry_changelist")
    with django_assert_max_num_queries(20):
        assert client.get(address).status_code == 200
    shown = client.get(address, {"verb": "update", "table": "compliance_commodity"})
    assert shown.context["cl"].result_count == 30
    assert "name: from Good 7 to Peat" in words(shown)
    entry = AuditEntry.objects.latest("id")
    assert client.get(at(entry)).status_code == 200
    for verb in ("add", "delete"):
        args = [entry.pk] if verb == "delete" else []
        page = reverse(f"admin:compliance_auditentry_{verb}", args=args)
        assert client.get(page).status_code == 403
        assert client.post(page, {"post": "yes"}).status_code == 403
    assert client.post(at(entry), {"actor": "nobody"}).status_code == 403


def test_a_decimal_is_told_whole() -> None:
    cap = petroleum_cap()
    cap.limits.update(amount=Decimal("525000.5"))
    assert "from 500,000 to 525,000.5" in words(desk().get(at(cap, "history")))
