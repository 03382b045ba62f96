"""Two people at one record, its history, and the way in with a second factor, in a real browser."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from compliance.models import Commodity
from tests.browser.shots import WIDTHS


pytestmark = pytest.mark.browser
PASSWORD = "a long pass phrase"


def signed_in(site: str, page: Any, name: str) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser(name, password=PASSWORD))
    held = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": held.value, "url": site}])


def usable(page: Any, name: str) -> None:
    """axe finds nothing serious in what is ours, nothing runs over the edge, at both widths."""
    for across, _ in WIDTHS.values():
        page.set_viewport_size({"width": across, "height": 900})
        found = [
            (v["id"], [n["html"][:160] for n in v["nodes"]][:4])
            for v in Axe().run(page, context="#content").response["violations"]
            if v["impact"] in ("serious", "critical")
        ]
        if shots := os.environ.get("AUDIT_SHOTS"):
            page.screenshot(path=str(Path(shots) / f"{name}-{across}.png"), full_page=True)
        assert not found, f"{name}: {found}"
        assert page.evaluate("document.documentElement.scrollWidth") <= across, name
    page.set_viewport_size({"width": 1280, "height": 900})


def test_two_people_edit_one_record_and_nothing_is_lost(site: str, page: Any) -> None:
    row = Commodity.objects.get(code="refined_petroleum")
    address = site + reverse("admin:compliance_commodity_change", args=[row.pk])
    signed_in(site, page, "bo")
    page.goto(address)
    other = page.context.browser.new_context()
    hers = other.new_page()
    signed_in(site, hers, "ana")
    hers.goto(address)
    hers.fill("[name=name]", "Refined oil")
    hers.fill("[name=why]", "the words of OP 5")
    hers.click("[name=_save]")
    hers.wait_for_url("**/commodity/")
    other.close()

    page.fill("[name=name]", "Petroleum products")
    page.fill("[name=why]", "as the Panel says")
    page.click("[name=_save]")
    page.wait_for_selector("text=ana changed this record")
    assert page.input_value("[name=name]") == "Petroleum products"
    assert page.is_visible("text=The record now says Refined oil")
    usable(page, "conflict")
    page.click("[name=_save]")
    page.wait_for_url("**/commodity/")
    row.refresh_from_db()
    assert row.name == "Petroleum products"

    page.goto(address)
    page.click("a[href$='/history/']")
    page.wait_for_url("**/history/")
    page.wait_for_selector("text=from Refined oil to Petroleum products")
    usable(page, "history")
    page.goto(site + reverse("admin:compliance_auditentry_changelist"))
    assert page.is_visible("text=the words of OP 5")
    if shots := os.environ.get("AUDIT_SHOTS"):
        page.screenshot(path=str(Path(shots) / "audit.png"))


def test_a_second_factor_is_set_up_and_asked_for(site: str, page: Any) -> None:
    signed_in(site, page, "ana")
    page.goto(site + reverse("admin:second_factor"))
    usable(page, "second-factor")
    device = TOTPDevice.objects.get()
    page.fill("[name=code]", f"{totp(device.bin_key):06}")
    page.click("text=Set it up")
    page.wait_for_selector("text=Keep these spare codes")
    usable(page, "spare-codes")
    spare = page.locator("#content li code").first.inner_text()
    page.context.clear_cookies()
    page.goto(site + reverse("admin:login"))
    page.fill("[name=username]", "ana")
    page.fill("[name=password]", PASSWORD)
    page.click("text=Log in")
    page.wait_for_selector("text=Give the code that your code generator shows")
    if shots := os.environ.get("AUDIT_SHOTS"):
        page.screenshot(path=str(Path(shots) / "login.png"))
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=code]", spare)
    page.click("text=Log in")
    page.wait_for_url("**/admin/")
