"""Content-Security-Policy: strict everywhere, and the admin's own theme works under the admin's."""

from __future__ import annotations

import pytest


def policy(answer) -> dict[str, str]:
    parts = answer["Content-Security-Policy"].split("; ")
    return {name: values for name, _, values in (part.partition(" ") for part in parts)}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/api/v1/docs/", "/nothing-here/"])
def test_pages_are_strict(client, path):
    said = policy(client.get(path))
    assert said["default-src"] == "'none'"
    assert said["script-src"] == said["style-src"] == "'self'"
    assert said["frame-ancestors"] == said["base-uri"] == "'none'"


@pytest.mark.django_db
def test_data_is_no_page_and_may_do_nothing(client):
    said = policy(client.get("/api/v1/committees/"))
    assert said["default-src"] == said["frame-ancestors"] == said["base-uri"] == "'none'"
    assert set(said.values()) == {"'none'"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/nothing-here/"])
def test_the_admin_may_evaluate_and_loads_nothing_from_elsewhere(client, path):
    said = policy(client.get(path))
    assert said["script-src"] == "'self' 'unsafe-eval'"
    assert said["default-src"] == "'none'"
    assert not any("http" in values or "*" in values for values in said.values())


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_person_logs_in_and_opens_the_menus_of_the_admin(live_server, page, admin_user):
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{live_server.url}/admin/")
    page.goto(f"{live_server.url}/admin/auth/user/")
    page.locator("table").get_by_role("link", name="admin").first.click()
    page.wait_for_url(f"{live_server.url}/admin/auth/user/*/change/")
    assert page.evaluate("() => typeof Alpine") == "object"
