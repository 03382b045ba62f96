"""The operators' pages of the admin in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client

from compliance.models import Source
from tests.browser.shots import WIDTHS


pytestmark = pytest.mark.browser

DESK = (
    "/admin/compliance/article/pipeline/",
    "/admin/compliance/article/add/",
    "/admin/compliance/source/",
    "/admin/compliance/source/add/",
)


@pytest.fixture
def signed_in(site: str, page: Any) -> str:
    """The site, with the browser signed in as somebody who may do everything."""
    client = Client()
    client.force_login(User.objects.create_superuser("desk", password="x"))
    Source.objects.create(name="A wire", url="https://wire.example/feed")
    held = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": held.value, "url": site}])
    return site


@pytest.mark.parametrize("width", ["narrow"])  # where there is the least room
def test_the_desk_can_be_used_by_everybody(page: Any, signed_in: str, width: str) -> None:
    """axe finds nothing serious in what is ours, and nothing runs over the edge of the screen."""
    across, _ = WIDTHS[width]
    page.set_viewport_size({"width": across, "height": 900})
    for path in DESK:
        page.goto(signed_in + path)
        assert "/login/" not in page.url
        found = [
            (v["id"], [n["html"][:160] for n in v["nodes"]][:4])
            for v in Axe().run(page, context="#content").response["violations"]
            if v["impact"] in ("serious", "critical")
        ]
        assert not found, f"{path}: {found}"
        assert page.evaluate("document.documentElement.scrollWidth") <= across, path
