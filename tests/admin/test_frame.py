"""What stands around every page is drawn once, and still is each one's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import unfold
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client
from django.urls import reverse

from tests.factories.people import chief, someone


OURS = Path(__file__).resolve().parents[2] / "templates/unfold/layouts/skeleton.html"
THEIRS = Path(unfold.__file__).parent / "templates/unfold/layouts/skeleton.html"


def plain(template: str) -> str:
    """A template without what we put around its parts, nor the words that no page shows."""
    ours = r"\{# .*? #\}|\{% (?:once [^%]*|endonce) %\}|\{% load [^%]* %\}|\s+"
    return re.sub(ours, "", re.sub(r"\{% endblock \w+ %\}", "{% endblock %}", template))


def test_our_skeleton_is_the_themes_with_parts_drawn_once() -> None:
    assert plain(OURS.read_text()) == plain(THEIRS.read_text())


def test_a_part_is_drawn_once_for_each_of_its_values() -> None:
    template = Template("{% load frame %}{% once a %}{{ a }} {{ b }}{% endonce %}")

    def drawn(a: str, b: str) -> str:
        return template.render(Context({"a": a, "b": b}))

    assert [drawn("x", "1"), drawn("x", "2"), drawn("y", "3")] == ["x 1", "x 1", "y 3"]
    assert drawn("<b>", "") == "&lt;b&gt; "


def test_what_a_page_may_fill_in_is_never_drawn_once() -> None:
    with pytest.raises(TemplateSyntaxError, match="not drawn once"):
        Template("{% load frame %}{% once a %}{% block b %}{% endblock %}{% endonce %}")


@pytest.mark.django_db
def test_everybody_finds_their_own_name_places_and_token_in_it() -> None:
    pages = {}
    for user in (chief(), someone("view_transfer")):
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        list_of_lines = reverse("admin:compliance_transfer_changelist")
        pages[user] = [client.get(list_of_lines).content.decode() for _ in range(2)][-1]
        form = pages[user].partition('id="logout-form"')[2].partition("</form>")[0]
        token = form.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        out = client.post(reverse("admin:logout"), {"csrfmiddlewaretoken": token})
        assert out.status_code == 302 or "logged out" in out.content.decode().lower()
    first, second = pages
    assert first.get_username() in pages[first]
    assert first.get_username() not in pages[second]
    report = f'href="{reverse("admin:compliance_report_changelist")}"'
    assert report in pages[first]
    assert report not in pages[second]
