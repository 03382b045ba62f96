"""Whatever was written into any text of any table is text on every page: 38 vectors, none runs.

The pages are walked with the policy against scripts switched off in the browser, so that what
holds is the escaping alone; the last test shows that the policy holds too where that does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django.template.base
import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from compliance.models import Article, Finding, Resolution, Transfer
from tests.factories.hostile import LINK, plant_everywhere


pytestmark = pytest.mark.browser

HOOKS = """
window.pwned = [];
for (const name of ["alert", "confirm", "prompt", "print"])
    Object.defineProperty(window, name, {value: (said) => window.pwned.push(String(said))});
"""
# What ran, and what would if somebody touched it.
LOOK = """() => [
    ...window.pwned.map((n) => `ran ${n}`),
    ...[...document.querySelectorAll("*")].flatMap((e) => [...e.attributes]
        .filter((a) => (a.name.startsWith("on") && a.value.includes("alert("))
            || (/^(href|src|action|to|data|poster|srcset)$/.test(a.name)
                && /^\\s*(javascript:|data:text|https?:\\/\\/ok\\.test)/i.test(a.value)))
        .map((a) => `${e.tagName} ${a.name}=${a.value.slice(0, 60)}`)),
]"""


@pytest.fixture
def hostile(site: str) -> str:
    plant_everywhere()
    User.objects.create_superuser("desk", password="x")
    return site


@pytest.fixture
def visit(browser: Any, hostile: str) -> Iterator[Any]:
    """Opens an address in a browser that obeys every script, and says what it should not find."""
    contexts = []
    client = Client()
    client.force_login(User.objects.get(username="desk"))
    held = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": hostile}

    def opened(*, policy: bool = False) -> Any:
        context = browser.new_context(bypass_csp=not policy)
        contexts.append(context)
        context.add_cookies([held])
        context.add_init_script(HOOKS)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda r: asked.append(r.url) if "ok.test" in r.url else None)

        def look(path: str) -> list[str]:
            asked.clear()
            answer = page.goto(hostile + path, wait_until="load")
            assert answer.status < 500, path
            assert "/login/" not in page.url, path
            page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
            return [*page.evaluate(LOOK), *asked]

        return look

    yield opened
    for context in contexts:
        context.close()


def public() -> Iterator[str]:
    cap = "/caps/dprk-refined-petroleum/"
    yield from ("/", cap, f"{cap}2023/", f"{cap}2025/", "/obligations/", "/resolutions/")
    yield from (f"/resolutions/{r.number}/" for r in Resolution.objects.order_by("pk")[:2])
    yield from ("/law/", "/law/good/?good=refined_petroleum", "/articles/", "/findings/")
    yield from ("/findings/changes/", "/findings/?verdict=unreported")
    yield from (f"/articles/{a.pk}/" for a in Article.objects.order_by("pk")[:2])


def desk() -> Iterator[str]:
    finding, line = Finding.objects.earliest("pk"), Transfer.objects.latest("pk")
    yield reverse("admin:index")
    for name in ("inbox", "agreement", "pipeline"):
        yield reverse(f"admin:compliance_{name}")
    yield reverse("admin:compliance_everywhere") + "?q=script"
    yield reverse("admin:compliance_finding_decide", args=[finding.pk])
    for act in ("correct", "withdraw"):
        yield reverse(f"admin:compliance_transfer_{act}", args=[line.pk])
    yield reverse("admin:compliance_report_add")
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        row = model._default_manager.order_by("pk").first()
        if row is not None:
            yield reverse(f"{name}_change", args=[row.pk])
    for written in (Transfer, Resolution, User):  # one page for all: rows of three kinds
        name = f"admin:{written._meta.app_label}_{written._meta.model_name}_history"
        yield reverse(name, args=[written._default_manager.earliest("pk").pk])


def test_whatever_stands_in_a_text_no_page_runs_asks_or_links_it(visit: Any) -> None:
    look = visit()
    found = {path: said for path in (*public(), *desk()) if (said := look(path))}
    assert found == {}


def test_with_a_page_that_does_not_escape_it_would_run_and_the_policy_still_holds(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sabotage: without escaping the walk sees scripts run; with the policy still none does."""
    path = f"/articles/{Article.objects.earliest('pk').pk}/"
    monkeypatch.setattr(django.template.base, "conditional_escape", str)
    assert any(said.startswith("ran ") for said in visit()(path))
    assert not [said for said in visit(policy=True)(path) if said.startswith("ran ")]
    assert LINK.startswith("javascript:")
