"""The pages in a real browser: both widths, light and dark, with and without JavaScript.

The `page` fixture itself fails a test whose page logs an error or asks another machine.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.shots import PAGES, WIDTHS
from tests.web.conftest import plain


pytestmark = pytest.mark.browser

CAP = PAGES["cap-2023"]
SERIOUS = ("serious", "critical")


@pytest.mark.parametrize(("width", "scheme"), [("wide", "light"), ("narrow", "dark")])
def test_pages_can_be_used_by_everybody(page: Any, site: str, width: str, scheme: str) -> None:
    """axe finds nothing serious, nothing runs over the edge, no word shrinks out of sight.

    What runs over the edge is asked of every page at both widths; axe, which takes its time, looks
    at one half of the pages wide and light, at the other narrow and dark.
    """
    across, _ = WIDTHS[width]
    page.set_viewport_size({"width": across, "height": 900})
    page.emulate_media(color_scheme=scheme)
    others = ("/articles/", "/findings/changes/", "/caps/dprk-crude-oil/", "/law/")
    for n, path in enumerate((*PAGES.values(), *others)):
        page.goto(site + path)
        page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        found = [
            (v["id"], v["impact"], [n["html"][:160] for n in v["nodes"]][:4])
            for v in (Axe().run(page).response["violations"] if n % 2 == (width == "wide") else ())
            if v["impact"] in SERIOUS
        ]
        assert not found, f"{path}: {found}"
        assert page.evaluate("document.documentElement.scrollWidth") <= across, path
        assert page.locator("h1").count() == 1
        small = page.evaluate(
            """() => [...document.querySelectorAll('svg.draw')]
                .filter((svg) => svg.getBoundingClientRect().width)
                .map((svg) => 12 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)
                .filter((size) => size < 9.9)"""
        )
        assert not small, f"{path}: words of a chart are {small} px"


def test_the_keyboard_reaches_the_record_of_another_day(page: Any, site: str) -> None:
    page.goto(site + CAP)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[data-days]') !== null")
    for _ in range(3):
        page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("known_at=2024-01-17"))
    page.locator("h1", has_text="212,862").wait_for()
    assert "42.6" in page.evaluate("document.activeElement.textContent")
    assert "212,862" in page.get_by_role("status").inner_text()
    page.go_back()
    page.locator("h1", has_text="362,704").wait_for()


def test_the_slider_and_play_redraw_the_page_and_the_address_holds_the_day(
    page: Any, site: str
) -> None:
    page.goto(site + CAP)
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_url(re.compile("known_at=2023-04-19"))
    page.locator("h1", has_text="35,399").wait_for()
    assert page.evaluate("document.activeElement.type") == "range"
    page.get_by_role("button", name="Play").click()
    page.wait_for_url(re.compile("known_at=2023-07-13"), timeout=15_000)
    page.get_by_role("button", name="Stop").click()
    stood = page.url
    page.wait_for_timeout(1500)
    assert page.url == stood
    page.reload()
    assert "As known on" in page.locator("h1").inner_text()


def test_the_slider_is_told_in_words_and_the_last_key_pressed_is_obeyed(
    page: Any, site: str
) -> None:
    page.goto(f"{site}/fr{CAP}")
    slider = page.get_by_role("slider", name="Jour où les connaissances ont changé")
    slider.focus()
    for key in ("Home", "ArrowRight", "ArrowRight", "End", "Home"):  # faster than pages come
        page.keyboard.press(key)
    page.wait_for_url(re.compile("known_at=2023-04-19"))
    page.wait_for_timeout(800)
    assert "known_at=2023-04-19" in page.url
    told = plain(page.get_by_role("slider").get_attribute("aria-valuetext"))
    assert re.fullmatch(r"19 avril 2023 ≥ 7,1 % 35 399|19 avr\. 2023 ≥ 7,1 % 35 399", told), told
    assert page.get_by_role("button", name="Lire").is_visible()


def test_without_javascript_everything_is_there(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + CAP)
    page.locator("[data-days] a", has_text="42.6").click()
    assert "known_at=2024-01-17" in page.url
    assert "212,862" in page.locator("h1").inner_text()
    assert page.locator("svg.wide").first.is_visible()
    page.locator("#known_at").fill("2024-01-26")
    page.locator("#known_at").press("Enter")
    assert "47.8" in page.locator("h1").inner_text()
    page.locator("#policy-choice").select_option("voa-7.9")
    page.locator("form.inline button").click()
    assert "policy=voa-7.9" in page.url
    assert "known_at=2024-01-26" in page.url
    context.close()


def test_a_number_opens_into_its_source_with_one_click(page: Any, site: str) -> None:
    page.goto(site + CAP)
    page.locator(".matrix td a", has_text="44,655").click()
    row = page.locator("tr:target")
    assert row.is_visible()
    assert "Russia" in row.inner_text()
    assert row.locator("a[href^=http]").count() == 1


def test_a_note_leads_into_the_text_and_back(page: Any, site: str) -> None:
    page.goto(site + PAGES["article"])
    assert page.locator("mark").count() >= 5
    page.locator("sup.ref a").first.click()
    note = page.locator(".verdict:target")
    assert note.is_visible()
    note.get_by_role("link", name="In the text").click()
    assert re.search(r"#r-\d+$", page.url)


def test_silence_and_unknown_look_unlike_zero_and_each_other(page: Any, site: str) -> None:
    page.goto(site + PAGES["cap-2025"])
    svg = page.locator("svg.wide").first
    assert svg.locator("rect[fill^='url(#cumulative-wide-hatch']").count() > 8
    assert svg.locator(".p-unknown").count() >= 1
    page.locator("td.silent").first.scroll_into_view_if_needed()
    background = page.locator("td.silent").first.evaluate(
        "(cell) => getComputedStyle(cell).backgroundImage"
    )
    assert "repeating-linear-gradient" in background


def test_the_estimated_book_is_outlined_and_stands_apart(page: Any, site: str) -> None:
    """Beside the reported number, never over it; in the chart under the bar, never on it."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(site + "/?known_at=2025-01-10")
    column = page.get_by_role("region", name="Estimated, kept apart, never added")
    assert "Over 1,000,000" in column.inner_text()
    reported = page.locator(".big").bounding_box()
    assert column.bounding_box()["x"] > reported["x"] + reported["width"]
    chart = page.locator("svg.wide", has=page.locator(".p-estimate")).first
    edge = page.evaluate("getComputedStyle(document.querySelector('.p-estimate')).stroke")
    assert chart.locator(".p-estimate, .p-estimate-open").count() >= 9
    bars = [b.bounding_box() for b in chart.locator(".f-china, .f-russia").all()]
    for mark in chart.locator(".p-estimate, .p-estimate-open").all():
        box = mark.bounding_box()
        assert mark.evaluate("(m) => getComputedStyle(m).stroke") == edge
        assert all(box["y"] >= b["y"] + b["height"] or box["y"] < b["y"] for b in bars)
    page.goto(site + PAGES["cap-2024"])
    assert "over 1,000,000" in page.locator("td.estimate").last.inner_text()


def test_on_paper_tables_are_open_and_controls_are_gone(page: Any, site: str) -> None:
    page.goto(site + CAP)
    page.emulate_media(media="print")
    assert not page.locator(".top nav").is_visible()
    assert not page.locator("[data-days] .days").is_visible()
    assert page.locator("h1").is_visible()


def test_pages_are_light(page: Any, site: str) -> None:
    """Under 400 KB on the first view, with everything."""
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    for path in ("/", CAP):
        sizes.clear()
        page.goto(site + path, wait_until="networkidle")
        assert sum(sizes) < 400_000, path
    shift = page.evaluate(
        """() => new Promise((done) => {
            let sum = 0;
            new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) sum += entry.value;
            }).observe({ type: 'layout-shift', buffered: true });
            setTimeout(() => done(sum), 300);
        })"""
    )
    assert shift < 0.01
