"""Those who judge, in a real browser: by keys alone, two people, a phone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from compliance.models import Finding, Review, Transfer
from tests.browser.shots import WIDTHS
from tests.factories.people import someone
from tests.web import factories as make


pytestmark = pytest.mark.browser

INBOX = "/admin/compliance/finding/inbox/"
RIGHTS = ("add_review", "add_report", "view_finding", "view_review")
VERDICTS = ("differs", "share_wrong", "unreported", "agrees", "estimate_beside")


def sign_in(page: Any, site: str, *rights: str) -> None:
    client = Client()
    client.force_login(someone(*(rights or RIGHTS)))
    held = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": held, "url": site}])


@pytest.fixture
def waiting(site: str) -> list[Finding]:
    """Ten findings that wait, in a text long enough to be scrolled."""
    sentences = [f"In {2000 + n} Iran sent 4,2{n}0 barrels, says the table." for n in range(10)]
    text = "\n\n".join(f"{each} {'And so it went on for a while. ' * 12}" for each in sentences)
    reading = make.reading(make.capture(text, of=make.article(pk=2), publisher="A paper"))
    found = []
    for n in range(10):
        claim = make.claim(
            reading,
            f"4,2{n}0 barrels",
            supplier=["IR"],
            first_day=date(2022, 1 + n, 1),
            last_day=date(2022, 1 + n, 28),
            reasons=[
                {
                    "field": "supplier",
                    "rule": "subject",
                    "words": "Iran",
                    "start": text.index("Iran"),
                    "end": text.index("Iran") + 4,
                }
            ],
        )
        lines = [make.some_line()] if n == 2 else []
        found.append(make.finding(claim, VERDICTS[n % 5], f"reason {n}", lines=lines))
    return found


def decisions(found: list[Finding]) -> dict[str, int]:
    said: dict[str, int] = {}
    for review in Review.objects.filter(finding__in=found):
        said[review.decision] = said.get(review.decision, 0) + 1
    return said


def key(page: Any, name: str) -> None:
    """A key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(name)


def test_ten_findings_are_judged_by_keys_alone(page: Any, site: str, waiting: Any) -> None:
    sign_in(page, site)
    page.goto(f"{site}{INBOX}?supplier=IR")
    assert page.locator(".rv-queue > li").count() == 10
    page.keyboard.press("j")
    key(page, "Enter")
    shown = page.locator("#figure")
    assert shown.inner_text().startswith("4,2")
    assert page.evaluate(
        "() => { const t = document.querySelector('.rv-text').getBoundingClientRect(),"
        " f = document.getElementById('figure').getBoundingClientRect();"
        " return f.top >= t.top && f.bottom <= t.bottom }"
    )
    key(page, "a")  # 1
    key(page, "u")  # and taken back
    key(page, "a")
    page.keyboard.press("r")  # 2, with its reason
    page.keyboard.type("It is a limit")
    key(page, "Enter")
    page.keyboard.press("s")  # 3: a second look leaves it in the inbox
    page.keyboard.type("Which month?")
    key(page, "Enter")
    page.keyboard.press("c")  # 4: corrected
    page.keyboard.press("Control+a")
    page.keyboard.type("4,999")
    key(page, "Enter")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    first = page.url
    key(page, "j")
    assert page.url != first
    key(page, "k")
    assert page.url.split("?")[0] == first.split("?")[0]
    key(page, "b")  # 5: waits for a second person
    for _ in range(5):
        key(page, "a")
    assert decisions(waiting) == {
        "confirm": 7, "undo": 1, "reject": 1, "second_look": 1, "correct": 1, "record": 1,
    }  # fmt: skip
    assert page.url.startswith(f"{site}{INBOX}")
    corrected = Review.objects.get(decision="correct")
    assert corrected.answer is not None
    assert corrected.answer["amount"] == "4999"


def test_a_merge_by_keys(page: Any, site: str, waiting: list[Finding]) -> None:
    sign_in(page, site)
    page.goto(f"{site}/admin/compliance/finding/{waiting[2].pk}/decide/")
    page.keyboard.press("m")
    page.keyboard.press("Space")
    key(page, "m")
    assert Review.objects.get().accounts_for == make.some_line()


def test_a_second_person_judges_without_seeing_the_first(
    page: Any, site: str, waiting: list[Finding], browser: Any
) -> None:
    found = waiting[0]
    address = f"{site}/admin/compliance/finding/{found.pk}/decide/"
    sign_in(page, site)
    page.goto(address)
    page.fill("#id_amount", "4,999")
    page.locator("[data-key=b]").click()
    page.goto(address)
    assert page.get_by_text("You have judged this.").is_visible()
    assert page.locator("[data-key=b]").count() == 0
    page.context.clear_cookies()
    sign_in(page, site)
    page.goto(address)
    assert page.locator("#id_amount").input_value() == ""
    html = page.content()
    assert "4999" not in html
    assert "500000" not in html
    assert "reason 0" not in html
    page.select_option("#id_modifier", "exact")
    page.fill("#id_amount", "4999")
    page.select_option("#id_unit", "bbl")
    page.select_option("#id_commodity", "refined_petroleum")
    page.fill("#id_supplier", "Iran")
    page.fill("#id_recipient", "KP")
    page.fill("#id_first_day", "2022-01-01")
    page.fill("#id_last_day", "2022-01-28")
    page.select_option("#id_basis", "reported")
    with page.expect_navigation():
        page.get_by_role("button", name="This is what I read").click()
    assert page.get_by_text("it is a line of the reported book now").is_visible()
    assert Transfer.objects.get(supplier="IR", first_day=date(2022, 1, 1)).amount == 4999


@pytest.mark.parametrize("width", ["narrow"])  # where there is the least room
def test_everybody_can_use_the_inbox_and_its_pages(
    page: Any, site: str, waiting: list[Finding], width: str
) -> None:
    """axe finds nothing serious, nothing runs over the edge, and no script is needed."""
    across, _ = WIDTHS[width]
    page.set_viewport_size({"width": across, "height": 900})
    sign_in(page, site)
    first = f"/admin/compliance/finding/{waiting[2].pk}/decide/"
    for path in (INBOX, f"{INBOX}?verdict=agrees", first, "/admin/compliance/finding/agreement/"):
        page.goto(site + path)
        assert "/login/" not in page.url
        found = [
            (v["id"], [n["html"][:160] for n in v["nodes"]][:4])
            for v in Axe().run(page, context="#content").response["violations"]
            if v["impact"] in ("serious", "critical")
        ]
        assert not found, f"{path}: {found}"
        assert page.evaluate("document.documentElement.scrollWidth") <= across, path


def test_without_a_script_the_forms_do_it(browser: Any, site: str, waiting: list[Finding]) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        sign_in(page, site)
        page.goto(f"{site}/admin/compliance/finding/{waiting[0].pk}/decide/")
        page.fill("#note", "It is a limit.")
        page.get_by_role("button", name="Reject").click()
        assert decisions(waiting) == {"reject": 1}
    finally:
        context.close()
