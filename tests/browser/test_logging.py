"""A report logged in a real browser: by the keyboard alone, pasted, and looked over on the way."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from compliance.models import Report, Transfer
from tests.browser.shots import WIDTHS
from tests.browser.test_desk import signed_in


__all__ = ["signed_in"]

pytestmark = pytest.mark.browser

ADD = "/admin/compliance/report/add/"
LINES = [
    ("RU", "2025-05-01", "2025-05-31", "3000"),
    ("RU", "2025-06-01", "2025-06-30", "2500.5"),
    ("SG", "2025-05-01", "2025-05-31", "6200"),
]


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.textContent"))


def tab_to(page: Any, name: str) -> int:
    """Tab on until a field is reached; how many steps it took."""
    for step in range(60):
        if focused(page).strip() == name:
            return step
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not reached, the cursor is in {focused(page)!r}")


def type_day(page: Any, day: str) -> None:
    """A day in the order in which the browser's own language writes it."""
    year, month, number = day.split("-")
    for order in (month + number, number + month):
        page.keyboard.type(order + year)
        if page.evaluate("document.activeElement.value") == day:
            return
        for _ in range(3):
            page.keyboard.press("ArrowLeft")
    raise AssertionError(f"{day} is not what the field holds")


def test_a_report_of_three_lines_is_logged_by_the_keyboard_alone(page: Any, signed_in: str) -> None:
    page.goto(signed_in + ADD)
    page.locator("#id_kind").focus()
    steps = tab_to(page, "known_on")
    type_day(page, "2025-07-01")
    steps += tab_to(page, "document")
    page.keyboard.type("S/AC.49/2025/NOTE.1")
    for n, (supplier, first, last, amount) in enumerate(LINES):
        steps += tab_to(page, f"lines-{n}-supplier")
        page.keyboard.type({"RU": "Russia", "SG": "Singapore"}[supplier])
        steps += tab_to(page, f"lines-{n}-first_day")
        type_day(page, first)
        steps += tab_to(page, f"lines-{n}-last_day")
        type_day(page, last)
        steps += tab_to(page, f"lines-{n}-amount")
        page.keyboard.type(amount)
    page.locator("#would li", has_text="Refined petroleum to the DPRK, 2025:").wait_for()
    assert not Report.objects.filter(document="S/AC.49/2025/NOTE.1").exists()
    assert steps < 90, "a minute of steps"
    page.keyboard.press("Enter")
    page.get_by_text("Recorded: 3 lines.").wait_for()
    rows = Transfer.objects.filter(report__document="S/AC.49/2025/NOTE.1").order_by("pk")
    held = [(r.supplier, str(r.first_day), str(r.last_day), r.amount) for r in rows]
    assert held == [(*said, Decimal(amount)) for *said, amount in LINES]


def test_what_is_wrong_is_said_while_it_is_typed(page: Any, signed_in: str) -> None:
    page.goto(signed_in + ADD)
    page.select_option("[name=lines-0-supplier]", "RU")
    page.fill("[name=lines-0-first_day]", "2024-12-01")
    page.fill("[name=lines-0-last_day]", "2025-01-31")
    page.fill("[name=lines-0-amount]", "3000")
    page.locator("[data-line='0'] li", has_text="Split the line at that day").wait_for()
    page.fill("[name=lines-0-first_day]", "2023-03-01")
    page.fill("[name=lines-0-last_day]", "2023-03-31")
    page.locator("[data-line='0'] li", has_text="has already reported").wait_for()
    page.fill("[name=lines-0-first_day]", "2025-05-01")
    page.fill("[name=lines-0-last_day]", "2025-05-31")
    page.select_option("[name=lines-0-unit]", "t")
    page.locator("[data-line='0'] li", has_text="23,940.0 bbl, by the factor").wait_for()


def test_rows_pasted_into_a_line_become_lines(page: Any, signed_in: str) -> None:
    page.goto(signed_in + ADD)
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text", "Russia\\t2025-05\\t\\t3,000 bbl\\nChina\\t2025-05\\t\\t700 t");
            document.querySelector("[name=lines-0-amount]").dispatchEvent(
                new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})
            );
        }"""
    )
    page.get_by_text("2 rows put into the lines below; nothing is recorded yet.").wait_for()
    assert page.input_value("[name=lines-1-supplier]") == "CN"
    assert page.input_value("[name=lines-1-last_day]") == "2025-05-31"
    assert page.input_value("[name=lines-1-unit]") == "t"
    assert page.input_value("[name=lines-0-amount]") == "3,000"


def test_a_slash_leads_to_the_search_of_everything(page: Any, signed_in: str) -> None:
    page.goto(signed_in + "/admin/")
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("petroleum")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Caps").wait_for()
    page.goto(signed_in + ADD)
    page.locator("[name=document]").focus()
    page.keyboard.type("S/")
    assert focused(page) == "document", "where somebody types, a slash is a slash"
    for key, box in (("l", "searchbar"), ("/", "everywhere")):
        page.goto(signed_in + "/admin/compliance/transfer/")
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == box


PAGES = (
    "/admin/",
    ADD,
    "/admin/compliance/transfer/?supplier=RU",
    "/admin/compliance/report/everywhere/?q=petroleum",
    "/admin/compliance/issuednotice/add/",
    "/admin/compliance/cap/",
)


@pytest.mark.parametrize("width", ["narrow"])  # where there is the least room
def test_the_pages_of_logging_can_be_used_by_everybody(
    page: Any, signed_in: str, width: str
) -> None:
    across, _ = WIDTHS[width]
    page.set_viewport_size({"width": across, "height": 900})
    line = Transfer.objects.filter(kind="reported", supplier="RU").latest("pk")
    acts = [f"/admin/compliance/transfer/{line.pk}/{act}/" for act in ("correct", "withdraw")]
    for path in (*PAGES, *acts):
        page.goto(signed_in + path)
        assert "/login/" not in page.url
        found = [
            (v["id"], [n["html"][:160] for n in v["nodes"]][:4])
            for v in Axe().run(page, context="main").response["violations"]
            if v["impact"] in ("serious", "critical")
        ]
        assert not found, f"{path}: {found}"
        assert page.evaluate("document.documentElement.scrollWidth") <= across, path
