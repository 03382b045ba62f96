"""In a real browser: a file with three errors shows all three; put right, it is imported."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client

from compliance.models import Transfer
from tests.browser.shots import WIDTHS
from tests.factories import tables as make


pytestmark = pytest.mark.browser


@pytest.fixture
def signed_in(site: str, page: Any) -> str:
    client = Client()
    client.force_login(User.objects.create_superuser("desk", password="x"))
    held = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": held.value, "url": site}])
    return site


def fit(page: Any, across: int) -> None:
    """axe finds nothing serious, and nothing runs over the edge of the screen."""
    found = [
        (v["id"], [n["html"][:160] for n in v["nodes"]][:4])
        for v in Axe().run(page, context="#content").response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert not found, found
    assert page.evaluate("document.documentElement.scrollWidth") <= across


@pytest.mark.parametrize("width", ["narrow"])  # where there is the least room
def test_a_file_with_three_errors_shows_all_three(page: Any, signed_in: str, width: str) -> None:
    across, _ = WIDTHS[width]
    page.set_viewport_size({"width": across, "height": 900})
    rows = make.several(4)
    rows[0]["quantity"], rows[2]["unit"], rows[3]["supplier"] = "12,5", "USD", "XX"
    before = Transfer.objects.count()

    page.goto(f"{signed_in}/admin/compliance/importfile/add/")
    fit(page, across)
    hand_in(page, make.as_csv(rows))
    problems = page.locator("section", has=page.locator("#problems")).inner_text()
    for line, column in (("2", "quantity"), ("4", "unit"), ("5", "supplier")):
        assert f"{line}\t{column}\t" in problems, problems
    assert page.get_by_role("button", name="Import").count() == 0
    assert Transfer.objects.count() == before
    fit(page, across)

    page.get_by_role("link", name="Another file").click()
    hand_in(page, make.as_csv(make.several(4)))
    fit(page, across)
    page.get_by_role("button", name="Import 4 rows").click()
    page.get_by_role("heading", name="Imported.").wait_for()
    assert Transfer.objects.count() == before + 4
    page.goto(f"{signed_in}/admin/compliance/importfile/")
    fit(page, across)


def hand_in(page: Any, content: bytes) -> None:
    upload = {"name": "reports.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files(upload)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("heading", name="Every row").wait_for()
